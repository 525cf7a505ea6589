"""Weights are fixed before scores are seen, and never change in silence."""

import html
import re
from decimal import Decimal

import pytest
from django.utils.translation import override

from distretto.errors import RuleError
from distretto.web.history.models import Deed
from distretto.web.history.rules import undo
from distretto.web.selection.models import Score
from distretto.web.selection.queries import criteria as queries
from distretto.web.selection.rules import criteria as rules
from distretto.web.selection.wording import worded


def shifted(criteria, by=10):
    """More weight on leaders at the cost of firms."""
    return {
        criteria["Firms"].pk: Decimal(50 - by),
        criteria["Market"].pk: Decimal(30),
        criteria["Leaders"].pk: Decimal(20 + by),
    }


def test_weights_must_be_whole_to_be_fixed(round_, criteria, boris):
    rules.set_weights(round_, {criteria["Firms"].pk: Decimal("45.5")}, by=boris)
    with pytest.raises(RuleError) as refusal:
        rules.fix_weights(round_, by=boris, minutes="Agreed.", participants="All")
    assert refusal.value.code == "weights_not_whole"
    assert refusal.value.params["total"] == "95.5"


def test_no_weight_is_not_a_weight_of_zero(round_, criteria, boris):
    rules.set_weights(round_, {criteria["Leaders"].pk: None}, by=boris)
    with pytest.raises(RuleError) as refusal:
        rules.fix_weights(round_, by=boris, minutes="Agreed.", participants="All")
    assert refusal.value.code == "weight_missing"


def test_fixing_wants_minutes_and_participants(round_, criteria, boris):
    with pytest.raises(RuleError) as refusal:
        rules.fix_weights(round_, by=boris, minutes="Agreed.", participants=" ")
    assert refusal.value.code == "minutes_missing"


@pytest.mark.parametrize("state", ["ready", "scored"])
def test_fixed_weights_change_with_a_reason_only(request, state, criteria, boris):
    round_ = request.getfixturevalue(state)
    with pytest.raises(RuleError) as refusal:
        rules.set_weights(round_, shifted(criteria), by=boris)
    assert refusal.value.code == "reason_missing"
    with pytest.raises(RuleError):
        rules.remove_criterion(criteria["Firms"], by=boris)
    rules.set_weights(round_, shifted(criteria), by=boris, reason="The ministry asked.")
    assert Deed.objects.filter(
        did="weights.changed", reason="The ministry asked."
    ).exists()


def test_fixed_weights_stay_whole(ready, criteria, boris):
    with pytest.raises(RuleError) as refusal:
        rules.set_weights(
            ready, {criteria["Firms"].pk: Decimal(40)}, by=boris, reason="Less."
        )
    assert refusal.value.code == "weights_not_whole"
    criteria["Firms"].refresh_from_db()
    assert criteria["Firms"].weight == 50  # nothing of it was kept


def test_unfixing_after_scores_are_seen_is_no_way_round(scored, criteria, boris):
    count = Score.objects.count()
    opened = rules.unfix_weights(scored, by=boris, reason="To be discussed again.")
    with pytest.raises(RuleError) as refusal:
        rules.set_weights(opened, shifted(criteria), by=boris)
    assert refusal.value.code == "reason_missing"
    assert Score.objects.count() == count


def test_the_history_page_is_no_way_round_either(scored, criteria, boris):
    rules.set_weights(scored, shifted(criteria), by=boris, reason="The ministry asked.")
    deed = Deed.objects.get(did="weights.changed", reason="The ministry asked.")
    with pytest.raises(RuleError) as refusal:
        undo(deed, by=boris)
    assert refusal.value.code == "reason_missing"
    undo(deed, by=boris, reason="The ministry took it back.")
    criteria["Firms"].refresh_from_db()
    assert criteria["Firms"].weight == 50


def test_changes_after_scores_were_seen_are_told_with_the_ranking(
    scored, criteria, boris, client_of
):
    assert queries.changed_after_seen(scored) == []
    rules.set_weights(scored, shifted(criteria), by=boris, reason="The ministry asked.")
    assert [deed.did for deed in queries.changed_after_seen(scored)] == [
        "weights.changed"
    ]
    page = client_of(boris).get(f"/p/lindara/selection/rounds/{scored.pk}/ranking/")
    assert "The ministry asked." in page.content.decode()


def test_the_page_refuses_with_the_sentence_in_place(ready, criteria, boris, client_of):
    url = f"/p/lindara/selection/rounds/{ready.pk}/criteria/weights/"
    data = {str(pk): str(weight) for pk, weight in shifted(criteria).items()}
    refused = client_of(boris).post(url, data)
    assert refused.status_code == 422
    assert "Say why." in refused.content.decode()
    assert client_of(boris).post(url, data | {"reason": "Asked."}).status_code == 302


def test_one_button_saves_and_fixes_what_was_typed(round_, criteria, boris, client_of):
    client = client_of(boris)
    url = f"/p/lindara/selection/rounds/{round_.pk}/criteria/"
    typed = {str(pk): f"{weight:g}" for pk, weight in shifted(criteria).items()}
    said = {"participants": "The committee", "minutes": "Agreed."}
    # 40 + 30 + 31 is not whole: refused, and what was typed stays in its fields.
    wrong = typed | {str(criteria["Leaders"].pk): "31"}
    answer = client.post(f"{url}fix/", wrong | said)
    assert answer.status_code == 422 and 'value="31"' in answer.content.decode()
    criteria["Leaders"].refresh_from_db()
    assert criteria["Leaders"].weight == 20
    assert client.post(f"{url}fix/", typed | said).status_code == 302
    round_.refresh_from_db()
    assert round_.has_fixed_weights
    kept = {each.pk: each.weight for each in round_.criteria.current()}
    assert kept == shifted(criteria)
    deed = Deed.objects.latest("at")
    assert deed.did == "weights.fixed"  # one deed, so that one undoing takes both back


