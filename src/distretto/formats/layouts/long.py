"""Long tables: one row for each region and industry, and perhaps year.

Years may also stand side by side as columns headed 2015, 2016 ...; they are then
one measure, employment unless told otherwise.
"""

import polars as pl

from distretto.errors import gettext_noop
from distretto.formats.layouts.assemble import assemble
from distretto.formats.layouts.columns import columns_of, year_of
from distretto.formats.layouts.model import COUNTS, Choices, Understanding
from distretto.formats.layouts.rows import Rows
from distretto.formats.layouts.zeros import read_as_told, zero_notes
from distretto.formats.numbers import count, count_problems, number_styles
from distretto.formats.problems import Problem
from distretto.formats.tables import Table
from distretto.formats.words import is_total
from distretto.notes import Note

TITLE = gettext_noop("long table (a row for each region and industry)")


_NO_YEAR = gettext_noop(
    "the year is missing or is no year. Put four digits, such as 2018."
)
_ALL_SIZES = gettext_noop(
    "Rows of single size classes were left out; “%(label)s” was used."
)
_YEARS_READ_AS = {
    "employment": gettext_noop(
        "Columns headed by years (%(first)s to %(last)s) were read as employment."
    ),
    "establishments": gettext_noop(
        "Columns headed by years (%(first)s to %(last)s) were read as establishments."
    ),
}


def recognise(table: Table, columns: dict[str, str]) -> float | None:
    """How sure it is; None where region, industry or a count is missing."""
    if "region" not in columns or "industry" not in columns:
        return None
    if any(name in columns for name in COUNTS):
        return 0.8
    return 0.7 if len(_year_columns(table)) >= 1 else None


def read(table: Table, choices: Choices) -> Understanding:
    """Understand a long table."""
    columns = columns_of(table, choices.columns)
    years = _year_columns(table)
    if years and not any(name in columns for name in COUNTS):
        rows = _years_aside(table, columns, years, choices)
    else:
        rows = _long(table, columns, choices)
    rows.region_names = names_of(table, columns, "region")
    rows.industry_names = names_of(table, columns, "industry")
    return assemble(table, rows, choices, "long", TITLE)


def key(column: str, table: Table) -> pl.Expr:
    """A code or a name as text: trimmed, whole numbers without ".0", blank as null."""
    dtype = table.frame.collect_schema()[column]
    value = pl.col(column)
    if dtype.is_float():
        whole = value.cast(pl.Int64, strict=False)
        value = (
            pl.when(value == whole)
            .then(whole.cast(pl.String))
            .otherwise(value.cast(pl.String))
        )
    text = value.cast(pl.String).str.strip_chars(" \t\u00a0\u200e\u200f'")
    return pl.when(text != "").then(text)


def year_key(columns: dict[str, str], table: Table) -> pl.Expr:
    """The year as a whole number; 0 where the table has no year."""
    if "year" not in columns:
        return pl.lit(0, pl.Int32)
    digits = key(columns["year"], table).str.replace_many(
        [chr(0x0660 + d) for d in range(10)] + [chr(0x06F0 + d) for d in range(10)],
        [str(d) for d in range(10)] * 2,
    )
    year = digits.str.extract(r"((?:19|20)[0-9]{2})")
    return year.cast(pl.Int32, strict=False).fill_null(0)


def names_of(table: Table, columns: dict[str, str], role: str) -> dict[str, str]:
    """The first title found beside each code."""
    name = columns.get(f"{role}_name")
    if name is None or role not in columns:
        return {}
    pairs = (
        table.frame.select(
            key(columns[role], table).alias("code"), key(name, table).alias("name")
        )
        .drop_nulls()
        .group_by("code")
        .agg(pl.col("name").first())
        .collect(engine="streaming")
    )
    return dict(pairs.iter_rows())


def _year_columns(table: Table) -> dict[str, int]:
    found = {name: year_of(name) for name in table.columns}
    return {name: year for name, year in found.items() if year is not None}


