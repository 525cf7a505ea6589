"""Documents set by Typst: data in as JSON, PDF out; a missing letter is an error."""

import json
import re
import warnings
from collections.abc import Mapping, Sequence
from importlib.resources import as_file, files
from typing import Any
from xml.etree import ElementTree

import typst

from distretto.errors import FormatError, gettext_noop
from distretto.formats.charts.language import Language
from distretto.formats.charts.picture import Picture, Table
from distretto.formats.charts.render import font_folders, print_svg
from distretto.formats.documents.blocks import Drawing, Photo
from distretto.formats.documents.photos import svg_of

# Points on paper to a pixel of a picture: its text of 12 pixels is then set in 8.4 pt.
_POINTS = 0.7


def typeset(template: str, data: Mapping[str, Any], language: Language) -> bytes:
    """A PDF from a template of this folder, readable aloud (PDF/UA-1).

    Data reach the template as JSON and never as text to be read as markup, so a name
    with marks in it stays a name. The fonts are those of the house, so that a document
    looks the same everywhere; letters that they lack are taken from the machine's.

    Raises
    ------
    FormatError
        No font has a letter; a box in its place would be a wrong name.
    """
    worded = {"lang": language.code, "dir": language.direction, **data}
    told = {"data": json.dumps(worded)}
    try:
        return _compiled(template, told, system_fonts=False)
    except typst.TypstError as lacking:
        if not _LACKING.search(str(lacking)):
            raise
    try:
        return _compiled(template, told, system_fonts=True)
    except typst.TypstError as lacking:
        found = _LACKING.search(str(lacking))
        if not found:
            raise
        raise _no_font(found.group(1)) from lacking


_LACKING = re.compile(r'the text `"(.*?)"` could not be displayed')


def _compiled(template: str, told: dict[str, str], *, system_fonts: bool) -> bytes:
    # One folder, because a template imports the house style beside it.
    with as_file(files(__package__)) as folder, warnings.catch_warnings():
        warnings.simplefilter("error", typst.TypstWarning)
        pdf: bytes = typst.compile(
            str(folder / template),
            root=str(folder),
            format="pdf",
            font_paths=font_folders(),
            ignore_system_fonts=not system_fonts,
            sys_inputs=told,
            pdf_standards=["ua-1"],
        )
    return pdf


def _no_font(letters: str) -> FormatError:
    return FormatError(
        "no_font",
        gettext_noop(
            "The document holds “%(letters)s”, and no font on this machine has that "
            "writing. Install a font for it, such as one of the Noto fonts, and try "
            "again."
        ),
        letters=letters,
    )


def picture_data(picture: Picture) -> dict[str, Any]:
    """A picture as the templates take it."""
    svg = print_svg(picture)
    return {
        "title": picture.title,
        "svg": svg,
        **_size(svg),
        "alt": picture.description,
        "caption": picture.caption,
    }


def drawing_data(drawing: Drawing) -> dict[str, Any]:
    """A drawing as the templates take it."""
    return {
        "title": drawing.title,
        "svg": drawing.svg,
        **_size(drawing.svg),
        "alt": drawing.description,
        "caption": drawing.caption,
    }


def photo_data(photo: Photo) -> dict[str, Any]:
    """A photo as the templates take it."""
    return {
        "title": photo.title,
        "svg": svg_of(photo.jpeg, photo.width, photo.height),
        "width": _POINTS * photo.width,
        "height": _POINTS * photo.height,
        "alt": photo.description,
        "caption": photo.caption,
    }


def _size(svg: str) -> dict[str, float]:
    """Width and height of a drawing, in points."""
    drawn = ElementTree.fromstring(svg).attrib
    return {side: _POINTS * float(drawn[side]) for side in ("width", "height")}


def table_data(
    table: Table, language: Language, widths: Sequence[str] = ()
) -> dict[str, Any]:
    """A table as the templates take it: worded, with what is a number."""
    return {
        "head": [column.name for column in table.columns],
        "rows": table.worded(language),
        "numbers": [column.kind != "text" for column in table.columns],
        "widths": list(widths),
    }
