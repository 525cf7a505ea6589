"""Sheets of scores as people make them. Expected values: what the writer meant."""

import math

import pytest
import xlsxwriter

from distretto.errors import FormatError
from distretto.formats.score_cells import number
from distretto.formats.score_template import template_rows, write_template
from distretto.formats.scores import read_scores


@pytest.fixture
def sheet_of(tmp_path):
    """Write rows to a text file or a workbook and read them back as scores."""

    def read(*rows, name="scores.csv", **options):
        path = tmp_path / name
        if name.endswith(".xlsx"):
            with xlsxwriter.Workbook(str(path)) as book:
                sheet = book.add_worksheet("Puntajes")
                for place, row in enumerate(rows):
                    sheet.write_row(place, 0, row)
        else:
            path.write_text("\n".join(rows) + "\n", encoding="utf-8")
        return read_scores(path, **options)

    return read


PLAIN = ("candidate,jobs,market", "weight,60,40", "knitwear,5,4", "footwear,3,")


def test_candidates_in_rows_criteria_in_columns(sheet_of):
    sheet = sheet_of(*PLAIN)
    assert sheet.candidates == ("knitwear", "footwear")
    assert sheet.criteria == ("jobs", "market")
    assert sheet.weights == pytest.approx((0.6, 0.4))
    assert sheet.scores[0].tolist() == [5, 4]
    assert sheet.scores[1, 0] == 3 and math.isnan(sheet.scores[1, 1])  # not zero
    assert sheet.directions == ("benefit", "benefit")
    assert sheet.vetoes == {} and sheet.problems == ()


@pytest.mark.parametrize(
    "rows",
    [
        (
            "Candidate;Jobs;Distance;Veto",
            "Heading;Importance;Promotability;",
            "Weights (%);70;30;",
            "Direction;benefit;cost;",
            "knitwear;4;2;",
            "tannery;2;1;untreated effluent",
        ),
        (
            "Grappe;Emplois;Distance;Véto",
            "Rubrique;Importance;Promotability;",
            "Poids;70;30;",
            "Sens;bénéfice;coût;",
            "knitwear;4;2;non",
            "tannery;2;1;untreated effluent",
        ),
        (
            "Conglomerado;Empleo;Distancia;Veto",
            "Rubro;Importance;Promotability;",
            "Ponderación:;70;30;",
            "Sentido;más;menos;",
            "knitwear;4;2;no",
            "tannery;2;1;untreated effluent",
        ),
        (
            "المرشح;فرص العمل;المسافة;حق النقض",
            "المحور;Importance;Promotability;",
            "الوزن;٧٠;٣٠;",
            "الاتجاه;منفعة;تكلفة;",
            "knitwear;٤;٢;لا",
            "tannery;٢;١;untreated effluent",
        ),
    ],
    ids=["en", "fr", "es", "ar"],
)
def test_rows_and_columns_are_known_in_four_languages(sheet_of, rows):
    sheet = sheet_of(*rows)
    assert sheet.candidates == ("knitwear", "tannery")
    assert sheet.weights == pytest.approx((0.7, 0.3))
    assert sheet.directions == ("benefit", "cost")
    assert sheet.headings == ("Importance", "Promotability")
    assert sheet.scores.tolist() == [[4, 2], [2, 1]]
    assert sheet.vetoes == {"tannery": "untreated effluent"}


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        *(("4", 4), ("3,5", 3.5), ("3.5", 3.5), ("٣٫٥", 3.5), ("۴", 4), ("४", 4)),
        *(("20 %", 20), ("20%", 20), ("4,", 4), (",5", 0.5), ("1,125", 1.125)),
        *(("four", None), ("4-5", None), ("1,2,3", None), ("", None), ("--4", None)),
    ],
)
def test_numbers_mean_what_their_writer_meant(text, meant):
    assert number(text) == meant


def test_a_workbook_and_its_decimal_commas(sheet_of):
    sheet = sheet_of(
        ["candidato", "empleo", "mercado"],
        ["peso", 0.6, 0.4],
        ["tejidos", "4,5", 3],
        ["calzado", 3, "n.d."],
        name="scores.xlsx",
    )
    assert sheet.sheet == "Puntajes"
    assert sheet.weights == pytest.approx((0.6, 0.4))  # shares add up to 1
    assert sheet.scores[0].tolist() == [4.5, 3]
    assert math.isnan(sheet.scores[1, 1])


@pytest.mark.parametrize(
    ("cell", "code", "words"),
    [
        ("7", "off_the_scale", "“7” is off the scale from 1 to 5"),
        ("0", "off_the_scale", "“0” is off the scale"),
        ("good", "not_a_score", "“good” is not a score"),
    ],
)
def test_a_wrong_cell_is_named_with_its_place(sheet_of, cell, code, words):
    rows = [["x", "jobs", "market"], ["weight", 60, 40], ["wool", 5, 4]]
    sheet = sheet_of(*rows, ["silk", 3, cell], name="scores.xlsx")
    (problem,) = sheet.problems
    assert (problem.code, problem.row, problem.column) == (code, 4, "market")
    assert str(problem).startswith("Sheet “Puntajes”, row 4, column “market”: ")
    assert words in str(problem)
    assert math.isnan(sheet.scores[1, 1])
    with pytest.raises(FormatError, match="row 4"):
        sheet.checked()


