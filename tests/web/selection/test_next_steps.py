"""What a round says to do next fits its stage and its reader."""

from datetime import date

import pytest
from tests.web.selection.test_decision import choose

from distretto.web.selection.rules import decision as rules


def next_of(client, round_):
    answer = client.get(f"/p/lindara/selection/rounds/{round_.pk}/")
    return answer.context["next"], answer.content.decode()


def test_an_empty_round_leads_to_the_maps_too(round_, amina, boris, client_of):
    for reader in (amina, boris):
        _step, page = next_of(client_of(reader), round_)
        begun = page[page.index("next-step") :]
        shown = begun[: begun.index("</section>")]
        assert 'href="/p/lindara/selection/maps/"' in shown
        assert "/candidates/nominate/" in shown


@pytest.mark.parametrize("is_announced", [False, True])
def test_who_scored_reads_the_decision_once_it_is_made(
    scored, boris, assessors, client_of, is_announced
):
    client = client_of(assessors[0])
    assert next_of(client, scored)[0].url_name == "selection:ranking"
    choose(scored, "Knitwear", "Footwear", by=boris)
    round_ = rules.validate_decision(scored, by=boris)
    if is_announced:
        rules.announce(round_, by=boris, on=date(2026, 5, 10))
    step, page = next_of(client, round_)
    assert step.url_name == "selection:decision"
    assert ("The choice is announced." in page) == is_announced
    sheet = client.get(f"/p/lindara/selection/rounds/{round_.pk}/sheet/")
    assert "nothing to score any more" in sheet.content.decode()


def test_no_role_is_offered_first(programme, boris, client_of):
    client, url = client_of(boris), "/p/lindara/people/invite/"
    form = client.get(url).context["form"]
    assert form["kind"].value() in (None, "")
    assert form.fields["kind"].choices[0][0] == ""
    assert client.post(url, {"email": "new@example.org", "kind": ""}).status_code == 422
