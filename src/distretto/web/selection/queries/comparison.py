"""The ranking as people read it: each candidate with the figures its number is made of.

The explanation is put together from the same means and weights that `analysis` was
given; its sum equals the weighted sum of the library, and a test says so.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

import numpy as np

from distretto.analysis.selection.assessors import assessor_summary
from distretto.formats.firmness_words import NAMED, SWAPS_NAMED, Swap, WithoutOne
from distretto.web.selection.models import Candidate, Criterion, Round, Score, Veto
from distretto.web.selection.queries import ranking
from distretto.web.selection.queries.assessors import labels
from distretto.web.selection.queries.candidates import vetoes_of
from distretto.web.selection.queries.ranking import Result

MIDDLE = 3.0  # of the scale from 1 to 5, where a missing score stands
TIED_NAMED = 8  # of thousands, a page names a few
PAGE = 25


@dataclass(frozen=True)
class Vote:
    """One assessor's score, and whether it lies far from the others'."""

    score: Score
    who: str
    is_outlier: bool

    @property
    def value(self) -> float | None:
        """In points; None where the assessor could not say."""
        return None if self.score.value is None else float(self.score.value)


@dataclass(frozen=True)
class Part:
    """What one criterion adds to a candidate's weighted sum."""

    criterion: Criterion
    weight: float
    mean: float | None
    low: float | None
    high: float | None
    given: int  # of so many assessors
    of: int
    least: float
    most: float
    has_outlier: bool = False
    votes: tuple[Vote, ...] = ()  # where a page shows each of them

    @property
    def points(self) -> float:
        """The mean as it counts: the middle of the scale where nobody could say."""
        return MIDDLE if self.mean is None else self.mean

    @property
    def is_partial(self) -> bool:
        """Whether some assessors scored it and others could not, or did not."""
        return 0 < self.given < self.of

    @property
    def product(self) -> float:
        """Weight times points."""
        return self.weight * self.points


@dataclass(frozen=True)
class Line:
    """One candidate of the ranking."""

    candidate: Candidate
    methods: dict[str, dict[str, Any]]
    missing: int
    partial: int
    in_top_share: float | None
    parts: tuple[Part, ...]
    vetoes: tuple[Veto, ...] = ()

    @property
    def weighted(self) -> dict[str, Any]:
        """What the weighted sum says."""
        return self.methods["weighted-sum"]

    @property
    def topsis(self) -> dict[str, Any]:
        """What TOPSIS says."""
        return self.methods["topsis"]

    @property
    def promethee(self) -> dict[str, Any]:
        """What PROMETHEE II says."""
        return self.methods["promethee"]

    @property
    def columns(self) -> list[dict[str, Any]]:
        """The three methods side by side, with how many digits each is shown with."""
        return [
            self.weighted | {"digits": 1},
            self.topsis | {"digits": 3},
            self.promethee | {"digits": 3},
        ]

    @property
    def has_outlier(self) -> bool:
        """Whether an assessor lies far from the others on some criterion."""
        return any(part.has_outlier for part in self.parts)

    @property
    def explained_sum(self) -> float:
        """The weighted sum from the parts shown."""
        return explained_sum(self.parts)


def explained_sum(parts: Sequence[Part]) -> float:
    """25 x (sum of weight x points - 1): on a scale from 0 to 100."""
    return 25 * (sum(part.product for part in parts) - 1)


def lines(round_: Round, result: Result, places: Sequence[int]) -> list[Line]:
    """The candidates at these places of the result, in the order asked for."""
    ids = [result.candidates[place] for place in places]
    found = {
        str(each.pk): each
        for each in Candidate.objects.filter(pk__in=ids).select_related("round")
    }
    shown = [found[pk] for pk in ids]
    parts = _parts(round_, shown)
    vetoes = vetoes_of(shown)
    return [
        Line(
            candidate=candidate,
            parts=tuple(parts[candidate.pk]),
            vetoes=tuple(vetoes.get(candidate.pk, ())),
            **result.line(place),
        )
        for candidate, place in zip(shown, places, strict=True)
    ]


def parts_of(round_: Round, candidate: Candidate, *, by_name: bool) -> list[Part]:
    """The scores of one candidate, once they are visible and if there are any.

    One's own score bears one's own name; those of others a code, if not `by_name`.
    """
    if not round_.is_scoring_closed:
        return []
    scores = ranking.scores_by_candidate(round_, [candidate])[candidate.pk]
    if not scores:
        return []
    who = labels(round_, by_name=by_name)
    if round_.my_assessor:
        who[round_.my_assessor.pk] = str(round_.my_assessor.user)
    return [
        _with_votes(part, scores[part.criterion.pk], who)
        for part in _parts(round_, [candidate])[candidate.pk]
    ]


def vetoed_places(result: Result) -> list[int]:
    """Where the candidates are that are ruled out, and listed apart."""
    ranks = result.kept["methods"]["weighted-sum"]["rank"]
    return [place for place, rank in enumerate(ranks) if rank is None]


