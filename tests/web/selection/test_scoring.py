"""Scores are blind until the scoring is closed, and late ones say why."""

from decimal import Decimal

import pytest
from tests.web.selection.conftest import give_all, seat_of

from distretto.errors import RuleError
from distretto.web.history.models import Change, Deed
from distretto.web.history.rules import undo
from distretto.web.selection.models import Round, Score
from distretto.web.selection.policy import blindness
from distretto.web.selection.queries import ranking as ranking_queries
from distretto.web.selection.queries import report as report_queries
from distretto.web.selection.queries import scoring as queries
from distretto.web.selection.rules import candidates as candidate_rules
from distretto.web.selection.rules import criteria as criteria_rules
from distretto.web.selection.rules import scoring as rules
from distretto.web.selection.rules import vetoes as veto_rules

SECRET = "Only Dalia knows of the cellar."


@pytest.fixture
def one_score(ready, three, criteria, assessors):
    """Dalia's score of the knitwear firms."""
    dalia = assessors[0]
    return rules.give_score(
        seat_of(ready, dalia),
        three["Knitwear"],
        criteria["Firms"],
        by=dalia,
        value=Decimal(5),
        evidence=SECRET,
    )


def test_nobody_sees_anothers_score_before_the_end(
    ready, one_score, assessors, boris, amina
):
    dalia, emil, _farah = assessors
    assert list(blindness.visible_scores(ready, dalia)) == [one_score]
    for other in (emil, boris, amina):
        assert not blindness.visible_scores(ready, other).exists()
        assert one_score.is_hidden_from(other)
    assert not one_score.is_hidden_from(dalia)


def test_versions_in_the_history_know_that_they_are_hidden(ready, one_score, boris):
    version = Score.history.get(id=one_score.pk)
    assert version.instance.is_hidden_from(boris)


def test_neither_deed_nor_record_names_the_value(ready, one_score):
    deed = Deed.objects.get(did="score.given")
    assert deed.about == "Knitwear" and not deed.reason
    change = Change.objects.get(deed=deed)
    assert change.model == "selection.Score"
    assert "5" not in str(one_score)


@pytest.mark.parametrize(
    "name",
    [
        "round",
        "candidates",
        "identification",
        "criteria",
        "scoring",
        "ranking",
        "decision",
    ],
)
def test_blind_on_every_page(ready, one_score, boris, assessors, client_of, name):
    for reader in (boris, assessors[1]):
        url = f"/p/lindara/selection/rounds/{ready.pk}/"
        tail = "" if name == "round" else f"{name}/"
        page = client_of(reader).get(url + tail)
        assert page.status_code == 200
        assert SECRET not in page.content.decode()


def test_blind_on_the_candidates_page_and_in_the_report(
    ready, one_score, three, boris, client_of
):
    url = f"/p/lindara/selection/rounds/{ready.pk}/candidates/{three['Knitwear'].pk}/"
    assert SECRET not in client_of(boris).get(url).content.decode()
    assert report_queries.report_of(ready, boris).votes == {}
    with pytest.raises(RuleError) as refusal:
        ranking_queries.result_of(ready)
    assert refusal.value.code == "scores_blind"


def test_the_sheet_shows_ones_own_scores_only(
    ready, one_score, three, assessors, client_of
):
    url = f"/p/lindara/selection/rounds/{ready.pk}/sheet/{three['Knitwear'].pk}/"
    assert SECRET in client_of(assessors[0]).get(url).content.decode()
    assert SECRET not in client_of(assessors[1]).get(url).content.decode()


def test_only_assessors_have_a_sheet(ready, boris, chen, client_of):
    url = f"/p/lindara/selection/rounds/{ready.pk}/sheet/"
    assert client_of(boris).get(url).status_code == 403
    assert client_of(chen).get(url).status_code == 404


def test_managers_follow_progress_without_values(ready, one_score, boris):
    first = queries.progress(ready)[0]
    assert (first.given, first.of) == (1, 9)


