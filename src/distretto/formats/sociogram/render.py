"""A sociogram as a file: SVG for pages and programs, PNG and PDF for print."""

import hashlib
import re
from pathlib import Path

from distretto.formats.charts import render
from distretto.formats.charts import svg as drawings
from distretto.formats.files import atomic_write, check_target
from distretto.formats.sociogram.picture import Sociogram

ENDINGS = (".svg", ".png", ".pdf")


_TEXT = re.compile(r'(<text [^>]*?text-anchor=")(start|end|middle)("[^>]*)(>[^<]*<)')
_FROM_RIGHT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]")
_TURNED = {"start": "end", "end": "start", "middle": "middle"}


def page_svg(found: Sociogram) -> str:
    """The drawing for a page, whose colours and fonts it follows by its classes."""
    if not _FROM_RIGHT.search(found.drawing):
        return found.drawing
    return _TEXT.sub(_read_from_right, found.drawing)


def _read_from_right(text: re.Match[str]) -> str:
    """A text written from right to left begins, for a browser, at its right end."""
    head, anchor, tail, words = text.groups()
    if not _FROM_RIGHT.search(words):
        return text[0]
    return f'{head}{_TURNED[anchor]}{tail} direction="rtl"{words}'


def print_svg(found: Sociogram) -> str:
    """With fixed colours, and words beyond Latin as outlines."""
    digest = hashlib.sha256(found.drawing.encode()).hexdigest()
    return drawings.for_print(
        found.drawing,
        key=f"p{digest[:8]}",
        description=found.description,
        fonts=render.font_folders(),
    )


def png(found: Sociogram, *, scale: float = 2.0) -> bytes:
    """The picture as PNG on white."""
    return render.png_of(print_svg(found), scale=scale)


def pdf(found: Sociogram) -> bytes:
    """The picture as a PDF of one page."""
    return render.pdf_of(print_svg(found))


def write_sociogram(found: Sociogram, path: str | Path, *, scale: float = 2.0) -> None:
    """Write the picture in the format that the file's ending names."""
    path = Path(path)
    check_target(path, ENDINGS)
    kind = path.suffix.lower()
    with atomic_write(path) as target:
        if kind == ".svg":
            target.write_text(render.on_paper(page_svg(found)), encoding="utf-8")
        else:
            target.write_bytes(
                png(found, scale=scale) if kind == ".png" else pdf(found)
            )
