"""The pairs of industries of a table that stand together most."""

from collections.abc import Collection
from dataclasses import replace

import numpy as np
import polars as pl

from distretto.analysis.checks import check_at_least_zero
from distretto.analysis.selection.cluster_source import read
from distretto.analysis.selection.concentration.coagglomeration import (
    Coagglomeration,
    coagglomeration,
)
from distretto.analysis.selection.concentration.industries import few_notes
from distretto.analysis.selection.concentration.shared_rest import with_shared_rest
from distretto.analysis.selection.measured import (
    ESTIMATE,
    Measured,
    own_shares,
    settings_of,
    sizes,
)
from distretto.analysis.selection.table import RegionIndustryTable
from distretto.errors import ngettext_noop
from distretto.notes import Note


def pairs_by_coagglomeration(
    table: RegionIndustryTable,
    number: int = 20,
    *,
    value: str = "employment",
    base: str | Collection[str] | None = None,
    year: int | None = None,
    minimum_known_share: float = 1.0,
    fewest_plants: float = 0.0,
) -> Measured:
    """The pairs of industries that are strong in the same regions [ellison2010].

    It has the formula of `coagglomeration`.

    Parameters
    ----------
    table : RegionIndustryTable
        Cells, with the totals that were published.
    number : int
        How many pairs.
    value, base, year, minimum_known_share, fewest_plants
        As for `industries_by_concentration`; two plants in one small region would make
        a strong pair, so that it is wise to ask for ten or more.

    Returns
    -------
    Measured
        A row for each pair, the highest `gamma` (dimensionless) first: `code`, `name`,
        `other_code`, `other_name`, the establishments (counts) of both, and
        `known_share` (0 to 1).

    Raises
    ------
    InputError
        As for `industries_by_concentration`.
    """
    fewest = check_at_least_zero(fewest_plants, "fewest_plants")
    source = read(table, value, base, year)
    told = sizes(source, "industry")
    plants = dict(told.select("industry", "establishments").iter_rows())
    own = dict(own_shares(source, "industry").iter_rows())
    few = {code for code, count in plants.items() if (count or fewest) < fewest}
    little = {code for code in own if _share(own[code]) < minimum_known_share} - few
    totals, of_rest = with_shared_rest(source)
    found = coagglomeration(
        source.cells,
        region_totals=totals,
        minimum_known_share=minimum_known_share,
        value=value,
    )
    listed = _without(found, few | little)
    names, shares = source.industry_names, found.known_share
    places = {code: place for place, code in enumerate(found.industries)}
    rows = [
        {
            "code": one,
            "name": names.get(one),
            "other_code": other,
            "other_name": names.get(other),
            "gamma": gamma,
            "known_share": _least(
                shares[places[one], places[other]], own[one], own[other]
            ),
            "establishments": plants[one],
            "other_establishments": plants[other],
        }
        for one, other, gamma in listed.strongest(number)
    ]
    notes = [
        *few_notes(len(few), fewest),
        *([Note(_LITTLE, count=len(little))] if little else []),
        *(of_rest or ([Note(ESTIMATE)] if found.is_estimate else [])),
    ]
    return Measured(
        kind="pairs",
        rows=pl.DataFrame(rows, schema=_SCHEMA),
        settings=settings_of(
            source,
            pairs=int(np.isfinite(listed.gamma).sum()) // 2,
            minimum_known_share=minimum_known_share,
            fewest_plants=fewest,
        ),
        notes=(*notes, *table.notes),
    )


def _share(known: float | None) -> float:
    """A share that nobody knows keeps no pair from being listed."""
    return 1.0 if known is None else known


def _least(of_whole: float, *own: float | None) -> float | None:
    """The smallest of the shares; None where that of the whole is unknown."""
    if np.isnan(of_whole):
        return None
    return min(float(of_whole), *map(_share, own))


def _without(found: Coagglomeration, gone: Collection[str]) -> Coagglomeration:
    """The pairs in which neither industry is among those."""
    left_out = np.array([code in gone for code in found.industries], dtype=bool)
    either = left_out[:, None] | left_out[None, :]
    return replace(found, gamma=np.where(either, np.nan, found.gamma))


_SCHEMA = {
    "code": pl.String,
    "name": pl.String,
    "other_code": pl.String,
    "other_name": pl.String,
    "gamma": pl.Float64,
    "known_share": pl.Float64,
    "establishments": pl.Float64,
    "other_establishments": pl.Float64,
}
_LITTLE = ngettext_noop(
    "%(count)s industry is in no pair: too much of it is hidden.",
    "%(count)s industries are in no pair: too much of them is hidden.",
)
