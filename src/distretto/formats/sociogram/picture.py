"""One sociogram: the drawing with its words, and the table behind it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape

import numpy as np
import polars as pl

from distretto.analysis.diagnosis.linkages.survey import FIRM, KINDS, Linkages
from distretto.errors import InputError, gettext_noop, ngettext_noop
from distretto.formats.charts import theme
from distretto.formats.charts.language import ENGLISH, Language
from distretto.formats.charts.picture import Table
from distretto.formats.charts.svg import HERE, local_link
from distretto.formats.sociogram.drawing import (
    Marks,
    colours_of,
    draw_actors,
    draw_labels,
    draw_ties,
    line_widths,
)
from distretto.formats.sociogram.filters import (
    Filters,
    filters_of,
    without_conflicts,
)
from distretto.formats.sociogram.ground import (
    draw_outlines,
    draw_placeless,
    draw_scale,
)
from distretto.formats.sociogram.legend import (
    Entry,
    draw_legend,
    of_line,
    of_shape,
    of_sizes,
)
from distretto.formats.sociogram.looks import (
    GREEN,
    GROUP_COLOURS,
    KIND_COLOURS,
    KIND_WORDS,
    LEGEND_ORDER,
    LINES,
    RED,
    REST,
    lettering,
)
from distretto.formats.sociogram.naming import shortened, width_of
from distretto.formats.sociogram.places import Places, places_of
from distretto.formats.sociogram.shown import (
    Choice,
    Shown,
    check_choice,
    shown,
    union_of,
)
from distretto.formats.sociogram.twin import table_of

TITLE = gettext_noop("Linkages of the cluster")
ACTORS = ngettext_noop("%(count)s actor", "%(count)s actors")
TIES = ngettext_noop("%(count)s tie", "%(count)s ties")
CHANGES = gettext_noop("%(new)s new, %(lost)s lost")
COVERAGE = gettext_noop("coverage %(share)s")
NO_COVERAGE = gettext_noop("coverage unknown")
FROM_TO = gettext_noop("from %(before)s to %(after)s")
SIZE = gettext_noop("Size: number of ties")
OPEN = gettext_noop("Not surveyed")
CAME, LEFT = gettext_noop("New actor"), gettext_noop("Actor who left")
OTHERS = gettext_noop("Other groups")
NO_GROUP = gettext_noop("Group unknown")
WIDER = gettext_noop("Wider: stronger")
ARROW = gettext_noop("Arrows point to whom was named")
NUMBERED = gettext_noop("Names are withheld: actors have numbers")
UNNAMED = gettext_noop("Names where there is room, those of most ties first")
SOURCE = gettext_noop("Source: %(source)s")
FOCUS = gettext_noop("%(actor)s and its partners")
DESCRIPTION = gettext_noop(
    "Sociogram. %(counts)s. Without any tie: %(alone)s. Of most ties: %(most)s."
)
NAMELESS = gettext_noop("Sociogram. %(counts)s. Without any tie: %(alone)s.")
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


@dataclass(frozen=True)
class Sociogram:
    """A drawing of linkages.

    Attributes
    ----------
    drawing : str
        SVG, with its legend, counts, coverage and date inside.
    width, height : float
        Pixels.
    title, description : str
        A heading, and what there is to see in a sentence or two.
    table : Table
        Each actor with its partners, for those who do not see the picture.
    places : Places
        Where everybody stands: the same for every choice of what is shown.
    """

    drawing: str
    width: float
    height: float
    title: str
    description: str
    table: Table
    places: Places
    language: Language


def sociogram(
    waves: Sequence[Linkages],
    *,
    wave: str | None = None,
    compare: tuple[str, str] | None = None,
    choice: Choice | None = None,
    anonymous: bool = False,
    labelled: bool = True,
    conflicts: bool | None = None,
    geographic: bool = False,
    outlines: Sequence[Mapping[str, Any]] = (),
    apart: bool = True,
    sizes: Sizes | None = None,
    title: str = "",
    source: str = "",
    date: str = "",
    links: Mapping[str, str] | None = None,
    places: Places | None = None,
    language: Language = ENGLISH,
    width: int = 960,
    seed: int = 1,
) -> Sociogram:
    """Draw a wave of linkages, or what changed between two.

    Places are worked out from all waves and relations together, so that nobody moves
    whatever is chosen.

    Parameters
    ----------
    waves : all waves there are
    wave : the one to draw; the last if not given
    compare : two waves: new ties green, lost ties dashed
    choice : which ties and actors are shown
    anonymous : numbers for names, here and in the table
    labelled : whether names, or numbers, stand beside the actors
    conflicts : whether they are drawn; if not given, where actors have names
    geographic : by latitude and longitude
    outlines : GeoJSON geometries in degrees, drawn lightly beneath a map
    apart : institutions at one side, those outside the cluster at the other
    sizes : what the size of the actors says, if not their number of ties
    title, source, date : stand in the picture
    links : actor to address within the site
    places : as another sociogram of the same waves has them
    language, width, seed

    Raises
    ------
    InputError
        There is no such wave, relation or actor; nobody has a place on the map; or the
        map would tell who the numbers are.
    """
    if anonymous and geographic:
        raise InputError(
            "map_tells_names",
            gettext_noop(
                "A map would tell who the numbers are. Draw the sociogram by its ties, "
                "or with names."
            ),
        )
    choice = choice or Choice()
    union = union_of(waves)
    check_choice(waves, union, choice)
    no_conflicts = anonymous if conflicts is None else not conflicts
    drawn = _chosen(waves, wave, compare)
    drawn = without_conflicts(drawn) if no_conflicts else drawn
    held = shown(drawn, union, choice)
    if places is None:
        places = places_of(
            union,
            width=width,
            apart=apart,
            geographic=geographic,
            rtl=language.is_rtl,
            seed=seed,
        )
    numbers = _numbers(places) if anonymous else {}
    called = title or language.say(TITLE)
    if choice.focus is not None and not anonymous:
        focus = language.own(choice.focus)
        called += " · " + language.say(FOCUS) % {"actor": focus}
    filters = filters_of(choice, language, no_conflicts=no_conflicts)
    page = _Page(
        held,
        places,
        numbers,
        links or {},
        language,
        called,
        sizes,
        labelled,
        filters,
    )
    page.outlines = outlines
    drawing, height = page.drawn(source, date)
    return Sociogram(
        drawing=drawing,
        width=places.width,
        height=height,
        title=called,
        description=page.description,
        table=table_of(held, numbers, language),
        places=places,
        language=language,
    )


def _chosen(
    waves: Sequence[Linkages], wave: str | None, compare: tuple[str, str] | None
) -> list[Linkages]:
    names = {each.wave: each for each in waves}
    asked = compare or ((wave,) if wave is not None else (waves[-1].wave,))
    for name in asked:
        if name not in names:
            raise InputError(
                "no_such_wave",
                gettext_noop("There is no wave “%(wave)s”. There are: %(waves)s."),
                wave=name,
                waves=", ".join(f"“{each}”" for each in names),
            )
    return [names[name] for name in asked]


def _numbers(places: Places) -> dict[str, str]:
    """By their place on the page from the top, which everybody sees anyway."""
    order = np.lexsort((places.x, np.round(places.y / 12)))
    return {places.actors[one]: str(k) for k, one in enumerate(order, start=1)}


class _Page:
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
        filters: Filters,
    ) -> None:
        self.filters = filters
        self.outlines: Sequence[Mapping[str, Any]] = ()
        self.held, self.places, self.language = held, places, language
        self.numbers, self.title = numbers, title
        self.sizes, self.labelled = sizes, labelled
        self.shades = self._shades()
        self.marks = self._marks(links)

    @property
    def near(self) -> pl.DataFrame:
        """Who is looked at: everybody, or one actor and its partners."""
        return self.held.actors.filter("is_near")

    @property
    def description(self) -> str:
        """What there is to see, in a sentence or two."""
        actors, say = self.near, self.language.say
        told = {
            "counts": ", ".join([*self.filters.beside, self._counts()]),
            "alone": self.language.number(int((actors["degree"] == 0).sum())),
        }
        if self.numbers:
            return say(NAMELESS) % told
        most = actors.sort("degree", descending=True, maintain_order=True).head(3)
        told["most"] = ", ".join(
            f"{self.language.own(name)} ({self.language.number(count)})"
            for name, count in most.select("actor", "degree").iter_rows()
        )
        return say(DESCRIPTION) % told

    def drawn(self, source: str, date: str) -> tuple[str, float]:
        """The whole drawing, and its height."""
        width, top = self.places.width, 62.0
        marks = self.marks
        body = (
            self._ground()
            + draw_ties(self.held, marks)
            + draw_actors(self.held, marks)
            + draw_labels(self.held, marks, width, self.places.height)
        )
        below = top + self.places.height + 10
        legend, high = draw_legend(
            self._entries(), PAD, below, width - 2 * PAD, rtl=self.language.is_rtl
        )
        foot, lines = self._foot(source, below + high + 14)
        height = below + high + 17 * lines + 12
        head = self._line(self.title, 27, TITLE_SIZE, theme.INK, 600)
        head += self._line(self._subtitle(date), 47, LINE_SIZE, theme.MUTED, 400)
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

    def _counts(self) -> str:
        language, held = self.language, self.held
        told = []
        for forms, count in ((ACTORS, self.near.height), (TIES, held.ties)):
            said = language.say_counted(*forms, count)
            told.append(said % {"count": language.number(count)})
        if len(held.waves) == 2:
            counts = Counter(held.status.tolist())
            told[-1] += (
                " ("
                + language.say(CHANGES)
                % {
                    "new": language.number(counts["new"]),
                    "lost": language.number(counts["lost"]),
                }
                + ")"
            )
        return ", ".join(told)

    def _subtitle(self, date: str) -> str:
        """n, coverage, wave and date: without them a picture is worth little."""
        language, held = self.language, self.held
        if held.is_coverage_known and held.counted:
            share = language.percent(held.surveyed / held.counted, 0)
            coverage = language.say(COVERAGE) % {"share": share}
        else:
            coverage = language.say(NO_COVERAGE)
        when = held.waves[0]
        if len(held.waves) == 2:
            ends = {"before": held.waves[0], "after": held.waves[1]}
            when = language.say(FROM_TO) % ends
        return language.join(
            [
                part
                for part in (
                    *(*self.filters.beside, self._counts(), coverage),
                    *(when, date),
                )
                if part
            ]
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

    def _entries(self) -> list[Entry]:
        say, held, near = self.language.say, self.held, self.near
        kinds, entries = set(near["kind"]), []
        if self.shades and FIRM in kinds:
            groups = set(near.filter(kind=FIRM)["group"])
            entries = self._groups(groups)
            if any(self.shades.get(each or "") == REST for each in groups):
                entries.append(of_shape(FIRM, REST, say(OTHERS)))
            if None in groups:
                entries.append(of_shape(FIRM, REST, say(NO_GROUP)))
            kinds.discard(FIRM)
        entries += [
            of_shape(kind, KIND_COLOURS[kind], say(KIND_WORDS[kind]))
            for kind in KINDS
            if kind in kinds
        ]
        paper = theme.PAPER
        if (near["surveyed"] == False).any():  # noqa: E712  (null is unknown)
            colour = KIND_COLOURS[FIRM]
            entries.append(of_shape(FIRM, paper, say(OPEN), stroke=colour))
        presence = set(near["presence"])
        if "new" in presence:
            colour = KIND_COLOURS[FIRM]
            entries.append(of_shape(FIRM, colour, say(CAME), stroke=GREEN))
        if "lost" in presence:
            entries.append(of_shape(FIRM, paper, say(LEFT), stroke=RED))
        there = set(held.status.tolist())
        entries += [
            of_line(LINES[status], say(LINES[status].words))
            for status in LEGEND_ORDER
            if status in there
        ]
        if len(np.unique(line_widths(held)[held.strength > 0])) > 1:
            entries.append(of_line(LINES["tie"], say(WIDER), 3.2))
        words = say(SIZE) if self.sizes is None else self.sizes.words
        entries.append(of_sizes(words, self.places.radii))
        return entries

    def _groups(self, groups: set[str | None]) -> list[Entry]:
        """The groups of firms that have a colour of their own."""
        return [
            of_shape(FIRM, colour, self.language.own(name))
            for name, colour in self.shades.items()
            if colour != REST and name in groups
        ]

    def _foot(self, source: str, top: float) -> tuple[str, int]:
        say, told = self.language.say, []
        if source:
            told.append(say(SOURCE) % {"source": self.language.own(source)})
        if self.numbers:
            told.append(say(NUMBERED))
        elif self.labelled:
            told.append(say(UNNAMED))
        if self.held.is_directed:
            told.append(say(ARROW))
        if self.filters.beneath:
            told.append(self.filters.beneath)
        text = "".join(f"{sentence}. " for sentence in told).strip()
        lines = _wrapped(text, self.places.width - 2 * PAD, 11.0)
        drawn = [
            self._line(line, top + 16 * k, 11.0, theme.MUTED, 400)
            for k, line in enumerate(lines)
        ]
        return "".join(drawn), len(lines)


def within_site(address: str) -> str:
    """An address within the site; any other is a bug of whoever gives it."""
    return local_link(address).removeprefix(HERE)


def _wrapped(text: str, width: float, size: float) -> list[str]:
    lines = [""]
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and width_of(longer, size) > width:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


_SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="%(width)s" height="%(height)s" '
    'viewBox="0 0 %(width)s %(height)s" font-family="%(font)s, sans-serif" '
    'role="%(role)s">'
    "<title>%(title)s</title><desc>%(description)s</desc>%(inside)s</svg>"
)
