"""In which order the waves of a survey stand."""

from collections.abc import Iterable

from distretto.analysis.diagnosis.linkages.survey import Linkages


def in_order(waves: Iterable[Linkages]) -> list[Linkages]:
    """The waves as they came, those that are wished for last.

    A wish has no place in time: it is what the others may become.
    """
    return sorted(waves, key=lambda each: each.is_desired)
