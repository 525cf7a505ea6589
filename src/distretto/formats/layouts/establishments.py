"""Establishment lists: one row for each establishment, with its size or size band.

However long the list, it is grouped where it lies: only the cells come into memory.
"""

import polars as pl

from distretto.analysis.selection.regions import establishments_to_cells
from distretto.errors import gettext_noop, ngettext_noop
from distretto.formats.layouts.assemble import assemble
from distretto.formats.layouts.columns import columns_of
from distretto.formats.layouts.long import key, names_of, region_and_industry, year_key
from distretto.formats.layouts.model import COUNTS, Choices, Understanding
from distretto.formats.layouts.rows import LISTED, Rows, blank_key
from distretto.formats.layouts.sizes import (
    are_head_counts,
    band_values,
    note_of,
    values_of,
)
from distretto.formats.numbers import (
    count,
    count_problems,
    number,
    number_styles,
)
from distretto.formats.problems import Problem, counted
from distretto.formats.tables import Table
from distretto.notes import Note

TITLE = gettext_noop("establishment list (a row for each establishment)")
KEYS = ("region", "industry", "year")
SAMPLE_ROWS = 5000
CHAINED = 50
# How many rows a region and industry must have on average before rows are taken for
# establishments: where they have places, where each has an id, and where neither.
REPEATED = {"placed": 1.2, "identified": 3.0, "bare": 8.0}


def recognise(table: Table, columns: dict[str, str]) -> float | None:
    """How sure it is; None unless rows look like single establishments."""
    if "region" not in columns or "industry" not in columns:
        return None
    if "establishments" in columns:
        return None
    if "size" in columns:
        return 0.9
    return 0.85 if _keys_repeat(table, columns) else None


def read(table: Table, choices: Choices) -> Understanding:
    """Understand an establishment list and group it to regions by industries."""
    columns = columns_of(table, choices.columns)
    columns.pop("establishments", None)
    rows = Rows(pl.DataFrame(), columns)
    is_estimate, told = bands_behind(table, columns)
    rows.notes += told
    size = size_of(table, columns, rows, choices)
    rows.frame = _grouped(table, columns, size, rows, choices)
    rows.notes += _notes(rows.frame)
    rows.region_names = names_of(table, columns, "region")
    rows.industry_names = names_of(table, columns, "industry")
    coordinates = _coordinates(table, columns)
    return assemble(
        table,
        rows,
        choices,
        "establishments",
        TITLE,
        single=True,
        origin={
            "is_estimate": is_estimate,
            **({"coordinates": coordinates} if coordinates else {}),
        },
    )


def bands_behind(table: Table, columns: dict[str, str]) -> tuple[bool, list[Note]]:
    """Whether persons employed are estimates from size bands, and how that is known.

    Figures that are one for each band are somebody's middles of the bands. Where
    figures are used, the column of bands is no longer listed among those used.
    """
    schema = table.frame.collect_schema()
    if "size" not in columns or schema[columns["size"]].is_numeric():
        return False, []
    if "employment" not in columns:
        return _are_bands(table, columns["size"]), []
    band, figure = columns.pop("size"), columns["employment"]
    pairs = table.frame.select(key(band, table).alias("band"), pl.col(figure))
    found = pairs.drop_nulls().unique().collect(engine="streaming").sort("band")
    if not found["band"].n_unique() == found.height > 1:
        return False, [Note(_NOT_THE_BANDS, figure=figure, band=band)]
    return True, [
        Note(
            gettext_noop(
                "Employment is estimated, not counted: “%(figure)s” has one figure for "
                "each size band of “%(band)s” (%(values)s)."
            ),
            figure=figure,
            band=band,
            values=band_values(found.iter_rows()),
        )
    ]


def _are_bands(table: Table, column: str) -> bool:
    """Whether a column of text has sizes that are no plain numbers of persons."""
    texts = table.frame.select(column).unique().collect(engine="streaming")
    return not are_head_counts(texts.to_series().drop_nulls())


_NOT_THE_BANDS = gettext_noop(
    "“%(figure)s” was used, not the size bands of “%(band)s”."
)


