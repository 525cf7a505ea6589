"""Datasets: which are in use, and the tables that measures are taken of."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import polars as pl
from django.db.models import QuerySet
from django.utils.translation import gettext

from distretto.analysis.selection.table import RegionIndustryTable
from distretto.errors import InputError, MethodError, gettext_noop
from distretto.formats.layouts import QCEW_COLUMNS, ROLES
from distretto.formats.layouts.points import PLACE, Points
from distretto.web.accounts.models import Programme
from distretto.web.register import kept_files, reading, tables
from distretto.web.register.models import Dataset


def datasets_in(programme: Programme) -> QuerySet[Dataset]:
    """All datasets of a programme, newest first, whatever their state."""
    found: QuerySet[Dataset] = programme.datasets.current().select_related("run")
    return found


def datasets_in_use(programme: Programme) -> QuerySet[Dataset]:
    """Datasets that were accepted, newest first."""
    return datasets_in(programme).filter(status=Dataset.Status.ACCEPTED)


def datasets_with_places(programme: Programme) -> QuerySet[Dataset]:
    """Lists of establishments in use that say where each of them stands."""
    return datasets_in_use(programme).filter(
        findings__layout=LISTS, findings__columns__has_keys=PLACE
    )


def has_places(dataset: Dataset) -> bool:
    """Whether it lists establishments, and says where each of them stands."""
    found = dataset.findings
    return found.get("layout") == LISTS and set(PLACE) <= set(found.get("columns", {}))


def places_listed(
    dataset: Dataset,
    *,
    base: str | Collection[str] | None = None,
    level: int | None = None,
    classification: str | None = None,
) -> Points:
    """The establishments of a list that have a place; reads the whole file.

    Parameters
    ----------
    dataset : a list of establishments that was read
    base : a named set or industry codes; None: all
    level : digits of the industry codes; None: as it was read
    classification : where the codes do not tell it

    Raises
    ------
    FormatError or InputError
        The list cannot be read so; the sentence says why.
    """
    told = {"level": level, "classification": classification}
    asked = dataset.reading | {key: value for key, value in told.items() if value}
    name = str(dataset.file)
    return reading.read_places(name, dataset.file_name, asked, base=base)


# The layout in which a row is an establishment.
LISTS = "establishments"
# Layouts of statistics offices, which hide single firms' figures before they publish.
PUBLISHED_LAYOUTS = frozenset({"qcew"})


def looks_published(dataset: Dataset) -> bool:
    """Whether its layout says that the figures are published: a first guess."""
    layout = dataset.findings.get("layout") or dataset.reading.get("layout")
    return layout in PUBLISHED_LAYOUTS


def levels_of(dataset: Dataset) -> list[int]:
    """The levels of the industry codes that it can be measured at; may be empty."""
    return sorted(int(level) for level in dataset.cells if level)


def region_industry_table(
    dataset: Dataset, *, level: int | None = None, year: int | None = None
) -> RegionIndustryTable:
    """The table of a dataset that measures are taken of; its frames are lazy.

    Parameters
    ----------
    dataset : a dataset that was read
    level : digits of the industry codes; None: the one chosen when it was read
    year : the last year to use, earlier ones stay for growth; None: all

    Raises
    ------
    InputError
        The dataset has no table, or none of this level.
    """
    if not dataset.cells:
        raise InputError(
            "dataset_not_read",
            gettext_noop(
                "The dataset “%(name)s” has no table yet. Open it and look at how it "
                "was understood."
            ),
            name=dataset.name,
        )
    key = _chosen_level(dataset) if level is None else str(level)
    if key not in dataset.cells:
        raise _no_level(dataset, level)
    return _kept_table(dataset, dataset.cells[key], year)


def _kept_table(
    dataset: Dataset, name: str, year: int | None = None
) -> RegionIndustryTable:
    """A table of a dataset; made again from its file where it is damaged."""
    try:
        return tables.read(name, year=year)
    except kept_files.DAMAGED:
        _read_again(dataset)
    try:
        return tables.read(name, year=year)
    except kept_files.DAMAGED as damage:
        # A later version reads the file otherwise: that would be another table.
        raise InputError(
            "dataset_damaged",
            gettext_noop(
                "The table of the dataset “%(name)s” is damaged on the disk and cannot "
                "be made again as it was. Retire the dataset and upload its file again."
            ),
            name=dataset.name,
        ) from damage


def _read_again(dataset: Dataset) -> dict[str, Any]:
    """Make again what is kept of a dataset; its long lists, {} if it cannot be read."""
    try:
        name, told = str(dataset.file), dataset.reading
        return reading.dry_run(name, dataset.file_name, told, _silently).details
    except MethodError:
        return {}


def _silently(*_: Any, **__: Any) -> None:
    """Progress that nobody waits for."""


def details_of(dataset: Dataset) -> dict[str, Any]:
    """The long lists of a dry run (problems, totals, first rows); {} without one."""
    name = dataset.findings.get("details", "")
    if not name:
        return {}
    kept = reading.kept_details(name)
    if kept is None:
        kept = _read_again(dataset)
        if kept:
            kept_files.keep(name, json.dumps(kept).encode())
    return kept


def _chosen_level(dataset: Dataset) -> str:
    level: Any = dataset.findings.get("level")
    chosen = "" if level is None else str(level)
    return chosen if chosen in dataset.cells else next(iter(dataset.cells))


def _no_level(dataset: Dataset, level: int | None) -> InputError:
    return InputError(
        "dataset_has_no_level",
        gettext_noop(
            "The dataset “%(name)s” cannot be measured at %(level)s digits of the "
            "industry code. It has: %(levels)s."
        ),
        name=dataset.name,
        level=level,
        levels=", ".join(map(str, levels_of(dataset))) or "–",
    )


def regions_of_datasets(programme: Programme) -> dict[str, str]:
    """Code to name of the regions that the programme's datasets speak of."""
    found: dict[str, str] = {}
    for dataset in programme.datasets.current().exclude(cells={}):
        found |= regions_of(dataset) | found
    return found


