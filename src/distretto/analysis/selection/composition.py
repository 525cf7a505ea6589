"""What a region or an industry is made of, beside what the whole is made of.

Seen by regions, a *group* is a region and its *members* are industries; seen by
industries it is the other way round. Each listed cell gets its share of the group
(`_part`) and the member's share of the whole (`_whole`). An unlisted pair is zero, so
what such pairs add to a sum follows from the whole and need not be listed. A hidden
cell is zero on neither side: its member is left out of the group and, for that
group, out of the whole.
"""

from collections.abc import Mapping
from typing import Any

import narwhals as nw
from narwhals.typing import IntoFrame

from distretto.analysis.checks import Frame, check_share, check_table, known
from distretto.analysis.selection.totals import attach, check_totals, totals_by

# Facts of the whole, the same in every row.
_OF_WHOLE = ("_grand", "_lacking", "_members", "_w2", "_w3")
# Facts of a group, the same in each of its rows.
_OF_GROUP = ("_x", "_hidden", "_hidden2", "_hidden3", "_unseen", "_nowhere", "_odd")


def composed(
    cells: IntoFrame,
    *,
    group: str,
    member: str,
    value: str,
    member_totals: IntoFrame | None,
    name: str,
) -> Frame:
    """The checked cells with `_part` and `_whole`, null where the cell is hidden."""
    keys = (group, member)
    frame = check_table(cells, keys=keys, counts=(value,), unique=True, name="cells")
    told = check_totals(member_totals, member, value, name)
    weights = _weights(totals_by(member, frame, value, told, "whole"), member)
    rows = attach(frame, (weights, member)).with_columns(known(value).alias("_value"))
    rows = attach(rows, (_by_group(rows, group), group))
    here = ~nw.col("_value").is_null()
    whole = nw.col("_w") / (1.0 - nw.col("_hidden"))
    return rows.with_columns(
        nw.when(nw.col("_x") > 0).then(nw.col("_value") / nw.col("_x")).alias("_part"),
        nw.when(here & (nw.col("_w") > 0)).then(whole).alias("_whole"),
    )


def _weights(totals: Frame, member: str) -> Frame:
    """Each member's share `_w` of the whole, with the facts of the whole."""
    # Sums in each row, not joined on: a lazy table that is joined with sums of itself
    # is in the plan twice, and so is all that it came from.
    told: Any = totals
    shares = told.with_columns(
        nw.col("whole_total").sum().alias("_grand"),
        nw.col("whole_hidden").sum().alias("_lacking"),
    ).select(
        member,
        "_grand",
        "_lacking",
        (nw.col("whole_total") / nw.col("_grand")).fill_null(0.0).alias("_w"),
    )
    w = nw.col("_w")
    return shares.with_columns(
        (w * w).alias("_w2"), (w * w * w).alias("_w3"), _flag(w > 0, "_members")
    ).with_columns(nw.col(name).sum() for name in ("_w2", "_w3", "_members"))


def _by_group(rows: Frame, group: str) -> Frame:
    """What is known and what is hidden in each group."""
    x, w = nw.col("_value"), nw.col("_w")
    gone = nw.when(x.is_null()).then(w).otherwise(0.0)
    flags: Any = rows.select(
        group,
        x.alias("_x"),
        gone.alias("_hidden"),
        (gone * gone).alias("_hidden2"),
        (gone * gone * gone).alias("_hidden3"),
        _flag(x.is_null() & (w > 0), "_unseen"),
        _flag(x.is_null() & ~(w > 0), "_nowhere"),
        _flag((x > 0) & ~(w > 0), "_odd"),
    )
    sums = flags.group_by(group).agg(*(nw.col(name).sum() for name in _OF_GROUP))
    return sums.with_columns(nw.col(name).fill_null(0.0) for name in _OF_GROUP)


def _flag(condition: nw.Expr, name: str) -> nw.Expr:
    return nw.when(condition).then(nw.lit(1.0)).otherwise(nw.lit(0.0)).alias(name)


def summed(rows: Frame, group: str, terms: Mapping[str, nw.Expr]) -> Frame:
    """One row for each group: sums of the terms over its known cells, and its facts.

    `unlisted` is the share of the whole in members that the group does not list,
    where it has nothing; `members` is how many members are not hidden.
    """
    wanted = {**terms, "_listed": nw.col("_whole")}
    facts = (*_OF_WHOLE, *_OF_GROUP)
    columns: Any = rows.select(
        group, *facts, *(term.alias(name) for name, term in wanted.items())
    )
    sums = columns.group_by(group).agg(
        *(nw.col(name).sum() for name in wanted),
        *(nw.col(name).max() for name in facts),
    )
    rest = 1.0 - nw.col("_listed")
    return sums.with_columns(
        *(nw.col(name).fill_null(0.0) for name in wanted)
    ).with_columns(
        nw.when(rest > 0).then(rest).otherwise(0.0).alias("unlisted"),
        (nw.col("_members") - nw.col("_unseen")).alias("members"),
        share_known().alias("known_share"),
    )


def share_known() -> nw.Expr:
    """The share of the whole in members whose cell is not hidden.

    Null where a hidden cell belongs to a member of which no total is known.
    """
    seen = (nw.col("_nowhere") == 0) & (nw.col("_grand") > 0)
    nothing = nw.col("_unseen") >= nw.col("_members")
    share = nw.when(nothing).then(nw.lit(0.0)).otherwise(1.0 - nw.col("_hidden"))
    return nw.when(seen).then(share)


def known_enough(minimum: float) -> nw.Expr:
    """Whether so much of the whole is known; with 0, whatever is known is enough."""
    least = check_share(minimum, "minimum_known_share")
    return share_known() >= least if least > 0 else nw.lit(True)


def power_of_whole(power: int) -> nw.Expr:
    """Sum of the seen members' shares of the whole, each to the power of 2 or 3."""
    whole = nw.col(f"_w{power}") - nw.col(f"_hidden{power}")
    left = 1.0 - nw.col("_hidden")
    return whole / (left * left if power == 2 else left * left * left)


def answered(sums: Frame, group: str, minimum: float, **index: nw.Expr) -> Frame:
    """`group`, the indices, `known_share` and `is_estimate`.

    An index is null where less than `minimum` is known (with 0, whatever is known
    counts), where the group has nothing, or where a member has no total to compare
    with.
    """
    sound = known_enough(minimum) & (nw.col("_x") > 0) & (nw.col("_odd") == 0)
    results = sums.select(
        group,
        *(nw.when(sound).then(one).alias(name) for name, one in index.items()),
        "known_share",
        "_lacking",
    )
    flag = is_estimate(next(iter(index))).alias("is_estimate")
    return results.with_columns(flag).drop("_lacking")


def is_estimate(measure: str) -> nw.Expr:
    """Whether the measure, where it is known, rests on a whole that lacks cells."""
    return (nw.col("_lacking") > 0) & ~nw.col(measure).is_null()


def without_marks(rows: Frame, *more: str) -> Frame:
    """The rows without the columns that only the making of an index needed."""
    marks = ("_w", "_value", "_part", "_whole", *_OF_WHOLE, *_OF_GROUP, *more)
    return rows.drop(*marks)
