"""The funnel: whatever happens, everybody is at a stage or has left with a reason."""

from decimal import Decimal

import pytest

from distretto.errors import RuleError
from distretto.web.history.models import Deed
from distretto.web.history.rules import undo
from distretto.web.selection import round_pictures
from distretto.web.selection.models import Round
from distretto.web.selection.queries import rounds as queries
from distretto.web.selection.rules import candidates as candidate_rules
from distretto.web.selection.rules import rounds as rules


def check_funnel_adds_up(round_):
    """reached = here + left + reached of the next stage, and nobody is lost."""
    funnel = queries.funnel(round_)
    later = [each.reached for each in funnel.stages[1:]] + [0]
    for stage, following in zip(funnel.stages, later, strict=True):
        assert stage.reached == stage.here + stage.left + following
    everybody = round_.candidates.current()
    assert sum(each.here + each.left for each in funnel.stages) == everybody.count()
    assert not everybody.exclude(left_at="").filter(left_because="").exists()
    return funnel


def test_a_round_starts_with_the_methods_tests_and_criteria(round_):
    assert [test.figure for test in round_.tests.current()] == [
        "establishments",
        "lq",
        "employment",
        "",
        "",
    ]
    headings = {each.heading for each in round_.criteria.current()}
    assert headings == {
        "importance",
        "promotability",
        "viability",
        "sustainability",
    }
    # Nobody has agreed weights yet: unknown is not zero.
    assert all(each.weight is None for each in round_.criteria.current())


def test_starting_a_round_is_one_deed_that_can_be_undone(round_, boris):
    undo(Deed.objects.get(did="round.started"), by=boris)
    round_.refresh_from_db()
    assert round_.is_retired
    assert not round_.tests.current().exists()


def test_funnel_adds_up_from_nomination_to_the_closed_long_list(round_, three, boris):
    round_.universe_count = 1800
    round_.save()
    knitwear, footwear, _handloom = three.values()
    check_funnel_adds_up(round_)
    candidate_rules.shortlist([knitwear], by=boris)
    candidate_rules.leave([footwear], by=boris, reason="Two firms own everything.")
    check_funnel_adds_up(round_)
    rules.close_long_list(round_, by=boris, reason="Below the threshold.")
    funnel = check_funnel_adds_up(round_)
    assert [each.reached for each in funnel.stages] == [3, 1, 0, 0, 0]
    assert (funnel.from_maps, funnel.nominated) == (0, 3)
    assert {each.left_because for each in funnel.stages[0].leavers} == {
        "Two firms own everything.",
        "Below the threshold.",
    }


def test_closing_the_long_list_wants_a_reason_for_those_left_behind(
    round_, three, boris
):
    candidate_rules.shortlist([three["Knitwear"]], by=boris)
    with pytest.raises(RuleError) as refusal:
        rules.close_long_list(round_, by=boris)
    assert refusal.value.code == "reason_missing"
    assert Round.objects.get(pk=round_.pk).stage == "long_list"


def test_closing_an_empty_short_list_is_refused(round_, three, boris):
    with pytest.raises(RuleError) as refusal:
        rules.close_long_list(round_, by=boris, reason="None will do.")
    assert refusal.value.code == "short_list_empty"
    # The refused deed leaves no trace: nobody has left.
    assert not round_.candidates.exclude(left_at="").exists()


def test_closing_the_long_list_can_be_undone(round_, three, boris):
    candidate_rules.shortlist([three["Knitwear"]], by=boris)
    rules.close_long_list(round_, by=boris, reason="Below the threshold.")
    undo(Deed.objects.get(did="round.long_list_closed"), by=boris)
    funnel = check_funnel_adds_up(round_)
    assert [each.here for each in funnel.stages] == [2, 1, 0, 0, 0]


def test_number_to_choose_is_not_changed_in_silence_once_scores_are_seen(scored, boris):
    with pytest.raises(RuleError) as refusal:
        rules.change_round(scored, by=boris, places_to_choose=1)
    assert refusal.value.code == "reason_missing"
    rules.change_round(scored, by=boris, places_to_choose=1, reason="Budget was cut.")
    assert Deed.objects.filter(did="round.changed", reason="Budget was cut.").exists()


def test_next_step_leads_the_manager_through_the_round(ready, boris):
    ready.programme.my_role = ready.programme.roles.get(user=boris)
    ready.my_assessor = None
    step = queries.next_step(ready, queries.funnel(ready))
    assert step.url_name == "selection:scoring"


def test_closing_the_long_list_is_where_the_manager_is(
    round_, three, boris, amina, client_of
):
    base = f"/p/lindara/selection/rounds/{round_.pk}/"
    close = f'href="{base}long-list/close/"'
    for url in (base, f"{base}candidates/"):
        assert close not in client_of(boris).get(url).content.decode()  # nobody yet
    candidate_rules.shortlist([three["Knitwear"]], by=boris)
    for url in (base, f"{base}candidates/"):
        assert close in client_of(boris).get(url).content.decode()
        assert close not in client_of(amina).get(url).content.decode()  # not hers to do
    rules.close_long_list(round_, by=boris, reason="Below the threshold.")
    for url in (base, f"{base}candidates/"):
        assert close not in client_of(boris).get(url).content.decode()


def test_the_universe_is_never_subtracted_from(round_, three, boris, client_of):
    # Fewer combinations than candidates: nominated ones need not be among them.
    round_.universe_count = 2
    round_.save()
    url = f"/p/lindara/selection/rounds/{round_.pk}/"
    page = client_of(boris).get(url).content.decode()
    assert "combinations of region and industry that a cluster map looked at" in page
    assert "0 found by cluster maps, 3 nominated" in page


def test_weights_are_percent_of_the_whole(criteria):
    assert sum(each.weight for each in criteria.values() if each.weight) in (
        0,
        Decimal(100),
    )


def test_the_funnel_names_who_left_for_which_reason(round_, three, boris):
    """Two for one reason and one for another; where many leave, the rest is counted."""
    knitwear, footwear, handloom = three.values()
    candidate_rules.leave([knitwear, footwear], by=boris, reason="Too small.")
    candidate_rules.leave([handloom], by=boris, reason="No demand.")

    def told():
        stages = round_pictures.funnel_stages(round_, queries.funnel(round_))
        return stages[0].reasons

    assert told() == "Footwear, Knitwear: Too small. · Handloom: No demand."
    many = [
        candidate_rules.nominate(round_, by=boris, name=f"Yarn {number:02d}")
        for number in range(queries.NAMES_SHOWN)
    ]
    candidate_rules.leave(many, by=boris, reason="One firm.")
    assert told().endswith(" · and 3 more")


@pytest.mark.parametrize(
    ("names", "said"),
    [(["Knitwear"], "Done for 1 candidate."), (None, "Done for 3 candidates.")],
)
def test_what_was_done_is_counted_in_the_singular_too(
    round_, three, amina, client_of, names, said
):
    chosen = [three[name].pk for name in names or three]
    sent = {"candidates": chosen, "action": "shortlist"}
    url = f"/p/lindara/selection/rounds/{round_.pk}/candidates/move/"
    assert said in client_of(amina).post(url, sent, follow=True).content.decode()
