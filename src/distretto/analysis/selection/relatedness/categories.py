"""Industries into cluster categories, from one or several measures of relatedness."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.cluster.hierarchy import fcluster, linkage

from distretto.analysis.selection.relatedness.k_means import k_means
from distretto.analysis.selection.relatedness.matrices import Floats, check_square
from distretto.analysis.selection.relatedness.outliers import (
    Move,
    moved_outliers,
    renumbered,
)
from distretto.analysis.selection.relatedness.validation import (
    Validation,
    validated,
)
from distretto.errors import InputError, gettext_noop

Integers = NDArray[np.int64]

METHODS = ("k-means", "ward")


@dataclass(frozen=True)
class Candidate:
    """One way to form categories, before any industry is moved.

    Attributes
    ----------
    similarity : str
        Name of the measure by which they were formed, or "average".
    method : "k-means" or "ward"
    categories : int
    scores : dict of float
        Validation score (share from 0 to 1) by each measure, and by "average" where
        there are several.
    """

    similarity: str
    method: str
    categories: int
    scores: dict[str, float]

    @property
    def score(self) -> float:
        """Mean of the validation scores over all measures."""
        return float(np.mean(list(self.scores.values())))


@dataclass(frozen=True)
class ClusterCategories:
    """Cluster categories of industries.

    Attributes
    ----------
    industries : tuple of str
    category : array of shape (industries,), integers
        Number of each industry's category, from 0 in the order of the industries; -1
        for an industry without any known relatedness.
    candidates : tuple of Candidate
        All that were tried, best first; of equally good ones the finer.
    before_moves, after_moves : Validation
        By the average measure.
    moves : tuple of Move
    average : array of shape (industries, industries)
        Mean of the measures, each put into standard deviations; NaN where none is
        known.
    unrelated : tuple of str
        Industries left out.
    seed : int
    """

    industries: tuple[str, ...]
    category: Integers
    candidates: tuple[Candidate, ...]
    before_moves: Validation
    after_moves: Validation
    moves: tuple[Move, ...]
    average: Floats
    unrelated: tuple[str, ...]
    seed: int

    def members(self, industry: str) -> tuple[str, ...]:
        """The industries of the same category, this one among them."""
        number = self.category[self.industries.index(industry)]
        same = np.flatnonzero((self.category == number) & (number >= 0))
        return tuple(self.industries[k] for k in same)

    def nearest(self, industry: str, number: int = 10) -> tuple[tuple[str, float], ...]:
        """The industries most related to one, with their average relatedness."""
        row = self.average[self.industries.index(industry)].copy()
        row[self.industries.index(industry)] = np.nan
        order = np.argsort(np.where(np.isnan(row), -np.inf, row))[::-1]
        known = [k for k in order[:number] if not np.isnan(row[k])]
        return tuple((self.industries[k], float(row[k])) for k in known)


def cluster_categories(
    similarities: Mapping[str, ArrayLike],
    industries: Sequence[str],
    *,
    numbers: Collection[int] = range(30, 61, 5),
    methods: Collection[str] = METHODS,
    move: bool = True,
    seed: int = 1,
) -> ClusterCategories:
    """Cluster categories from several measures of relatedness [delgado2016].

    Each measure, and the average of several in standard deviations, is clustered (rows
    as vectors; Ward's tree, k-means) into each number of categories. Every result is
    validated by every measure; the one with the best mean score is kept. Then marginal
    outliers, which are related to their own category no more than to the others on
    average, move to the one they are most related to: the most misplaced first, each
    once.

    Parameters
    ----------
    similarities : mapping of name to array of shape (industries, industries)
        Symmetric, higher is nearer, such as correlation of locations, input-output
        linkage, similarity of occupations. NaN is unknown.
    industries : sequence of str
        Codes, in the order of the rows.
    numbers : collection of int
        Numbers of categories to try (2 or more). The source takes 30 to 60.
    methods : collection of "k-means", "ward"
    move : bool
        Whether outliers are moved.
    seed : int
        For the starts of k-means.

    Returns
    -------
    ClusterCategories
        Numbers of categories (dimensionless), with validation scores as shares.

    Raises
    ------
    InputError
        A matrix does not fit, a method is unknown, or a number of categories does not
        lie between 2 and the number of industries less one.
    """
    measures = {
        str(name): check_square(matrix, len(industries))
        for name, matrix in similarities.items()
    }
    average = _average(list(measures.values()), len(industries))
    related = np.logical_not(np.isnan(average).all(axis=1))
    _check(measures, numbers, methods, int(related.sum()))
    part = np.ix_(related, related)
    kept = {name: matrix[part] for name, matrix in measures.items()}
    mean = average[part]
    if len(kept) > 1:
        kept["average"] = mean
    tried = _try_all(kept, numbers, methods, seed)
    tried.sort(key=lambda one: (-one[0].score, -one[0].categories))
    best = tried[0][1]
    names = [name for name, is_in in zip(industries, related, strict=True) if is_in]
    moved, moves = moved_outliers(mean, best, names) if move else (best, ())
    category = np.full(len(industries), -1, dtype=np.int64)
    category[related] = _in_order(moved)
    number = dict(zip(moved.tolist(), category[related].tolist(), strict=True))
    return ClusterCategories(
        industries=tuple(industries),
        category=category,
        candidates=tuple(one for one, _ in tried),
        before_moves=validated(mean, best),
        after_moves=validated(mean, category[related]),
        moves=tuple(renumbered(one, number) for one in moves),
        average=average,
        unrelated=tuple(
            name for name, is_in in zip(industries, related, strict=True) if not is_in
        ),
        seed=seed,
    )


def _check(
    measures: Mapping[str, Floats],
    numbers: Collection[int],
    methods: Collection[str],
    industries: int,
) -> None:
    unknown = [method for method in methods if method not in METHODS]
    fits = numbers and min(numbers) >= 2 and max(numbers) < industries
    if not measures or not methods or unknown or not fits:
        raise InputError(
            "no_such_categories",
            gettext_noop(
                "%(industries)s related industries cannot be put into %(numbers)s "
                "categories by “%(methods)s” from %(measures)s measures. Give a "
                "measure or more, “k-means” or “ward”, and numbers from 2 to fewer "
                "than the industries."
            ),
            industries=industries,
            numbers=", ".join(map(str, numbers)) or "no",
            methods=", ".join(methods),
            measures=len(measures),
        )


def _average(measures: list[Floats], industries: int) -> Floats:
    """Mean over the measures of standard deviations from the mean of all pairs."""
    total = np.zeros((industries, industries))
    count = np.zeros((industries, industries))
    for matrix in measures:
        pairs = ~np.isnan(matrix)
        np.fill_diagonal(pairs, False)
        told = matrix[pairs]
        spread = told.std() if told.size else 0.0
        if spread > 0:
            total[pairs] += (told - told.mean()) / spread
            count[pairs] += 1
    return np.divide(total, count, out=np.full(total.shape, np.nan), where=count > 0)


def _try_all(
    measures: Mapping[str, Floats],
    numbers: Collection[int],
    methods: Collection[str],
    seed: int,
) -> list[tuple[Candidate, Integers]]:
    found = []
    for name, matrix in measures.items():
        vectors = _vectors(matrix)
        tree = linkage(vectors, method="ward") if "ward" in methods else None
        for method in methods:
            for number in numbers:
                if method == "ward":
                    labels = fcluster(tree, number, criterion="maxclust") - 1
                else:
                    labels = k_means(vectors, number, seed)
                labels = _in_order(labels)
                if labels.max() < 1:
                    continue
                scores = {
                    other: validated(judge, labels).score
                    for other, judge in measures.items()
                }
                known = int(labels.max()) + 1
                found.append((Candidate(name, method, known, scores), labels))
    return found


def _vectors(matrix: Floats) -> Floats:
    """Rows as points: what is unknown is the mean, an industry is nearest to itself."""
    told = ~np.isnan(matrix)
    np.fill_diagonal(told, False)
    vectors = np.where(told, matrix, matrix[told].mean() if told.any() else 0.0)
    np.fill_diagonal(vectors, vectors.max())
    return vectors


def _in_order(labels: Integers) -> Integers:
    """Categories numbered from 0 by their first industry, none empty."""
    _, first, places = np.unique(labels, return_index=True, return_inverse=True)
    return np.argsort(np.argsort(first))[places].astype(np.int64)
