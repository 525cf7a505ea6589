"""Where words and numbers stand on a map, so that none covers another."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import cos, pi, sin

from distretto.formats.charts.lettering import text_width


@dataclass(frozen=True)
class Box:
    """A rectangle in pixels."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: "Box") -> bool:
        """Whether the two rectangles overlap."""
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )

    def is_within(self, width: float, height: float) -> bool:
        """Whether the rectangle lies on the map."""
        return (
            self.left >= 0
            and self.top >= 0
            and self.right <= width
            and self.bottom <= height
        )


def around(x: float, y: float, width: float, height: float) -> Box:
    """The rectangle of this size about a point."""
    return Box(x - width / 2, y - height / 2, x + width / 2, y + height / 2)


def columns_within(texts: Sequence[str], width: float, size: float = 12) -> int:
    """In how many columns the entries of a legend, each with its symbol, have room."""
    wide = [text_width(text, size) + 34 for text in texts]
    for count in range(len(wide), 1, -1):
        if sum(max(wide[place::count]) for place in range(count)) <= width:
            return count
    return 1


@dataclass(frozen=True)
class Disc:
    """A numbered disc, where it stands, and what it points at."""

    x: float
    y: float
    at_x: float
    at_y: float


def place_discs(
    places: Sequence[tuple[float, float]],
    *,
    size: float,
    width: float,
    height: float,
    taken: Sequence[Box] = (),
) -> tuple[list[Disc | None], list[Box]]:
    """Discs at their places in order, each moved aside where one stands already.

    None where there is no room within reach. The boxes are what is taken, `taken` from
    the beginning.
    """
    taken = list(taken)
    discs: list[Disc | None] = []
    for x, y in places:
        disc = next(
            (
                Disc(to_x, to_y, x, y)
                for to_x, to_y in _spiral(x, y, size)
                if _is_free(around(to_x, to_y, size, size), taken, width, height)
            ),
            None,
        )
        discs.append(disc)
        if disc:
            taken.append(around(disc.x, disc.y, size, size))
    return discs, taken


def _spiral(x: float, y: float, step: float) -> Iterator[tuple[float, float]]:
    yield x, y
    for ring in range(1, 6):
        for turn in range(8 * ring):
            angle = 2 * pi * turn / (8 * ring)
            reach = step * (0.35 + 0.7 * ring)
            yield x + reach * cos(angle), y + reach * sin(angle)


def _is_free(box: Box, taken: Sequence[Box], width: float, height: float) -> bool:
    return box.is_within(width, height) and not any(box.meets(each) for each in taken)


def free_names(
    names: Sequence[tuple[str, float, float, float]],
    taken: list[Box],
    *,
    size: float,
    shifts: Sequence[float] = (0.0,),
) -> list[tuple[str, float, float]]:
    """The names (text, x, y, room) that fit their room and cover nothing.

    `shifts` are how far up or down a name may stand instead, the best first.
    """
    out = []
    for text, x, y, room in names:
        wide = text_width(text, size)
        for shift in shifts:
            box = around(x, y + shift, wide, size * 1.3)
            if box.right - box.left <= room and not any(map(box.meets, taken)):
                taken.append(box)
                out.append((text, x, y + shift))
                break
    return out
