"""Exports of Kobo and ODK: all ways to write the same answers say the same."""

import zipfile
from datetime import date

import polars as pl
import pytest
from tests.formats.kobo.export import (
    LINKAGES,
    NAMES,
    ROWS,
    with_cell,
    write_csv,
    write_xlsx,
)

from distretto.errors import FormatError
from distretto.formats.kobo import read_responses
from distretto.formats.questionnaire import (
    Block,
    Question,
    Questionnaire,
    bottleneck_questionnaire,
)
from distretto.formats.questionnaire.editing import retired

ALL = [NAMES, *ROWS]
FORM = bottleneck_questionnaire()


@pytest.fixture
def read(tmp_path):
    def reading(rows=ALL, form=FORM, **sheets):
        if sheets:
            path = write_xlsx(tmp_path / "e.xlsx", {"survey": rows, **sheets})
        else:
            path = write_csv(tmp_path / "e.csv", rows)
        return read_responses(path, form)

    return reading


def answer(found, response, question):
    row = found.wide.row(by_predicate=pl.col("response") == response, named=True)
    return row[question]


def codes(found):
    return found.faults["code"].to_list()


def test_answers_are_of_their_kind(read):
    found = read()
    assert found.wide["response"].to_list() == ["u-1", "u-2", "u-3"]
    assert answer(found, "u-1", "workers") == 12
    assert answer(found, "u-1", "TEC1") == 8.5
    assert answer(found, "u-1", "TEC5") == "supplier fair"
    assert answer(found, "u-1", "COO3") == 2
    assert answer(found, "u-1", "position") == "12.0 8.5 480 4"


def test_a_blank_is_unknown_and_never_zero(read):
    found = read()
    assert answer(found, "u-2", "TEC1") is None
    assert answer(found, "u-3", "TEC5") is None
    assert found.answers.filter(question="TEC1").height == 1


def test_what_the_device_says(read):
    first = read().responses.row(0, named=True)
    assert first["version"] == "v1" and first["row"] == 2
    assert first["minutes"] == pytest.approx(45.5)  # 9:00:00 to 9:45:30


def test_a_workbook_says_the_same_as_a_csv(read):
    one, other = read(), read(linkages=LINKAGES)
    assert one.answers.equals(other.answers)
    assert one.wide.equals(other.wide)


def labelled(language):
    """The headings by labels, as Kobo writes them: block, question, answer."""
    heads = []
    for name in NAMES:
        group, _, rest = name.partition("/")
        code, _, chosen = rest.partition("/")
        if code not in FORM.by_code:
            heads.append(name)
            continue
        question = FORM.question(code)
        block = next(each for each in FORM.blocks if each.code == group)
        words = [block.labels[language], question.labels[language]]
        if chosen:
            offered = {c.name: c.labels[language] for c in FORM.offered(question)}
            words.append(offered[chosen])
        heads.append("/".join(words))
    return heads


def said(rows, language):
    """The rows with the labels of answers in place of their names."""
    words = {}
    for code in ("consent", "COO3", "TEC5"):
        words[code] = {
            each.name: each.labels[language]
            for each in FORM.offered(FORM.question(code))
        }
    turned = []
    for row in rows:
        cells = dict(zip(NAMES, row, strict=True))
        cells["A/consent"] = words["consent"].get(cells["A/consent"], "")
        cells["L/COO3"] = words["COO3"].get(cells["L/COO3"], "")
        chosen = [words["TEC5"][name] for name in str(cells["F/TEC5"]).split()]
        cells["F/TEC5"] = " ".join(chosen)
        turned.append(list(cells.values()))
    return turned


@pytest.mark.parametrize("language", ["en", "fr"])
def test_labels_in_any_language_say_the_same(read, language):
    found = read([labelled(language), *said(ROWS, language)])
    assert found.answers.equals(read().answers)
    assert codes(found) == []


def test_choices_in_columns_of_their_own_say_the_same(read):
    place = NAMES.index("F/TEC5")
    without = [[*row[:place], *row[place + 1 :]] for row in ALL]
    assert read(without).wide["TEC5"].to_list() == ["supplier fair", "none", None]


