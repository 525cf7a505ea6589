"""Changing a questionnaire makes a version and loses no question."""

import json
from dataclasses import replace

import pytest

from distretto.errors import FormatError
from distretto.formats.questionnaire import Question, bottleneck_questionnaire
from distretto.formats.questionnaire.checking import problems_of
from distretto.formats.questionnaire.editing import (
    confirmed,
    free_version,
    hinted,
    in_language,
    next_version,
    only_blocks,
    retired,
    reworded,
    with_question,
)
from distretto.formats.questionnaire.model import Choice
from distretto.formats.questionnaire.offering import choice_reworded, with_choice
from distretto.formats.questionnaire.plain import from_plain, to_plain
from distretto.formats.questionnaire.translating import older_translations

LOOMS = Question(
    "looms", "count", {"en": "How many looms?", "fr": "Combien ?"}, unit="looms",
    period="now",
)  # fmt: skip


def codes_of_problems(questionnaire):
    return {problem.code for problem in problems_of(questionnaire)}


def test_a_new_question_makes_a_version():
    before = bottleneck_questionnaire()
    after = with_question(before, "F", LOOMS)
    assert after.version == "2" and before.version == "1"
    assert after.question("looms") == LOOMS
    assert len(after.asked) == len(before.asked) + 1


def test_a_code_is_never_used_again_even_of_a_retired_question():
    without = retired(bottleneck_questionnaire(), "TEC1")
    with pytest.raises(FormatError) as refusal:
        with_question(without, "F", replace(LOOMS, code="TEC1"))
    assert refusal.value.code == "question_twice"


def test_a_retired_question_is_known_and_not_asked():
    after = retired(bottleneck_questionnaire(), "TEC1")
    assert after.question("TEC1").is_retired
    assert "TEC1" not in {each.code for each in after.asked}


def test_rewording_keeps_the_other_language():
    after = reworded(bottleneck_questionnaire(), "TEC1", "en", "Age of machines?")
    assert after.question("TEC1").labels["en"] == "Age of machines?"
    assert after.question("TEC1").labels["fr"].startswith("Quel est l’âge")


def test_a_third_language_is_told_where_it_is_lacking():
    after = reworded(bottleneck_questionnaire(), "TEC1", "es", "¿Edad media?")
    assert after.languages == ("en", "fr", "es")
    assert codes_of_problems(after) == {"not_translated"}


def test_blocks_come_with_consent_and_their_repeats():
    some = only_blocks(bottleneck_questionnaire(), ["L"])
    assert [block.code for block in some.blocks] == ["A", "L", "linkages"]
    assert {each.category for each in some.indicators} == {"COO"}
    assert problems_of(some) == ()


def test_no_condition_is_left_on_what_is_not_asked():
    """Block H has indicators over sales, which are in block O."""
    some = only_blocks(bottleneck_questionnaire(), ["H"])
    assert "SKI4" not in {each.code for each in some.indicators}
    assert {"SKI1", "LAB1"} <= {each.code for each in some.indicators}


def test_an_unknown_block_names_those_there_are():
    with pytest.raises(FormatError, match=r"no block “Z”\. Its blocks are: A, B"):
        only_blocks(bottleneck_questionnaire(), ["Z"])


def test_a_language_comes_first():
    assert in_language(bottleneck_questionnaire(), "fr").languages == ("fr", "en")
    with pytest.raises(FormatError, match="not there in “xx”"):
        in_language(bottleneck_questionnaire(), "xx")


@pytest.mark.parametrize(
    ("before", "after"), [("1", "2"), ("1.9", "1.10"), ("2026a", "2026a.1")]
)
def test_versions_count_on(before, after):
    assert next_version(before) == after


# In ten signs: “2026-11-27” has no room for “.1”, so its last two make it.
@pytest.mark.parametrize(
    ("version", "taken", "free"),
    [
        ("2", {"1"}, "2"),
        ("2", {"2", "3", "5"}, "4"),
        ("2026-11-27a", {"2026-11-27"}, "2026-11-.1"),
        ("2026-11-27a", {"2026-11-27", "2026-11-.1"}, "2026-11-.2"),
        ("2026-11-.9", {"2026-11-.9"}, "2026-11.10"),
        ("9999999999", {"9999999999"}, "1000000000"),
    ],
)
def test_a_version_that_is_taken_counts_on_until_one_is_free(version, taken, free):
    assert free_version(version, taken, 10) == free


