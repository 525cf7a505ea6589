"""Waves: opened, shown, changed, and kept where something rests on them."""

import pytest

from distretto.errors import RuleError
from distretto.web.diagnosis.models import Linkage, Wave
from distretto.web.diagnosis.rules import waves as rules
from distretto.web.register.models import Organisation


@pytest.fixture
def wave(cluster, amina):
    facts = dict.fromkeys(("began_on", "ended_on"))
    facts |= {"name": "Baseline 2026", "kind": "baseline", "note": ""}
    return rules.add_wave(facts, cluster=cluster, by=amina)


def test_a_wave_is_opened_and_shown(client_of, amina, cluster, address, text):
    sent = {"name": "Baseline", "kind": "baseline", "began_on": "2026-02-01"}
    client = client_of(amina)
    assert client.post(address("add-wave", cluster.pk), sent).status_code == 302
    assert "Baseline" in text(client.get(address("home", cluster.pk)))
    assert "Knitwear" in text(client.get(address("clusters")))


def test_days_must_be_in_order(client_of, amina, cluster, address, text):
    sent = {"name": "Baseline", "kind": "baseline"}
    sent |= {"began_on": "2026-02-01", "ended_on": "2026-01-01"}
    answer = client_of(amina).post(address("add-wave", cluster.pk), sent)
    assert answer.status_code == 422
    assert "The last day is before the first day." in text(answer)
    assert not Wave.objects.exists()


def test_a_wave_with_linkages_stays(wave, programme, amina):
    one, other = (
        Organisation.objects.create(programme=programme, name=name) for name in "AB"
    )
    Linkage.objects.create(wave=wave, source=one, target=other, relation="training")
    with pytest.raises(RuleError) as refusal:
        rules.retire_wave(wave, by=amina)
    assert refusal.value.code == "wave_in_use"


def test_a_wave_that_nothing_rests_on_goes(
    client_of, amina, wave, cluster, address, text
):
    client = client_of(amina)
    client.post(address("retire-wave", wave.pk))
    wave.refresh_from_db()
    assert wave.is_retired
    assert "Nothing was asked yet" in text(client.get(address("home", cluster.pk)))