def test_progress_counts_only_what_is_still_scored(ready, three, criteria, boris):
    """9 cells each; without one candidate of 3 and one criterion of 3, 2 x 2 = 4."""
    give_all(ready, handing_in=False)
    candidate_rules.leave([three["Handloom"]], by=boris, reason="Closed down.")
    criteria_rules.remove_criterion(criteria["Market"], by=boris, reason="No figures.")
    assert [(each.given, each.of) for each in queries.progress(ready)] == [(4, 4)] * 3


def test_nobody_scores_in_anothers_name(ready, three, criteria, assessors, boris):
    with pytest.raises(RuleError) as refusal:
        rules.give_score(
            seat_of(ready, assessors[0]),
            three["Knitwear"],
            criteria["Firms"],
            by=boris,
            value=Decimal(1),
        )
    assert refusal.value.code == "not_your_sheet"


def test_a_manager_cannot_undo_a_score(ready, one_score, assessors, boris):
    deed = Deed.objects.get(did="score.given")
    with pytest.raises(RuleError) as refusal:
        undo(deed, by=boris)
    assert refusal.value.code == "not_your_sheet"
    undo(deed, by=assessors[0])
    one_score.refresh_from_db()
    assert one_score.is_retired


def test_handing_in_wants_every_cell_looked_at(ready, one_score, assessors):
    with pytest.raises(RuleError) as refusal:
        rules.hand_in(seat_of(ready, assessors[0]), by=assessors[0])
    assert refusal.value.code == "sheet_incomplete"
    assert refusal.value.params["number"] == 8


def test_closing_is_a_gate_that_a_reason_opens(ready, assessors, boris):
    give_all(ready, handing_in=False)
    with pytest.raises(RuleError) as refusal:
        rules.close_scoring(ready, by=boris)
    assert refusal.value.code == "sheets_missing"
    rules.close_scoring(ready, by=boris, reason="Emil is ill.")
    kept = Deed.objects.get(did="scoring.closed").reason
    assert kept.startswith("Emil is ill.") and "have not handed in" in kept


def test_one_assessor_is_too_few_without_a_reason(ready, assessors, boris):
    for user in assessors[1:]:
        rules.dismiss_assessor(seat_of(ready, user), by=boris, reason="Left.")
    codes = [gate.code for gate in rules.closing_gates(ready)]
    assert codes == ["too_few_assessors", "sheets_missing"]


def test_late_scores_say_why_and_are_marked(scored, three, criteria, assessors):
    dalia = assessors[0]
    late = {
        "by": dalia,
        "value": Decimal(1),
    }
    args = (seat_of(scored, dalia), three["Knitwear"], criteria["Market"])
    three["Knitwear"].refresh_from_db()
    with pytest.raises(RuleError) as refusal:
        rules.give_score(*args, **late)
    assert refusal.value.code == "reason_missing"
    score = rules.give_score(*args, **late, reason="The visit came later.")
    assert score.late_because == "The visit came later."


def test_reopening_is_blind_again_and_keeps_the_scores(scored, assessors, boris):
    with pytest.raises(RuleError):
        rules.reopen_scoring(scored, by=boris, reason=" ")
    count = Score.objects.count()
    reopened = rules.reopen_scoring(scored, by=boris, reason="A candidate was added.")
    assert Score.objects.count() == count
    assert not blindness.visible_scores(reopened, boris).exists()
    assert reopened.stage == Round.Stage.SHORT_LIST


def test_a_dismissed_assessor_no_longer_counts(scored, assessors, boris):
    # Without Dalia's 5 the mean of (4, 3) is 3.5: 25 x (1.75 + 1.2 + 0.8 - 1) = 68.75
    rules.dismiss_assessor(
        seat_of(scored, assessors[0]), by=boris, reason="A stake in it."
    )
    result = ranking_queries.result_of(scored)
    scores = dict(
        zip(
            result.candidates,
            result.kept["methods"]["weighted-sum"]["score"],
            strict=True,
        )
    )
    knitwear = str(scored.candidates.get(name="Knitwear").pk)
    assert scores[knitwear] == pytest.approx(68.75)


