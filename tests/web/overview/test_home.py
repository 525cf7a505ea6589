"""The first pages: where they lead, and what they say to do next."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from distretto.web.accounts.models import Programme, Role, User
from distretto.web.overview import next_step as steps
from distretto.web.overview.context import Rail
from distretto.web.overview.next_step import next_step
from distretto.web.overview.queries import State, state_of
from distretto.web.register.models import Cluster, Dataset, Place
from distretto.web.selection.models import Candidate, ClusterMap, Round

ClientOf = Callable[..., Client]


def add_dataset(programme: Programme, status: str = "accepted") -> Dataset:
    return Dataset.objects.create(
        programme=programme,
        name="Employment by district",
        status=status,
        file="x",
        file_name="employment.csv",
        sha256="a" * 64,
        size_bytes=10,
    )


def add_map(programme: Programme) -> ClusterMap:
    return ClusterMap.objects.create(
        programme=programme,
        dataset=add_dataset(programme),
        name="All industries",
        clusters_file="clusters",
        cells_file="cells",
        cluster_count=3,
    )


# --- Home ---------------------------------------------------------------------------


def test_stranger_is_asked_to_sign_in(client: Client, db: Any) -> None:
    page = client.get("/", follow=True)
    assert page.redirect_chain == [("/account/login/?next=/", 302)]
    assert "The workbench for industrial cluster development" in page.content.decode()


def test_only_programme_is_opened(client_of: ClientOf, boris: User) -> None:
    answer = client_of(boris).get("/")
    assert (answer.status_code, answer["Location"]) == (302, "/p/lindara/")


def test_several_programmes_are_a_choice(
    client_of: ClientOf, boris: User, other_programme: Programme
) -> None:
    Role.objects.create(programme=other_programme, user=boris, kind="observer")
    text = client_of(boris).get("/").content.decode()
    assert 'href="/p/lindara/"' in text and 'href="/p/another/"' in text


def test_nobodys_member_is_told_what_to_do(client_of: ClientOf, chen: User) -> None:
    text = client_of(chen).get("/").content.decode()
    assert "Ask the manager of your programme" in text
    assert "chen@example.org" in text


def test_who_may_begin_a_programme_is_not_sent_to_a_manager(
    client_of: ClientOf, person: Any
) -> None:
    text = client_of(person("Site", is_superuser=True)).get("/").content.decode()
    assert "Ask the manager" not in text and "Begin one" in text
    assert "Begin a programme" in text


def test_programme_of_others_does_not_exist(client_of: ClientOf, dora: User) -> None:
    assert client_of(dora).get("/p/lindara/").status_code == 404


def test_retired_role_opens_nothing(client_of: ClientOf, boris: User) -> None:
    from django.utils import timezone

    Role.objects.update(retired_at=timezone.now())
    assert client_of(boris).get("/p/lindara/").status_code == 404
    assert client_of(boris).get("/").status_code == 200


# --- The next step ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("state", "for_staff", "for_readers"),
    [
        (State(), steps.UPLOAD, steps.NO_TABLE),
        (State(places=30), steps.UPLOAD, steps.NO_TABLE),
        (State(datasets_waiting=1), steps.ACCEPT, steps.NO_MAP),
        (State(datasets_waiting=1, datasets=1), steps.MEASURE, steps.NO_MAP),
        (State(datasets=1, maps=1), steps.BEGIN_ROUND, steps.NO_ROUND),
        (State(datasets=1, maps=1, rounds=1), steps.ROUND, steps.ROUND),
        (State(rounds=1), steps.ROUND, steps.ROUND),
        (State(clusters=1), steps.DIAGNOSE, steps.DIAGNOSE),
        (State(clusters=1, datasets=1), steps.MEASURE, steps.NO_MAP),
        (State(clusters=1, waves=1), steps.DIAGNOSE, steps.DIAGNOSE),
        (State(rounds=1, clusters=2, studies=1), steps.ROUND, steps.ROUND),
        (
            State(rounds=1, rounds_announced=1, clusters=2, studies=1),
            steps.DIAGNOSE,
            steps.DIAGNOSE,
        ),
    ],
)
def test_next_step(state: State, for_staff: Any, for_readers: Any) -> None:
    assert next_step(state, may_work=True) is for_staff
    assert next_step(state, may_work=False) is for_readers


def test_empty_programme_says_one_thing_with_one_button(
    client_of: ClientOf, boris: User
) -> None:
    text = client_of(boris).get("/p/lindara/").content.decode()
    content = text.split('id="content"')[1].split("</main>")[0]
    assert content.count("button primary") == 1
    assert "/p/lindara/register/datasets/upload/" in content
    assert "Where the programme stands" not in content


def test_observer_of_an_empty_programme_gets_no_button(
    client_of: ClientOf, person_as: Any
) -> None:
    text = client_of(person_as("observer")).get("/p/lindara/").content.decode()
    assert "The programme has no table of firms yet." in text
    assert "button primary" not in text


# --- The state ----------------------------------------------------------------------


def test_state_counts_what_is_current(
    programme: Programme, other_programme: Programme
) -> None:
    from django.utils import timezone

    add_map(programme)
    add_dataset(programme, "understood")
    add_dataset(programme, "refused")
    add_map(other_programme)
    Place.objects.create(programme=programme, code="1", name="Orsa")
    Place.objects.create(
        programme=programme, code="2", name="Gone", retired_at=timezone.now()
    )
    Cluster.objects.create(programme=programme, name="Knitwear")
    Round.objects.create(programme=programme, name="First", stage="announced")
    Round.objects.create(programme=programme, name="Second", stage="short_list")
    assert state_of(programme) == State(
        places=1,
        datasets_waiting=1,
        datasets=1,
        maps=1,
        rounds=2,
        rounds_announced=1,
        clusters=1,
        latest_stage="short_list",
    )


def test_state_of_an_empty_programme(programme: Programme) -> None:
    assert state_of(programme) == State()
    assert State().is_empty and not State(clusters=1).is_empty


@pytest.mark.parametrize(
    ("state", "seen", "unseen"),
    [
        (State(), "not begun", "not begun"),
        (State(maps=2), "2 maps", "2 maps"),
        (State(maps=2, rounds=1, latest_stage="scored"), "Scored", "2 maps"),
        (
            State(rounds=2, rounds_announced=1, latest_stage="scored"),
            "Scored",
            "Announced",
        ),
    ],
)
def test_rail_keeps_rounds_from_those_who_do_not_see_them(
    state: State, seen: str, unseen: str
) -> None:
    assert state.in_short(sees_rounds=True) == seen
    assert state.in_short(sees_rounds=False) == unseen


def test_programme_shows_the_funnel_of_its_round(
    client_of: ClientOf, boris: User, programme: Programme
) -> None:
    add_map(programme)
    round_ = Round.objects.create(
        programme=programme, name="Round of 2026", universe_count=1800
    )
    for name in ("Knitwear", "Footwear"):
        Candidate.objects.create(round=round_, name=name)
    text = client_of(boris).get("/p/lindara/").content.decode()
    assert "Round of 2026" in text and "1,800" in text
    assert '<span class="big">2</span> <span>Long list</span>' in text


def test_observer_hears_nothing_of_a_round_under_way(
    client_of: ClientOf, person_as: Any, programme: Programme
) -> None:
    add_map(programme)
    Round.objects.create(programme=programme, name="Secret round", stage="scored")
    text = client_of(person_as("observer")).get("/p/lindara/").content.decode()
    assert "Secret round" not in text and "Scored" not in text


# --- The rail -----------------------------------------------------------------------


def test_rail_names_six_steps_and_marks_those_to_come(
    client_of: ClientOf, boris: User
) -> None:
    text = client_of(boris).get("/p/lindara/").content.decode()
    rail = text.split('<ol class="steps">')[1].split("</nav>")[0]
    assert rail.count("<li class=") == 6
    assert rail.count("step-later") == 4
    assert rail.count("in a later version") == 4


def test_fictitious_programme_says_so_on_every_page(
    client_of: ClientOf, boris: User, programme: Programme
) -> None:
    assert "fictitious" not in client_of(boris).get("/p/lindara/").content.decode()
    Programme.objects.update(is_fictitious=True)
    assert "fictitious" in client_of(boris).get("/p/lindara/").content.decode()


def test_rail_costs_two_queries(
    rf: Any, boris: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    from django.urls import resolve

    request = rf.get("/p/lindara/")
    request.user, request.resolver_match = boris, resolve("/p/lindara/")
    rail = Rail(request)
    with django_assert_num_queries(2):
        assert rail.programme and rail.steps and rail.links and rail.steps


def queries_of(client: Client) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(
        connection,
    ) as seen:
        assert client.get("/p/lindara/").status_code == 200
    return len(seen)


def test_queries_do_not_grow_with_the_programme(
    client_of: ClientOf, boris: User, programme: Programme
) -> None:
    client = client_of(boris)
    add_map(programme)
    round_ = Round.objects.create(programme=programme, name="Round 0")
    Candidate.objects.create(round=round_, name="One")
    few = queries_of(client)
    for number in range(1, 20):
        add_map(programme)
        Place.objects.create(programme=programme, code=str(number), name="Place")
        Candidate.objects.create(round=round_, name=f"Candidate {number}")
        Round.objects.create(programme=programme, name=f"Round {number}")
    assert queries_of(client) == few


def test_whoever_may_begin_a_programme_finds_where(client_of, boris, chen):
    """Boris runs one already; Chen has no part in any."""
    there = reverse("accounts:found-programme")
    settings = reverse("accounts:change-programme", args=["lindara"])
    assert there in client_of(boris).get(settings).content.decode()
    assert there not in client_of(chen).get("/").content.decode()
    chen.is_superuser = True
    chen.save()
    assert there in client_of(chen).get("/").content.decode()
