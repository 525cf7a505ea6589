"""The questionnaire that comes with the program: whole, consistent, translated."""

import re
from importlib.resources import files

import pytest

from distretto.errors import FormatError, InputError
from distretto.formats.questionnaire import bottleneck_questionnaire
from distretto.formats.questionnaire.built_in import read_severities
from distretto.formats.questionnaire.checking import problems_of

# The indicators of the bottleneck taxonomy: how many each category has.
INDICATORS = {
    "TEC": 7,
    "ENV": 8,
    "INF": 8,
    "SKI": 7,
    "CRE": 8,
    "SRV": 6,
    "COO": 7,
    "SPE": 6,
    "PRO": 7,
    "MKT": 8,
    "INS": 7,
    "CUT": 7,
    "LAB": 10,
}


def test_every_indicator_of_the_taxonomy_is_asked():
    """PRO1, value added per worker, is worked out of block O and not asked."""
    questionnaire = bottleneck_questionnaire()
    codes = [question.code for question in questionnaire.asked]
    codes += [each.code for each in questionnaire.indicators]
    asked = {found[0] for code in codes if (found := re.match(r"[A-Z]{3}\d+", code))}
    wanted = {
        f"{category}{number}"
        for category, count in INDICATORS.items()
        for number in range(1, count + 1)
    }
    assert asked == wanted


def test_every_category_is_judged_and_asked_about():
    questionnaire = bottleneck_questionnaire()
    judged = {each.category for each in questionnaire.indicators}
    assert judged == set(INDICATORS) == set(questionnaire.seen)
    assert set(questionnaire.categories) == set(questionnaire.remedies) == judged


def test_blocks_run_from_a_to_p():
    blocks = bottleneck_questionnaire().blocks
    assert "".join(each.code for each in blocks if not each.inside) == (
        "ABCDEFGHIJKLMNOP"
    )
    (linkages,) = (each for each in blocks if each.inside)
    assert (linkages.code, linkages.inside, linkages.repeat) == ("linkages", "L", 8)


def test_nothing_is_wrong_with_it_not_even_a_translation():
    assert problems_of(bottleneck_questionnaire()) == ()


def test_all_is_there_in_both_languages():
    questionnaire = bottleneck_questionnaire()
    texts = [
        questionnaire.titles,
        *questionnaire.categories.values(),
        *questionnaire.remedies.values(),
        *questionnaire.terms.values(),
        *(block.labels for block in questionnaire.blocks),
        *(
            each.labels
            for offered in questionnaire.choices.values()
            for each in offered
        ),
        *(each.hints for each in questionnaire.asked if each.hints),
        *(each.constraint_messages for each in questionnaire.asked if each.constraint),
    ]
    assert all(set(labels) == {"en", "fr"} for labels in texts)


def test_a_quantity_says_its_unit_and_period_in_the_language():
    questionnaire = bottleneck_questionnaire()
    cuts = questionnaire.question("INF1")
    assert questionnaire.hint(cuts) == "hours per week, last month"
    assert questionnaire.hint(cuts, "fr") == "heures par semaine, le mois dernier"


def test_a_conflict_counts_minus_one():
    strengths = bottleneck_questionnaire().choices["strength"]
    assert {each.name: each.number for each in strengths}["conflict"] == -1


def test_thresholds_of_ones_own(tmp_path):
    own = tmp_path / "sector.toml"
    text = files("distretto.formats.questionnaire").joinpath("severity.toml")
    own.write_text(text.read_text().replace("[3, 7, 11, 15, 25]", "[1, 2, 3, 4, 5]"))
    assert read_severities(own)[0].anchors == (1, 2, 3, 4, 5)


@pytest.mark.parametrize("text", ["not toml at all", "[indicators.TEC]\nTEC1 = {"])
def test_a_file_that_is_no_toml_is_refused(tmp_path, text):
    own = tmp_path / "sector.toml"
    own.write_text(text)
    with pytest.raises(FormatError) as refusal:
        read_severities(own)
    assert refusal.value.code == "no_severities"


def test_anchors_out_of_order_are_refused(tmp_path):
    own = tmp_path / "sector.toml"
    own.write_text(
        '[indicators.TEC]\nTEC1 = { of = "TEC1", anchors = [1, 3, 2, 4, 5] }'
    )
    with pytest.raises(InputError) as refusal:
        read_severities(own)
    assert refusal.value.code == "anchors_not_in_order"


def test_a_question_can_be_read_without_the_one_before_it():
    """Lists of outliers, indicators and exports show it alone."""
    leaning = ("To ", "And ", "Directly", "Through", "À des", "Et ", "Par internet")
    asked = bottleneck_questionnaire().asked
    labels = [label for each in asked for label in each.labels.values()]
    assert [label for label in labels if label.startswith(leaning)] == []
