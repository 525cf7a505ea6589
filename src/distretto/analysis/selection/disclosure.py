"""Which cells and sums of a table would give single firms' figures away.

A cell is masked where too few firms stand behind it (primary suppression), and others
are masked beside it so that no sum less what is shown gives it back (complementary
suppression). A sum that cannot be protected by masking its members is masked itself.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from distretto.analysis.checks import check_at_least_zero, check_table

_NO_CLUSTER = -1
_INSIDE = "inside "


@dataclass(frozen=True)
class Disclosure:
    """What must not be shown to whoever may not see single firms' figures.

    Attributes
    ----------
    cells : polars.DataFrame, one row per region x industry, in the order given
        `region`, `industry`; `is_few` (too few firms, or it is not known how many) and
        `is_masked` (those, and what is masked beside them).
    regions, industries : frozenset of str
        Codes whose total is masked, and with it every figure made of it.
    parts : frozenset of str
        Regions of which it is masked what is in clusters.
    clusters : frozenset of int
        Numbers of the clusters whose sums are masked.
    total : bool
        Whether the total of all cells is masked.
    """

    cells: pl.DataFrame
    regions: frozenset[str]
    industries: frozenset[str]
    parts: frozenset[str]
    clusters: frozenset[int]
    total: bool

    @property
    def masked_count(self) -> int:
        """How many cells are masked."""
        return int(self.cells["is_masked"].sum())


def disclosure(
    cells: pl.DataFrame,
    *,
    fewest: int = 5,
    value: str = "employment",
    groups: Sequence[str] = ("cluster",),
) -> Disclosure:
    """Cells and sums to mask, so that nothing shown is of too few firms [cox1980].

    Masked are cells of fewer firms than `fewest`, or of an unknown number. Of each sum
    that is shown, the masked members must be two or more, of `fewest` firms together:
    else the smallest other member is masked too, and where there is none, the sum.
    One masked total of a region or an industry is protected by another one likewise.

    What the bounds of several sums together narrow down is not guarded against.

    Parameters
    ----------
    cells : polars.DataFrame, one row per region x industry
        `region`, `industry`, `establishments` (counts, null unknown) and `value`
        (counts of persons, say; null where it is unknown to everybody); `cluster`
        and other columns of `groups` where there are clusters, an integer or null.
    fewest : int
        Least number of firms behind a figure that is shown.
    value : str
        Name of the column that is confidential.
    groups : sequence of str
        Columns with numbers of clusters, whose sums are all shown: those of several
        maps of one table. The clusters and parts returned are those of `cluster`.

    Returns
    -------
    Disclosure
        Which cells and sums to mask; it holds codes and numbers of clusters only.

    Raises
    ------
    InputError
        A column is missing, a count is negative or text, or a cell comes twice.
    """
    check_at_least_zero(fewest, "fewest")
    check_table(
        cells,
        keys=("region", "industry"),
        counts=(value, "establishments"),
        unique=True,
        name="cells",
    )
    present = [name for name in groups if name in cells.columns]
    table = _prepared(cells, fewest, value, present)
    lines = _lines(present)
    regions: set[str] = set()
    industries: set[str] = set()
    while True:
        table, bare = _protected(table, lines, fewest)
        before = len(regions) + len(industries)
        regions |= set(bare["region"]["region"])
        industries |= set(bare["industry"]["industry"])
        regions |= _beside(table, "region", regions, fewest)
        industries |= _beside(table, "industry", industries, fewest)
        if len(regions) + len(industries) == before:
            break
        inside = pl.col("region").is_in(regions) | pl.col("industry").is_in(industries)
        table = table.with_columns(is_masked=pl.col("is_masked") | _member(inside))
    return Disclosure(
        cells=table.select("region", "industry", "is_few", "is_masked"),
        regions=frozenset(regions),
        industries=frozenset(industries),
        parts=_told(bare, f"{_INSIDE}cluster", "region") | regions,
        clusters=_told(bare, "cluster", "cluster")
        | _of_masked(table, regions, industries),
        total=bool(bare["total"].height),
    )


def _lines(groups: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """The sums that each cell is a member of, by kind, with their keys.

    A cluster (or what of its industry is in none), what of a region is in clusters
    (or is not), a region, an industry, the whole.
    """
    clusters = {name: ("industry", name) for name in groups}
    parts = {f"{_INSIDE}{name}": ("region", f"{_INSIDE}{name}") for name in groups}
    single = {name: (name,) for name in ("region", "industry", "total")}
    return {**clusters, **parts, **single}


def _prepared(
    cells: pl.DataFrame, fewest: int, value: str, groups: Sequence[str]
) -> pl.DataFrame:
    """The cells with what is needed: firms, size, their lines, and who is too small."""
    table = cells.select(
        pl.col("region", "industry").cast(pl.String),
        firms=pl.col("establishments").cast(pl.Float64).fill_nan(None),
        size=pl.col(value).cast(pl.Float64).fill_nan(None),
        total=pl.lit(True),
        **{name: pl.col(name).cast(pl.Int64).fill_null(_NO_CLUSTER) for name in groups},
        **{f"{_INSIDE}{name}": pl.col(name).is_not_null() for name in groups},
    )
    # Where there is no firm there is nobody to protect.
    nobody = (pl.col("firms") == 0) & (pl.col("size") == 0)
    few = (pl.col("firms").is_null() | (pl.col("firms") < fewest)) & ~nobody.fill_null(
        False
    )
    return table.with_columns(is_few=few).with_columns(
        is_masked=_member(pl.col("is_few"))
    )


def _member(those: pl.Expr) -> pl.Expr:
    """Those among the members of sums: the cells whose figure is known to anybody."""
    return pl.col("size").is_not_null() & those


def _protected(
    table: pl.DataFrame, lines: dict[str, tuple[str, ...]], fewest: int
) -> tuple[pl.DataFrame, dict[str, pl.DataFrame]]:
    """Mask members until every sum is protected, or has none left to mask.

    The second are the sums that nothing protects, by kind.
    """
    while True:
        before = table["is_masked"].sum()
        bare = {}
        # One after the other, small sums first: what protects a cluster protects its
        # industry too.
        for name, keys in lines.items():
            open_sums = _open_sums(table, keys, fewest)
            picked = _smallest_shown(table, keys, open_sums)
            bare[name] = open_sums.join(picked, on=keys, how="anti")
            if name.startswith(_INSIDE):
                # Where one part is not shown, the other is not told by a difference.
                picked = picked.join(bare[name], on="region", how="anti")
            table = _with_masked(table, picked)
        if table["is_masked"].sum() == before:
            return table, bare


def _with_masked(table: pl.DataFrame, more: pl.DataFrame) -> pl.DataFrame:
    chosen = more.select("region", "industry", chosen=pl.lit(True))
    joined = table.join(
        chosen, on=["region", "industry"], how="left", maintain_order="left"
    )
    is_masked = pl.col("is_masked") | pl.col("chosen").fill_null(False)
    return joined.with_columns(is_masked=is_masked).drop("chosen")


def _open_sums(table: pl.DataFrame, keys: tuple[str, ...], fewest: int) -> pl.DataFrame:
    """The keys of the sums that give away a masked member, or too few firms'."""
    masked = (
        table.filter("is_masked")
        .group_by(keys)
        .agg(masked=pl.len(), firms=pl.col("firms").sum())
    )
    alone, few = pl.col("masked") < 2, pl.col("firms") < fewest
    return masked.filter(alone | few).select(keys)


