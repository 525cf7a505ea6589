"""Pairs of firms on the screen, with what speaks for and against."""

from typing import Any

from distretto.cli.text_table import Column, filled, text_table
from distretto.formats.firm_lists.alike import AlikeFirms

COLUMNS = (
    Column("Score", right=True),
    Column("Group", right=True),
    Column("Rows", right=True),
    Column("Names", widest=60, lines=4),
    Column("Speaks for it", widest=60, lines=4),
    Column("Speaks against it", widest=40, lines=4),
)


def duplicates_text(found: AlikeFirms, *, top: int, width: int) -> str:
    """The first `top` pairs, and what a reader should know."""
    rows = [_cells(row) for row in found.listing().head(top).iter_rows(named=True)]
    notes = [str(note) for note in found.notes]
    count = found.found.pairs.height
    if count > len(rows):
        notes.append(f"The first {len(rows):,} of {count:,}: --top {count} shows all.")
    table = text_table(rows, COLUMNS, width) if rows else ""
    beneath = "\n".join(filled([f"· {note}" for note in notes], width))
    return "\n\n".join(part for part in (table, beneath) if part)


def _cells(row: dict[str, Any]) -> tuple[str, ...]:
    return (
        f"{row['score']:.2f}",
        str(row["group"] or ""),
        f"{row['row']}, {row['other_row']}",
        f"{row['name']} / {row['other_name']}",
        row["speaks_for"] or "",
        row["speaks_against"] or "",
    )
