"""The linkages of a cluster as values of its baseline."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext

from distretto.formats.linkages.meanings import is_thin
from distretto.formats.linkages.words import HEADINGS
from distretto.web.diagnosis.linkage_parts import VIEWS, rows_told
from distretto.web.diagnosis.linkage_words import WHOLE
from distretto.web.diagnosis.models import BaselineValue, Study, Wave
from distretto.web.diagnosis.queries import baseline
from distretto.web.diagnosis.queries.linkages import HeldWave, wave_of


@baseline.source
def of_linkages(study: Study) -> list[BaselineValue]:
    """Every measure that the page of measures shows, of each view that everybody may
    read, of the wave's day.

    All kinds of linkage together.
    """
    found = wave_of(study)
    if found is None:
        return []
    held, wave = found
    rows = rows_told(study, held, wave)
    told = [key for key in WHOLE if any(row[key] is not None for row in rows)]
    version = _version(wave)
    return [value for row in rows for value in _values(row, told, wave, version)]


def _version(wave: HeldWave) -> str:
    """The questionnaire of the wave; linkages may also come without one."""
    asked = Wave.objects.get(pk=wave.pk).surveys.current().select_related("form")
    survey = asked.first()
    return str(survey.form)[:80] if survey else ""


def _values(
    row: Mapping[str, Any], told: list[str], wave: HeldWave, version: str
) -> Iterator[BaselineValue]:
    for key in told:
        is_density = key == "density"
        yield BaselineValue(
            key=f"linkages:{key}:{row['view']}",
            indicator=gettext(HEADINGS[key]),
            group=str(VIEWS.get(row["view"], row["view"])),
            value=row[key],
            low=row["density_low"] if is_density else None,
            high=row["density_high"] if is_density else None,
            n=row["surveyed"] if row["surveyed"] is not None else row["actors"],
            dated=wave.day,
            sample=_sample(row, key),
            version=version,
            source=wave.name,
        )


def _sample(row: Mapping[str, Any], key: str) -> str:
    """Of how many the value is, and what it does not tell."""
    if row["surveyed"] is None:
        return ""
    told = [
        gettext("%(surveyed)s of %(actors)s surveyed")
        % {"surveyed": row["surveyed"], "actors": row["actors"]}
    ]
    if key == "isolates" and row["unheard"]:
        told.append(
            gettext("not surveyed, and named by nobody: %(count)s")
            % {"count": row["unheard"]}
        )
    if is_thin(row):
        told.append(gettext("too few to speak of the whole"))
    return "; ".join(told)
