"""Tables of text for a terminal: aligned, and as wide as it is."""

import textwrap
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

GAP = "  "


@dataclass(frozen=True)
class Column:
    """A heading; numbers stand at the right; `widest` is where long text is cut.

    Where the terminal is narrow, text goes on in up to `lines` lines before it is cut.
    """

    heading: str
    right: bool = False
    widest: int | None = None
    lines: int = 1


def text_table(
    rows: Sequence[Sequence[str]], columns: Sequence[Column], width: int
) -> str:
    """Rows below their headings; columns that may be cut give way to the width."""
    widths = [
        min(
            column.widest or 10_000,
            max(display_width(text) for text in (column.heading, *cells)),
        )
        for column, cells in zip(columns, zip(*rows, strict=True), strict=True)
    ]
    widths = _fit(widths, columns, width)
    lines = [_line([column.heading for column in columns], columns, widths)]
    lines.append(GAP.join("─" * each for each in widths))
    for row in rows:
        lines += _lines(row, columns, widths)
    return "\n".join(lines)


def filled(lines: Iterable[str], width: int) -> list[str]:
    """Sentences broken between words where the terminal ends."""
    return [
        part
        for line in lines
        for part in textwrap.wrap(
            line, max(width, 40), subsequent_indent="  ", break_long_words=False
        )
    ]


def display_width(text: str) -> int:
    """Places a text takes on a terminal: wide signs take two, accents none."""
    return sum(
        0
        if unicodedata.combining(sign)
        else 2
        if unicodedata.east_asian_width(sign) in "WF"
        else 1
        for sign in text
    )


def _fit(widths: list[int], columns: Sequence[Column], width: int) -> list[int]:
    """Take from the widest column that may be cut until the line fits."""
    widths = list(widths)
    cuttable = [place for place, column in enumerate(columns) if column.widest]
    while cuttable and sum(widths) + len(GAP) * (len(widths) - 1) > width:
        widest = max(cuttable, key=lambda place: widths[place])
        if widths[widest] <= 12:
            break
        widths[widest] -= 1
    return widths


def _line(
    cells: Sequence[str], columns: Sequence[Column], widths: Sequence[int]
) -> str:
    parts = [
        _pad(_cut(cell, width), width, column.right)
        for cell, column, width in zip(cells, columns, widths, strict=True)
    ]
    return GAP.join(parts).rstrip()


def _lines(
    cells: Sequence[str], columns: Sequence[Column], widths: Sequence[int]
) -> list[str]:
    """One row, on as many lines as its longest text needs."""
    wrapped = [
        _wrapped(cell, width, column.lines)
        for cell, column, width in zip(cells, columns, widths, strict=True)
    ]
    count = max(map(len, wrapped))
    filled = [[*parts, *[""] * (count - len(parts))] for parts in wrapped]
    return [_line(parts, columns, widths) for parts in zip(*filled, strict=True)]


def _wrapped(text: str, width: int, most: int) -> list[str]:
    """The text in lines that end between words; the last one may be cut."""
    lines = [""]
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}" if lines[-1] else word
        if len(lines) < most and lines[-1] and display_width(longer) > width:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def _cut(text: str, width: int) -> str:
    if display_width(text) <= width:
        return text
    kept = ""
    for sign in text:
        if display_width(kept + sign) > width - 1:
            break
        kept += sign
    return kept.rstrip() + "…"


def _pad(text: str, width: int, right: bool) -> str:
    blank = " " * max(0, width - display_width(text))
    return blank + text if right else text + blank
