"""A colleague's scores are on no page and in no file before the scoring is closed.

Managers are no exception. Each way to a score is tried with the same secret: a value
that occurs nowhere else, an evidence and a comment. That the assessor finds them on
the same pages, and everybody after the closing, shows that the tests look in the
right place.
"""

import io
import re
import zipfile
from decimal import Decimal
from uuid import UUID

import pytest
from django.urls import reverse
from tests.web.selection.conftest import give_all, seat_of

from distretto.errors import RuleError
from distretto.web.accounts.models import Role
from distretto.web.accounts.rules.tokens import make_token
from distretto.web.history.models import Deed
from distretto.web.history.rules import undo
from distretto.web.selection.models import Assessor, Round, Score
from distretto.web.selection.policy import blindness
from distretto.web.selection.queries.assessors import _codes, code
from distretto.web.selection.rules import scoring as rules
from distretto.web.selection.rules.rounds import change_round

VALUE, EVIDENCE, COMMENT = "3.37", "Only Dalia knows of the cellar.", "Ask the weaver."
SECRETS = (VALUE, EVIDENCE, COMMENT)
READERS = ("boris", "amina", "emil", "evaluator")


@pytest.fixture
def people(boris, amina, assessors, person_as):
    dalia, emil, _farah = assessors
    evaluator = person_as(Role.Kind.EVALUATOR, "Gita")
    return {
        "boris": boris,
        "amina": amina,
        "dalia": dalia,
        "emil": emil,
        "evaluator": evaluator,
    }


@pytest.fixture
def secret(ready, three, criteria, people):
    """Dalia's score of the knitwear firms, given, and changed once."""
    for value in (Decimal(2), Decimal(VALUE)):
        score = rules.give_score(
            seat_of(ready, people["dalia"]),
            three["Knitwear"],
            criteria["Firms"],
            by=people["dalia"],
            value=value,
            evidence=EVIDENCE,
            comment=COMMENT,
        )
    return score


def text_of(client, url, status=200, **query):
    answer = client.get(url, query)
    assert answer.status_code == status, url
    return answer.content.decode()


def told_in(text):
    # Not within a longer number, as the fractions of a second in a moment are.
    return [
        each for each in SECRETS if re.search(rf"(?<!\d){re.escape(each)}(?!\d)", text)
    ]


def history_pages(score):
    """Every page of the history on which the score might be read."""
    deeds = Deed.objects.filter(changes__object_id=score.pk).distinct()
    story = reverse(
        "overview:record-history", args=["lindara", "selection.Score", score.pk]
    )
    each = [reverse("overview:deed", args=["lindara", deed.pk]) for deed in deeds]
    return [reverse("overview:history", args=["lindara"]), story, *each]


@pytest.mark.parametrize("reader", READERS)
def test_the_history_keeps_the_secret(secret, people, client_of, reader):
    client = client_of(people[reader])
    pages = history_pages(secret)
    assert len(pages) == 4  # the list, the record, and its two deeds
    for url in pages:
        assert told_in(text_of(client, url)) == []
    assert told_in(text_of(client, pages[0], what="score.given")) == []


def test_an_assessor_reads_their_own_history(secret, people, client_of):
    _list, story, *_deeds = history_pages(secret)
    assert told_in(text_of(client_of(people["dalia"]), story)) == list(SECRETS)


def test_everybody_reads_the_history_after_the_closing(secret, people, client_of):
    _list, story, *_deeds = history_pages(secret)
    boris = people["boris"]
    rules.close_scoring(secret.assessor.round, by=boris, reason="Time is up.")
    assert told_in(text_of(client_of(boris), story)) == list(SECRETS)


def test_the_history_is_blind_again_when_the_scoring_is_opened(
    secret, people, client_of
):
    boris, round_ = people["boris"], secret.assessor.round
    rules.close_scoring(round_, by=boris, reason="Time is up.")
    rules.reopen_scoring(round_, by=boris, reason="A candidate was added.")
    for url in history_pages(secret):
        assert told_in(text_of(client_of(boris), url)) == []


