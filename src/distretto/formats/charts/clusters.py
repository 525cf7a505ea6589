"""Rows of a cluster map as pictures speak of them: names, tips, words."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from distretto.errors import gettext_noop
from distretto.formats.charts.language import Language
from distretto.formats.charts.picture import Bounded, source_line
from distretto.formats.signs import (
    MARKED,
    MEASURES,
    is_little_known,
    meanings,
    sign_of,
    signed,
)
from distretto.notes import FURTHER

Row = Mapping[str, Any]
# Of jobs, of establishments, of jobs within a base, of establishments within a base.
Words = tuple[str, str, str, str]

IN_REGIONS = gettext_noop("%(industry)s, %(regions)s")
LQ = gettext_noop("LQ %(lq)s")
JOBS = gettext_noop("%(count)s jobs")
FIRMS = gettext_noop("%(count)s establishments")
FOCUS = gettext_noop("%(share)s of the region’s jobs")
FIRMS_FOCUS = gettext_noop("%(share)s of the region’s establishments")
FOCUS_WITHIN = gettext_noop("%(share)s of the region’s jobs in %(base)s")
FIRMS_FOCUS_WITHIN = gettext_noop(
    "%(share)s of the region’s establishments in %(base)s"
)
# What figures were compared within, as it stands behind “in”.
BASES = {
    "manufacturing": gettext_noop("manufacturing"),
    "traded": gettext_noop("traded industries"),
}
CHOSEN = gettext_noop("the industries chosen")
RANK = gettext_noop("Rank")
CLUSTER = gettext_noop("Cluster")
QUOTIENT = gettext_noop("Location quotient")
EMPLOYMENT = gettext_noop("Employment")
ESTABLISHMENTS = gettext_noop("Establishments")
FOCUS_NAME = gettext_noop("Focus")
SIZE_NAME = gettext_noop("Size")
STARS = gettext_noop("Stars")
KNOWN = gettext_noop("Share known")
LITTLE_KNOWN = gettext_noop("little is known: %(share)s of the industry")
SOURCE = gettext_noop("Source: %(source)s.")

_FOCUS_WORDS = (FOCUS, FIRMS_FOCUS, FOCUS_WITHIN, FIRMS_FOCUS_WITHIN)
_MOST_NAMES = 3


@dataclass(frozen=True)
class About:
    """Where the figures of a cluster map come from, and what is counted in them.

    `value` is “employment” or “establishments”; `base` what was compared within, as
    in the settings of the map: None, a name, or a list of codes.
    """

    year: int | str | None = None
    source: str = ""
    value: str = "employment"
    base: str | Sequence[str] | None = None

    @classmethod
    def of(cls, settings: Mapping[str, Any], source: str = "") -> "About":
        """As the settings of a cluster map say it."""
        return cls(
            year=settings.get("year"),
            source=source,
            value=str(settings.get("value") or "employment"),
            base=settings.get("base"),
        )

    def choose(self, words: Words, language: Language) -> str:
        """Of four templates the one for this value and base, with the base filled in.

        Other gaps stay: “%(share)s” is filled by the caller.
        """
        by_jobs = self.value == "employment"
        if self.base is None:
            return language.say(words[0] if by_jobs else words[1])
        name = BASES.get(self.base, "") if isinstance(self.base, str) else CHOSEN
        said = language.say(words[2] if by_jobs else words[3])
        return said.replace("%(base)s", language.say(name or str(self.base)))

    def line(self) -> str:
        """Source and year as they stand behind a figure."""
        return source_line(self.source, self.year)

    def note(self, language: Language) -> tuple[str, ...]:
        """The source as a sentence of the caption, where it is known."""
        line = self.line()
        return (language.say(SOURCE) % {"source": line},) if line else ()


def industry_of(row: Row) -> str:
    """What an industry is called; its code where it has no name."""
    return str(row.get("industry_name") or row["industry"])


def regions_of(row: Row, language: Language, most: int = _MOST_NAMES) -> str:
    """The regions by name, the largest first; many are counted."""
    names = [str(each) for each in row.get("region_names") or row["regions"]]
    shown = ", ".join(names[:most])
    if len(names) <= most:
        return shown
    more = len(names) - most
    phrase = language.say_counted(*FURTHER, more)
    return phrase % {"names": shown, "count": language.number(more)}


def name_of(row: Row, language: Language) -> str:
    """A cluster's name: its industry and its regions."""
    return language.say(IN_REGIONS) % {
        "industry": industry_of(row),
        "regions": regions_of(row, language),
    }


def tip_of(row: Row, language: Language, about: About) -> str:
    """What a cluster's figures are, with unit, firms, year and source."""
    say = language.say
    parts = [
        name_of(row, language),
        say(LQ) % {"lq": signed(sign_of(row, "lq"), language.short(row.get("lq")))},
        say(JOBS) % {"count": language.number(row.get("employment"))},
        say(FIRMS) % {"count": language.number(row.get("establishments"))},
        about.choose(_FOCUS_WORDS, language)
        % {"share": signed(sign_of(row, "focus"), language.percent(row.get("focus")))},
        _little_known(row, language),
        about.line(),
    ]
    return language.join(parts)


def _little_known(row: Row, language: Language) -> str:
    """That little of its industry is known, where it is so; else nothing."""
    known = row.get("known_share")
    if not is_little_known(known):
        return ""
    return language.say(LITTLE_KNOWN) % {"share": language.percent(known)}


def measure_of(row: Row, key: str) -> Any:
    """A figure of a cluster for a table, with its sign where it has one."""
    value = row.get(key)
    sign = sign_of(row, key) if key in MARKED else ""
    return Bounded(float(value), sign) if sign and value is not None else value


def meaning_of_signs(
    rows: Iterable[Row], language: Language, *measures: str
) -> tuple[str, ...]:
    """What the signs in these rows mean, in sentences."""
    return tuple(language.say(each) for each in meanings(rows, measures or MEASURES))


def is_number(value: Any) -> bool:
    """Whether a figure is known: neither null nor NaN."""
    return value is not None and value == value


def ranked(rows: Iterable[Row], top: int) -> list[dict[str, Any]]:
    """The first clusters, each with a rank."""
    out = [dict(row) for row in rows][:top]
    for place, row in enumerate(out, start=1):
        row.setdefault("rank", place)
    return out
