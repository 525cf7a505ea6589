"""Texts that a spreadsheet would take for a formula, made harmless in CSV.

A name such as “=HYPERLINK(...)” that somebody typed into a form or a table would run in
the spreadsheet of whoever opens the file. An apostrophe before it makes it a text, as
the OWASP Foundation advises on CSV injection; numbers are never touched. The apostrophe
is put before texts that have it already as well, so that reading takes it away again
and gives each text as it was.
"""

import re
from typing import Any

import polars as pl

# The last four are the wide forms, which spreadsheets of East Asia take alike.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_WOULD_RUN = rf"^('*[{''.join(FORMULA_STARTS[3:])}=+\-])"
# “-2.5” is a number to a spreadsheet, too. So is “+2348031234567”, and would lose its
# sign: a plus begins telephone numbers, as nobody writes it before figures.
_NUMBER = r"^-?[0-9]+([.,][0-9]+)?$"
_MADE_HARMLESS = rf"^'('*[{''.join(FORMULA_STARTS[3:])}=+\-])"


def harmless(cell: Any) -> Any:
    """A cell for CSV: a text that would run gets an apostrophe; None is blank."""
    if isinstance(cell, str) and re.fullmatch(_NUMBER, cell, re.ASCII):
        return cell
    if isinstance(cell, str) and cell.lstrip("'").startswith(FORMULA_STARTS):
        return f"'{cell}"
    return "" if cell is None else cell


def harmless_texts() -> pl.Expr:
    """The text columns of a table, harmless; for `with_columns`."""
    texts = pl.col(pl.String)
    changed = texts.str.replace(_WOULD_RUN, "'${1}")
    return pl.when(texts.str.contains(_NUMBER)).then(texts).otherwise(changed)


def as_it_was(columns: list[str]) -> pl.Expr:
    """Text columns without the apostrophe that made them harmless."""
    return pl.col(columns).str.replace(_MADE_HARMLESS, "${1}")
