"""A reference area's industries: their totals, or their shares of all.

A file of two columns is enough: the industry, and its employment (or establishments)
or its share. A row that says it is the total gives the total of the area. A QCEW
file that has the nation's rows serves too.
"""

from dataclasses import dataclass, replace

import polars as pl

from distretto.errors import FormatError, gettext_noop, ngettext_noop
from distretto.formats import hierarchy
from distretto.formats.layouts import qcew
from distretto.formats.layouts.columns import columns_of, listed, looks_like_numbers
from distretto.formats.layouts.long import key, year_key
from distretto.formats.layouts.model import COUNTS, Choices
from distretto.formats.numbers import (
    NumberStyle,
    count_problem,
    count_problems,
    is_unknown,
    number,
    number_styles,
)
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
    "حصة",
    "نسبة",
    "हिस्सा",
)
PERCENT_WORDS = (
    *("percent", "percentage", "porcentaje", "pourcentage", "prozent", "pct"),
    *("cent", "ciento", "cento"),  # as in “per cent”
)
# What rounding may make shares add up to beyond the whole.
ROUNDING = 0.005


@dataclass(frozen=True)
class Reference:
    """Industries of a reference area: `industry`, and `share` or the value's column."""

    table: pl.DataFrame
    total: float | None
    notes: tuple[Note, ...]


def read_reference(
    path: str,
    *,
    value: str = "employment",
    level: int | None = None,
    year: int | None = None,
) -> Reference:
    """Read the industries of a reference area.

    Parameters
    ----------
    path : path of the file
    value : "employment" or "establishments": which totals to take
    level : digits of the industry codes; others are left out
    year : of the figures wanted; where the file has others only, its last, with a note

    Raises
    ------
    FormatError
        No column is the industry or its figure, a figure is no number, shares are
        more than the whole, or an industry is listed twice.
    """
    table = read_table(path)
    if qcew.recognise(table):
        return _from_qcew(table, value, level, year)
    columns = columns_of(table, {})
    if "industry" not in columns:
        raise _unclear(table)
    figure, kind = _figure(table, columns, value)
    rows = _rows(table, columns, figure, kind)
    rows, notes = _of_year(rows, year)
    found = _sort_out(table, rows, value if kind == "count" else "share", level)
    return replace(found, notes=(*found.notes, *notes))


def _figure(table: Table, columns: dict[str, str], value: str) -> tuple[str, str]:
    """The column of figures, and what they are: a share, a percentage, or a count."""
    for column in table.columns:
        words = set(plain(column).split())
        if words & set(PERCENT_WORDS) or "%" in column:
            return column, "percentage"
        if words & set(SHARE_WORDS):
            return column, "share"
    if value in columns:
        return columns[value], "count"
    taken = {columns.get(role) for role in ("industry", "industry_name", *COUNTS)}
    sample = table.frame.head(1000).collect()
    rest = [
        column
        for column in table.columns
        if column not in taken and looks_like_numbers(sample[column])
    ]
    if len(rest) != 1:
        raise _unclear(table)
    return rest[0], "count"


def _rows(
    table: Table, columns: dict[str, str], figure: str, kind: str
) -> pl.DataFrame:
    """Every row of an industry; one whose figure is unknown stays, as unknown."""
    dtype = table.frame.collect_schema()[figure]
    styles = number_styles(table.frame, [figure])
    value = number(figure, styles[figure], text=dtype == pl.String)
    rows = (
        table.numbered("_row")
        .select(
            pl.col("_row").alias("row"),
            key(columns["industry"], table).alias("industry"),
            year_key(columns, table).alias("year"),
            value.alias("value"),
            is_unknown(figure, text=dtype == pl.String).alias("unknown"),
            pl.col(figure).cast(pl.String).alias("text"),
        )
        .drop_nulls("industry")
        .collect()
    )
    _check_figures(table, rows, figure, styles, kind)
    if kind == "percentage":
        # “1.5 %” was read as a share already; a bare 1.5 under “per cent” is one too.
        bare = ~pl.col("text").str.contains("[%\u066a]").fill_null(False)
        share = pl.when(bare).then(pl.col("value") / 100).otherwise("value")
        rows = rows.with_columns(value=share)
    return rows.drop("unknown", "text")


def _check_figures(
    table: Table,
    rows: pl.DataFrame,
    figure: str,
    styles: dict[str, NumberStyle],
    kind: str,
) -> None:
    """Refuse a cell that is filled and no figure; the first is named."""
    if kind == "count":
        problems, _ = count_problems(table.numbered(), [figure], styles, limit=1)
    else:
        is_share = pl.col("value").is_finite() & (pl.col("value") >= 0)
        strange = rows.filter(~pl.col("unknown") & ~is_share.fill_null(False))
        problems = [
            count_problem(text, row, figure, table.sheet)
            for row, text in strange.select("row", "text").head(1).iter_rows()
        ]
    if problems:
        raise FormatError(
            "bad_reference",
            gettext_noop("The reference “%(file)s” cannot be used. %(problem)s"),
            file=table.path.name,
            problem=str(problems[0]),
        )


def _of_year(rows: pl.DataFrame, year: int | None) -> tuple[pl.DataFrame, list[Note]]:
    """The rows of the year wanted, or of the last there is, which is told."""
    years = sorted(set(rows["year"].to_list()) - {0})
    if not years:
        return rows, []
    taken = year if year is not None and year in years else years[-1]
    return rows.filter(pl.col("year") == taken), _other_year(year, taken)


def _other_year(asked: int | None, taken: int) -> list[Note]:
    if asked is None or asked == taken:
        return []
    return [Note(_OTHER_YEAR, asked=str(asked), taken=str(taken))]


_OTHER_YEAR = gettext_noop(
    "The reference has no figures of %(asked)s: those of %(taken)s were taken."
)


def _sort_out(
    table: Table, rows: pl.DataFrame, name: str, level: int | None
) -> Reference:
    totals = hierarchy.total_labels(rows["industry"].unique().to_list())
    told = rows.filter(pl.col("industry").is_in(totals))["value"]
    total = told.drop_nulls().to_list()
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
    if name == "share":
        _check_whole(table, kept)
    return Reference(
        kept, total[0] if total and name != "share" else None, _note(table, kept, name)
    )


def _check_whole(table: Table, shares: pl.DataFrame) -> None:
    """Refuse shares that are more than the whole: they are per cent, or overlap."""
    whole = float(shares["share"].sum())
    if whole > 1 + ROUNDING:
        raise FormatError(
            "shares_beyond_the_whole",
            gettext_noop(
                "The shares in the reference “%(file)s” add up to %(whole)s, and all "
                "industries are 1. If they are per cent, head their column “per "
                "cent”; if industries stand beside their branches, name a --level."
            ),
            file=table.path.name,
            whole=f"{whole:.4g}",
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


def _from_qcew(
    table: Table, value: str, level: int | None, year: int | None
) -> Reference:
    years = qcew.years_of(table)
    taken = year if year in years else None
    rows, total = qcew.reference(table, Choices(level=level, year=taken), value)
    last = years[-1] if years else 0
    notes = [] if taken else _other_year(year, last)
    return Reference(rows, total, (*_note(table, rows, value), *notes))


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
