"""A reference area's industries: their totals, or their shares of all.

A file of two columns is enough: the industry, and its employment (or establishments)
or its share. A row that says it is the total gives the total of the area. A QCEW
file that has the nation's rows serves too.
"""

from dataclasses import dataclass

import polars as pl

from distretto.errors import FormatError, gettext_noop, ngettext_noop
from distretto.formats import hierarchy
from distretto.formats.layouts import qcew
from distretto.formats.layouts.columns import columns_of, listed, looks_like_numbers
from distretto.formats.layouts.long import key
from distretto.formats.layouts.model import COUNTS, Choices
from distretto.formats.numbers import count_problems, number, number_styles
from distretto.formats.tables import Table, read_table
from distretto.formats.words import plain
from distretto.notes import Note

SHARE_WORDS = (
    "share",
    "shares",
    "proportion",
    "part",
    "weight",
    "anteil",
    "quota",
    "participacion",
    "participacao",
    "porcentaje",
    "percent",
    "percentage",
    "pourcentage",
    "حصة",
    "نسبة",
    "हिस्सा",
)


@dataclass(frozen=True)
class Reference:
    """Industries of a reference area: `industry`, and `share` or the value's column."""

    table: pl.DataFrame
    total: float | None
    notes: tuple[Note, ...]


def read_reference(
    path: str, *, value: str = "employment", level: int | None = None
) -> Reference:
    """Read the industries of a reference area.

    Parameters
    ----------
    path : path of the file
    value : "employment" or "establishments": which totals to take
    level : digits of the industry codes; others are left out

    Raises
    ------
    FormatError
        No column is the industry or its figure, a figure is no number, or an
        industry is listed twice.
    """
    table = read_table(path)
    if qcew.recognise(table):
        return _from_qcew(table, value, level)
    columns = columns_of(table, {})
    if "industry" not in columns:
        raise _unclear(table)
    figure, is_share = _figure(table, columns, value)
    rows = _rows(table, columns["industry"], figure)
    return _sort_out(table, rows, "share" if is_share else value, level)


def _figure(table: Table, columns: dict[str, str], value: str) -> tuple[str, bool]:
    """The column of figures, and whether they are shares."""
    for column in table.columns:
        if set(plain(column).split()) & set(SHARE_WORDS):
            return column, True
    if value in columns:
        return columns[value], False
    taken = {columns.get(role) for role in ("industry", "industry_name", *COUNTS)}
    sample = table.frame.head(1000).collect()
    rest = [
        column
        for column in table.columns
        if column not in taken and looks_like_numbers(sample[column])
    ]
    if len(rest) != 1:
        raise _unclear(table)
    return rest[0], False


def _rows(table: Table, industry: str, figure: str) -> pl.DataFrame:
    dtype = table.frame.collect_schema()[figure]
    styles = number_styles(table.frame, [figure])
    value = number(figure, styles[figure], text=dtype == pl.String)
    rows = table.numbered("_row").select(
        pl.col("_row").alias("row"),
        key(industry, table).alias("industry"),
        value.alias("value"),
        pl.col(figure).cast(pl.String).alias("text"),
    )
    problems, _ = count_problems(table.numbered(), [figure], styles, limit=1)
    if problems and "%" not in (problems[0].value or ""):
        raise FormatError(
            "bad_reference",
            gettext_noop("The reference “%(file)s” cannot be used. %(problem)s"),
            file=table.path.name,
            problem=str(problems[0]),
        )
    return rows.drop_nulls(["industry", "value"]).collect()


def _sort_out(
    table: Table, rows: pl.DataFrame, name: str, level: int | None
) -> Reference:
    totals = hierarchy.total_labels(rows["industry"].unique().to_list())
    total = rows.filter(pl.col("industry").is_in(totals))["value"].to_list()
    rows = rows.filter(~pl.col("industry").is_in(totals))
    codes = rows["industry"].unique().to_list()
    if level is not None and hierarchy.are_codes(codes):
        fit = [code for code in codes if hierarchy.digits_of(code) == level]
        rows = rows.filter(pl.col("industry").is_in(fit))
    double = (
        rows.group_by("industry")
        .agg(pl.col("row"))
        .filter(pl.col("row").list.len() > 1)
    )
    if not double.is_empty():
        raise FormatError(
            "double_reference",
            gettext_noop(
                "The reference “%(file)s” lists industry “%(industry)s” several times "
                "(rows %(rows)s). Keep one row for each industry."
            ),
            file=table.path.name,
            industry=double["industry"][0],
            rows=", ".join(map(str, double["row"][0].to_list()[:5])),
        )
    kept = rows.select("industry", pl.col("value").alias(name)).sort("industry")
    return Reference(
        kept, total[0] if total and name != "share" else None, _note(table, kept, name)
    )


def _note(table: Table, kept: pl.DataFrame, name: str) -> tuple[Note, ...]:
    return (Note(_REFERENCE[name], file=table.path.name, count=kept.height),)


_REFERENCE = {
    "share": ngettext_noop(
        "The reference is “%(file)s”: shares of %(count)s industry.",
        "The reference is “%(file)s”: shares of %(count)s industries.",
    ),
    "employment": ngettext_noop(
        "The reference is “%(file)s”: employment of %(count)s industry.",
        "The reference is “%(file)s”: employment of %(count)s industries.",
    ),
    "establishments": ngettext_noop(
        "The reference is “%(file)s”: establishments of %(count)s industry.",
        "The reference is “%(file)s”: establishments of %(count)s industries.",
    ),
}


def _from_qcew(table: Table, value: str, level: int | None) -> Reference:
    choices = Choices(level=level)
    rows, total = qcew.reference(table, choices, value)
    return Reference(rows, total, _note(table, rows, value))


def _unclear(table: Table) -> FormatError:
    return FormatError(
        "unclear_reference",
        gettext_noop(
            "It is not clear which columns of the reference “%(file)s” are the "
            "industry and its figure. Call them “industry” and “share” (or "
            "“employment”). Its columns are: %(columns)s."
        ),
        file=table.path.name,
        columns=listed(table.columns),
    )