def test_undoing_the_closing_makes_it_blind_again(secret, people, client_of):
    boris, round_ = people["boris"], secret.assessor.round
    rules.close_scoring(round_, by=boris, reason="Time is up.")
    undo(Deed.objects.get(did="scoring.closed"), by=boris, reason="Too early.")
    again = Round.objects.get(pk=round_.pk)
    assert not blindness.visible_scores(again, boris).exists()
    for url in history_pages(secret):
        assert told_in(text_of(client_of(boris), url)) == []


def test_a_reason_is_told_only_of_a_late_score(ready, three, criteria, people):
    """A reason stands in the history for all: before the closing it would tell."""
    dalia = people["dalia"]
    rules.give_score(
        seat_of(ready, dalia),
        three["Knitwear"],
        criteria["Firms"],
        by=dalia,
        value=Decimal(5),
        reason="Five, because they are the best.",
    )
    assert Deed.objects.get(did="score.given").reason == ""


@pytest.mark.parametrize("kind", ["undo", "undo of the undoing"])
def test_no_word_of_it_when_a_manager_undoes(secret, people, client_of, kind):
    entry = Deed.objects.filter(did="score.given").latest("at")
    if kind != "undo":
        entry = undo(entry, by=people["dalia"])
        secret.refresh_from_db()
        assert secret.value == 2
    url = reverse("overview:undo-deed", args=["lindara", entry.pk])
    answer = client_of(people["boris"]).post(
        url, {"reason": "Let me see."}, follow=True
    )
    text = answer.content.decode()
    assert "Scores are given by the assessor in person." in text
    assert told_in(text) == []
    assert Deed.objects.filter(undoes=entry).count() == 0


@pytest.mark.parametrize("reader", READERS)
def test_the_interface_keeps_the_secret(secret, people, client_of, reader):
    token = make_token(by=people[reader], name="a script")[1]
    client = client_of(None, Authorization=f"Bearer {token}")
    root = f"/api/programmes/lindara/rounds/{secret.assessor.round_id}"
    for tail in ("", "/candidates"):
        assert told_in(text_of(client, f"{root}{tail}")) == []
    assert told_in(text_of(client, "/api/programmes/lindara/rounds")) == []
    refused = client.get(f"{root}/ranking")
    assert refused.status_code == 409
    assert refused.json()["error"]["code"] == "scores_blind"


def words_in(content):
    """All text of a file; those of Word and Excel are zipped XML."""
    if not zipfile.is_zipfile(io.BytesIO(content)):
        return content.decode("latin-1")
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        return "".join(parts.read(name).decode("latin-1") for name in parts.namelist())


@pytest.mark.parametrize("reader", ["boris", "emil", "dalia"])
@pytest.mark.parametrize("kind", ["xlsx", "docx"])
def test_a_report_before_the_end_holds_no_score(
    secret, people, client_of, reader, kind
):
    """One's own neither: a report is made to be handed on."""
    url = f"/p/lindara/selection/rounds/{secret.assessor.round_id}/report/{kind}/"
    answer = client_of(people[reader]).get(url)
    assert answer.status_code == 200
    assert told_in(words_in(answer.content)) == []


def test_a_report_after_the_end_holds_them(secret, people, client_of):
    rules.close_scoring(secret.assessor.round, by=people["boris"], reason="Time is up.")
    url = f"/p/lindara/selection/rounds/{secret.assessor.round_id}/report/xlsx/"
    assert VALUE in words_in(client_of(people["boris"]).get(url).content)


NAMES = ("Dalia", "Emil", "Farah")


@pytest.fixture
def announced(ready, people):
    """The round when everybody in the programme may read it."""
    give_all(ready)
    closed = rules.close_scoring(ready, by=people["boris"])
    closed.stage = Round.Stage.ANNOUNCED
    closed.announced_on = "2026-01-15"
    closed.save()
    return closed


