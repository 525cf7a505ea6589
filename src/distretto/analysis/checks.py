"""The one door that tables pass before anything is computed.

Any table that narwhals knows may come in. Columns and their kinds are checked on
every table. Values (negative counts, blank codes, duplicated rows) are checked
where the table is in memory; a lazy table is not run for a check, so its values
are taken as they are until somebody collects it. NaN is read as unknown, like null.
"""

import math
from collections.abc import Iterable, Sequence
from typing import Any

import narwhals as nw
import numpy as np
import polars as pl
from narwhals.typing import IntoFrame

from distretto.errors import InputError, gettext_noop

Frame = nw.DataFrame[Any] | nw.LazyFrame[Any]


def check_table(
    table: IntoFrame,
    *,
    keys: Sequence[str] = (),
    counts: Sequence[str] = (),
    unique: bool = False,
    name: str = "table",
) -> Frame:
    """Let a table in: its keys are there and filled, its counts are counts.

    With `unique`, no combination of the keys comes twice. `name` says in
    messages which table is meant.
    """
    frame = as_frame(table, name)
    check_columns(frame, [*keys, *counts], name)
    for column in counts:
        check_counts(frame, column, name)
    for column in keys:
        check_filled(frame, column, name)
    if unique:
        check_unique(frame, keys, name)
    return frame


def as_frame(table: IntoFrame, name: str = "table") -> Frame:
    """The table as narwhals sees it, eager or lazy as it came."""
    try:
        return nw.from_native(table)
    except TypeError as error:
        raise InputError(
            "not_a_table",
            gettext_noop(
                "The %(name)s is a “%(found)s”, not a table. Give a Polars, pandas "
                "or PyArrow table, or a lazy one of Polars, DuckDB or Spark."
            ),
            name=name,
            found=type(table).__name__,
        ) from error


def polars_of(table: IntoFrame, name: str = "table") -> pl.DataFrame:
    """Any table as a Polars one in memory."""
    frame: Any = as_frame(table, name)
    eager = frame.collect() if isinstance(frame, nw.LazyFrame) else frame
    found: pl.DataFrame = eager.to_polars()
    return found


def check_columns(frame: Frame, columns: Iterable[str], name: str = "table") -> None:
    """Every column is there; the message lists those that are."""
    present = frame.collect_schema().names()
    for column in columns:
        if column not in present:
            raise InputError(
                "no_such_column",
                gettext_noop(
                    "The %(name)s has no column “%(column)s”. It has: %(present)s. "
                    "Say which column is meant, or rename it."
                ),
                name=name,
                column=column,
                present=", ".join(f"“{one}”" for one in present) or "none",
            )


def check_counts(frame: Frame, column: str, name: str = "table") -> None:
    """The column holds numbers of zero or more; null (or NaN) is unknown."""
    kind = frame.collect_schema()[column]
    if isinstance(frame, nw.LazyFrame):
        if not (kind.is_numeric() or kind == nw.Unknown):
            raise _not_numbers(name, column, str(kind))
        return
    values = frame.get_column(column)
    if not kind.is_numeric():
        _check_all_unknown(values, column, name)
        return
    bad = (values < 0) | (values == math.inf)
    if bad.any():
        row = _row_of(bad)
        _refuse_count(name, column, row, values[row - 1])


def check_finite(frame: Frame, column: str, name: str = "table") -> None:
    """The column holds finite numbers of either sign; null (or NaN) is unknown."""
    kind = frame.collect_schema()[column]
    if isinstance(frame, nw.LazyFrame):
        return
    values = frame.get_column(column)
    if values.is_null().all():
        return
    if not kind.is_numeric():
        raise _not_numbers(name, column, str(kind))
    endless = values.cast(nw.Float64).abs() == math.inf
    if endless.any():
        raise InputError(
            "not_finite",
            gettext_noop(
                "The %(name)s, row %(row)s, column “%(column)s” is infinite. Give a "
                "number; leave it blank if it is unknown."
            ),
            name=name,
            row=_row_of(endless),
            column=column,
        )


def _check_all_unknown(values: nw.Series[Any], column: str, name: str) -> None:
    """A column of something else than numbers may only be blank altogether."""
    for row, found in enumerate(values.to_list(), start=1):
        if found is not None and not _reads_as_number(found):
            _refuse_count(name, column, row, found)
    if not values.is_null().all():
        raise _not_numbers(name, column, str(values.dtype))


def _reads_as_number(found: object) -> bool:
    try:
        float(str(found))
    except ValueError:
        return False
    return True


def check_filled(frame: Frame, column: str, name: str = "table") -> None:
    """No row lacks its key."""
    if isinstance(frame, nw.LazyFrame):
        return
    blank = frame.get_column(column).is_null()
    if blank.any():
        raise InputError(
            "blank_key",
            gettext_noop(
                "The %(name)s, row %(row)s: column “%(column)s” is blank. Give the "
                "code, or leave out the row; a group for unknown codes needs a code "
                "of its own."
            ),
            name=name,
            row=_row_of(blank),
            column=column,
        )


