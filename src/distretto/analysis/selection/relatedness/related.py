"""Which industries go with one: in the same regions, and by what they buy and sell."""

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
import polars as pl
from scipy.stats import false_discovery_control, hypergeom, rankdata

from distretto.analysis.selection.measured import (
    Measured,
    check_code,
    named,
    settings_of,
    sizes,
)
from distretto.analysis.selection.relatedness.matrices import Floats
from distretto.analysis.selection.relatedness.proximity import pair_counts, phi
from distretto.analysis.selection.relatedness.table_matrix import (
    TableMatrix,
    matrix_notes,
    table_matrix,
    unknown_note,
    with_known_share,
)
from distretto.analysis.selection.table import RegionIndustryTable
from distretto.errors import gettext_noop, ngettext_noop
from distretto.notes import Note, percentage

COLUMNS = (
    "code",
    "name",
    "employment",
    "establishments",
    "both",
    "regions",
    "own_regions",
    "by_chance",
    "p_value",
    "adjusted_p_value",
    "proximity",
    "linkage",
    "mean_rank",
    "known_share",
    "employment_is_minimum",
    "establishments_is_minimum",
)


# Of fewer regions, what they have in common is hardly known: ours.
FEW_REGIONS = 5
# Share of false discoveries up to which an industry is told as one that goes with it.
LEVEL = 0.05


@dataclass(frozen=True)
class Linkage:
    """Buyer-supplier linkage of industries, as of `input_output_linkage`.

    Attributes
    ----------
    industries : tuple of str
        Codes, as the table of regions has them.
    shares : array of shape (industries, industries)
        From 0 to 1; NaN where unknown.
    notes : tuple of Note
        How it was got.
    """

    industries: tuple[str, ...]
    shares: Floats
    notes: tuple[Note, ...] = ()

    def among(self, industries: Collection[str]) -> Floats:
        """The shares in the order of these industries; NaN for those it has not."""
        place = {code: number for number, code in enumerate(self.industries)}
        here = [place.get(code, -1) for code in industries]
        found = np.full((len(self.industries) + 1,) * 2, np.nan)
        found[:-1, :-1] = self.shares
        return found[np.ix_(here, here)]


def related_industries(
    table: RegionIndustryTable,
    industry: str,
    *,
    linkage: Linkage | None = None,
    value: str = "employment",
    base: str | Collection[str] | None = None,
    year: int | None = None,
    threshold: float = 1.0,
    minimum_known_share: float = 1.0,
) -> Measured:
    """The industries most related to one [hidalgo2007, ellison2010, benjamini1995].

    It has the formulas of `proximity` and, where a linkage is given, of
    `input_output_linkage`; the mean rank is that of both, where both are known. With n
    regions where both industries are known, u[i] and u[j] that have them, and c both,

    p = sum over k from c of C(u[i], k) C(n - u[i], u[j] - k) / C(n, u[j])

    which is exact if each region is as likely as another to have an industry.

    Parameters
    ----------
    table : RegionIndustryTable
        Cells, with the totals that were published.
    industry : str
        Its code.
    linkage : Linkage, optional
        Who buys from whom. Default: by regions only.
    value, base, year
        As for `industries_by_concentration`.
    threshold : float
        Location quotient (dimensionless) from which a region has an industry.
    minimum_known_share : float
        Share (0 to 1) of an industry that must be in visible cells for it to have a
        proximity.

    Returns
    -------
    Measured
        A row for each other industry, the best mean rank (or proximity) first:
        `both` counts the regions that have both, `regions` and `own_regions` those
        that have it and the one asked for, `by_chance` how many would have both if
        they chose apart, `p_value` the chance of as many as have both, or more,
        `adjusted_p_value` the same, corrected for the number of industries that are
        compared; these, `proximity` and `linkage` are shares from 0 to 1.

    Raises
    ------
    InputError
        The table cannot be measured, or lacks the industry or the year; or the base
        fits nothing.
    """
    matrix = table_matrix(table, value, base, year, threshold)
    check_code(matrix.industries, "industry", industry, matrix.source.industry_names)
    own = matrix.industries.index(industry)
    rows = _rows(matrix, own, linkage)
    rows = with_known_share(
        rows, matrix.source, "industry", minimum_known_share, ["proximity", "p_value"]
    )
    rows = named(rows, "industry", matrix.source.industry_names)
    itself = rows.filter(code=industry).to_dicts()[0]
    others = _corrected(rows.filter(pl.col("code") != industry))
    rows = _ranked(others, linkage)
    share = itself["known_share"]
    little = share is not None and share < minimum_known_share
    regions = int(matrix.presence.ubiquity[own])
    return Measured(
        kind="related",
        rows=rows.select(COLUMNS),
        settings=settings_of(
            matrix.source,
            industry=industry,
            industry_name=itself["name"],
            own_regions=regions,
            regions=len(matrix.regions),
            own_known_share=share,
            threshold=threshold,
            has_linkage=linkage is not None,
            level=LEVEL,
            minimum_known_share=minimum_known_share,
        ),
        notes=(
            *([Note(_LITTLE, share=percentage(share))] if little else []),
            *([Note(_FEW, count=regions)] if 0 < regions < FEW_REGIONS else []),
            *unknown_note(matrix),
            *matrix_notes(matrix),
            *(linkage.notes if linkage else ()),
            *table.notes,
        ),
    )