def _all_sizes(table: Table, columns: dict[str, str]) -> tuple[pl.Expr, list[Note]]:
    """Which rows count where size classes are listed too: those of all sizes."""
    column = columns.get("size")
    if column is None:
        return pl.lit(True), []
    labels = table.frame.select(key(column, table)).unique().collect(engine="streaming")
    whole = [
        label
        for label in labels.to_series().drop_nulls()
        if is_total(label) or label.lower().startswith("all ") or label == "001"
    ]
    if not whole:
        return pl.lit(True), []
    return key(column, table) == whole[0], [Note(_ALL_SIZES, label=whole[0])]


def region_and_industry(
    table: Table, columns: dict[str, str], choices: Choices
) -> list[pl.Expr]:
    """The two keys; with `fill_down` a blank is what stands above it."""
    keys = [key(columns[role], table).alias(role) for role in ("region", "industry")]
    return [each.forward_fill() for each in keys] if choices.fill_down else keys


def _long(table: Table, columns: dict[str, str], choices: Choices) -> Rows:
    counts = [columns[name] for name in COUNTS if name in columns]
    schema = table.frame.collect_schema()
    styles = number_styles(table.frame, counts, choices.decimal)
    problems, bad = count_problems(table.numbered(), counts, styles, sheet=table.sheet)
    measures = [
        count(columns[name], styles[columns[name]], schema[columns[name]]).alias(name)
        if name in columns
        else pl.lit(None, pl.Float64).alias(name)
        for name in COUNTS
    ]
    whole, told = _all_sizes(table, columns)
    frame = (
        table.numbered("_row")
        .filter(whole)
        .select(
            pl.col("_row").alias("row"),
            *region_and_industry(table, columns, choices),
            year_key(columns, table).alias("year"),
            *measures,
        )
        .collect(engine="streaming")
    )
    notes = told + zero_notes(frame, choices.zero_is_unknown)
    frame = read_as_told(frame, choices.zero_is_unknown)
    notes += [note for name in counts if (note := styles[name].note(name))]
    rows = Rows(frame, columns, problems=problems, problem_count=bad, notes=notes)
    _check_years(rows, columns, table)
    return rows


def _check_years(rows: Rows, columns: dict[str, str], table: Table) -> None:
    """Where there is a year column, a row without a year is a problem."""
    strange = rows.frame.filter(pl.col("year") == 0)
    if "year" not in columns or strange.is_empty():
        return
    rows.problem_count += strange.height
    for row in strange["row"].head(100):
        rows.problems.append(
            Problem(
                "no_year",
                _NO_YEAR,
                {},
                table.sheet,
                row,
                columns["year"],
            )
        )
    rows.frame = rows.frame.filter(pl.col("year") != 0)


def _years_aside(
    table: Table, columns: dict[str, str], years: dict[str, int], choices: Choices
) -> Rows:
    names = list(years)
    schema = table.frame.collect_schema()
    styles = number_styles(table.frame, names, choices.decimal)
    problems, bad = count_problems(table.numbered(), names, styles, sheet=table.sheet)
    wide = table.numbered("_row").select(
        pl.col("_row").alias("row"),
        *region_and_industry(table, columns, choices),
        *(count(name, styles[name], schema[name]).alias(name) for name in names),
    )
    other = next(name for name in COUNTS if name != choices.measure)
    frame = (
        wide.unpivot(
            names,
            index=["row", "region", "industry"],
            variable_name="year",
            value_name=choices.measure,
        )
        .with_columns(
            pl.col("year").replace_strict(years, return_dtype=pl.Int32),
            pl.lit(None, pl.Float64).alias(other),
        )
        .select("row", "region", "industry", "year", *COUNTS)
        .collect(engine="streaming")
    )
    notes = [Note(_YEARS_READ_AS[choices.measure], first=names[0], last=names[-1])]
    found = columns | {choices.measure: f"{names[0]} ... {names[-1]}"}
    return Rows(frame, found, problems=problems, problem_count=bad, notes=notes)
