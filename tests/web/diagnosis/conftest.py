"""A cluster with a study, and one with firms, a wave and its survey."""

from collections.abc import Callable
from html import unescape
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from distretto.web.accounts.models import Programme, User
from distretto.web.diagnosis.models import Study, Wave
from distretto.web.diagnosis.rules import questionnaires, studies, surveys
from distretto.web.register.models import Cluster, ClusterMember, Organisation


@pytest.fixture(autouse=True)
def always_aside(files_aside: Path) -> None:
    """No test of step 2 writes anywhere else."""


@pytest.fixture
def address() -> Callable[..., str]:
    """`address("home", cluster.pk)` is the address of a page of step 2."""
    return lambda page, *arguments: reverse(
        f"diagnosis:{page}", args=["lindara", *arguments]
    )


@pytest.fixture
def text() -> Callable[[Any], str]:
    """What a page says, with its quotation marks."""
    return lambda response: unescape(response.content.decode())


@pytest.fixture
def asked_of_database() -> Callable[[Callable[[], Any]], int]:
    """How many queries some work asks."""

    def count(work: Callable[[], Any]) -> int:
        with CaptureQueriesContext(connection) as found:
            work()
        return len(found)

    return count


@pytest.fixture
def cluster(programme: Programme) -> Cluster:
    return Cluster.objects.create(
        programme=programme, name="Knitwear", products="Pullovers"
    )


@pytest.fixture
def study(cluster: Cluster, amina: User) -> Study:
    return studies.begin_study(cluster, title="Study of the knitters", by=amina)


@pytest.fixture
def surveyed(programme: Programme, amina: User) -> SimpleNamespace:
    """Sixteen firms: twelve small ones of 7 persons and four large ones of 200."""
    cluster = Cluster.objects.create(programme=programme, name="Knitwear")
    firms = []
    for number in range(16):
        firm = Organisation.objects.create(
            programme=programme,
            name=f"Knitter {chr(65 + number)}",
            employees=200 if number < 4 else 7,
        )
        ClusterMember.objects.create(cluster=cluster, organisation=firm)
        firms.append(firm)
    wave = Wave.objects.create(cluster=cluster, name="Baseline")
    form = questionnaires.use_built_in(programme, by=amina)
    survey = surveys.add_survey(wave, form, [], by=amina)
    return SimpleNamespace(
        cluster=cluster, firms=firms, wave=wave, form=form, survey=survey
    )
