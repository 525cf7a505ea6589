"""The figures of a profile, those of one indicator together."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from distretto.web.diagnosis.models import ProfileFigure
from distretto.web.diagnosis.starters import Starter
from distretto.web.diagnosis.study_measures import StudyMeasures


@dataclass(frozen=True)
class Group:
    """What sources say of one indicator, the one in use first."""

    indicator: str
    figures: tuple[ProfileFigure, ...]
    # The measures of `conflicting_values`, of the unit most of them have.
    spread: float | None
    relative_spread: float | None
    is_conflict: bool


def groups_of(measures: StudyMeasures) -> list[Group]:
    """The figures of this cluster by indicator, in alphabetical order."""
    by_name: dict[str, list[ProfileFigure]] = {}
    for each in measures.rows.figures:
        if not each.of:
            by_name.setdefault(each.indicator, []).append(each)
    return [_group(name, told, measures) for name, told in by_name.items()]


def _group(name: str, told: list[ProfileFigure], measures: StudyMeasures) -> Group:
    figures = sorted(told, key=lambda each: not each.is_used)
    measured = measures.conflicts[(name, figures[0].unit)]
    is_conflict = any(
        measures.conflicts[(name, each.unit)]["is_conflict"] for each in figures
    )
    return Group(
        name,
        tuple(figures),
        measured["spread"],
        measured["relative_spread"],
        is_conflict,
    )


def without_figure(
    figures: Iterable[ProfileFigure], starters: Sequence[Starter]
) -> list[dict[str, Any]]:
    """The indicators of the method that the profile has nothing of yet."""
    there = {each.indicator.casefold() for each in figures if not each.of}
    return [
        {"indicator": str(each.indicator), "unit": str(each.unit)}
        for each in starters
        if str(each.indicator).casefold() not in there
    ]
