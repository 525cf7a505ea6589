"""Conditions as the XForms specification of ODK reads them, worked out by hand."""

import pytest

from distretto.formats.questionnaire import bottleneck_questionnaire
from distretto.formats.questionnaire.conditions import conjuncts, holds

ANSWERS = {"consent": "yes", "workers": 7.0, "SRV1": "training design", "MKT4": "0"}


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("", True),
        ("${consent} = 'yes'", True),
        ('${consent} != "yes"', False),
        ("not(selected(${SRV1}, 'none'))", True),
        ("selected(${SRV1}, 'design') and ${MKT4} > 0", False),
        ("selected(${SRV1}, 'design') or ${MKT4} > 0", True),
        # A part of a name is not that name.
        ("selected(${SRV1}, 'train')", False),
        ("count-selected(${SRV1}) = 2", True),
        # 7 * 2 - 4 = 10, 10 div 5 = 2
        ("(${workers} * 2 - 4) div 5 = 2", True),
        # Without an answer a number compares to nothing.
        ("${unknown} > 0", False),
        ("${unknown} < 1", False),
        ("${unknown} = ''", True),
        ("1 div 0 > 1", False),
    ],
)
def test_conditions(expression, expected):
    assert holds(expression, ANSWERS) is expected


def test_a_constraint_speaks_of_its_own_answer():
    assert holds(". <= ${workers}", ANSWERS, 7.0) is True
    assert holds(". <= ${workers}", ANSWERS, 8.0) is False
    assert holds(". != ${a} and . != ${b}", {"a": "TEC", "b": "INF"}, "INF") is False


@pytest.mark.parametrize("odd", ["regex(., 'a')", "${a} =", "not(", "a ~ b", "'open"])
def test_what_is_not_understood_is_unknown(odd):
    assert holds(odd, ANSWERS, "x") is None


def test_every_condition_of_the_built_in_form_is_understood():
    form = bottleneck_questionnaire()
    told = [
        text
        for block, question in form.all_questions()
        for text in (block.relevant, question.relevant, question.constraint)
        if text
    ]
    assert len(told) > 10
    assert all(holds(text, {}, "") is not None for text in told)


@pytest.mark.parametrize(
    ("expression", "parts"),
    [
        ("", []),
        ("${a} > 0", ["${a} > 0"]),
        ("${a}='x y' and not(${b} and ${c})and ${d} = ' and '",
         ["${a}='x y'", "not(${b} and ${c})", "${d} = ' and '"]),
        ("${a} and ${b} or ${c}", ["${a} and ${b} or ${c}"]),
        ("${a} ~ b and ${c}", ["${a} ~ b and ${c}"]),
    ],
)  # fmt: skip
def test_what_must_hold_together_is_parted(expression, parts):
    assert conjuncts(expression) == parts