def test_odk_writes_groups_with_a_dash(read):
    heads = [name.replace("/", "-") for name in NAMES]
    heads[NAMES.index("F/TEC5/supplier")] = "F-TEC5/supplier"
    found = read([heads, *ROWS])
    assert found.answers.equals(read().answers)


def test_repeats_belong_to_their_response(read):
    found = read(linkages=LINKAGES).repeats["linkages"]
    assert found.rows_by_key("response", named=True, include_key=True)["u-1"] == [
        {
            "response": "u-1",
            "place": 1,
            "linked_name": "Weavers' union",
            "linked_kind": "information training",
            "linked_strength": "strong",
        },
        {
            "response": "u-1",
            "place": 2,
            "linked_name": "Bank of Lindara",
            "linked_kind": "lending",
            "linked_strength": "conflict",
        },
    ]


def test_repeats_without_the_uuid_go_by_the_index(read):
    short = [row[:5] for row in LINKAGES]
    whole, found = read(linkages=LINKAGES), read(linkages=short)
    assert found.repeats["linkages"].equals(whole.repeats["linkages"])


def test_a_row_of_nobody_is_told(read):
    rows = [*LINKAGES, ["Nobody's friend", "trade", "weak", 4, 9, "u-9"]]
    found = read(linkages=rows)
    assert codes(found) == ["orphan_row"]
    (problem,) = found.problems()
    assert problem.place == "sheet “linkages”, row 5"
    assert "u-9" in str(problem)


def test_odk_central_gives_a_zip(read, tmp_path):
    heads = [name.replace("/", "-") for name in NAMES]
    heads[NAMES.index("_uuid")] = "KEY"
    heads[NAMES.index("F/TEC5/supplier")] = "F-TEC5/supplier"
    main = write_csv(tmp_path / "survey.csv", [heads, *ROWS], ",")
    inner = [["linked_name", "PARENT_KEY", "KEY"], ["Dye house", "u-2", "u-2/l[1]"]]
    repeat = write_csv(tmp_path / "survey-linkages.csv", inner, ",")
    with zipfile.ZipFile(tmp_path / "survey.zip", "w") as packed:
        packed.write(main, main.name)
        packed.write(repeat, repeat.name)
    found = read_responses(tmp_path / "survey.zip", FORM)
    assert found.wide["response"].to_list() == ["u-1", "u-2", "u-3"]
    assert found.repeats["linkages"].rows() == [("u-2", 1, "Dye house")]


@pytest.mark.parametrize(
    ("column", "value", "code"),
    [
        ("H/workers", "many", "not_a_number"),
        ("H/workers", "2.5", "not_whole"),
        ("H/workers", "0", "below_range"),
        ("F/TEC1", "900", "above_range"),
        ("A/consent", "maybe", "not_an_answer"),
        ("F/TEC5", "supplier astrologer", "not_an_answer"),
        ("F/TEC5", "none fair", "none_and_others"),
        ("A/interview_date", "yesterday", "not_a_day"),
        ("A/interview_date", "2026-02-30", "not_a_day"),
        ("A/position", "91 8", "not_a_position"),
    ],
)
def test_what_does_not_fit_is_told_and_kept(read, column, value, code):
    found = read(with_cell(column, 0, value))
    question = column.rpartition("/")[2]
    (fault,) = found.faults.filter(code=code).rows(named=True)
    assert (fault["row"], fault["column"], fault["value"]) == (2, column, value)
    assert (fault["response"], fault["question"]) == ("u-1", question)
    assert answer(found, "u-1", question) is None, "it counts for nothing"
    kept = found.answers.filter(question=question, response="u-1")
    assert kept["value"].to_list() == [value], "and its text is not lost"
    assert kept["number"].to_list() == [None]
    assert value in str(next(found.problems()))


def test_an_answer_that_must_be_given_is_missed(read):
    found = read(with_cell("H/workers", 0, ""))
    assert found.faults.select("code", "response", "question").rows() == [
        ("needed", "u-1", "workers")
    ]


