"""Which industries stand in the same regions, beyond what chance would bring."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from narwhals.typing import IntoFrame
from numpy.typing import NDArray

from distretto.analysis.checks import check_share
from distretto.analysis.selection.count_matrix import CountMatrix, count_matrix
from distretto.errors import InputError, gettext_noop

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Coagglomeration:
    """How far each two industries stand together.

    Attributes
    ----------
    industries : tuple
        Codes, in rising order: of rows and columns.
    gamma : array of shape (n_industries, n_industries), dimensionless
        Above 0 where two industries are strong in the same regions, below where
        they shun each other. NaN on the diagonal (of one industry only plants can
        tell), where an industry has nobody, and where too little is known.
    known_share : array of the same shape
        Share (0 to 1) of the whole in regions where neither cell is hidden; NaN where
        a hidden cell is in a region of which no total is known.
    size : array of shape (n_industries,)
        The industry's known cells together (persons, establishments).
    is_estimate : bool
        Whether the whole is a sum that lacks hidden cells.
    """

    industries: tuple[Any, ...]
    gamma: Floats
    known_share: Floats
    size: Floats
    is_estimate: bool

    def between(self, one: Any, other: Any) -> float:
        """The index of two industries (dimensionless)."""
        return float(self.gamma[self._place(one), self._place(other)])

    def strongest(self, number: int = 20) -> list[tuple[Any, Any, float]]:
        """The pairs with the highest index, highest first."""
        one, other = np.triu_indices(len(self.industries), k=1)
        values = self.gamma[one, other]
        order = np.argsort(-values, kind="stable")[:number]
        return [
            (self.industries[one[at]], self.industries[other[at]], float(values[at]))
            for at in order
            if not np.isnan(values[at])
        ]

    def of_group(self, industries: Sequence[Any]) -> float:
        """Ellison and Glaeser's index of a group [ellison1997]; dimensionless.

        gamma = sum over j != k of w[j] w[k] gamma[j, k] / (1 - sum of w[j]^2)

        w[j] is the industry's share of the group. That is their index of a group
        written out by pairs: what its plants and its industries' own indices add on
        both sides is the same.
        """
        places = [self._place(one) for one in dict.fromkeys(industries)]
        if len(places) < 2:
            raise InputError(
                "group_too_small",
                gettext_noop(
                    "A group of %(count)s industries has no pairs. Give two or more "
                    "different ones."
                ),
                count=len(places),
            )
        sizes = self.size[places]
        if not (sizes > 0).all():
            return float("nan")
        weights = sizes / sizes.sum()
        pairs = self.gamma[np.ix_(places, places)].copy()
        np.fill_diagonal(pairs, 0.0)
        together = float(weights @ pairs @ weights)
        return together / float(1.0 - weights @ weights)

    def _place(self, industry: Any) -> int:
        if industry not in self.industries:
            raise InputError(
                "no_such_industry",
                gettext_noop(
                    "The industry “%(found)s” is not in the table. Give codes as the "
                    "table has them."
                ),
                found=industry,
            )
        return self.industries.index(industry)


def coagglomeration(
    cells: IntoFrame,
    *,
    region_totals: IntoFrame | None = None,
    minimum_known_share: float = 1.0,
    value: str = "employment",
    region: str = "region",
    industry: str = "industry",
) -> Coagglomeration:
    """Coagglomeration of each two industries [ellison2010].

    gamma[i, j] = sum over r of (q[r, i] - a[r]) (q[r, j] - a[r]) / (1 - sum of a[r]^2)

    q[r, i] is the region's share of industry i, a[r] its share of the whole. For two
    industries it is the index of Ellison and Glaeser for a group [ellison1997], and no
    sizes of plants are needed.

    Parameters
    ----------
    cells : table, one row per region x industry
        Columns `region`, `industry` and `value`: counts of zero or more (persons,
        establishments). Null is unknown; a pair that is not listed is zero. A lazy
        table is run.
    region_totals : table, optional
        `region` and `value`: published totals of regions over all industries; else
        the sums of the region's visible cells.
    minimum_known_share : float
        The share (0 to 1) of the whole that must be in regions where neither cell is
        hidden, for the index of a pair to be given; the rest is left out for it.
    value, region, industry : str
        Names of the columns.

    Returns
    -------
    Coagglomeration
        All pairs (dimensionless), and from them any group.

    Raises
    ------
    InputError
        A column is missing, a value is negative or text, or a pair comes twice.
    """
    enough = check_share(minimum_known_share, "minimum_known_share")
    matrix = count_matrix(
        cells,
        region_totals=region_totals,
        value=value,
        region=region,
        industry=industry,
    )
    gamma, share = pairs_of(matrix)
    if enough > 0:
        gamma[~(share >= enough)] = np.nan
    np.fill_diagonal(gamma, np.nan)
    return Coagglomeration(
        industries=matrix.industries,
        gamma=gamma,
        known_share=share,
        size=np.nansum(matrix.counts, axis=0),
        is_estimate=matrix.is_estimate,
    )


def group_coagglomeration(
    cells: IntoFrame,
    industries: Sequence[Any],
    *,
    region_totals: IntoFrame | None = None,
    minimum_known_share: float = 1.0,
    value: str = "employment",
    region: str = "region",
    industry: str = "industry",
) -> float:
    """Coagglomeration of a group of industries [ellison1997].

    gamma = (G / (1 - S2) - sum w[j]^2 (H[j] + gamma[j] (1 - H[j]))) / (1 - sum w[j]^2)

    G is the raw concentration of the group, w[j] the industry's share of it, H[j] the
    Herfindahl index of its plants, gamma[j] its own index, S2 the sum of a[r]^2. H[j]
    and gamma[j] together are G[j] / (1 - S2), so that no plants are needed.

    Parameters
    ----------
    cells, region_totals, minimum_known_share, value, region, industry
        As for `coagglomeration`: a table of counts (persons, establishments).
    industries : sequence of codes
        Two or more different ones.

    Returns
    -------
    float
        Dimensionless: 0 where the industries stand together no more than chance has
        it. NaN where the index of a pair is unknown.

    Raises
    ------
    InputError
        As for `coagglomeration`; or the group has fewer than two industries, or one
        that the table does not have.
    """
    pairs = coagglomeration(
        cells,
        region_totals=region_totals,
        minimum_known_share=minimum_known_share,
        value=value,
        region=region,
        industry=industry,
    )
    return pairs.of_group(industries)


def pairs_of(matrix: CountMatrix) -> tuple[Floats, Floats]:
    """The index of every pair, and the share of the whole it rests on."""
    counts, whole = matrix.counts, matrix.whole
    hidden = np.isnan(counts)
    if hidden.any():
        return _pairs_where_known(counts, ~hidden, whole)
    with np.errstate(divide="ignore", invalid="ignore"):
        apart = counts / counts.sum(axis=0) - whole[:, None]
        gamma = (apart.T @ apart) / (1.0 - whole @ whole)
    gamma[~np.isfinite(gamma)] = np.nan
    return gamma, np.ones_like(gamma)


def _pairs_where_known(
    counts: Floats, seen: NDArray[np.bool_], whole: Floats
) -> tuple[Floats, Floats]:
    """Each pair over the regions where both are known, its shares taken within them."""
    shown, mask = np.where(seen, counts, 0.0), seen.astype(np.float64)
    within = shown.T @ mask  # of the row's industry, where the column's is known too
    share = _share_seen(1.0 - mask, whole)
    with np.errstate(divide="ignore", invalid="ignore"):
        square = mask.T @ ((whole**2)[:, None] * mask) / share**2
        both = (shown.T @ shown) / (within * within.T)
        against = ((whole[:, None] * shown).T @ mask) / (within * share)
        gamma = (both - against - against.T + square) / (1.0 - square)
    gamma[~np.isfinite(gamma)] = np.nan
    nowhere = (~seen & (whole[:, None] == 0)).any(axis=0)
    share[nowhere, :] = share[:, nowhere] = np.nan
    return gamma, share


def _share_seen(hidden: Floats, whole: Floats) -> Floats:
    """The whole less what is hidden for one of two, so that all of it is exactly 1."""
    apiece = whole @ hidden
    together = hidden.T @ (whole[:, None] * hidden)
    share = 1.0 - (apiece[:, None] + apiece - together)
    return np.clip(share, 0.0, 1.0)
