"""Surveys: what a wave asks, and by which blocks."""

from collections.abc import Mapping, Sequence
from typing import Any

from distretto.errors import RuleError, gettext_noop
from distretto.web.diagnosis.models import Form, Survey, Wave
from distretto.web.history.rules import deed


def add_survey(wave: Wave, form: Form, blocks: Sequence[str], *, by: Any) -> Survey:
    """Set up the survey of a wave.

    Raises
    ------
    RuleError
        The wave has one already.
    """
    survey = Survey(wave=wave, form=form, blocks=list(blocks))
    programme = wave.cluster.programme
    with deed("survey.added", by=by, programme=programme, about=wave):
        if wave.surveys.current().exists():
            raise RuleError(
                "survey_there_already",
                gettext_noop("“%(wave)s” has a survey already. Change that one."),
                wave=wave.name,
            )
        survey.full_clean()
        survey.save()
    return survey


def set_benchmarks(
    survey: Survey, benchmarks: Mapping[str, float], *, by: Any
) -> Survey:
    """Say what indicators are compared with that have no value of their own."""
    programme = survey.wave.cluster.programme
    with deed("survey.edited", by=by, programme=programme, about=survey.wave):
        held: Survey = Survey.objects.select_for_update().get(pk=survey.pk)
        held.benchmarks = dict(benchmarks)
        held.save(update_fields=["benchmarks"])
    return held


def edit_survey(
    survey: Survey, form: Form, blocks: Sequence[str], *, by: Any
) -> Survey:
    """Ask by another version or other blocks; answers that are there stay."""
    programme = survey.wave.cluster.programme
    with deed("survey.edited", by=by, programme=programme, about=survey.wave):
        held: Survey = Survey.objects.select_for_update().get(pk=survey.pk)
        held.form, held.blocks = form, list(blocks)
        held.full_clean()
        held.save()
    return held