def test_who_did_not_agree_is_asked_for_nothing(read):
    assert codes(read()) == []


def test_every_column_without_a_question_is_listed(read):
    found = read()
    (left,) = found.unplaced
    assert (left.column, left.filled, left.example) == ("note_to_self", 1, "call again")


def test_two_questions_with_one_label_are_not_guessed(read):
    from dataclasses import replace

    block = FORM.blocks[0]
    same = tuple(replace(each, labels={"en": "Same"}) for each in block.questions[2:4])
    form = replace(FORM, blocks=(replace(block, questions=same), *FORM.blocks[1:]))
    found = read([["Same", "TEC1", "_uuid"], ["x", "4", "u-1"]], form)
    assert [(each.column, each.why) for each in found.unplaced] == [("Same", "several")]


def test_answers_to_retired_questions_stay(read):
    found = read(form=retired(FORM, "TEC1"))
    assert answer(found, "u-1", "TEC1") == 8.5
    assert any("TEC1" in str(note) and "kept" in str(note) for note in found.notes)


def test_several_versions_are_told(read):
    assert any("2 versions of the form: “v1”, “v2”" in str(n) for n in read().notes)


def test_of_a_response_there_twice_the_last_is_used(read):
    rows = [*with_cell("H/workers", 0, 13), list(ROWS[0])]
    rows[-1][NAMES.index("_submission_time")] = "2026-03-01T10:00:00"
    found = read(rows)
    assert answer(found, "u-1", "workers") == 13, "by the time it was sent"
    assert codes(found) == ["response_twice", "response_twice"]


def test_an_edited_response_goes_by_its_root(read):
    heads = [*NAMES, "meta/rootUuid"]
    rows = [[*row, f"uuid:u-{number}"] for number, row in enumerate(ROWS, 1)]
    rows[0][NAMES.index("_uuid")] = "new-after-edit"
    assert read([heads, *rows]).wide["response"].to_list() == ["u-1", "u-2", "u-3"]


def test_without_a_key_responses_go_by_their_row(read):
    rows = [["TEC1", "TEC2"], ["4", "50"], ["5", "60"]]
    found = read(rows)
    assert found.wide["response"].to_list() == ["row 2", "row 3"]
    assert codes(found) == ["no_key", "no_key"]


def test_a_table_of_something_else_is_refused(read):
    with pytest.raises(FormatError, match="no column of the questionnaire"):
        read([["name", "price"], ["shoe", "4"]])


def test_an_interview_of_a_day_to_come_is_at_fault(tmp_path):
    # u-1 and u-2 were asked on 2 March, u-3 on 3 March: of the second, u-3 is to come.
    path = write_csv(tmp_path / "e.csv", ALL)
    found = read_responses(path, FORM, today=date(2026, 3, 2))
    assert found.wide["interview_date"].to_list() == ["2026-03-02", "2026-03-02", None]
    (problem,) = found.problems()
    assert (problem.code, problem.row, problem.value) == (
        "day_to_come",
        4,
        "2026-03-03",
    )
    # Nothing of it is lost: the text stays among the answers.
    assert "2026-03-03" in found.answers["value"].to_list()
    assert codes(read_responses(path, FORM, today=date(2026, 3, 3))) == []


# A form of another maker: in each household its plots, and on each plot its crops.
NESTED = Questionnaire(
    code="plots",
    version="1",
    titles={"en": "Plots"},
    languages=("en",),
    blocks=(
        Block("top", {}, (Question("village", "text", {"en": "Village"}),)),
        Block("plot", {}, (Question("soil", "text", {"en": "Soil"}),), repeat=9),
        Block("more", {}, (Question("slope", "text", {"en": "Slope"}),), inside="plot"),
        Block(
            "crop", {}, (Question("plant", "text", {"en": "Plant"}),),
            inside="plot", repeat=9,
        ),
    ),
    choices={},
)  # fmt: skip
VILLAGES = [["top/village", "_uuid", "_index"], ["Ain", "a", 1], ["Bir", "b", 2]]
# The second plot is of Bir; index 2 is also that of Bir itself.
PLOTS = [
    ["plot/soil", "plot/more/slope", "_index", "_parent_table_name", "_parent_index"],
    ["clay", "flat", 1, "plots", 2],
    ["sand", "steep", 2, "plots", 2],
    ["silt", "", 3, "plots", 1],
]
CROPS = [
    ["plot/crop/plant", "_index", "_parent_table_name", "_parent_index"],
    ["maize", 1, "plot", 3],
    ["beans", 2, "plot", 2],
    ["wheat", 3, "plot", 1],
]


