"""Selection reports and letters, on the finished round of the worked example."""

import io
import re
import zipfile
from dataclasses import replace
from functools import cache
from itertools import pairwise

import docx
import numpy as np
import pytest
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from distretto.analysis.selection.ranking import rank_candidates
from distretto.analysis.selection.robustness import robustness
from distretto.errors import FormatError
from distretto.example.selection_round import selection_round
from distretto.formats.charts.language import ENGLISH, Language
from distretto.formats.charts.picture import Column, Table, word
from distretto.formats.charts.ranges import method_scores
from distretto.formats.charts.robustness import stands
from distretto.formats.documents import sections
from distretto.formats.documents.blocks import Heading, Listing, parts_of
from distretto.formats.documents.report_files import to_docx, to_pdf, to_xlsx
from distretto.formats.documents.workbook import weighted_sum
from distretto.formats.letters import (
    Letter,
    letter_docx,
    letter_pdf,
    letter_text,
    subject_of,
)
from distretto.formats.selection_report import (
    Candidate,
    Criterion,
    Decision,
    Figure,
    Moved,
    Overturned,
    SelectionReport,
    Stage,
    Swap,
    Test,
    WithoutOne,
)

# What would be a formula in Excel, markup in Word and in HTML, and code in Typst.
EVIL = '=cmd()|"x"!A1 <w:b>&amp; #import "x": * $y$ <script>'


@cache
def lindara() -> SelectionReport:
    told = selection_round()
    people = [each for each in told.people if each.is_assessor]
    scored = [each for each in told.candidates if not each.left_at]
    votes = {
        person.name: {
            each.name: {
                criterion.name: told.scores[each.key, person.key][criterion.key]
                for criterion in told.criteria
            }
            for each in scored
        }
        for person in people
    }
    report = SelectionReport(
        round_name=told.name,
        programme="Clusters of Lindara",
        date="14 November 2025",
        purpose=told.purpose,
        stages=(Stage("Universe", 1800), Stage("Long list", 10), Stage("Chosen", 2)),
        tests=(Test("At least 20 firms?", {"Imbarra cement": "no, one firm"}),),
        criteria=tuple(
            Criterion(each.heading, each.name, each.weight / 100, each.low, each.high)
            for each in told.criteria
        ),
        weights_minutes=told.weights_minutes,
        weights_participants=told.weights_participants,
        candidates=tuple(
            Candidate(
                name=each.name,
                products=each.products,
                figures=(
                    Figure("Exports", None, "USD"),
                    Figure("Jobs", 1234, "persons"),
                ),
                left_at=each.left_at,
                left_because=each.left_because,
                veto=each.veto,
                chosen=each.chosen,
                reasons=each.reasons,
            )
            for each in told.candidates
        ),
        votes=votes,
        decision=Decision(
            "14 November 2025",
            told.decision.validators,
            told.decision.minutes,
            told.decision.minority_view,
        ),
    )
    means = [
        [
            np.nan if (m := report.mean(c.name, k.name)) is None else m
            for k in told.criteria
        ]
        for c in scored
    ]
    asked = {
        "weights": [each.weight for each in told.criteria],
        "candidates": [each.name for each in scored],
        "vetoes": {each.name: each.veto for each in scored if each.veto},
    }
    runs = robustness(means, top=2, draws=500, **asked)
    return replace(
        report,
        methods=method_scores(rank_candidates(means, **asked)),
        moved=Moved(
            tuple(stands(runs)),
            2,
            runs.draws,
            runs.seed,
            runs.top_changed_share,
            nearest=Overturned("Exports", 0.2, 0.182, "Handloom", "Footwear"),
            without=WithoutOne(3, 1, (Swap(("Handloom",), ("Footwear",), 1, 1),)),
        ),
    )


