"""A drawing made fit for a page: small, themed, safe, and readable aloud.

Vega writes colours, English roles and empty groups. Here colours become classes (the
attribute stays, for programs without the style sheet), the tooltip becomes a title,
areas of which nothing or little is known are hatched, links are kept only within the
site, and there is neither style, nor script, nor an address.
"""

import re
import unicodedata
from collections.abc import Iterable
from itertools import pairwise
from xml.etree import ElementTree

from distretto.formats.charts import outlines, theme
from distretto.formats.charts.hatching import hatch

SVG = "http://www.w3.org/2000/svg"
XLINK = "http://www.w3.org/1999/xlink"
# Links inside the site have no host; Vega asks for one. It is taken off again here.
HERE = "https://page.invalid"

_DROPPED = (
    "aria-roledescription",
    "aria-hidden",
    "role",
    "pointer-events",
    "style",
    "class",
    "version",
    "stroke-miterlimit",
)
_EMPTY_PATHS = frozenset({"", "M0,0h0v0h0Z"})
_LONG_NUMBER = re.compile(r"-?\d+\.\d{2,}")


def local_link(address: str) -> str:
    """A link within the site, dressed so that it passes through Vega."""
    if not address.startswith(("/", "#", "?")) or address.startswith("//"):
        raise ValueError(f"a picture links only within the site, not to {address!r}")
    return HERE + address


def for_page(drawing: str, *, key: str, description: str) -> str:
    """The drawing for a page, its ids beginning with `key`."""
    root = _cleaned(drawing, key)
    has_links = root.find(f".//{{{SVG}}}a") is not None
    root.set("role", "group" if has_links else "img")
    root.set("aria-label", description)
    _themed(root)
    _right_to_left(root)
    return _serialised(root)


def for_print(drawing: str, *, key: str, description: str, fonts: list[str]) -> str:
    """The drawing for PNG and PDF: fixed colours, no links."""
    root = _cleaned(drawing, key)
    for parent in list(root.iter()):
        for place, child in enumerate(list(parent)):
            if child.tag == f"{{{SVG}}}a":
                parent[place : place + 1] = list(child)
    for text in root.iter(_tag("text")):
        # The font of reports has no minus sign; an en dash is as wide as one.
        text.text = (text.text or "").replace("\N{MINUS SIGN}", "\N{EN DASH}")
    outlines.outline(root, fonts)
    spoken = ElementTree.Element(_tag("desc"))
    spoken.text = description
    root.insert(0, spoken)
    return _serialised(root)


def _serialised(root: ElementTree.Element) -> str:
    """The drawing as text. The prefixes are told each time: they are one register for
    the whole process, and other writers of XML take the empty one for themselves.
    """
    ElementTree.register_namespace("", SVG)
    ElementTree.register_namespace("xlink", XLINK)
    return ElementTree.tostring(root, encoding="unicode").replace(" />", "/>")


def _cleaned(drawing: str, key: str) -> ElementTree.Element:
    root = ElementTree.fromstring(drawing)
    _tidy(root)
    _rename(root, key)
    hatch(root, key)
    return root


def _tidy(element: ElementTree.Element) -> None:
    """Drop what says nothing; turn what is said aloud into titles."""
    spoken = element.get("aria-label") if element.get("role") else None
    is_mark = element.get("role") == "graphics-symbol" and element.tag != _tag("g")
    for name in (*_DROPPED, "aria-label"):
        element.attrib.pop(name, None)
    for name, value in element.attrib.items():
        if name in ("d", "transform", "width", "height", "viewBox"):
            short = _LONG_NUMBER.sub(_shorter, value)
            element.set(name, steps(short) if name == "d" else short)
    _default_values(element)
    for child in list(element):
        if _says_nothing(child):
            element.remove(child)
            continue
        _tidy(child)
        _link(child)
        if child.tag in (_tag("g"), _tag("a")) and not child.attrib:
            place = list(element).index(child)
            element[place : place + 1] = list(child)
        elif child.tag == _tag("g") and not len(child):
            element.remove(child)
    _lift(element)
    if spoken and is_mark:
        title = ElementTree.Element(_tag("title"))
        title.text = _printable(spoken)
        element.insert(0, title)


_LIFTED = ("stroke", "stroke-width", "font-size", "font-family", "font-weight")


