"""How an industry's jobs are divided among its plants, from a list of establishments.

The list is understood first; plants then go under the regions and industries of the
table that came of it, so that cells and plants are of the same establishments.
"""

from dataclasses import dataclass, replace
from typing import Any

import polars as pl

from distretto.analysis.selection.concentration.size_bands import (
    plant_herfindahl_from_bands,
)
from distretto.analysis.selection.table import RegionIndustryTable
from distretto.errors import gettext_noop
from distretto.formats import classifications
from distretto.formats.layouts.columns import columns_of
from distretto.formats.layouts.establishments import (
    bands_behind,
    size_of,
    tidy_keys,
)
from distretto.formats.layouts.levels import raised
from distretto.formats.layouts.model import Choices, Understanding
from distretto.formats.layouts.rows import Rows
from distretto.formats.layouts.sizes import ends_of
from distretto.formats.tables import Table
from distretto.notes import Note

KEYS = ("region", "industry")


@dataclass(frozen=True)
class Plants:
    """The Herfindahl index of each industry's plants, and how it was come by.

    Attributes
    ----------
    indices : DataFrame, one row per industry
        `industry`, `plants` (count), `plant_herfindahl`, `plant_fourth_power`
        (dimensionless) and `known_share` (of the plants whose size is known); null
        where fewer sizes are known than was asked for.
    notes : tuple of Note
    """

    indices: pl.DataFrame
    notes: tuple[Note, ...] = ()


def read_plants(
    table: Table, choices: Choices, understood: Understanding
) -> Plants | None:
    """The Herfindahl index of each industry's plants; None where no list has sizes.

    Sizes in bands are taken at equal steps within each band, as far as its mean
    allows [schmalensee1977]; the mean is what the band counts as.

    Parameters
    ----------
    table, choices : the list, and what was told about it
    understood : what `understand_table` made of the two
    """
    columns = columns_of(table, choices.columns)
    columns.pop("establishments", None)
    if understood.layout != "establishments" or not {"size", "employment"} & set(
        columns
    ):
        return None
    band = columns.get("size")
    is_estimate, _ = bands_behind(table, columns)
    size = size_of(table, columns, Rows(pl.DataFrame(), columns), choices)
    wanted = [*tidy_keys(table, columns, choices), size.alias("size")]
    if is_estimate:
        wanted.append(pl.col(str(band)).alias("band"))
    alike = table.frame.select(wanted).group_by(pl.all()).agg(pl.len().alias("plants"))
    plants = _of_cells(alike.collect(engine="streaming"), understood)
    sized = plants.drop_nulls("size").with_columns(
        employment=pl.col("size") * pl.col("plants")
    )
    bands = _with_ends(sized) if is_estimate else _exact(sized)
    has_width = bands.filter(pl.col("lower") != pl.col("upper")).height
    return Plants(
        _where_known(plants, bands, choices.minimum_known_share),
        (Note(_STEPS),) if has_width else (),
    )


def with_plants(
    built: RegionIndustryTable, plants: Plants | None
) -> RegionIndustryTable:
    """The table with what is known of the sizes of its plants."""
    if plants is None:
        return built
    return replace(
        built,
        plants=plants.indices.select("industry", "plant_herfindahl"),
        notes=(*built.notes, *plants.notes),
    )


def _of_cells(rows: pl.DataFrame, understood: Understanding) -> pl.DataFrame:
    """The establishments that are in the cells, under the codes that cells have."""
    built = understood.table()
    cells: Any = built.cells
    if understood.years:
        rows = rows.filter(pl.col("year") == max(understood.years))
    codes = _codes_of_cells(rows, built.classification, understood.level)
    here = (
        rows.drop_nulls(KEYS)
        .with_columns(
            pl.col("industry").replace_strict(
                codes, default=None, return_dtype=pl.String
            )
        )
        .join(cells.select(KEYS).unique(), on=KEYS, how="semi")
    )
    return here.group_by(pl.exclude("region", "year", "plants")).agg(
        pl.col("plants").sum()
    )


def _codes_of_cells(
    rows: pl.DataFrame, classification: str | None, level: int | None
) -> dict[str, str]:
    """The industry that each code of the list counts for in the table."""
    codes = rows["industry"].drop_nulls().unique().to_list()
    key = classification
    restored = classifications.restore_zeros(codes, key) if key else {}
    mended = {code: restored.get(code, code) for code in codes}
    if level is None:
        return mended
    goals = raised(sorted(set(mended.values())), level, add=True)
    return {code: goals.get(each, each) for code, each in mended.items()}


def _with_ends(sized: pl.DataFrame) -> pl.DataFrame:
    """The ends of each band; null where it is none, and then H is."""
    ends = {band: ends_of(band) for band in sized["band"].drop_nulls().unique()}
    low = {band: each[0] for band, each in ends.items() if each}
    high = {band: each[1] for band, each in ends.items() if each}

    def of_band(values: dict[str, Any]) -> pl.Expr:
        return pl.col("band").replace_strict(
            values, default=None, return_dtype=pl.Float64
        )

    return sized.with_columns(lower=of_band(low), upper=of_band(high))


def _exact(sized: pl.DataFrame) -> pl.DataFrame:
    """Plants of one size are a band without width, around their very mean."""
    mean = pl.col("employment") / pl.col("plants")
    return sized.with_columns(lower=mean, upper=mean)


def _where_known(
    plants: pl.DataFrame, bands: pl.DataFrame, enough: float
) -> pl.DataFrame:
    """The indices of industries of which so many sizes are known."""
    number, is_sized = pl.col("plants"), pl.col("size").is_not_null()
    counted = plants.group_by("industry").agg(
        number.sum(), known_share=number.filter(is_sized).sum() / number.sum()
    )
    names = ("plant_herfindahl", "plant_fourth_power")
    indices = plant_herfindahl_from_bands(bands).select("industry", *names)
    sound = pl.col("known_share") >= enough
    return (
        counted.join(indices, on="industry", how="left")
        .with_columns(pl.when(sound).then(pl.col(name)).alias(name) for name in names)
        .select("industry", "plants", *names, "known_share")
    )


_STEPS = gettext_noop(
    "Within a size band, plants are taken to differ by equal steps around what the "
    "band counts as, and H follows from that (Schmalensee 1977)."
)
