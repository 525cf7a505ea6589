"""A cluster with a study, for the tests of step 2."""

from collections.abc import Callable
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse

from distretto.web.accounts.models import Programme, User
from distretto.web.diagnosis.models import Study
from distretto.web.diagnosis.rules import studies
from distretto.web.register.models import Cluster


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
def cluster(programme: Programme) -> Cluster:
    return Cluster.objects.create(
        programme=programme, name="Knitwear", products="Pullovers"
    )


@pytest.fixture
def study(cluster: Cluster, amina: User) -> Study:
    return studies.begin_study(cluster, title="Study of the knitters", by=amina)