def _keys_repeat(table: Table, columns: dict[str, str]) -> bool:
    names = [
        columns[role] for role in ("region", "industry", "year") if role in columns
    ]
    sample = table.frame.head(SAMPLE_ROWS).collect()
    if sample.height < 2:
        return False
    times = sample.height / sample.select(names).n_unique()
    if "latitude" in columns and "longitude" in columns:
        return times >= REPEATED["placed"]
    free = [name for name in table.columns if name not in columns.values()]
    identified = any(sample[name].n_unique() == sample.height for name in free)
    return times >= REPEATED["identified" if identified else "bare"]


def size_of(
    table: Table, columns: dict[str, str], rows: Rows, choices: Choices
) -> pl.Expr:
    """Expression for the persons of one establishment; problems go to `rows`."""
    nobody_knows = pl.lit(None, pl.Float64)
    if "employment" in columns:
        return _counted_size(table, columns["employment"], rows, choices)
    if "size" not in columns:
        rows.notes.append(Note(_NO_SIZES))
        return nobody_knows
    column = columns["size"]
    if table.frame.collect_schema()[column].is_numeric():
        return _counted_size(table, column, rows, choices)
    return _banded_size(table, column, rows, choices)


_NO_SIZES = gettext_noop("The list has no sizes: only establishments are counted.")


def _counted_size(table: Table, column: str, rows: Rows, choices: Choices) -> pl.Expr:
    dtype = table.frame.collect_schema()[column]
    styles = number_styles(table.frame, [column], choices.decimal)
    problems, bad = count_problems(
        table.numbered(), [column], styles, sheet=table.sheet
    )
    rows.problems += problems
    rows.problem_count += bad
    rows.notes += [note for note in [styles[column].note(column)] if note]
    return count(column, styles[column], dtype)


def _banded_size(table: Table, column: str, rows: Rows, choices: Choices) -> pl.Expr:
    found = (
        table.numbered("_row")
        .group_by(column)
        .agg(pl.len().alias("times"), pl.col("_row").min())
        .sort("_row")
        .collect(engine="streaming")
    )
    filled = found.drop_nulls(column)
    values, strange = values_of(
        filled[column].to_list(), choices.band_values, choices.open_band_factor
    )
    places = {band: (row, times) for band, times, row in filled.iter_rows()}
    for band in strange[:100]:
        rows.problems.append(_strange_band(band, *places[band], column, table.sheet))
    rows.problem_count += sum(places[band][1] for band in strange)
    if not are_head_counts(values):
        rows.notes.append(note_of(values, choices.open_band_factor))
    return _persons_of(column, values)


def _persons_of(column: str, values: dict[str, float | None]) -> pl.Expr:
    """The persons for a band, as a chain of conditions while there are few bands.

    `replace_strict` does the same, but holds the whole column in memory.
    """
    if len(values) > CHAINED:
        return pl.col(column).replace_strict(
            values, default=None, return_dtype=pl.Float64
        )
    persons = pl.lit(None, pl.Float64)
    for band, value in values.items():
        if value is not None:
            persons = pl.when(pl.col(column) == band).then(value).otherwise(persons)
    return persons


def _strange_band(
    band: str, row: int, times: int, column: str, sheet: str | None
) -> Problem:
    return Problem(
        "not_a_size",
        gettext_noop(
            "“%(value)s” is neither a number of persons nor a size band such as "
            "“10-49” (%(times)s). Write its ends, or tell how many it counts as."
        ),
        {"value": band, "times": counted(times, "row")},
        sheet,
        row,
        column,
        band,
    )


def _grouped(
    table: Table,
    columns: dict[str, str],
    size: pl.Expr,
    rows: Rows,
    choices: Choices,
) -> pl.DataFrame:
    """Cells, grouped where the list lies; rows without a place or branch are listed.

    Codes are tidied after the grouping, in the few cells instead of the many rows.
    Only where that makes two cells one (“ 10” and “10”), or where a blank takes what
    stands above it, are they tidied row by row before.
    """
    tidy = tidy_keys(table, columns, choices)
    as_they_lie = _listed(table, size, _untouched(columns))
    cells = _cells(as_they_lie, choices)
    lying = {columns[role]: pl.col(role) for role in KEYS if role in columns}
    names = cells.select(each.alias(name) for name, each in lying.items())
    found = cells.with_columns(names.select(tidy))
    if choices.fill_down or found.select(KEYS).is_duplicated().any():
        found = _cells(_listed(table, size, tidy), choices)
    blank = pl.any_horizontal(pl.col("region", "industry").is_null())
    if found.select(blank.any()).item():
        listed = _listed(table, size, tidy)
        _list_blanks(listed.filter(blank), table, columns, rows)
    return found.filter(~blank)