def words_of(pdf: bytes) -> str:
    pages = PdfReader(io.BytesIO(pdf)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def sheets(report: SelectionReport) -> dict[str, list[list[object]]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(to_xlsx(report)))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def test_means_leave_missing_scores_out():
    # Footwear, “Local institutions able to carry on”: 3, not given, 4.
    footwear, criterion = (
        "Rivanta and Xanthea footwear",
        "Local institutions able to carry on",
    )
    assert lindara().mean(footwear, criterion) == 3.5
    assert lindara().given(footwear, criterion) == [3, 4]
    nobody = replace(lindara(), votes={"Dalia": {footwear: {criterion: None}}})
    assert nobody.mean(footwear, criterion) is None


def test_the_pdf_says_decision_funnel_weights_scores_and_minority_view():
    text = words_of(to_pdf(lindara()))
    for part in (
        "Selection report: First round",
        "Marsovia knitwear knitted outerwear",
        "The Chamber of Crafts would have chosen footwear before handloom",
        "One firm is not a cluster",
        "The steering committee agreed the eleven criteria",
        "Effluent goes untreated",
        "1,234 persons",
        "3 to 4",
        "not probabilities",
        "with “Exports” at 18.2 % instead of 20.0 %, “Footwear” draws level with "
        "“Handloom”",
        "the first 2 change in 1 case of 3: “Footwear” for “Handloom”",
    ):
        assert part in text
    assert "unknown" in text  # the exports and the score that nobody could give


def test_the_pdf_can_be_read_aloud_and_is_the_same_each_time():
    pdf = to_pdf(lindara())
    root = PdfReader(io.BytesIO(pdf)).trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] and root["/Lang"] == "en"
    assert pdf == to_pdf(lindara())


def test_names_and_texts_are_text_in_every_format():
    candidate = Candidate(EVIL, reasons=EVIL, chosen=True)
    report = SelectionReport(EVIL, EVIL, EVIL, candidates=(candidate,))
    assert EVIL in words_of(to_pdf(report))
    word = docx.Document(io.BytesIO(to_docx(report)))
    assert any(EVIL in each.text for each in word.paragraphs)
    assert any(EVIL in row for row in sheets(report)["Summary"])
    with zipfile.ZipFile(io.BytesIO(to_xlsx(report))) as book:
        parts = [book.read(n).decode() for n in book.namelist() if "/sheet" in n]
    assert not any("<f>" in part for part in parts)


def many(candidates: int, criteria: int, assessors: int) -> SelectionReport:
    names = [f"Metalworking of the valley {at}" for at in range(candidates)]
    asked = [f"Criterion {at}" for at in range(criteria)]
    votes = {name: {each: None for each in asked} for name in names}
    return SelectionReport(
        "R",
        "P",
        "D",
        criteria=tuple(Criterion("h", each, 1 / criteria) for each in asked),
        candidates=tuple(map(Candidate, names)),
        votes={f"Assessor {at}": votes for at in range(assessors)},
    )


def words_at(pdf: bytes) -> list[tuple[int, float, float, str]]:
    """Every piece of text with its page, height and place from the left."""
    found: list[tuple[int, float, float, str]] = []
    for number, page in enumerate(PdfReader(io.BytesIO(pdf)).pages):

        def note(text, page, line, _font, _size, number=number):
            if text.strip():
                left = line[4] * page[0] + line[5] * page[2] + page[4]
                height = line[4] * page[1] + line[5] * page[3] + page[5]
                found.append((number, round(height), left, text.strip()))

        page.extract_text(visitor_text=note)
    return found


def test_no_number_of_candidates_criteria_or_assessors_makes_columns_collide():
    # “unknown” in 8 points of Noto Sans is some 33 points wide.
    said = [each for each in words_at(to_pdf(many(19, 24, 9))) if each[3] == "unknown"]
    lines: dict[tuple[int, float], list[float]] = {}
    for page, height, left, _text in said:
        lines.setdefault((page, height), []).append(left)
    gaps = [
        after - before
        for places in lines.values()
        for before, after in pairwise(sorted(places))
    ]
    # The means of all and every score: nothing is left out.
    assert len(said) == 24 * 19 + 19 * 24 * (9 + 2)
    assert min(gaps) > 36


def test_a_wide_table_is_parted_evenly_with_its_first_column():
    table = Table(
        tuple(Column(letter, letter) for letter in "nABCDEFG"),
        (tuple("n1234567"),),
    )
    # Seven columns, of which six fit: four and three rather than six and one.
    first, second = parts_of(table, 6)
    assert "".join(each.key for each in first.columns) in {"nABC", "nABCD"}
    assert len(first.columns) + len(second.columns) == 9
    assert first.rows[0] + second.rows[0][1:] == tuple("n1234567")
    assert list(parts_of(table, 7)) == [table]


def test_whole_figures_have_no_decimals():
    def said(value: float) -> str:
        return word(Column("value", "", "figure"), value, ENGLISH)

    assert [said(28.0), said(3), said(6.382), said(1234.0)] == [
        "28",
        "3",
        "6.38",
        "1,234",
    ]
    report = replace(
        lindara(),
        candidates=(Candidate("A", figures=(Figure("Firms", 28.0, "firms"),)),),
    )
    assert "Firms 28 firms" in words_of(to_pdf(report))


