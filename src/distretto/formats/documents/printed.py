"""Reports and minutes as PDF."""

from collections.abc import Sequence
from typing import Any

from distretto.formats.charts.language import Language
from distretto.formats.charts.picture import Picture
from distretto.formats.documents import blocks as parts
from distretto.formats.documents import sections
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
) -> bytes:
    """Blocks under a title as a PDF in the house style.

    With `contents`, the heading of a table of contents, that table follows the title,
    and the first section begins on a page of its own.
    """
    data = {
        "title": title,
        "words": {},
        "contents": contents,
        "blocks": [_block(each, language) for each in blocks],
    }
    return typeset("selection_report.typ", data, language)


def _block(block: parts.Block, language: Language) -> dict[str, Any]:
    match block:
        case Picture():
            return {"kind": "picture", **picture_data(block)}
        case parts.Drawing():
            return {"kind": "picture", **drawing_data(block)}
        case parts.Photo():
            return {"kind": "picture", **photo_data(block)}
        case parts.Listing(table, widths, note):
            data = table_data(table, language, widths)
            return {"kind": "table", "note": note, **data}
        case parts.Facts(pairs):
            return {"kind": "facts", "pairs": [list(pair) for pair in pairs]}
        case parts.Heading(text, level):
            return {"kind": f"heading-{level}", "text": text}
        case parts.Quote(text):
            return {"kind": "quote", "text": text}
        case parts.Text(text):
            return {"kind": "text", "text": text}
