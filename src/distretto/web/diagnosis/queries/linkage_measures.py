"""Measures of the linkages of a cluster, kept until a linkage changes."""

import hashlib
import json
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from django.core.cache import caches
from django.utils.translation import get_language

from distretto import __version__
from distretto.analysis.diagnosis.linkages.change import Change, compare_linkages
from distretto.analysis.diagnosis.linkages.measures import (
    LinkageMeasures,
    has_direction,
    measure_linkages,
)
from distretto.analysis.diagnosis.linkages.same_kinds import kinds_in_both
from distretto.analysis.diagnosis.linkages.survey import FIRM, INSTITUTION, WITHIN
from distretto.analysis.diagnosis.linkages.views import (
    EVERYBODY,
    FIRMS,
    WITHOUT_TEAM,
    views_of,
)
from distretto.errors import InputError
from distretto.formats.linkages.report import LinkageReport, linkage_report
from distretto.web.diagnosis.queries.linkages import Held, HeldWave, attributes_of

EDITION = 3  # raise it when something is measured differently
T = TypeVar("T")
AMONG = {
    EVERYBODY: WITHIN,
    WITHOUT_TEAM: (FIRM, INSTITUTION),
    FIRMS: (FIRM,),
}


def views_in(held: Held) -> list[str]:
    """The views in which the waves of a cluster differ, the widest first."""
    return list(views_of(held.union))


def measured(
    held: Held,
    wave: HeldWave,
    relation: str,
    lines: Mapping[str, float | None] | None = None,
) -> LinkageMeasures:
    """All measures of one kind of linkage of a wave; “” is all kinds together.

    `lines` are where the roles in knowledge begin, as for `knowledge_roles`.
    """
    told: dict[str, Any] = {
        name: line for name, line in (lines or {}).items() if line is not None
    }

    def make() -> LinkageMeasures:
        return measure_linkages(
            wave.linkages,
            relations=[relation],
            by=attributes_of(held) or ["group"],
            **told,
        )

    return _kept(held, ["measures", str(wave.pk), relation, sorted(told.items())], make)


def compared(
    held: Held, before: HeldWave, after: HeldWave, relation: str, view: str
) -> Change:
    """What changed between two waves, of the actors of a view."""
    one = relation or None

    def make() -> Change:
        return compare_linkages(
            before.linkages,
            after.linkages,
            relation=one,
            directed=any(has_direction(each.linkages, one) for each in (before, after)),
            among=AMONG[view],
        )

    return _kept(held, ["change", str(before.pk), str(after.pk), relation, view], make)


def not_comparable(before: HeldWave, after: HeldWave) -> InputError | None:
    """Why two waves are not compared, where their questions were not the same."""
    try:
        kinds_in_both(before.linkages, after.linkages)
    except InputError as refusal:
        return refusal
    return None


def report_of(held: Held) -> LinkageReport:
    """Everything measured of all waves, for a workbook."""
    by = attributes_of(held) or ["group"]
    return _kept(held, ["report"], lambda: linkage_report(tuple(held.linkages), by=by))


def _kept(held: Held, about: list[Any], make: Callable[[], T]) -> T:
    """What was made of the same linkages before, else made and kept."""
    told = [EDITION, __version__, get_language(), held.stamp, *about]
    digest = hashlib.sha256(json.dumps(told).encode()).hexdigest()
    key = f"linkages:{digest}"
    found: T | None = caches["pictures"].get(key)
    if found is None:
        found = make()
        caches["pictures"].set(key, found)
    return found