def test_the_first_page_says_who_was_chosen_from_what_and_by_whom():
    report = lindara()
    named = tuple(
        replace(each, nominated_by="Chamber") if at < 3 else replace(each, map_name="M")
        for at, each in enumerate(report.candidates)
    )
    first = PdfReader(io.BytesIO(to_pdf(replace(report, candidates=named)))).pages[0]
    text = " ".join(first.extract_text().split())
    for part in (
        "Marsovia knitwear knitted outerwear",
        "Tarkesh handloom handwoven",
        "Taken from cluster maps: 7 (M). Nominated: 3 (by Chamber).",
        "Scored by Dalia",
        "of 500 draws of other weights the first 2 stay the same",
        "14 November 2025",
        "Ministry of Industry",
    ):
        assert part in text


def test_a_source_that_all_figures_share_stands_once():
    figures = tuple(Figure(name, 1, "", 2020, "Census") for name in ("a", "b"))
    one = replace(lindara(), candidates=(Candidate("A", figures=figures),))
    assert words_of(to_pdf(one)).count("Census") == 1
    other = (*figures, Figure("c", 1, "", 2021, "Survey"))
    two = replace(lindara(), candidates=(Candidate("A", figures=other),))
    assert words_of(to_pdf(two)).count("Census") == 2


def test_english_in_an_arabic_document_keeps_its_full_stop_behind_it():
    arabic = Language("ar")
    assert arabic.own("No firm.") == "\u200eNo firm.\u200e"
    assert arabic.own("لا") == "لا" and ENGLISH.own("No firm.") == "No firm."
    word_file = docx.Document(io.BytesIO(to_docx(replace(lindara(), language=arabic))))
    quotes = [each for each in word_file.paragraphs if each.style.name == "Quote"]
    assert quotes[0].text.startswith("\u200e") and quotes[0].text.endswith(".\u200e")


def test_tables_for_word_have_widths_and_numbers_at_the_end():
    word_file = docx.Document(io.BytesIO(to_docx(lindara())))
    criteria = next(t for t in word_file.tables if t.rows[0].cells[0].text == "No.")
    number, _heading, name = (cell.width.cm for cell in criteria.rows[1].cells[:3])
    assert number == pytest.approx(0.9, abs=0.01) and name > 3
    assert str(criteria.rows[1].cells[0].paragraphs[0].alignment).startswith("RIGHT")


def test_sheets_of_excel_are_set_up_for_paper():
    with zipfile.ZipFile(io.BytesIO(to_xlsx(lindara()))) as book:
        parts = [book.read(n).decode() for n in book.namelist() if "sheets/sheet" in n]
        names = book.read("xl/workbook.xml").decode()
    for part in parts:
        assert 'paperSize="9"' in part and 'fitToHeight="0"' in part
    assert any('orientation="landscape"' in part for part in parts)
    assert names.count("_xlnm.Print_Titles") == len(parts)


def test_the_summary_of_excel_is_about_the_round_alone():
    names = [row[0] for row in sheets(lindara())["Summary"]]
    assert "Scored by" in names and "Products" not in names


def test_a_letter_that_no_font_has_is_refused_in_a_sentence():
    # A private letter, which belongs to no writing; a box would be a wrong name.
    report = SelectionReport("\U0010fffd", "P", "D")
    with pytest.raises(FormatError, match="no font on this machine") as refusal:
        to_pdf(report)
    assert refusal.value.params["letters"]


def test_word_has_the_same_sections_tables_and_described_pictures():
    word = docx.Document(io.BytesIO(to_docx(lindara())))
    headings = [p.text for p in word.paragraphs if p.style.name == "Heading 1"]
    blocks = sections.sections(lindara())
    assert headings == [
        each.text for each in blocks if isinstance(each, Heading) and each.level == 2
    ]
    listings = [each for each in blocks if isinstance(each, Listing)]
    assert len(word.tables) == len(listings)
    first = [cell.text for cell in word.tables[0].rows[1].cells]
    assert first[0] == "Marsovia knitwear"
    said = [shape._inline.docPr.get("descr") for shape in word.inline_shapes]
    assert len(said) == 4 and all(said)
    assert word.core_properties.title == "Selection report: First round"


