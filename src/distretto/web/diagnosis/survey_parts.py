"""The survey as a part of a study.

Everybody of the programme reads a study: what was published of the results stands
there, and nothing else.
"""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from distretto.formats.charts.bottlenecks import severe_shares
from distretto.formats.charts.language import Language
from distretto.formats.charts.picture import Column, Table
from distretto.formats.documents.blocks import Block, Facts, Listing
from distretto.web.diagnosis.models import (
    PublishedResults,
    Study,
)
from distretto.web.diagnosis.queries import questionnaires
from distretto.web.diagnosis.queries.survey_results import last_published
from distretto.web.diagnosis.queries.surveys import Asked, asked_of
from distretto.web.diagnosis.severe_words import cell_of, not_shown
from distretto.web.diagnosis.study_parts import part
from distretto.web.diagnosis.survey_indicators import lacking_told
from distretto.web.diagnosis.survey_pictures import bars_of, level_of, named

WIDTH = 640
# What is told of each category, and how it is called.
TOLD = (
    ("firms", _("Firms"), "count"),
    ("severe_share", _("Severe for"), "share"),
    ("severe_share_low", _("from"), "share"),
    ("severe_share_high", _("to"), "share"),
    ("mean", _("Mean severity, 0 to 4"), "number"),
    ("seen_severe_share", _("Seen as severe by"), "share"),
)


def published_of(study: Study) -> PublishedResults | None:
    """What was published of the survey of a study's wave, if anything was."""
    if study.wave is None:
        return None
    survey = study.wave.surveys.current().select_related("form", "wave").first()
    return last_published(survey) if survey else None


def _rows(found: PublishedResults) -> list[dict[str, Any]]:
    form = questionnaires.whole(found.asked_by)
    language = (get_language() or "en").split("-")[0]
    return named(found.content, form, language)


@part("sample")
def sample(study: Study, language: Language) -> list[Block]:
    """Which questionnaire was asked, of how many, and when."""
    found = published_of(study)
    if found is None:
        return []
    survey = found.survey
    asked = asked_of(survey)
    number = language.number
    return [
        Facts.of(
            (gettext("Wave"), survey.wave.name),
            (gettext("Questionnaire"), str(found.asked_by)),
            *(_became_of(asked, language) if asked.drawn else ()),
            (gettext("Firms in the results"), number(found.response_count)),
        )
    ]


def categories_of(study: Study) -> list[dict[str, Any]]:
    """The categories as published, under their names; none before that."""
    found = published_of(study)
    return _rows(found) if found else []


def _became_of(asked: Asked, language: Language) -> list[tuple[str, str]]:
    """The firms of the sample, each once, and the rate with what it is a rate of."""
    number = language.number
    told = gettext(
        "%(share)s: those that answered of all to be asked that are not gone"
    )
    rate = language.percent(asked.response_share, 0)
    return [
        (gettext("Firms drawn"), number(asked.drawn)),
        (gettext("Came in as replacements"), number(asked.replacements)),
        (gettext("Answered"), number(asked.answered)),
        (gettext("Refused"), number(asked.refused)),
        (gettext("Closed or not found"), number(asked.gone)),
        (gettext("Still to ask"), number(asked.open)),
        (gettext("Response rate"), told % {"share": rate}),
    ]


@part("bottlenecks")
def bottlenecks(study: Study, language: Language) -> list[Block]:
    """For which share of firms each bottleneck is severe, as published."""
    found = published_of(study)
    if found is None:
        return []
    rows = _rows(found)
    columns = (
        Column("name", gettext("Bottleneck")),
        *(Column(key, str(name), kind) for key, name, kind in TOLD),
    )
    table = Table(columns, tuple((row["name"], *_told(row)) for row in rows))
    picture = severe_shares(
        bars_of(rows),
        level=level_of(found.content),
        notes=[*lacking_told(rows), *not_shown(rows)],
        language=language,
        width=WIDTH,
    )
    caption = gettext("Bottlenecks, as measured and as seen")
    return [picture, Listing(table, caption=caption)]


def _told(row: Mapping[str, Any]) -> tuple[Any, ...]:
    return tuple(cell_of(row, key) for key, _name, _kind in TOLD)
