"""Which records may stand for the same firm, by `analysis.register.duplicates`."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import polars as pl
from django.db.models import QuerySet

from distretto.analysis.register.duplicates import (
    Duplicates,
    duplicates_within,
    match_against,
)
from distretto.web.accounts.models import Programme
from distretto.web.register.models import Organisation
from distretto.web.register.queries import finding

# By hand, only the nearest names are compared: the page waits for it.
NEAREST = 30
SHOWN = 5
FIELDS = (
    "name",
    "address",
    "place",
    "country",
    "latitude",
    "longitude",
    "tax_number",
    "phone",
    "email",
    "website",
)
STORED = {"place": "place__name"}
SCHEMA: Mapping[str, Any] = {
    "pk": pl.String,
    **dict.fromkeys(FIELDS, pl.String),
    "latitude": pl.Float64,
    "longitude": pl.Float64,
}


@dataclass(frozen=True)
class Pair:
    """Two organisations that may be the same, the older first, and why."""

    one: UUID
    other: UUID
    score: float
    reasons: list[dict[str, Any]]


def comparable(organisations: QuerySet[Organisation]) -> pl.DataFrame:
    """What organisations are compared by: a row for each of their names."""
    names = [STORED.get(name, name) for name in FIELDS]
    told = organisations.values_list("pk", *names, "other_names")
    rows = [
        (str(pk), each, *facts)
        for pk, name, *facts, others in told
        for each in (name, *others.splitlines())
    ]
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")


def alike_names(programme: Programme, told: Mapping[str, Any]) -> list[Organisation]:
    """Those of the register that what is being entered may be, the likeliest first."""
    nearest = finding.hits(programme, Organisation, told["name"], most=NEAREST)
    known = comparable(Organisation.objects.filter(pk__in=nearest))
    if known.is_empty():
        return []
    place = told.get("place_named")
    new = {name: told.get(name) or None for name in FIELDS} | {
        "place": place.name if place else None
    }
    schema = {name: kind for name, kind in SCHEMA.items() if name != "pk"}
    found = match_against(pl.DataFrame([new], schema=schema), known)
    order = [UUID(known["pk"][row]) for row in found.pairs["right"]]
    there = Organisation.objects.select_related("place").in_bulk(order)
    return [there[pk] for pk in dict.fromkeys(order)][:SHOWN]


def pairs_within(programme: Programme) -> list[Pair]:
    """Pairs of the whole register that may be the same, the most alike first."""
    records = comparable(programme.organisations.current().order_by("pk"))
    if records.height < 2:
        return []
    return pairs_of(duplicates_within(records), records["pk"], records["pk"])


def pairs_of(found: Duplicates, left: pl.Series, right: pl.Series) -> list[Pair]:
    """The best pair of each two organisations, whatever names they were met by."""
    best: dict[tuple[UUID, UUID], Pair] = {}
    for row in found.pairs.iter_rows(named=True):
        one, other = sorted((UUID(left[row["left"]]), UUID(right[row["right"]])))
        if one != other and (one, other) not in best:
            best[one, other] = Pair(one, other, row["score"], list(reasons_of(row)))
    return list(best.values())


def reasons_of(row: Mapping[str, Any]) -> Iterable[dict[str, Any]]:
    """Each field that both have: how far it agrees, and how much that says."""
    for field, level in row.items():
        if isinstance(level, str) and field not in ("left", "right", "score"):
            yield {
                "field": field,
                "level": level,
                "bits": row.get(f"{field}_bits"),
                "against": field in row["against"],
            }
