"""Figures of candidates: what is measured, in which unit, and where it comes from.

A candidate keeps, per key, a list of figures: the first is in use, the others
contradict it and are kept. A figure that is unknown is absent, never zero.
"""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

# Key: title, unit. The key of a figure that people name themselves is its name.
KNOWN: dict[str, tuple[Any, Any]] = {
    "establishments": (_("Firms"), _("establishments")),
    "employment": (_("Employment"), _("persons")),
    "lq": (_("Location quotient"), ""),
    "focus": (_("Focus: share of the region"), "%"),
    "size": (_("Size: share of the industry"), "%"),
    "stars": (_("Stars"), _("of 3")),
    "growth": (_("Growth of employment"), "%"),
    "known_share": (_("Share of the figures that is known"), "%"),
    "turnover": (_("Turnover a year"), ""),
    "exports": (_("Exports a year"), ""),
    "women_share": (_("Share of women in employment"), "%"),
    "poor_households": (_("Poor households reached"), _("households")),
}
# Kept as shares from 0 to 1; percent exists only on screen.
SHARES = frozenset({"focus", "size", "growth", "known_share", "women_share"})
FROM_MAP = (
    "establishments",
    "employment",
    "lq",
    "focus",
    "size",
    "stars",
    "growth",
    "known_share",
)
# Figures of a map that depend on what the region is compared within.
WITHIN_BASE = frozenset({"lq", "focus", "stars"})
WHOLE = "all"
# Base: mark beside a figure, and what it means.
BASES: dict[str, tuple[Any, Any]] = {
    WHOLE: (
        pgettext_lazy("base", "all"),
        _("within all industries of the table"),
    ),
    "manufacturing": (
        pgettext_lazy("base", "manuf."),
        _("within manufacturing alone"),
    ),
    "traded": (
        pgettext_lazy("base", "traded"),
        _("within the traded industries alone"),
    ),
}
_MARKED_CODES = 1  # in the mark of a base that is a list of codes
METHODS = {
    "census": _("Census or register"),
    "sample": _("Sample survey"),
    "estimate": _("Estimate"),
    "expert": _("Expert's judgement"),
    "calculated": _("Calculated from a dataset"),
}
CONFIDENCES = {
    "A": _("A: well founded"),
    "B": _("B: plausible"),
    "C": _("C: a guess"),
}


@dataclass(frozen=True)
class Figure:
    """One figure with its provenance; `sign` is “≤” or “≈” where it is no exact one.

    `base` is what a figure of a map was compared within: a key of `BASES` or codes
    between commas; empty where it does not depend on one, or nobody said. `map_id` is
    the map it was taken from, if it was.
    """

    value: float
    unit: str = ""
    year: int | None = None
    source: str = ""
    method: str = ""
    confidence: str = ""
    sign: str = ""
    base: str = ""
    map_id: str = ""

    def kept(self) -> dict[str, Any]:
        """As it is stored with the candidate."""
        return asdict(self)


@dataclass(frozen=True)
class FigureRow:
    """One of several figures under the same key."""

    figure: Figure
    place: int
    anchor: str
    relation: Any  # to the figure in use, in words; empty for that one

    @property
    def in_use(self) -> bool:
        """Whether tests and lists go by this one."""
        return self.place == 0

    @property
    def method(self) -> Any:
        """How it was got, in words."""
        return METHODS.get(self.figure.method, self.figure.method)

    @property
    def base(self) -> "Base | None":
        """What it was compared within, where that is known."""
        return base_of(self.figure.base)


def _relation(figure: Figure, used: Figure) -> Any:
    if figure.base != used.base:
        return _("of another base")
    is_same = (figure.value, figure.sign) == (used.value, used.sign)
    return _("says the same") if is_same else _("contradicts it")


@dataclass(frozen=True)
class NamedFigure:
    """A figure in use, with its key and title, and those that contradict it."""

    key: str
    title: Any
    is_share: bool
    figure: Figure
    others: tuple[Figure, ...] = ()

    @property
    def rows(self) -> list["FigureRow"]:
        """The figure in use, then those that contradict it."""
        return [
            FigureRow(
                figure,
                place,
                f"{self.key}-{place}",
                _relation(figure, self.figure) if place else "",
            )
            for place, figure in enumerate((self.figure, *self.others))
        ]

    @property
    def base(self) -> "Base | None":
        """What the figure in use was compared within, where that is known."""
        return base_of(self.figure.base)

    @property
    def unit(self) -> Any:
        """The figure's own unit, else the one that its key has."""
        return self.figure.unit or KNOWN.get(self.key, ("", ""))[1]


@dataclass(frozen=True)
class Base:
    """What a figure was compared within: a mark to stand beside it, and in words."""

    mark: str
    words: str


def base_kept(asked: Any) -> str:
    """The base as a figure keeps it: from the settings of a map, None being all."""
    if asked is None:
        return WHOLE
    return asked if isinstance(asked, str) else ", ".join(map(str, asked))


def base_of(kept: str) -> Base | None:
    """The base of a figure for the page; None where there is none or nobody said."""
    if not kept:
        return None
    if kept in BASES:
        mark, words = BASES[kept]
        return Base(str(mark), str(words))
    codes = kept.split(", ")
    more = "…" if len(codes) > _MARKED_CODES else ""
    words = gettext("within the industries %(codes)s alone") % {"codes": kept}
    return Base(", ".join(codes[:_MARKED_CODES]) + more, words)


def bases_of(listed: Iterable[str]) -> list[Base]:
    """The bases among figures, each once, those with a name first."""
    found = {each for each in listed if each}
    order = [*(key for key in BASES if key in found), *sorted(found - set(BASES))]
    return [base for each in order if (base := base_of(each))]


def title_of(key: str) -> Any:
    """The title of a figure: known ones are translated, own names stay."""
    return KNOWN[key][0] if key in KNOWN else key


def value_of(figures: dict[str, Any], key: str) -> float | None:
    """The value in use, or None where it is unknown."""
    kept = figures.get(key)
    return kept[0]["value"] if kept else None


def sign_of(figures: dict[str, Any], key: str) -> str:
    """The sign of the figure in use; empty where it is exact or unknown."""
    kept = figures.get(key)
    return str(kept[0].get("sign", "")) if kept else ""


def base_in_use(figures: dict[str, Any], key: str) -> str:
    """The base of the figure in use, as it is kept; empty where nobody said."""
    kept = figures.get(key)
    return kept[0].get("base", "") if kept else ""


def named(figures: dict[str, Any]) -> list[NamedFigure]:
    """All figures of a candidate, known keys first in their order."""
    order = [*KNOWN, *sorted(key for key in figures if key not in KNOWN)]
    return [_named(key, figures[key]) for key in order if figures.get(key)]


def _named(key: str, kept: list[dict[str, Any]]) -> NamedFigure:
    first, *others = (Figure(**each) for each in kept)
    return NamedFigure(key, title_of(key), key in SHARES, first, tuple(others))