def test_a_weight_that_is_no_number_is_not_fixed(round_, criteria, boris, client_of):
    url = f"/p/lindara/selection/rounds/{round_.pk}/criteria/fix/"
    said = {"participants": "All", "minutes": "Agreed."}
    typed = {str(criteria["Firms"].pk): "half"}
    assert client_of(boris).post(url, typed | said).status_code == 422
    round_.refresh_from_db()
    assert not round_.has_fixed_weights


def test_a_reason_that_is_needed_is_not_called_optional(
    ready, criteria, boris, client_of
):
    client = client_of(boris)
    url = f"/p/lindara/selection/rounds/{ready.pk}/criteria/"
    page = client.get(f"{url}{criteria['Firms'].pk}/").content.decode()
    reason = page[page.index('<label for="id_reason"') :].split("</label>")[0]
    assert "optional" not in reason
    answer = client.post(f"{url}{criteria['Firms'].pk}/", {"name": "Firms"})
    assert "Say why." in answer.content.decode()


def test_stock_words_follow_the_reader_until_they_are_changed(round_, boris, client_of):
    """Expected words: those of the catalogues, French and Spanish."""
    url = f"/p/lindara/selection/rounds/{round_.pk}/criteria/"
    client = client_of(boris)

    def page(language, path=""):
        client.cookies["django_language"] = language
        return client.get(f"{url}{path}").content.decode()

    stock = round_.criteria.current().get(name="Raw materials")
    assert "Raw materials" in page("en") and "scarce or at risk" in page("en")
    french = page("fr")
    assert "Matières premières" in french and "Raw materials" not in french
    # Saved in French without a change it is still stock: Spanish readers have it too.
    form = page("fr", f"{stock.pk}/")
    assert 'value="Matières premières"' in form
    fields = re.findall(r'name="(name|low_anchor|high_anchor)" value="([^"]*)"', form)
    said = {name: html.unescape(value) for name, value in fields}
    said["heading"] = "viability"
    assert client.post(f"{url}{stock.pk}/", said).status_code == 302
    assert "Matières premières" not in page("es")
    # Once it is changed it is the round's own, in every language.
    rules.change_criterion(stock, by=boris, name="Wool and yarn")
    assert "Wool and yarn" in page("fr") and "Wool and yarn" in page("es")


def test_stock_questions_follow_the_reader_with_their_numbers(round_):
    question = round_.tests.current().first().question
    with override("fr"):
        told = worded(question)
    assert told != question and "20" in told
    with override("en"):
        assert worded(told) == question  # back again, from French
        assert worded("Is there a market hall?") == "Is there a market hall?"


def test_proposing_weights_keeps_the_minutes_as_a_draft(
    round_, criteria, boris, client_of
):
    client = client_of(boris)
    url = f"/p/lindara/selection/rounds/{round_.pk}/criteria/"
    typed = {str(pk): f"{weight:g}" for pk, weight in shifted(criteria).items()}
    said = {"participants": "The committee", "minutes": "Agreed at last."}
    assert client.post(f"{url}weights/", typed | said).status_code == 302
    assert "Agreed at last." in client.get(url).content.decode()
    round_.refresh_from_db()
    assert not round_.has_fixed_weights
    wrong = typed | {str(criteria["Firms"].pk): "half", "minutes": "Not agreed."}
    refused = client.post(f"{url}weights/", wrong | {"participants": "Two of us"})
    assert refused.status_code == 422
    assert "Not agreed." in refused.content.decode()


def test_opening_the_weights_keeps_those_that_were_typed(
    ready, criteria, boris, client_of
):
    url = f"/p/lindara/selection/rounds/{ready.pk}/criteria/unfix/"
    typed = {str(criteria["Leaders"].pk): "31"}
    refused = client_of(boris).post(url, typed)  # no reason
    assert refused.status_code == 422 and 'value="31"' in refused.content.decode()
    sent = typed | {"reason": "To be discussed again."}
    assert client_of(boris).post(url, sent).status_code == 302
    ready.refresh_from_db()
    criteria["Leaders"].refresh_from_db()
    assert not ready.has_fixed_weights and criteria["Leaders"].weight == 31


def test_refused_weights_are_counted_as_they_were_typed(
    round_, boris, client_of, criteria
):
    """39 + 30 + 30 = 99 %, under one heading: that is what the page says, not 100."""
    url = f"/p/lindara/selection/rounds/{round_.pk}/criteria/fix/"
    typed = {str(criteria[name].pk): "30" for name in ("Market", "Leaders")}
    typed[str(criteria["Firms"].pk)] = "39"
    said = {"participants": "The committee", "minutes": "Agreed."}
    refused = client_of(boris).post(url, typed | said)
    page = refused.content.decode()
    assert refused.status_code == 422 and "The weights sum to 99 %." in page
    overview = refused.context["overview"]
    assert (overview.total, overview.without_weight) == (99, 0)
    assert "data-weight-subtotal>99<" in page and "no weight yet" not in page
    # One emptied, one that is no number: both lack a weight, whatever was kept before.
    some = typed | {str(criteria["Firms"].pk): "", str(criteria["Market"].pk): "half"}
    overview = client_of(boris).post(url, some).context["overview"]
    assert (overview.total, overview.without_weight) == (30, 2)
