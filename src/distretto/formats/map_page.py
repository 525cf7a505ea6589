"""A cluster map as one page: a file of HTML that needs nothing else, or a PDF."""

from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from distretto.analysis.selection.cluster_map import ClusterMap
from distretto.errors import gettext_noop
from distretto.formats.boundaries import Boundaries
from distretto.formats.charts import cluster_sheet
from distretto.formats.charts import clusters as rows_of
from distretto.formats.charts.bars import bar_list
from distretto.formats.charts.bubbles import bubbles
from distretto.formats.charts.clusters import About
from distretto.formats.charts.language import ENGLISH, Language
from distretto.formats.charts.maps import region_map
from distretto.formats.charts.picture import Picture
from distretto.formats.charts.render import NARROW, WIDE
from distretto.formats.documents import html
from distretto.formats.documents.typeset import picture_data, table_data, typeset
from distretto.formats.map_tables import cluster_table, formulas, funnel_table
from distretto.formats.map_words import (
    has_interval,
    has_share_of_firms,
    interval_meaning,
    settings,
)
from distretto.formats.signs import MARKED

TITLE = gettext_noop("Cluster map")
LIST = gettext_noop("Clusters")  # where there is no map
MAP = gettext_noop("Where the clusters are")
LEAD = gettext_noop(
    "Clusters found: %(clusters)s, among %(listed)s combinations of a region and an "
    "industry. The visible figures explain %(known)s of the total."
)
LEAD_BY_FIRMS = gettext_noop(
    "Clusters found: %(clusters)s, among %(listed)s combinations of a region and an "
    "industry. Those whose figure is visible hold %(known)s of the establishments; no "
    "total was published that would tell more."
)
WORDS = {
    "clusters": gettext_noop("The clusters, best first"),
    "settings": gettext_noop("What was asked for"),
    "notes": gettext_noop("What a reader should know"),
    "funnel": gettext_noop("From all combinations to clusters"),
    "formulas": gettext_noop("How the figures are made"),
}
SHORTER = gettext_noop("Of %(all)s clusters, the first %(shown)s are shown.")
FORMULAS = (
    gettext_noop(
        "Location quotient = (the industry’s share of the cluster’s regions) / (its "
        "share of the reference area). 1 means an equal share."
    ),
    gettext_noop(
        "Focus is the industry’s share of the regions; size is their share of the "
        "industry. Strength is the cube root of size × location quotient × focus; it "
        "ranks clusters with equal stars."
    ),
)
# A page of some thousand rows is slow to open; the table files hold them all.
MOST = 200
MOST_OUTLINED = 12

Target = str | Path | IO[bytes]


@dataclass(frozen=True)
class _Page:
    """What both the HTML page and the PDF show."""

    found: ClusterMap
    boundaries: Boundaries | None
    rows: list[dict[str, Any]]
    title: str
    about: About
    language: Language

    def formulas(self) -> list[list[str]]:
        """The quotients of the first clusters, with their intervals."""
        level = self.found.settings.get("certainty")
        return formulas(self.rows, level, self.language)

    def picture_makers(self) -> list[Any]:
        """Functions of a width, each making one picture."""
        given: dict[str, Any] = {"about": self.about, "language": self.language}
        links = {row["rank"]: f"#cluster-{row['rank']}" for row in self.rows}
        makers = [
            # Before the others, because it has the names for the numbers of the map.
            lambda width: bar_list(
                self.rows,
                measure=self.about.value,
                top=MOST_OUTLINED,
                links=links,
                width=width,
                **given,
            ),
            lambda width: bubbles(self.rows, links=links, width=width, **given),
        ]
        return [self._map(links), *makers] if self.boundaries else makers

    def _map(self, links: dict[int, str]) -> Any:
        assert self.boundaries is not None
        shapes = self.boundaries

        def make(width: int) -> Picture:
            sheet = cluster_sheet.clusters_sheet(
                self.found,
                shapes,
                top=min(len(self.rows), MOST_OUTLINED if width > NARROW else 8),
                about=self.about,
                links=links,
                language=self.language,
            )
            return region_map(
                sheet,
                title=self.language.say(MAP),
                source=self.about.source,
                year=self.about.year,
                language=self.language,
                width=width,
            )

        return make

    def lead(self) -> str:
        """The whole in a sentence or two."""
        words = self.language
        lead = LEAD_BY_FIRMS if has_share_of_firms(self.found.settings) else LEAD
        return words.say(lead) % {
            "clusters": words.number(self.found.clusters.height),
            "listed": words.number(self.found.funnel["listed"]),
            "known": words.percent(self.found.known_share),
        }

    def words(self) -> dict[str, str]:
        """The headings."""
        return {key: self.language.say(each) for key, each in WORDS.items()}

    def signs(self) -> tuple[str, ...]:
        """What stands before and beneath the measures, where anything does."""
        signs = rows_of.meaning_of_signs(self.rows, self.language, *MARKED)
        if not any(map(has_interval, self.rows)):
            return signs
        level = self.found.settings.get("certainty")
        return (*signs, interval_meaning(level, self.language))

    def since(self) -> int | None:
        """The year that growth is counted from; None where there is no earlier one."""
        year: int | None = self.found.settings.get("growth_from")
        return year

    def notes(self) -> list[str]:
        """The notes of the map."""
        return [note.said(self.language) for note in self.found.notes]

    def shorter(self) -> str:
        """That the table holds only the first clusters; empty where it holds all."""
        count = self.found.clusters.height
        if len(self.rows) >= count:
            return ""
        shown, all_of = (self.language.number(n) for n in (len(self.rows), count))
        return self.language.say(SHORTER) % {"shown": shown, "all": all_of}


