"""Criteria as they come: their weights, their directions, the ends of their scales."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import ArrayLike

from distretto.analysis.selection.score_matrix import Bools, Floats, Weights
from distretto.errors import InputError, gettext_noop

DIRECTIONS = ("benefit", "cost")


def scale_ends(end: ArrayLike | None, criteria: tuple[str, ...]) -> Floats | None:
    if end is None:
        return None
    return np.broadcast_to(np.asarray(end, float), (len(criteria),))


def criterion_weights(weights: Weights, criteria: tuple[str, ...]) -> Floats:
    if isinstance(weights, Mapping):
        unknown = [name for name in weights if name not in criteria]
        lacking = [name for name in criteria if name not in weights]
        if unknown or lacking:
            raise InputError(
                "weights_do_not_match",
                gettext_noop(
                    "“%(name)s” is either a weight without a criterion or a criterion "
                    "without a weight. Give one weight for each criterion."
                ),
                name=(unknown + lacking)[0],
            )
        weights = [weights[name] for name in criteria]
    given = np.asarray(weights, float)
    if given.shape != (len(criteria),):
        raise InputError(
            "weights_do_not_match",
            gettext_noop(
                "There are %(given)s weights for %(count)s criteria. Give one weight "
                "for each criterion."
            ),
            given=given.size,
            count=len(criteria),
        )
    return normalised_weights(given, criteria)


def normalised_weights(weights: Floats, criteria: Sequence[str]) -> Floats:
    """Weights divided by their sum; refuses negative ones and nothing but zeros."""
    bad = ~((weights >= 0) & np.isfinite(weights))
    if bad.any():
        place = int(np.argmax(bad))
        raise InputError(
            "not_a_weight",
            gettext_noop(
                "Criterion “%(criterion)s”: “%(found)s” is not a weight. Give a number "
                "of zero or more."
            ),
            criterion=criteria[place],
            found=float(weights[place]),
        )
    total = weights.sum()
    if total <= 0:
        raise InputError(
            "no_weight",
            gettext_noop("All weights are zero. Give at least one criterion a weight."),
        )
    return weights / total


def are_benefits(
    directions: Sequence[str] | Mapping[str, str] | None, criteria: tuple[str, ...]
) -> Bools:
    if directions is None:
        return np.ones(len(criteria), bool)
    if isinstance(directions, Mapping):
        directions = [directions.get(name, "benefit") for name in criteria]
    wrong = [each for each in directions if each not in DIRECTIONS]
    if wrong or len(directions) != len(criteria):
        raise InputError(
            "not_a_direction",
            gettext_noop(
                "The directions are %(found)s. Give “benefit” (more is better) or "
                "“cost” (less is better) for each of the %(count)s criteria."
            ),
            found=", ".join(f"“{each}”" for each in directions),
            count=len(criteria),
        )
    return np.array([each == "benefit" for each in directions], bool)
