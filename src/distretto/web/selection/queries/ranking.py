"""The ranking of a round: worked out once by `analysis`, kept by its content.

The page never computes a measure. It hands the assessors' scores to
`analysis.selection` and shows what comes back.
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

import numpy as np
from django.db.models import FloatField, Q, TextField
from django.db.models.functions import Cast

from distretto import __version__
from distretto.analysis.selection.assessors import assessor_summary
from distretto.analysis.selection.leaving_out import choice_without_each
from distretto.analysis.selection.overturning import weight_to_overturn
from distretto.analysis.selection.ranking import Ranking as MethodRanking
from distretto.analysis.selection.ranking import rank_candidates
from distretto.analysis.selection.robustness import robustness
from distretto.analysis.selection.score_matrix import RangedScores
from distretto.errors import MethodError, RuleError, gettext_noop
from distretto.web.history.models import Deed
from distretto.web.selection.models import (
    Candidate,
    Criterion,
    Ranking,
    Round,
    Score,
    Veto,
)

# Enough that a share is right to about one in a hundred, whatever the number.
DRAWS, DRAWS_OF_MANY, MANY = 10_000, 1_000, 300
VARY = 0.2
EDITION = 5  # raise it when the result takes another shape
MADE_BY = [__version__, EDITION, DRAWS, DRAWS_OF_MANY, MANY, VARY]
_NUMBERS = ("score", "score_low", "score_high")
_PLACES = ("rank", "rank_best", "rank_worst")


@dataclass(frozen=True)
class Given:
    """All that a ranking is worked out from."""

    candidates: tuple[str, ...]
    criteria: tuple[Criterion, ...]
    votes: Any  # by assessor, candidate and criterion; NaN where one gave none
    vetoes: dict[str, str]
    top: int
    seed: int

    @cached_property
    def means(self) -> RangedScores:
        """With a range where not every assessor could say."""
        return assessor_summary(self.votes).means()

    @property
    def weights(self) -> list[float]:
        """In percent, as agreed."""
        return [float(each.weight or 0) for each in self.criteria]

    def fingerprint(self) -> str:
        """Equal where the ranking must be equal."""
        said = {
            "made_by": MADE_BY,
            "candidates": self.candidates,
            "criteria": [str(each.pk) for each in self.criteria],
            "weights": self.weights,
            "vetoes": sorted(self.vetoes),
            "top": self.top,
            "seed": self.seed,
        }
        whole = hashlib.sha256(json.dumps(said, sort_keys=True).encode())
        # The votes, not their means: without one assessor, equal means may differ.
        whole.update(self.votes.tobytes())
        return whole.hexdigest()


def ranked(round_: Round) -> Any:
    """The candidates of the ranking: scored, and not gone before the decision."""
    scored = round_.candidates.current().filter(
        stage__in=[Round.Stage.SCORED, Round.Stage.VALIDATED, Round.Stage.ANNOUNCED]
    )
    decided = Q(
        choices__retired_at=None,
        choices__decision__round=round_,
        choices__decision__retired_at=None,
    )
    vetoed = Q(vetoes__retired_at=None, vetoes__isnull=False)
    return scored.filter(Q(left_at="") | decided | vetoed).distinct()


def scores_of(round_: Round, **only: Any) -> Any:
    """The scores that count: of current assessors, criteria and candidates."""
    return Score.objects.current().filter(
        assessor__round=round_,
        assessor__retired_at=None,
        criterion__retired_at=None,
        candidate__retired_at=None,
        **only,
    )


def given(round_: Round) -> Given:
    """What the ranking is worked out from, as it stands now.

    Raises
    ------
    RuleError
        The scoring is not closed, or a criterion has no weight.
    """
    check_visible(round_)
    candidates = [
        str(pk) for pk in ranked(round_).order_by("pk").values_list("pk", flat=True)
    ]
    criteria = tuple(round_.criteria.current())
    _check_weights(criteria)
    vetoes = Veto.objects.current().filter(candidate__in=ranked(round_))
    return Given(
        candidates=tuple(candidates),
        criteria=criteria,
        votes=_votes(round_, candidates, criteria),
        vetoes={str(each.candidate_id): each.ground for each in vetoes},
        top=round_.places_to_choose,
        seed=round_.seed,
    )


def check_visible(round_: Round) -> None:
    """Refuse while the scoring is open: nobody sees scores before, on any path."""
    if not round_.is_scoring_closed:
        raise RuleError(
            "scores_blind",
            gettext_noop("Scores are blind until the scoring is closed."),
        )


def _check_weights(criteria: tuple[Criterion, ...]) -> None:
    if not criteria or any(each.weight is None for each in criteria):
        raise RuleError(
            "weights_incomplete",
            gettext_noop(
                "There is no ranking while a criterion has no weight. Give each one."
            ),
        )


def _votes(
    round_: Round, candidates: list[str], criteria: tuple[Criterion, ...]
) -> Any:
    """The scores by assessor, candidate and criterion; NaN where one gave none."""
    seats = list(round_.assessors.current().values_list("pk", flat=True))
    votes = np.full((max(1, len(seats)), len(candidates), len(criteria)), np.nan)
    said = _said(seats)
    if 0 in votes.shape or not said:
        return votes
    *keys, values = zip(*said, strict=True)
    where = [_places(ids) for ids in (seats, candidates, (c.pk for c in criteria))]
    places = np.array(
        [
            [at.get(key, -1) for key in column]
            for at, column in zip(where, keys, strict=True)
        ]
    )
    # Scores of those that are not ranked, or on criteria taken away, do not count.
    counts = (places >= 0).all(axis=0)
    votes[tuple(places[:, counts])] = np.array(values, float)[counts]
    return votes


def _said(seats: list[UUID]) -> list[tuple[Any, ...]]:
    """Assessor, candidate, criterion and value of every score that says something.

    As the database writes them: to make ids and decimals of hundreds of thousands of
    texts takes ten times longer than to read them.
    """
    scores = Score.objects.current().filter(assessor__in=seats, value__isnull=False)
    keys = [Cast(name, TextField()) for name in ("assessor", "candidate", "criterion")]
    return list(scores.order_by().values_list(*keys, Cast("value", FloatField())))


def _places(keys: Iterable[Any]) -> dict[str, int]:
    """Where each id stands, under both spellings that databases have for it."""
    ids = [UUID(str(key)) for key in keys]
    return {
        spelling: place
        for place, each in enumerate(ids)
        for spelling in (str(each), each.hex)
    }


@dataclass(frozen=True)
class Result:
    """The kept ranking of a round: one column per figure, candidates in one order."""

    fingerprint: str
    kept: dict[str, Any]

    @property
    def candidates(self) -> list[str]:
        """Ids, in the order of all columns."""
        return self.kept["candidates"]

    def line(self, place: int) -> dict[str, Any]:
        """What each method says of one candidate, and how it fares in the draws."""
        methods = {
            method: {name: column[place] for name, column in columns.items()}
            for method, columns in self.kept["methods"].items()
        }
        robust = self.kept["robustness"]
        share = robust["in_top_share"][place] if robust else None
        return {
            "methods": methods,
            "missing": self.kept["missing"][place],
            "partial": self.kept["partial"][place],
            "in_top_share": share,
        }

    def order(self, by: str = "weighted-sum") -> list[int]:
        """Places of the candidates that are ranked, best first."""
        if by == "robustness" and self.kept["robustness"]:
            shares = self.kept["robustness"]["in_top_share"]
            keys = [None if each is None else -each for each in shares]
        else:
            keys = self.kept["methods"][by]["rank"]
        ids = self.candidates
        known = [place for place, key in enumerate(keys) if key is not None]
        return sorted(known, key=lambda place: (keys[place], ids[place]))


def result_of(round_: Round) -> Result:
    """The ranking as it stands; after the decision, the one that this rests on."""
    check_visible(round_)
    kept = _decided_on(round_) or _as_it_stands(round_)
    return Result(kept.fingerprint, kept.result)


def kept_of(round_: Round) -> Ranking | None:
    """The ranking as it stands, to be kept for good; None where nobody is ranked."""
    try:
        return _as_it_stands(round_)
    except MethodError:
        return None


def _decided_on(round_: Round) -> Ranking | None:
    """The ranking that a validated decision rests on, whichever version made it.

    Where its shape is that of an older edition it is worked out anew: from the same
    scores and weights, because nothing under a decision changes.
    """
    if not round_.is_decided:
        return None
    decision = round_.decisions.current().select_related("ranking").first()
    rests_on = decision.ranking if decision else None
    if rests_on and rests_on.result["made_by"][1] == EDITION:
        return rests_on
    return None


def _as_it_stands(round_: Round) -> Ranking:
    """From what is kept, where nothing has changed since."""
    last = _last_deed(round_)
    kept = round_.rankings.filter(as_of_deed=last, as_of_deed__isnull=False).first()
    if kept is None or kept.result.get("made_by") != MADE_BY:
        kept = _worked_out(round_, last)
    return kept


def _last_deed(round_: Round) -> Any:
    deeds = Deed.objects.filter(programme_id=round_.programme_id)
    return deeds.order_by("-at", "-id").values_list("pk", flat=True).first()


def _worked_out(round_: Round, last: Any) -> Ranking:
    what = given(round_)
    fingerprint = what.fingerprint()
    kept = round_.rankings.filter(fingerprint=fingerprint).first()
    if kept is None:
        result = work_out(what)
        kept, _made = Ranking.objects.get_or_create(
            round=round_, fingerprint=fingerprint, defaults={"result": result}
        )
    kept.as_of_deed = last
    kept.save(update_fields=["as_of_deed"])
    return kept


def work_out(what: Given) -> dict[str, Any]:
    """The three methods, the robustness runs, and what would overturn the choice."""
    if not what.candidates:
        raise RuleError(
            "nobody_scored", gettext_noop("No candidate is left to be ranked.")
        )
    asked: dict[str, Any] = {
        "weights": what.weights,
        "candidates": what.candidates,
        "criteria": [str(each.pk) for each in what.criteria],
        "vetoes": what.vetoes,
    }
    methods = rank_candidates(what.means, **asked)
    some = next(iter(methods.values()))
    return {
        "made_by": MADE_BY,
        "candidates": list(what.candidates),
        "methods": {name: _columns(each) for name, each in methods.items()},
        "missing": [int(each) for each in some.missing],
        "partial": [int(each) for each in some.partial],
        **_moved_weights(what, asked),
    }


def _columns(ranking: MethodRanking) -> dict[str, list[Any]]:
    columns = {name: _plain(getattr(ranking, name), 6) for name in _NUMBERS}
    places = {name: _whole(getattr(ranking, name)) for name in _PLACES}
    return {**columns, **places, "is_tied": [bool(each) for each in ranking.is_tied]}


def _whole(values: Any) -> list[int | None]:
    return [None if np.isnan(each) else int(each) for each in values]


def _plain(values: Any, digits: int) -> list[float | None]:
    return [None if np.isnan(each) else round(float(each), digits) for each in values]


def _moved_weights(what: Given, asked: dict[str, Any]) -> dict[str, Any]:
    """Robustness and overturning; nothing to say where everybody is ruled out."""
    if len(what.vetoes) == len(what.candidates):
        return {"robustness": None, "overturns": [], "without": []}
    draws = DRAWS if len(what.candidates) <= MANY else DRAWS_OF_MANY
    runs = robustness(
        what.means, top=what.top, draws=draws, seed=what.seed, vary=VARY, **asked
    )
    overturns = weight_to_overturn(what.means, top=what.top, **asked)
    without = choice_without_each(
        what.votes,
        what.weights,
        top=what.top,
        candidates=what.candidates,
        vetoes=what.vetoes,
    )
    return {
        "robustness": {
            "draws": draws,
            "seed": what.seed,
            "vary": VARY,
            "top": what.top,
            "at_edge": [bool(each) for each in runs.is_at_edge],
            "in_top_share": _plain(runs.in_top_share, 6),
            "rank_best": _whole(runs.rank_best),
            "rank_worst": _whole(runs.rank_worst),
            "top_changed_share": runs.top_changed_share,
            "winner_changed_share": runs.winner_changed_share,
        },
        "overturns": [
            {
                "criterion": each.criterion,
                "weight": each.weight,
                "overturning_weight": each.overturning_weight,
                "change": each.change,
                "leaves": each.leaves,
                "enters": each.enters,
            }
            for each in overturns
        ],
        # Who it was stays out of it: only that some voice decides.
        "without": [
            {"leaves": list(each.leaves), "enters": list(each.enters)}
            for each in without
        ],
    }


def scores_by_candidate(round_: Round, candidates: list[Candidate]) -> Any:
    """Per candidate and criterion the scores of all assessors, once visible."""
    check_visible(round_)
    found: dict[Any, dict[Any, list[Score]]] = defaultdict(lambda: defaultdict(list))
    said = scores_of(round_, candidate__in=[each.pk for each in candidates])
    for score in said.select_related("assessor__user").order_by("assessor__created_at"):
        found[score.candidate_id][score.criterion_id].append(score)
    return found
