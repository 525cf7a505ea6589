"""Where an industry's regions of high figures lie beside each other, from a table."""

from collections.abc import Collection

import numpy as np
import polars as pl
from narwhals.typing import IntoDataFrame

from distretto.analysis.selection.cluster_source import Source, read
from distretto.analysis.selection.hotspots.figures import (
    Asked,
    draw_notes,
    figures_of,
    hidden_notes,
    scale_notes,
    spots,
    tested,
)
from distretto.analysis.selection.hotspots.local_moran import LocalMoran
from distretto.analysis.selection.measured import (
    Measured,
    check_code,
    named,
    settings_of,
    sizes,
)
from distretto.analysis.selection.table import RegionIndustryTable
from distretto.analysis.selection.table_frames import COUNTS
from distretto.errors import InputError, gettext_noop, ngettext_noop
from distretto.notes import Note, quoted

# Draws of one industry, all regions together, where nobody says how many.
DRAWS = 50_000_000
ENOUGH = 1_000  # in each tail, so that p-values are right to a thirtieth
MOST_NAMED = 12  # regions that were left out
COLUMNS = (
    "code",
    "name",
    "hot_spot",
    "kind",
    "is_significant",
    *COUNTS,
    "lq",
    "slq",
    "neighbours_mean",
    "neighbours",
    "local_moran",
    "p_value",
    "adjusted_p_value",
    "left_out",
    "lq_is_maximum",
    "lq_is_estimate",
)


def hot_spots_of_industry(
    table: RegionIndustryTable,
    neighbours: IntoDataFrame,
    industry: str,
    *,
    measure: str = "lq",
    weight: str | None = None,
    value: str = "employment",
    base: str | Collection[str] | None = None,
    year: int | None = None,
    permutations: int | None = None,
    level: float = 0.05,
    seed: int = 1,
) -> Measured:
    """Where high figures of an industry lie beside high ones, and low beside low.

    It has the formula of `local_moran` [anselin1995]. A hot spot is made of regions
    that are significantly high-high and linked by neighbours.

    Parameters
    ----------
    table : RegionIndustryTable
        Cells, with the totals that were published. A region without a cell of the
        industry has none of it; a hidden cell is unknown, and its region left out.
    neighbours : table in memory
        As for `local_moran`.
    industry : str
        Its code.
    measure : str
        “lq”: location quotient; “slq”: symmetric, (LQ - 1) / (LQ + 1); “count”: the
        value itself, for regions of one size such as squares of a grid. Shares of the
        region or of the industry are the first and the last times one number, which
        changes nothing.
    weight : str, optional
        As for `local_moran`.
    value, base, year
        As for `industries_by_concentration`.
    permutations : int, optional
        Draws for each region. Default: 50 million for all of them together, 99,999 at
        most for one and 999 at least.
    level, seed
        As for `local_moran`.

    Returns
    -------
    Measured
        A row for each region: hot spots first (`hot_spot` is their number, the one of
        most regions first), then other significant regions, then the others by
        p-value, then those left out (`left_out`: “unknown” or “no_neighbours”).
        Employment is in persons, establishments are a count, quotients, Moran's I and
        p-values are dimensionless, `neighbours_mean` is in the unit of the measure.

    Raises
    ------
    InputError
        The table cannot be measured, lacks the industry or the year, the measure is
        none, the industry is nowhere or everywhere alike, or as for `local_moran`.
    """
    source = read(table, value, base, year)
    check_code(
        source.cells["industry"].unique().to_list(),
        "industry",
        industry,
        source.industry_names,
    )
    asked = Asked(measure, weight, permutations, ENOUGH, level, seed)
    figures = figures_of(source, asked, (industry,))
    _check_seen(figures, value)
    draws = asked.draws(figures.height, DRAWS)
    found = tested(figures, neighbours, asked, draws)
    rows = _listed(figures, found, spots(found, neighbours, weight), source)
    regions = rows.height
    notes = [
        *_absence_notes(rows),
        *_bound_notes(rows),
        *hidden_notes(figures, source),
        *scale_notes(measure, value),
        *draw_notes(found),
    ]
    return Measured(
        kind="hot_spots",
        rows=rows,
        settings=settings_of(
            source,
            industry=industry,
            industry_name=source.industry_names.get(industry),
            measure=measure,
            regions=regions,
            regions_measured=regions - len(found.islands) - len(found.unknown),
            hot_share=_hot_share(rows, source, industry),
            moran=None if np.isnan(found.moran) else found.moran,
            permutations=found.permutations,
            level=level,
            seed=seed,
            null=found.null,
        ),
        notes=(*notes, *table.notes),
    )


