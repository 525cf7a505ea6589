"""XLSForm: pyxform takes what we write, and we read it back as it was."""

import shutil
from xml.etree import ElementTree

import openpyxl
import pytest

from distretto.errors import FormatError
from distretto.formats.questionnaire import bottleneck_questionnaire
from distretto.formats.questionnaire.editing import (
    in_language,
    only_blocks,
    retired,
    reworded,
)
from distretto.formats.questionnaire.translating import older_translations
from distretto.formats.xlsform import read_xlsform, write_xlsform

pyxform = pytest.importorskip("pyxform.xls2xform", reason="pyxform is not here")
XF = "{http://www.w3.org/2002/xforms}"
JR = "{http://openrosa.org/javarosa}"


@pytest.fixture
def form(tmp_path):
    path = tmp_path / "form.xlsx"
    write_xlsform(bottleneck_questionnaire(), path)
    return path


@pytest.fixture
def converted(form):
    return ElementTree.fromstring(pyxform.convert(form).xform)


def test_pyxform_has_nothing_to_say(form):
    assert pyxform.convert(form).warnings == []


@pytest.mark.skipif(not shutil.which("java"), reason="ODK Validate needs Java")
def test_odk_validate_takes_it(form):
    assert pyxform.convert(form, validate=True).warnings == []


def test_every_question_is_bound_with_its_type(converted):
    """pyxform, another program, says which type each question became."""
    binds = {
        bind.get("nodeset").rpartition("/")[2]: bind
        for bind in converted.iter(f"{XF}bind")
    }
    assert {each.code for each in bottleneck_questionnaire().asked} <= set(binds)
    assert binds["TEC1"].get("type") == "decimal"
    assert binds["workers"].get("type") == "int"
    assert binds["workers"].get("required") == "true()"
    assert binds["interview_date"].get("type") == "date"
    assert binds["position"].get("type") == "geopoint"
    assert binds["TEC3"].get("constraint") == ". >= 0 and . <= 100"
    assert "not(selected(., 'none')" in binds["TEC5"].get("constraint")


def test_answers_are_one_or_several(converted):
    def named(element):
        return {each.get("ref").rpartition("/")[2] for each in converted.iter(element)}

    assert {"SRV1", "linked_kind"} <= named(f"{XF}select")
    assert {"SRV6", "COO3", "consent"} <= named(f"{XF}select1")


def test_linkages_repeat_as_often_as_was_said(converted):
    (repeat,) = converted.iter(f"{XF}repeat")
    assert repeat.get(f"{JR}count").strip().endswith("linked_count")


def test_both_languages_are_there(converted):
    languages = {
        each.get("lang"): each.get("default")
        for each in converted.iter(f"{XF}translation")
    }
    assert languages == {"English (en)": "true()", "Français (fr)": None}


def test_the_form_opens_in_the_language_asked_for(tmp_path):
    path = tmp_path / "form.xlsx"
    write_xlsform(in_language(bottleneck_questionnaire(), "fr"), path)
    book = openpyxl.load_workbook(path)
    assert book["settings"]["D2"].value == "Français (fr)"


def test_it_is_read_back_as_it_was(form):
    before = bottleneck_questionnaire()
    read = read_xlsform(form, before)
    assert read.problems == ()
    assert read.questionnaire == before


def test_read_without_knowing_it_keeps_what_a_form_can_hold(form):
    read = read_xlsform(form).questionnaire
    before = bottleneck_questionnaire()
    assert read.languages == before.languages
    assert [block.code for block in read.blocks] == [b.code for b in before.blocks]
    for question in before.asked:
        here = read.question(question.code)
        assert (here.kind, here.labels, here.choices) == (
            question.kind,
            question.labels,
            question.choices,
        )
        assert (here.low, here.high) == (question.low, question.high)
        assert (here.relevant, here.constraint) == (
            question.relevant,
            question.constraint,
        )
        assert (here.unit, here.period) == (question.unit, question.period)


def test_what_is_retired_is_not_asked_and_not_forgotten(tmp_path):
    before = retired(bottleneck_questionnaire(), "TEC2")
    write_xlsform(before, tmp_path / "form.xlsx")
    read = read_xlsform(tmp_path / "form.xlsx", before).questionnaire
    assert read.question("TEC2").is_retired and not read.question("TEC1").is_retired
    assert (
        read_xlsform(tmp_path / "form.xlsx").questionnaire.by_code.get("TEC2") is None
    )


def test_a_block_that_was_left_out_is_kept_as_retired(tmp_path):
    whole = bottleneck_questionnaire()
    write_xlsform(only_blocks(whole, ["F"]), tmp_path / "form.xlsx")
    read = read_xlsform(tmp_path / "form.xlsx", whole).questionnaire
    assert read.question("CRE1").is_retired and not read.question("TEC1").is_retired


def test_a_question_reworded_in_excel_in_one_language_has_an_older_translation(
    tmp_path,
):
    known = bottleneck_questionnaire()
    words = known.question("TEC1").labels["en"]
    write_xlsform(reworded(known, "TEC1", "en", "Age?"), tmp_path / "form.xlsx")
    read = read_xlsform(tmp_path / "form.xlsx", known).questionnaire
    assert dict(older_translations(read.question("TEC1"), read)) == {"fr": words}
    assert not older_translations(read.question("TEC2"), read)


def workbook(path, survey, choices=((),), settings=((),)):
    book = openpyxl.Workbook()
    book.active.title = "survey"
    for name, rows in (
        ("survey", survey),
        ("choices", choices),
        ("settings", settings),
    ):
        sheet = book["survey"] if name == "survey" else book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    book.save(path)
    return path


def test_forms_of_others_are_read(tmp_path):
    """Headings without a language, blanks in types, groups with blanks, numbers."""
    path = workbook(
        tmp_path / "theirs.xlsx",
        [
            ["type", "name", "label", "relevant", "constraint", "required"],
            ["start", "start"],
            ["text", "loose", "Before any group"],
            ["begin group", "g", "Group"],
            ["select one yn", "owns", "Owns?", None, None, "TRUE"],
            ["integer", "n", "How many?", "${owns} = '1'", ". <= 5"],
            ["select_multiple yn or_other", "several", "Several?"],
            ["image", "photo", "A picture"],
            ["end group"],
        ],
        [["list name", "name", "label"], ["yn", 1, "Yes"], ["yn", 0, "No"]],
        [["form_title", "form_id"], ["Theirs", "theirs"]],
    )
    read = read_xlsform(path)
    form = read.questionnaire
    assert form.titles == {"en": "Theirs"} and form.code == "theirs"
    assert [block.code for block in form.blocks] == ["form", "g"]
    assert form.question("owns").required
    assert form.question("n").high == 5 and form.question("n").low is None
    assert [each.number for each in form.choices["yn"]] == [1, 0]
    assert {each.code for each in read.problems} == {"or_other", "other_kind"}
    assert form.question("photo").kind == "text"


def test_a_category_named_inf_is_no_number(form):
    read = read_xlsform(form).questionnaire
    assert all(each.number is None for each in read.choices["category"])


def test_a_group_that_is_never_closed_is_refused(tmp_path):
    path = workbook(tmp_path / "f.xlsx", [["type", "name"], ["begin_group", "g"]])
    with pytest.raises(FormatError, match="“g” is opened and never closed"):
        read_xlsform(path)


def test_a_workbook_that_is_no_form_is_refused(tmp_path):
    book = openpyxl.Workbook()
    book.save(tmp_path / "sales.xlsx")
    with pytest.raises(FormatError, match="no sheet “survey”"):
        read_xlsform(tmp_path / "sales.xlsx")
