"""Reports and minutes as PDF."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from distretto.formats.charts.language import Language
from distretto.formats.charts.picture import Picture
from distretto.formats.documents import blocks as parts
from distretto.formats.documents import sections
from distretto.formats.documents.captions import captions_in, numbered
from distretto.formats.documents.typeset import (
    drawing_data,
    photo_data,
    picture_data,
    table_data,
    typeset,
)
from distretto.formats.selection_report import SelectionReport


def selection_report(report: SelectionReport) -> bytes:
    """The report as a PDF."""
    return document(sections.title(report), sections.sections(report), report.language)


def document(
    title: str,
    blocks: Sequence[parts.Block],
    language: Language,
    *,
    contents: str = "",
    numbering: parts.Numbering | None = None,
    about: parts.About | None = None,
    is_one_page: bool = False,
) -> bytes:
    """Blocks under a title as a PDF in the house style.

    With `contents`, the heading of a table of contents, that table follows what stands
    before the first section, which begins on a page of its own. With `numbering`,
    tables and figures have numbers and lists, which stand there too; a document without
    sections begins with them. One page is set as large as it fits.
    """
    if numbering:
        blocks = list(numbered(blocks))
    data = {
        "title": title,
        "words": asdict(numbering) if numbering else {},
        "contents": contents if any(map(parts.is_section, blocks)) else "",
        "front": len(parts.front_of(blocks)),
        "lists": [of for of in ("table", "figure") if captions_in(blocks, of)],
        "about": _about(about),
        "is-one-page": is_one_page,
        "blocks": [_block(each, language) for each in blocks],
    }
    return typeset("selection_report.typ", data, language)


def _about(about: parts.About | None) -> dict[str, Any]:
    """Who and when; a document without a day is the same each time it is made."""
    if about is None:
        return {}
    day = about.day
    return {
        "author": about.author,
        "subject": about.subject,
        "day": [day.year, day.month, day.day] if day else None,
    }


def _block(block: parts.Block, language: Language) -> dict[str, Any]:
    match block:
        case Picture():
            return {"kind": "picture", **picture_data(block)}
        case parts.Drawing():
            return {"kind": "picture", **drawing_data(block)}
        case parts.Photo():
            return {"kind": "picture", **photo_data(block)}
        case parts.Listing(table, widths, note, _caption):
            data = table_data(table, language, widths)
            return {"kind": "table", "note": note, **data}
        case parts.Captioned(inner, of, number, text, is_continued):
            return {
                "kind": "captioned",
                "of": of,
                "number": number,
                "text": text,
                "continued": is_continued,
                "block": _block(inner, language),
            }
        case parts.Facts(pairs):
            return {"kind": "facts", "pairs": [list(pair) for pair in pairs]}
        case parts.Heading(text, level):
            return {"kind": f"heading-{level}", "text": text}
        case parts.Quote(text):
            return {"kind": "quote", "text": text}
        case parts.Text(text):
            return {"kind": "text", "text": text}
