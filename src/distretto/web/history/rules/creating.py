"""Entering many records, each with its version: made ready first, then written.

Making ready is nearly all of the work and needs no transaction. Where one may write at
a time, as with SQLite, others then wait for the writing alone.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection, models
from django.utils import timezone
from uuid_utils.compat import uuid7

from distretto.web.history.models import Change, Record
from distretto.web.history.rules.current import current_deed

Values = Mapping[str, Any]


@dataclass(frozen=True)
class Inserts:
    """Rows of one table as the database takes them, and the statement for them all."""

    statement: str
    rows: list[tuple[Any, ...]]

    def write(self) -> None:
        # One statement, which the database has to understand only once.
        with connection.cursor() as cursor:
            cursor.executemany(self.statement, self.rows)


@dataclass(frozen=True)
class Ready:
    """Records of one model and their first versions; `changes` lack the deed."""

    records: Sequence[Record]
    inserts: tuple[Inserts, Inserts]
    changes: Inserts


def make_ready(records: Sequence[Record]) -> Ready | None:
    """Work out all that is to be written of new records; None of no records."""
    if not records:
        return None
    model: Any = type(records[0])
    rows = [dict(_values(each)) for each in records]
    versions = [*_versions(model, rows)]
    changes = [
        {
            "id": uuid7(),
            "model": model._meta.label,
            "object_id": record.pk,
            "version_id": version,
            "previous_id": None,
            "deed_id": None,
        }
        for record, (version, _) in zip(records, versions, strict=True)
    ]
    return Ready(
        records,
        (
            _inserts(model, rows),
            _inserts(model.history.model, [values for _, values in versions]),
        ),
        _inserts(Change, [_prepared(Change, each) for each in changes]),
    )


def write(ready: Ready | None) -> None:
    """Write what was made ready, within the deed of the caller."""
    if ready is None:
        return
    for each in ready.inserts:
        each.write()
    if entry := current_deed.get():
        deed = _prepared(Change, {"deed_id": entry.pk})["deed_id"]
        told = [(*row[:-1], deed) for row in ready.changes.rows]
        Inserts(ready.changes.statement, told).write()
    alias = connection.alias
    for record in ready.records:
        record._state.adding, record._state.db = False, alias


def create_all(records: Sequence[Record]) -> None:
    """Enter many records of one model, each with its version.

    What saving them one by one does, with a few statements for all.
    """
    write(make_ready(records))


def _values(record: Record) -> Iterator[tuple[str, Any]]:
    for field in record._meta.concrete_fields:
        value = field.pre_save(record, add=True)
        yield field.attname, field.get_db_prep_save(value, connection)


def _versions(model: Any, rows: Sequence[Values]) -> Iterator[tuple[UUID, Values]]:
    version: Any = model.history.model
    tracked = [field.attname for field in version.tracked_fields]
    for row in rows:
        number = uuid7()
        # Who did it is said by the deed.
        own = {
            "history_id": number,
            "history_date": timezone.now(),
            "history_change_reason": "",
            "history_type": "+",
            "history_user_id": None,
        }
        yield (
            number,
            {**{name: row[name] for name in tracked}, **_prepared(version, own)},
        )


def _prepared(model: Any, values: Values) -> dict[str, Any]:
    """Values as the database takes them."""
    return {
        name: _field(model, name).get_db_prep_save(value, connection)
        for name, value in values.items()
    }


def _field(model: Any, attname: str) -> "models.Field[Any, Any]":
    field: models.Field[Any, Any] = model._meta.get_field(attname)
    return field


def _inserts(model: Any, rows: Sequence[Values]) -> Inserts:
    names = list(rows[0])
    quoted = connection.ops.quote_name
    columns = ", ".join(quoted(str(_field(model, name).column)) for name in names)
    gaps = ", ".join(["%s"] * len(names))
    table = quoted(model._meta.db_table)
    return Inserts(
        f"INSERT INTO {table} ({columns}) VALUES ({gaps})",
        [tuple(row.values()) for row in rows],
    )