def names_in(client, round_, url=""):
    answer = client.get(f"/p/lindara/selection/rounds/{round_.pk}/{url}")
    assert answer.status_code == 200
    words = words_in(answer.content) if "report" in url else answer.content.decode()
    return [name for name in NAMES if name in words]


def test_members_read_codes_in_place_of_names(announced, people, person_as, client_of):
    member = client_of(person_as(Role.Kind.MEMBER, "Kofi"))
    knitwear = announced.candidates.get(name="Knitwear")
    page = f"candidates/{knitwear.pk}/"
    assert names_in(member, announced, page) == []
    for url in ("report/xlsx/", "report/xlsx/?assessors=names"):
        assert names_in(member, announced, url) == []
    # An evaluator reads names; a report has them when they are asked for.
    evaluator = client_of(person_as(Role.Kind.EVALUATOR, "Ines"))
    assert names_in(evaluator, announced, page) == list(NAMES)
    assert names_in(evaluator, announced, "report/xlsx/") == []
    asked = names_in(evaluator, announced, "report/xlsx/?assessors=names")
    assert asked == list(NAMES)


def test_an_assessor_reads_their_own_name_and_codes(announced, people, client_of):
    knitwear = announced.candidates.get(name="Knitwear")
    emil = client_of(people["emil"])
    url = f"/p/lindara/selection/rounds/{announced.pk}/candidates/{knitwear.pk}/"
    scores = emil.get(url).content.decode().split('id="scores"')[1]
    scores = scores.split("</section>")[0]
    assert "Emil" in scores and "Dalia" not in scores and "Farah" not in scores


def test_a_round_may_show_names_to_everybody(announced, people, person_as, client_of):
    with pytest.raises(RuleError) as refusal:
        change_round(announced, by=people["boris"], names_assessors=True)
    assert refusal.value.code == "reason_missing"  # they scored on another promise
    change_round(
        announced, by=people["boris"], names_assessors=True, reason="All agreed."
    )
    member = client_of(person_as(Role.Kind.MEMBER, "Kofi"))
    assert names_in(member, announced, "report/xlsx/") == list(NAMES)


def test_codes_do_not_follow_the_order_of_invitation():
    assert [code(place) for place in (0, 25, 26, 51, 52)] == [
        "A",
        "Z",
        "AA",
        "AZ",
        "BA",
    ]
    # Ids rise with the time of the invitation; the codes do not rise with them.
    seats = [Assessor(pk=UUID(bytes=bytes([n]) * 16)) for n in range(1, 9)]
    told = list(_codes(seats))
    assert sorted(told) == [each.pk for each in seats] != told


@pytest.mark.parametrize("sort", ["name", "weighted-sum", "score", "ranking"])
def test_no_order_of_the_candidates_gives_it_away(ready, people, client_of, sort):
    """With everything scored and nothing closed, no sorting follows the scores."""
    client = client_of(people["boris"])
    url = f"/p/lindara/selection/rounds/{ready.pk}/candidates/"

    def order():
        text = text_of(client, url, sort=sort)
        return sorted(
            ("Knitwear", "Footwear", "Handloom"),
            key=lambda name: text.index(f">{name}<"),
        )

    before = order()
    give_all(ready)
    assert order() == before


@pytest.mark.parametrize("reader", ["dalia", *READERS])
@pytest.mark.parametrize("closed", [False, True])
def test_one_rule_for_a_score_and_for_many(secret, people, reader, closed):
    """What a version says of itself, and what the database is asked, are the same."""
    if closed:
        rules.close_scoring(
            secret.assessor.round, by=people["boris"], reason="Time is up."
        )
    user = people[reader]
    hidden = Score.objects.filter(blindness.hidden_fields(user), pk=secret.pk).exists()
    version = Score.history.filter(id=secret.pk).first().instance
    assert version.is_hidden_from(user) == hidden
    assert hidden == (not closed and reader != "dalia")
    seen = blindness.visible_scores(Round.objects.get(), user)
    assert seen.filter(pk=secret.pk).exists() != hidden
