"""The inner loops over ties, compiled.

They see the rows of a sparse array: where each begins, and whom it names.
"""

import numpy as np
from numba import njit


@njit(cache=True, nogil=True)
def betweenness(starts, ends, first, last, found):
    """Add to `found` what the shortest paths from actors `first` to `last` give.

    Brandes: breadth first from each source, then back in the opposite order.
    """
    n = len(starts) - 1
    distance = np.empty(n, np.int64)
    paths = np.empty(n, np.float64)
    share = np.empty(n, np.float64)
    queue = np.empty(n, np.int64)
    for source in range(first, last):
        distance[:] = -1
        paths[:] = 0.0
        share[:] = 0.0
        distance[source] = 0
        paths[source] = 1.0
        queue[0] = source
        head, tail = 0, 1
        while head < tail:
            here = queue[head]
            head += 1
            for place in range(starts[here], starts[here + 1]):
                there = ends[place]
                if distance[there] < 0:
                    distance[there] = distance[here] + 1
                    queue[tail] = there
                    tail += 1
                if distance[there] == distance[here] + 1:
                    paths[there] += paths[here]
        for place in range(tail - 1, 0, -1):
            here = queue[place]
            for step in range(starts[here], starts[here + 1]):
                there = ends[step]
                if distance[there] == distance[here] + 1:
                    share[here] += paths[here] / paths[there] * (1.0 + share[there])
            found[here] += share[here]


@njit(cache=True, nogil=True)
def cut_actors(starts, ends, found):
    """Mark in `found` whose leaving would part a component (Hopcroft and Tarjan)."""
    n = len(starts) - 1
    seen = np.zeros(n, np.int64)
    lowest = np.zeros(n, np.int64)
    step = starts[:-1].copy()
    parent = np.full(n, -1)
    path = np.empty(n, np.int64)
    clock = 0
    for root in range(n):
        if seen[root]:
            continue
        clock += 1
        seen[root] = lowest[root] = clock
        path[0] = root
        depth, branches = 1, 0
        while depth:
            here = path[depth - 1]
            if step[here] < starts[here + 1]:
                there = ends[step[here]]
                step[here] += 1
                if not seen[there]:
                    clock += 1
                    seen[there] = lowest[there] = clock
                    parent[there] = here
                    path[depth] = there
                    depth += 1
                elif there != parent[here]:
                    lowest[here] = min(lowest[here], seen[there])
                continue
            depth -= 1
            above = parent[here]
            if above == root:
                branches += 1
            elif above >= 0 and lowest[here] >= seen[above]:
                found[above] = True
            if above >= 0:
                lowest[above] = min(lowest[above], lowest[here])
        if branches > 1:
            found[root] = True


@njit(cache=True, nogil=True)
def fit_of(a, b, core, n):
    """Correlation with the ideal: `a` ties in a core of so many, `b` in the rest.

    -2 where it is not defined: with one actor a side has no pair.
    """
    if core < 2 or core > n - 2:
        return -2.0
    pairs = core * (core - 1.0) / 2.0
    others = (n - core) * (n - core - 1.0) / 2.0
    tied = a + b
    below = pairs * others * tied * (pairs + others - tied)
    if below <= 0.0:
        return -2.0
    return (a * (others - b) - (pairs - a) * b) / np.sqrt(below)


@njit(cache=True, nogil=True)
def improve_core(starts, ends, is_core):
    """Let actors change sides, the one that helps most first; returns the fit.

    `is_core` is changed in place. The number of ties on each side follows each change.
    """
    n = len(starts) - 1
    to_core = np.zeros(n, np.int64)
    a = b = 0.0
    size = 0
    for i in range(n):
        size += is_core[i]
        for place in range(starts[i], starts[i + 1]):
            to_core[i] += is_core[ends[place]]
        if is_core[i]:
            a += to_core[i] / 2.0
        else:
            b += (starts[i + 1] - starts[i] - to_core[i]) / 2.0
    fit = fit_of(a, b, size, n)
    while True:
        best, one = fit + 1e-12, -1
        for i in range(n):
            sign = -1 if is_core[i] else 1
            others = starts[i + 1] - starts[i] - to_core[i]
            then = fit_of(a + sign * to_core[i], b - sign * others, size + sign, n)
            if then > best:
                best, one = then, i
        if one < 0:
            return fit
        sign = -1 if is_core[one] else 1
        fit, size = best, size + sign
        a += sign * to_core[one]
        b -= sign * (starts[one + 1] - starts[one] - to_core[one])
        for place in range(starts[one], starts[one + 1]):
            to_core[ends[place]] += sign
        is_core[one] = not is_core[one]


@njit(cache=True, nogil=True)
def relax(x, y, i, j, wanted, order, steps):
    """Move pairs of points towards their wanted distances, a step at a time.

    Stochastic gradient descent of the stress: in each round every pair moves once, in
    the order given, shifted from round to round.
    """
    pairs = len(i)
    for turn in range(len(steps)):
        shift = (turn * 7919) % pairs
        for k in range(pairs):
            pair = order[(k + shift) % pairs]
            a, b = i[pair], j[pair]
            dx, dy = x[a] - x[b], y[a] - y[b]
            apart = np.sqrt(dx * dx + dy * dy)
            if apart < 1e-9:
                dx, dy, apart = 1e-3, 1e-3 * (1 + (a + b) % 7), 1e-3
            d = wanted[pair]
            weight = min(1.0, steps[turn] / (d * d))
            pull = weight * (apart - d) / (2.0 * apart)
            x[a] -= pull * dx
            y[a] -= pull * dy
            x[b] += pull * dx
            y[b] += pull * dy


@njit(cache=True, nogil=True)
def part(x, y, radius, rounds):
    """Push points apart that stand closer than their radii allow."""
    n = len(x)
    for _ in range(rounds):
        moved = False
        for a in range(n):
            for b in range(a + 1, n):
                room = radius[a] + radius[b]
                dx, dy = x[a] - x[b], y[a] - y[b]
                if abs(dx) >= room or abs(dy) >= room:
                    continue
                apart = np.sqrt(dx * dx + dy * dy)
                if apart >= room:
                    continue
                if apart < 1e-9:
                    dx, dy, apart = 1.0, 0.3 * (1 + (a + b) % 5), 1.0
                push = (room - apart) / (2.0 * apart) * 0.9
                x[a] += push * dx
                y[a] += push * dy
                x[b] -= push * dx
                y[b] -= push * dy
                moved = True
        if not moved:
            return


@njit(cache=True, nogil=True)
def indirect_shares(starts, ends, shares, back, around):
    """For each tie i - j, the sum over q of p[i, q] p[q, j], into `around`.

    Ties stand both ways. `shares` has p[i, q] in row i, and `back` has p[q, i] there.
    """
    n = len(starts) - 1
    mine = np.zeros(n)
    for i in range(n):
        for place in range(starts[i], starts[i + 1]):
            mine[ends[place]] = shares[place]
        for place in range(starts[i], starts[i + 1]):
            j = ends[place]
            total = 0.0
            for step in range(starts[j], starts[j + 1]):
                total += mine[ends[step]] * back[step]
            around[place] = total
        for place in range(starts[i], starts[i + 1]):
            mine[ends[place]] = 0.0
