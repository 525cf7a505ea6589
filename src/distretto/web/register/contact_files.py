"""The contact log as files: a table, or a workbook with the promises beside it."""

import tempfile
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import polars as pl
from django.http import HttpResponse
from django.utils.translation import gettext

from distretto.formats.result_files import Asked, add_sheet, csv_of, workbook
from distretto.web.register.models import ContactEntry, Promise
from distretto.web.ui.downloads import CSV, XLSX, csv_for_excel, download
from distretto.web.ui.pictures import page_language

# Under names that stay, whatever the language of the page.
CONTACTS: dict[str, Any] = {
    "day": pl.Date,
    "channel": pl.String,
    "organisation": pl.String,
    "person": pl.String,
    "cluster": pl.String,
    "who_of_us": pl.String,
    "said": pl.String,
    "is_confidential": pl.Boolean,
}
PROMISES: dict[str, Any] = {
    "giver": pl.String,
    "organisation": pl.String,
    "person": pl.String,
    "cluster": pl.String,
    "what": pl.String,
    "due_on": pl.Date,
    "kept_on": pl.Date,
    "broken_on": pl.Date,
    "broken_because": pl.String,
}


def answer(
    entries: Iterable[ContactEntry], promises: Iterable[Promise], ending: str
) -> HttpResponse:
    """These contacts, and these promises, as a download."""
    log = pl.DataFrame(map(_contact, entries), schema=CONTACTS, orient="row")
    given = pl.DataFrame(map(_promise, promises), schema=PROMISES, orient="row")
    content, content_type = WRITERS[ending](log, given)
    name = f"{gettext('contacts')}.{ending}"
    return download(content, name, content_type)


def _contact(entry: ContactEntry) -> tuple[Any, ...]:
    return (
        entry.day,
        entry.channel,
        _name(entry.organisation),
        _name(entry.person),
        _name(entry.cluster),
        str(entry.ours),
        entry.said,
        entry.is_confidential,
    )


def _promise(promise: Promise) -> tuple[Any, ...]:
    return (
        promise.giver,
        _name(promise.organisation),
        _name(promise.person),
        _name(promise.cluster),
        promise.what,
        promise.due_on,
        promise.kept_on,
        promise.broken_on,
        promise.broken_because or None,
    )


def _name(record: Any) -> str | None:
    return str(record) if record else None


def _csv(log: pl.DataFrame, _promises: pl.DataFrame) -> tuple[bytes, str]:
    # Excel takes a file for UTF-8 only where it says so.
    return csv_for_excel(csv_of(log)), CSV


def _xlsx(log: pl.DataFrame, promises: pl.DataFrame) -> tuple[bytes, str]:
    asked = Asked(gettext("Contacts"), "", page_language())
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "contacts.xlsx"
        with workbook(path, asked) as book:
            _sheet(book, "Contacts", log, asked)
            _sheet(book, "Promises", promises, asked)
        return path.read_bytes(), XLSX


def _sheet(book: Any, name: str, table: pl.DataFrame, asked: Asked) -> None:
    sheet = add_sheet(book, name, asked.language)
    bold = book.add_format({"bold": True, "bottom": 1})
    day = book.add_format({"num_format": "yyyy-mm-dd", "valign": "top"})
    text = book.add_format({"text_wrap": True, "valign": "top"})
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(table.height, 1), table.width - 1)
    for column, heading in enumerate(table.columns):
        is_long = heading in {"said", "what", "broken_because"}
        sheet.set_column(column, column, 60 if is_long else 18)
        sheet.write_string(0, column, heading, bold)
        for row, cell in enumerate(table[heading], start=1):
            if isinstance(cell, str):
                sheet.write_string(row, column, cell, text)
            elif hasattr(cell, "year"):
                sheet.write_datetime(row, column, cell, day)
            elif cell is not None:
                sheet.write_boolean(row, column, cell, text)


Writer = Callable[[pl.DataFrame, pl.DataFrame], tuple[bytes, str]]
WRITERS: Mapping[str, Writer] = {"csv": _csv, "xlsx": _xlsx}
