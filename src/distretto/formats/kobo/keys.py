"""The key of each response, and what the device and the server say of it."""

import polars as pl

from distretto.formats.kobo.placed import Placed
from distretto.formats.kobo.values import FaultTable

_KEPT = ("version", "submitted", "start", "end", "user")


def meta_table(placed: Placed) -> pl.DataFrame:
    """Key, version and times of each row of the table of responses.

    An edited response gets a new `_uuid` and keeps that of its root, so that goes
    first where it is there. Without any key a response goes by its row.
    """
    height = placed.table.frame.height
    nothing = pl.Series([None], dtype=pl.String).new_from_index(0, height)

    def column(kind: str) -> pl.Series:
        found = placed.meta(kind)
        return nothing if found is None else found

    keys = column("root").fill_null(column("key")).fill_null(column("instance"))
    keys = keys.str.strip_prefix("uuid:")
    table = pl.DataFrame(
        {
            "key": keys,
            "number": column("number"),
            **{kind: column(kind) for kind in _KEPT},
        }
    ).with_row_index("place")
    rows = (pl.col("place") + placed.table.first_row).cast(pl.Int64)
    by_row = pl.format("row {}", rows)
    by_number = pl.when(pl.col("number").is_not_null()).then(
        pl.format("_id {}", pl.col("number"))
    )
    return table.with_columns(
        row=rows, response=pl.coalesce("key", by_number, by_row)
    ).with_columns(minutes=_minutes())


def _minutes() -> pl.Expr:
    """From start to end, in minutes; null where one is unknown or they are turned."""
    spent = _time("end") - _time("start")
    minutes = spent.dt.total_seconds() / 60.0
    return pl.when(minutes >= 0).then(minutes)


def _time(column: str) -> pl.Expr:
    """The time in a text such as 2026-11-27T09:30:00.000+01:00, as if at one place."""
    plain = pl.col(column).str.replace("T", " ").str.slice(0, 19)
    return plain.str.to_datetime("%Y-%m-%d %H:%M:%S", strict=False)


def keyed(
    table: pl.DataFrame, sheet: str, faults: FaultTable
) -> tuple[dict[str, pl.Series], pl.DataFrame]:
    """The key of every row, and the rows that are kept: of doubles, the last."""
    double = table.select(pl.col("response").is_duplicated()).to_series()
    copies = table.filter(double).with_columns(value=pl.col("response"))
    _add(faults, copies, "response_twice", "_uuid", sheet)
    without = table.filter(pl.col("key").is_null() & pl.col("number").is_null())
    _add(faults, without.with_columns(value=pl.lit("")), "no_key", "_uuid", sheet)
    ordered = table.sort("submitted", "place", nulls_last=False, maintain_order=True)
    kept = ordered.unique("response", keep="last", maintain_order=True).sort("place")
    columns = ("response", "row", *_KEPT, "minutes", "place")
    return {"all": table["response"]}, kept.select(columns)


def _add(
    faults: FaultTable, rows: pl.DataFrame, code: str, column: str, sheet: str
) -> None:
    faults.add(
        rows.with_columns(
            code=pl.lit(code),
            question=pl.lit(None, pl.String),
            sheet=pl.lit(sheet),
            column=pl.lit(column),
        )
    )
