"""What stands under a sociogram, so that it can be read wherever it is shown."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from distretto.formats.charts import theme
from distretto.formats.charts.lettering import text_width
from distretto.formats.sociogram.looks import Line, lettering, painted, shape

SIZE, GAP, HIGH = 12.0, 20.0, 21.0
SYMBOL = 26.0


@dataclass(frozen=True)
class Entry:
    """A symbol, drawn about a point, and its words."""

    draw: Callable[[float, float], str]
    words: str

    @property
    def wide(self) -> float:
        """Pixels that it takes."""
        return SYMBOL + text_width(self.words, SIZE)


def of_shape(kind: str, fill: str, words: str, *, stroke: str = theme.PAPER) -> Entry:
    """An actor's shape and colour."""
    paint = painted(fill, stroke, 1.6 if stroke != theme.PAPER else 1)
    return Entry(lambda x, y: shape(kind, x, y, 5.5, paint, ""), words)


def of_line(line: Line, words: str, width: float = 2.0) -> Entry:
    """A tie's line."""
    paint = painted("none", line.colour, width, line.dash)
    return Entry(lambda x, y: f'<path d="M{x - 9:.1f},{y:.1f}h18" {paint}/>', words)


def of_sizes(words: str, radii: tuple[float, float]) -> Entry:
    """Small and large."""
    paint = painted("none", theme.MUTED, 1)

    def draw(x: float, y: float) -> str:
        small = shape("firm", x - 6, y, max(radii[0] * 0.6, 2.5), paint, "")
        return small + shape("firm", x + 4, y, 6.5, paint, "")

    return Entry(draw, words)


def draw_legend(
    entries: Sequence[Entry], left: float, top: float, width: float, *, rtl: bool
) -> tuple[str, float]:
    """Entries in as many rows as they need; returns the drawing and its height."""
    parts, x, row = [], 0.0, 0
    for entry in entries:
        if x and x + entry.wide > width:
            x, row = 0.0, row + 1
        y = top + HIGH * row + HIGH / 2
        start = left + width - x if rtl else left + x
        side = -1 if rtl else 1
        parts.append(entry.draw(start + side * 10, y))
        parts.append(
            lettering(
                entry.words,
                start + side * SYMBOL,
                y + 0.36 * SIZE,
                size=SIZE,
                colour=theme.INK,
                anchor="end" if rtl else "start",
            )
        )
        x += entry.wide + GAP
    return "".join(parts), HIGH * (row + 1) if entries else 0.0