def test_a_score_is_saved_at_once_by_htmx(
    ready, three, criteria, assessors, client_of, htmx_of
):
    dalia = assessors[0]
    criterion = criteria["Firms"]
    url = (
        f"/p/lindara/selection/rounds/{ready.pk}/sheet/"
        f"{three['Knitwear'].pk}/{criterion.pk}/"
    )
    answer = htmx_of(dalia).post(url, {f"{criterion.pk}-value": "4"})
    assert answer.status_code == 200 and "Saved at" in answer.content.decode()
    assert Score.objects.get().value == 4
    refused = htmx_of(dalia).post(url, {f"{criterion.pk}-value": "9"})
    assert refused.status_code == 422 and 'role="alert"' in refused.content.decode()
    # The same address works as a plain form.
    assert client_of(dalia).post(
        url, {f"{criterion.pk}-value": "none"}
    ).status_code == (302)
    assert Score.objects.get().value is None


def test_htmx_is_told_of_a_refusal_in_place(
    scored, three, criteria, assessors, htmx_of
):
    criterion = criteria["Firms"]
    url = (
        f"/p/lindara/selection/rounds/{scored.pk}/sheet/"
        f"{three['Knitwear'].pk}/{criterion.pk}/"
    )
    refused = htmx_of(assessors[0]).post(url, {f"{criterion.pk}-value": "1"})
    assert refused.status_code == 409
    assert "Say why" in refused.content.decode()


def test_an_assessor_of_any_role_may_rule_out(ready, three, criteria, assessors):
    farah = assessors[2]
    with pytest.raises(RuleError) as refusal:
        veto_rules.raise_veto(
            three["Knitwear"], by=farah, ground="Fumes.", criterion=criteria["Market"]
        )
    assert refusal.value.code == "criterion_cannot_veto"
    veto = veto_rules.raise_veto(
        three["Knitwear"], by=farah, ground="Fumes.", criterion=criteria["Firms"]
    )
    assert veto.raised_by == farah


def test_words_without_a_score_are_asked_about_not_dropped(
    ready, three, criteria, assessors, client_of
):
    sheet = f"/p/lindara/selection/rounds/{ready.pk}/sheet/{three['Knitwear'].pk}/"
    typed = {f"{criteria['Firms'].pk}-evidence": SECRET}
    page = client_of(assessors[0]).post(sheet, typed)
    text = page.content.decode()
    assert page.status_code == 422 and SECRET in text
    assert "your words are kept with it" in text and not Score.objects.exists()


def test_the_reason_of_a_refused_late_score_stays_in_its_field(
    scored, three, criteria, assessors, client_of
):
    sheet = f"/p/lindara/selection/rounds/{scored.pk}/sheet/{three['Knitwear'].pk}/"
    typed = {f"{criteria['Firms'].pk}-value": "9", "reason": "I was ill."}
    page = client_of(assessors[0]).post(sheet, typed)
    assert page.status_code == 422 and "I was ill." in page.content.decode()


def test_what_weighs_nothing_need_not_be_scored(
    ready, three, criteria, assessors, boris, client_of
):
    """Two of three criteria count: 2 x 3 candidates are the whole sheet."""
    weights = {
        criteria["Firms"].pk: Decimal(50),
        criteria["Market"].pk: Decimal(50),
        criteria["Leaders"].pk: Decimal(0),
    }
    criteria_rules.set_weights(ready, weights, by=boris, reason="Nobody knows them.")
    seat = seat_of(ready, assessors[0])
    assert rules.empty_cells(seat) == 6
    given = dict(by=seat.user, value=Decimal(3))
    for candidate in three.values():
        for name in ("Firms", "Market"):
            rules.give_score(seat, candidate, criteria[name], **given)
    # A voluntary score on the third takes the place of none that counts.
    rules.give_score(seat, three["Knitwear"], criteria["Leaders"], **given)
    assert rules.empty_cells(seat) == 0
    assert all((line.given, line.of) == (2, 2) for line in queries.sheet(seat))
    mine = next(each for each in queries.progress(ready) if each.assessor == seat)
    assert (mine.given, mine.of) == (6, 6)
    page = client_of(seat.user).get(
        f"/p/lindara/selection/rounds/{ready.pk}/sheet/{three['Knitwear'].pk}/"
    )
    assert page.content.decode().count("Its weight is 0: it does not count") == 1
    assert rules.hand_in(seat, by=seat.user).handed_in_at
