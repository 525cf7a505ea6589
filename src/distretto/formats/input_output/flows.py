"""Flows between industries from a published table, with what they sell in all."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from distretto.analysis.selection.relatedness.linkages import industry_flows
from distretto.errors import FormatError, gettext_noop, ngettext_noop
from distretto.formats.input_output.matrices import Floats, Flows, read_flows
from distretto.formats.words import is_total
from distretto.notes import Note

# The Bureau of Economic Analysis calls its totals T001, T005, T008.
TOTAL_CODE = re.compile(r"T\d{3}")
# A total is the largest in so many of the columns; imports may be larger in some.
MOSTLY = 0.95
# In tables of fewer industries one may sell more than all others do.
FEW = 10


@dataclass(frozen=True)
class InputOutput:
    """What industries sell to each other.

    Attributes
    ----------
    industries : tuple of str
        Codes or names of the input-output table.
    flows : array of shape (industries, industries)
        Sales of the row to the column (money).
    sales, purchases : arrays of shape (industries,) or None
        Totals, with final demand and value added; None where none was published.
    notes : tuple of Note
    """

    industries: tuple[str, ...]
    flows: Floats
    sales: Floats | None
    purchases: Floats | None
    notes: tuple[Note, ...]

    def totals(self) -> tuple[Floats, Floats]:
        """Sales and purchases; those between industries where no more is known."""
        sales = self.flows.sum(axis=1) if self.sales is None else self.sales
        bought = self.flows.sum(axis=0) if self.purchases is None else self.purchases
        return sales, bought


def read_input_output(path: str | Path, make: str | Path | None = None) -> InputOutput:
    """Read flows between industries, or make them of tables of use and make.

    Parameters
    ----------
    path : a table of industries by industries; or of use, commodities by industries
    make : a table of make, industries by commodities, for the table of use

    Raises
    ------
    FormatError
        A table cannot be read (as for `read_flows`), its rows and columns have too few
        codes in common (`no_common_industries`), or what an industry sells to another
        is kept secret or unknown (`unknown_flow`).
    """
    table, name = read_flows(path), Path(path).name
    if make is not None:
        return _of_use_and_make(table, read_flows(make), name, Path(make).name)
    if table.is_list:
        table = table.squared()
    names = [each for each in table.rows if each in set(table.columns)]
    names = _without_totals(table, names, names)
    _check_common(names, name)
    flows, notes = _at_least_nothing(_known_part(table, names, names, name))
    purchases = _total(table, names)
    sales = _total(_turned(table), names)
    told = [*table.notes, *notes, Note(_SAME)]
    if sales is None and purchases is None:
        told.append(Note(_NO_TOTAL))
    return InputOutput(
        tuple(names),
        flows,
        purchases if sales is None else sales,
        sales if purchases is None else purchases,
        tuple(told),
    )


def _of_use_and_make(
    use: Flows, make: Flows, name: str, name_of_make: str
) -> InputOutput:
    industries = [each for each in make.rows if each in set(use.columns)]
    commodities = [each for each in make.columns if each in set(use.rows)]
    industries = _without_totals(make, industries, commodities)
    industries = _without_totals(_turned(use), industries, commodities)
    commodities = _without_totals(_turned(make), commodities, industries)
    commodities = _without_totals(use, commodities, industries)
    _check_common(industries, name)
    _check_common(commodities, name)
    of_use = _known_part(use, commodities, industries, name)
    of_make = _known_part(make, industries, commodities, name_of_make)
    bought, notes = _at_least_nothing(of_use)
    made, more = _at_least_nothing(of_make)
    output = made.sum(axis=1)
    return InputOutput(
        tuple(industries),
        industry_flows(bought, made),
        output,
        output,
        (*use.notes, *notes, *more, Note(_MADE)),
    )


def _turned(table: Flows) -> Flows:
    return Flows(table.columns, table.rows, table.values.T)


def _without_totals(
    table: Flows, rows: Sequence[str], columns: Sequence[str]
) -> list[str]:
    """The rows that are no totals of the others, by name or by size."""
    part = np.nan_to_num(table.part(rows, columns))
    large = _outweigh(part) if len(rows) >= FEW else set[int]()
    return [
        name
        for place, name in enumerate(rows)
        if not (place in large or is_total(name) or TOTAL_CODE.fullmatch(name))
    ]


def _outweigh(part: Floats) -> set[int]:
    """The rows that are as large as all others together, nearly everywhere."""
    sums = part.sum(axis=0)
    some = sums > 0
    if not some.any():
        return set()
    share = (part >= sums - part)[:, some].mean(axis=1)
    return set(np.flatnonzero(share >= MOSTLY).tolist())


def _total(table: Flows, names: Sequence[str]) -> Floats | None:
    """What each column comes to in all: the largest row that is a total of them."""
    extra = [each for each in table.rows if each not in set(names)]
    if not extra:
        return None
    inside = np.nansum(table.part(names, names), axis=0)
    found = np.nan_to_num(table.part(extra, names))
    is_whole = (found >= inside * 0.999).mean(axis=1) >= MOSTLY
    if not is_whole.any():
        return None
    largest = np.where(is_whole, found.sum(axis=1), -np.inf).argmax()
    # Where imports are larger than what is made, at least what is sold.
    return np.maximum(found[largest], inside)


def _check_common(names: Sequence[str], file: str) -> None:
    if len(names) < 2:
        raise FormatError(
            "no_common_industries",
            gettext_noop(
                "The rows and columns of “%(file)s” have %(count)s codes in common. "
                "Give a table of industries by industries, or a table of use with its "
                "table of make, that have the same codes."
            ),
            file=file,
            count=len(names),
        )


def _known_part(
    table: Flows, rows: Sequence[str], columns: Sequence[str], file: str
) -> Floats:
    """The flows between these; totals and final demand may have unknown figures."""
    part = table.part(rows, columns)
    unknown = np.argwhere(np.isnan(part))
    if len(unknown):
        row, column = unknown[0]
        raise FormatError(
            "unknown_flow",
            gettext_noop(
                "“%(file)s”, row (or seller) “%(row)s”, column (or buyer) "
                "“%(column)s”: the amount is unknown (unknown amounts in all: "
                "%(count)s). Sums over it would be too small: give the amount, 0 where "
                "nothing is sold, or leave out the industry."
            ),
            file=file,
            row=rows[row],
            column=columns[column],
            count=len(unknown),
        )
    return part


def _at_least_nothing(flows: Floats) -> tuple[Floats, list[Note]]:
    """Negative amounts (scrap, withdrawals from stock) are nobody's purchase."""
    count = int((flows < 0).sum())
    return np.maximum(flows, 0), [Note(_NEGATIVE, count=count)] if count else []


_SAME = gettext_noop(
    "Input-output: rows are taken for the industries that sell. Where they are "
    "commodities, who makes them may be another industry of the same code; a table of "
    "make tells."
)
_MADE = gettext_noop(
    "Input-output: who buys a commodity buys it from the industries that make it, in "
    "proportion to what they make of it."
)
_NO_TOTAL = gettext_noop(
    "The input-output table has no totals with final demand and value added: linkage "
    "is of the flows between industries only, which makes shares larger."
)
_NEGATIVE = ngettext_noop(
    "%(count)s flow of the input-output table is negative: it is read as nothing sold.",
    "%(count)s flows of the input-output table are negative: they are read as nothing "
    "sold.",
)
