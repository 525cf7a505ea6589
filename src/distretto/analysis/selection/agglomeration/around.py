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
# Steps of a table that finds the first distance a pair is within.
STEPS = 1024
POINTS_AT_A_TIME = 1024


@dataclass(frozen=True)
class Around:
    """Sites in a grid, and the rising distances that are asked for."""

    grid: Grid
    distances_km: Floats
    first_step: NDArray[np.int32]
    per_step: float

    @classmethod
    def of(cls, sites: Sites, distances_km: Floats) -> "Around":
        grid = grid_of(sites, float(distances_km[-1]) + TOLERANCE_KM)
        # Whatever is farther than all of them is within one more, without end.
        distances = np.append(distances_km + TOLERANCE_KM, np.inf)
        per_step = STEPS / float(distances[-2])
        begins = np.arange(STEPS + 2) / per_step * (1 - 1e-12)
        first = np.searchsorted(distances, begins, side="left").astype(np.int32)
        return cls(grid, distances, first, per_step)

    def weight(self, members: Integers, near: Integers, weights: Floats) -> Floats:
        """Weight of the sites `near` within each distance of each member, itself too.

        Shape (members, distances); `weights` has one for each of `near`.
        """
        point_of = self.grid.point_of
        order = np.argsort(point_of[near], kind="stable")
        return self._weight(point_of[members], point_of[near][order], weights[order])

    def of_every_site(self, weights: Floats) -> Floats:
        """Weight of all other sites around each site. Shape (sites, distances)."""
        grid = self.grid
        at_point: Floats = np.bincount(
            grid.point_of, weights, minlength=len(grid.x)
        ).astype(np.float64)
        points = np.arange(len(grid.x))
        found = np.empty((len(points), len(self.distances_km) - 1))

        def fill(parts: list[slice]) -> None:
            for part in parts:
                found[part] = self._weight(points[part], points, at_point)

        shared_out(fill, slices(len(points), POINTS_AT_A_TIME))
        return found[grid.point_of] - weights[:, None]

    def _weight(self, point: Integers, near: Integers, weights: Floats) -> Floats:
        grid = self.grid
        sums = np.zeros((len(point), len(self.distances_km)))
        kernels.within(
            grid.x[point],
            grid.y[point],
            grid.cell[point],
            grid.x[near],
            grid.y[near],
            weights,
            grid.starts(grid.cell[near]),
            grid.columns,
            grid.rows,
            int(np.ceil(self.distances_km[-2] / grid.side_km)),
            self.distances_km,
            self.first_step,
            self.per_step,
            sums,
        )
        return np.cumsum(sums[:, :-1], axis=1)
