"""Rows of a list that are no firms: totals, and words below the table."""

import polars as pl

from distretto.errors import gettext_noop
from distretto.formats.firm_lists.findings import Findings
from distretto.formats.tables import Table
from distretto.formats.words import is_total, plain

# Where a total is called so, and what only a firm has.
LABELS = ("source_id", "name", "legal_name", "place", "address", "products")
OF_A_FIRM = (
    *("name", "legal_name", "address", "place", "coordinates", "latitude"),
    *("phone", "email", "website", "tax_number", "contact"),
)
# Words of totals that are names of firms as well: the row must count something.
NAMES_TOO = frozenset(
    (
        "all",
        "ensemble",
        "national",
        "sum",
        "t",
        "tot",
        "tous",
        "toutes",
        "todos",
        "todas",
    )
)
COUNTED = ("employees", "women", "size")


def without_totals(texts: pl.DataFrame, findings: Findings) -> pl.DataFrame:
    """The rows that are no totals; those that are stand among the problems.

    A row is a total that is called so and has nothing else that only a firm has: a
    firm called “Total” has an address or a telephone number.
    """
    labels = [role for role in LABELS if role in texts.columns]
    words = {
        text
        for role in labels
        for text in texts[role].drop_nulls().unique()
        if is_total(text)
    }
    if not words:
        return texts
    marked = texts.with_columns(_label(texts, labels, words).alias("\0label"))
    is_one = pl.col("\0label").is_not_null()
    role = next((each for each in ("name", "legal_name") if each in labels), labels[0])
    cells = marked.filter(is_one).select("row", "\0label").iter_rows()
    findings.tell("looks_like_a_total", _TOTAL, role, cells)
    return marked.filter(~is_one).drop("\0label")


def _label(texts: pl.DataFrame, labels: list[str], words: set[str]) -> pl.Expr:
    """What a row that is a total is called; null for a firm."""
    there = texts.columns
    called = pl.coalesce(
        *(pl.when(pl.col(role).is_in(words)).then(role) for role in labels)
    )
    nothing_else = (
        pl.col(role).is_null() | pl.col(role).is_in(words)
        for role in OF_A_FIRM
        if role in there
    )
    counts = (pl.col(role).is_not_null() for role in COUNTED if role in there)
    unclear = [text for text in words if plain(text) in NAMES_TOO]
    is_clear = ~called.is_in(unclear) | pl.any_horizontal(pl.lit(False), *counts)
    return pl.when(pl.all_horizontal(is_clear, *nothing_else)).then(called)


def tell_foot(table: Table, findings: Findings) -> None:
    """Last rows with nothing but their first cell, which may have been firms."""
    below = table.first_row + table.rows
    cells = (
        (row, words)
        for row, words in enumerate(table.foot, start=below)
        if words and not is_total(words)
    )
    findings.tell("alone_in_its_row", _ALONE, "name", cells, "warning")


_TOTAL = gettext_noop(
    "The row is called “%(value)s” and looks like a total: it is left out of the "
    "firms. Delete it from the file; or, if it is a firm, add its address or telephone "
    "number."
)
_ALONE = gettext_noop(
    "“%(value)s” stands alone in a row below the list and was passed over as a note. "
    "If it is a firm, fill in another cell of the row."
)
