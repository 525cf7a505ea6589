"""Economic complexity: what regions make, ordered by who else makes it.

The index is the second eigenvector of D^-1 M U^-1 M'. It is found as the second
singular vector of D^-1/2 M U^-1/2: real, ordered, and without making the product.
"""

from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
import scipy.linalg
from numpy.typing import ArrayLike, NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components
from scipy.sparse.linalg import ArpackNoConvergence, LinearOperator, eigsh

from distretto.analysis.selection.relatedness.matrices import Floats, Presence
from distretto.errors import InputError, gettext_noop
from distretto.notes import Note

Integers = NDArray[np.int64]
Scale = Literal["shared", "own"]

# Up to this size the whole decomposition is quicker than iterating.
SMALL = 200
# Two singular values closer than this are one: no vector is the second.
NO_GAP = 1e-9

NO_ORDER = gettext_noop(
    "Complexity has no order here: the second and third singular values are the same "
    "(%(second)s), or there is no second."
)


@dataclass(frozen=True)
class Complexity:
    """Economic complexity of regions and industries.

    Attributes
    ----------
    eci : array of shape (regions,), dimensionless
        In standard deviations over the regions that have one: 0 is average. NaN for
        regions left out.
    pci : array of shape (industries,), dimensionless
        See `scale`. NaN for industries left out.
    diversity, ubiquity : arrays, counts
        How many industries a region has; how many regions have an industry.
    scale : "shared" or "own"
        "shared": PCI has ECI's origin and unit, so that a region's ECI is the mean PCI
        of the industries it has. "own": PCI is in standard deviations of its own.
    singular_values : array of shape (3,), from 1 down
        NaN where there are fewer.
    gap : float
        Second less third singular value. Where it is small, a few cells can turn the
        order around.
    sign_correlation : float, -1 to 1
        Correlation of ECI with diversity, which fixes the sign (by convention: the
        vector has none); near 0, which end is the complex one is a matter of taste.
    left_out_regions, left_out_industries : arrays of integers
        Places, from 0, of those that have nothing (or are in no region), and of those
        outside the largest piece where M falls into several without a link.
    pieces : int
        How many unconnected pieces M falls into, apart from what has nothing.
    undefined : Note or None
        Why there is no index at all.
    """

    eci: Floats
    pci: Floats
    diversity: Floats
    ubiquity: Floats
    scale: Scale
    singular_values: Floats
    gap: float
    sign_correlation: float
    left_out_regions: Integers
    left_out_industries: Integers
    pieces: int
    undefined: Note | None


def economic_complexity(presence: ArrayLike, *, scale: Scale = "shared") -> Complexity:
    """Economic complexity index of regions and industries [hidalgo2009].

    It orders regions by how alike what they have is [mealy2019].

    ECI[r] = mean PCI of the industries that r has, times a constant; PCI[i] = mean
    ECI of the regions that have i, times the same: the second singular vectors of
    M[r, i] / sqrt(d[r] u[i]).

    Parameters
    ----------
    presence : array of shape (regions, industries)
        M: 1, 0 or NaN, as of `presence`. A cell that is unknown is read as not
        present, for the index has no place for it: know how many there are.
    scale : "shared" or "own"
        Unit of PCI, see `Complexity`. Standard deviations are those of a population.

    Returns
    -------
    Complexity
        In standard deviations (dimensionless). The sign is such that ECI rises with
        diversity, a convention: by it, higher is more complex. NaN for what is left
        out, which is named.

    Raises
    ------
    InputError
        The matrix holds something else than 0, 1 and NaN, or no such scale.
    """
    return complexity(Presence.of(presence), check_scale(scale))


def check_scale(scale: str) -> Scale:
    """One of the two scales."""
    for known in get_args(Scale):
        if scale == known:
            return known
    raise InputError(
        "no_such_scale",
        gettext_noop("The scale “%(found)s” is not known. Say “shared” or “own”."),
        found=scale,
    )


def complexity(
    presence: Presence, scale: Scale, start: Floats | None = None
) -> Complexity:
    """Complexity of a checked matrix; `start` is a guess of ECI, to be quick."""
    matrix = csr_array(presence.present.astype(np.float64))
    rows, columns, pieces = _largest_piece(matrix, presence)
    whole = len(rows) == matrix.shape[0] and len(columns) == matrix.shape[1]
    part = matrix if whole else matrix[rows][:, columns]
    found = _second_vectors(part, None if start is None else start[rows])
    eci = np.full(matrix.shape[0], np.nan)
    pci = np.full(matrix.shape[1], np.nan)
    correlation = np.nan
    if found.is_unique:
        sign, correlation = _sign(found.regions, presence.diversity[rows])
        eci[rows], pci[columns] = _scaled(
            sign * found.regions, sign * found.industries, scale
        )
    values = found.values
    return Complexity(
        eci=eci,
        pci=pci,
        diversity=presence.diversity,
        ubiquity=presence.ubiquity,
        scale=scale,
        singular_values=values,
        gap=float(values[1] - np.nan_to_num(values[2])),
        sign_correlation=correlation,
        left_out_regions=np.setdiff1d(np.arange(matrix.shape[0]), rows),
        left_out_industries=np.setdiff1d(np.arange(matrix.shape[1]), columns),
        pieces=pieces,
        undefined=None if found.is_unique else _why_not(values),
    )


