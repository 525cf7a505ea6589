"""Pairs under random labelling, worked out exactly instead of drawn.

Let T[b] be the (weighted) number of pairs of an industry in distance bin b when its n
plants stand at n of the N sites, every assignment being equally likely. T is a sum over
pairs of sites of chances that depend on the industry only through its weights, so

    E T[b]        = p2 P[b]
    cov T[b],T[c] = (p3 - p4) S[b,c] + (p4 - p2^2) P[b] P[c] + [b = c] (q2 - p4) P[b]

P[b] is the number of pairs of sites in bin b, and S[b,c] the number of ordered pairs of
such pairs that share one site: both come from one pass over the sites and serve every
industry. p2, p3, p4 are the mean products of weights at two sites, at three (one of
them in both pairs) and at four; q2 that of squared weights at two. Derivation:
docs/method/agglomeration.md.
"""

from dataclasses import dataclass

import numpy as np

from distretto.analysis.selection.agglomeration.bins import Bins
from distretto.analysis.selection.agglomeration.grid import Integers
from distretto.analysis.selection.agglomeration.pairs import Pairs
from distretto.analysis.selection.agglomeration.sites import Floats, Sites
from distretto.analysis.selection.agglomeration.threads import shared_out, slices
from distretto.errors import InputError, gettext_noop

# Rings that are held at a time, so that memory does not grow with the sites.
SITES_AT_A_TIME = 2048
# Sites around which rings are looked at, where there are more. The standard deviation
# of a curve is then within 1 %; that of 1,000 simulations is within 4 %.
CENTRES = 10_000


@dataclass(frozen=True)
class SitePairs:
    """What random labelling needs to know of the sites; made once, used by all.

    Attributes
    ----------
    layout : Pairs
        The sites in their grid, with the bins.
    number : int
        How many sites there are.
    pairs : array of shape (bins,)
        Pairs of sites in each bin (counts).
    sharing : array of shape (bins, bins)
        Ordered pairs of pairs, one in each bin, that share exactly one site (counts).
    """

    layout: Pairs
    number: int
    pairs: Floats
    sharing: Floats

    @property
    def bins(self) -> Bins:
        return self.layout.bins


def site_pairs(
    sites: Sites, bins: Bins, *, centres: int = CENTRES, seed: int = 1
) -> SitePairs:
    """What random labelling needs to know of the sites, by one pass [jensen2011].

    Time grows with the pairs of sites within the reach of the bins, memory with the
    sites and the square of the number of bins.

    Parameters
    ----------
    sites : Sites
    bins : Bins
    centres : int
        Where there are more sites, pairs that share a site are counted around so many,
        drawn at random, and extrapolated. Pairs are always counted in full.
    seed : int
        Makes the centres repeatable.

    Returns
    -------
    SitePairs
        Counts of pairs, and of pairs of pairs that share a site.

    Raises
    ------
    InputError
        There are no sites.
    """
    if not sites.count:
        raise InputError(
            "no_sites", gettext_noop("There are no sites. Give the points of plants.")
        )
    layout = Pairs.of(sites, bins)
    pairs = layout.of_all_sites()
    chosen = np.arange(sites.count)
    if sites.count > centres:
        rng = np.random.default_rng(seed)
        chosen = np.sort(rng.choice(sites.count, centres, replace=False, shuffle=False))
    # Sums of the products of what is around a site, less those of the mean: what is
    # left is small, and an error of the draw with it.
    mean = 2 * pairs / sites.count
    spread = _spread(layout, chosen, mean) * (sites.count / len(chosen))
    sharing = spread + sites.count * np.outer(mean, mean)
    sharing[np.diag_indices(bins.count)] -= 2 * pairs
    return SitePairs(layout, sites.count, pairs, sharing)


def _spread(layout: Pairs, chosen: Integers, mean: Floats) -> Floats:
    """Sums over sites of products of what is around each, less the mean, by bins."""

    def part(parts: list[slice]) -> Floats:
        products = np.zeros((len(mean), len(mean)))
        for each in parts:
            around = layout.rings(chosen[each]) - mean
            products += around.T @ around
        return products

    shares = shared_out(part, slices(len(chosen), SITES_AT_A_TIME))
    products: Floats = np.sum(shares, axis=0)
    return products


def labelled_moments(sites: SitePairs, weights: Floats) -> tuple[Floats, Floats]:
    """Mean (bins,) and covariance (bins, bins) of the pairs of one industry.

    `weights` has one for each of its plants; ones, to count pairs.
    """
    p2, q2, p3, p4 = _mean_products(weights, sites.number)
    pairs = sites.pairs
    covariance = (p3 - p4) * sites.sharing
    covariance += (p4 - p2**2) * np.outer(pairs, pairs)
    covariance[np.diag_indices(len(pairs))] += (q2 - p4) * pairs
    return p2 * pairs, covariance


def crossing_moments(
    sites: SitePairs, plants: int, others: int
) -> tuple[Floats, Floats]:
    """Mean and covariance of the pairs between two industries, each pair once."""
    number = sites.number
    at_two = number * (number - 1.0)
    at_three = max(at_two * (number - 2.0), 1.0)
    at_four = max(at_three * (number - 3.0), 1.0)
    both = float(plants) * others
    p2 = both / at_two
    p3 = both * (plants + others - 2) / at_three  # one plant, two of the other industry
    p4 = both * (plants - 1.0) * (others - 1.0) / at_four
    pairs = 2 * sites.pairs  # either end may be either industry
    covariance = (p3 - 4 * p4) * sites.sharing
    covariance += (p4 - p2**2) * np.outer(pairs, pairs)
    covariance[np.diag_indices(len(pairs))] += (p2 - 2 * p4) * pairs
    return p2 * pairs, covariance


def _mean_products(weights: Floats, number: int) -> tuple[float, float, float, float]:
    """Mean products of the weights at two, two (squared), three and four sites.

    Sums over distinct plants from power sums: those of all combinations less those
    in which a plant comes twice.
    """
    scale = float(weights.mean())
    w = weights / scale  # near one, so that powers stay of one size
    s1, s2, s3, s4 = (float((w**power).sum()) for power in (1, 2, 3, 4))
    two = s1**2 - s2
    two_squared = s2**2 - s4
    three = s2 * s1**2 - s2**2 - 2 * s3 * s1 + 2 * s4
    four = s1**4 - 6 * s2 * s1**2 + 3 * s2**2 + 8 * s3 * s1 - 6 * s4
    at_two = number * (number - 1.0)
    at_three = max(at_two * (number - 2.0), 1.0)
    at_four = max(at_three * (number - 3.0), 1.0)
    return (
        scale**2 * two / at_two,
        scale**4 * two_squared / at_two,
        scale**4 * three / at_three,
        scale**4 * four / at_four,
    )
