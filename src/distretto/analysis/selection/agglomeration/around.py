"""The weight of sites within each of some distances around points, exactly."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from distretto.analysis.selection.agglomeration import kernels
from distretto.analysis.selection.agglomeration.grid import Grid, Integers, grid_of
from distretto.analysis.selection.agglomeration.sites import Floats, Sites
from distretto.analysis.selection.agglomeration.threads import shared_out, slices

# Two points are as far apart as asked where they are so to a micrometre: coordinates
# on a lattice would else be in or out by the last digit of a root.
TOLERANCE_KM = 1e-9
# Steps of a table that finds the first distance a pair is within: so many that few
# hold a limit.
STEPS = 8192
POINTS_AT_A_TIME = 1024

Seen = tuple[
    Floats,
    Floats,
    Integers,
    Floats,
    Floats,
    Integers,
    int,
    int,
    int,
    Floats,
    NDArray[np.int32],
    float,
]


@dataclass(frozen=True)
class Around:
    """Sites in a grid, and the squares of the rising distances that are asked for.

    One more square, after the last, is infinite: whatever is farther is within it.
    """

    grid: Grid
    reach_km: float
    limits: Floats
    first_step: NDArray[np.int32]
    per_step: float

    @classmethod
    def of(cls, sites: Sites, distances_km: Floats) -> "Around":
        reach = float(distances_km[-1]) + TOLERANCE_KM
        limits = np.append((distances_km + TOLERANCE_KM) ** 2, np.inf)
        per_step = STEPS / reach**2
        begins = np.arange(STEPS + 2) / per_step * (1 - 1e-12)
        first = np.searchsorted(limits, begins, side="left").astype(np.int32)
        return cls(grid_of(sites, reach), reach, limits, first, per_step)

    def weight(self, members: Integers, near: Integers, weights: Floats) -> Floats:
        """Weight of the sites `near` within each distance of each member, itself too.

        Shape (members, distances); `weights` has one for each of `near`.
        """
        point_of = self.grid.point_of
        order = np.argsort(point_of[near], kind="stable")
        return self._weight(point_of[members], point_of[near][order], weights[order])

    def shares(
        self,
        members: Integers,
        others: Integers,
        weights: Floats,
        everything: Floats,
        *,
        own: Floats,
        expected: Floats,
    ) -> tuple[Floats, Floats]:
        """Sums over members: of the share of others around each, and of what to expect.

        Both of shape (distances,). `weights` (sites,) and `everything` (sites,
        distances) are of all sites. `own` is the weight of each member among the
        others, which is left out around itself; `expected` the share that a member
        counts for where there is anything around it.
        """
        point_of = self.grid.point_of
        # In the order of the cells, so that what is near is still at hand.
        order = np.argsort(point_of[members])
        near = others[np.argsort(point_of[others])]
        ratios, shares = np.zeros((2, len(self.limits) - 1))
        kernels.shares_within(
            *self._seen(point_of[members[order]], point_of[near]),
            weights[near],
            own[order],
            expected[order],
            everything,
            members[order],
            ratios,
            shares,
        )
        return ratios, shares

    def of_every_site(self, weights: Floats) -> Floats:
        """Weight of all other sites around each site. Shape (sites, distances)."""
        grid = self.grid
        at_point: Floats = np.bincount(
            grid.point_of, weights, minlength=len(grid.x)
        ).astype(np.float64)
        points = np.arange(len(grid.x))
        found = np.empty((len(points), len(self.limits) - 1))

        def fill(parts: list[slice]) -> None:
            for part in parts:
                found[part] = self._weight(points[part], points, at_point)

        shared_out(fill, slices(len(points), POINTS_AT_A_TIME))
        return found[grid.point_of] - weights[:, None]

    def _weight(self, point: Integers, near: Integers, weights: Floats) -> Floats:
        sums = np.zeros((len(point), len(self.limits)))
        kernels.within(*self._seen(point, near), weights, sums)
        return np.cumsum(sums[:, :-1], axis=1)

    def _seen(self, point: Integers, near: Integers) -> Seen:
        """What the kernels ask first: points, what is near them, grid and distances."""
        grid = self.grid
        return (
            grid.x[point],
            grid.y[point],
            grid.cell[point],
            grid.x[near],
            grid.y[near],
            grid.starts(grid.cell[near]),
            grid.columns,
            grid.rows,
            int(np.ceil(self.reach_km / grid.side_km)),
            self.limits,
            self.first_step,
            self.per_step,
        )
