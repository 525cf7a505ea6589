"""K-density: are the plants of an industry closer together than chance has it?"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from distretto.analysis.selection.agglomeration.bands import (
    drawn_bands,
    gaussian_bands,
)
from distretto.analysis.selection.agglomeration.bandwidth import bandwidth
from distretto.analysis.selection.agglomeration.bins import KERNEL_REACH, Bins
from distretto.analysis.selection.agglomeration.industries import (
    OneIndustry,
    TwoIndustries,
)
from distretto.analysis.selection.agglomeration.inputs import (
    Asked,
    check_distances,
    check_members,
    check_weights,
)
from distretto.analysis.selection.agglomeration.labelling import (
    SitePairs,
    site_pairs,
)
from distretto.analysis.selection.agglomeration.pairs import Pairs
from distretto.analysis.selection.agglomeration.sites import Floats, Sites
from distretto.errors import InputError, gettext_noop


@dataclass(frozen=True)
class KDensity:
    """How the pairs of an industry's plants are spread over distances.

    Attributes
    ----------
    distances_km : array of shape (distances,)
    density : array of shape (distances,), per kilometre
        Share of the pairs (or of the products of weights) at each distance.
    expected, lower, upper, lower_global, upper_global : arrays, per kilometre
        Under the null hypothesis: the mean, the local and the global band.
    p_value : float
        Chance, under the null hypothesis, of a curve at least as extreme as this.
    localisation, dispersion : arrays, per kilometre
        How far the density stands above the global band, or below it; zero inside.
    localised_km, dispersed_km : tuple of (from, to) in kilometres
        Where it does.
    plants, others, sites : int
        `others` are the plants of the second industry; the same number where an
        industry is compared with itself.
    weighted : bool
    bandwidth_km : float
    level : float
        Share of curves within the bands under the null hypothesis (0 to 1).
    method : "exact" or "simulate"
    simulations : int
        Draws that the bands rest on; 0 where moments are exact.
    null : str
        The null hypothesis, in words.
    seed : int
    scale_error : float
        Largest relative error of distances, as of `Sites`.
    """

    distances_km: Floats
    density: Floats
    expected: Floats
    lower: Floats
    upper: Floats
    lower_global: Floats
    upper_global: Floats
    p_value: float
    localisation: Floats
    dispersion: Floats
    localised_km: tuple[tuple[float, float], ...]
    dispersed_km: tuple[tuple[float, float], ...]
    plants: int
    others: int
    sites: int
    weighted: bool
    bandwidth_km: float
    level: float
    method: str
    simulations: int
    null: str
    seed: int
    scale_error: float


NULL = gettext_noop(
    "The plants of the industry, with their sizes, stand at sites drawn at random from "
    "all sites; every choice of sites is equally likely."
)


def k_density(
    sites: Sites,
    members: ArrayLike,
    *,
    others: ArrayLike | None = None,
    weights: ArrayLike | None = None,
    distances_km: ArrayLike | None = None,
    bandwidth_km: float | None = None,
    method: str = "auto",
    simulations: int = 999,
    level: float = 0.95,
    seed: int = 1,
    known: SitePairs | None = None,
) -> KDensity:
    """K-density of one industry, with its bands under random labelling [duranton2005].

    K(d) = sum over i != j of w[i] w[j] f((d - d[i,j]) / h) / (h sum of w[i] w[j])

    f is the Gaussian density, reflected at distance 0; h the bandwidth.

    Parameters
    ----------
    sites : Sites
        Where plants of *all* industries stand: the places that could have been.
    members : array of shape (n_sites,), bool; or of integers
        Which of the sites are the industry's (two or more).
    others : array as `members`, optional
        A second industry, none of whose plants is of the first: the density is then
        of the pairs between the two. Not with weights.
    weights : array of shape (n_plants,), optional
        Employment of its plants (persons, above zero). Default: every pair counts
        alike.
    distances_km : array, optional
        Where to give the density, rising from 0. Default: 101 distances up to the
        median distance of all pairs of sites.
    bandwidth_km : float, optional
        Default: Silverman's, of the industry's own pairs. Never under a bin's width.
    method : "auto", "exact" or "simulate"
        Bands from exact moments and a Gaussian field, or from draws. "auto" draws
        where plants (of even weight) are under 500, because curves are skewed there.
    simulations : int
        Draws, where they are needed (19 or more).
    level : float
        Share of curves that the bands are to hold (0 to 1).
    seed : int
        Makes draws repeatable.
    known : SitePairs, optional
        From `site_pairs`, so that one pass over the sites serves many industries.

    Returns
    -------
    KDensity
        Densities per km (unit: 1/km): above the upper global band the industry is
        localised at that distance, below the lower one dispersed.

    Raises
    ------
    InputError
        Fewer than two plants, a weight that is missing or not above zero, distances
        that do not rise from zero, or a setting out of its range.
    """
    asked = Asked(method, simulations, level, seed)
    chosen = check_members(members, sites.count)
    at = check_distances(distances_km, sites, seed)
    industry: OneIndustry | TwoIndustries
    if others is None:
        industry = OneIndustry(chosen, check_weights(weights, len(chosen)))
    else:
        industry = TwoIndustries(chosen, check_members(others, sites.count), weights)
    width = bandwidth_km or bandwidth(sites, industry.plants, seed=seed)
    return _measured(sites, industry, at, width, asked, known)


def k_densities(
    sites: Sites,
    industries: Sequence[str] | ArrayLike,
    *,
    weights: ArrayLike | None = None,
    distances_km: ArrayLike | None = None,
    minimum_plants: int = 10,
    method: str = "auto",
    simulations: int = 999,
    level: float = 0.95,
    seed: int = 1,
) -> Iterator[tuple[str, KDensity]]:
    """K-density of every industry, from one pass over all sites [duranton2005].

    The formula is that of `k_density`.

    Parameters
    ----------
    sites : Sites
    industries : array of shape (n_sites,)
        The industry of each site.
    weights : array of shape (n_sites,), optional
        Employment at each site (persons, above zero).
    distances_km, method, simulations, level, seed
        As for `k_density`.
    minimum_plants : int
        Industries with fewer plants are left out (2 or more).

    Returns
    -------
    iterator of (industry, KDensity)
        In the order of the industries' names; densities per km (unit: 1/km).

    Raises
    ------
    InputError
        As `k_density`, and where industries are not one for each site.
    """
    asked = Asked(method, simulations, level, seed)
    names = np.asarray(industries).astype(str)
    if len(names) != sites.count:
        raise InputError(
            "industries_differ_in_length",
            gettext_noop(
                "There are %(sites)s sites and %(found)s industries. Give the industry "
                "of every site."
            ),
            sites=sites.count,
            found=len(names),
        )
    sizes = None if weights is None else check_weights(weights, sites.count)
    at = check_distances(distances_km, sites, seed)
    return _every_industry(sites, names, sizes, at, max(minimum_plants, 2), asked)


def _every_industry(
    sites: Sites,
    names: Any,
    sizes: Floats | None,
    at: Floats,
    minimum: int,
    asked: Asked,
) -> Iterator[tuple[str, KDensity]]:
    order = np.argsort(names, kind="stable")
    found, first = np.unique(names[order], return_index=True)
    industries = {
        str(name): OneIndustry(chosen, None if sizes is None else sizes[chosen])
        for name, chosen in zip(found, np.split(order, first[1:]), strict=True)
        if len(chosen) >= minimum
    }
    widths = {
        name: bandwidth(sites, industry.plants, seed=asked.seed)
        for name, industry in industries.items()
    }
    exact = [name for name in industries if industries[name].wants_moments(asked)]
    known = _one_pass(sites, at, [widths[name] for name in exact])
    for name, industry in industries.items():
        yield name, _measured(sites, industry, at, widths[name], asked, known)


def _one_pass(sites: Sites, at: Floats, widths: list[float]) -> SitePairs | None:
    """One pass that reaches far enough for the widest kernel that needs it."""
    if not widths:
        return None
    return site_pairs(sites, Bins.within(_reach(at, max(widths))))


def _reach(at: Floats, width: float) -> float:
    return float(at[-1]) + KERNEL_REACH * width


def _measured(
    sites: Sites,
    industry: OneIndustry | TwoIndustries,
    at: Floats,
    width: float,
    asked: Asked,
    known: SitePairs | None,
) -> KDensity:
    reach = _reach(at, width)
    exact = industry.wants_moments(asked)
    if exact and (known is None or known.bins.reach_km < reach * (1 - 1e-9)):
        known = site_pairs(sites, Bins.within(reach))
    layout = known.layout if exact and known else Pairs.of(sites, Bins.within(reach))
    width = max(width, layout.bins.width_km)
    smoother = layout.bins.smoother(at, width) / industry.of_all
    density = smoother @ industry.counts(layout)
    if exact and known is not None:
        mean, covariance = industry.moments(known)
        bands = gaussian_bands(
            density,
            smoother @ mean,
            smoother @ covariance @ smoother.T,
            level=asked.level,
            seed=asked.seed,
        )
    else:
        drawn = industry.drawn(layout, asked) @ smoother.T
        bands = drawn_bands(density, drawn, level=asked.level)
    above = np.maximum(density - bands.upper_global, 0)
    below = np.maximum(bands.lower_global - density, 0)
    return KDensity(
        distances_km=at,
        density=density,
        expected=bands.expected,
        lower=bands.lower,
        upper=bands.upper,
        lower_global=bands.lower_global,
        upper_global=bands.upper_global,
        p_value=bands.p_value,
        localisation=above,
        dispersion=below,
        localised_km=_ranges(at, above > 0),
        dispersed_km=_ranges(at, below > 0),
        plants=len(industry.members),
        others=len(industry.others),
        sites=sites.count,
        weighted=industry.weights is not None,
        bandwidth_km=width,
        level=asked.level,
        method="exact" if exact else "simulate",
        simulations=0 if exact else asked.simulations,
        null=NULL,
        seed=asked.seed,
        scale_error=sites.scale_error,
    )


def _ranges(at: Floats, is_in: Any) -> tuple[tuple[float, float], ...]:
    """The runs of distances where it holds, as (from, to)."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], is_in.astype(int), [0]])))
    return tuple(
        (float(at[first]), float(at[last - 1]))
        for first, last in zip(edges[::2], edges[1::2], strict=True)
    )
