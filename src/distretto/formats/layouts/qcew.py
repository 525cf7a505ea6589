"""BLS QCEW annual averages as published: single files, files by area, extracts.

One file holds every level and ownership side by side, marked by `agglvl_code` and
`own_code`. Cells are one level of one ownership; the totals of counties over all
ownerships and the rows of the state or the nation are the published totals. Where
`disclosure_code` is N the zeros in the file are not figures, and become null.
"""

import polars as pl

from distretto.analysis.selection.table import RegionIndustryTable
from distretto.errors import FormatError, gettext_noop, ngettext_noop
from distretto.formats.classifications import titles_for
from distretto.formats.layouts import whole
from distretto.formats.layouts.model import Choices, TotalCheck, Understanding
from distretto.formats.layouts.rows import left_out_after, titles_notes
from distretto.formats.numbers import count, count_problems, number_styles
from distretto.formats.tables import Table
from distretto.notes import Note

NEEDED = ("area_fips", "own_code", "industry_code", "agglvl_code")
COUNT_NAMES = {
    "establishments": ("annual_avg_estabs", "annual_avg_estabs_count"),
    "employment": ("annual_avg_emplvl", "annual_avg_empl"),
}
# First digit of the aggregation level -> kind of area, most detailed first.
AREAS = {
    "7": gettext_noop("counties"),
    "4": gettext_noop("metropolitan areas"),
    "5": gettext_noop("states"),
}
# Second digit of the aggregation level -> digits of the industry code.
LEVEL_OF = {"4": 2, "5": 3, "6": 4, "7": 5, "8": 6}
DEFAULT_LEVEL = 4
GROUP_LEVELS = (2, 3)  # sectors and subsectors are published where parts are not
OWNERSHIPS = {
    "0": gettext_noop("all ownerships"),
    "1": gettext_noop("the federal government"),
    "2": gettext_noop("the state governments"),
    "3": gettext_noop("the local governments"),
    "5": gettext_noop("private establishments"),
}


def recognise(table: Table) -> int | None:
    """1 where the columns are those of the QCEW, else None."""
    columns = {column.strip().lower() for column in table.columns}
    return 1 if columns.issuperset(NEEDED) else None


def _check_no_told_totals(choices: Choices) -> None:
    told = [label for label in whole.told_totals(choices) if label]
    if told:
        raise FormatError(
            "totals_are_marked",
            gettext_noop(
                "A QCEW file marks its own totals, so “%(label)s” cannot be named the "
                "total of all. Leave that out."
            ),
            label=told[0],
        )


def read(table: Table, choices: Choices) -> Understanding:
    """Understand a QCEW file; the level is 4 digits unless told."""
    _check_no_told_totals(choices)
    columns = _columns(table)
    rows, problems, bad = _rows(table, columns, choices)
    rows = rows.filter(_is_whole_area())
    years = tuple(sorted(rows["year"].unique().to_list()))
    last = _last_year(years, choices.year)
    rows = rows.filter(pl.col("year") <= last)
    area = _area(rows, table)
    level = _level(rows, area, choices)
    cells = _cells(rows, area, level, choices.ownership)
    region_totals = _region_totals(rows, area)
    reference = _reference(rows, area)
    industry_totals = _industry_totals(rows, reference, level, choices.ownership)
    built = RegionIndustryTable(
        cells=cells,
        region_totals=region_totals,
        industry_totals=industry_totals,
        grand_total=_grand_total(rows, reference, last),
        region_names=_names(rows, "region", "region_name")
        | dict(choices.region_titles),
        industry_names=_titles(rows, choices),
        classification=choices.classification or _classification(last),
        notes=(
            *table.notes,
            *_notes(cells, area, level, reference, choices.ownership, years, last),
            *titles_notes(choices, cells),
        ),
        region_group_totals=_region_groups(rows, area, level, choices.ownership),
        group_totals=_groups(rows, reference, level, choices.ownership),
        origin={"layout": "qcew", "file": table.path.name, "level": level},
    )
    return Understanding(
        layout="qcew",
        layout_title="BLS QCEW, annual averages",
        columns=columns,
        rows=table.rows,
        regions=cells["region"].n_unique(),
        industries=cells["industry"].n_unique(),
        years=tuple(year for year in years if year <= last),
        level=level,
        levels=_levels(rows, area),
        totals=_checks(rows, region_totals, area),
        problems=tuple(problems),
        problem_count=bad,
        notes=built.notes,
        accepted=choices.accept_problems,
        file=table.path.name,
        _table=built,
    )