def test_excel_works_out_means_weighted_sums_and_ranks():
    report = lindara()
    found = sheets(report)
    assert {"Summary", "Criteria", "Scores", "Means", "Methods"} <= set(found)
    rows = {
        row[0]: row for row in found["Means"][2:] if len(row) > 12 and row[12] != ""
    }
    for candidate in report.scored:
        assert rows[candidate.name][12] == pytest.approx(
            weighted_sum(report, candidate.name)
        )
    # The same as the analysis, whose missing scores stand at the middle as well.
    for name, score in report.methods["weighted-sum"].items():
        if score.rank is not None:
            assert rows[name][12] == pytest.approx(score.score)
            assert rows[name][13] == score.rank
    assert rows["Xanthea tanneries"][13:15] == ["–", "Ruled out"]
    with zipfile.ZipFile(io.BytesIO(to_xlsx(report))) as book:
        names = [n for n in book.namelist() if "/sheet" in n]
        formulas = [
            f for n in names for f in re.findall("<f>(.*?)</f>", book.read(n).decode())
        ]
    assert sum("AVERAGE('Scores'!" in each for each in formulas) == 7 * 11
    assert sum("100*((SUMPRODUCT" in each for each in formulas) == 7
    assert sum("1+SUMPRODUCT" in each for each in formulas) == 6  # not the vetoed one


def test_the_weighted_sum_by_hand():
    report = SelectionReport(
        "R",
        "P",
        "D",
        criteria=(Criterion("h", "one", 0.75), Criterion("h", "two", 0.25)),
        candidates=(Candidate("A"),),
        votes={"x": {"A": {"one": 5, "two": None}}},
    )
    # 0.75 x 5 + 0.25 x 3 (the middle) = 4.5; (4.5 - 1) / 4 = 87.5 %.
    assert weighted_sum(report, "A") == pytest.approx(87.5)
    # And its mean is “unknown” in the file, not the middle and not nothing.
    assert sheets(report)["Means"][2] == ["A", 5.0, "unknown", 87.5, 1.0, ""]


def test_a_report_of_a_round_that_has_only_begun():
    report = SelectionReport("Second round", "Clusters of Lindara", "1 May 2026")
    assert "Nothing is decided yet" in words_of(to_pdf(report))
    assert docx.Document(io.BytesIO(to_docx(report))).paragraphs
    assert "Means" not in sheets(report)


def test_arabic_runs_from_right_to_left_in_every_format():
    arabic = Language("ar", lambda text: "القرار" if text == "The decision" else text)
    report = replace(lindara(), language=arabic)
    assert PdfReader(io.BytesIO(to_pdf(report))).trailer["/Root"]["/Lang"] == "ar"
    with zipfile.ZipFile(io.BytesIO(to_docx(report))) as file:
        xml = file.read("word/document.xml").decode()
    assert "القرار" in xml and "<w:bidi/>" in xml and "<w:bidiVisual/>" in xml
    with zipfile.ZipFile(io.BytesIO(to_xlsx(report))) as file:
        assert 'rightToLeft="1"' in file.read("xl/worksheets/sheet1.xml").decode()


def letter(language: Language = ENGLISH) -> Letter:
    text = letter_text(
        "Kelmane furniture",
        round_name="First round",
        programme="Clusters of Lindara",
        count=10,
        places=2,
        reasons=f"Timber supply is insecure. {EVIL}",
        language=language,
    )
    return Letter(
        programme="Clusters of Lindara",
        date="14 November 2025",
        addressee="Kelmane Furniture Makers\nMarket Square 1",
        subject=subject_of("Kelmane furniture", language),
        text=text,
        signatory="Boris Adeyemi",
        language=language,
    )


@pytest.mark.parametrize("code", ["en", "ar"])
def test_a_letter_is_one_page_with_reasons_and_what_comes_next(code):
    pdf = letter_pdf(letter(Language(code)))
    assert len(PdfReader(io.BytesIO(pdf)).pages) == 1
    if code == "en":
        text = words_of(pdf)
        for part in (
            "Market Square 1",
            "Timber supply is insecure",
            EVIL,
            "next round",
        ):
            assert part in text


def test_a_letter_for_word_keeps_its_list():
    word = docx.Document(io.BytesIO(letter_docx(letter())))
    items = [each.text for each in word.paragraphs if each.style.name == "List Bullet"]
    assert len(items) == 3 and items[0].startswith("Ask the programme")
    assert any(EVIL in each.text for each in word.paragraphs)
