"""What the rows of a list are to the register: new, known already, or perhaps known."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import polars as pl

from distretto.analysis.register.duplicates import (
    SAME,
    duplicates_within,
    match_against,
)
from distretto.web.accounts.models import Programme
from distretto.web.register.models import FirmList, Listing
from distretto.web.register.queries.alike import (
    FIELDS,
    Pair,
    comparable,
    reasons_of,
)


@dataclass(frozen=True)
class Doubt:
    """A row that may be an organisation of the register, or an earlier row; and why."""

    row: int
    organisation: UUID | int
    score: float
    reasons: list[dict[str, Any]]


@dataclass(frozen=True)
class Matched:
    """Each row of a list beside the register.

    `known` is the organisation that a row is, `same_as` the earlier row of the list
    that a row repeats; whatever is in neither is new. `doubts` are for people.
    """

    known: Mapping[int, UUID] = field(default_factory=dict)
    same_as: Mapping[int, int] = field(default_factory=dict)
    doubts: tuple[Doubt, ...] = ()

    def counts(self, rows: int) -> dict[str, int]:
        repeated = len(self.same_as)
        known = len(set(self.known.values()))
        return {
            "rows": rows,
            "repeated": repeated,
            "known": known,
            "new": rows - repeated - len(self.known),
            "doubtful": len({doubt.row for doubt in self.doubts}),
        }


def match_list(
    frame: pl.DataFrame, programme: Programme, *, update_of: FirmList | None = None
) -> Matched:
    """Match the rows of a list with each other and with the register.

    The keys of an earlier state of the list decide where there are any; then names,
    addresses and numbers. Rows without a name of their own match nothing by it.
    """
    by_key = _by_key(frame, update_of)
    named = frame.filter(pl.col("name").is_not_null())
    same_as, within = _repeated(named, by_key)
    left = named.filter(~pl.col("row").is_in([*by_key, *same_as]))
    known, doubts = _by_likeness(left, programme, set(by_key.values()))
    return Matched({**by_key, **known}, same_as, (*doubts, *within))


REPEATS_TOLD = 200


def repeats_of(frame: pl.DataFrame, matched: Matched) -> list[list[Any]]:
    """Rows that repeat an earlier one, with both names, for the eye: the first ones."""
    names = dict(frame.select("row", "name").iter_rows())
    return [
        [row, names[row], first, names[first]]
        for row, first in list(matched.same_as.items())[:REPEATS_TOLD]
    ]


def _by_key(frame: pl.DataFrame, update_of: FirmList | None) -> dict[int, UUID]:
    if update_of is None:
        return {}
    keys = dict(
        Listing.objects.current()
        .filter(
            firm_list__source=update_of.source,
            firm_list__programme=update_of.programme_id,
            organisation__retired_at__isnull=True,
        )
        .exclude(key="")
        .order_by("firm_list__created_at")
        .values_list("key", "organisation")
    )
    pairs = frame.select("row", "source_id").iter_rows()
    return {row: keys[key] for row, key in pairs if key in keys}


def _repeated(
    frame: pl.DataFrame, by_key: Mapping[int, UUID]
) -> tuple[dict[int, int], list[Doubt]]:
    """Rows that repeat an earlier one, and rows of which people must say so.

    Only rows with the same name, however written, are taken for one firm: two sister
    firms at one address are not. Rows that keys tell apart do not repeat each other.
    """
    apart = frame.filter(~pl.col("row").is_in(list(by_key)))
    if apart.height < 2:
        return {}, []
    rows = apart["row"]
    first: dict[int, int] = {}
    doubts = []
    for pair in duplicates_within(_records(apart)).pairs.iter_rows(named=True):
        one, other = sorted((rows[pair["left"]], rows[pair["right"]]))
        if pair["score"] >= SAME and pair["name"] == SAME_NAME and not pair["against"]:
            first[_root(first, other)] = min(_root(first, one), _root(first, other))
        else:
            doubts.append(Doubt(other, one, pair["score"], list(reasons_of(pair))))
    same_as = {row: _root(first, row) for row in first if _root(first, row) != row}
    return same_as, [each for each in doubts if each.row not in same_as]


# The level of agreement of names that say the same, however they are written.
SAME_NAME = "same"


def _root(first: Mapping[int, int], row: int) -> int:
    while first.get(row, row) != row:
        row = first[row]
    return row


def _by_likeness(
    frame: pl.DataFrame, programme: Programme, taken: set[UUID]
) -> tuple[dict[int, UUID], list[Doubt]]:
    there = programme.organisations.current().exclude(pk__in=taken).order_by("pk")
    known = comparable(there)
    if frame.is_empty() or known.is_empty():
        return {}, []
    rows, pks = frame["row"], known["pk"]
    matched: dict[int, UUID] = {}
    given: set[UUID] = set()
    doubts: dict[tuple[int, UUID], Doubt] = {}
    # The most alike first: a row is one organisation, and an organisation one row.
    for pair in match_against(_records(frame), known).pairs.iter_rows(named=True):
        row, pk = rows[pair["left"]], UUID(pks[pair["right"]])
        if row in matched and matched[row] == pk:
            continue
        is_free = row not in matched and pk not in given
        if pair["score"] >= SAME and is_free:
            matched[row] = pk
            given.add(pk)
        elif row not in matched:
            doubt = Doubt(row, pk, pair["score"], list(reasons_of(pair)))
            doubts.setdefault((row, pk), doubt)
    return matched, [each for each in doubts.values() if each.row not in matched]


def _records(frame: pl.DataFrame) -> pl.DataFrame:
    """What rows are compared by."""
    return frame.select(FIELDS)


def pairs_of_doubts(
    doubts: tuple[Doubt, ...], entered: Mapping[int, UUID]
) -> list[Pair]:
    """Doubts as pairs of organisations, once the rows have become such."""
    pairs = []
    for doubt in doubts:
        entered_as, partner = entered.get(doubt.row), doubt.organisation
        other = entered.get(partner) if isinstance(partner, int) else partner
        if entered_as is None or other is None or entered_as == other:
            continue
        one, two = sorted((entered_as, other))
        pairs.append(Pair(one, two, doubt.score, doubt.reasons))
    return pairs