def reference(
    table: Table, choices: Choices, value: str
) -> tuple[pl.DataFrame, float | None]:
    """Industries and total of the nation in a file, else of its states, last year."""
    rows, _, _ = _rows(table, _columns(table), choices)
    last = _last_year(tuple(sorted(rows["year"].unique().to_list())), choices.year)
    rows = rows.filter(pl.col("year") == last)
    area = "1" if rows["agglvl"].str.starts_with("1").any() else "5"
    totals = _industry_totals(
        rows, area, choices.level or DEFAULT_LEVEL, choices.ownership
    )
    if totals is None:
        raise FormatError(
            "no_reference_rows",
            gettext_noop(
                "“%(file)s” has no rows of the nation or of a state to take as the "
                "reference. Take the file of area US000."
            ),
            file=table.path.name,
        )
    total = _grand_total(rows, area, last) or {}
    return totals.select("industry", value).drop_nulls(), total.get(value)


def _columns(table: Table) -> dict[str, str]:
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


def _rows(
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
    return kept.drop("size").collect(engine="streaming"), problems, bad


def _is_whole_area() -> pl.Expr:
    """Leaves out "unknown or undefined" counties, whose firms have no place."""
    county = pl.col("agglvl").str.starts_with("7")
    return ~(county & pl.col("region").str.ends_with("999"))


def _last_year(years: tuple[int, ...], asked: int | None) -> int:
    if asked is None:
        return years[-1] if years else 0
    if asked in years:
        return asked
    raise no_year(asked, years)


def no_year(asked: int, years: tuple[int, ...]) -> FormatError:
    """The error for a year that the table does not have."""
    return FormatError(
        "no_such_year",
        gettext_noop("The table has no year %(year)s. It has: %(years)s."),
        year=asked,
        years=", ".join(map(str, years)) or "no years at all",
    )


def _area(rows: pl.DataFrame, table: Table) -> str:
    kinds = set(rows["agglvl"].str.slice(0, 1).unique().to_list())
    for digit in AREAS:
        if digit in kinds:
            return digit
    raise FormatError(
        "no_regions",
        gettext_noop(
            "“%(file)s” has figures of the nation alone. Take a file of the QCEW with "
            "counties or states."
        ),
        file=table.path.name,
    )


def _levels(rows: pl.DataFrame, area: str) -> dict[int, int]:
    counts = (
        rows.filter(pl.col("agglvl").str.starts_with(area))
        .group_by("agglvl")
        .agg(pl.col("industry").n_unique())
        .sort("agglvl")
    )
    return {
        LEVEL_OF[code[1]]: number
        for code, number in counts.iter_rows()
        if code[1] in LEVEL_OF
    }


def _level(rows: pl.DataFrame, area: str, choices: Choices) -> int:
    levels = _levels(rows, area)
    if choices.level is None:
        if not levels:
            raise no_level(DEFAULT_LEVEL, levels)
        return DEFAULT_LEVEL if DEFAULT_LEVEL in levels else max(levels)
    if choices.level not in levels:
        raise no_level(choices.level, levels)
    return choices.level


def no_level(asked: int, levels: dict[int, int]) -> FormatError:
    """The error for a level of industries that the table does not have."""
    if not levels:
        return FormatError(
            "no_levels",
            gettext_noop(
                "The table has no industry codes with digits, only totals or titles, "
                "so that it cannot be read at %(level)s digits. Check which column is "
                "the industry, or take a table by industries."
            ),
            level=asked,
        )
    return FormatError(
        "no_such_level",
        gettext_noop(
            "The table has no industries of %(level)s digits. It has industries of: "
            "%(levels)s digits."
        ),
        level=asked,
        levels=", ".join(map(str, levels)),
    )


def _agglvl(area: str, level: int) -> str:
    return area + next(digit for digit, have in LEVEL_OF.items() if have == level)


def _cells(rows: pl.DataFrame, area: str, level: int, own: str) -> pl.DataFrame:
    return rows.filter(
        pl.col("agglvl") == _agglvl(area, level), pl.col("own") == own
    ).select("region", "industry", "year", "establishments", "employment")


def _region_groups(
    rows: pl.DataFrame, area: str, level: int, own: str
) -> pl.DataFrame | None:
    """Sectors and subsectors of each region: totals within part of the economy."""
    groups = rows.filter(_of_groups(area, level, own)).select(
        "region", "industry", "year", "establishments", "employment"
    )
    return None if groups.is_empty() else groups


def _groups(
    rows: pl.DataFrame, reference: str | None, level: int, own: str
) -> pl.DataFrame | None:
    """Sectors and subsectors of the reference area."""
    if reference is None:
        return None
    groups = rows.filter(_of_groups(reference, level, own))
    return None if groups.is_empty() else _known_sums(groups, ["industry", "year"])


def _of_groups(area: str, level: int, own: str) -> pl.Expr:
    coarser = [_agglvl(area, each) for each in GROUP_LEVELS if each < level]
    return pl.col("agglvl").is_in(coarser) & (pl.col("own") == own)


def _region_totals(rows: pl.DataFrame, area: str) -> pl.DataFrame | None:
    totals = rows.filter(pl.col("agglvl") == area + "0", pl.col("own") == "0").select(
        "region", "year", "establishments", "employment"
    )
    return None if totals.is_empty() else totals


def _reference(rows: pl.DataFrame, area: str) -> str | None:
    """Which rows are the reference area: the nation's, else one state's, else none."""
    if rows["agglvl"].str.starts_with("1").any():
        return "1"
    states = rows.filter(pl.col("agglvl").str.starts_with("5"))["region"].n_unique()
    covered = rows.filter(pl.col("agglvl").str.starts_with(area))["region"]
    if area != "5" and states and states == covered.str.slice(0, 2).n_unique():
        return "5"
    return None


def _industry_totals(
    rows: pl.DataFrame, reference: str | None, level: int, own: str
) -> pl.DataFrame | None:
    if reference is None:
        return None
    totals = rows.filter(
        pl.col("agglvl") == _agglvl(reference, level), pl.col("own") == own
    )
    if totals.is_empty():
        return None
    return _known_sums(totals, ["industry", "year"])


def _known_sums(rows: pl.DataFrame, keys: list[str]) -> pl.DataFrame:
    """Sums over several states; unknown where one of them is."""
    return (
        rows.group_by(keys)
        .agg(
            pl.when(pl.col(name).is_not_null().all()).then(pl.col(name).sum())
            for name in ("establishments", "employment")
        )
        .sort(keys)
    )


def _grand_total(
    rows: pl.DataFrame, reference: str | None, year: int
) -> dict[str, float | None] | None:
    if reference is None:
        return None
    whole = rows.filter(
        pl.col("agglvl") == reference + "0",
        pl.col("own") == "0",
        pl.col("year") == year,
    )
    if whole.is_empty():
        return None
    sums = _known_sums(whole, ["year"]).row(0, named=True)
    return {name: sums[name] for name in ("establishments", "employment")}


def _names(rows: pl.DataFrame, code: str, name: str) -> dict[str, str]:
    named = rows.select(code, name).drop_nulls().unique(subset=code, keep="first")
    return dict(named.iter_rows())


def _titles(rows: pl.DataFrame, choices: Choices) -> dict[str, str]:
    """Titles beside the codes; the QCEW repeats the code in front of the title."""
    titles = _names(rows, "industry", "industry_name")
    own = {
        code: title.removeprefix(f"NAICS {code} ").removeprefix(f"{code} ")
        for code, title in titles.items()
    } | dict(choices.titles)
    key = choices.classification or _classification(max(rows["year"], default=0))
    return titles_for(rows["industry"].unique().to_list(), key) | own


def _classification(year: int) -> str:
    return "NAICS2022" if year >= 2022 else "NAICS2017" if year >= 2017 else "NAICS2012"


def _notes(
    cells: pl.DataFrame,
    area: str,
    level: int,
    reference: str | None,
    own: str,
    years: tuple[int, ...],
    last: int,
) -> list[Note]:
    known = own in OWNERSHIPS
    ownership = Note(OWNERSHIPS[own]) if known else Note(_OWNERSHIP, code=own)
    notes = [
        Note(_CELLS, areas=Note(AREAS[area]), digits=level, ownership=ownership),
        Note(_REFERENCES[reference]),
        Note(_SUPPRESSED, count=cells["employment"].null_count(), cells=cells.height),
    ]
    if years and last != years[-1]:
        notes.append(left_out_after(last))
    return notes


_OWNERSHIP = gettext_noop("ownership %(code)s")
_CELLS = gettext_noop(
    "Cells are %(areas)s by %(digits)s-digit NAICS industries, %(ownership)s; totals "
    "of regions are over all ownerships."
)
_REFERENCES = {
    "1": gettext_noop("Totals of the United States in the file are the reference."),
    "5": gettext_noop("Totals of the state in the file are the reference."),
    None: gettext_noop("No totals of a reference area are in the file: sums are used."),
}
_SUPPRESSED = ngettext_noop(
    "Employment is suppressed in %(count)s cell of %(cells)s; they are unknown, not "
    "zero.",
    "Employment is suppressed in %(count)s cells of %(cells)s; they are unknown, not "
    "zero.",
)


def _checks(
    rows: pl.DataFrame, region_totals: pl.DataFrame | None, area: str
) -> tuple[TotalCheck, ...]:
    """Totals of regions beside the sums of the parts by ownership and sector."""
    if region_totals is None or not _levels(rows, area).get(2):
        return ()
    parts = (
        rows.filter(pl.col("agglvl") == area + "4")
        .group_by("region", "year")
        .agg(pl.col("establishments").sum(), pl.col("employment").sum())
    )
    both = region_totals.join(parts, on=["region", "year"], suffix="_parts")
    return tuple(
        TotalCheck(
            "region",
            row["region"],
            name,
            row[name],
            row[f"{name}_parts"],
            False,
            row["year"],
        )
        for row in both.iter_rows(named=True)
        for name in ("establishments", "employment")
        if row[name] is not None
    )