def write_html(
    found: ClusterMap,
    boundaries: Boundaries | None,
    target: Target,
    *,
    top: int | None = None,
    title: str = "",
    source: str = "",
    language: Language = ENGLISH,
) -> None:
    """The cluster map as one file of HTML, with everything it needs inside.

    It opens no address, and its table can be sorted. Without boundaries there is no
    map. `top` keeps the first clusters; 200 at most.
    """
    page = _page(found, boundaries, top, title, source, language)
    _save(_as_html(page).encode(), target)


def write_pdf(
    found: ClusterMap,
    boundaries: Boundaries | None,
    target: Target,
    *,
    top: int | None = None,
    title: str = "",
    source: str = "",
    language: Language = ENGLISH,
) -> None:
    """The cluster map as a PDF with the same pictures, readable aloud (PDF/UA-1)."""
    page = _page(found, boundaries, top, title, source, language)
    *pictures, last = [picture_data(make(WIDE)) for make in page.picture_makers()]
    data = {
        "title": page.title,
        "lead": page.lead(),
        "words": page.words(),
        "pictures": pictures,
        "last-picture": last,
        "shorter": page.shorter(),
        "table": _paper_table(page),
        "signs": list(page.signs()),
        "formula_notes": [language.say(each) for each in FORMULAS],
        "formulas": page.formulas(),
        "settings": settings(found, language),
        "funnel": table_data(funnel_table(found, language), language),
        "notes": page.notes(),
    }
    _save(typeset("map_page.typ", data, language), target)


# Of the columns on a sheet of A4 on its side, so that names have room.
_WIDTHS = {
    "rank": "11mm",
    "industry": "1.3fr",
    "regions": "1fr",
    "employment": "20mm",
    "establishments": "25mm",
    "lq": "20mm",
    "focus": "15mm",
    "size": "15mm",
    "growth": "16mm",
    "stars": "12mm",
    "known_share": "16mm",
}


def _paper_table(page: _Page) -> dict[str, Any]:
    table = cluster_table(page.rows, page.language, since=page.since(), most=5)
    widths = [_WIDTHS[column.key] for column in table.columns]
    return table_data(table, page.language, widths)


def _page(
    found: ClusterMap,
    boundaries: Boundaries | None,
    top: int | None,
    title: str,
    source: str,
    language: Language,
) -> _Page:
    rows = cluster_sheet.rows(found, boundaries)[: min(top or MOST, MOST)]
    return _Page(
        found=found,
        boundaries=boundaries,
        rows=rows,
        title=title or language.say(TITLE if boundaries else LIST),
        about=About.of(found.settings, source),
        language=language,
    )


def _as_html(page: _Page) -> str:
    words, language = page.words(), page.language
    pictures = [html.picture(make) for make in page.picture_makers()]
    first, rest = pictures[:1], pictures[1:]
    marks = [f"cluster-{row['rank']}" for row in page.rows]
    table = cluster_table(page.rows, language, since=page.since())
    return html.document(
        page.title,
        [
            html.element("p", page.lead(), css="lead"),
            *first,
            *_notes(page),
            '<section class="wide">',
            html.element("h2", words["clusters"]),
            *([html.element("p", page.shorter())] if page.shorter() else []),
            html.table(table, language, marks=marks, sortable=True),
            *(html.element("p", each, css="quiet") for each in page.signs()),
            "</section>",
            *rest,
            html.element("h2", words["formulas"]),
            *(html.element("p", language.say(each)) for each in FORMULAS),
            html.facts(page.formulas(), css="formula"),
            html.element("h2", words["settings"]),
            html.facts(settings(page.found, language)),
            html.element("h2", words["funnel"]),
            html.table(funnel_table(page.found, language), language),
        ],
        language,
    )


def _notes(page: _Page) -> list[str]:
    if not page.notes():
        return []
    return [html.element("h2", page.words()["notes"]), html.items(page.notes())]


def _save(content: bytes, target: Target) -> None:
    if isinstance(target, (str, Path)):
        Path(target).write_bytes(content)
    else:
        target.write(content)
