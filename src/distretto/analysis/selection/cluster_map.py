"""The cluster map: from a table of regions by industries to ranked clusters."""

from collections.abc import Callable, Collection
from dataclasses import asdict, dataclass, field
from typing import Any

import polars as pl
from narwhals.typing import IntoDataFrame, IntoFrame

from distretto.analysis.checks import check_at_least_zero, check_share
from distretto.analysis.selection import (
    cluster_absence,
    cluster_certainty,
    cluster_source,
    cluster_stages,
)
from distretto.analysis.selection.cluster_described import described
from distretto.analysis.selection.cluster_notes import notes
from distretto.analysis.selection.delineation import read_links
from distretto.analysis.selection.table import RegionIndustryTable
from distretto.analysis.selection.wilson import quantile
from distretto.notes import Note

DEFAULT_LEVEL = 0.95  # of intervals that are shown without being a test


@dataclass(frozen=True)
class Thresholds:
    """When a specialisation counts as a cluster, and when it earns a star.

    Attributes
    ----------
    lq : float
        Least location quotient of each region in the cluster (dimensionless).
    establishments, employment : float
        Least number of firms, and least mass in persons, of the whole cluster,
        across the borders between its regions. A number that is unknown is not
        taken for too small.
    lq_star, size_top, focus_top : float
        Conditions of the three stars, as for `stars`.
    certainty : float or None
        Level (between 0 and 1) of the interval of the quotient that must lie above 1,
        while the quotient drawn towards 1 for its few plants still reaches `lq`. What
        is unknown is not taken for uncertain. None: no such test.
    """

    lq: float = 1.25
    establishments: float = 20
    employment: float = 100
    lq_star: float = 2.0
    size_top: float = 0.10
    focus_top: float = 0.10
    certainty: float | None = 0.95

    def __post_init__(self) -> None:
        for name in ("lq", "establishments", "employment", "lq_star"):
            check_at_least_zero(getattr(self, name), name)
        for name in ("size_top", "focus_top"):
            check_share(getattr(self, name), name)
        if self.certainty is not None:
            quantile(self.certainty)


@dataclass(frozen=True)
class ClusterMap:
    """Ranked clusters, and every cell they were found in.

    Attributes
    ----------
    clusters : polars.DataFrame, one row per cluster, best first
        `rank` (from 1); `regions` and `region_names` (lists, largest member first);
        `industry` and `industry_name`; `employment` and `establishments` (counts,
        null where a part is unknown; `employment_known` and `establishments_known`
        add up the known parts); `lq` (dimensionless), with its interval at the level
        of `certainty`, `lq_low` to `lq_high`, as for `location_quotient_interval` and
        of regions as if they had been chosen beforehand, and `lq_shrunken`, drawn
        towards 1: 1 + (LQ - 1) A / (A + 1 / (n a)) with A of `variance_of_quotients`;
        `focus` and `size` (shares, 0 to 1);
        `lq_is_maximum`, `focus_is_maximum` and `size_is_maximum` (true where
        a total leaves out hidden cells, for none was published, so that the true
        figure is this or less) and `lq_is_estimate` (true where the reference's total
        does, so that the quotient may err either way);
        `stars` (0 to 3) with `lq_star`, `size_star`, `focus_star`;
        `known_share` (share of the industry's total that visible cells explain;
        where `size_is_maximum`, of its establishments);
        `growth` (relative change of the value from the first to the chosen year,
        0.1 is 10 % more; null with one year or an unknown part) and `growth_firms`
        (establishments in the first year, null unknown); `unknown_regions`
        (neighbours whose figure is unknown and that may belong); `strength` (cube
        root of size x LQ x focus); and the figures the LQ is made of: `value`,
        `region_total`, `reference_industry_total`, `reference_total`,
        `reference_share`; and `industry_total`, which size is a share of. Each of the
        four totals has a column such as `region_total_is_minimum`: true where it is a
        sum over visible cells, the least that it can be.
    cells : polars.DataFrame, one row per listed region x industry
        The same measures for each cell, `region_known_share` and
        `industry_known_share`, `cluster` (the rank of its cluster or null) and
        `left_out`: “unknown”, “undefined”, “lq”, “establishments”, “employment” or
        “certainty”, the first threshold that it failed; null inside a cluster.
    funnel : dict
        How many are left after each test: cells `listed`, `known` and
        `specialised`; then clusters `joined`, with `enough_establishments`, with
        `enough_employment` too, and `certain` besides.
    settings : dict
        What was asked for and what was used.
    known_share : float or None
        Share of the total value that the visible cells explain, 0 to 1. Where no
        total was published, it is the share of the establishments whose value is
        known, and the setting `known_share_of` says “establishments”.
    notes : tuple of Note
        What a reader should know, in sentences; `str` gives the English one.
    region_names, industry_names : dict of code to title
        Of all cells, where the table has titles; may be empty.
    region_sums : polars.DataFrame or None
        By region what of it is in clusters, where it was summed before cells were
        masked; None: the cells tell it.
    """

    clusters: pl.DataFrame
    cells: pl.DataFrame
    funnel: dict[str, int]
    settings: dict[str, Any]
    known_share: float | None
    notes: tuple[Note, ...] = ()
    region_names: dict[str, str] = field(default_factory=dict)
    industry_names: dict[str, str] = field(default_factory=dict)
    region_sums: pl.DataFrame | None = None

    @property
    def is_judged(self) -> bool:
        """Whether any cell has a quotient: else no threshold was put to anything."""
        return cluster_absence.is_judged(self.cells)

    @property
    def absence(self) -> Note | None:
        """Why there are no clusters, and what to do; None where there are some."""
        return cluster_absence.why_none(self.cells, self.settings)

    def to_dict(self, top: int | None = None) -> dict[str, Any]:
        """Settings, known share and clusters, best first, in native numbers.

        Unknown is None; whole counts are integers; `top` keeps the first ones.
        """
        clusters = self.clusters if top is None else self.clusters.head(top)
        return {
            "settings": self.settings,
            "known_share": self.known_share,
            "funnel": self.funnel,
            "notes": [str(note) for note in self.notes],
            "clusters": [_native(row) for row in clusters.iter_rows(named=True)],
        }