def _rows(matrix: TableMatrix, own: int, linkage: Linkage | None) -> pl.DataFrame:
    together, beside, other = (
        each[own].astype(np.float64) for each in pair_counts(matrix.presence)
    )
    number = matrix.known[:, own] @ matrix.known
    chance = np.divide(
        beside * other, number, out=np.full(len(number), np.nan), where=number > 0
    )
    near = phi(matrix.presence)[own].astype(np.float64)
    linked = (
        np.full(len(number), np.nan)
        if linkage is None
        else linkage.among(matrix.industries)[own]
    )
    measures = {
        "both": together,
        "own_regions": beside,
        "regions": other,
        "by_chance": chance,
        "p_value": _chances(together, beside, other, number),
        "proximity": near,
        "linkage": linked,
    }
    return pl.DataFrame(
        {
            "industry": list(matrix.industries),
            **{
                name: pl.Series(each, nan_to_null=True)
                for name, each in measures.items()
            },
        }
    ).join(sizes(matrix.source, "industry"), on="industry", how="left")


def _chances(together: Floats, one: Floats, other: Floats, number: Floats) -> Floats:
    """Chance of as many regions with both, or more; NaN where one is nowhere known."""
    can_meet = np.minimum(one, other) > 0
    chances = hypergeom.sf(together - 1, number, one, other)
    return np.where(can_meet, chances, np.nan)


def _corrected(rows: pl.DataFrame) -> pl.DataFrame:
    """With the p-values corrected for how many industries have one."""
    told = rows["p_value"].is_not_null().to_numpy()
    adjusted = np.full(rows.height, np.nan)
    if told.any():
        adjusted[told] = false_discovery_control(rows["p_value"].drop_nulls())
    return rows.with_columns(pl.Series("adjusted_p_value", adjusted, nan_to_null=True))


def _ranked(rows: pl.DataFrame, linkage: Linkage | None) -> pl.DataFrame:
    """Best mean rank first; by proximity alone where there is no linkage."""
    mean = np.full(rows.height, np.nan)
    if linkage is not None:
        both = rows.select(
            pl.all_horizontal(pl.col("proximity", "linkage").is_not_null())
        ).to_series()
        ranks = [
            rankdata(-rows[name].filter(both).to_numpy())
            for name in ("proximity", "linkage")
        ]
        mean[both.to_numpy()] = np.mean(ranks, axis=0)
    ranked = rows.with_columns(pl.Series("mean_rank", mean, nan_to_null=True))
    return ranked.sort(
        "mean_rank",
        "proximity",
        "both",
        "linkage",
        "code",
        descending=[False, True, True, True, False],
        nulls_last=True,
    )


_FEW = ngettext_noop(
    "Only %(count)s region is known to be specialised in the industry: which others "
    "are there may be chance.",
    "Only %(count)s regions are known to be specialised in the industry: which others "
    "are there may be chance.",
)
_LITTLE = gettext_noop(
    "Only %(share)s of the industry itself is in visible cells, so that regions that "
    "have it may be missing here."
)
