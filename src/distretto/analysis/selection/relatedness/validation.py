"""How good cluster categories are: related inside, less related to each other."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from distretto.analysis.selection.relatedness.matrices import Floats, check_square
from distretto.errors import InputError, gettext_noop

Integers = NDArray[np.int64]
PERCENTILE = 95


@dataclass(frozen=True)
class Validation:
    """Within- and between-category relatedness, and the scores made of them.

    Attributes
    ----------
    score : float, share from 0 to 1
        Mean of the four below.
    categories_above_mean, categories_above_most : float, shares from 0 to 1
        Of the categories, those more related inside than to the others on average; than
        to 95 % of the others.
    industries_above_mean, industries_above_most : float, shares from 0 to 1
        The same of industries and their own category.
    within : array of shape (categories,)
        WCR: mean relatedness of pairs inside; NaN for one alone.
    between : array of shape (categories, categories)
        BCR: mean relatedness of the pairs of two categories; NaN on the diagonal.
    industry_within : array of shape (industries,)
        Mean relatedness to the others of the own category; NaN for one alone.
    industry_between : array of shape (industries, categories)
        Mean relatedness to every other category; NaN at the own one.
    """

    score: float
    categories_above_mean: float
    categories_above_most: float
    industries_above_mean: float
    industries_above_most: float
    within: Floats
    between: Floats
    industry_within: Floats
    industry_between: Floats


def validation_scores(similarity: ArrayLike, category: ArrayLike) -> Validation:
    """Validation scores of cluster categories [delgado2016].

    WCR[c] = mean of M[i, j] over pairs inside c

    BCR[c, d] = mean of M[i, j] over i in c and j in d

    A category passes if WCR[c] > mean of BCR[c, d] over d, and if it is above their
    95th percentile; an industry likewise with its own mean relatedness to its category
    and to the others. The score is the mean of the four shares that pass. A category of
    one industry has no inside and passes nothing.

    Parameters
    ----------
    similarity : array of shape (industries, industries)
        M: relatedness, higher is nearer; the diagonal is not looked at. NaN is unknown,
        and means are over what is known.
    category : array of shape (industries,), integers
        Number of each industry's category, from 0.

    Returns
    -------
    Validation
        Shares from 0 to 1; relatedness in the unit of `similarity`.

    Raises
    ------
    InputError
        The lengths differ, or there are fewer than two categories.
    """
    matrix = check_square(similarity)
    labels = check_categories(category, len(matrix))
    return validated(matrix, labels)


def check_categories(category: ArrayLike, industries: int) -> Integers:
    """Numbers of categories from 0, one for each industry, two or more in all."""
    labels = np.asarray(category)
    fits = labels.shape == (industries,) and labels.dtype.kind in "iu"
    if not fits or (labels < 0).any() or len(np.unique(labels)) < 2:
        raise InputError(
            "no_categories",
            gettext_noop(
                "What was given are not categories of the %(industries)s industries. "
                "Give each a number from 0, of two categories or more."
            ),
            industries=industries,
        )
    return labels.astype(np.int64)


def validated(matrix: Floats, labels: Integers) -> Validation:
    """Scores of a checked matrix and checked categories."""
    number = int(labels.max()) + 1
    sums, counts = means_to(matrix, labels, number)
    own = np.arange(len(labels)), labels
    with np.errstate(divide="ignore", invalid="ignore"):
        towards = sums / counts
        members = np.eye(number)[labels]
        of_pairs = (members.T @ sums) / (members.T @ counts)
    industry_within = towards[own]
    industry_between = towards.copy()
    industry_between[own] = np.nan
    within = np.diag(of_pairs).copy()
    between = of_pairs.copy()
    np.fill_diagonal(between, np.nan)
    filled = np.bincount(labels, minlength=number) > 0
    shares = (
        *_passing(within[filled], between[filled]),
        *_passing(industry_within, industry_between),
    )
    return Validation(
        float(np.mean(shares)),
        *shares,
        within=within,
        between=between,
        industry_within=industry_within,
        industry_between=industry_between,
    )


def means_to(matrix: Floats, labels: Integers, number: int) -> tuple[Floats, Floats]:
    """For each industry and category, the sum of known relatedness and its count."""
    members = np.eye(number)[labels]
    known = ~np.isnan(matrix)
    np.fill_diagonal(known, False)
    return np.where(known, matrix, 0.0) @ members, known @ members


def _passing(inside: Floats, outside: Floats) -> tuple[float, float]:
    """Shares of rows above the mean, and above most, of what is outside."""
    known = (~np.isnan(outside)).sum(axis=1)
    mean = np.nansum(outside, axis=1) / np.where(known > 0, known, np.nan)
    above = inside > mean, inside > _above_most(outside)
    return float(above[0].mean()), float(above[1].mean())


def _above_most(rows: Floats) -> Floats:
    """The 95th percentile of each row's known numbers; NaN where there are none."""
    ordered = np.sort(rows, axis=1)  # NaN come last
    place = PERCENTILE / 100 * ((~np.isnan(rows)).sum(axis=1) - 1)
    some = place >= 0
    low = np.floor(place[some]).astype(np.int64)
    high = np.ceil(place[some]).astype(np.int64)
    each = np.flatnonzero(some)
    found = np.full(len(rows), np.nan)
    lower, upper = ordered[each, low], ordered[each, high]
    found[some] = lower + (upper - lower) * (place[some] - low)
    return found
