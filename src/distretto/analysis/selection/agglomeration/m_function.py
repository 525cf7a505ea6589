"""M: the share of an industry around its plants, against its share of the whole."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from distretto.analysis.selection.agglomeration.around import Around
from distretto.analysis.selection.agglomeration.bands import drawn_bands
from distretto.analysis.selection.agglomeration.draws import (
    drawn_sites,
    repeated,
    shuffled,
)
from distretto.analysis.selection.agglomeration.grid import Integers
from distretto.analysis.selection.agglomeration.inputs import (
    Asked,
    check_apart,
    check_distances,
    check_members,
    check_weights,
)
from distretto.analysis.selection.agglomeration.sites import Floats, Sites
from distretto.errors import InputError, gettext_noop

NULL = gettext_noop(
    "Which plants belong to the industry is drawn at random from all plants, each of "
    "which stays where it is with its size."
)


@dataclass(frozen=True)
class MFunction:
    """How much more of an industry there is around its plants than elsewhere.

    Attributes
    ----------
    distances_km : array of shape (distances,)
    m : array of shape (distances,), dimensionless
        2 means that the industry's share within that distance of its plants is twice
        its share of the whole area; 1 is no concentration. NaN where no plant has a
        neighbour of any industry.
    expected, lower, upper, lower_global, upper_global : arrays, dimensionless
        Under the null hypothesis.
    p_value : float
        Chance, under the null hypothesis, of a curve at least as extreme as this.
    plants, others, sites : int
        `others` are the plants looked for around those of the industry; the same
        number where it is compared with itself.
    weighted : bool
    level : float
    simulations : int
    null : str
    seed : int
    scale_error : float
    """

    distances_km: Floats
    m: Floats
    expected: Floats
    lower: Floats
    upper: Floats
    lower_global: Floats
    upper_global: Floats
    p_value: float
    plants: int
    others: int
    sites: int
    weighted: bool
    level: float
    simulations: int
    null: str
    seed: int
    scale_error: float


def m_function(
    sites: Sites,
    members: ArrayLike,
    *,
    others: ArrayLike | None = None,
    weights: ArrayLike | None = None,
    distances_km: ArrayLike | None = None,
    simulations: int = 999,
    level: float = 0.95,
    seed: int = 1,
) -> MFunction:
    """M function of one industry, or of one around another [marcon2010].

    M(r) = sum over i of (w_J(i, r) / w(i, r)) / sum over i of (W_J / (W - w[i]))

    i runs over the industry's plants; w_J(i, r) is the weight of industry J within r
    of i, w(i, r) of all plants, i itself left out of both; W_J and W are totals, W_J
    less w[i] where J is the industry itself. Plants without a neighbour are left out
    of both sums.

    Parameters
    ----------
    sites : Sites
        Where plants of *all* industries stand.
    members : array of shape (n_sites,), bool; or of integers
        Which of the sites are the industry's (two or more).
    others : array as `members`, optional
        Which are those of industry J; none may be in both. Default: the same.
    weights : array of shape (n_sites,), optional
        Employment at every site (persons, above zero). Default: one each.
    distances_km : array, optional
        Rising; a distance counts what is exactly so far away too. Default: 101 up to
        the median distance of all pairs of sites.
    simulations, level, seed
        As for `k_density`.

    Returns
    -------
    MFunction
        1 where the industry is as frequent around its plants as anywhere
        (dimensionless).

    Raises
    ------
    InputError
        As `k_density`; a plant is in both industries; or no plant has a neighbour
        within any of the distances.
    """
    asked = Asked("simulate", simulations, level, seed)
    chosen = check_members(members, sites.count)
    looked_for = chosen if others is None else check_members(others, sites.count)
    if others is not None:
        check_apart(chosen, looked_for)
    sizes = check_weights(weights, sites.count)
    at = check_distances(distances_km, sites, seed)
    field = _Field.of(
        sites, np.ones(sites.count) if sizes is None else sizes, at, others is None
    )
    observed = field.m(chosen, looked_for)
    drawn = field.drawn(len(chosen), len(looked_for), asked)
    defined = np.isfinite(observed) & np.isfinite(drawn).all(axis=0)
    if not defined.any():
        raise InputError(
            "nobody_has_a_neighbour",
            gettext_noop(
                "No plant has a neighbour within %(reach)s km. Ask for longer "
                "distances."
            ),
            reach=round(float(at[-1]), 3),
        )
    bands = drawn_bands(observed[defined], drawn[:, defined], level=level)

    def everywhere(curve: Floats) -> Floats:
        whole = np.full(len(at), np.nan)
        whole[defined] = curve
        return whole

    return MFunction(
        distances_km=at,
        m=observed,
        expected=everywhere(bands.expected),
        lower=everywhere(bands.lower),
        upper=everywhere(bands.upper),
        lower_global=everywhere(bands.lower_global),
        upper_global=everywhere(bands.upper_global),
        p_value=bands.p_value,
        plants=len(chosen),
        others=len(looked_for),
        sites=sites.count,
        weighted=sizes is not None,
        level=level,
        simulations=simulations,
        null=NULL,
        seed=seed,
        scale_error=sites.scale_error,
    )


@dataclass(frozen=True)
class _Field:
    """All sites with their weights, and what is around each: the same in every draw."""

    around: Around
    weights: Floats
    everything: Floats
    of_itself: bool

    @classmethod
    def of(cls, sites: Sites, weights: Floats, at: Floats, of_itself: bool) -> "_Field":
        around = Around.of(sites, at)
        return cls(around, weights, around.of_every_site(weights), of_itself)

    def m(self, members: Integers, others: Integers) -> Floats:
        weights = self.weights[members]
        own = weights if self.of_itself else np.zeros(len(members))
        total = self.weights[others].sum() - own
        ratios, of_all = self.around.shares(
            members,
            others,
            self.weights,
            self.everything,
            own=own,
            expected=total / (self.weights.sum() - weights),
        )
        return np.divide(
            ratios, of_all, out=np.full(len(of_all), np.nan), where=of_all > 0
        )

    def drawn(self, plants: int, others: int, asked: Asked) -> Floats:
        number = len(self.weights)

        def draw(rng: np.random.Generator) -> Floats:
            if self.of_itself:
                chosen = drawn_sites(rng, plants, number)
                return self.m(chosen, chosen)
            both = drawn_sites(rng, plants + others, number)
            is_first = shuffled(rng, np.arange(plants + others) < plants)
            return self.m(both[is_first], both[~is_first])

        return repeated(draw, asked.simulations, seed=asked.seed)