def test_rows_of_a_repeat_inside_another_say_where_they_stand(tmp_path):
    """Beans grow on the second plot of Bir, maize on the only one of Ain."""
    sheets = {"plots": VILLAGES, "plot": PLOTS, "crop": CROPS}
    found = read_responses(write_xlsx(tmp_path / "e.xlsx", sheets), NESTED)
    assert codes(found) == []
    assert found.repeats["crop"].rows() == [
        ("a", 1, 1, "maize"), ("b", 1, 2, "beans"), ("b", 2, 1, "wheat"),
    ]  # fmt: skip
    assert found.repeats["crop"].columns == ["response", "place", "/plot", "plant"]


def test_a_group_inside_a_repeat_repeats_with_it(tmp_path):
    sheets = {"plots": VILLAGES, "plot": PLOTS}
    found = read_responses(write_xlsx(tmp_path / "e.xlsx", sheets), NESTED)
    assert found.repeats["plot"].select("soil", "slope").rows() == [
        ("clay", "flat"), ("sand", "steep"), ("silt", None),
    ]  # fmt: skip
    assert found.unplaced == ()


def test_odk_names_the_row_around_by_its_key(tmp_path):
    tables = {
        "plots": [["top-village", "KEY"], ["Ain", "uuid:a"], ["Bir", "uuid:b"]],
        "plots-plot": [
            ["soil", "PARENT_KEY", "KEY"],
            ["clay", "uuid:b", "uuid:b/plot[1]"],
            ["sand", "uuid:b", "uuid:b/plot[2]"],
        ],
        "plots-crop": [
            ["plant", "PARENT_KEY", "KEY"],
            ["beans", "uuid:b/plot[2]", "uuid:b/plot[2]/crop[1]"],
        ],
    }
    with zipfile.ZipFile(tmp_path / "plots.zip", "w") as packed:
        for name, rows in tables.items():
            path = write_csv(tmp_path / f"{name}.csv", rows, ",")
            packed.write(path, path.name)
    found = read_responses(tmp_path / "plots.zip", NESTED)
    assert codes(found) == []
    assert found.repeats["crop"].rows() == [("b", 1, 2, "beans")]


def test_cells_without_a_question_are_kept_by_their_response(read):
    heads = [*LINKAGES[0], "linkages/since"]
    rows = [
        [*row, year] for row, year in zip(LINKAGES[1:], [1999, "", 2004], strict=True)
    ]
    found = read(linkages=[heads, *rows])
    assert found.extra.rows() == [
        ("u-2", "note_to_self", "call again"),
        ("u-1", "linkages[1]/linkages/since", "1999"),
        ("u-2", "linkages[1]/linkages/since", "2004"),
    ]


def test_an_answer_on_the_wrong_sheet_is_listed_and_kept(read):
    """A name of a repeat among the responses is the answer to no repetition."""
    found = read([[*NAMES, "linked_name"], *([*row, "Dye house"] for row in ROWS)])
    assert [(each.column, each.why) for each in found.unplaced] == [
        ("note_to_self", "unknown"), ("linked_name", "elsewhere"),
    ]  # fmt: skip
    assert (
        found.extra.filter(column="linked_name")["value"].to_list() == ["Dye house"] * 3
    )


def test_of_a_response_there_twice_one_cell_is_kept(read):
    rows = [list(ROWS[1]), list(ROWS[1])]
    rows[1][NAMES.index("note_to_self")] = "called"
    rows[1][NAMES.index("_submission_time")] = "2026-03-05T10:00:00"
    assert read([NAMES, *rows]).extra.rows() == [("u-2", "note_to_self", "called")]
