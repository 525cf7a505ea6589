"""Datasets: which are in use, and the tables that measures are taken of."""

from typing import Any

from django.db.models import QuerySet

from distretto.analysis.selection.table import RegionIndustryTable
from distretto.errors import InputError, gettext_noop
from distretto.web.accounts.models import Programme
from distretto.web.register import tables
from distretto.web.register.models import Dataset


def datasets_in(programme: Programme) -> QuerySet[Dataset]:
    """All datasets of a programme, newest first, whatever their state."""
    found: QuerySet[Dataset] = programme.datasets.current().select_related("run")
    return found


def datasets_in_use(programme: Programme) -> QuerySet[Dataset]:
    """Datasets that were accepted, newest first."""
    return datasets_in(programme).filter(status=Dataset.Status.ACCEPTED)


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
    return tables.read(dataset.cells[key], year=year)


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
