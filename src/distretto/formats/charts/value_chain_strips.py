"""What stands beneath a value chain: strips of who supports and what shapes it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, cycle
from typing import Any

from distretto.errors import gettext_noop
from distretto.formats.charts import theme
from distretto.formats.charts.labels import Box
from distretto.formats.charts.language import Language
from distretto.formats.charts.lettering import lines_of

SUPPORT = gettext_noop("Support institutions")
FRAMEWORK = gettext_noop("Framework: rules, infrastructure, authorities")


@dataclass(frozen=True)
class Letters:
    """Sizes of letters and the distance of lines, in pixels."""

    name: int
    small: int
    leading: int


# A phone shows its drawing a little smaller than it is.
_ON_PHONE, _ON_SHEET = Letters(15, 13, 20), Letters(13, 11, 17)
_PHONE = 500


def letters_for(width: float) -> Letters:
    """The letters of a map of this width."""
    return _ON_PHONE if width < _PHONE else _ON_SHEET


@dataclass(frozen=True)
class Layer:
    """What stands around the chain: a title, and groups of names, a line each."""

    title: str
    groups: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Strip:
    """A layer as it is drawn: its box, and the words in it."""

    box: dict[str, Any]
    words: list[dict[str, Any]]


def strips_of(
    layers: Sequence[Layer], top: float, width: float, language: Language
) -> Iterator[Strip]:
    """The layers under each other, each in a box as high as its names need."""
    letters = letters_for(width)
    for layer, fill in zip(layers, cycle((theme.STEPS[0], theme.PAPER)), strict=False):
        told = list(_told(layer, width - 24, letters.small, language))
        box = Box(2, top + 18, width - 2, top + 18 + letters.leading * len(told) + 16)
        yield Strip(
            rectangle(box, fill=fill, line=theme.LINE, wide=1.0),
            [
                {
                    "x": width / 2,
                    "y": box.top + 16 + letters.leading * place,
                    "text": text,
                    "size": letters.small + (1 if weight == 600 else 0),
                    "weight": weight,
                    "colour": theme.INK,
                }
                for place, (text, weight) in enumerate(told)
            ],
        )
        top = box.bottom - 8


def _told(
    layer: Layer, room: float, small: int, language: Language
) -> Iterator[tuple[str, int]]:
    """The lines of a layer with the weight of each."""
    for line in lines_of(language.say(layer.title).split(), room, small + 1):
        yield line, 600
    groups = (lines_of(each, room, small, between=" · ") for each in layer.groups)
    for line in chain.from_iterable(groups):
        yield line, 400


def rectangle(box: Box, *, fill: str, line: str, wide: float) -> dict[str, Any]:
    """A box as a row of the drawing."""
    return {
        "left": box.left,
        "right": box.right,
        "top": box.top,
        "bottom": box.bottom,
        "fill": fill,
        "line": line,
        "wide": wide,
    }