def test_a_candidate_listed_twice(sheet_of):
    sheet = sheet_of(*PLAIN, "knitwear,1,1")
    (problem,) = sheet.problems
    assert (problem.code, problem.row) == ("duplicated_candidate", 5)
    assert "in row 3" in str(problem) and "assessor" in str(problem)
    assert sheet.scores[0].tolist() == [5, 4]  # the first row stands


@pytest.mark.parametrize(
    ("weights", "total"), [("60,50", "110"), ("0.6,0.3", "0.9"), ("0,0", "0")]
)
def test_weights_that_do_not_add_up(sheet_of, weights, total):
    with pytest.raises(FormatError) as refusal:
        sheet_of(PLAIN[0], f"weight,{weights}", *PLAIN[2:])
    assert refusal.value.code == "weights_do_not_add_up"
    assert f"Row 2: the weights add up to {total}." in str(refusal.value)
    assert "100" in str(refusal.value)


def test_rounded_weights_are_taken_and_told(sheet_of):
    sheet = sheet_of("x,a,b,c", "weight,33.3,33.3,33.3", "wool,1,2,3", "silk,3,2,1")
    assert sheet.weights == pytest.approx((1 / 3,) * 3)
    assert any("99.9" in note for note in map(str, sheet.notes))


@pytest.mark.parametrize("weight", ["-5", "much", ""])
def test_a_criterion_without_a_proper_weight(sheet_of, weight):
    sheet = sheet_of(PLAIN[0], f"weight,100,{weight}", *PLAIN[2:])
    (problem,) = sheet.problems
    assert (problem.code, problem.row, problem.column) == ("not_a_weight", 2, "market")


def test_no_weights_at_all_is_told(sheet_of):
    sheet = sheet_of("cluster,jobs,market", "wool,5,4", "silk,3,2")
    assert sheet.weights == (0.5, 0.5)
    assert any("weigh the same" in note for note in map(str, sheet.notes))


def test_an_unknown_direction(sheet_of):
    sheet = sheet_of(PLAIN[0], PLAIN[1], "direction,sideways,cost", *PLAIN[2:])
    (problem,) = sheet.problems
    assert (problem.code, problem.value) == ("not_a_direction", "sideways")


def test_totals_and_remarks_are_passed_over_and_told(sheet_of):
    sheet = sheet_of(
        "candidate,jobs,market,total,remarks",
        "weight,60,40,,",
        "knitwear,5,4,4.6,two buyers ask",
        "footwear,3,2,2.6,",
        "average,4,3,3.6,",
    )
    assert sheet.criteria == ("jobs", "market")
    assert sheet.candidates == ("knitwear", "footwear")
    told = " ".join(map(str, sheet.notes))
    assert "“total”" in told and "“remarks”" in told and "“average”" in told


def test_several_assessors_keep_their_votes(sheet_of):
    sheet = sheet_of(
        "candidate,assessor,jobs,market",
        "weight,,60,40",
        "wool,Dalia,5,4",
        "wool,Emil,4,",
        "silk,Dalia,1,2",
        "silk,Emil,2,2",
    )
    assert sheet.assessors == ("Dalia", "Emil")
    assert sheet.criteria == ("jobs", "market")
    assert sheet.votes[1, 0, 0] == 4
    assert sheet.scores.tolist() == [[4.5, 4], [1.5, 2]]
    assert sheet.problems == ()


def test_a_long_table(sheet_of):
    sheet = sheet_of(
        "Critère;Candidat;Évaluateur;Note;Poids;Sens;Véto",
        "emplois;laine;Dalia;5;60;;",
        "emplois;laine;Emil;3;60;;",
        "distance;laine;Dalia;2;40;coût;",
        "emplois;cuir;Dalia;1;60;;rivière",
        "distance;cuir;Emil;4;40;coût;",
    )
    assert sheet.candidates == ("laine", "cuir")
    assert sheet.criteria == ("emplois", "distance")
    assert sheet.weights == pytest.approx((0.6, 0.4))
    assert sheet.directions == ("benefit", "cost")
    assert sheet.scores.tolist() == [[4, 2], [1, 4]]
    assert sheet.vetoes == {"cuir": "rivière"}


