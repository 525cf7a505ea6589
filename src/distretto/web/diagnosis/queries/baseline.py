"""The values of a cluster as they stand, to be frozen when a study is endorsed."""

from collections.abc import Callable
from typing import Any

from distretto.web.diagnosis.models import BaselineValue, Study

Source = Callable[[Study], list[BaselineValue]]
_sources: list[Source] = []


def source(function: Source) -> Source:
    """Register a function that gives values of the baseline, unsaved."""
    _sources.append(function)
    return function


def values_for(study: Study) -> list[BaselineValue]:
    """Every value that is known now, not saved."""
    return [value for each in _sources for value in each(study)]


@source
def of_profile(study: Study) -> list[BaselineValue]:
    """The figures that the study uses."""
    used = study.figures.current().filter(is_used=True, of="")
    return [
        BaselineValue(
            key=f"profile:{figure.indicator}"[:160],
            indicator=figure.indicator,
            value=_float(figure.value),
            unit=figure.unit,
            n=figure.n,
            sample=figure.get_method_display(),
            source=", ".join(
                str(each) for each in (figure.source, figure.year) if each
            )[:300],
        )
        for figure in used
    ]


def _float(value: Any) -> float | None:
    return None if value is None else float(value)
