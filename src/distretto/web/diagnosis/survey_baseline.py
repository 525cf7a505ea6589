"""The survey as values of the baseline: bottlenecks, for whom, and each indicator.

Bottlenecks are told as they were published, to everybody. Single indicators are never
published, because the difference of two results could tell of one firm: they are kept
for those who see single firms, with figures of few firms hidden all the same.
"""

import logging
from collections.abc import Iterator, Mapping
from textwrap import shorten
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from distretto.analysis.diagnosis.bottlenecks.indicators import Indicator
from distretto.errors import MethodError
from distretto.formats.questionnaire.model import Questionnaire
from distretto.web.diagnosis import survey_pictures as words
from distretto.web.diagnosis.models import (
    BaselineValue,
    Form,
    PublishedResults,
    Study,
    Survey,
)
from distretto.web.diagnosis.queries import baseline, questionnaires
from distretto.web.diagnosis.queries import survey_results as queries
from distretto.web.diagnosis.queries.surveys import asked_of, last_answer_on
from distretto.web.diagnosis.queries.waves import told_on
from distretto.web.diagnosis.survey_indicators import indicator_name, unit_of
from distretto.web.diagnosis.survey_parts import published_of
from distretto.web.register.kinds import words_of

log = logging.getLogger(__name__)
SEVERE = _("share of firms at 3 or worse")
MEAN = _("mean severity, 0 to 4")
# Each measure of a bottleneck: what it is called, where the results have it, and the
# number of firms behind it.
MEASURES = {
    "severe": (SEVERE, "severe_share", "firms"),
    "mean": (MEAN, "mean", "firms"),
    "seen_severe": (
        _("share of firms that see it as severe"),
        "seen_severe_share",
        "seen_firms",
    ),
    "seen": (_("mean as firms see it, 0 to 4"), "seen_mean", "seen_firms"),
    "first": (_("share of firms that name it first"), "first_share", ""),
}
MEASURED = ("severe", "mean")
OF_INDICATOR = {
    "median": (_("median"), "median"),
    "severe": (SEVERE, "severe_share"),
    "mean": (MEAN, "mean"),
}


@baseline.source
def of_survey(study: Study) -> list[BaselineValue]:
    """Each bottleneck as published, of all firms and of each group of firms."""
    found = published_of(study)
    if found is None:
        return []
    common = _common(found.survey, found.asked_by, found.response_count)
    form = questionnaires.whole(found.asked_by)
    language = questionnaires.language_for(form)
    rows = words.named(found.content, form, language)
    values = [
        _value(f"survey:{row['category']}", row["name"], row, measure, common)
        for row in rows
        for measure in MEASURES
        # What is only seen was not measured; what nobody was asked has no value.
        if (measure in MEASURED and row["indicators"])
        or row.get(MEASURES[measure][1]) is not None
    ]
    return [*values, *_of_groups(found, form, language, common)]


def _of_groups(
    found: PublishedResults,
    form: Questionnaire,
    language: str,
    common: Mapping[str, Any],
) -> Iterator[BaselineValue]:
    """By size class, sex of the owner, place: whatever the results tell apart."""
    terms = words_of(found.asked_by.programme)
    for variable in words.variables_in(found.content["tables"]):
        groups = words.groups_of(found.content, variable, form, language, terms)
        assert groups is not None  # the results have this variable
        for name, cells in groups.rows:
            for group, row in zip(groups.groups, cells, strict=True):
                for measure in MEASURED:
                    value = _value(
                        f"survey:{row['category']}", name, row, measure, common
                    )
                    value.key = f"{value.key}:{variable}:{row['group']}"[:160]
                    value.group = f"{groups.title}: {group}"[:120]
                    yield value


def _value(
    key: str,
    name: str,
    row: Mapping[str, Any],
    measure: str,
    common: Mapping[str, Any],
) -> BaselineValue:
    told, column, firms = MEASURES[measure]
    return BaselineValue(
        key=f"{key}:{measure}",
        indicator=name[:200],
        measure=str(told),
        value=row.get(column),
        low=row.get(f"{column}_low"),
        high=row.get(f"{column}_high"),
        n=row.get(firms) if firms else None,
        **common,
    )


def _common(survey: Survey, form: Form, responses: int) -> dict[str, Any]:
    """What all values of a survey share: their day, sample, questionnaire and wave."""
    wave = survey.wave
    sample = baseline.sample_words(responses, asked_of(survey).there)
    return {
        "dated": told_on(wave, last_answer_on(survey)),
        "sample": gettext("%(firms)s answered") % {"firms": sample},
        "version": str(form)[:80],
        "source": wave.name,
    }


@baseline.restricted_source
def of_indicators(study: Study) -> list[BaselineValue]:
    """Median, mean severity and share of firms of each indicator, as the team sees it.

    None before anything is published: a study speaks of published results.
    """
    found = published_of(study)
    if found is None:
        return []
    survey = found.survey
    try:
        content = queries.results_of(survey)
    except MethodError:
        # The answers of today cannot be judged; the page of results says why.
        log.warning("No indicators for the baseline of %s.", study, exc_info=True)
        return []
    form = questionnaires.whole(survey.form)
    language = questionnaires.language_for(form)
    common = _common(survey, survey.form, content["responses"])
    known = {each.code: each for each in form.indicators}
    return [
        value
        for row in content["tables"]["indicators"]
        if row["indicator"] in known
        for value in _of_indicator(row, known[row["indicator"]], form, language, common)
    ]


def _of_indicator(
    row: Mapping[str, Any],
    indicator: Indicator,
    form: Questionnaire,
    language: str,
    common: Mapping[str, Any],
) -> Iterator[BaselineValue]:
    name = indicator_name(indicator, form, language)
    for measure, (told, column) in OF_INDICATOR.items():
        # Of answers to choose from there is no median.
        if measure == "median" and row[column] is None and not row["is_hidden"]:
            continue
        yield BaselineValue(
            key=f"indicator:{indicator.code}:{measure}"[:160],
            indicator=shorten(f"{indicator.code}: {name}", 200, placeholder=" …"),
            measure=str(told),
            value=row[column],
            unit=unit_of(indicator, form, language)[:60] if measure == "median" else "",
            n=row["firms"],
            **common,
        )
