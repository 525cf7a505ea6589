"""Where actors stand in a sociogram, so that those who are tied stand close."""

import numpy as np
from scipy import sparse
from scipy.sparse.csgraph import connected_components, shortest_path

from distretto.analysis.diagnosis.linkages import kernels
from distretto.analysis.diagnosis.linkages.graph import Floats, Graph, Integers
from distretto.errors import InputError, gettext_noop

MOST = 2_000  # actors, of whom every pair has a distance
ROUNDS = 30
POWERS = 20
LAST_STEP = 0.05
GAP = 0.8  # between components, in lengths of a tie


def stress_layout(graph: Graph, *, aspect: float = 1.5, seed: int = 1) -> Floats:
    """Places of actors whose distances are those along ties [gansner2005].

    stress = sum over pairs of (distance drawn - d[i, j])^2 / d[i, j]^2

    d is the shortest way; a tie is the longer the fewer partners its two ends share, so
    that groups show. Components are laid out one by one and packed; isolates stand in
    rows below. The same ties and seed give the same places.

    Parameters
    ----------
    graph : Graph
        All ties that are ever to be shown: of all waves and relations together.
    aspect : float
        Width by height that the whole should have, a dimensionless number.
    seed : int
        Makes the order in which pairs are moved repeatable.

    Returns
    -------
    array of shape (n_actors, 2)
        x and y in numbers of lengths of a tie, from 0; y grows downwards.

    Raises
    ------
    InputError
        There are more than 2,000 actors.
    """
    n = len(graph)
    if n > MOST:
        raise InputError(
            "sociogram_too_large",
            gettext_noop(
                "A sociogram of %(actors)s actors cannot be read: it is drawn of up to "
                "%(most)s. Show one group, one kind of actor, or one actor with its "
                "partners."
            ),
            actors=n,
            most=MOST,
        )
    ties = graph.both_ways.ties
    count, labels = connected_components(ties, directed=False)
    sizes = np.bincount(labels, minlength=count)
    boxes = []
    for component in np.argsort(-sizes, kind="stable"):
        members = np.flatnonzero(labels == component)
        if len(members) > 1:
            boxes.append((members, _component(ties[members][:, members], aspect, seed)))
    alone = np.flatnonzero(sizes[labels] == 1)
    return _packed(n, boxes, alone, aspect)


def _component(ties: sparse.csr_array, aspect: float, seed: int) -> Floats:
    """One component, its longer side across."""
    lengths = _lengths(ties)
    wanted = shortest_path(lengths, directed=False)
    places = _classical(wanted)
    i, j = (each.astype(np.int64) for each in np.triu_indices(len(wanted), 1))
    d = wanted[i, j]
    order = np.random.default_rng(seed).permutation(len(d))
    first, last = float(d.max() ** 2), LAST_STEP * float(d.min() ** 2)
    steps = first * (last / first) ** (np.arange(ROUNDS) / (ROUNDS - 1))
    x, y = places[:, 0].copy(), places[:, 1].copy()
    kernels.relax(x, y, i, j, d, order, steps)
    return _turned(np.stack([x, y], axis=1), aspect)


def _lengths(ties: sparse.csr_array) -> sparse.csr_array:
    """1 between those who share all partners, to 2 where they share none."""
    shared = sparse.csr_array((ties @ ties).multiply(ties))
    degree = np.diff(ties.indptr).astype(np.float64)
    held = sparse.coo_array(ties)
    both = np.asarray(shared.tocsr()[held.row, held.col]).ravel()
    either = degree[held.row] + degree[held.col] - both - 2
    share = np.divide(both, either, out=np.zeros(len(both)), where=either > 0)
    return sparse.csr_array((2.0 - share, (held.row, held.col)), shape=ties.shape)


def _classical(wanted: Floats) -> Floats:
    """Classical scaling: about the plane that holds most of the distances.

    By powers of the matrix, which is enough to begin from.
    """
    n = len(wanted)
    if n == 2:
        return np.array([[0.0, 0.0], [wanted[0, 1], 0.0]])
    square = wanted**2
    centred = square - square.mean(axis=0) - square.mean(axis=1)[:, None]
    centred = -(centred + square.mean()) / 2
    plane = np.random.default_rng(n).standard_normal((n, 2))
    for _ in range(POWERS):
        plane, _ = np.linalg.qr(centred @ plane)
    size = np.sqrt(np.abs(((centred @ plane) * plane).sum(axis=0)))
    scaled: Floats = plane * np.maximum(size, 1e-6)
    return scaled


def _turned(places: Floats, aspect: float) -> Floats:
    """Turned so that the longer side lies across, and moved to the origin."""
    places = places - places.mean(axis=0)
    _, _, axes = np.linalg.svd(places, full_matrices=False)
    axes = axes * np.where(axes[:, 0] < 0, -1.0, 1.0)[:, None]
    turned = places @ axes.T
    wide, high = np.ptp(turned, axis=0) + 1e-9
    # A ball is stretched a little towards the shape of the page, never much.
    stretch = np.clip(aspect * high / wide, 1.0, 1.35)
    turned = turned * [np.sqrt(stretch), 1 / np.sqrt(stretch)]
    moved: Floats = turned - turned.min(axis=0)
    return moved


def _packed(
    n: int,
    boxes: list[tuple[Integers, Floats]],
    alone: Integers,
    aspect: float,
) -> Floats:
    """Components side by side in rows, the largest first; isolates in rows below."""
    found = np.zeros((n, 2))
    area = sum(float(np.prod(np.ptp(p, axis=0) + GAP)) for _, p in boxes)
    area += len(alone)
    widest = max([float(np.ptp(p[:, 0])) for _, p in boxes], default=0.0)
    width = max(widest, np.sqrt(area * aspect))
    x = y = row = 0.0
    for members, places in boxes:
        wide, high = np.ptp(places, axis=0)
        if x and x + wide > width:
            x, y, row = 0.0, y + row + GAP, 0.0
        found[members] = places + np.array([x, y])
        x, row = x + wide + GAP, max(row, high)
    below = y + row + GAP if boxes else 0.0
    per_row = max(int(width / GAP), 1)
    for k, actor in enumerate(alone):
        found[actor] = [(k % per_row) * GAP, below + (k // per_row) * GAP]
    return found