def test_a_long_table_with_two_weights_or_none(sheet_of):
    rows = ("candidate,criterion,score,weight", "wool,jobs,5,60", "wool,market,4,40")
    (problem,) = sheet_of(*rows, "silk,jobs,5,50", "silk,market,1,").problems
    assert (problem.code, problem.row) == ("two_settings", 4)
    with pytest.raises(FormatError) as refusal:
        sheet_of(rows[0], "wool,jobs,5,100", "wool,market,4,")
    assert refusal.value.code == "criterion_without_weight"


def test_rows_without_a_name(sheet_of):
    (problem,) = sheet_of(*PLAIN[:3], ",2,2", "silk,1,1").problems
    assert (problem.code, problem.row) == ("no_candidate", 4)


def test_another_scale(sheet_of):
    sheet = sheet_of("x,a,b", "weight,50,50", "wool,0,10", "silk,7.5,2", low=0, high=10)
    assert sheet.problems == () and (sheet.low, sheet.high) == (0, 10)
    with pytest.raises(FormatError):
        sheet_of(*PLAIN, low=5, high=1)


@pytest.mark.parametrize(
    "rows", [("candidate,remarks", "wool,soft"), ("x,a,b", "weight,50,50")]
)
def test_nothing_to_rank(sheet_of, rows):
    with pytest.raises(FormatError) as refusal:
        sheet_of(*rows)
    assert refusal.value.code == "nothing_to_rank"
    assert "--template" in str(refusal.value)


def test_a_veto_without_a_ground_is_told(sheet_of):
    sheet = sheet_of("x,a,b,veto", "weight,50,50,", "wool,1,2,yes", "silk,2,2,")
    assert list(sheet.vetoes) == ["wool"]
    assert any("ground" in note for note in map(str, sheet.notes))


@pytest.mark.parametrize("name", ["scores.xlsx", "scores.csv"])
def test_the_template_reads_back(tmp_path, name):
    write_template(tmp_path / name)
    sheet = read_scores(tmp_path / name)
    rows = template_rows()
    assert sheet.criteria == tuple(rows[0][1:-1])
    assert sheet.headings == tuple(rows[1][1:-1])
    assert sum(rows[2][1:-1]) == 100
    assert sheet.candidates == tuple(row[0] for row in rows[4:])
    assert sheet.problems == ()
    assert len(sheet.vetoes) == 1


def test_templates_have_two_endings(tmp_path):
    with pytest.raises(FormatError) as refusal:
        write_template(tmp_path / "scores.ods")
    assert refusal.value.code == "unknown_ending"


TURNED = (
    "Criterion,Weight,Direction,knitwear,footwear,Average",
    "jobs,60,benefit,5,3,4",
    "smoke,40,cost,4,,4",
    "veto,,,,smells,",
)


def test_a_sheet_turned_round_says_the_same(sheet_of):
    sheet = sheet_of(*(line for line in TURNED if not line.startswith("veto")))
    assert sheet.candidates == ("knitwear", "footwear")
    assert sheet.criteria == ("jobs", "smoke")
    assert sheet.weights == pytest.approx((0.6, 0.4))
    assert sheet.directions == ("benefit", "cost")
    assert sheet.scores[0].tolist() == [5, 4]
    assert sheet.scores[1][0] == 3 and math.isnan(sheet.scores[1][1])
    assert any(
        "was turned" in note and "“Weight”" in note for note in map(str, sheet.notes)
    )


def test_vetoes_of_a_turned_sheet(sheet_of):
    sheet = sheet_of(*TURNED)
    assert sheet.vetoes == {"footwear": "smells"}
    assert sheet.criteria == ("jobs", "smoke") and not sheet.problems


def test_a_wrong_cell_of_a_turned_sheet_is_named_where_it_stands(sheet_of):
    (problem,) = sheet_of(*TURNED[:2], "smoke,40,cost,9,2,4").problems
    assert (problem.code, problem.row, problem.column) == (
        "off_the_scale",
        3,
        "knitwear",
    )


def test_a_row_of_weights_keeps_the_sheet_as_it_is(sheet_of):
    assert sheet_of("Criteria,jobs", "weight,100", "knitwear,5").criteria == ("jobs",)


def test_a_row_of_direction_words_is_the_row_of_directions(sheet_of):
    sheet = sheet_of(
        "candidate,jobs,smoke", "weight,50,50", "Cost / benefit,benefit,cost", "a,1,2"
    )
    assert sheet.directions == ("benefit", "cost") and sheet.candidates == ("a",)


def test_a_column_without_weight_is_said_to_have_none(sheet_of):
    sheet = sheet_of("candidate,jobs,Average", "weight,100,", "knitwear,5,5")
    assert any(
        "“Average” was passed over: it has no weight." in n
        for n in map(str, sheet.notes)
    )


def test_sheets_are_spelled_as_they_are(sheet_of):
    rows = (("candidate", "jobs"), ("weight", 50), ("knitwear", 5))
    with pytest.raises(FormatError, match="Sheet “Puntajes”, row 2"):
        sheet_of(*rows, name="scores.xlsx")
