"""Reading a table of who sells what to whom: a matrix, or a row for each pair."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray

from distretto.errors import FormatError, gettext_noop, ngettext_noop
from distretto.formats.layouts.columns import listed
from distretto.formats.layouts.long import key
from distretto.formats.numbers import is_unknown, number, number_styles
from distretto.formats.tables import Table, read_table
from distretto.formats.words import plain
from distretto.notes import Note, quoted

Floats = NDArray[np.float64]

SELLER = ("seller", "from", "supplier", "row", "input", "origin", "commodity")
BUYER = ("buyer", "to", "purchaser", "column", "user", "destination", "industry")
AMOUNT = ("value", "amount", "flow", "sales", "obs value")
# A table of pairs has no more columns, with years and units.
MOST_OF_PAIRS = 6
# What publishers put where nothing is sold.
NOTHING = ("", "-", "--", "---", "–", "—")


@dataclass(frozen=True)
class Flows:
    """A rectangle of flows under the names that the file has.

    Attributes
    ----------
    rows, columns : tuples of str
    values : array of shape (rows, columns)
        NaN where a mark says that a figure is unknown.
    notes : tuple of Note
    is_list : bool
        Whether pairs were listed: then a name may sell only, or buy only.
    """

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    values: Floats
    notes: tuple[Note, ...] = ()
    is_list: bool = False

    def squared(self) -> "Flows":
        """All names as rows and columns; a pair that is not listed sells nothing."""
        names = tuple(dict.fromkeys((*self.rows, *self.columns)))
        place = {name: number for number, name in enumerate(names)}
        values = np.zeros((len(names), len(names)))
        rows, columns = (
            [place[one] for one in self.rows],
            [place[one] for one in self.columns],
        )
        values[np.ix_(rows, columns)] = self.values
        return Flows(names, names, values, self.notes, is_list=True)

    def part(self, rows: Sequence[str], columns: Sequence[str]) -> Floats:
        """The flows between these, in this order."""
        across = {name: place for place, name in enumerate(self.columns)}
        down = {name: place for place, name in enumerate(self.rows)}
        return self.values[
            np.ix_([down[each] for each in rows], [across[each] for each in columns])
        ]


def read_flows(path: str | Path) -> Flows:
    """Read a matrix of flows, or a list of pairs with their amounts.

    Parameters
    ----------
    path : a table with a row for each seller and a column for each buyer, codes or
        names in its first columns and in its heading; or with columns of the seller,
        the buyer and the amount, called so or in this order

    Raises
    ------
    FormatError
        It is neither, a pair or a row comes twice, or an amount is no number.
    """
    table = read_table(path)
    frame = table.frame.collect()
    labels = _label_column(frame, table)
    if labels is not None:
        return _of_matrix(frame, labels, table)
    headed = _headed_by_first_row(frame)
    if headed is not None:
        again = _with(table, headed)
        labels = _label_column(headed, again)
        if labels is not None:
            return _of_matrix(headed, labels, again)
    if _are_pairs(table):
        return _of_pairs(frame, table)
    if len(table.columns) > 3:  # commodities by industries, each under its own names
        return _of_matrix(frame, table.columns[0], table)
    raise FormatError(
        "no_flows",
        gettext_noop(
            "“%(file)s” is no input-output table: give a matrix that has the same "
            "codes in its first column and in its heading, or columns of seller, buyer "
            "and amount. It has: %(columns)s."
        ),
        file=table.path.name,
        columns=listed(table.columns),
    )


def _are_pairs(table: Table) -> bool:
    """Whether columns are called seller and buyer, or are three in all."""
    named = {plain(column) for column in table.columns}
    called = not named.isdisjoint(SELLER) and not named.isdisjoint(BUYER)
    return len(table.columns) == 3 or (called and len(named) <= MOST_OF_PAIRS)


def _label_column(frame: pl.DataFrame, table: Table) -> str | None:
    """The column whose values are the names of columns, too."""
    names = {plain(column) for column in frame.columns}
    best, most = None, 1
    for column in frame.columns[:3]:
        values = frame.select(key(column, table)).to_series().drop_nulls()
        both = len({plain(each) for each in values} & names)
        if both > most:
            best, most = column, both
    return best


def _headed_by_first_row(frame: pl.DataFrame) -> pl.DataFrame | None:
    """Codes may stand below a heading of titles."""
    if frame.height < 3 or any(kind != pl.String for kind in frame.dtypes):
        return None
    first: list[str] = []
    for place, each in enumerate(frame.row(0)):
        first.append(f"{each or ''} {place}" if each in (None, "", *first) else each)
    return frame.slice(1).rename(dict(zip(frame.columns, first, strict=True)))


def _with(table: Table, frame: pl.DataFrame) -> Table:
    from dataclasses import replace

    return replace(
        table,
        frame=frame.lazy(),
        columns=tuple(frame.columns),
        first_row=table.first_row + 1,
    )


def _of_matrix(frame: pl.DataFrame, labels: str, table: Table) -> Flows:
    names = frame.select(key(labels, table)).to_series()
    known = names.is_not_null().to_numpy()
    rows = names.drop_nulls().to_list()
    listed_too = {plain(row) for row in rows}
    after = frame.columns[frame.columns.index(labels) + 1 :]
    columns = [
        column
        for column in after
        if plain(column) in listed_too or not _is_text(frame[column])
    ]
    passed_over = [
        column
        for column in after
        if column not in columns and _has_a_number(frame[column])
    ]
    values, blanks = _amounts(frame, columns, table)
    _check_once(rows, table)
    return Flows(
        rows=tuple(rows),
        columns=tuple(column.strip() for column in columns),
        values=values[known],
        notes=(*_blank_notes(blanks), *_text_notes(passed_over)),
    )


def _text_notes(passed_over: list[str]) -> tuple[Note, ...]:
    """What looks like titles and has numbers among them is left out, and said."""
    if not passed_over:
        return ()
    return (Note(_TAKEN_FOR_TITLES, columns=quoted(tuple(passed_over))),)


_TAKEN_FOR_TITLES = gettext_noop(
    "Columns with fewer numbers than words were taken for titles and left out: "
    "%(columns)s. If they hold amounts, write what is unknown as a blank."
)


def _has_a_number(column: pl.Series) -> bool:
    told = column.drop_nulls().cast(pl.String).str.strip_chars()
    return bool(told.str.contains(r"^-?[0-9][0-9.,\s]*$").any())


def _is_text(column: pl.Series) -> bool:
    """Whether no value is a number, so that it holds titles."""
    if column.dtype != pl.String:
        return False
    told = column.drop_nulls().str.strip_chars()
    told = told.filter(~told.is_in(NOTHING))
    return len(told) > 0 and not told.str.contains(r"[0-9]").mean() > 0.5  # type: ignore[operator]


def _of_pairs(frame: pl.DataFrame, table: Table) -> Flows:
    seller, buyer, amount = _pair_columns(table)
    values, blanks = _amounts(frame, [amount], table)
    pairs = frame.select(
        key(seller, table).alias("seller"), key(buyer, table).alias("buyer")
    ).with_columns(amount=pl.Series(values[:, 0]))
    pairs = pairs.drop_nulls(["seller", "buyer"])
    if pairs.select("seller", "buyer").is_duplicated().any():
        first = pairs.filter(pairs.select("seller", "buyer").is_duplicated()).row(0)
        _refuse_twice(f"{first[0]} – {first[1]}", table)
    rows = pairs["seller"].unique(maintain_order=True)
    columns = pairs["buyer"].unique(maintain_order=True)
    matrix = np.zeros((len(rows), len(columns)))
    down = pairs["seller"].replace_strict(rows, range(len(rows))).to_numpy()
    across = pairs["buyer"].replace_strict(columns, range(len(columns))).to_numpy()
    matrix[down, across] = pairs["amount"].to_numpy()
    notes = _blank_notes(blanks)
    return Flows(tuple(rows), tuple(columns), matrix, notes, is_list=True)


def _pair_columns(table: Table) -> tuple[str, str, str]:
    named = {plain(column): column for column in table.columns}

    def of(words: Sequence[str], default: str) -> str:
        return next((named[word] for word in words if word in named), default)

    found = (
        of(SELLER, table.columns[0]),
        of(BUYER, table.columns[1]),
        of(AMOUNT, table.columns[-1]),
    )
    if len(set(found)) < 3:
        found = (table.columns[0], table.columns[1], table.columns[-1])
    return found


def _amounts(
    frame: pl.DataFrame, columns: list[str], table: Table
) -> tuple[Floats, int]:
    """Amounts as numbers, and how many cells are blank, where nothing is sold."""
    styles = number_styles(frame.lazy(), columns)
    texts = {column: frame[column].dtype == pl.String for column in columns}
    values = frame.select(
        number(column, styles[column], text=texts[column]).alias(column)
        for column in columns
    )
    blank = frame.select(
        pl.col(column).str.strip_chars().fill_null("").is_in(NOTHING)
        if texts[column]
        else pl.col(column).is_null()
        for column in columns
    )
    unknown = frame.select(is_unknown(column, text=texts[column]) for column in columns)
    bad = (
        values.select(pl.all().is_null()).to_numpy()
        & ~blank.to_numpy()
        & ~unknown.to_numpy()
    )
    if bad.any():
        row, place = np.argwhere(bad)[0]
        raise FormatError(
            "bad_flow",
            gettext_noop(
                "“%(file)s”, row %(row)s, column “%(column)s”: “%(found)s” is not an "
                "amount. Give a number, and leave blank where nothing is sold."
            ),
            file=table.path.name,
            row=int(row) + table.first_row,
            column=columns[place],
            found=frame[columns[place]][int(row)],
        )
    found = values.to_numpy().astype(np.float64)
    empty = blank.to_numpy()
    found = np.where(empty, 0.0, found)
    return found, int(empty.sum())


def _check_once(rows: list[str], table: Table) -> None:
    seen = set[str]()
    for row in rows:
        if row in seen:
            _refuse_twice(row, table)
        seen.add(row)


def _refuse_twice(name: str, table: Table) -> None:
    raise FormatError(
        "flow_twice",
        gettext_noop(
            "“%(file)s” has “%(name)s” twice. Give each seller one row, or each pair."
        ),
        file=table.path.name,
        name=name,
    )


def _blank_notes(count: int) -> tuple[Note, ...]:
    return (Note(_BLANK, count=count),) if count else ()


_BLANK = ngettext_noop(
    "%(count)s cell of the input-output table is blank: it is read as nothing sold.",
    "%(count)s cells of the input-output table are blank: they are read as nothing "
    "sold.",
)
