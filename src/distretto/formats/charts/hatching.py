"""Hatching in place of colour: what is not known looks like no value at all.

What is unknown has fine grey lines. What little is known of has wide strong ones,
falling the other way, each with a light line beside it: over any class of a map they
are seen, in print and without telling colours apart.
"""

from xml.etree import ElementTree

from distretto.formats.charts import theme

SVG = "http://www.w3.org/2000/svg"


def hatch(root: ElementTree.Element, key: str) -> None:
    """Replace the two colours that stand for hatching, and add the patterns used."""
    if _painted(root, theme.UNKNOWN, f"{key}-hatch"):
        root.append(_unknown(f"{key}-hatch"))
    if _painted(root, theme.LITTLE, f"{key}-little"):
        root.append(_little(f"{key}-little"))


def _painted(root: ElementTree.Element, colour: str, name: str) -> bool:
    found = [each for each in root.iter() if each.get("fill") == colour]
    for element in found:
        element.set("fill", f"url(#{name})")
        if element.find(f"{{{SVG}}}title") is None:
            # It lies over an area that says what it is, and has the link.
            element.set("pointer-events", "none")
    return bool(found)


def _unknown(name: str) -> ElementTree.Element:
    return _pattern(name, 5, 45, [(2.5, theme.PAPER, 5), (0, theme.MUTED, 1)])


def _little(name: str) -> ElementTree.Element:
    return _pattern(name, 7, -45, [(2.4, theme.PAPER, 1.6), (3.8, theme.MUTED, 1.3)])


def _pattern(
    name: str, size: int, turn: int, lines: list[tuple[float, str, float]]
) -> ElementTree.Element:
    """Turned lines, each with its place, colour and width, repeated without end."""
    defs = ElementTree.Element(f"{{{SVG}}}defs")
    pattern = ElementTree.SubElement(
        defs,
        f"{{{SVG}}}pattern",
        id=name,
        width=str(size),
        height=str(size),
        patternUnits="userSpaceOnUse",
        patternTransform=f"rotate({turn})",
    )
    for place, colour, width in lines:
        ElementTree.SubElement(
            pattern,
            f"{{{SVG}}}line",
            {
                "x1": f"{place:g}",
                "x2": f"{place:g}",
                "y2": str(size),
                "stroke": colour,
                "stroke-width": f"{width:g}",
            },
        )
    return defs
