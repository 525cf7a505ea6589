"""The JSON interface: the same permissions as the pages, one shape of error."""

import sqlite3
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import OperationalError, close_old_connections
from django.test import Client
from hypothesis import HealthCheck, settings

from distretto.web.accounts import policy
from distretto.web.accounts.rules.tokens import make_token
from distretto.web.exchange.door import api
from distretto.web.history.models import Deed
from distretto.web.register.models import Place
from distretto.web.selection.models import Assessor, Candidate, Score
from distretto.web.selection.rules import rounds
from distretto.web.urls import urlpatterns  # noqa: F401  (the routes are added)
from distretto.web.wsgi import application

pytestmark = pytest.mark.django_db
ROOT = "/api/programmes"


@pytest.fixture
def round_(programme: Any, boris: Any) -> Any:
    return rounds.start_round(programme, by=boris, name="First round")


def with_token(user: Any) -> Client:
    _token, text = make_token(by=user, name="a script")
    return Client(headers={"Authorization": f"Bearer {text}"})


def test_nobody_gets_in_without_a_token(programme: Any) -> None:
    answer = Client().get(ROOT)
    assert answer.status_code == 401
    assert answer.json()["error"]["code"] == "not_signed_in"


def test_a_wrong_token_is_nobody(programme: Any) -> None:
    answer = Client(headers={"Authorization": "Bearer distretto_guess"}).get(ROOT)
    assert answer.status_code == 401


def test_a_token_acts_in_its_person_s_name(programme: Any, amina: Any) -> None:
    (found,) = with_token(amina).get(ROOT).json()
    assert found["slug"] == "lindara"


def test_a_session_will_do(programme: Any, amina: Any, client_of: Any) -> None:
    assert client_of(amina).get(ROOT).status_code == 200


def test_a_busy_database_is_told_with_when_to_try_again(
    programme: Any, amina: Any, monkeypatch: Any
) -> None:
    def busy(*_: Any, **__: Any) -> Any:
        cause = sqlite3.OperationalError("database is locked")
        cause.sqlite_errorcode = sqlite3.SQLITE_BUSY
        raise OperationalError("database is locked") from cause

    client = with_token(amina)
    monkeypatch.setattr(policy, "programme_for", busy)
    answer = client.get(f"{ROOT}/lindara/places")
    assert (answer.status_code, answer["Retry-After"]) == (503, "60")
    assert answer.json()["error"]["code"] == "busy"
    assert "in a minute" in answer.json()["error"]["message"]


def test_another_programme_does_not_exist(programme: Any, dora: Any) -> None:
    answer = with_token(dora).get(f"{ROOT}/lindara/places")
    assert answer.status_code == 404
    assert answer.json()["error"]["code"] == "not_found"


def test_places_and_their_shapes(programme: Any, amina: Any) -> None:
    square = [[[0, 0], [0, 1], [1, 1], [0, 0]]]
    Place.objects.create(
        programme=programme,
        code="L01",
        name="Aldomar",
        shape={"type": "Polygon", "coordinates": square},
    )
    client = with_token(amina)
    assert client.get(f"{ROOT}/lindara/places").json()["count"] == 1
    (feature,) = client.get(f"{ROOT}/lindara/places.geojson").json()["features"]
    assert (feature["id"], feature["geometry"]["coordinates"]) == ("L01", square)


def test_an_offset_past_all_counting_is_refused(programme: Any, amina: Any) -> None:
    answer = with_token(amina).get(f"{ROOT}/lindara/places", {"offset": 10**20})
    assert answer.status_code == 422
    assert answer.json()["error"]["params"] == {"field": "offset"}


def test_an_agent_nominates_and_the_history_knows(round_: Any, amina: Any) -> None:
    answer = with_token(amina).post(
        f"{ROOT}/lindara/rounds/{round_.pk}/candidates",
        {"name": "Nerolin basketry", "industries": ["1629"], "regions": ["L14"]},
        content_type="application/json",
    )
    assert answer.status_code == 201
    assert Candidate.objects.get().industries == ["1629"]
    assert Deed.objects.get(did="candidate.nominated").who == amina


def test_the_same_name_twice_is_a_sentence(round_: Any, amina: Any) -> None:
    client = with_token(amina)
    for expected in (201, 422):
        answer = client.post(
            f"{ROOT}/lindara/rounds/{round_.pk}/candidates",
            {"name": "Nerolin basketry"},
            content_type="application/json",
        )
        assert answer.status_code == expected
    assert "already" in answer.json()["error"]["message"]


def test_an_observer_may_not_nominate(round_: Any, person_as: Any) -> None:
    """An observer does not see a round before it is announced, so it is not there."""
    answer = with_token(person_as("observer")).post(
        f"{ROOT}/lindara/rounds/{round_.pk}/candidates",
        {"name": "Nerolin basketry"},
        content_type="application/json",
    )
    assert answer.status_code == 404


def test_the_ranking_is_blind_until_the_scoring_is_closed(
    round_: Any, boris: Any, amina: Any
) -> None:
    candidate = Candidate.objects.create(round=round_, name="Knitwear")
    seat = Assessor.objects.create(round=round_, user=amina)
    criterion = round_.criteria.first()
    Score.objects.create(
        assessor=seat, candidate=candidate, criterion=criterion, value=5
    )
    answer = with_token(boris).get(f"{ROOT}/lindara/rounds/{round_.pk}/ranking")
    assert answer.status_code == 409
    assert answer.json()["error"]["code"] == "scores_blind"


def test_the_description_names_every_refusal() -> None:
    described = api.get_openapi_schema(path_prefix="/api/")
    for path, operations in described["paths"].items():
        for operation in operations.values():
            assert {"401", "403", "404", "422"} <= set(operation["responses"]), path


@pytest.fixture
def one_connection() -> Iterator[None]:
    """The test's own database connection stays open from request to request."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


schema = schemathesis.openapi.from_wsgi("/api/openapi.json", application)


@schema.parametrize()
@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_the_interface_keeps_its_own_description(
    case: Any, one_connection: None, programme: Any, boris: Any
) -> None:
    _token, text = make_token(by=boris, name="a script")
    case.call_and_validate(headers={"Authorization": f"Bearer {text}"})
