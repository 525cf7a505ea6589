"""How much agreement of each field says: Fellegi and Sunter's weights, by EM.

Pairs that may be the same firm are of two kinds, same and not, which nobody has told
apart. How often each field agrees at each level among either kind (m and u) is found
together with the kinds themselves; where pairs are few, what is usual weighs more.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Levels = NDArray[np.int8]
UNKNOWN = -1  # the level of a field that one of the two records lacks
PRIOR_PAIRS = 60.0  # of either kind: as many as what is usual weighs
PRIOR_SHARE = 0.1  # or such a share of the pairs of the kind, where that is more
MOST_STEPS = 200
STILL = 1e-6


@dataclass(frozen=True)
class Usual:
    """How often a field is usually at each level, the most alike first.

    `same` among pairs of the same firm, `other` among the others; both sum to 1.
    """

    same: tuple[float, ...]
    other: tuple[float, ...]


@dataclass(frozen=True)
class Weights:
    """How often each field is at each level among the same and among others.

    Attributes
    ----------
    same, other : dict of field to array of shape (levels,)
        Probabilities (m and u), the most alike level first.
    share : float
        Of the candidate pairs that are the same firm.
    """

    same: Mapping[str, NDArray[np.float64]]
    other: Mapping[str, NDArray[np.float64]]
    share: float

    def bits(self, field: str) -> NDArray[np.float64]:
        """Weight of each level: log2 of m to u; above 0 speaks for the same."""
        return np.asarray(np.log2(self.same[field] / self.other[field]))


def weigh(
    levels: Mapping[str, Levels], usual: Mapping[str, Usual], usual_share: float
) -> Weights:
    """The weights that candidate pairs tell, drawn towards what is usual.

    `levels` has for each field an array of shape (n_pairs,), `UNKNOWN` where it cannot
    be compared.
    """
    count = len(next(iter(levels.values()))) if levels else 0
    weights = Weights(
        {field: np.array(usual[field].same) for field in levels},
        {field: np.array(usual[field].other) for field in levels},
        usual_share,
    )
    for _ in range(MOST_STEPS if count else 0):
        chance = chances(levels, weights)
        share = (chance.sum() + PRIOR_PAIRS * usual_share) / (count + PRIOR_PAIRS)
        new = Weights(
            {
                field: _rates(levels[field], chance, usual[field].same)
                for field in levels
            },
            {
                field: _rates(levels[field], 1 - chance, usual[field].other)
                for field in levels
            },
            float(share),
        )
        is_still = abs(new.share - weights.share) < STILL
        weights = new
        if is_still:
            break
    return weights


def chances(levels: Mapping[str, Levels], weights: Weights) -> NDArray[np.float64]:
    """The probability of each pair that it is the same firm, from 0 to 1."""
    count = len(next(iter(levels.values())))
    bits = np.full(count, np.log2(weights.share / (1 - weights.share)))
    for field, level in levels.items():
        bits += bits_of(level, weights.bits(field))
    return np.asarray(1 / (1 + np.exp2(-np.clip(bits, -500, 500))))


def bits_of(level: Levels, bits: NDArray[np.float64]) -> NDArray[np.float64]:
    """What a field says of each pair, in bits; 0 where it cannot be compared."""
    return np.where(level == UNKNOWN, 0.0, bits[level])


def _rates(
    level: Levels, weight: NDArray[np.float64], usual: tuple[float, ...]
) -> NDArray[np.float64]:
    known = level != UNKNOWN
    counted = np.bincount(level[known], weight[known], minlength=len(usual))
    strength = max(PRIOR_PAIRS, PRIOR_SHARE * counted.sum())
    found = counted + strength * np.array(usual)
    return np.asarray(found / found.sum())
