"""Rows of a list that are no firms: totals, and words below the table."""

from collections.abc import Sequence

import polars as pl

from distretto.errors import gettext_noop
from distretto.formats.firm_lists.findings import Findings, cells_where
from distretto.formats.numbers import UNKNOWN_MARKS
from distretto.formats.tables import Table
from distretto.formats.words import is_total, plain

# Where a total is called so, and what only a firm has.
LABELS = ("source_id", "name", "legal_name", "place", "address", "products")
OF_A_FIRM = (
    *("name", "legal_name", "address", "place", "coordinates", "latitude"),
    *("phone", "email", "website", "tax_number", "contact"),
)
# What a firm has, and now and then a total: a running number, the code of a branch.
MAY_BE_A_FIRM = (
    *("source_id", "industry", "industry_title", "products"),
    *("year_founded", "owner_sex"),
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

    A row is a total that is called so and has nothing else that a firm has: a firm
    called “Total” has an address or a telephone number. Where it has only what a total
    may have as well, such as a running number, it stays and is told.
    """
    labels = [role for role in LABELS if role in texts.columns]
    words = _total_words(texts, labels)
    if not labels or not words:
        return texts
    marked = texts.with_columns(
        _label(texts, labels, words).alias("\0label"),
        _has_any(texts, MAY_BE_A_FIRM, words).alias("\0maybe"),
    )
    role = next((each for each in ("name", "legal_name") if each in labels), labels[0])
    is_called_so, maybe = pl.col("\0label").is_not_null(), pl.col("\0maybe")
    totals = cells_where(marked, is_called_so & ~maybe, "\0label")
    findings.tell("looks_like_a_total", _TOTAL, role, totals)
    doubtful = cells_where(marked, is_called_so & maybe, "\0label")
    findings.tell("called_like_a_total", _MAYBE, role, doubtful, "warning")
    return marked.filter(~is_called_so | maybe).drop("\0label", "\0maybe")


def _total_words(texts: pl.DataFrame, labels: Sequence[str]) -> set[str]:
    """The cells that say of their row that it is a total."""
    called = {*labels, *(role for role in MAY_BE_A_FIRM if role in texts.columns)}
    return {
        text
        for role in called
        for text in texts[role].drop_nulls().unique()
        if is_total(text)
    }


def _label(texts: pl.DataFrame, labels: Sequence[str], words: set[str]) -> pl.Expr:
    """What a row is called that may be a total; null for what is clearly a firm."""
    called = pl.coalesce(
        *(pl.when(pl.col(role).is_in(words)).then(role) for role in labels)
    )
    counts = (pl.col(role).is_not_null() for role in COUNTED if role in texts.columns)
    unclear = [text for text in words if plain(text) in NAMES_TOO]
    is_clear = ~called.is_in(unclear) | pl.any_horizontal(pl.lit(False), *counts)
    return pl.when(is_clear & ~_has_any(texts, OF_A_FIRM, words)).then(called)


def _has_any(texts: pl.DataFrame, roles: Sequence[str], words: set[str]) -> pl.Expr:
    """Whether a row has any of these, other than words of totals and unknown marks."""
    filled = (
        pl.col(role).is_not_null()
        & ~pl.col(role).is_in(words)
        & ~pl.col(role).str.to_lowercase().is_in(list(UNKNOWN_MARKS))
        for role in roles
        if role in texts.columns
    )
    return pl.any_horizontal(pl.lit(False), *filled)


def tell_foot(table: Table, findings: Findings) -> None:
    """Last rows with nothing but their first cell, which may have been firms."""
    below = table.first_row + table.rows
    cells = (
        (row, words)
        for row, words in enumerate(table.foot, start=below)
        if words and (not is_total(words) or plain(words) in NAMES_TOO)
    )
    findings.tell("alone_in_its_row", _ALONE, "name", cells, "warning")


_TOTAL = gettext_noop(
    "The row is called “%(value)s” and looks like a total: it is left out of the "
    "firms. Delete it from the file; or, if it is a firm, add its address, telephone "
    "number, industry or year of foundation."
)
_MAYBE = gettext_noop(
    "The row is called “%(value)s”, as totals are, and was taken for a firm, since it "
    "has a number, an industry or another mark of one. If it is a total, delete it."
)
_ALONE = gettext_noop(
    "“%(value)s” stands alone in a row below the list and was passed over as a note. "
    "If it is a firm, fill in another cell of the row."
)