def _hot_share(rows: pl.DataFrame, source: Source, industry: str) -> float | None:
    """Share of the industry in its hot spots; None where its whole is unknown."""
    whole = sizes(source, "industry").filter(industry=industry).to_dicts()[0]
    if whole[f"{source.value}_is_minimum"] or not whole[source.value]:
        return None
    hot = rows.filter(pl.col("hot_spot").is_not_null())[source.value].sum()
    return min(float(hot) / whole[source.value], 1.0)


def _check_seen(figures: pl.DataFrame, value: str) -> None:
    if (figures[value].fill_null(0) <= 0).all():
        raise InputError(
            "industry_unseen",
            gettext_noop(
                "No region is known to have any of “%(industry)s”: there is nothing "
                "to compare. Where jobs are hidden, measure establishments."
            ),
            industry=figures["industry"][0],
        )


def _listed(
    figures: pl.DataFrame, found: LocalMoran, spots: pl.DataFrame, source: Source
) -> pl.DataFrame:
    known = figures["_measure"].drop_nulls().to_numpy()
    measured = pl.DataFrame(
        {
            "region": found.regions,
            "kind": found.quadrant,
            "is_significant": found.is_significant,
            "neighbours_mean": known.mean() + known.std() * found.lag,
            "neighbours": found.neighbours,
            "local_moran": found.local,
            "p_value": found.p_value,
            "adjusted_p_value": found.adjusted_p_value,
        },
        schema_overrides={"region": pl.String, "kind": pl.String},
    ).with_columns(pl.selectors.float().fill_nan(None))
    reason = (
        pl.when(pl.col("region").is_in(found.unknown))
        .then(pl.lit("unknown"))
        .when(pl.col("region").is_in(found.islands))
        .then(pl.lit("no_neighbours"))
    )
    rows = (
        figures.join(measured, on="region", how="left")
        .join(spots, on="region", how="left")
        .with_columns(left_out=reason)
    )
    order = ("hot_spot", "is_significant", "p_value", "_measure", "code")
    return (
        named(rows, "region", source.region_names)
        .sort(*order, descending=[False, True, False, True, False], nulls_last=True)
        .select(COLUMNS)
    )


def _absence_notes(rows: pl.DataFrame) -> list[Note]:
    """Who was left out, by name, and why."""
    notes, total = [], rows.height
    if unknown := _names_of(rows, "unknown"):
        names = quoted(unknown, MOST_NAMED)
        notes.append(Note(_UNKNOWN, count=len(unknown), all=total, names=names))
    if alone := _names_of(rows, "no_neighbours"):
        names = quoted(alone, MOST_NAMED)
        notes.append(Note(_ISLANDS, count=len(alone), all=total, names=names))
    return notes


def _names_of(rows: pl.DataFrame, left_out: str) -> list[str]:
    out = rows.filter(left_out=left_out).select("code", "name")
    return sorted(name or code for code, name in out.iter_rows())


def _bound_notes(rows: pl.DataFrame) -> list[Note]:
    """Quotients that are bounds or estimates, because totals lack hidden cells."""
    shaky = (pl.col("lq_is_maximum") | pl.col("lq_is_estimate")) & (pl.col("lq") > 0)
    count = rows.filter(shaky & pl.col("left_out").is_null()).height
    return [Note(_BOUNDS, count=count)] if count else []


_UNKNOWN = ngettext_noop(
    "%(count)s region of %(all)s has no known figure and was left out; it is not "
    "zero: %(names)s.",
    "%(count)s regions of %(all)s have no known figure and were left out; they are "
    "not zero: %(names)s.",
)
_ISLANDS = ngettext_noop(
    "%(count)s region of %(all)s has no neighbour with a known figure and was left "
    "out: %(names)s.",
    "%(count)s regions of %(all)s have no neighbour with a known figure and were left "
    "out: %(names)s.",
)
_BOUNDS = ngettext_noop(
    "The quotient of %(count)s region is not exact, because hidden figures are missing "
    "in its total.",
    "The quotients of %(count)s regions are not exact, because hidden figures are "
    "missing in their totals.",
)
