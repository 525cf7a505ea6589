"""Pictures drawn: SVG for the page, PNG and PDF for reports. No address is opened."""

import hashlib
import json
from collections.abc import Callable
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from typing import Any
from xml.sax.saxutils import quoteattr

import vl_convert

from distretto.formats.charts import svg as drawing
from distretto.formats.charts.picture import Picture

WIDE, NARROW = 680, 340
# Bump when the same definition is drawn differently: keys of stored pictures change.
EDITION = 1

_NOWHERE = ["https://nowhere.invalid/"]
FONT_PACKAGES = ("fontpkg_noto_sans", "fontpkg_noto_sans_arabic")


def font_folders() -> list[str]:
    """The folders of the fonts that pictures and documents are set in."""
    return [str(files(package).joinpath("files")) for package in FONT_PACKAGES]


@cache
def _register_fonts() -> None:
    for folder in font_folders():
        vl_convert.register_font_directory(folder)


def spec_hash(picture: Picture) -> str:
    """The name under which a drawn picture can be kept: equal means drawn equally."""
    said = [
        EDITION,
        version("vl-convert-python"),
        picture.language.number_locale,
        picture.description,
        picture.spec,
    ]
    text = json.dumps(said, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def svg(picture: Picture, *, key: str | None = None) -> str:
    """The picture for a page: themed by classes, ids beginning with `key`.

    Give different keys where the same picture stands twice in one page.
    """
    return drawing.for_page(
        _drawn(picture),
        key=key or f"p{spec_hash(picture)[:8]}",
        description=picture.description,
    )


def responsive(make: Callable[[int], Picture], *, key: str | None = None) -> str:
    """The picture at two widths, for screens and for phones; the page shows one.

    `make` is given the width in pixels. The style sheet of the theme chooses by the
    width of the place where the picture stands.
    """
    wide, narrow = make(WIDE), make(NARROW)
    return "".join(
        f"<div class={quoteattr('picture-' + size)}>{text}</div>"
        for size, text in (
            ("wide", svg(wide, key=key and f"{key}-wide")),
            ("narrow", svg(narrow, key=key and f"{key}-narrow")),
        )
    )


def print_svg(picture: Picture) -> str:
    """The picture with fixed colours and no links, for documents."""
    key = f"p{spec_hash(picture)[:8]}"
    return drawing.for_print(
        _drawn(picture),
        key=key,
        description=picture.description,
        fonts=font_folders(),
    )


def png(picture: Picture, *, scale: float = 2.0) -> bytes:
    """The picture as PNG on white, `scale` pixels to a point of the page."""
    return png_of(print_svg(picture), scale=scale)


def pdf(picture: Picture) -> bytes:
    """The picture as a PDF of one page."""
    return pdf_of(print_svg(picture))


def png_of(drawing: str, *, scale: float) -> bytes:
    """A drawing made for print as PNG on white."""
    _register_fonts()
    return bytes(vl_convert.svg_to_png(on_paper(drawing), scale=scale))


def jpeg_of(drawing: str, *, scale: float) -> bytes:
    """A drawing as JPEG on white, for photos: far smaller than as PNG."""
    return bytes(vl_convert.svg_to_jpeg(on_paper(drawing), scale=scale, quality=85))


def pdf_of(drawing: str) -> bytes:
    """A drawing made for print as a PDF of one page."""
    _register_fonts()
    return bytes(vl_convert.svg_to_pdf(drawing))


def on_paper(text: str) -> str:
    """A drawing with white beneath it, for programs that show none."""
    start = text.index(">") + 1
    return (
        text[:start]
        + '<rect width="100%" height="100%" fill="#ffffff"/>'
        + text[start:]
    )


def _drawn(picture: Picture) -> str:
    _register_fonts()
    formats: dict[str, Any] = {
        "format_locale": picture.language.number_locale,
        "time_format_locale": picture.language.time_locale,
    }
    drawn: str = vl_convert.vegalite_to_svg(
        picture.spec, allowed_base_urls=_NOWHERE, **formats
    )
    return drawn