def _parts(round_: Round, shown: list[Candidate]) -> dict[Any, list[Part]]:
    """Means and spreads, summarised at once for all that a page shows."""
    criteria = list(round_.criteria.current())
    whole = sum(float(each.weight or 0) for each in criteria) or 1.0
    if not (criteria and shown):
        return {candidate.pk: [] for candidate in shown}
    summary = assessor_summary(_votes(round_, shown, criteria))
    means = summary.means()
    far = np.asarray(summary.is_outlier.any(axis=0))
    return {
        candidate.pk: [
            Part(
                criterion=criterion,
                weight=float(criterion.weight or 0) / whole,
                mean=_number(summary.mean[row, column]),
                low=_number(summary.low[row, column]),
                high=_number(summary.high[row, column]),
                given=int(summary.count[row, column]),
                of=int(summary.asked[row, column]),
                least=float(means.least[row, column]),
                most=float(means.most[row, column]),
                has_outlier=bool(far[row, column]),
            )
            for column, criterion in enumerate(criteria)
        ]
        for row, candidate in enumerate(shown)
    }


def _votes(round_: Round, shown: list[Candidate], criteria: list[Criterion]) -> Any:
    """The votes by assessor, candidate and criterion; NaN where there is none."""
    ranking.check_visible(round_)
    seats = list(round_.assessors.current().values_list("pk", flat=True))
    ids = [each.pk for each in shown]
    where = [
        {pk: place for place, pk in enumerate(keys)}
        for keys in (seats, ids, [each.pk for each in criteria])
    ]
    votes = np.full((max(1, len(seats)), len(ids), len(criteria)), np.nan)
    said = ranking.scores_of(round_, candidate__in=ids, value__isnull=False).order_by()
    for *keys, value in said.values_list(
        "assessor_id", "candidate_id", "criterion_id", "value"
    ):
        place = tuple(at[key] for at, key in zip(where, keys, strict=True))
        votes[place] = float(value)
    return votes


def _number(value: float) -> float | None:
    return None if np.isnan(value) else float(value)


def _with_votes(part: Part, scores: list[Score], who: dict[UUID, str]) -> Part:
    votes = [
        Vote(score, who[score.assessor_id], is_far)
        for score, is_far in zip(scores, _outliers(scores), strict=True)
    ]
    return replace(part, votes=tuple(sorted(votes, key=lambda vote: vote.who)))


def _outliers(scores: list[Score]) -> list[bool]:
    if not scores:
        return []
    votes = [np.nan if each.value is None else float(each.value) for each in scores]
    summary = assessor_summary(np.array(votes).reshape(-1, 1, 1))
    return [bool(each) for each in summary.is_outlier[:, 0, 0]]


@dataclass(frozen=True)
class Firmness:
    """Who ties for the last places of the choice, and what would overturn it.

    `without` is the choice with one assessor left out at a time, nobody named.
    """

    tied: tuple[str, ...]
    tied_count: int
    overturns: tuple["Overturn", ...]
    without: WithoutOne

    @property
    def nearest(self) -> "Overturn | None":
        """The smallest change of one weight that makes another choice."""
        return next((each for each in self.overturns if each.change is not None), None)


def firmness(round_: Round, result: Result) -> Firmness:
    """How firm the choice is, all candidates named with one query."""
    runs, kept = result.kept["robustness"], result.kept["overturns"]
    edge = runs["at_edge"] if runs else [False] * len(result.candidates)
    tied = [pk for pk, at in zip(result.candidates, edge, strict=True) if at]
    tied_count, tied = len(tied), tied[:TIED_NAMED]
    ids = {each[end] for each in kept for end in ("leaves", "enters") if each[end]}
    others = result.kept["without"]
    changes = [each for each in others if each["leaves"]]
    ids |= {
        pk
        for each in changes[:SWAPS_NAMED]
        for end in ("leaves", "enters")
        for pk in each[end][:NAMED]
    }
    names = {
        str(pk): name
        for pk, name in Candidate.objects.filter(pk__in={*ids, *tied}).values_list(
            "pk", "name"
        )
    }
    return Firmness(
        tied=tuple(sorted(names[pk] for pk in tied)),
        tied_count=tied_count,
        overturns=tuple(_overturns(round_, kept, names)),
        without=WithoutOne(
            assessors=max(1, len(others)),
            changed=len(changes),
            swaps=tuple(
                Swap(
                    leaves=tuple(names[pk] for pk in each["leaves"][:NAMED]),
                    enters=tuple(names[pk] for pk in each["enters"][:NAMED]),
                    leaving=len(each["leaves"]),
                    entering=len(each["enters"]),
                )
                for each in changes[:SWAPS_NAMED]
            ),
        ),
    )


@dataclass(frozen=True)
class Overturn:
    """How far one weight must move before the choice is another."""

    criterion: Criterion
    weight: float
    needed: float | None
    change: float | None
    leaves: str
    enters: str

    @property
    def distance(self) -> float:
        """How far, whichever way; endless where no weight does it."""
        return float("inf") if self.change is None else abs(self.change)


def _overturns(
    round_: Round, kept: list[dict[str, Any]], names: dict[str, str]
) -> list[Overturn]:
    """Per criterion the change that overturns the choice, the nearest first."""
    criteria = {str(each.pk): each for each in round_.criteria.current()}
    found = [
        Overturn(
            criterion=criteria[each["criterion"]],
            weight=each["weight"],
            needed=each["overturning_weight"],
            change=each["change"],
            leaves=names.get(each["leaves"] or "", ""),
            enters=names.get(each["enters"] or "", ""),
        )
        for each in kept
    ]
    return sorted(found, key=lambda each: each.distance)