def tidy_keys(table: Table, columns: dict[str, str], choices: Choices) -> list[pl.Expr]:
    """Region, industry and year of each establishment, as codes."""
    year = year_key(columns, table).alias("year")
    return [*region_and_industry(table, columns, choices), year]


def _untouched(columns: dict[str, str]) -> list[pl.Expr]:
    return [
        (pl.col(columns[role]) if role in columns else pl.lit(0, pl.Int32)).alias(role)
        for role in KEYS
    ]


def _listed(table: Table, size: pl.Expr, keys: list[pl.Expr]) -> pl.LazyFrame:
    numbered = table.numbered("_row")
    return numbered.select(pl.col("_row").alias("row"), *keys, size.alias("size"))


def _cells(listed: pl.LazyFrame, choices: Choices) -> pl.DataFrame:
    """The cells, each with the first row of its industry.

    Two passes, because in one the engine would keep the whole list for the second.
    """
    cells = establishments_to_cells(
        listed.drop("row"),
        minimum_known_share=choices.minimum_known_share,
        year="year",
    ).collect(engine="streaming")
    first = listed.group_by("industry").agg(pl.col("row").min())
    return (
        cells.join(first.collect(engine="streaming"), on="industry", how="left")
        .with_columns(pl.col("establishments").cast(pl.Float64))
        .select("row", *KEYS, *COUNTS, "known_share")
    )


def _list_blanks(
    blanks: pl.LazyFrame, table: Table, columns: dict[str, str], rows: Rows
) -> None:
    """Establishments without region or industry; wholly blank rows are none."""
    filled = blanks.filter(
        ~pl.all_horizontal(pl.col("region", "industry", "size").is_null())
    ).select("row", "region")
    times = filled.select(pl.len()).collect(engine="streaming").item()
    rows.problem_count += times
    first = filled.bottom_k(LISTED, by="row").collect(engine="streaming")
    for row, region in first.sort("row").iter_rows():
        role = "region" if region is None else "industry"
        rows.problems.append(blank_key(role, row, columns[role], table.sheet))


def _notes(grouped: pl.DataFrame) -> list[Note]:
    everyone = round(grouped["establishments"].sum())
    sized = float((grouped["establishments"] * grouped["known_share"]).sum())
    unsized = round(everyone - sized)
    if not 0 < unsized < everyone:
        return []
    return [
        Note(
            ngettext_noop(
                "The size of %(count)s establishment of %(all)s is unknown: they are "
                "counted, and the employment of cells in which too many sizes are "
                "unknown is unknown.",
                "The size of %(count)s establishments of %(all)s is unknown: they are "
                "counted, and the employment of cells in which too many sizes are "
                "unknown is unknown.",
            ),
            count=unsized,
            all=everyone,
        )
    ]


def _coordinates(
    table: Table, columns: dict[str, str]
) -> dict[str, tuple[float, float]]:
    """The middle of each region's establishments, as latitude and longitude."""
    if "latitude" not in columns or "longitude" not in columns:
        return {}
    names = [columns["latitude"], columns["longitude"]]
    schema = table.frame.collect_schema()
    styles = number_styles(table.frame, names)
    latitude, longitude = (
        number(name, styles[name], text=schema[name] == pl.String) for name in names
    )
    points = table.frame.select(
        key(columns["region"], table).alias("region"),
        latitude.alias("latitude"),
        longitude.alias("longitude"),
    ).filter(
        pl.col("latitude").is_between(-90, 90),
        pl.col("longitude").is_between(-180, 180),
    )
    middles = points.group_by("region").agg(pl.mean("latitude", "longitude"))
    return {
        region: (y, x)
        for region, y, x in middles.collect(engine="streaming").iter_rows()
        if region is not None
    }
