"""The inner loops over points in cells and over draws, compiled.

Points come in the order of their cells, cells in the order of their keys (row x
columns + column). Two cells that are near differ by at most two rows and two columns.
As the cells are walked in order, the first near cell of each row only moves forward.
"""

import numpy as np
from numba import njit

REACH = 2  # in cells, whose side is just under reach / sqrt(2)


@njit(cache=True, nogil=True, inline="always")
def _advance(keys, pointer, first):
    while pointer < len(keys) and keys[pointer] < first:
        pointer += 1
    return pointer


@njit(cache=True, nogil=True)
def mark_core(x, y, starts, keys, columns, square, minimum, core):
    """Mark points with `minimum` points, themselves among them, within reach.

    All points of a cell are within reach of each other, so that a cell with enough of
    them needs no distance.
    """
    pointers = np.zeros(2 * REACH + 1, dtype=np.int64)
    for cell in range(len(keys)):
        begin, end = starts[cell], starts[cell + 1]
        row, column = keys[cell] // columns, keys[cell] % columns
        left, right = max(column - REACH, 0), min(column + REACH, columns - 1)
        around = 0
        for up in range(2 * REACH + 1):
            line = (row + up - REACH) * columns
            pointers[up] = _advance(keys, pointers[up], line + left)
            near = pointers[up]
            while near < len(keys) and keys[near] <= line + right:
                around += starts[near + 1] - starts[near]
                near += 1
        if around < minimum:
            continue
        if end - begin >= minimum:
            core[begin:end] = True
            continue
        for i in range(begin, end):
            core[i] = _has_enough(
                x, y, starts, keys, columns, square, minimum, i, row, pointers, right
            )


@njit(cache=True, nogil=True)
def _has_enough(x, y, starts, keys, columns, square, minimum, i, row, pointers, right):
    found = 0
    for up in range(2 * REACH + 1):
        last = (row + up - REACH) * columns + right
        near = pointers[up]
        while near < len(keys) and keys[near] <= last:
            for j in range(starts[near], starts[near + 1]):
                dx, dy = x[j] - x[i], y[j] - y[i]
                if dx * dx + dy * dy <= square:
                    found += 1
            if found >= minimum:
                return True
            near += 1
    return False


@njit(cache=True, nogil=True)
def _root(parent, cell):
    while parent[cell] != cell:
        parent[cell] = parent[parent[cell]]
        cell = parent[cell]
    return cell


@njit(cache=True, nogil=True)
def core_boxes(x, y, starts, core, boxes):
    """The rectangle around the core points of each cell; empty ones are inside out."""
    for cell in range(len(starts) - 1):
        box = boxes[cell]
        box[0] = box[2] = np.inf
        box[1] = box[3] = -np.inf
        for i in range(starts[cell], starts[cell + 1]):
            if core[i]:
                box[0], box[1] = min(box[0], x[i]), max(box[1], x[i])
                box[2], box[3] = min(box[2], y[i]), max(box[3], y[i])


@njit(cache=True, nogil=True)
def join_cells(x, y, starts, keys, columns, square, core, boxes, parent):
    """Join cells one of whose core points is within reach of one of the other's."""
    pointers = np.zeros(REACH + 1, dtype=np.int64)
    for cell in range(len(keys)):
        row, column = keys[cell] // columns, keys[cell] % columns
        left, right = max(column - REACH, 0), min(column + REACH, columns - 1)
        for up in range(REACH + 1):
            line = (row + up) * columns
            first = keys[cell] + 1 if up == 0 else line + left
            pointers[up] = _advance(keys, pointers[up], first)
            near = pointers[up]
            while near < len(keys) and keys[near] <= line + right:
                here, there = _root(parent, cell), _root(parent, near)
                if here != there and _touch(
                    x, y, starts, square, core, boxes, cell, near
                ):
                    parent[max(here, there)] = min(here, there)
                near += 1


@njit(cache=True, nogil=True)
def _touch(x, y, starts, square, core, boxes, one, other):
    """Whether a core point of one cell is within reach of one of the other."""
    box = boxes[other]
    if box[0] > box[1] or boxes[one][0] > boxes[one][1]:
        return False
    for i in range(starts[one], starts[one + 1]):
        if not core[i]:
            continue
        # The nearest that any point of the other can be.
        dx = max(box[0] - x[i], 0.0, x[i] - box[1])
        dy = max(box[2] - y[i], 0.0, y[i] - box[3])
        if dx * dx + dy * dy > square * (1 + 1e-12):
            continue
        for j in range(starts[other], starts[other + 1]):
            if core[j]:
                dx, dy = x[j] - x[i], y[j] - y[i]
                if dx * dx + dy * dy <= square:
                    return True
    return False