def cluster_map(
    table: RegionIndustryTable,
    *,
    value: str = "employment",
    base: str | Collection[str] | None = None,
    reference: IntoFrame | None = None,
    reference_total: float | None = None,
    neighbours: IntoDataFrame | None = None,
    thresholds: Thresholds | None = None,
    year: int | None = None,
) -> ClusterMap:
    """Ranked clusters of a region by industry table [eco2011].

    strength = (size x LQ x focus) ^ (1/3); ranked by stars, then by strength.

    A cell whose quotient reaches the threshold is specialised; specialised
    neighbours of one industry join; what is then large enough, and not specialised by
    chance, is a cluster. Every measure of a joined cluster is taken of its sums, not
    of its cells' means.

    Parameters
    ----------
    table : RegionIndustryTable
        Cells and published totals (counts of persons and establishments).
    value : str
        "employment" or "establishments": what quotients are taken of. Where
        employment is suppressed, establishments are often published.
    base : str or collection of str, optional
        Industries to compare within, as for `location_quotient`; the map shows
        these only, and focus and size are shares within them. A code that is none of
        the table's stands for those that begin with it: “31” for 3131, 3141 ...,
        “31-33” for all of manufacturing.
    reference : table, optional
        Another reference area, `industry` with `share` (0 to 1) or `value`'s name,
        as for `location_quotient`. Size stays the share within the table's area.
    reference_total : float, optional
        The reference area's total, in the unit of `value`.
    neighbours : table, optional
        `region` and `neighbour`, as for `join_neighbours`. None: regions stand alone.
    thresholds : Thresholds, optional
        When it is a cluster at all. Default: LQ 1.25, 20 establishments, 100 persons,
        at a certainty of 95 %.
    year : int, optional
        The year shown, where the table has several. Default: the last.

    Returns
    -------
    ClusterMap
        Clusters best first, the cells, the funnel and the notes; its attributes
        say units and readings. No rows give an empty map.

    Raises
    ------
    InputError
        The table lacks a column, a count is negative or text, a cell comes twice,
        the year is not there, the base is unknown or holds none of the table's
        industries, or no region is found among the neighbours.
    """
    limits = thresholds or Thresholds()
    source = cluster_source.read(table, value, base, year)
    cells = cluster_stages.measure(source, limits, reference, reference_total)
    sure, about_plants = _certainty(source, cells, limits)
    cells = sure(cells)
    links = read_links(neighbours)
    members = cluster_stages.members(cells, links, limits, value)
    sums = sure(cluster_stages.clusters(cells, members, source, limits))
    joined = cluster_stages.tested(sums, limits)
    best = cluster_stages.ranked(joined)
    return ClusterMap(
        clusters=described(best, members, source, links),
        cells=cluster_stages.with_reasons(cells, members, joined, best, source),
        funnel=cluster_stages.funnel(cells, members, joined, value),
        settings={
            "value": value,
            "base": sorted(base) if base and not isinstance(base, str) else base,
            "classification": table.classification,
            "year": source.year,
            "growth_from": source.first_year,
            "known_share_of": source.known_share_of(),
            "reference": reference is not None,
            "neighbours": neighbours is not None,
            **asdict(limits),
        },
        known_share=source.known_share(),
        notes=(
            *table.notes,
            *notes(source, cells, best, links),
            *about_plants,
            *cluster_certainty.notes_on(best, is_tested=limits.certainty is not None),
        ),
        region_names=dict(table.region_names),
        industry_names=dict(table.industry_names),
    )


def _certainty(
    source: cluster_source.Source, cells: pl.DataFrame, limits: Thresholds
) -> tuple[Callable[[pl.DataFrame], pl.DataFrame], list[Note]]:
    """What adds intervals and shrunken quotients to cells or clusters, and notes."""
    industries, told = cluster_certainty.of_industries(source, cells)
    total = cluster_certainty.area_total(source, cells)
    level = DEFAULT_LEVEL if limits.certainty is None else limits.certainty

    def sure(table: pl.DataFrame) -> pl.DataFrame:
        return cluster_certainty.with_certainty(
            table, industries, source, total=total, level=level
        )

    return sure, told


_COUNTS = frozenset(
    {
        "employment",
        "employment_known",
        "establishments",
        "establishments_known",
        "growth_firms",
        "value",
        "region_total",
        "industry_total",
        "reference_industry_total",
        "reference_total",
    }
)


def _native(row: dict[str, Any]) -> dict[str, Any]:
    return {
        key: _whole(number) if key in _COUNTS else number for key, number in row.items()
    }


def _whole(number: float | None) -> float | int | None:
    return int(number) if number is not None and number.is_integer() else number
