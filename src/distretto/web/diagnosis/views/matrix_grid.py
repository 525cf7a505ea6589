"""The institutional matrix as a grid: services down, institutions across."""

from dataclasses import dataclass
from typing import Any

from distretto.analysis.diagnosis.institutional_matrix import GAP, WEAK
from distretto.web.diagnosis.models import Service, ServiceProvision
from distretto.web.diagnosis.study_measures import StudyMeasures


@dataclass(frozen=True)
class GridRow:
    """A service, its cell with each institution, and what follows of them."""

    service: Service
    cells: tuple[tuple[Any, ServiceProvision | None, bool], ...]
    is_gap: bool
    is_weak: bool
    has_overlap: bool


@dataclass(frozen=True)
class Grid:
    """The whole grid."""

    # Each with the name of its type.
    institutions: tuple[tuple[Any, str], ...]
    rows: tuple[GridRow, ...]


def grid_of(measures: StudyMeasures) -> Grid:
    """Who offers what; overlapping offers are marked."""
    rows, matrix = measures.rows, measures.matrix
    institutions = {each.institution_id: each.institution for each in rows.provisions}
    across = sorted(institutions.values(), key=lambda each: each.words)
    cells = {(each.service_id, each.institution_id): each for each in rows.provisions}
    verdicts = dict(matrix.services.select("service", "verdict").iter_rows())
    twice = {
        (row["service"], institution)
        for row in matrix.overlaps.iter_rows(named=True)
        for institution in row["institutions"]
    }
    return Grid(
        tuple((each, rows.words.kind_name(each.kind)) for each in across),
        tuple(
            GridRow(
                service,
                tuple(
                    (
                        each,
                        cells.get((service.pk, each.pk)),
                        (str(service.pk), str(each.pk)) in twice,
                    )
                    for each in across
                ),
                verdicts[str(service.pk)] == GAP,
                verdicts[str(service.pk)] == WEAK,
                any(str(service.pk) == key for key, _ in twice),
            )
            for service in rows.services
        ),
    )
