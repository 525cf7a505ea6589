"""How wide words are in a picture, and in which lines they stand: one rule for all."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from unicodedata import category, east_asian_width

_NARROW, _WIDE = frozenset("ijltfrI1.,:;'| ()-"), frozenset("mwMW@")
_ELLIPSIS = "…"


@lru_cache(maxsize=4096)
def _width(sign: str) -> float:
    """A sign's width as a share of its size, in the face of the house."""
    if category(sign) in ("Mn", "Me", "Cf"):  # stands on the sign before, or nowhere
        return 0.0
    if east_asian_width(sign) in "FW":
        return 1.0
    if sign in _NARROW:
        return 0.34
    if sign in _WIDE:
        return 0.9
    return 0.7 if sign.isupper() else 0.58


def text_width(text: str, size: float) -> float:
    """About how wide a text is, in pixels, rather too wide than too narrow."""
    return size * sum(map(_width, text))


def fits(text: str, width: float, size: float = 12) -> str:
    """A text cut with an ellipsis where it is wider than its place."""
    return text if text_width(text, size) <= width else _cut(text, width, size)


def _cut(text: str, width: float, size: float) -> str:
    room, end = width - text_width(_ELLIPSIS, size), 0
    for sign in text:
        room -= size * _width(sign)
        if room < 0:
            break
        end += 1
    return text[: max(end, 1)].rstrip(" ,") + _ELLIPSIS


def lines_of(
    parts: Sequence[str],
    width: float,
    size: float,
    *,
    between: str = " ",
    most: int | None = None,
) -> list[str]:
    """The parts in as many lines as they need, or in `most`: then it is said.

    A part that is wider than a line is broken: between its words, and within a word
    where that alone is wider, as a sentence in Chinese or Thai or an address is.
    """
    lines = list(_lines(parts, width, size, between))
    if most is None or len(lines) <= most:
        return lines
    last = f"{lines[most - 1]} {lines[most]}"
    return [*lines[: most - 1], _cut(last, width, size)]


def _lines(
    parts: Sequence[str], width: float, size: float, between: str
) -> Iterator[str]:
    line = ""
    for part in parts:
        longer = f"{line}{between}{part}" if line else part
        if line and text_width(longer, size) > width:
            yield line
            longer = part
        *whole, line = _broken(longer, width, size)
        yield from whole
    if line:
        yield line


def _broken(part: str, width: float, size: float) -> list[str]:
    """The lines of one part, the last of which goes on."""
    if text_width(part, size) <= width:
        return [part]
    words = part.split()
    if len(words) > 1:
        return list(_lines(words, width, size, " "))
    lines, line = [], ""
    for sign in part:
        is_beyond = text_width(line + sign, size) > width
        # A mark stays with the sign that it belongs to.
        if line and is_beyond and not category(sign).startswith("M"):
            lines.append(line)
            line = ""
        line += sign
    return [*lines, line]
