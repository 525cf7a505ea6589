"""Words that the renderer of PNG and PDF cannot set, drawn as outlines.

It takes the letters that a font lacks from any other font, often a bold one, and puts
mixed directions in the wrong order. Typst does both right; so words that hold letters
beyond Latin, Greek and Cyrillic are set by Typst and drawn as shapes.
"""

import json
import re
import warnings
from importlib.resources import as_file, files
from typing import Any
from xml.etree import ElementTree

import typst

SVG = "http://www.w3.org/2000/svg"
XLINK = "http://www.w3.org/1999/xlink"
_BEYOND = re.compile("[\u0590-\u1dff\u2e80-\ufdff\ufe70-\uffef]")
_FROM_RIGHT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]")
_SHIFT = {"start": 0.0, "middle": 0.5, "end": 1.0}


def outline(root: ElementTree.Element, fonts: list[str]) -> None:
    """Replace the texts of a drawing that need it by their outlines."""
    texts = [each for each in root.iter(f"{{{SVG}}}text") if needs(each.text or "")]
    if not texts:
        return
    parents = {child: parent for parent in root.iter() for child in parent}
    for number, (text, page) in enumerate(
        zip(texts, _set([_label(each) for each in texts], fonts), strict=True)
    ):
        parent = parents[text]
        place = list(parent).index(text)
        parent[place] = _placed(text, ElementTree.fromstring(page), f"w{number}")


def needs(words: str) -> bool:
    """Whether the words hold letters of a script that must be set with care."""
    return _BEYOND.search(words) is not None


def _label(text: ElementTree.Element) -> dict[str, object]:
    stroke = text.get("stroke")
    return {
        "text": text.text,
        "rtl": _FROM_RIGHT.search(text.text or "") is not None,
        "size": _size(text),
        "fill": text.get("fill", "#000000"),
        "weight": 600 if text.get("font-weight", "400") in ("600", "bold") else 400,
        "stroke": stroke,
        "stroke-width": float(text.get("stroke-width", "1")) if stroke else 0,
    }


def _size(text: ElementTree.Element) -> float:
    return float(text.get("font-size", "12").removesuffix("px"))


# House fonts come first by name; letters that they lack are the machine's.
def _set(labels: list[dict[str, object]], fonts: list[str]) -> list[bytes]:
    source = files(__package__).joinpath("labels.typ")
    with as_file(source) as template, warnings.catch_warnings():
        warnings.simplefilter("error", typst.TypstWarning)
        pages: Any = typst.compile(
            str(template),
            format="svg",
            font_paths=fonts,
            sys_inputs={"labels": json.dumps(labels)},
        )
    return pages if isinstance(pages, list) else [pages]


def _placed(
    text: ElementTree.Element, page: ElementTree.Element, key: str
) -> ElementTree.Element:
    """The outlines where the text stood, held at its start, middle or end."""
    _rename(page, key)
    width, size = float(page.attrib["viewBox"].split()[2]), _size(text)
    group = ElementTree.Element(f"{{{SVG}}}g")
    if "transform" in text.attrib:
        group.set("transform", text.attrib["transform"])
    page.attrib.pop("class", None)
    page.set("overflow", "visible")
    page.set("x", f"{-width * _SHIFT[text.get('text-anchor', 'start')]:.2f}")
    page.set("y", f"{-size:.2f}")
    page.set("width", f"{width:.2f}")
    page.set("height", f"{1.4 * size:.2f}")
    group.append(page)
    return group


def _rename(page: ElementTree.Element, key: str) -> None:
    for element in page.iter():
        element.attrib.pop("class", None)
        if "id" in element.attrib:
            element.set("id", f"{key}-{element.attrib['id']}")
        for name in ("href", f"{{{XLINK}}}href"):
            if element.get(name, "").startswith("#"):
                element.set(name, f"#{key}-{element.attrib[name][1:]}")
