"""What the signs of a sociogram mean: the entries of its legend."""

from collections.abc import Iterator, Mapping

import numpy as np

from distretto.analysis.diagnosis.linkages.survey import FIRM, KINDS
from distretto.errors import gettext_noop
from distretto.formats.charts import theme
from distretto.formats.charts.language import Language
from distretto.formats.sociogram.drawing import line_widths
from distretto.formats.sociogram.legend import Entry, of_line, of_shape
from distretto.formats.sociogram.looks import (
    GREEN,
    KIND_COLOURS,
    KIND_WORDS,
    LEGEND_ORDER,
    LINES,
    RED,
    REST,
    UNGROUPED,
    WISHED,
    edge_of,
)
from distretto.formats.sociogram.shown import Shown

OPEN = gettext_noop("Not surveyed")
CAME, LEFT = gettext_noop("New actor"), gettext_noop("Actor who left")
WISHING = gettext_noop("Actor in the wish alone")
NO_WISH = gettext_noop("Actor not in the wish")
OTHERS = gettext_noop("Other groups")
NO_GROUP = gettext_noop("Group unknown")
WIDER = gettext_noop("Wider: stronger")


def entries_of(
    held: Shown, shades: Mapping[str, str], language: Language
) -> list[Entry]:
    """Of actors and ties, those that there are; `shades` are the colours of groups."""
    return [
        *_actors(held, shades, language),
        *_answers(held, language),
        *_ties(held, language),
    ]


def _actors(
    held: Shown, shades: Mapping[str, str], language: Language
) -> Iterator[Entry]:
    near = held.actors.filter("is_near")
    kinds = set(near["kind"])
    if shades and FIRM in kinds:
        kinds.discard(FIRM)
        yield from _groups(set(near.filter(kind=FIRM)["group"]), shades, language)
    for kind in KINDS:
        if kind in kinds:
            yield of_shape(kind, KIND_COLOURS[kind], language.say(KIND_WORDS[kind]))


def _groups(
    groups: set[str | None], shades: Mapping[str, str], language: Language
) -> Iterator[Entry]:
    """Groups with a colour of their own, then the others, then who has none."""
    for name, colour in shades.items():
        if colour != REST and name in groups:
            yield of_shape(FIRM, colour, language.own(name))
    if any(shades.get(each or "") == REST for each in groups):
        yield of_shape(FIRM, REST, language.say(OTHERS))
    if None in groups:
        edge = edge_of(UNGROUPED)
        yield of_shape(FIRM, UNGROUPED, language.say(NO_GROUP), stroke=edge)


def _answers(held: Shown, language: Language) -> Iterator[Entry]:
    """Who was not surveyed, who came and who left."""
    near, say = held.actors.filter("is_near"), language.say
    colour, presence = KIND_COLOURS[FIRM], set(near["presence"])
    came, left = (WISHING, NO_WISH) if held.is_wish else (CAME, LEFT)
    if not near["surveyed"].all():
        yield of_shape(FIRM, theme.PAPER, say(OPEN), stroke=colour)
    if "new" in presence:
        yield of_shape(FIRM, colour, say(came), stroke=GREEN)
    if "lost" in presence:
        yield of_shape(FIRM, theme.PAPER, say(left), stroke=RED)


def _ties(held: Shown, language: Language) -> Iterator[Entry]:
    there = set(held.status.tolist())
    words = {status: line.words for status, line in LINES.items()}
    words |= WISHED if held.is_wish else {}
    for status in LEGEND_ORDER:
        if status in there:
            yield of_line(LINES[status], language.say(words[status]))
    if len(np.unique(line_widths(held)[held.strength > 0])) > 1:
        yield of_line(LINES["tie"], language.say(WIDER), 3.2)
