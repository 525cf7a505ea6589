"""An industry, or two, as the pairs of their plants: counted, expected and drawn."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike

from distretto.analysis.selection.agglomeration.grid import Integers
from distretto.analysis.selection.agglomeration.inputs import Asked, check_apart
from distretto.analysis.selection.agglomeration.labelling import (
    SitePairs,
    crossing_moments,
    labelled_moments,
)
from distretto.analysis.selection.agglomeration.pairs import Pairs
from distretto.analysis.selection.agglomeration.sites import Floats
from distretto.errors import InputError, gettext_noop

# Under so many plants (of even weight) the distribution of a curve is too skewed for a
# Gaussian band: it is drawn instead.
FEWEST_FOR_GAUSS = 500


@dataclass(frozen=True)
class OneIndustry:
    """The pairs within one industry, weighted or not."""

    members: Integers
    weights: Floats | None

    @property
    def others(self) -> Integers:
        return self.members

    @property
    def plants(self) -> Integers:
        return self.members

    @property
    def of_all(self) -> float:
        """The weight of all its pairs, each counted once."""
        weighed = self._weighed
        return float(weighed.sum() ** 2 - (weighed**2).sum()) / 2

    @property
    def _weighed(self) -> Floats:
        return np.ones(len(self.members)) if self.weights is None else self.weights

    def wants_moments(self, asked: Asked) -> bool:
        if asked.method != "auto":
            return asked.method == "exact"
        weighed = self._weighed
        even = float(weighed.sum() ** 2 / (weighed**2).sum())
        return even >= FEWEST_FOR_GAUSS

    def counts(self, layout: Pairs) -> Floats:
        return layout.counts(self.members, self.weights)

    def moments(self, known: SitePairs) -> tuple[Floats, Floats]:
        return labelled_moments(known, self._weighed)

    def drawn(self, layout: Pairs, asked: Asked) -> Floats:
        return layout.drawn(
            len(self.members),
            asked.simulations,
            seed=asked.seed,
            weights=self.weights,
        )


@dataclass(frozen=True)
class TwoIndustries:
    """The pairs between two industries, each plant counting alike."""

    members: Integers
    others: Integers
    asked_weights: ArrayLike | None = None
    weights: None = field(default=None, init=False)

    def __post_init__(self) -> None:
        check_apart(self.members, self.others)
        if self.asked_weights is not None:
            raise InputError(
                "no_weights_between_industries",
                gettext_noop(
                    "Pairs between two industries are counted, not weighted. Leave out "
                    "the weights, or measure one industry."
                ),
            )

    @property
    def plants(self) -> Integers:
        return np.concatenate([self.members, self.others])

    @property
    def of_all(self) -> float:
        return float(len(self.members)) * len(self.others)

    def wants_moments(self, asked: Asked) -> bool:
        if asked.method != "auto":
            return asked.method == "exact"
        return min(len(self.members), len(self.others)) >= FEWEST_FOR_GAUSS

    def counts(self, layout: Pairs) -> Floats:
        return layout.cross(self.members, self.others)

    def moments(self, known: SitePairs) -> tuple[Floats, Floats]:
        return crossing_moments(known, len(self.members), len(self.others))

    def drawn(self, layout: Pairs, asked: Asked) -> Floats:
        return layout.drawn_cross(
            len(self.members), len(self.others), asked.simulations, seed=asked.seed
        )
