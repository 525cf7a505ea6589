"""A cluster with firms, a wave and its survey."""

from types import SimpleNamespace

import pytest

from distretto.web.diagnosis.models import Wave
from distretto.web.diagnosis.rules import questionnaires, surveys
from distretto.web.register.models import Cluster, ClusterMember, Organisation


@pytest.fixture
def surveyed(programme, amina):
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