def with_changed(**changes):
    """The questionnaire with TEC1 changed."""
    before = bottleneck_questionnaire()
    blocks = tuple(
        replace(
            block,
            questions=tuple(
                replace(each, **changes) if each.code == "TEC1" else each
                for each in block.questions
            ),
        )
        for block in before.blocks
    )
    return replace(before, blocks=blocks)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"code": "9 lives"}, "odd_code"),
        ({"code": "TEC2"}, "code_twice"),
        ({"kind": "colour"}, "unknown_kind"),
        ({"unit": ""}, "no_unit"),
        ({"period": ""}, "no_period"),
        ({"low": 9.0, "high": 3.0}, "range_upside_down"),
        ({"kind": "select", "choices": "nowhere"}, "no_choices"),
        ({"kind": "calculate"}, "no_calculation"),
        ({"relevant": "${nobody} = 1"}, "condition_on_nothing"),
        ({"relevant": "${TEC6} > 1"}, "condition_on_later"),
        ({"labels": {}}, "no_label"),
        ({"labels": {"en": "How old?"}}, "not_translated"),
    ],
)
def test_each_fault_is_said(changes, code):
    assert code in codes_of_problems(with_changed(**changes))


def test_an_answer_without_severity_is_said():
    before = bottleneck_questionnaire()
    more = (*before.choices["permit"], replace(before.choices["permit"][0], name="old"))
    after = replace(before, choices={**before.choices, "permit": more})
    assert codes_of_problems(after) == {"answer_without_severity"}


def older(questionnaire, code="TEC1"):
    return dict(older_translations(questionnaire.question(code), questionnaire))


def test_a_translation_is_older_once_the_first_language_is_reworded():
    before = bottleneck_questionnaire()
    words = before.question("TEC1").labels["en"]
    once = reworded(before, "TEC1", "en", "Age of the looms?")
    assert older(before) == {} and older(once) == {"fr": words}
    assert "translation_older" in codes_of_problems(once)
    twice = reworded(once, "TEC1", "en", "Mean age of the looms?")
    assert older(twice) == {"fr": words}, "what it was made from, not the last wording"
    assert older(reworded(twice, "TEC1", "en", words)) == {}, "turned back"


def test_a_translation_made_anew_or_said_to_fit_is_no_longer_older():
    once = reworded(bottleneck_questionnaire(), "TEC1", "en", "Age of the looms?")
    assert older(reworded(once, "TEC1", "fr", "Âge des métiers ?")) == {}
    assert older(confirmed(once, "TEC1", "fr")) == {}
    assert older(reworded(confirmed(once, "TEC1", "fr"), "TEC1", "en", "Age?")) == {
        "fr": "Age of the looms?"
    }


def test_what_is_older_is_known_after_json():
    once = reworded(bottleneck_questionnaire(), "TEC1", "en", "Age of the looms?")
    assert from_plain(json.loads(json.dumps(to_plain(once)))) == once


def test_a_hint_is_another_one_or_none():
    before = bottleneck_questionnaire()
    after = hinted(before, "CRE3", "en", "All fees too.")
    assert after.by_code["CRE3"].hints["en"] == "All fees too."
    assert after.by_code["CRE3"].hints["fr"] == before.by_code["CRE3"].hints["fr"]
    assert "en" not in hinted(after, "CRE3", "en", "").by_code["CRE3"].hints


def test_an_answer_is_worded_otherwise_and_one_is_added_once():
    before = bottleneck_questionnaire()
    offered = before.by_code["CUT1"].choices
    first = before.choices[offered][0]
    after = choice_reworded(before, offered, first.name, "en", "Otherwise")
    assert after.choices[offered][0].labels == {**first.labels, "en": "Otherwise"}
    assert before.choices[offered][0] == first

    more = with_choice(before, offered, Choice("speed", {"en": "Speed"}))
    assert [each.name for each in more.choices[offered]][-1] == "speed"
    with pytest.raises(FormatError) as refusal:
        with_choice(more, offered, Choice("speed", {"en": "Haste"}))
    assert refusal.value.code == "choice_twice"
