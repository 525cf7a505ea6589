"""Sites sorted into the cells of a grid, so that only near ones are compared."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from distretto.analysis.selection.agglomeration.sites import Floats, Sites

Integers = NDArray[np.int64]

# More cells in a reach follow its circle more closely, but cost a look each.
CELLS_PER_REACH = 6
# A grid never has more cells than this, however small the reach is.
MOST_CELLS = 4_000_000


@dataclass(frozen=True)
class Grid:
    """Distinct points row by row, cell by cell.

    Attributes
    ----------
    x, y : arrays of shape (n_points,), kilometres, in the order of the cells
    cell : array of shape (n_points,): number of each point's cell, row by row
    columns, rows : int
    side_km : float
        Length of the side of a cell.
    times : array of shape (n_points,): how many sites stand at the point
    point_of : array of shape (n_sites,): the point of each site
    """

    x: Floats
    y: Floats
    cell: Integers
    columns: int
    rows: int
    side_km: float
    times: Floats
    point_of: Integers

    @cached_property
    def all_starts(self) -> Integers:
        """Where each cell begins among all points."""
        return self.starts(self.cell)

    @cached_property
    def sorted_points(self) -> Integers:
        """The point of each site, in the order of the cells."""
        return np.sort(self.point_of)

    def starts(self, cell: Integers) -> Integers:
        """Where each cell begins in a sorted list of cells; one more for the end."""
        wanted = np.arange(self.columns * self.rows + 1)
        return np.searchsorted(cell, wanted).astype(np.int64)


def grid_of(sites: Sites, reach_km: float) -> Grid:
    """The sites in a grid whose cells suit comparisons within `reach_km`."""
    x, y = sites.x, sites.y
    left, low = float(x.min()), float(y.min())
    width, height = float(x.max()) - left, float(y.max()) - low
    side = reach_km / CELLS_PER_REACH
    side = max(side, (width * height / MOST_CELLS) ** 0.5, width / 1e6, height / 1e6)
    columns, rows = int(width / side) + 1, int(height / side) + 1
    cell = ((y - low) / side).astype(np.int64) * columns
    cell += ((x - left) / side).astype(np.int64)
    order = np.lexsort((y, x, cell))
    x, y, cell = x[order], y[order], cell[order]
    is_new = np.ones(len(x), dtype=bool)
    is_new[1:] = (np.diff(x) != 0) | (np.diff(y) != 0)
    point = np.cumsum(is_new) - 1
    point_of = np.empty(len(x), dtype=np.int64)
    point_of[order] = point
    return Grid(
        x=x[is_new],
        y=y[is_new],
        cell=cell[is_new],
        columns=columns,
        rows=rows,
        side_km=side,
        times=np.bincount(point).astype(np.float64),
        point_of=point_of,
    )
