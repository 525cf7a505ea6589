"""Wide tables: regions in rows and industries in columns, or the reverse."""

import polars as pl

from distretto.errors import FormatError, gettext_noop, ngettext_noop
from distretto.formats import hierarchy
from distretto.formats.layouts.assemble import assemble
from distretto.formats.layouts.columns import (
    SAMPLE_ROWS,
    columns_of,
    looks_like_numbers,
    year_of,
)
from distretto.formats.layouts.long import key
from distretto.formats.layouts.model import COUNTS, Choices, Understanding
from distretto.formats.layouts.rows import Rows
from distretto.formats.numbers import count, count_problems, number_styles
from distretto.formats.tables import Table
from distretto.formats.words import fit, is_total
from distretto.notes import Note

TITLE = gettext_noop("wide table (regions by industries)")
LEAST_COLUMNS = 2


def recognise(table: Table, columns: dict[str, str]) -> float | None:
    """How sure it is; None unless counts stand side by side after a label column."""
    counts = [
        name for role, name in columns.items() if role in COUNTS and _exact(role, name)
    ]
    if counts or any(year_of(name) for name in table.columns):
        return None
    label, figures = _split(table, columns)
    if label is None or len(figures) < LEAST_COLUMNS or _hold_keys(figures):
        return None
    if _labels_repeat(table, label):
        return None
    return 0.6 if len(figures) >= 0.6 * (len(table.columns) - 1) else None


def read(table: Table, choices: Choices) -> Understanding:
    """Understand a wide table; its figures are `choices.measure`."""
    columns = columns_of(table, choices.columns)
    label, figures = _split(table, columns)
    if label is None or not figures or _hold_keys(figures):
        raise _not_wide(table)
    by_region = _labels_are_regions(table, columns, label, figures)
    rows = _rows(table, label, figures, by_region, choices)
    return assemble(table, rows, choices, "wide", TITLE)


def label_of(table: Table, columns: dict[str, str]) -> str | None:
    """The column whose cells would name the rows of a wide table."""
    return _split(table, columns)[0]


def _labels_repeat(table: Table, label: str) -> bool:
    """Whether a label names two rows, as those of a long table do."""
    sample = table.frame.head(SAMPLE_ROWS).select(key(label, table)).collect()
    return bool(sample.to_series().drop_nulls().is_duplicated().any())


def _hold_keys(figures: list[str]) -> bool:
    """Whether a column of figures is headed by what a long table has in columns."""
    return not {"row", "region", "industry", "year", *COUNTS}.isdisjoint(figures)


def _exact(role: str, column: str) -> bool:
    return fit(column, role) > 500


def _split(table: Table, columns: dict[str, str]) -> tuple[str | None, list[str]]:
    """The label column and the columns of figures."""
    sample = table.frame.head(SAMPLE_ROWS).collect()
    numbers = [name for name in table.columns if looks_like_numbers(sample[name])]
    for role in ("region", "industry"):
        name = columns.get(role)
        if name is not None and (name not in numbers or _exact(role, name)):
            names = [columns.get(f"{role}_name")]
            others = [other for other in numbers if other not in (name, *names)]
            return name, others
    texts = [name for name in table.columns if name not in numbers]
    if not texts:  # a first column of numbers without a name that says what it is
        return None, numbers
    return texts[0], numbers


def _labels_are_regions(
    table: Table, columns: dict[str, str], label: str, figures: list[str]
) -> bool:
    """Whether rows are regions: by the label's name, else by which side has codes."""
    if columns.get("industry") == label and columns.get("region") != label:
        return False
    if columns.get("region") == label:
        return True
    headings = [name for name in figures if not is_total(name)]
    if hierarchy.are_codes(headings):
        return True
    labels = table.frame.select(key(label, table).alias("label")).drop_nulls()
    return not hierarchy.are_codes(labels.collect()["label"].unique().to_list())


def _rows(
    table: Table, label: str, figures: list[str], by_region: bool, choices: Choices
) -> Rows:
    schema = table.frame.collect_schema()
    styles = number_styles(table.frame, figures, choices.decimal)
    problems, bad = count_problems(table.numbered(), figures, styles, sheet=table.sheet)
    row, column = ("region", "industry") if by_region else ("industry", "region")
    other = next(name for name in COUNTS if name != choices.measure)
    frame = (
        table.numbered("_row")
        .select(
            pl.col("_row").alias("row"),
            key(label, table).alias(row),
            *(count(name, styles[name], schema[name]).alias(name) for name in figures),
        )
        .unpivot(
            figures,
            index=["row", row],
            variable_name=column,
            value_name=choices.measure,
        )
        .with_columns(
            pl.lit(0, pl.Int32).alias("year"), pl.lit(None, pl.Float64).alias(other)
        )
        .select("row", "region", "industry", "year", *COUNTS)
        .collect(engine="streaming")
    )
    notes = [Note(_READ_AS[row, choices.measure], count=len(figures))]
    notes += [note for name in figures[:3] if (note := styles[name].note(name))]
    found = {row: label, column: f"{figures[0]} ... {figures[-1]}"}
    return Rows(frame, found, problems=problems, problem_count=bad, notes=notes)


# By what the rows are, and what the figures count.
_READ_AS = {
    ("region", "employment"): ngettext_noop(
        "Each row is a region, each of %(count)s column an industry; the figures were "
        "read as employment.",
        "Each row is a region, each of %(count)s columns an industry; the figures were "
        "read as employment.",
    ),
    ("region", "establishments"): ngettext_noop(
        "Each row is a region, each of %(count)s column an industry; the figures were "
        "read as establishments.",
        "Each row is a region, each of %(count)s columns an industry; the figures were "
        "read as establishments.",
    ),
    ("industry", "employment"): ngettext_noop(
        "Each row is an industry, each of %(count)s column a region; the figures were "
        "read as employment.",
        "Each row is an industry, each of %(count)s columns a region; the figures were "
        "read as employment.",
    ),
    ("industry", "establishments"): ngettext_noop(
        "Each row is an industry, each of %(count)s column a region; the figures were "
        "read as establishments.",
        "Each row is an industry, each of %(count)s columns a region; the figures were "
        "read as establishments.",
    ),
}


def _not_wide(table: Table) -> FormatError:
    return FormatError(
        "not_wide",
        gettext_noop(
            "“%(file)s” is no wide table: there is no column of labels with columns of "
            "figures beside it. Put regions in the rows and industries in the columns."
        ),
        file=table.path.name,
    )
