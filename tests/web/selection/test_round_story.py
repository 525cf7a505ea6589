"""A whole round through its pages, without JavaScript, as its people live it."""

from datetime import date

import pytest
from django.urls import reverse
from tests.web.selection.conftest import CRITERIA, SCORES

from distretto.web.accounts.models import Role
from distretto.web.register.models import Cluster, Place
from distretto.web.selection.models import Candidate, Round
from distretto.web.selection.queries import rounds as queries


@pytest.fixture
def go(client_of, programme):
    """`go(boris, "round", pk)` opens a page; with data it sends the form."""
    clients = {}

    def visit(user, name, *args, data=None, status=None, **query):
        client = clients.setdefault(user.pk, client_of(user))
        url = reverse(f"selection:{name}", args=[programme.slug, *args])
        answer = client.get(url, query) if data is None else client.post(url, data)
        assert answer.status_code == (status or (200 if data is None else 302)), (
            name,
            answer.status_code,
            answer.content.decode()[:3000],
        )
        return answer.content.decode()

    return visit


def test_from_nomination_to_announcement(go, programme, boris, amina, person_as):
    assessors = [
        person_as(Role.Kind.ANALYST, "Dalia"),
        person_as(Role.Kind.MONITORING_OFFICER, "Emil"),
        person_as(Role.Kind.MEMBER, "Farah"),
    ]
    farah, observer = assessors[2], person_as(Role.Kind.OBSERVER, "Hugo")
    place = Place.objects.create(programme=programme, code="D07", name="Ostra")

    # Boris starts the round; nobody else may.
    assert "Start the first round" in go(boris, "rounds")
    start = {"name": "First round", "places_to_choose": 1, "seed": 1997}
    go(amina, "new-round", data=start, status=403)
    go(boris, "new-round", data=start)
    round_ = Round.objects.get()
    assert "There is no candidate yet" in go(boris, "round", round_.pk)

    # Amina nominates four, with a figure each; the tests answer from figures.
    codes = ("1391, 1430", "1520", "1312", "1511")
    for name, industries in zip([*SCORES, "Tanneries"], codes, strict=True):
        go(
            amina,
            "nominate-candidate",
            round_.pk,
            data={"name": name, "industries": industries, "regions": "D07"},
        )
    named = {each.name: each for each in round_.candidates.all()}
    knitwear = named["Knitwear"]
    go(
        amina,
        "add-figure",
        round_.pk,
        knitwear.pk,
        data={"key": "establishments", "value": "312", "year": 2024, "source": "List"},
    )
    page = go(amina, "candidate", round_.pk, knitwear.pk)
    assert "312" in page and "List" in page
    assert "Not known" in page  # the location quotient: unknown is not no

    # The tanneries leave with a reason, the others go on the short list together.
    move = {"action": "leave", "candidates": [named["Tanneries"].pk], "reason": ""}
    go(amina, "move-candidates", round_.pk, data=move, status=422)
    assert not Candidate.objects.get(name="Tanneries").has_left
    go(amina, "move-candidates", round_.pk, data=move | {"reason": "Two firms only."})
    rest = [named[name].pk for name in SCORES]
    go(
        amina,
        "move-candidates",
        round_.pk,
        data={"action": "shortlist", "candidates": rest},
    )
    go(boris, "close-long-list", round_.pk, data={"reason": ""})
    assert "Two firms only." in go(boris, "round", round_.pk)

    # Criteria: the method's are replaced by three, weights are fixed with minutes.
    for each in round_.criteria.current():
        go(boris, "remove-criterion", round_.pk, each.pk, data={})
    for name, _weight in CRITERIA:
        go(
            boris,
            "add-criterion",
            round_.pk,
            data={"name": name, "heading": "importance"},
        )
    criteria = {each.name: each for each in round_.criteria.current()}
    weights = {str(criteria[name].pk): str(weight) for name, weight in CRITERIA}
    short = weights | {str(criteria["Firms"].pk): "45"}
    go(boris, "set-weights", round_.pk, data=short)
    minuted = {"minutes": "Agreed.", "participants": "The committee"}
    refused = go(boris, "fix-weights", round_.pk, data=minuted, status=422)
    assert "The weights sum to 95 %" in refused
    go(boris, "set-weights", round_.pk, data=weights)
    go(boris, "fix-weights", round_.pk, data=minuted)

    # Three assessors, one of them a member who sees the round only now.
    go(farah, "round", round_.pk, status=404)
    for user in assessors:
        role = programme.roles.get(user=user)
        go(boris, "invite-assessor", round_.pk, data={"person": role.pk})
    assert "Your scores are awaited" in go(farah, "round", round_.pk)
    for place_, user in enumerate(assessors):
        for name, said in SCORES.items():
            data = {}
            for criterion, values in said.items():
                value = values[place_]
                data[f"{criteria[criterion].pk}-value"] = (
                    "none" if value is None else value
                )
                data[f"{criteria[criterion].pk}-comment"] = f"{user} was there"
            go(user, "score-candidate", round_.pk, named[name].pk, data=data)
        go(user, "hand-in", round_.pk, data={})

    # Blind: not even the manager sees a score or a comment.
    for name in ("round", "candidates", "scoring", "ranking", "decision"):
        assert "was there" not in go(boris, name, round_.pk)
    assert "Scores are blind" in go(boris, "ranking", round_.pk)

    go(boris, "close-scoring", round_.pk, data={})
    ranking = go(boris, "ranking", round_.pk)
    # By hand: 25 x (0.5 x 4 + 0.3 x 4 + 0.2 x 4 - 1) = 75, see conftest.
    assert "<strong>75.0</strong>" in ranking
    assert "27.5–47.5" in ranking  # Handloom: nobody could say

    # The committee decides; one reason stands for all others.
    said = {
        "decided_on": "2026-05-04",
        "validators": "Ministry",
        "minutes": "Seen and discussed.",
        "minority_view": "The chamber would have chosen footwear.",
        f"chosen-{knitwear.pk}": "yes",
        f"reasons-{knitwear.pk}": "First by every method.",
        "reasons_for_rest": "Places for one only.",
    }
    go(boris, "decision", round_.pk, data=said)
    go(boris, "validate-decision", round_.pk, data=said)
    go(observer, "round", round_.pk, status=404)
    go(boris, "announce", round_.pk, data={"on": "2026-05-10"})
    assert "First by every method." in go(observer, "decision", round_.pk)

    # A chosen candidate becomes a cluster, with its places and its story.
    go(boris, "make-cluster", round_.pk, knitwear.pk, data={})
    cluster = Cluster.objects.get()
    assert cluster.places.get().place == place
    assert "First by every method." in cluster.origin

    # The others get their letters.
    letter = go(boris, "letter", round_.pk, named["Footwear"].pk, "fr")
    assert "Places for one only." in letter and "Mesdames" in letter

    round_.refresh_from_db()
    assert round_.announced_on == date(2026, 5, 10)
    funnel = queries.funnel(round_)
    assert [each.reached for each in funnel.stages] == [4, 3, 3, 1, 1]
    assert [each.left for each in funnel.stages] == [1, 0, 2, 0, 0]