def regions_of(dataset: Dataset) -> dict[str, str]:
    """Code to name of the regions of a dataset; the code stands in for a lost name."""
    if not dataset.cells:
        return {}
    table = region_industry_table(dataset)
    cells: Any = table.cells
    codes = cells.select("region").unique().sort("region").collect()["region"]
    return {code: table.region_names.get(code, code) for code in codes}


def columns_understood(dataset: Dataset) -> list[tuple[str, str]]:
    """What each column was taken for, in words, and the column."""
    titles = {**QCEW_COLUMNS, **ROLES}
    columns = dataset.findings.get("columns", {})
    return [
        (gettext(title), columns[role])
        for role, title in titles.items()
        if columns.get(role)
    ]


@dataclass(frozen=True)
class RegionMatch:
    """Regions of a dataset beside the places of the programme."""

    all_count: int
    missing: tuple[str, ...]

    @property
    def matched(self) -> int:
        return self.all_count - len(self.missing)


def region_match(dataset: Dataset) -> RegionMatch:
    """Which regions of a dataset are places with this code, and which are not."""
    regions = regions_of(dataset)
    places = set(dataset.programme.places.current().values_list("code", flat=True))
    missing = tuple(
        name if name == code else f"{name} ({code})"
        for code, name in regions.items()
        if code not in places
    )
    return RegionMatch(len(regions), missing)


@dataclass(frozen=True)
class Measure:
    """What can be measured at one level: how many industries, how much is known."""

    level: int | None
    is_chosen: bool
    industries: int
    cells: int
    establishments_known: int
    employment_known: int


def measures_of(dataset: Dataset) -> list[Measure]:
    """The tables of a dataset, coarsest first."""
    chosen = _chosen_level(dataset) if dataset.cells else ""
    return [
        _measure(key, chosen, _kept_table(dataset, dataset.cells[key]))
        for key in sorted(dataset.cells, key=lambda key: int(key or 0))
    ]


def _measure(key: str, chosen: str, table: RegionIndustryTable) -> Measure:
    cells: Any = table.cells
    told = cells.select(
        pl.col("industry").n_unique().alias("industries"),
        pl.len().alias("cells"),
        pl.col("establishments").count().alias("establishments_known"),
        pl.col("employment").count().alias("employment_known"),
    ).collect()
    return Measure(
        level=int(key) if key else None,
        is_chosen=key == chosen,
        **told.row(0, named=True),
    )