@njit(cache=True, nogil=True)
def label_points(x, y, starts, keys, columns, square, core, parent, labels):
    """The joined cell of each point: its own, or of the nearest core point in reach.

    -1 for points that no core point reaches.
    """
    pointers = np.zeros(2 * REACH + 1, dtype=np.int64)
    for cell in range(len(keys)):
        row, column = keys[cell] // columns, keys[cell] % columns
        left, right = max(column - REACH, 0), min(column + REACH, columns - 1)
        for up in range(2 * REACH + 1):
            line = (row + up - REACH) * columns
            pointers[up] = _advance(keys, pointers[up], line + left)
        for i in range(starts[cell], starts[cell + 1]):
            if core[i]:
                labels[i] = _root(parent, cell)
                continue
            nearest, labels[i] = square, -1
            for up in range(2 * REACH + 1):
                last = (row + up - REACH) * columns + right
                near = pointers[up]
                while near < len(keys) and keys[near] <= last:
                    for j in range(starts[near], starts[near + 1]):
                        dx, dy = x[j] - x[i], y[j] - y[i]
                        apart = dx * dx + dy * dy
                        if core[j] and (
                            apart < nearest or (apart == nearest and labels[i] < 0)
                        ):
                            nearest, labels[i] = apart, _root(parent, near)
                    near += 1


@njit(cache=True, nogil=True, inline="always")
def _next(state):
    """Marsaglia's xorshift*: 64 random bits, and the state after them."""
    state ^= state >> np.uint64(12)
    state ^= state << np.uint64(25)
    state ^= state >> np.uint64(27)
    return state, state * np.uint64(2685821657736338717)


@njit(cache=True, nogil=True, inline="always")
def _start(seed, number):
    """A state of its own for each region, from the mixing of SplitMix64."""
    state = np.uint64(seed) + np.uint64(number + 1) * np.uint64(0x9E3779B97F4A7C15)
    state = (state ^ (state >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    state = (state ^ (state >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return (state ^ (state >> np.uint64(31))) | np.uint64(1)


FEW = 16  # up to so many neighbours, repeated draws are looked for one by one


@njit(cache=True, nogil=True)
def permuted_lags(
    values, lags, starts, weights, first, end, draws, enough, seed, counted
):
    """How often the mean of drawn neighbours is at least, and at most, the real one.

    For regions from `first` to before `end`: as many others as they have neighbours
    are drawn without repetition, `draws` times, and take the neighbours' weights in
    the order in which they come. The weights of region i are those from starts[i] to
    before starts[i + 1]; their mean is 1. Where rounding parts equal means, the draw
    counts on both sides. A region's draws end where both counts are `enough`.
    `counted` takes the two counts and the draws made, a row for each region.
    """
    others = np.uint64(len(values) - 1)
    half = np.uint64(32)
    low_half = np.uint64(0xFFFFFFFF)
    marks = np.zeros(len(values), dtype=np.bool_)
    chosen = np.empty(np.diff(starts).max(), dtype=np.int64)
    for i in range(first, end):
        begin = starts[i]
        count = starts[i + 1] - begin
        if count == 0:
            continue
        state = _start(seed, i)
        real = lags[i] * count
        slack = 1e-12 * (abs(real) + count)
        more = less = made = 0
        while made < draws and (more < enough or less < enough):
            made += 1
            total = 0.0
            found = 0
            left = 0
            bits = np.uint64(0)
            while found < count:
                if left == 0:
                    state, bits = _next(state)
                    left = 2
                part = (bits >> half) if left == 2 else (bits & low_half)
                left -= 1
                site = np.int64((part * others) >> half)
                if site >= i:
                    site += 1
                if count <= FEW:
                    repeated = False
                    for k in range(found):
                        repeated |= chosen[k] == site
                else:
                    repeated = marks[site]
                    marks[site] = True
                if not repeated:
                    chosen[found] = site
                    total += weights[begin + found] * values[site]
                    found += 1
            if count > FEW:
                for k in range(count):
                    marks[chosen[k]] = False
            more += total >= real - slack
            less += total <= real + slack
        counted[i, 0], counted[i, 1], counted[i, 2] = more, less, made
