"""The inner loops over pairs of points, compiled.

They see nothing but arrays: points in the order of a grid's cells, where each cell
begins, and bins of distance as of `Bins`, where the last bin takes all that are too
far. Each runs without Python's lock, so that threads share the cores.
"""

import numpy as np
from numba import njit

# Distances are worked out in pieces of this length, which a processor does several
# at a time, and then sorted into bins.
PIECE = 256


@njit(cache=True, nogil=True)
def draw_sites(uniform, n_sites, marks, drawn):
    """`len(drawn)` of `n_sites` numbers, all equally likely, in rising order (Floyd).

    `uniform` holds one number in [0, 1) for each; `marks` is scratch, zero before
    and after.
    """
    n = len(drawn)
    for k in range(n):
        top = n_sites - n + k
        site = int(uniform[k] * (top + 1))
        if marks[site]:
            site = top
        marks[site] = 1
    found = 0
    for site in range(n_sites):
        if marks[site]:
            marks[site] = 0
            drawn[found] = site
            found += 1


@njit(cache=True, nogil=True)
def shuffle(uniform, weights):
    """Put `weights` into random order (Fisher and Yates), in place."""
    for k in range(len(weights) - 1, 0, -1):
        other = int(uniform[k] * (k + 1))
        weights[k], weights[other] = weights[other], weights[k]


@njit(cache=True, nogil=True, inline="always")
def _piece(x, y, i, first, count, per_width, offset, last, bins):
    """The bins of the distances from point i to `count` points from `first` on."""
    for k in range(count):
        dx = x[first + k] - x[i]
        dy = y[first + k] - y[i]
        bins[k] = np.int32(min(np.sqrt(dx * dx + dy * dy) * per_width + offset, last))


@njit(cache=True, nogil=True)
def pair_counts(
    x,
    y,
    starts,
    columns,
    rows,
    first_row,
    end_row,
    cells_near,
    per_width,
    offset,
    counts,
):
    """Add the number of pairs of points in each bin to `counts`.

    Of those pairs whose first point is in a row of cells from `first_row` to before
    `end_row`, so that the rows can be shared out.
    """
    last = len(counts) - 1
    bins = np.empty(PIECE, dtype=np.int32)
    for row in range(first_row, end_row):
        for column in range(columns):
            here = row * columns + column
            for i in range(starts[here], starts[here + 1]):
                for up in range(min(cells_near + 1, rows - row)):
                    begin, end = _near(starts, columns, row, column, up, cells_near)
                    if up == 0:
                        begin = i + 1
                    for first in range(begin, end, PIECE):
                        count = min(PIECE, end - first)
                        _piece(x, y, i, first, count, per_width, offset, last, bins)
                        for k in range(count):
                            counts[bins[k]] += 1


@njit(cache=True, nogil=True)
def pair_weights(
    x,
    y,
    weights,
    starts,
    columns,
    rows,
    first_row,
    end_row,
    cells_near,
    per_width,
    offset,
    sums,
):
    """Add the products of the weights of the same pairs in each bin to `sums`."""
    last = len(sums) - 1
    bins = np.empty(PIECE, dtype=np.int32)
    for row in range(first_row, end_row):
        for column in range(columns):
            here = row * columns + column
            for i in range(starts[here], starts[here + 1]):
                for up in range(min(cells_near + 1, rows - row)):
                    begin, end = _near(starts, columns, row, column, up, cells_near)
                    if up == 0:
                        begin = i + 1
                    for first in range(begin, end, PIECE):
                        count = min(PIECE, end - first)
                        _piece(x, y, i, first, count, per_width, offset, last, bins)
                        for k in range(count):
                            sums[bins[k]] += weights[i] * weights[first + k]


@njit(cache=True, nogil=True)
def cross_counts(
    x,
    y,
    cell,
    near_x,
    near_y,
    starts,
    columns,
    rows,
    cells_near,
    per_width,
    offset,
    counts,
):
    """Add the number of pairs between two sets of points in each bin to `counts`.

    `cell` is that of each point of the first set, `starts` of the cells of the second.
    """
    last = len(counts) - 1
    for i in range(len(x)):
        row, column = cell[i] // columns, cell[i] % columns
        for up in range(max(-cells_near, -row), min(cells_near + 1, rows - row)):
            begin, end = _near(starts, columns, row, column, up, cells_near)
            for j in range(begin, end):
                dx = near_x[j] - x[i]
                dy = near_y[j] - y[i]
                found = np.sqrt(dx * dx + dy * dy) * per_width + offset
                counts[int(min(found, last))] += 1


@njit(cache=True, nogil=True)
def within(
    x,
    y,
    cell,
    near_x,
    near_y,
    near_weights,
    starts,
    columns,
    rows,
    cells_near,
    distances,
    first_step,
    per_step,
    sums,
):
    """Add the weight of near points to `sums`, by point and first distance they are in.

    A pair counts at the first of the rising `distances` that is not shorter than it:
    exactly, where bins are to the nearest. `first_step` holds, for steps of length
    1 / `per_step`, the first distance that reaches beyond the step's beginning.
    """
    last = len(first_step) - 1
    steps = np.empty(PIECE, dtype=np.int32)
    apart = np.empty(PIECE)
    for i in range(len(x)):
        line = sums[i]
        row, column = cell[i] // columns, cell[i] % columns
        for up in range(max(-cells_near, -row), min(cells_near + 1, rows - row)):
            begin, end = _near(starts, columns, row, column, up, cells_near)
            for first in range(begin, end, PIECE):
                count = min(PIECE, end - first)
                for k in range(count):
                    dx = near_x[first + k] - x[i]
                    dy = near_y[first + k] - y[i]
                    apart[k] = np.sqrt(dx * dx + dy * dy)
                    steps[k] = np.int32(min(apart[k] * per_step, last))
                for k in range(count):
                    at = first_step[steps[k]]
                    while apart[k] > distances[at]:
                        at += 1
                    line[at] += near_weights[first + k]


@njit(cache=True, nogil=True)
def rings(
    x,
    y,
    weights,
    cell,
    centres,
    starts,
    columns,
    rows,
    cells_near,
    per_width,
    offset,
    sums,
):
    """For each centre, a point, the weight of all points in each bin.

    `sums` has a row for each; the centre itself is in bin 0 with all its weight.
    """
    last = sums.shape[1] - 1
    bins = np.empty(PIECE, dtype=np.int32)
    for at in range(len(centres)):
        i = centres[at]
        row, column = cell[i] // columns, cell[i] % columns
        for up in range(max(-cells_near, -row), min(cells_near + 1, rows - row)):
            begin, end = _near(starts, columns, row, column, up, cells_near)
            for first in range(begin, end, PIECE):
                count = min(PIECE, end - first)
                _piece(x, y, i, first, count, per_width, offset, last, bins)
                for k in range(count):
                    sums[at, bins[k]] += weights[first + k]


@njit(cache=True, nogil=True, inline="always")
def _near(starts, columns, row, column, up, cells_near):
    """The points of the row `up` rows on that can be within reach: from, to."""
    apart = max(abs(up) - 1, 0)
    side = int(np.ceil(np.sqrt(max(cells_near * cells_near - apart * apart, 0))))
    left = (row + up) * columns + max(column - side, 0)
    right = (row + up) * columns + min(column + side, columns - 1)
    return starts[left], starts[right + 1]
