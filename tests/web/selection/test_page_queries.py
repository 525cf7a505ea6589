"""The pages of a round ask the same number of questions however many candidates."""

from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from distretto.web.selection.models import Candidate, Round, Score
from distretto.web.selection.rules import scoring as rules

# Fewer than a page shows (25, on the decision 30), and more than two pages.
FEW, MANY = 3, 60


@pytest.fixture
def fill(ready, criteria, assessors):
    """`fill(60)`: so many candidates on the short list, all scored by everybody."""

    def more(count: int) -> Round:
        there = ready.candidates.count()
        made = Candidate.objects.bulk_create(
            Candidate(round=ready, name=f"Cluster {number:03d}", stage="short_list")
            for number in range(there, count)
        )
        seats = list(ready.assessors.current())
        names = {"Knitwear", "Footwear", "Handloom"}
        first = (
            [] if Score.objects.exists() else [*ready.candidates.filter(name__in=names)]
        )
        Score.objects.bulk_create(
            Score(
                assessor=seat,
                candidate=candidate,
                criterion=criterion,
                value=Decimal(1 + (row * 7 + column * 3 + place) % 5),
            )
            for place, seat in enumerate(seats)
            for row, candidate in enumerate([*first, *made])
            for column, criterion in enumerate(criteria.values())
        )
        return Round.objects.get(pk=ready.pk)

    return more


def queries_of(client: Any, url: str) -> int:
    """Of the second time: the first one draws pictures and works the ranking out."""
    assert client.get(url).status_code == 200
    with CaptureQueriesContext(connection) as asked:
        client.get(url)
    return len(asked)


@pytest.mark.parametrize("name", ["scoring", "ranking", "decision"])
def test_a_page_asks_as_much_of_many_as_of_few(fill, boris, client_of, name):
    client = client_of(boris)
    counts = []
    for size in (FEW, MANY):
        round_ = fill(size)
        assert round_.candidates.count() == size
        rules.close_scoring(round_, by=boris, reason="Time is up.")
        url = f"/p/lindara/selection/rounds/{round_.pk}/{name}/"
        counts.append(queries_of(client, url))
        rules.reopen_scoring(round_, by=boris, reason="More candidates.")
    assert counts[0] == counts[1] <= 24


@pytest.mark.parametrize("name", ["scoring", "sheet"])
def test_while_the_scoring_is_open(fill, boris, assessors, client_of, name):
    client = client_of(boris if name == "scoring" else assessors[0])
    counts = []
    for size in (FEW, MANY):
        url = f"/p/lindara/selection/rounds/{fill(size).pk}/{name}/"
        counts.append(queries_of(client, url))
    assert counts[0] == counts[1] <= 24


@pytest.mark.parametrize("size", [FEW, MANY])
def test_closing_asks_as_much_of_many_as_of_few(
    fill, boris, size, django_assert_max_num_queries
):
    round_ = fill(size)
    with django_assert_max_num_queries(30):
        rules.close_scoring(round_, by=boris, reason="Time is up.")


def test_the_home_does_not_ask_who_left(fill, boris, client_of):
    client, url = client_of(boris), "/p/lindara/"
    fill(FEW)
    client.get(url)
    with CaptureQueriesContext(connection) as asked:
        client.get(url)
    assert not any("left_because" in each["sql"] for each in asked.captured_queries)