def check_unique(frame: Frame, keys: Sequence[str], name: str = "table") -> None:
    """No combination of the keys comes twice."""
    if isinstance(frame, nw.LazyFrame):
        return
    twice = frame.select(*keys).is_duplicated()
    if twice.any():
        row = _row_of(twice)
        found = frame.select(*keys).row(row - 1)
        raise InputError(
            "duplicated_key",
            gettext_noop(
                "The %(name)s has more than one row for %(found)s (first in row "
                "%(row)s). Keep one row for each %(keys)s: add up parts, choose one "
                "year, and take totals apart from details."
            ),
            name=name,
            found=", ".join(f"“{one}”" for one in found),
            row=row,
            keys=" and ".join(f"“{key}”" for key in keys),
        )


def check_share(number: float, name: str) -> float:
    """A share is a number from 0 to 1."""
    if not (_is_number(number) and 0 <= number <= 1):
        raise InputError(
            "not_a_share",
            gettext_noop("“%(name)s” is %(found)s; give a share from 0 to 1."),
            name=name,
            found=number,
        )
    return float(number)


def check_at_least_zero(number: float, name: str) -> float:
    """A threshold is a finite number of zero or more."""
    if not (_is_number(number) and 0 <= number < math.inf):
        raise InputError(
            "not_a_threshold",
            gettext_noop("“%(name)s” is %(found)s; give a number of zero or more."),
            name=name,
            found=number,
        )
    return float(number)


def known(column: str) -> nw.Expr:
    """The counts of a column as floating point numbers, NaN as null.

    Floating point holds every whole number up to 9 quadrillion, so that sums of
    narrow integer columns cannot run over.
    """
    value = nw.col(column).cast(nw.Float64)
    return nw.when(~value.is_nan()).then(value)


def check_joinable(frame: Frame, other: Frame, key: str, name: str) -> Frame:
    """The other table, brought to the frame's own engine, with the same kind of key.

    A small table in memory may be of another kind than the cells: it is copied.
    """
    other = _same_engine(frame, other, name)
    here, there = frame.collect_schema()[key], other.collect_schema()[key]
    if here == there:
        return _same_arrow_kind(frame, other, key)
    if nw.Unknown in (here, there) or (_is_text(here) and _is_text(there)):
        return other.with_columns(nw.col(key).cast(here))
    raise InputError(
        "different_keys",
        gettext_noop(
            "Column “%(key)s” is %(here)s in the cells but %(there)s in the %(name)s. "
            "Make both the same; codes are best read as text."
        ),
        key=key,
        here=here,
        there=there,
        name=name,
    )


def _same_arrow_kind(frame: Frame, other: Frame, key: str) -> Frame:
    """Arrow tells short and long strings apart and joins only like with like."""
    if not frame.implementation.is_pyarrow():
        return other
    kind = frame.to_native().schema.field(key).type
    table = other.to_native()
    place = table.schema.get_field_index(key)
    return nw.from_native(table.set_column(place, key, table[key].cast(kind)))


def _same_engine(frame: Frame, other: Frame, name: str) -> Frame:
    if frame.implementation == other.implementation:
        if isinstance(frame, nw.LazyFrame):
            return other.lazy()
        return other.collect() if isinstance(other, nw.LazyFrame) else other
    into_eager = isinstance(frame, nw.DataFrame) or frame.implementation.is_polars()
    if isinstance(other, nw.DataFrame) and into_eager:
        columns = other.to_dict(as_series=False)
        copy = nw.from_dict(columns, backend=frame.implementation)
        return copy.lazy() if isinstance(frame, nw.LazyFrame) else copy
    raise InputError(
        "different_engines",
        gettext_noop(
            "The cells are in %(here)s and the %(name)s in %(there)s. Give both as "
            "tables of the same kind."
        ),
        here=frame.implementation.name.lower(),
        there=other.implementation.name.lower(),
        name=name,
    )


def _is_text(kind: nw.dtypes.DType) -> bool:
    return kind in (nw.String, nw.Categorical, nw.Enum)


def _is_number(value: object) -> bool:
    is_real = isinstance(value, int | float | np.number) and not isinstance(value, bool)
    return is_real and not math.isnan(float(value))  # type: ignore[arg-type]


def _row_of(mask: nw.Series[Any]) -> int:
    """The first row where the mask is true, counted from 1."""
    return int(np.argmax(mask.fill_null(False).to_numpy())) + 1


def _refuse_count(name: str, column: str, row: int, found: object) -> None:
    raise InputError(
        "not_a_count",
        gettext_noop(
            "The %(name)s, row %(row)s, column “%(column)s”: “%(found)s” is not a "
            "count. Give a number of zero or more; leave it blank if it is unknown."
        ),
        name=name,
        row=row,
        column=column,
        found=found,
    )


def _not_numbers(name: str, column: str, kind: str) -> InputError:
    return InputError(
        "not_numbers",
        gettext_noop(
            "The %(name)s: column “%(column)s” holds %(kind)s, not numbers. Turn it "
            "into a column of numbers first, with unknown values blank."
        ),
        name=name,
        column=column,
        kind=kind,
    )
