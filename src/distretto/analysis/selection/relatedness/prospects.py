"""What a region could do next: industries near to what it is specialised in."""

from collections.abc import Collection
from typing import Any

import numpy as np
import polars as pl

from distretto.analysis.selection.cluster_source import Source, read_years
from distretto.analysis.selection.measured import (
    Measured,
    check_code,
    named,
    settings_of,
)
from distretto.analysis.selection.relatedness.chances import (
    chance_notes,
    own_density,
    turns_of,
)
from distretto.analysis.selection.relatedness.complexity import Complexity, complexity
from distretto.analysis.selection.relatedness.entry_exit import EntryExit
from distretto.analysis.selection.relatedness.opportunity import value_and_gain
from distretto.analysis.selection.relatedness.table_matrix import (
    TableMatrix,
    matrix_notes,
    matrix_of,
    unknown_note,
    with_known_share,
)
from distretto.analysis.selection.table import RegionIndustryTable
from distretto.errors import gettext_noop, ngettext_noop
from distretto.notes import Note

LACKING = ("density", "pci", "opportunity_gain", "entry_chance")
RAISES = "raises_complexity"
HELD = ("density", "pci", "exit_chance")


def prospects_of_region(
    table: RegionIndustryTable,
    region: str,
    *,
    value: str = "employment",
    base: str | Collection[str] | None = None,
    year: int | None = None,
    threshold: float = 1.0,
    minimum_known_share: float = 1.0,
) -> Measured:
    """What a region could do next, and what it could lose [hidalgo2007, hausmann2014].

    It has the formulas of `relatedness_density` (the industry itself is not counted),
    `economic_complexity`, `opportunity` and `entry_and_exit`.

    Parameters
    ----------
    table : RegionIndustryTable
        Cells, with the totals that were published; of several years for chances.
    region : str
        Its code.
    value, base, year
        As for `industries_by_concentration`. Years after `year` are not looked at.
    threshold : float
        Location quotient (dimensionless) from which a region has an industry.
    minimum_known_share : float
        Share (0 to 1) of an industry that must be in visible cells for it to have
        measures.

    Returns
    -------
    Measured
        A row for each industry that the region is not specialised in: those whose
        `pci` is above the region's ECI, and would raise it, first, and of these the
        highest `density` (a share from 0 to 1); `pci` and `opportunity_gain` in
        standard deviations of ECI, `entry_chance` a share from 0 to 1, null where the
        table has one year. A further table holds those that it is specialised in, the
        lowest density first, with `exit_chance`.

    Raises
    ------
    InputError
        The table cannot be measured, or lacks the region or the year; or the base fits
        nothing.
    """
    *earlier, source = read_years(table, value, base, year)
    matrix = matrix_of(source, threshold)
    check_code(matrix.regions, "region", region, matrix.source.region_names)
    here = matrix.regions.index(region)
    index = complexity(matrix.presence, "shared")
    until = [each.year for each in (*earlier, source) if each.year is not None]
    turns = _turns(earlier, matrix, threshold)
    rows = _rows(matrix, here, index, turns)
    measures = list(dict.fromkeys((*LACKING, *HELD)))
    rows = with_known_share(rows, source, "industry", minimum_known_share, measures)
    rows = named(rows, "industry", source.industry_names)
    held = rows.filter("is_specialised").sort("density", "code", nulls_last=True)
    lacking = _ordered(rows.filter(~pl.col("is_specialised")), index.eci[here])
    hidden = int(rows["is_specialised"].null_count())
    settings = settings_of(
        source,
        region=region,
        region_name=source.region_names.get(region),
        specialised_in=held.height,
        eci=_number(index.eci[here]),
        threshold=threshold,
        years=until,
        minimum_known_share=minimum_known_share,
    )
    return Measured(
        kind="prospects",
        rows=lacking.select(*_shown((*LACKING, RAISES))),
        settings=settings,
        notes=(
            *([Note(_HIDDEN, count=hidden)] if hidden else []),
            *(chance_notes(turns, until[0], until[-1]) if turns else [Note(_ONE_YEAR)]),
            *([index.undefined] if index.undefined else []),
            *unknown_note(matrix),
            *matrix_notes(matrix),
            *table.notes,
        ),
        further=(Measured("held", held.select(*_shown(HELD)), settings, ()),),
    )


def _ordered(rows: pl.DataFrame, eci: float) -> pl.DataFrame:
    """What would raise complexity first, and of those what is nearest.

    ECI is the mean PCI of what a region has, so that a higher PCI raises it. The gain
    is not what the order goes by: it rewards simple industries, too, for what is
    simple and gained is no longer a poor prospect.
    """
    raises = pl.col("pci") > eci
    told = pl.when(pl.lit(not np.isnan(eci))).then(raises)
    return rows.with_columns(**{RAISES: told}).sort(
        RAISES,
        "density",
        "code",
        descending=[True, True, False],
        nulls_last=True,
    )


def _shown(measures: tuple[str, ...]) -> tuple[str, ...]:
    return (
        "code",
        "name",
        "employment",
        "establishments",
        "lq",
        "is_specialised",
        *measures,
        "ubiquity",
        "known_share",
    )


def _turns(
    earlier: list[Source], matrix: TableMatrix, threshold: float
) -> EntryExit | None:
    """Entry and exit over the years, which all have the last one's rows and columns."""
    if not earlier:
        return None
    before = [matrix_of(each, threshold, like=matrix).presence for each in earlier]
    return turns_of([*before, matrix.presence])


def _rows(
    matrix: TableMatrix, here: int, index: Complexity, turns: EntryExit | None
) -> pl.DataFrame:
    told = matrix.presence
    dense, near = own_density(told)
    _, gain = value_and_gain(told, near, index.pci, dense)
    nothing = np.full(len(matrix.industries), np.nan)
    measures: dict[str, Any] = {
        "lq": matrix.lq[here],
        "density": dense[here],
        "pci": index.pci,
        "opportunity_gain": gain[here].astype(np.float64),
        "entry_chance": turns.entry.model.chance(dense[here]) if turns else nothing,
        "exit_chance": turns.exit.model.chance(dense[here]) if turns else nothing,
        "ubiquity": told.ubiquity,
    }
    known = matrix.known[here] > 0
    present = pl.Series("p", told.present[here], dtype=pl.Boolean)
    cells = matrix.source.cells.filter(region=matrix.regions[here]).select(
        "industry", *(pl.col(each) for each in ("employment", "establishments"))
    )
    listed = pl.DataFrame({"industry": list(matrix.industries)})
    counts = listed.join(cells.with_columns(is_listed=True), on="industry", how="left")
    of_none = pl.when(pl.col("is_listed").is_null()).then(0.0)
    return counts.select(
        "industry",
        *(of_none.otherwise(pl.col(each)).alias(each) for each in cells.columns[1:]),
        *(
            pl.Series(name, np.asarray(each, np.float64), nan_to_null=True)
            for name, each in measures.items()
        ),
        pl.when(pl.Series("k", known)).then(present).alias("is_specialised"),
    )


def _number(value: float) -> float | None:
    return None if np.isnan(value) else float(value)


_HIDDEN = ngettext_noop(
    "Whether the region is specialised in %(count)s industry is hidden: it is on "
    "neither list.",
    "Whether the region is specialised in %(count)s industries is hidden: they are on "
    "neither list.",
)
_ONE_YEAR = gettext_noop(
    "The table has one year: there are no chances of entry and exit, which are counted "
    "from a year to the next."
)
