"""The questionnaire on paper, and as data."""

import io
import json
from dataclasses import replace

import docx
import pytest
from pypdf import PdfReader

from distretto.formats.questionnaire import bottleneck_questionnaire
from distretto.formats.questionnaire.editing import in_language, only_blocks, retired
from distretto.formats.questionnaire.results import to_json, write_results

FORM = only_blocks(bottleneck_questionnaire(), ["F", "L"])


def pdf_text(form, tmp_path):
    write_results(form, tmp_path / "q.pdf")
    pages = PdfReader(io.BytesIO((tmp_path / "q.pdf").read_bytes())).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def word_text(form, tmp_path):
    write_results(form, tmp_path / "q.docx")
    paper = docx.Document(tmp_path / "q.docx")
    cells = [
        cell.text for table in paper.tables for row in table.rows for cell in row.cells
    ]
    text = " ".join([*(each.text for each in paper.paragraphs), *cells])
    return text.replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize("text_of", [pdf_text, word_text])
def test_every_question_is_there_with_its_answers(text_of, tmp_path):
    text = text_of(FORM, tmp_path)
    # Words may be broken at the end of a line.
    joined = text.replace("- ", "").replace("-", "").replace(" ", "")
    for question in FORM.asked:
        assert question.labels["en"].replace("-", "").replace(" ", "") in joined
    assert "years, now" in text and "Supplier of machines or materials" in text


@pytest.mark.parametrize("text_of", [pdf_text, word_text])
def test_conditions_are_worded(text_of, tmp_path):
    assert "Not if COO5 is “None of these”" in text_of(FORM, tmp_path)


@pytest.mark.parametrize("text_of", [pdf_text, word_text])
def test_paper_speaks_the_language(text_of, tmp_path):
    text = text_of(in_language(FORM, "fr"), tmp_path)
    assert "Quel est l’âge moyen des machines principales" in text
    assert "ans, maintenant" in text and "Pas si COO5 est" in text


@pytest.mark.parametrize("text_of", [pdf_text, word_text])
def test_what_is_retired_is_not_asked(text_of, tmp_path):
    assert "How old are the main machines" not in text_of(
        retired(FORM, "TEC1"), tmp_path
    )


def test_linkages_have_eight_rows(tmp_path):
    write_results(FORM, tmp_path / "q.docx")
    (table,) = docx.Document(tmp_path / "q.docx").tables
    assert len(table.rows) == 9  # and the heading


def test_json_holds_all():
    told = json.loads(to_json(FORM))
    codes = [
        question["code"] for block in told["blocks"] for question in block["questions"]
    ]
    assert codes == [question.code for _, question in FORM.all_questions()]
    assert told["indicators"][0]["anchors"] == [3, 7, 11, 15, 25]


# What the first question of a block may be asked on, and what the paper says of it; the
# block is asked of those with more than two workers.
CONDITIONS = {
    "${consent}='yes' and ${chain_stage} = 'trade'": "Only if chain_stage is “Trade”",
    '${MKT4} > 0 and ${consent} = "yes"': "Only if MKT4 is more than 0",
    "${consent} = 'yes'": "",
    # Tied otherwise, or another answer: nothing may be left out.
    "${consent} = 'yes' or ${MKT4} > 0": "${consent} = 'yes' or ${MKT4} > 0",
    "${consent} = 'no'": "Only if consent is “No”",
    "${consent} = 'yes' and (${MKT4} > 0 or ${a} > 0)": "(${MKT4} > 0 or ${a} > 0)",
}


@pytest.mark.parametrize("text_of", [pdf_text, word_text])
@pytest.mark.parametrize("relevant", CONDITIONS)
def test_only_that_consent_is_needed_is_not_repeated(relevant, text_of, tmp_path):
    place = next(n for n, each in enumerate(FORM.blocks) if not each.repeat and n)
    block = FORM.blocks[place]
    first = replace(block.questions[0], relevant=relevant)
    changed = replace(
        block, questions=(first, *block.questions[1:]), relevant="${workers} > 2"
    )
    blocks = (*FORM.blocks[:place], changed, *FORM.blocks[place + 1 :])
    told = " ".join(text_of(replace(FORM, blocks=blocks), tmp_path).split())
    plain = " ".join(text_of(FORM, tmp_path).split())
    assert "Only if workers is more than 2" in told
    assert told.count("${consent}") == CONDITIONS[relevant].count("${consent}")
    if expected := CONDITIONS[relevant]:
        assert told.count(expected) == plain.count(expected) + 1
