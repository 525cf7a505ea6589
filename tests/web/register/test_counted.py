"""Shares of a few, of whom something may not be known."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from distretto.web.register.counted import Counted

ANSWERS = st.lists(st.sampled_from([True, False, None]), max_size=12)
TARGETS = st.decimals(0, 1, places=3)


def test_three_women_six_men_and_one_unknown_are_three_to_four_of_ten():
    women = Counted.over([True] * 3 + [False] * 6 + [None])
    assert (women.yes, women.most_count, women.of) == (3, 4, 10)
    assert (women.least, women.most) == (0.3, 0.4)
    # 0.3 of 10 are 3 whole women: reached, whoever the tenth is.
    assert women.against(Decimal("0.3")) == "met"
    # 0.35 of 10 are 3.5: reached by four women, not by three.
    assert women.against(Decimal("0.35")) == "open"
    assert women.against(Decimal("0.5")) == "missed"


def test_nobody_is_no_share():
    nobody = Counted.over([])
    assert nobody.least is None and nobody.most is None
    assert nobody.against(Decimal("0.5")) is None
    assert not nobody.is_known


def test_without_a_target_there_is_no_verdict():
    assert Counted.over([True]).against(None) is None


@given(ANSWERS, TARGETS)
def test_a_verdict_is_that_of_every_way_to_fill_the_unknown(answers, target):
    told = Counted.over(answers).against(target)
    unknown = answers.count(None)
    known = [each for each in answers if each is not None]
    ends = {
        Counted.over([*known, *[True] * count, *[False] * (unknown - count)]).against(
            target
        )
        for count in range(unknown + 1)
    }
    assert told == (ends.pop() if len(ends) == 1 else "open")


@given(ANSWERS)
def test_the_share_lies_between_its_ends(answers):
    counted = Counted.over(answers)
    if counted.of:
        assert 0 <= counted.least <= counted.most <= 1
        assert counted.is_known == (None not in answers)
