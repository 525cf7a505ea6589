"""The page of a sociogram: the drawing between its words and its legend."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape

import numpy as np
import polars as pl

from distretto.analysis.diagnosis.linkages.survey import FIRM
from distretto.errors import gettext_noop
from distretto.formats.charts import theme
from distretto.formats.charts.language import Language
from distretto.formats.charts.lettering import lines_of
from distretto.formats.charts.svg import HERE, local_link
from distretto.formats.sociogram.captions import (
    TIES,
    description_of,
    foot_of,
    subtitle_of,
)
from distretto.formats.sociogram.drawing import (
    Marks,
    colours_of,
    draw_actors,
    draw_labels,
    draw_ties,
)
from distretto.formats.sociogram.entries import entries_of
from distretto.formats.sociogram.filters import Filters
from distretto.formats.sociogram.ground import (
    draw_outlines,
    draw_placeless,
    draw_scale,
)
from distretto.formats.sociogram.legend import Entry, draw_legend, of_sizes
from distretto.formats.sociogram.looks import (
    GROUP_COLOURS,
    KIND_WORDS,
    REST,
    lettering,
)
from distretto.formats.sociogram.naming import shortened
from distretto.formats.sociogram.places import Places
from distretto.formats.sociogram.shown import (
    Shown,
)

SIZE = gettext_noop("Size: number of ties")
PAD, TITLE_SIZE, LINE_SIZE = 22.0, 18.0, 12.5


@dataclass(frozen=True)
class Sizes:
    """What the size of the actors says, in place of their number of ties.

    Attributes
    ----------
    values : dict of actor to number
        From 0; an actor of whom nothing is known is drawn smallest.
    words : str
        What stands in the legend, in the reader's language.
    """

    values: Mapping[str, float]
    words: str


class Page:
    """The parts of one picture, from the top to the bottom."""

    def __init__(
        self,
        held: Shown,
        places: Places,
        numbers: dict[str, str],
        links: Mapping[str, str],
        language: Language,
        title: str,
        sizes: Sizes | None,
        labelled: bool,
        *,
        filters: Filters,
        outlines: Sequence[Mapping[str, Any]] = (),
    ) -> None:
        self.filters, self.outlines = filters, outlines
        self.held, self.places, self.language = held, places, language
        self.numbers, self.title = numbers, title
        self.sizes, self.labelled = sizes, labelled
        self.shades = self._shades()
        self.marks = self._marks(links)

    @property
    def description(self) -> str:
        """What there is to see, in a sentence or two."""
        return description_of(
            self.held,
            self.language,
            self.filters,
            is_anonymous=bool(self.numbers),
        )

    def drawn(self, source: str, date: str) -> tuple[str, float]:
        """The whole drawing, and its height."""
        width = self.places.width
        subtitle = subtitle_of(self.held, self.language, self.filters, date)
        # Parted at plain spaces alone: numbers stay with their signs.
        below_title = lines_of(subtitle.split(" "), width - 2 * PAD, LINE_SIZE)
        top = 46.0 + 16 * len(below_title)
        marks = self.marks
        body = (
            self._ground()
            + draw_ties(self.held, marks)
            + draw_actors(self.held, marks)
            + draw_labels(self.held, marks, width, self.places.height)
        )
        below = top + self.places.height + 10
        legend, high = draw_legend(
            self._legend(), PAD, below, width - 2 * PAD, rtl=self.language.is_rtl
        )
        foot, lines = self._foot(source, below + high + 14)
        height = below + high + 17 * lines + 12
        head = self._line(self.title, 27, TITLE_SIZE, theme.INK, 600)
        head += "".join(
            self._line(line, 47 + 16 * k, LINE_SIZE, theme.MUTED, 400)
            for k, line in enumerate(below_title)
        )
        rule = f'<path d="M{PAD:g},{below - 4:g}h{width - 2 * PAD:g}" '
        rule += f'class="s-line" stroke="{theme.LINE}" fill="none"/>'
        return (
            _SVG
            % {
                "width": f"{width:g}",
                "height": f"{height:g}",
                "font": theme.FONT,
                # What holds links is no single image for those who hear it.
                "role": "group" if any(marks.links) else "img",
                "title": escape(self.title),
                "description": escape(self.description),
                "inside": f'{head}<g transform="translate(0,{top:g})">{body}</g>'
                f"{rule}{legend}{foot}",
            },
            height,
        )

    def _ground(self) -> str:
        """What lies beneath the actors of a map."""
        places, language = self.places, self.language
        if places.projection is None:
            return ""
        low = places.placeless_from
        drawn = draw_outlines(
            self.outlines, places.projection, places.width, low or places.height
        )
        drawn += draw_scale(places.projection, places.width, language, edge=PAD)
        if low is not None:
            drawn += draw_placeless(low, places.width, language, edge=PAD)
        return drawn

    def _line(self, text: str, y: float, size: float, colour: str, weight: int) -> str:
        rtl = self.language.is_rtl
        return lettering(
            text,
            self.places.width - PAD if rtl else PAD,
            y,
            size=size,
            colour=colour,
            anchor="end" if rtl else "start",
            weight=weight,
        )

    def _shades(self) -> dict[str, str]:
        """Colours of the groups of firms that have most actors."""
        firms = self.held.actors.filter(pl.col("kind") == FIRM)["group"].drop_nulls()
        counts = Counter(firms.to_list())
        names = sorted(counts, key=lambda each: (-counts[each], each))
        if len(names) < 2:
            return {}
        if len(names) <= len(GROUP_COLOURS):
            return dict(zip(sorted(names), GROUP_COLOURS, strict=False))
        kept = sorted(names[: len(GROUP_COLOURS)])
        shades = dict(zip(kept, GROUP_COLOURS, strict=False))
        return shades | {name: REST for name in names if name not in shades}

    def _marks(self, links: Mapping[str, str]) -> Marks:
        actors, places = self.held.actors, self.places
        at = {name: place for place, name in enumerate(places.actors)}
        spots = np.array([at[name] for name in actors["actor"]], dtype=np.int64)
        low, high = places.radii
        names = actors["actor"].to_list()
        size = self._sizes(names)
        share = np.sqrt(size / max(size.max(initial=0.0), 1.0))
        return Marks(
            x=places.x[spots],
            y=places.y[spots],
            radius=low + (high - low) * share,
            colours=colours_of(
                actors["kind"].to_list(), actors["group"].to_list(), self.shades
            ),
            labels=[
                (self.numbers.get(name) or shortened(name)) if self.labelled else ""
                for name in names
            ],
            tips=[
                self._tip(row)
                for row in actors.select("actor", "kind", "group", "degree").iter_rows()
            ],
            links=[
                "" if self.numbers or name not in links else within_site(links[name])
                for name in names
            ],
        )

    def _sizes(self, names: list[str]) -> np.ndarray:
        if self.sizes is None:
            return self.held.actors["degree"].to_numpy().astype(float)
        return np.array([self.sizes.values.get(name, 0.0) for name in names], float)

    def _tip(self, row: tuple[str, str, str | None, int]) -> str:
        name, kind, group, degree = row
        language = self.language
        if self.numbers:
            return ""
        ties = language.say_counted(*TIES, degree) % {"count": language.number(degree)}
        return language.join(
            [language.own(name), language.say(KIND_WORDS[kind]), group or "", ties]
        )

    def _legend(self) -> list[Entry]:
        say = self.language.say
        words = say(SIZE) if self.sizes is None else self.sizes.words
        return [
            *entries_of(self.held, self.shades, self.language),
            of_sizes(words, self.places.radii),
        ]

    def _foot(self, source: str, top: float) -> tuple[str, int]:
        text = foot_of(
            self.held,
            self.language,
            self.filters,
            source=source,
            is_anonymous=bool(self.numbers),
            is_labelled=self.labelled,
        )
        lines = lines_of(text.split(" "), self.places.width - 2 * PAD, 11.0)
        drawn = [
            self._line(line, top + 16 * k, 11.0, theme.MUTED, 400)
            for k, line in enumerate(lines)
        ]
        return "".join(drawn), len(lines)


def within_site(address: str) -> str:
    """An address within the site; any other is a bug of whoever gives it."""
    return local_link(address).removeprefix(HERE)


_SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="%(width)s" height="%(height)s" '
    'viewBox="0 0 %(width)s %(height)s" font-family="%(font)s, sans-serif" '
    'role="%(role)s">'
    "<title>%(title)s</title><desc>%(description)s</desc>%(inside)s</svg>"
)
