"""BLS QCEW annual averages as published: single files, files by area, extracts.

One file holds every level and ownership side by side, marked by `agglvl_code` and
`own_code`. Cells are one level of one ownership; the totals of counties over all
ownerships and the rows of the state or the nation are the published totals. Where
`disclosure_code` is N the zeros in the file are not figures, and become null.
"""

import polars as pl

from distretto.analysis.selection.table import AlikeTotals, RegionIndustryTable
from distretto.errors import FormatError, gettext_noop, ngettext_noop
from distretto.formats.classifications import titles_for
from distretto.formats.layouts import whole
from distretto.formats.layouts.model import Choices, Understanding
from distretto.formats.layouts.qcew_levels import (
    AREAS,
    DEFAULT_LEVEL,
    area_of,
    cells_of,
    checks_of,
    chosen_level,
    groups_of_all,
    groups_of_regions,
    levels_of,
    reference_area,
    total_of_all,
    totals_alike,
    totals_of_industries,
    totals_of_regions,
)
from distretto.formats.layouts.qcew_rows import (
    NEEDED,
    columns_in,
    is_whole_area,
    last_year,
    rows_in,
)
from distretto.formats.layouts.rows import left_out_after, titles_notes
from distretto.formats.layouts.zeros import zero_notes
from distretto.formats.tables import Table
from distretto.notes import Note

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
    columns = columns_in(table)
    rows, problems, bad = rows_in(table, columns, choices)
    rows = rows.filter(is_whole_area())
    years = tuple(sorted(rows["year"].unique().to_list()))
    last = last_year(years, choices.year)
    rows = rows.filter(pl.col("year") <= last)
    area = area_of(rows, table)
    level = chosen_level(rows, area, choices)
    cells = cells_of(rows, area, level, choices.ownership)
    region_totals = totals_of_regions(rows, area)
    reference = reference_area(rows, area)
    industry_totals = totals_of_industries(rows, reference, level, choices.ownership)
    built = RegionIndustryTable(
        cells=cells,
        region_totals=region_totals,
        industry_totals=industry_totals,
        grand_total=total_of_all(rows, reference, last),
        region_names=_names(rows, "region", "region_name")
        | dict(choices.region_titles),
        industry_names=_titles(rows, choices),
        classification=choices.classification or _classification(last),
        notes=(
            *table.notes,
            *_notes(cells, area, level, reference, choices.ownership, years, last),
            *_hidden_notes(cells, "disclosure_code" in columns, choices),
            *titles_notes(choices, cells),
        ),
        region_group_totals=groups_of_regions(rows, area, level, choices.ownership),
        group_totals=groups_of_all(rows, reference, level, choices.ownership),
        alike=_alike(rows, area, reference, choices.ownership),
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
        levels=levels_of(rows, area),
        totals=checks_of(rows, region_totals, area),
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
    rows, _, _ = rows_in(table, columns_in(table), choices)
    last = last_year(tuple(sorted(rows["year"].unique().to_list())), choices.year)
    rows = rows.filter(pl.col("year") == last)
    area = "1" if rows["agglvl"].str.starts_with("1").any() else "5"
    totals = totals_of_industries(
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
    total = total_of_all(rows, area, last) or {}
    return totals.select("industry", value), total.get(value)


def years_of(table: Table) -> tuple[int, ...]:
    """The years that a file has, the first one first; none where it does not say."""
    column = columns_in(table).get("year")
    if column is None:
        return ()
    year = pl.col(column).cast(pl.String).str.strip_chars()
    found = table.frame.select(year.cast(pl.Int32, strict=False).alias("year")).unique()
    years = found.drop_nulls().collect(engine="streaming")["year"]
    return tuple(sorted(years.to_list()))


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


def _alike(
    rows: pl.DataFrame, area: str, reference: str | None, own: str
) -> AlikeTotals | None:
    """Totals of the cells' own ownership; totals of regions are over all of them."""
    if own == "0":
        return None
    regions, whole = totals_alike(rows, area, reference, own)
    return AlikeTotals(
        regions, whole, reference == "5", Note(_ALIKE, ownership=_owners(own))
    )


def _owners(own: str) -> Note:
    known = own in OWNERSHIPS
    return Note(OWNERSHIPS[own]) if known else Note(_OWNERSHIP, code=own)


def _notes(
    cells: pl.DataFrame,
    area: str,
    level: int,
    reference: str | None,
    own: str,
    years: tuple[int, ...],
    last: int,
) -> list[Note]:
    owners = _owners(own)
    notes = [
        Note(_CELLS, areas=Note(AREAS[area]), digits=level, ownership=owners),
        Note(_REFERENCES[reference]),
    ]
    if years and last != years[-1]:
        notes.append(left_out_after(last))
    return notes


def _hidden_notes(cells: pl.DataFrame, has_codes: bool, choices: Choices) -> list[Note]:
    """What is suppressed; without disclosure codes, which zeros may be."""
    count = cells["employment"].null_count()
    notes = [Note(_SUPPRESSED, count=count, cells=cells.height)]
    if not has_codes:
        notes = [Note(_NO_CODES), *(notes if count else [])]
    if has_codes and not choices.zero_is_unknown:
        return notes  # beside the codes, a zero is a figure
    return [*notes, *zero_notes(cells, choices.zero_is_unknown)]


_NO_CODES = gettext_noop(
    "The file has no column “disclosure_code”: which figures are suppressed is not "
    "known, and the QCEW writes 0 for them."
)
_OWNERSHIP = gettext_noop("ownership %(code)s")
_ALIKE = gettext_noop(
    "Growth of regions and of the whole is that of %(ownership)s, as the cells are; "
    "location quotients are beside the totals over all ownerships."
)
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
