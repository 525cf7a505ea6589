"""The rows of growth added up, and what they lack to a published total."""

from collections.abc import Mapping
from typing import Any

import polars as pl

ENDS = ("value_start", "value_end", "change")
REST = "unattributed"


def added(rows: pl.DataFrame, parts: tuple[str, ...]) -> dict[str, Any]:
    """The sum of all rows that are known; the known share where each row has one."""
    known = rows.filter(pl.col("change").is_not_null())
    sums = {name: float(known[name].sum()) for name in (*ENDS, *parts, REST)}
    apart = float((known["known_share"] * known["value_start"]).sum())
    is_told = known["known_share"].is_not_null() | (known["value_start"] == 0)
    whole = bool(is_told.all()) and known.height == rows.height
    share = apart / sums["value_start"] if whole and sums["value_start"] else None
    return {
        "code": None,
        "name": None,
        **sums,
        "is_minimum": known.height < rows.height or bool(known["is_minimum"].any()),
        "known_share": share,
        "hidden": rows["hidden"].sum(),
    }


def of_whole(
    sums: Mapping[str, Any],
    whole: tuple[float, float],
    measured: pl.DataFrame,
    parts: tuple[str, ...],
) -> dict[str, Any]:
    """A published whole in place of the sum of the rows; the parts are the rows'."""
    start, end = whole
    told = {part: sums[part] for part in parts} | {"national": end - start}
    apart = float(measured.drop_nulls(["change", *parts])["value_start"].sum())
    return {
        "value_start": start,
        "value_end": end,
        "change": end - start,
        **told,
        REST: end - start - sum(told.values()),
        "is_minimum": False,
        "known_share": apart / start if start else None,
    }


def rest_of(
    total: Mapping[str, Any], rows: pl.DataFrame, parts: tuple[str, ...]
) -> dict[str, Any] | None:
    """What the rows lack to the total."""
    if total["change"] is None:
        return None
    known = rows.filter(pl.col("change").is_not_null())
    left = {
        name: round(total[name] - known[name].sum(), 6)  # of floating point nothing
        for name in (*ENDS, *parts, REST)
    }
    return left if any(abs(number) >= 0.5 for number in left.values()) else None
