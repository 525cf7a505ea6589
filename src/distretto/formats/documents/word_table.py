"""Tables for Word: ruled thinly, as wide as they are told, whole on a page if short."""

from collections.abc import Sequence
from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from distretto.formats.charts.picture import Column
from distretto.formats.documents.word import size_letters

_LINE = "C9CED4"
_SIZE = 8  # points
_SHORT = 16  # rows that are kept together on one page


def widths_of(told: Sequence[str], columns: Sequence[Column], room: float) -> list[Any]:
    """The widths of the columns, from Typst's “2fr” and “15mm”, in a room of cm."""
    told = told or ["1fr" if each.kind == "text" else "0.6fr" for each in columns]
    fixed = [float(w[:-2]) / 10 if w.endswith("mm") else 0.0 for w in told]
    parts = [float(w[:-2]) if w.endswith("fr") else 0.0 for w in told]
    share = (room - sum(fixed)) / (sum(parts) or 1)
    return [Cm(size + part * share) for size, part in zip(fixed, parts, strict=True)]


def shape(table: Any, columns: Sequence[Column], widths: Sequence[Any]) -> None:
    """Widths, rules, sides and page breaks of a table that has its texts."""
    table.autofit = False
    _rule(table)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    _mark(table.rows[0], "w:tblHeader")
    rows = list(table.rows)
    for at, row in enumerate(rows):
        _mark(row, "w:cantSplit")
        is_followed = at == 0 or (len(rows) <= _SHORT and at < len(rows) - 1)
        for cell, column, width in zip(row.cells, columns, widths, strict=True):
            cell.width = width
            _set(cell.paragraphs[0], column, is_head=at == 0, is_followed=is_followed)


def _set(paragraph: Any, column: Column, *, is_head: bool, is_followed: bool) -> None:
    layout = paragraph.paragraph_format
    layout.space_before = layout.space_after = Pt(2)
    layout.line_spacing = 1
    layout.keep_with_next = is_followed
    if column.kind != "text":
        layout.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    for run in paragraph.runs:
        run.font.size, run.font.bold, run.font.cs_bold = Pt(_SIZE), is_head, is_head
        size_letters(run._r.get_or_add_rPr(), _SIZE)


def _mark(row: Any, name: str) -> None:
    mark = OxmlElement(name)
    mark.set(qn("w:val"), "true")
    properties = row._tr.get_or_add_trPr()
    # In the order that the schema of the format asks for.
    if name == "w:cantSplit":
        properties.insert(0, mark)
    else:
        properties.append(mark)


def _rule(table: Any) -> None:
    """Thin lines between the rows, none between the columns."""
    borders = OxmlElement("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        line = OxmlElement(f"w:{side}")
        is_drawn = side in {"bottom", "insideH"}
        line.set(qn("w:val"), "single" if is_drawn else "nil")
        line.set(qn("w:sz"), "4")
        line.set(qn("w:color"), _LINE)
        borders.append(line)
    table._tbl.tblPr.insert_element_before(
        borders, "w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook"
    )
