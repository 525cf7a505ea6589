"""Totals within a base: what a region employs in some of the industries.

An office that hides cells often publishes the sector above them. Within a base
such as manufacturing, a total is therefore put together from the coarsest groups
of industries that lie in the base and are known, and from single cells only where
all cells of a group are known: a sum over the visible cells is no total.
"""

from collections.abc import Collection
from dataclasses import dataclass

import polars as pl

# Code of the base's own sum, beside the codes of groups and industries.
PARTS = ("region", "code", "amount")


@dataclass(frozen=True)
class _Layer:
    """Groups of one depth: how many digits they have, and who belongs to which."""

    digits: int
    group_of: dict[str, str]


def base_totals(
    cells: pl.DataFrame,
    groups: pl.DataFrame | None,
    *,
    value: str,
    inside: Collection[str],
    industries: Collection[str],
) -> pl.DataFrame | None:
    """`region` and `value` of each region within the base; null where unknown.

    `cells` are those of the base; `groups` hold the published totals of groups
    (`region`, `industry`, `value`); `inside` are the industries of the base,
    `industries` all of the table. None where no published group lies in the base.
    """
    layers = [] if groups is None else _layers(groups, set(inside), set(industries))
    if groups is None or not layers:
        return None
    parts = cells.select("region", code="industry", amount=value)
    told = groups.select("region", code="industry", amount=value)
    for layer in layers:  # finest first: a group is made of the groups below it
        parts = _grouped(parts, told, layer)
    return parts.group_by("region", maintain_order=True).agg(
        _sum_if_known().alias(value)
    )


def _layers(
    groups: pl.DataFrame, inside: set[str], industries: set[str]
) -> list[_Layer]:
    """The groups that lie in the base as a whole, by depth, the finest first."""
    depths: dict[int, dict[str, str]] = {}
    for group in groups["industry"].unique().sort():
        starts = prefixes(group)
        members = {code for code in industries if code.startswith(starts)}
        if members and members <= inside:
            held = depths.setdefault(len(starts[0]), {})
            held.update(dict.fromkeys(starts, group))
    return [_Layer(digits, depths[digits]) for digits in sorted(depths, reverse=True)]


def prefixes(group: str) -> tuple[str, ...]:
    """How the codes in a group begin: “31-33” holds 31, 32 and 33, “311” itself."""
    first, _, last = group.partition("-")
    if not (first.isdigit() and last.isdigit() and int(first) <= int(last)):
        return (group,)
    numbers = range(int(first), int(last) + 1)
    return tuple(str(number).zfill(len(first)) for number in numbers)


def _grouped(parts: pl.DataFrame, told: pl.DataFrame, layer: _Layer) -> pl.DataFrame:
    """The parts with those of a group replaced by its total: published, else summed."""
    start = pl.col("code").str.slice(0, layer.digits)
    group = start.replace_strict(
        layer.group_of, default=None, return_dtype=pl.String
    ).alias("group")
    placed = parts.with_columns(group)
    sums = (
        placed.drop_nulls("group")
        .group_by("region", code="group", maintain_order=True)
        .agg(_sum_if_known())
    )
    published = told.filter(pl.col("code").is_in(list(set(layer.group_of.values()))))
    both = sums.join(
        published,
        on=["region", "code"],
        how="full",
        coalesce=True,
        suffix="_told",
        maintain_order="left_right",
    ).with_columns(amount=pl.coalesce("amount_told", "amount"))
    rest = placed.filter(pl.col("group").is_null())
    return pl.concat([rest.select(PARTS), both.select(PARTS)])


def _sum_if_known() -> pl.Expr:
    amount = pl.col("amount")
    return pl.when(amount.is_not_null().all()).then(amount.sum()).alias("amount")