def _lift(group: ElementTree.Element) -> None:
    """What all parts of a group have in common is said once, at the group."""
    parts = list(group)
    if group.tag != _tag("g") or len(parts) < 3:
        return
    for name in _LIFTED:
        values = {part.get(name) for part in parts}
        if len(values) == 1 and (value := values.pop()) and name not in group.attrib:
            group.set(name, value)
            for part in parts:
                del part.attrib[name]


def steps(path: str) -> str:
    """A path of straight lines told by its steps, which takes half the room.

    >>> steps("M10,10L20.5,10L20.5,9.5Z")
    'M10,10l10.5,0,0-.5z'
    """
    if not _STRAIGHT.fullmatch(path):
        return path
    return "".join(_ring(ring) for ring in re.split("(?=M)", path) if ring)


_LEADING_ZERO = re.compile(r"(?<!\d)0\.")
_STRAIGHT = re.compile(r"(M[-\d.]+,[-\d.]+(L[-\d.]+,[-\d.]+)+Z?)+")


def _ring(ring: str) -> str:
    corners = [
        tuple(round(10 * float(part)) for part in corner.split(","))
        for corner in re.split("[ML]", ring.rstrip("Z"))
        if corner
    ]
    moves = [
        part - before
        for start, end in pairwise(corners)
        for before, part in zip(start, end, strict=True)
    ]
    close = "z" if ring.endswith("Z") else ""
    return f"M{_tenths(corners[0])}l{_tenths(moves)}{close}"


def _tenths(numbers: Iterable[int]) -> str:
    """Numbers as briefly as a path allows: “0.5” is “.5”, a minus parts as well."""
    told = ",".join(f"{number / 10:g}" for number in numbers)
    return _LEADING_ZERO.sub(".", told).replace(",-", "-")


def _tag(name: str) -> str:
    return f"{{{SVG}}}{name}"


def _shorter(match: re.Match[str]) -> str:
    return f"{float(match.group()):.1f}".removesuffix(".0")


def _default_values(element: ElementTree.Element) -> None:
    if element.get("opacity") == "1":
        del element.attrib["opacity"]
    if element.get("transform") == "translate(0,0)":
        del element.attrib["transform"]


def _says_nothing(element: ElementTree.Element) -> bool:
    if element.get("display") == "none" or element.get("fill") == "transparent":
        return True
    if element.tag != _tag("path"):
        return False
    is_ground = element.get("class") in ("background", "foreground")
    is_painted = "fill" in element.attrib or "stroke" in element.attrib
    return element.get("d", "") in _EMPTY_PATHS or (is_ground and not is_painted)


def _link(element: ElementTree.Element) -> None:
    """A link within the site gets its own address back; any other is taken away."""
    if element.tag != _tag("a"):
        return
    address = element.attrib.pop(f"{{{XLINK}}}href", "")
    element.attrib.clear()
    if address.startswith(HERE):
        element.set("href", address.removeprefix(HERE))


def _printable(text: str) -> str:
    """Text without control characters, which XML does not allow."""
    return "".join(mark for mark in text if unicodedata.category(mark) != "Cc")


def _rename(root: ElementTree.Element, key: str) -> None:
    """Ids that are this picture's own, so that several stand in one page.

    They are counted anew: Vega goes on counting from one drawing to the next.
    """
    found = [each.attrib["id"] for each in root.iter() if "id" in each.attrib]
    names = {old: f"{key}-{place}" for place, old in enumerate(found, start=1)}
    for element in root.iter():
        if "id" in element.attrib:
            element.set("id", names[element.attrib["id"]])
        for name, value in element.attrib.items():
            if value.startswith("url(#"):
                element.set(name, f"url(#{names[value[5:-1]]})")


def _themed(root: ElementTree.Element) -> None:
    """Classes beside the colours, which the style sheet of the theme speaks to."""
    for element in root.iter():
        classes = [
            f"{letter}-{theme.NAMES[element.attrib[name]]}"
            for name, letter in (("fill", "f"), ("stroke", "s"))
            if element.get(name) in theme.NAMES
        ]
        if classes:
            element.set("class", " ".join(classes))
        element.attrib.pop("font-family", None)


_TURNED = {"start": "end", "end": "start"}


def _right_to_left(root: ElementTree.Element) -> None:
    """Words written from right to left keep their place and read in their order."""
    for element in root.iter(_tag("text")):
        if any(
            unicodedata.bidirectional(mark) in ("R", "AL")
            for mark in "".join(element.itertext())
        ):
            element.set("direction", "rtl")
            anchor = element.get("text-anchor", "start")
            element.set("text-anchor", _TURNED.get(anchor, anchor))
