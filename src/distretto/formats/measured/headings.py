"""What a page of measures is called where nobody says, and what stands beneath.

A page is passed on without what it came from: its heading names the region or the
industry and the year, and the line beneath the table.
"""

from distretto.analysis.selection.measured import Measured
from distretto.errors import gettext_noop
from distretto.formats.charts.language import Language
from distretto.formats.charts.picture import source_line
from distretto.formats.measured.spoken import spoken

TITLES = {
    "concentration": gettext_noop("Concentration of industries"),
    "pairs": gettext_noop("Industries that stand together"),
    "specialisation": gettext_noop("Specialisation of regions"),
    "region": gettext_noop("Specialisation of one region"),
    "hot_spots": gettext_noop("Hot spots"),
    "hot_industries": gettext_noop("Industries with hot spots"),
    "density_clusters": gettext_noop("Clusters of points"),
    "complexity": gettext_noop("Complexity of regions"),
    "complexities": gettext_noop("Complexity of industries"),
    "related": gettext_noop("Related industries"),
    "prospects": gettext_noop("What a region could do next"),
    "categories": gettext_noop("Industries that belong together"),
}
# Of results that are about one region or industry.
_OF_ONE = {
    "region": ("region", gettext_noop("Specialisation of %(name)s")),
    "prospects": ("region", gettext_noop("What %(name)s could do next")),
    "related": ("industry", gettext_noop("Industries related to %(name)s")),
    "hot_spots": ("industry", gettext_noop("Hot spots of %(name)s")),
}
_IN_YEAR = gettext_noop("%(title)s, %(year)s")


def title_of(found: Measured, language: Language) -> str:
    """The heading: what is measured, of whom, and in which year."""
    title = language.say(TITLES[found.kind])
    if found.kind in _OF_ONE:
        kind, words = _OF_ONE[found.kind]
        code, name = found.settings[kind], found.settings[f"{kind}_name"]
        title = language.say(words) % {"name": spoken(kind, code, name, language)}
    return in_year(title, found, language)


def in_year(title: str, found: Measured, language: Language) -> str:
    """The title with the year of the table, where it has one."""
    year = found.settings.get("year")
    return language.say(_IN_YEAR) % {"title": title, "year": year} if year else title


def beneath(found: Measured, source: str) -> str:
    """The table's file and year; where it came from no file, the source."""
    of = found.settings.get("table") or source
    return source_line(of, found.settings.get("year")) if of else ""
