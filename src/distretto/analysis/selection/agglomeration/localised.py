"""Which industries of a country are localised: all of them, ordered and corrected."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.stats import false_discovery_control

from distretto.analysis.selection.agglomeration.around import Around
from distretto.analysis.selection.agglomeration.grid import Integers
from distretto.analysis.selection.agglomeration.inputs import check_members
from distretto.analysis.selection.agglomeration.k_density import KDensity, k_densities
from distretto.analysis.selection.agglomeration.sites import Floats, Sites
from distretto.errors import InputError, gettext_noop


@dataclass(frozen=True)
class Localised:
    """An industry's K-density with what sums it up.

    Attributes
    ----------
    industry : str
    density : KDensity
    localisation, dispersion : float
        Area between the density and the global band, above it and below it: the share
        of the pairs that is more, or fewer, than the band allows (dimensionless).
    ratio : float or None
        Pairs at the distances where it is localised, against those expected by
        chance; None where it is nowhere localised.
    adjusted_p_value : float
        The p-value corrected for the number of industries [benjamini1995].
    """

    industry: str
    density: KDensity
    localisation: float
    dispersion: float
    ratio: float | None
    adjusted_p_value: float

    @property
    def is_localised(self) -> bool:
        """Whether the density leaves its global band upwards."""
        return bool(self.density.localised_km)

    @property
    def is_dispersed(self) -> bool:
        """Whether it leaves it downwards and never upwards [duranton2005]."""
        return bool(self.density.dispersed_km) and not self.is_localised


def localised_industries(
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
    progress: Callable[[int, int], None] | None = None,
) -> tuple[Localised, ...]:
    """Every industry's K-density, the most localised first [duranton2005].

    localisation = integral of max(K(d) - upper global band, 0) over distances

    Parameters
    ----------
    sites : Sites
        Where plants of all industries stand.
    industries : array of shape (n_sites,)
        The industry of each; "" where unknown, which is none.
    weights, distances_km, minimum_plants, method, simulations, level, seed
        As for `k_densities`.
    progress : callable, optional
        Is told how many industries are measured, and of how many; may raise to stop.

    Returns
    -------
    tuple of Localised
        Localised ones by falling `localisation` (a share of the pairs), then the
        others, and those that are dispersed last.

    Raises
    ------
    InputError
        As `k_densities`, and where no industry has plants enough.
    """
    named = np.asarray(industries).astype(str)
    curves = k_densities(
        sites,
        named,
        weights=weights,
        distances_km=distances_km,
        minimum_plants=minimum_plants,
        method=method,
        simulations=simulations,
        level=level,
        seed=seed,
    )
    _, plants = np.unique(named, return_counts=True)
    count = int((plants >= max(minimum_plants, 2)).sum())
    measured = {}
    for done, (name, found) in enumerate(curves, start=1):
        if name:
            measured[name] = found
        if progress is not None:
            progress(done, count)
    if not measured:
        raise InputError(
            "no_industry_with_plants_enough",
            gettext_noop(
                "No industry has %(least)s plants or more. Take a coarser level of the "
                "classification, or a smaller least number."
            ),
            least=max(minimum_plants, 2),
        )
    return _ordered(measured)


def _ordered(measured: Mapping[str, KDensity]) -> tuple[Localised, ...]:
    adjusted = false_discovery_control([each.p_value for each in measured.values()])
    found = [
        Localised(
            industry=name,
            density=density,
            localisation=_area(density, density.localisation),
            dispersion=_area(density, density.dispersion),
            ratio=_ratio(density),
            adjusted_p_value=float(p_value),
        )
        for (name, density), p_value in zip(measured.items(), adjusted, strict=True)
    ]
    return tuple(
        sorted(
            found,
            key=lambda each: (
                -each.localisation,
                each.is_dispersed,
                each.dispersion if each.is_dispersed else each.density.p_value,
            ),
        )
    )


def _area(density: KDensity, heights: Floats) -> float:
    return float(np.trapezoid(heights, density.distances_km))


def _ratio(density: KDensity) -> float | None:
    inside = density.localisation > 0
    if not inside.any():
        return None
    return float(density.density[inside].sum() / density.expected[inside].sum())


def plants_nearby(sites: Sites, members: ArrayLike, within_km: float) -> Integers:
    """How many other plants of the industry stand within a distance of each.

    Parameters
    ----------
    sites : Sites
    members : array of shape (n_sites,), bool; or of integers
    within_km : float
        Distance in km, above zero.

    Returns
    -------
    array of shape (n_plants,)
        Counts (dimensionless), in the order of the sites.

    Raises
    ------
    InputError
        Fewer than two plants, or members that are no sites.
    """
    chosen = check_members(members, sites.count)
    around = Around.of(sites, np.array([within_km], dtype=np.float64))
    weight = around.weight(chosen, chosen, np.ones(len(chosen)))
    return np.rint(weight[:, 0]).astype(np.int64) - 1
