"""A table of measures as one page: a file of HTML that needs nothing else, or a PDF."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from distretto.analysis.selection.measured import Measured
from distretto.errors import gettext_noop
from distretto.formats.charts.language import ENGLISH, Language
from distretto.formats.charts.picture import Column, Picture, Table
from distretto.formats.charts.render import WIDE
from distretto.formats.documents import html
from distretto.formats.documents.typeset import picture_data, table_data, typeset
from distretto.formats.measured.columns import (
    FURTHER,
    NAMES,
    cell_text,
    label_of,
    shown_columns,
    shown_rows,
)
from distretto.formats.measured.leads import lead
from distretto.formats.measured.meanings import meanings
from distretto.formats.measured.shown import Shown

HEADS = {
    "rows": gettext_noop("The figures"),
    "meanings": gettext_noop("What the columns mean"),
    "notes": gettext_noop("What a reader should know"),
}
SOURCE = gettext_noop("Source: %(source)s.")
SHORTER = gettext_noop("Of %(all)s rows, the first %(shown)s are shown.")
MOST = 500

Maker = Callable[[int], Picture]


@dataclass(frozen=True)
class _Page:
    found: Measured
    source: str
    language: Language
    pictures: tuple[Maker, ...] = ()

    @cached_property
    def rows(self) -> list[dict[str, Any]]:
        return shown_rows(self.found).head(MOST).to_dicts()

    @property
    def columns(self) -> list[Shown]:
        return shown_columns(self.found, self.rows)

    def further(self) -> "list[_Page]":
        """The other tables of the result."""
        return [_Page(each, "", self.language) for each in self.found.further]

    def title(self) -> str:
        """The heading of a further table."""
        return self.language.say(FURTHER[self.found.kind])

    def head(self, key: str) -> str:
        return self.language.say(HEADS[key])

    def lead(self) -> str:
        return lead(self.found, self.language)

    def meanings(self) -> list[str]:
        pages = (self, *self.further())
        return meanings(
            [(each.found, each.columns, each.rows) for each in pages], self.language
        )

    def notes(self) -> list[str]:
        say, number = self.language.say, self.language.number
        notes = [note.said(self.language) for note in self.found.notes]
        count = shown_rows(self.found).height
        if count > len(self.rows):
            told = {"all": number(count), "shown": number(len(self.rows))}
            notes.append(say(SHORTER) % told)
        if self.source:
            notes.append(say(SOURCE) % {"source": self.source})
        return notes

    def printed(self) -> dict[str, Any]:
        """The table for paper: lists get most of the room, single words no more."""
        widths = ["", *(_width(each) for each in self.columns)]
        return table_data(self.table(), self.language, widths)

    def table(self) -> Table:
        return _table(self.found, self.rows, self.columns, self.language)


def measured_table(found: Measured, language: Language) -> Table:
    """The rows that a page is about, in its columns."""
    rows = shown_rows(found).head(MOST).to_dicts()
    return _table(found, rows, shown_columns(found, rows), language)


def _table(
    found: Measured,
    rows: list[dict[str, Any]],
    columns: list[Shown],
    language: Language,
) -> Table:
    say = language.say
    is_numbered = found.kind == "density_clusters"
    head = [Column("name", say(NAMES[found.kind]), "count" if is_numbered else "text")]
    head += [Column(each.key, say(each.head), _kind(each)) for each in columns]
    cells = tuple(
        (
            label_of(found, row, language),
            *(cell_text(row, each, language) or None for each in columns),
        )
        for row in rows
    )
    return Table(tuple(head), cells)


def _width(column: Shown) -> str:
    if column.kind == "flag" or (column.kind == "text" and column.lines == 1):
        return "auto"
    return "2.5fr" if column.lines > 2 else ""


def _kind(column: Shown) -> str:
    return "text" if column.kind in ("text", "word", "flag") else "number"


def write_html(
    found: Measured,
    path: Path,
    *,
    title: str,
    source: str = "",
    language: Language = ENGLISH,
    pictures: Callable[[], Sequence[Maker]] = tuple,
) -> None:
    """The measures as one file of HTML, with everything it needs inside."""
    page = _Page(found, source, language, tuple(pictures()))
    text = html.document(
        title,
        [
            html.element("p", page.lead(), css="lead"),
            *(html.picture(make) for make in page.pictures),
            '<section class="wide">',
            html.element("h2", page.head("rows")),
            html.table(page.table(), language),
            *(
                part
                for each in page.further()
                for part in (
                    html.element("h2", each.title()),
                    html.table(each.table(), language),
                )
            ),
            "</section>",
            html.element("h2", page.head("meanings")),
            html.items(page.meanings()),
            html.element("h2", page.head("notes")),
            html.items(page.notes()),
        ],
        language,
    )
    path.write_bytes(text.encode())


def write_pdf(
    found: Measured,
    path: Path,
    *,
    title: str,
    source: str = "",
    language: Language = ENGLISH,
    pictures: Callable[[], Sequence[Maker]] = tuple,
) -> None:
    """The measures as a PDF, readable aloud (PDF/UA-1)."""
    page = _Page(found, source, language, tuple(pictures()))
    data = {
        "title": title,
        "lead": page.lead(),
        "pictures": [picture_data(make(WIDE)) for make in page.pictures],
        "words": {key: page.head(key) for key in HEADS},
        "table": page.printed(),
        "further": [
            {"title": each.title(), "table": each.printed()} for each in page.further()
        ],
        "meanings": page.meanings(),
        "notes": page.notes(),
    }
    path.write_bytes(typeset("measured_page.typ", data, language))
