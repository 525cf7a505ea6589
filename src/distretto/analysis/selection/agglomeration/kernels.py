"""The inner loops over pairs of points, compiled.

They see nothing but arrays: points in the order of a grid's cells, where each cell
begins, and bins of distance as of `Bins`, where the last bin takes all that are too
far. Each runs without Python's lock, so that threads share the cores.
"""

import numpy as np
from numba import njit

# Distances are worked out in pieces of this length, which a processor does several
# at a time, and then sorted into bins. Slices and unsigned numbers cannot count from
# the end, which would else be looked at for every pair.
PIECE = 256


@njit(cache=True, nogil=True)
def draw_sites(uniform, n_sites, marks, eights, drawn):
    """`len(drawn)` of `n_sites` numbers, all equally likely, in rising order (Floyd).

    `uniform` holds one number in [0, 1) for each; `marks` is scratch, zero before
    and after, as long as eight times a whole number, that of `eights`, its view.
    """
    n = len(drawn)
    for k in range(n):
        top = n_sites - n + k
        site = int(uniform[k] * (top + 1))
        if marks[site]:
            site = top
        marks[site] = 1
    found = 0
    for eight in range(len(eights)):
        if eights[eight]:  # most are all zero, where few of many are drawn
            for site in range(8 * eight, 8 * eight + 8):
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
    x_here, y_here = x[i], y[i]
    to_x, to_y = x[first : first + count], y[first : first + count]
    for k in range(count):
        dx = to_x[k] - x_here
        dy = to_y[k] - y_here
        bins[k] = np.uint32(min(np.sqrt(dx * dx + dy * dy) * per_width + offset, last))


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
    bins = np.empty(PIECE, dtype=np.uint32)
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
    bins = np.empty(PIECE, dtype=np.uint32)
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
                        others = weights[first : first + count]
                        for k in range(count):
                            sums[bins[k]] += weights[i] * others[k]


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
                counts[np.uint32(min(found, last))] += 1


@njit(cache=True, nogil=True, inline="always")
def _line(
    x_here,
    y_here,
    cell_here,
    near_x,
    near_y,
    starts,
    columns,
    rows,
    cells_near,
    limits,
    first_step,
    per_step,
    near_weights,
    apart,
    steps,
    line,
):
    """Add the weight of the points near one place to `line`, by first distance.

    A pair counts at the first of the rising `limits`, squares of distances, that its
    own square is not above: exactly, where bins are to the nearest. `first_step` holds,
    for steps of length 1 / `per_step`, the first limit beyond the step's beginning.
    `apart` and `steps` are scratch of length `PIECE`.
    """
    last = len(first_step) - 1
    row, column = cell_here // columns, cell_here % columns
    for up in range(max(-cells_near, -row), min(cells_near + 1, rows - row)):
        begin, end = _near(starts, columns, row, column, up, cells_near)
        for first in range(begin, end, PIECE):
            count = min(PIECE, end - first)
            to_x, to_y = near_x[first : first + count], near_y[first : first + count]
            weights = near_weights[first : first + count]
            for k in range(count):
                dx = to_x[k] - x_here
                dy = to_y[k] - y_here
                apart[k] = dx * dx + dy * dy
                steps[k] = np.uint32(min(apart[k] * per_step, last))
            for k in range(count):
                at = np.uint64(first_step[steps[k]])
                while apart[k] > limits[at]:
                    at += np.uint64(1)
                line[at] += weights[k]


@njit(cache=True, nogil=True)
def within(
    x,
    y,
    cell,
    near_x,
    near_y,
    starts,
    columns,
    rows,
    cells_near,
    limits,
    first_step,
    per_step,
    near_weights,
    sums,
):
    """Add the weight of near points to `sums`, by point and first distance they are in.

    The last of `limits` is infinite, so that `sums` has a column for the rest.
    """
    apart, steps = np.empty(PIECE), np.empty(PIECE, dtype=np.uint32)
    for i in range(len(x)):
        _line(
            x[i],
            y[i],
            cell[i],
            near_x,
            near_y,
            starts,
            columns,
            rows,
            cells_near,
            limits,
            first_step,
            per_step,
            near_weights,
            apart,
            steps,
            sums[i],
        )


@njit(cache=True, nogil=True)
def shares_within(
    x,
    y,
    cell,
    near_x,
    near_y,
    starts,
    columns,
    rows,
    cells_near,
    limits,
    first_step,
    per_step,
    near_weights,
    own,
    expected,
    everything,
    site,
    ratios,
    shares,
):
    """Add up, over points, what M is made of at each distance, with nothing kept.

    `ratios` gains the weight of near points, less `own`, over `everything` around the
    point's `site`; `shares` gains `expected`. Points around which there is nothing are
    left out of both.
    """
    apart, steps = np.empty(PIECE), np.empty(PIECE, dtype=np.uint32)
    line = np.empty(len(limits))
    for i in range(len(x)):
        line[:] = 0.0
        _line(
            x[i],
            y[i],
            cell[i],
            near_x,
            near_y,
            starts,
            columns,
            rows,
            cells_near,
            limits,
            first_step,
            per_step,
            near_weights,
            apart,
            steps,
            line,
        )
        found, around = -own[i], everything[site[i]]
        for at in range(len(ratios)):
            found += line[at]
            if around[at] > 0:
                ratios[at] += found / around[at]
                shares[at] += expected[i]


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
    bins = np.empty(PIECE, dtype=np.uint32)
    for at in range(len(centres)):
        i, line = centres[at], sums[at]
        row, column = cell[i] // columns, cell[i] % columns
        for up in range(max(-cells_near, -row), min(cells_near + 1, rows - row)):
            begin, end = _near(starts, columns, row, column, up, cells_near)
            for first in range(begin, end, PIECE):
                count = min(PIECE, end - first)
                _piece(x, y, i, first, count, per_width, offset, last, bins)
                others = weights[first : first + count]
                for k in range(count):
                    line[bins[k]] += others[k]


@njit(cache=True, nogil=True, inline="always")
def _near(starts, columns, row, column, up, cells_near):
    """The points of the row `up` rows on that can be within reach: from, to."""
    apart = max(abs(up) - 1, 0)
    side = int(np.ceil(np.sqrt(max(cells_near * cells_near - apart * apart, 0))))
    left = (row + up) * columns + max(column - side, 0)
    right = (row + up) * columns + min(column + side, columns - 1)
    return starts[left], starts[right + 1]
