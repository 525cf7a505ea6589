"""Pairs of sites by distance: of one industry, of drawn ones, and around every site."""

from dataclasses import dataclass

import numpy as np

from distretto.analysis.selection.agglomeration import kernels
from distretto.analysis.selection.agglomeration.bins import Bins
from distretto.analysis.selection.agglomeration.draws import (
    drawn_sites,
    repeated,
    shuffled,
)
from distretto.analysis.selection.agglomeration.grid import Grid, Integers, grid_of
from distretto.analysis.selection.agglomeration.sites import Floats, Sites
from distretto.analysis.selection.agglomeration.threads import shared_out, slices


@dataclass(frozen=True)
class Pairs:
    """The sites of a country, laid out to count pairs within the reach of `bins`."""

    grid: Grid
    bins: Bins

    @classmethod
    def of(cls, sites: Sites, bins: Bins) -> "Pairs":
        return cls(grid_of(sites, bins.reach_km), bins)

    @property
    def cells_near(self) -> int:
        return int(np.ceil(self.bins.reach_km / self.grid.side_km))

    def counts(self, members: Integers, weights: Floats | None = None) -> Floats:
        """Pairs of these sites in each bin: their number, or products of weights.

        Shape (bins,). Each pair counts once.
        """
        point, order = _in_order(self.grid.point_of[members])
        return self._counts(point, None if weights is None else weights[order])

    def of_all_sites(self) -> Floats:
        """Pairs of all sites in each bin; the work is shared out over the cores."""
        grid, times = self.grid, self.grid.times
        points = np.arange(len(grid.x))
        weights = None if (times == 1).all() else times
        parts = shared_out(
            lambda rows: sum(
                (self._counts(points, weights, row) for row in rows),
                np.zeros(self.bins.count),
            ),
            slices(grid.rows, 1),
        )
        counts: Floats = np.sum(parts, axis=0)
        counts[0] += (times * (times - 1)).sum() / 2  # on top of each other
        return counts

    def _counts(
        self, point: Integers, weights: Floats | None, rows: slice | None = None
    ) -> Floats:
        grid = self.grid
        near = (
            grid.starts(grid.cell[point]),
            grid.columns,
            grid.rows,
            0 if rows is None else rows.start,
            grid.rows if rows is None else rows.stop,
            self.cells_near,
            1 / self.bins.width_km,
            self.bins.offset,
        )
        x, y = grid.x[point], grid.y[point]
        if weights is None:
            counts = np.zeros(self.bins.count + 1, dtype=np.int64)
            kernels.pair_counts(x, y, *near, counts)
            return counts[:-1].astype(np.float64)
        sums = np.zeros(self.bins.count + 1)
        kernels.pair_weights(x, y, weights, *near, sums)
        return sums[:-1]

    def cross(self, members: Integers, others: Integers) -> Floats:
        """Pairs between two sets of sites, in each bin."""
        point_of = self.grid.point_of
        return self._cross(np.sort(point_of[members]), np.sort(point_of[others]))

    def _cross(self, point: Integers, near: Integers) -> Floats:
        grid = self.grid
        counts = np.zeros(self.bins.count + 1, dtype=np.int64)
        kernels.cross_counts(
            grid.x[point],
            grid.y[point],
            grid.cell[point],
            grid.x[near],
            grid.y[near],
            grid.starts(grid.cell[near]),
            grid.columns,
            grid.rows,
            self.cells_near,
            1 / self.bins.width_km,
            self.bins.offset,
            counts,
        )
        return counts[:-1].astype(np.float64)

    def drawn(
        self, number: int, draws: int, *, seed: int, weights: Floats | None = None
    ) -> Floats:
        """The same for `number` sites drawn at random, again and again.

        Shape (draws, bins). Every set of sites is equally likely; with weights, each
        set gets them in random order. The same seed gives the same draws, however
        many cores there are.
        """
        points = self.grid.sorted_points

        def draw(rng: np.random.Generator) -> Floats:
            drawn = points[drawn_sites(rng, number, len(points))]
            if weights is None:
                return self._counts(drawn, None)
            return self._counts(drawn, shuffled(rng, weights))

        return repeated(draw, draws, seed=seed)

    def drawn_cross(self, number: int, others: int, draws: int, *, seed: int) -> Floats:
        """Pairs between two sets of sites drawn at random, none in both.

        Shape (draws, bins).
        """
        points = self.grid.sorted_points

        def draw(rng: np.random.Generator) -> Floats:
            both = drawn_sites(rng, number + others, len(points))
            is_first = shuffled(rng, np.arange(number + others) < number)
            return self._cross(points[both[is_first]], points[both[~is_first]])

        return repeated(draw, draws, seed=seed)

    def rings(self, centres: Integers) -> Floats:
        """Other sites around each of these sites, in each bin. Shape (sites, bins)."""
        grid = self.grid
        point = grid.point_of[centres]
        sums = np.zeros((len(centres), self.bins.count + 1))
        kernels.rings(
            grid.x,
            grid.y,
            grid.times,
            grid.cell,
            point,
            grid.all_starts,
            grid.columns,
            grid.rows,
            self.cells_near,
            1 / self.bins.width_km,
            self.bins.offset,
            sums,
        )
        sums[:, 0] -= 1  # a site is no pair with itself
        return sums[:, :-1]


def _in_order(point: Integers) -> tuple[Integers, Integers]:
    order = np.argsort(point, kind="stable")
    return point[order], order
