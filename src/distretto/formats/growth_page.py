"""Growth as one page: a file of HTML that needs nothing else, or a PDF."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from distretto.analysis.selection.growth.explained import Growth
from distretto.analysis.selection.growth.life_cycle import STAGES
from distretto.errors import gettext_noop
from distretto.formats import growth_words as words
from distretto.formats.charts.growth import CHANGE, growth_bars
from distretto.formats.charts.language import ENGLISH, Language
from distretto.formats.charts.picture import Column, Picture, Table
from distretto.formats.charts.render import WIDE
from distretto.formats.documents import html
from distretto.formats.documents.typeset import picture_data, table_data, typeset

TITLE = gettext_noop("Growth from %(from)s to %(to)s")
SOURCE = gettext_noop("Source: %(source)s.")
HEADS = {
    "rows": gettext_noop("Every row, the largest gain first"),
    "meanings": gettext_noop("What the parts are"),
    "notes": gettext_noop("What a reader should know"),
}
REGION, INDUSTRY = gettext_noop("Region"), gettext_noop("Industry")
STAGE, KNOWN = gettext_noop("Stage (a hint)"), gettext_noop("Known")
SHORTER = gettext_noop("Of %(all)s rows, the first %(shown)s are shown.")
DRAWN = gettext_noop("The picture shows the %(shown)s largest changes of %(all)s.")
MOST, MOST_DRAWN = 500, 25


@dataclass(frozen=True)
class _Page:
    found: Growth
    rows: list[dict[str, Any]]
    title: str
    source: str
    language: Language

    def parts(self) -> tuple[str, ...]:
        """The parts, and what is not told apart where any row or the total has some."""
        return words.parts_among([*self.rows, self.found.total], self.found.parts)

    def lead(self) -> str:
        found = self.found
        return words.lead(found.total, found.parts, found.settings, self.language)

    def picture(self, width: int) -> Picture:
        drawn = words.largest(self.found.rows, MOST_DRAWN).to_dicts()
        parts = words.parts_among(drawn, self.found.parts)
        return growth_bars(drawn, parts, language=self.language, width=width)

    def meanings(self) -> list[str]:
        say, shown = self.language.say, [*self.rows, self.found.total]
        return [
            *(say(words.MEANINGS[part]) for part in self.parts()),
            *map(say, words.meaning_of_signs(shown)),
        ]

    def notes(self) -> list[str]:
        say, number = self.language.say, self.language.number
        notes = [say(words.METHODS[self.found.settings["method"]]) + "."]
        notes += [note.said(self.language) for note in self.found.notes]
        counts = {"all": number(self.found.rows.height)}
        if self.found.rows.height > MOST_DRAWN:
            notes.append(say(DRAWN) % {**counts, "shown": number(MOST_DRAWN)})
        if self.found.rows.height > len(self.rows):
            notes.append(say(SHORTER) % {**counts, "shown": number(len(self.rows))})
        if self.source:
            notes.append(say(SOURCE) % {"source": self.source})
        return notes

    def table(self) -> Table:
        return growth_table(self.found, self.rows, self.parts(), self.language)


def growth_table(
    found: Growth,
    rows: list[dict[str, Any]],
    parts: tuple[str, ...],
    language: Language,
) -> Table:
    """Rows, what is in none of them, and the total, with their parts."""
    say, settings = language.say, found.settings
    columns = [
        Column("name", say(REGION if settings["by"] == "region" else INDUSTRY)),
        Column("value_start", str(settings["from"]), "count"),
        Column("value_end", str(settings["to"]), "count"),
        Column("change", say(CHANGE), "count"),
        *(Column(part, say(words.PARTS[part]), "count") for part in parts),
    ]
    for key, column in (
        ("known_share", Column("known_share", say(KNOWN), "share")),
        ("stage", Column("stage", say(STAGE))),
    ):
        if key in found.rows.columns:
            columns.append(column)
    listed = [{**row, "name": words.name_of(row, language)} for row in rows]
    if found.rest is not None:
        listed.append({**found.rest, "name": say(words.RESTS[settings["by"]])})
    listed.append({**found.total, "name": words.name_of(found.total, language)})
    for row in listed:
        if row.get("stage"):
            row["stage"] = say(STAGES[row["stage"]])
    cells = tuple(tuple(words.shown(row, each) for each in columns) for row in listed)
    return Table(tuple(columns), cells)


def write_html(
    found: Growth,
    path: Path,
    *,
    title: str = "",
    source: str = "",
    language: Language = ENGLISH,
) -> None:
    """Growth as one file of HTML, with everything it needs inside."""
    page = _page(found, title, source, language)
    head = {key: language.say(each) for key, each in HEADS.items()}
    text = html.document(
        page.title,
        [
            html.element("p", page.lead(), css="lead"),
            html.picture(page.picture),
            '<section class="wide">',
            html.element("h2", head["rows"]),
            html.table(page.table(), language, sortable=True),
            "</section>",
            html.element("h2", head["meanings"]),
            html.items(page.meanings()),
            html.element("h2", head["notes"]),
            html.items(page.notes()),
        ],
        language,
    )
    path.write_bytes(text.encode())


def write_pdf(
    found: Growth,
    path: Path,
    *,
    title: str = "",
    source: str = "",
    language: Language = ENGLISH,
) -> None:
    """Growth as a PDF with the same picture, readable aloud (PDF/UA-1)."""
    page = _page(found, title, source, language)
    data = {
        "title": page.title,
        "lead": page.lead(),
        "words": {key: language.say(each) for key, each in HEADS.items()},
        "picture": picture_data(page.picture(WIDE)),
        "table": table_data(page.table(), language),
        "meanings": page.meanings(),
        "notes": page.notes(),
    }
    path.write_bytes(typeset("growth_page.typ", data, language))


def _page(found: Growth, title: str, source: str, language: Language) -> _Page:
    years = {key: str(found.settings[key]) for key in ("from", "to")}
    return _Page(
        found=found,
        rows=found.rows.head(MOST).to_dicts(),
        title=title or language.say(TITLE) % years,
        source=source,
        language=language,
    )
