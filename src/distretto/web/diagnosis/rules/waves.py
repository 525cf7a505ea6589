"""Waves: opening, changing and taking back a round of asking."""

from collections.abc import Mapping
from typing import Any

from distretto.errors import RuleError, gettext_noop
from distretto.web.diagnosis.models import Wave
from distretto.web.history.rules import deed
from distretto.web.register.models import Cluster

FACTS = ("name", "kind", "began_on", "ended_on", "note")


def add_wave(facts: Mapping[str, Any], *, cluster: Cluster, by: Any) -> Wave:
    """Open a wave of a cluster."""
    wave = Wave(cluster=cluster)
    with deed("wave.added", by=by, programme=cluster.programme, about=facts["name"]):
        _take(wave, facts)
    return wave


def edit_wave(wave: Wave, facts: Mapping[str, Any], *, by: Any) -> Wave:
    """Change what is said of a wave."""
    programme = wave.cluster.programme
    with deed("wave.edited", by=by, programme=programme, about=facts["name"]):
        held: Wave = Wave.objects.select_for_update().get(pk=wave.pk)
        _take(held, facts)
    return held


def retire_wave(wave: Wave, *, by: Any) -> Wave:
    """Take a wave out of use that nothing rests on yet.

    Raises
    ------
    RuleError
        Answers or linkages were taken in, or a study speaks of it.
    """
    with deed("wave.retired", by=by, programme=wave.cluster.programme, about=wave):
        held: Wave = Wave.objects.select_for_update().get(pk=wave.pk)
        _check_unused(held)
        held.retire()
        held.save(update_fields=["retired_at"])
    return held


def _check_unused(wave: Wave) -> None:
    if wave.studies.current().exists():
        raise RuleError(
            "wave_of_a_study",
            gettext_noop("A study speaks of “%(wave)s”. Choose another wave there."),
            wave=wave.name,
        )
    if wave.linkages.current().exists() or wave.surveys.current().exists():
        raise RuleError(
            "wave_in_use",
            gettext_noop(
                "“%(wave)s” has a survey or linkages. Undo in the history that they "
                "were entered, and then take the wave out."
            ),
            wave=wave.name,
        )


def _take(wave: Wave, facts: Mapping[str, Any]) -> None:
    for name in FACTS:
        setattr(wave, name, facts[name])
    wave.full_clean()
    wave.save()
