"""A sheet that is handed in stays as it is; gates look at the round as it is now."""

from decimal import Decimal

import pytest
from tests.web.selection.conftest import give_all, seat_of
from tests.web.selection.test_decision import choose

from distretto.errors import RuleError
from distretto.web.history.models import Deed
from distretto.web.selection.models import Round
from distretto.web.selection.rules import criteria as criteria_rules
from distretto.web.selection.rules import decision as decision_rules
from distretto.web.selection.rules import scoring as rules


@pytest.fixture
def handed_in(ready):
    give_all(ready)
    return Round.objects.get(pk=ready.pk)


def change(round_, user, three, criteria, **fields):
    return rules.give_score(
        seat_of(round_, user),
        three["Knitwear"],
        criteria["Firms"],
        by=user,
        value=Decimal(1),
        **fields,
    )


def test_a_score_is_changed_only_with_the_sheet_in_hand(
    handed_in, three, criteria, assessors
):
    dalia = assessors[0]
    with pytest.raises(RuleError) as refusal:
        change(handed_in, dalia, three, criteria)
    assert refusal.value.code == "sheet_handed_in"
    rules.take_sheet_back(seat_of(handed_in, dalia), by=dalia)
    assert change(handed_in, dalia, three, criteria).value == 1


def test_late_scores_still_need_no_sheet_but_a_reason(
    handed_in, three, criteria, assessors, boris
):
    rules.close_scoring(handed_in, by=boris)
    # The page that the assessor has open is older than the closing.
    with pytest.raises(RuleError) as refusal:
        change(handed_in, assessors[0], three, criteria)
    assert refusal.value.code == "reason_missing"
    score = change(handed_in, assessors[0], three, criteria, reason="A new list.")
    assert score.late_because == "A new list."
    assert Deed.objects.filter(did="score.given").latest("at").reason == "A new list."


def test_nobody_hands_in_after_the_end(handed_in, assessors, boris):
    rules.take_sheet_back(seat_of(handed_in, assessors[0]), by=assessors[0])
    rules.close_scoring(handed_in, by=boris, reason="Dalia agrees.")
    with pytest.raises(RuleError) as refusal:
        rules.hand_in(seat_of(handed_in, assessors[0]), by=assessors[0])
    assert refusal.value.code == "scoring_closed"


def test_the_page_of_a_sheet_that_is_handed_in(handed_in, three, assessors, client_of):
    url = f"/p/lindara/selection/rounds/{handed_in.pk}/sheet/{three['Knitwear'].pk}/"
    page = client_of(assessors[0]).get(url).content.decode()
    assert "Take the sheet back" in page and "Save and go on" not in page


def test_the_gates_of_the_scoring_look_at_the_round_of_now(handed_in, boris):
    """The weights are opened while the page of Boris still says that they are fixed."""
    criteria_rules.unfix_weights(handed_in, by=boris, reason="To be talked over.")
    assert handed_in.has_fixed_weights
    with pytest.raises(RuleError) as refusal:
        rules.close_scoring(handed_in, by=boris)
    assert refusal.value.code == "weights_not_fixed"


def test_the_gates_of_the_decision_look_at_the_round_of_now(scored, boris):
    choose(scored, "Knitwear", "Footwear", by=boris)
    criteria_rules.unfix_weights(scored, by=boris, reason="To be talked over.")
    with pytest.raises(RuleError) as refusal:
        decision_rules.validate_decision(scored, by=boris)
    assert refusal.value.code == "weights_not_fixed"
