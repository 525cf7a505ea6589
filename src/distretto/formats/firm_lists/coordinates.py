"""Latitudes and longitudes as people write them: 5,6037; 5°36'13.3"N; 5.6, -0.19."""

import re

from distretto.formats.numbers import DIGITS, SIGNS

_TO_PLAIN = {ord(sign): plain for sign, plain in {**DIGITS, **SIGNS}.items()}
_TO_PLAIN |= {ord(sign): "'" for sign in "’′ʹ‘´`"}
_TO_PLAIN |= {ord(sign): '"' for sign in "”″“"}
_TO_PLAIN |= {ord("º"): "°", ord("˚"): "°", 0x00A0: " ", 0x202F: " "}
_SIDES = {
    **dict.fromkeys(("N", "NORTE", "NORD", "NORTH", "ش", "LU"), ("latitude", 1)),
    **dict.fromkeys(("S", "SUR", "SUD", "SUL", "SOUTH", "ج", "LS"), ("latitude", -1)),
    **dict.fromkeys(("E", "ESTE", "EST", "EAST", "ق", "BT", "L"), ("longitude", 1)),
    **dict.fromkeys(("W", "O", "OESTE", "OUEST", "WEST", "غ"), ("longitude", -1)),
}
_NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)?")
_PLAIN = re.compile(r"[+-]?\d{1,3}(?:[.,]\d+)?")
_DEGREES = re.compile(
    r"""(?P<sign>[+-])?\s*(?P<degrees>\d{1,3}(?:[.,]\d+)?)\s*[°dD:\s]\s*
    (?:(?P<minutes>\d{1,2}(?:[.,]\d+)?)\s*['mM:\s]?\s*)?
    (?:(?P<seconds>\d{1,2}(?:[.,]\d+)?)\s*(?:"|''|s)?)?\s*""",
    re.X,
)
_WORD = re.compile(r"[^\W\d_]+")
# Between two coordinates: a comma of decimals has a digit on both sides and no space.
_BETWEEN = re.compile(
    r"\s*[;|/]\s*|\s*,\s+|\s+,\s*|,(?=[+-])|\s+(?=[+-]?\d+[.,]\d)"
    r"|(?<=[NSEWOnsewo])\s+(?=[+-]?\d)"
)


def degrees(text: str) -> tuple[float, str | None] | None:
    """Decimal degrees, and which of the two they say they are; None if none at all.

    A comma or a point marks decimals, never thousands. South and west are negative.

    >>> degrees("5°36'0\\"S")
    (-5.6, 'latitude')
    >>> degrees("-0,1870")
    (-0.187, None)
    """
    plain = text.translate(_TO_PLAIN).strip()
    if _PLAIN.fullmatch(plain):
        return float(plain.replace(",", ".")), None
    axis, side, rest = _without_side(plain)
    found = _PLAIN.fullmatch(rest) or _DEGREES.fullmatch(f"{rest} ")
    if found is None:
        return None
    value = _value(found)
    if value is None or (side < 0 and value < 0):
        return None
    return side * value, axis


def both_degrees(text: str) -> tuple[float, float] | None:
    """Latitude and longitude in one text, in that order unless they say otherwise."""
    plain = text.translate(_TO_PLAIN).strip().strip("()[]")
    if plain.upper().startswith("POINT"):
        numbers = _NUMBER.findall(plain)
        return (float(numbers[1]), float(numbers[0])) if len(numbers) >= 2 else None
    for parts in _halves(plain):
        here, there = degrees(parts[0]), degrees(parts[1])
        if here is None or there is None:
            continue
        if here[1] == "longitude" or there[1] == "latitude":
            here, there = there, here
        if here[1] != "longitude" and there[1] != "latitude":
            return here[0], there[0]
    return None


def _halves(plain: str) -> list[tuple[str, str]]:
    """The ways to cut a text in two coordinates, the likeliest first."""
    cuts = [(found.start(), found.end()) for found in _BETWEEN.finditer(plain)]
    # “5.6037,-0.1870” and “5.6037,0.1870”: points are decimals, the comma parts.
    cuts += [
        (found.start(), found.end())
        for found in re.finditer(r",", plain)
        if plain.count(",") == 1 and "." in plain
    ]
    # ODK writes altitude and accuracy behind: "5.6 -0.19 12.0 4.5".
    numbers = plain.split()
    if len(numbers) == 4 and all(_PLAIN.fullmatch(each) for each in numbers[:2]):
        return [(numbers[0], numbers[1])]
    middle = len(plain) / 2
    cuts.sort(key=lambda cut: abs((cut[0] + cut[1]) / 2 - middle))
    return [(plain[:start].strip(), plain[end:].strip()) for start, end in cuts]


def _without_side(plain: str) -> tuple[str | None, int, str]:
    """The axis and sign of a letter such as N or Oeste, and the text without it."""
    for found in _WORD.finditer(plain):
        side = _SIDES.get(found[0].upper())
        if side and (found.start() == 0 or found.end() == len(plain.rstrip("."))):
            rest = plain[: found.start()] + plain[found.end() :]
            return side[0], side[1], rest.strip(" .")
    return None, 1, plain


def _value(found: re.Match[str]) -> float | None:
    parts = found.groupdict()
    if not parts:
        return float(found[0].replace(",", "."))
    whole, minutes, seconds = (
        float((parts[part] or "0").replace(",", "."))
        for part in ("degrees", "minutes", "seconds")
    )
    if minutes >= 60 or seconds >= 60:
        return None
    value = whole + minutes / 60 + seconds / 3600
    return -value if parts["sign"] == "-" else value
