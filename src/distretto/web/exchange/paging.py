"""Pages of long lists: `limit` and `offset`, both bounded."""

from typing import Annotated, Any

from django.db.models import QuerySet
from ninja import Query, Schema

Limit = Annotated[int, Query(ge=1, le=1000)]
# Bounded, because a number past what the database can count is an error there.
Offset = Annotated[int, Query(ge=0, le=10_000_000)]


def page_of(rows: QuerySet[Any], limit: int, offset: int) -> dict[str, Any]:
    """One page of a queryset, with the number of all rows."""
    return {"count": rows.count(), "items": list(rows[offset : offset + limit])}


class Page(Schema):
    """What every list answers beside its items."""

    count: int