def _smallest_shown(
    table: pl.DataFrame, keys: tuple[str, ...], sums: pl.DataFrame
) -> pl.DataFrame:
    """Of each of these sums the smallest member that is still shown and not zero."""
    shown = table.filter(~pl.col("is_masked"), pl.col("size") > 0)
    among = shown.join(sums, on=keys, how="semi")
    ordered = among.sort("size", "region", "industry")
    return ordered.unique(keys, keep="first", maintain_order=True)


def _beside(table: pl.DataFrame, key: str, hidden: set[str], fewest: int) -> set[str]:
    """What total to mask beside those of `hidden`, so that the whole tells none."""
    sums = (
        table.filter(pl.col("size").is_not_null())
        .group_by(key)
        .agg(pl.col("size").sum(), pl.col("firms").sum())
    )
    masked = sums.filter(pl.col(key).is_in(hidden))
    enough = masked.height > 1 and masked["firms"].sum() >= fewest
    if masked.is_empty() or enough:
        return set()
    others = sums.filter(~pl.col(key).is_in(hidden), pl.col("size") > 0)
    return set(others.sort("size", key)[key].head(1))


def _told(bare: dict[str, pl.DataFrame], line: str, key: str) -> frozenset[Any]:
    """The keys of the sums of a kind that nothing protects."""
    keys: list[Any] = bare[line][key].to_list() if line in bare else []
    return frozenset(keys) - {_NO_CLUSTER}


def _of_masked(
    table: pl.DataFrame, regions: set[str], industries: set[str]
) -> frozenset[int]:
    """The clusters whose quotients would tell a masked total of region or industry."""
    if "cluster" not in table.columns:
        return frozenset()
    inside = pl.col("region").is_in(regions) | pl.col("industry").is_in(industries)
    return frozenset(table.filter(inside)["cluster"]) - {_NO_CLUSTER}
