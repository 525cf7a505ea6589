"""Ripley's K and L, and the pair correlation, of an industry among all plants."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike

from distretto.analysis.selection.agglomeration.bands import (
    Bands,
    drawn_bands,
    gaussian_bands,
)
from distretto.analysis.selection.agglomeration.bins import Bins
from distretto.analysis.selection.agglomeration.industries import (
    OneIndustry,
    TwoIndustries,
)
from distretto.analysis.selection.agglomeration.inputs import (
    DISTANCES,
    Asked,
    check_distances,
    check_members,
)
from distretto.analysis.selection.agglomeration.k_density import KDensity
from distretto.analysis.selection.agglomeration.labelling import site_pairs
from distretto.analysis.selection.agglomeration.pairs import Pairs
from distretto.analysis.selection.agglomeration.sites import Floats, Sites
from distretto.errors import InputError, gettext_noop

# What of a K-density is per kilometre.
CURVES = (
    *("density", "expected", "lower", "upper", "lower_global", "upper_global"),
    *("localisation", "dispersion"),
)


@dataclass(frozen=True)
class RipleyK:
    """Plants within a distance of each other, per density.

    Attributes
    ----------
    distances_km : array of shape (distances,)
    k, expected, lower, upper, lower_global, upper_global : arrays, square kilometres
        K(r) / area is the share of pairs within r. Under the null hypothesis of random
        labelling, not of complete spatial randomness: plants stand where plants can.
    l : array of shape (distances,), kilometres
        sqrt(K / pi): equal to the distance where points are spread evenly.
    p_value : float
        Chance, under the null hypothesis, of a curve at least as extreme as this.
    area_km2 : float
    plants, others, sites : int
    level : float
    method : "exact" or "simulate"
    simulations : int
    seed : int
    """

    distances_km: Floats
    k: Floats
    l: Floats  # noqa: E741  (its name in the field)
    expected: Floats
    lower: Floats
    upper: Floats
    lower_global: Floats
    upper_global: Floats
    p_value: float
    area_km2: float
    plants: int
    others: int
    sites: int
    level: float
    method: str
    simulations: int
    seed: int


def ripley_k(
    sites: Sites,
    members: ArrayLike,
    *,
    area_km2: float,
    others: ArrayLike | None = None,
    reach_km: float | None = None,
    method: str = "auto",
    simulations: int = 999,
    level: float = 0.95,
    seed: int = 1,
) -> RipleyK:
    """Ripley's K and L of one industry, or between two [ripley1976].

    K(r) = area / (n (n - 1)) x number of ordered pairs within r

    L(r) = sqrt(K(r) / pi). No edge is corrected for: the same edges bound the sites
    that the industry is compared with, so the bands hold them too.

    Parameters
    ----------
    sites : Sites
        Where plants of *all* industries stand.
    members : array of shape (n_sites,), bool; or of integers
        Which of the sites are the industry's (two or more).
    area_km2 : float
        Area of the study region in square kilometres.
    others : array as `members`, optional
        A second industry: pairs between the two.
    reach_km : float, optional
        The last of 101 even distances. Default: the median of all pairs of sites.
    method, simulations, level, seed
        As for `k_density`.

    Returns
    -------
    RipleyK
        K in square kilometres, L in kilometres (unit: km).

    Raises
    ------
    InputError
        As `k_density`; or the area is not above zero.
    """
    _check_area(area_km2)
    asked = Asked(method, simulations, level, seed)
    chosen = check_members(members, sites.count)
    at = check_distances(
        None if reach_km is None else np.linspace(0, reach_km, DISTANCES), sites, seed
    )
    industry: OneIndustry | TwoIndustries = OneIndustry(chosen, None)
    if others is not None:
        industry = TwoIndustries(chosen, check_members(others, sites.count))
    bins = Bins.up_to(float(at[-1]), len(at))
    to_k = np.tri(len(at)) * area_km2 / industry.of_all
    exact = industry.wants_moments(asked)
    if exact:
        known = site_pairs(sites, bins)
        observed = to_k @ industry.counts(known.layout)
        mean, covariance = industry.moments(known)
        bands = gaussian_bands(
            observed, to_k @ mean, to_k @ covariance @ to_k.T, level=level, seed=seed
        )
    else:
        layout = Pairs.of(sites, bins)
        observed = to_k @ industry.counts(layout)
        drawn = industry.drawn(layout, asked) @ to_k.T
        bands = drawn_bands(observed, drawn, level=level)
    return _result(sites, industry, at, observed, bands, area_km2, asked, exact)


def _result(
    sites: Sites,
    industry: OneIndustry | TwoIndustries,
    at: Floats,
    observed: Floats,
    bands: Bands,
    area_km2: float,
    asked: Asked,
    exact: bool,
) -> RipleyK:
    return RipleyK(
        distances_km=at,
        k=observed,
        l=np.sqrt(observed / np.pi),
        expected=bands.expected,
        lower=bands.lower,
        upper=bands.upper,
        lower_global=bands.lower_global,
        upper_global=bands.upper_global,
        p_value=bands.p_value,
        area_km2=area_km2,
        plants=len(industry.members),
        others=len(industry.others),
        sites=sites.count,
        level=asked.level,
        method="exact" if exact else "simulate",
        simulations=0 if exact else asked.simulations,
        seed=asked.seed,
    )


def pair_correlation(found: KDensity, *, area_km2: float) -> KDensity:
    """The pair correlation of a K-density, with its bands [ripley1976].

    g(d) = area K(d) / (2 pi d)

    Parameters
    ----------
    found : KDensity
        Of `k_density`, not weighted or weighted.
    area_km2 : float
        Area of the study region in square kilometres.

    Returns
    -------
    KDensity
        Its densities are dimensionless: 2 means twice as many plants at that distance
        of a plant as if they were spread evenly. NaN at distance 0, which has no ring.

    Raises
    ------
    InputError
        The area is not above zero.
    """
    _check_area(area_km2)
    at = found.distances_km
    rings = 2 * np.pi * at / area_km2
    per_ring = np.divide(1.0, rings, out=np.full(len(at), np.nan), where=rings > 0)
    scaled = {name: getattr(found, name) * per_ring for name in CURVES}
    return replace(found, **scaled)


def _check_area(area_km2: float) -> None:
    if not (np.isfinite(area_km2) and area_km2 > 0):
        raise InputError(
            "area_not_above_zero",
            gettext_noop(
                "An area of %(found)s square kilometres cannot be. Give the area of "
                "the study region, such as 41285 for Switzerland."
            ),
            found=area_km2,
        )