def _largest_piece(
    matrix: csr_array, presence: Presence
) -> tuple[Integers, Integers, int]:
    """Rows and columns of the connected piece with most presences; how many there are.

    Of equal ones the first. Rows and columns without anything are in none.
    """
    n_rows = matrix.shape[0]
    has_any = presence.diversity > 0
    in_any = presence.ubiquity > 0
    if not has_any.any():
        return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64), 0
    labels = _pieces(matrix)
    of_rows, of_columns = labels[:n_rows], labels[n_rows:]
    sizes = np.bincount(of_rows, weights=presence.diversity)
    largest = sizes.argmax()
    rows = np.flatnonzero((of_rows == largest) & has_any)
    columns = np.flatnonzero((of_columns == largest) & in_any)
    return rows, columns, int((sizes > 0).sum())


def _pieces(matrix: csr_array) -> Integers:
    """The connected piece of each row, then of each column."""
    n_rows, n_columns = matrix.shape
    pointers = np.concatenate(
        [matrix.indptr, np.full(n_columns, matrix.indptr[-1], matrix.indptr.dtype)]
    )
    graph = csr_array(
        (matrix.data, matrix.indices + n_rows, pointers),
        shape=(n_rows + n_columns,) * 2,
    )
    return connected_components(graph, directed=False)[1].astype(np.int64)


@dataclass(frozen=True)
class _Found:
    """The second vectors, unscaled, with the first three singular values."""

    regions: Floats
    industries: Floats
    values: Floats

    @property
    def is_unique(self) -> bool:
        second, third = self.values[1], np.nan_to_num(self.values[2])
        return bool(second > NO_GAP and second - third > NO_GAP)


def _second_vectors(matrix: csr_array, start: Floats | None) -> _Found:
    if min(matrix.shape) < 2:
        values = np.array([1.0 if min(matrix.shape) else np.nan, np.nan, np.nan])
        return _Found(np.empty(0), np.empty(0), values)
    by_region = np.sqrt(matrix.sum(axis=1))
    by_industry = np.sqrt(matrix.sum(axis=0))
    regions, values = _of_rows(matrix, by_region, by_industry, start)
    mean_eci = regions / by_region
    # One step of the definition: an industry is the mean of the regions that have it.
    mean_pci = (matrix.T @ mean_eci) / by_industry**2
    return _Found(values[1] ** 2 * mean_eci, mean_pci, values)


def _of_rows(
    matrix: csr_array, by_region: Floats, by_industry: Floats, start: Floats | None
) -> tuple[Floats, Floats]:
    """Second left singular vector and three values of D^-1/2 M U^-1/2."""
    if min(matrix.shape) > SMALL:
        try:
            return _iterated(matrix, by_region, by_industry, start)
        except ArpackNoConvergence:
            pass  # values so close that only the whole decomposition parts them
    dense = matrix.toarray() / by_region[:, None] / by_industry
    left, values, _ = scipy.linalg.svd(dense, full_matrices=False)
    three = np.full(3, np.nan)
    three[: min(3, len(values))] = values[:3]
    return left[:, 1], three


def _iterated(
    matrix: csr_array, by_region: Floats, by_industry: Floats, start: Floats | None
) -> tuple[Floats, Floats]:
    """By Lanczos steps, with the first vector, which is known, taken out."""
    first = by_region / np.linalg.norm(by_region)
    turned = matrix.T.tocsr()

    def step(vector: Floats) -> Floats:
        vector = vector.ravel()
        inside = turned @ (vector / by_region) / by_industry**2
        return matrix @ inside / by_region - first * (first @ vector)

    count = len(by_region)
    guess = by_region**2 if start is None or np.isnan(start).any() else start
    guess = guess - guess.mean()
    operator = LinearOperator((count, count), matvec=step, dtype=np.float64)
    squares, vectors = eigsh(
        operator, k=2, v0=guess if guess.any() else None, maxiter=300, rng=1
    )
    order = np.argsort(-squares)
    values = np.sqrt(np.maximum(squares[order], 0))
    return vectors[:, order[0]], np.array([1.0, *values])


def _sign(regions: Floats, diversity: Floats) -> tuple[float, float]:
    """+1 or -1, so that complexity rises with diversity; and how strongly it does."""
    if np.ptp(diversity) == 0:
        # Nothing to go by: the first region that differs from 0 is above it.
        return float(np.sign(regions[np.flatnonzero(regions)[0]])), 0.0
    correlation = float(np.corrcoef(regions, diversity)[0, 1])
    return (-1.0 if correlation < 0 else 1.0), abs(correlation)


def _scaled(eci: Floats, pci: Floats, scale: Scale) -> tuple[Floats, Floats]:
    mean, sd = eci.mean(), eci.std()
    if scale == "shared":
        return (eci - mean) / sd, (pci - mean) / sd
    return (eci - mean) / sd, (pci - pci.mean()) / pci.std()


def _why_not(values: Floats) -> Note:
    return Note(NO_ORDER, second=float(np.nan_to_num(values[1])))
