"""Areas, levels and totals of a QCEW file, told by its aggregation levels."""

import polars as pl

from distretto.errors import FormatError, gettext_noop
from distretto.formats.layouts.model import (
    Choices,
    TotalCheck,
)
from distretto.formats.layouts.refusals import no_level
from distretto.formats.tables import Table

# First digit of the aggregation level -> kind of area, most detailed first.
AREAS = {
    "7": gettext_noop("counties"),
    "4": gettext_noop("metropolitan areas"),
    "5": gettext_noop("states"),
}

# Second digit of the aggregation level -> digits of the industry code.
LEVEL_OF = {"4": 2, "5": 3, "6": 4, "7": 5, "8": 6}

DEFAULT_LEVEL = 4

GROUP_LEVELS = (2, 3)  # sectors and subsectors are published where parts are not


def area_of(rows: pl.DataFrame, table: Table) -> str:
    """First digit of the levels that are the regions: the most detailed ones."""
    kinds = set(rows["agglvl"].str.slice(0, 1).unique().to_list())
    for digit in AREAS:
        if digit in kinds:
            return digit
    raise FormatError(
        "no_regions",
        gettext_noop(
            "“%(file)s” has figures of the nation alone. Take a file of the QCEW with "
            "counties or states."
        ),
        file=table.path.name,
    )


def levels_of(rows: pl.DataFrame, area: str) -> dict[int, int]:
    """Digits of the industry codes, and how many industries there are of each."""
    counts = (
        rows.filter(pl.col("agglvl").str.starts_with(area))
        .group_by("agglvl")
        .agg(pl.col("industry").n_unique())
        .sort("agglvl")
    )
    return {
        LEVEL_OF[code[1]]: number
        for code, number in counts.iter_rows()
        if code[1] in LEVEL_OF
    }


def chosen_level(rows: pl.DataFrame, area: str, choices: Choices) -> int:
    """The level told, else four digits, else the deepest."""
    levels = levels_of(rows, area)
    if choices.level is None:
        if not levels:
            raise no_level(DEFAULT_LEVEL, levels)
        return DEFAULT_LEVEL if DEFAULT_LEVEL in levels else max(levels)
    if choices.level not in levels:
        raise no_level(choices.level, levels)
    return choices.level


def _agglvl(area: str, level: int) -> str:
    return area + next(digit for digit, have in LEVEL_OF.items() if have == level)


def cells_of(rows: pl.DataFrame, area: str, level: int, own: str) -> pl.DataFrame:
    """Regions by industries of one level and ownership."""
    return rows.filter(
        pl.col("agglvl") == _agglvl(area, level), pl.col("own") == own
    ).select("region", "industry", "year", "establishments", "employment")


def groups_of_regions(
    rows: pl.DataFrame, area: str, level: int, own: str
) -> pl.DataFrame | None:
    """Sectors and subsectors of each region: totals within part of the economy."""
    groups = rows.filter(_of_groups(area, level, own)).select(
        "region", "industry", "year", "establishments", "employment"
    )
    return None if groups.is_empty() else groups


def groups_of_all(
    rows: pl.DataFrame, reference: str | None, level: int, own: str
) -> pl.DataFrame | None:
    """Sectors and subsectors of the reference area."""
    if reference is None:
        return None
    groups = rows.filter(_of_groups(reference, level, own))
    return None if groups.is_empty() else _known_sums(groups, ["industry", "year"])


def _of_groups(area: str, level: int, own: str) -> pl.Expr:
    coarser = [_agglvl(area, each) for each in GROUP_LEVELS if each < level]
    return pl.col("agglvl").is_in(coarser) & (pl.col("own") == own)


def totals_of_regions(rows: pl.DataFrame, area: str) -> pl.DataFrame | None:
    """Totals of the regions over all industries and ownerships."""
    totals = rows.filter(pl.col("agglvl") == area + "0", pl.col("own") == "0").select(
        "region", "year", "establishments", "employment"
    )
    return None if totals.is_empty() else totals


def totals_alike(
    rows: pl.DataFrame, area: str, reference: str | None, own: str
) -> tuple[pl.DataFrame | None, dict[int, dict[str, float | None]]]:
    """Totals over all industries of one ownership: of regions, and of all by year."""
    total = pl.col("agglvl").str.ends_with("1") & (pl.col("own") == own)
    found = rows.filter(total, pl.col("agglvl").str.starts_with(area)).select(
        "region", "year", "establishments", "employment"
    )
    whole = rows.filter(total, pl.col("agglvl").str.starts_with(reference or "none"))
    by_year = {
        year: {"establishments": establishments, "employment": employment}
        for year, establishments, employment in _known_sums(whole, ["year"]).iter_rows()
    }
    return None if found.is_empty() else found, by_year


def reference_area(rows: pl.DataFrame, area: str) -> str | None:
    """Which rows are the reference area: the nation's, else one state's, else none."""
    if rows["agglvl"].str.starts_with("1").any():
        return "1"
    states = rows.filter(pl.col("agglvl").str.starts_with("5"))["region"].n_unique()
    covered = rows.filter(pl.col("agglvl").str.starts_with(area))["region"]
    if area != "5" and states and states == covered.str.slice(0, 2).n_unique():
        return "5"
    return None


def totals_of_industries(
    rows: pl.DataFrame, reference: str | None, level: int, own: str
) -> pl.DataFrame | None:
    """Totals of the industries in the reference area."""
    if reference is None:
        return None
    totals = rows.filter(
        pl.col("agglvl") == _agglvl(reference, level), pl.col("own") == own
    )
    if totals.is_empty():
        return None
    return _known_sums(totals, ["industry", "year"])


def _known_sums(rows: pl.DataFrame, keys: list[str]) -> pl.DataFrame:
    """Sums over several states; unknown where one of them is."""
    return (
        rows.group_by(keys)
        .agg(
            pl.when(pl.col(name).is_not_null().all()).then(pl.col(name).sum())
            for name in ("establishments", "employment")
        )
        .sort(keys)
    )


def total_of_all(
    rows: pl.DataFrame, reference: str | None, year: int
) -> dict[str, float | None] | None:
    """The total of the reference area in a year."""
    if reference is None:
        return None
    whole = rows.filter(
        pl.col("agglvl") == reference + "0",
        pl.col("own") == "0",
        pl.col("year") == year,
    )
    if whole.is_empty():
        return None
    sums = _known_sums(whole, ["year"]).row(0, named=True)
    return {name: sums[name] for name in ("establishments", "employment")}


def checks_of(
    rows: pl.DataFrame, region_totals: pl.DataFrame | None, area: str
) -> tuple[TotalCheck, ...]:
    """Totals of regions beside the sums of the parts by ownership and sector."""
    if region_totals is None or not levels_of(rows, area).get(2):
        return ()
    parts = (
        rows.filter(pl.col("agglvl") == area + "4")
        .group_by("region", "year")
        .agg(pl.col("establishments").sum(), pl.col("employment").sum())
    )
    both = region_totals.join(parts, on=["region", "year"], suffix="_parts")
    return tuple(
        TotalCheck(
            "region",
            row["region"],
            name,
            row[name],
            row[f"{name}_parts"],
            False,
            row["year"],
        )
        for row in both.iter_rows(named=True)
        for name in ("establishments", "employment")
        if row[name] is not None
    )
