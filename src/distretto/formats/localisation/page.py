"""The localisation of industries as one page of HTML, or as a PDF."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from shapely.geometry.base import BaseGeometry

from distretto.analysis.selection.agglomeration.localised import (
    Localised,
    plants_nearby,
)
from distretto.errors import gettext_noop
from distretto.formats.charts.close_pairs import Plants, close_pairs_map
from distretto.formats.charts.distances import distance_curve
from distretto.formats.charts.language import ENGLISH, Language
from distretto.formats.charts.picture import Column, Picture, Table
from distretto.formats.charts.render import WIDE
from distretto.formats.documents import html
from distretto.formats.documents.typeset import picture_data, table_data, typeset
from distretto.formats.localisation.report import LocalisationReport
from distretto.formats.localisation.words import ranges, reading

TITLE = gettext_noop("Which industries stand close together")
LEAD = gettext_noop(
    "Industries measured: %(all)s, among %(sites)s establishments. Localised: "
    "%(localised)s; dispersed and nowhere localised: %(dispersed)s."
)
NULL = gettext_noop("Chance means: %(null)s")
ALL = gettext_noop("All industries measured")
NOTES = gettext_noop("What a reader should know")
SHOWN = gettext_noop("Industries whose curve and map are shown: the first %(shown)s.")
CURVES_SHOWN = gettext_noop("Industries whose curve is shown: the first %(shown)s.")
COLUMNS = {
    "industry": gettext_noop("Industry"),
    "plants": gettext_noop("Plants"),
    "localised": gettext_noop("Localised"),
    "dispersed": gettext_noop("Dispersed"),
    "ratio": gettext_noop("Pairs, times chance"),
    "above": gettext_noop("Pairs above the band"),
    "p_value": gettext_noop("p-value"),
    "adjusted": gettext_noop("p-value, corrected"),
}
WIDTHS = ("1.6fr", "16mm", "1fr", "1fr", "18mm", "18mm", "16mm", "18mm")
HEADINGS = ("heading-2", "heading-3")
# Industries whose curve and map a page shows unless told.
PICTURED = 6

Maker = Callable[[int], Picture]


@dataclass(frozen=True)
class _Page:
    report: LocalisationReport
    borders: Mapping[str, BaseGeometry]
    top: int
    title: str
    source: str
    language: Language
    maps: bool

    @property
    def shown(self) -> tuple[Localised, ...]:
        return self.report.found[: self.top]

    def notes(self) -> list[str]:
        notes = [note.said(self.language) for note in self.report.notes]
        if len(self.shown) < len(self.report.found):
            shown = self.language.number(len(self.shown))
            sentence = SHOWN if self.maps else CURVES_SHOWN
            notes.append(self.language.say(sentence) % {"shown": shown})
        return notes

    def table(self) -> Table:
        return localisation_table(self.report, self.language)

    def pictures(self, each: Localised) -> list[Maker]:
        """The curve of an industry, and the map of its close pairs."""
        curve = curve_of(self.report, each, self.language)
        if not self.maps:
            return [curve]
        places = map_of(
            self.report,
            each,
            borders=self.borders,
            source=self.source,
            language=self.language,
        )
        return [curve, places]


def lead(report: LocalisationReport, language: Language = ENGLISH) -> list[str]:
    """How many industries are localised and dispersed, and what chance means."""
    found = report.found
    counts = {
        "all": len(found),
        "localised": sum(each.is_localised for each in found),
        "dispersed": sum(each.is_dispersed for each in found),
        "sites": report.points.sites.count,
    }
    said = {key: language.number(count) for key, count in counts.items()}
    null = language.say(found[0].density.null)
    return [language.say(LEAD) % said, language.say(NULL) % {"null": null}]


def curve_of(
    report: LocalisationReport, each: Localised, language: Language = ENGLISH
) -> Maker:
    """The curve of an industry between its bands, for any width."""
    name = report.name_of(each.industry)
    said = reading(each, name, language)
    return lambda width: distance_curve(
        each.density, reading=said, name=name, language=language, width=width
    )


def map_of(
    report: LocalisationReport,
    each: Localised,
    *,
    borders: Mapping[str, BaseGeometry],
    source: str,
    language: Language = ENGLISH,
) -> Maker:
    """The map of where the plants of an industry stand close, for any width."""
    points = report.points
    members = report.members(each.industry)
    near = close_distance(each)
    places = points.degrees
    flat = np.column_stack([points.sites.x, points.sites.y])
    plants = Plants(
        places=flat if places is None else places,
        members=members,
        nearby=plants_nearby(points.sites, members, near),
        within_km=near,
        borders={} if places is None else borders,
    )
    return lambda width: close_pairs_map(
        plants, source=source, language=language, width=width
    )


def close_distance(each: Localised) -> float:
    """The distance in km that is close: up to where it is localised, at most a tenth.

    A map of all plants within most of the area would be dark everywhere.
    """
    density = each.density
    tenth = float(density.distances_km[-1]) / 10
    first = density.localised_km[0][1] if density.localised_km else tenth
    return min(first, tenth) or tenth


def localisation_table(report: LocalisationReport, language: Language) -> Table:
    """All industries with what their curves show; “–” is nowhere."""
    kinds = {"plants": "count", "ratio": "number", "above": "share"}
    columns = tuple(
        Column(key, language.say(name), kinds.get(key, "text"))
        for key, name in COLUMNS.items()
    )
    return Table(
        columns,
        tuple(_row(report, each, language) for each in report.found),
    )


def _row(
    report: LocalisationReport, each: Localised, language: Language
) -> tuple[Any, ...]:
    density = each.density
    return (
        report.name_of(each.industry),
        density.plants,
        ranges(density.localised_km, language) or "–",
        ranges(density.dispersed_km, language) or "–",
        "–" if each.ratio is None else each.ratio,
        each.localisation if each.is_localised else "–",
        language.chance(density.p_value),
        language.chance(each.adjusted_p_value),
    )


def write_page(
    report: LocalisationReport,
    path: Path,
    *,
    borders: Mapping[str, BaseGeometry] | None = None,
    top: int | None = None,
    title: str = "",
    source: str = "",
    language: Language = ENGLISH,
    maps: bool = True,
) -> None:
    """Write the page as .html, with everything inside, or as .pdf.

    Parameters
    ----------
    report : LocalisationReport
    path : ends in .html or .pdf
    borders : shapes in degrees to draw behind the maps
    top : of so many industries the curve and the map; default 6
    title, source : heading, and where the figures come from
    maps : whether the plants are shown on maps
    """
    page = _Page(
        report,
        borders or {},
        top or PICTURED,
        title or language.say(TITLE),
        source or report.points.file,
        language,
        maps,
    )
    content = _pdf(page) if path.suffix.lower() == ".pdf" else _html(page).encode()
    path.write_bytes(content)


def _html(page: _Page) -> str:
    say = page.language.say
    told = lead(page.report, page.language)
    parts = [html.element("p", each, css="lead") for each in told]
    parts += [
        '<section class="wide">',
        html.element("h2", say(ALL)),
        html.table(page.table(), page.language, sortable=True),
        "</section>",
    ]
    for each in page.shown:
        parts += [html.picture(make) for make in page.pictures(each)]
    parts += [html.element("h2", say(NOTES)), html.items(page.notes())]
    return html.document(page.title, parts, page.language)


def _pdf(page: _Page) -> bytes:
    say, language = page.language.say, page.language
    blocks: list[dict[str, Any]] = [
        {"kind": "text", "text": text} for text in lead(page.report, language)
    ]
    blocks += [
        {"kind": "heading-2", "text": say(ALL)},
        {"kind": "table", "note": "", **table_data(page.table(), language, WIDTHS)},
        {"kind": "heading-2", "text": say(NOTES)},
        {"kind": "notes", "notes": page.notes()},
    ]
    for each in page.shown:
        # The curve's title is the industry; that of the map stands under it.
        for heading, make in zip(HEADINGS, page.pictures(each), strict=False):
            drawn = make(WIDE)
            blocks += [
                {"kind": heading, "text": drawn.title},
                {"kind": "picture", **picture_data(drawn)},
            ]
    data = {"title": page.title, "words": {}, "blocks": blocks}
    return typeset("selection_report.typ", data, language)
