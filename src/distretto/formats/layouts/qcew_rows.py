"""Rows of a QCEW file in standard columns; suppressed figures become null."""

import polars as pl

from distretto.errors import FormatError, gettext_noop
from distretto.formats.layouts.model import (
    Choices,
)
from distretto.formats.layouts.refusals import no_year
from distretto.formats.layouts.zeros import read_as_told
from distretto.formats.numbers import count, count_problems, number_styles
from distretto.formats.tables import Table

NEEDED = ("area_fips", "own_code", "industry_code", "agglvl_code")

COUNT_NAMES = {
    "establishments": ("annual_avg_estabs", "annual_avg_estabs_count"),
    "employment": ("annual_avg_emplvl", "annual_avg_empl"),
}


def columns_in(table: Table) -> dict[str, str]:
    """What is needed of the file, by its standard name, as the file spells it."""
    spelled = {column.strip().lower(): column for column in table.columns}
    if "qtr" in spelled and not any(n in spelled for n in COUNT_NAMES["employment"]):
        raise FormatError(
            "quarterly_qcew",
            gettext_noop(
                "“%(file)s” is a quarterly file of the QCEW. Use the annual averages: "
                "they are published beside it as the annual single file."
            ),
            file=table.path.name,
        )
    found = {name: spelled[name] for name in NEEDED}
    optional = ("year", "disclosure_code", "area_title", "industry_title", "size_code")
    found |= {name: spelled[name] for name in optional if name in spelled}
    for role, names in COUNT_NAMES.items():
        held = next((spelled[name] for name in names if name in spelled), None)
        if held is None:
            raise FormatError(
                "no_such_column",
                gettext_noop(
                    "“%(file)s” looks like the QCEW but has no column “%(column)s”. "
                    "Download the annual averages again with all their columns."
                ),
                file=table.path.name,
                column=names[0],
            )
        found[role] = held
    return found


def rows_in(
    table: Table, columns: dict[str, str], choices: Choices
) -> tuple[pl.DataFrame, list, int]:
    """The rows that can matter, in standard columns; suppressed figures are null."""
    schema = table.frame.collect_schema()
    counts = [columns["establishments"], columns["employment"]]
    styles = number_styles(table.frame, counts, choices.decimal or ".")
    problems, bad = count_problems(table.numbered(), counts, styles, sheet=table.sheet)
    text = {
        name: pl.col(columns[name]).cast(pl.String).str.strip_chars()
        for name in columns
    }
    hidden = (
        text["disclosure_code"].fill_null("") == "N"
        if "disclosure_code" in columns
        else pl.lit(False)
    )
    establishments, employment = (
        count(name, styles[name], schema[name]) for name in counts
    )
    empty = pl.lit(None, pl.String)
    selected = table.frame.select(
        text["area_fips"].str.zfill(5).alias("region"),
        text["industry_code"].alias("industry"),
        text["own_code"].alias("own"),
        text["agglvl_code"].str.zfill(2).alias("agglvl"),
        text.get("year", empty).cast(pl.Int32, strict=False).fill_null(0).alias("year"),
        text.get("size_code", pl.lit("0")).fill_null("0").alias("size"),
        establishments.alias("establishments"),
        pl.when(~hidden).then(employment).alias("employment"),
        text.get("area_title", empty).alias("region_name"),
        text.get("industry_title", empty).alias("industry_name"),
    )
    kept = selected.filter(
        pl.col("own").is_in(["0", choices.ownership]), pl.col("size") == "0"
    )
    found = kept.drop("size").collect(engine="streaming")
    return read_as_told(found, choices.zero_is_unknown), problems, bad


def is_whole_area() -> pl.Expr:
    """Leaves out "unknown or undefined" counties, whose firms have no place."""
    county = pl.col("agglvl").str.starts_with("7")
    return ~(county & pl.col("region").str.ends_with("999"))


def last_year(years: tuple[int, ...], asked: int | None) -> int:
    """The year asked for, else the last; refused where the file has no such year."""
    if asked is None:
        return years[-1] if years else 0
    if asked in years:
        return asked
    raise no_year(asked, years)
