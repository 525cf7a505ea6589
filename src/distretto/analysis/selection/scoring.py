"""Scores of candidates on criteria: the door they pass, and the ranking they get.

A score that nobody gave is NaN. It is never read as zero: it stands for every value
from the low to the high end of its scale, and each method says what follows. A mean
that lacks the voice of an assessor is known within a range in the same way.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import narwhals as nw
import numpy as np
from narwhals.typing import IntoDataFrame
from numpy.typing import ArrayLike, NDArray

from distretto.analysis.checks import as_frame
from distretto.errors import InputError, gettext_noop

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Weights = ArrayLike | Mapping[str, float]


@dataclass(frozen=True)
class RangedScores:
    """Scores some of which are known within a range only.

    Attributes
    ----------
    values : array of shape (n_candidates, n_criteria)
        Where each stands in a ranking; NaN where it is missing.
    least, most : arrays of the same shape
        What each may be; equal to the value where nothing is missing.
    """

    values: Floats
    least: Floats
    most: Floats


Scores = ArrayLike | IntoDataFrame | RangedScores

DIRECTIONS = ("benefit", "cost")
TIE = 1e-12  # scores closer than this share of the largest one are a tie


@dataclass(frozen=True)
class ScoreMatrix:
    """Scores that passed the door.

    Attributes
    ----------
    values : array of shape (n_candidates, n_criteria)
        NaN where missing.
    weights : array of shape (n_criteria,)
        Sum to 1.
    is_benefit : array of shape (n_criteria,)
        True where more is better, false where less is.
    low, high : arrays of shape (n_criteria,), or None
        The ends of each scale; None where the scores have none.
    candidates, criteria : tuple of str
    vetoes : dict of candidate to ground
    least, most : arrays of shape (n_candidates, n_criteria)
        What each score may be. NaN where it is missing and there is no scale.
    """

    values: Floats
    weights: Floats
    is_benefit: Bools
    low: Floats | None
    high: Floats | None
    candidates: tuple[str, ...]
    criteria: tuple[str, ...]
    vetoes: Mapping[str, str]
    least: Floats
    most: Floats

    @property
    def missing(self) -> Bools:
        """Where a score is missing."""
        return np.isnan(self.values)

    @property
    def is_open(self) -> Bools:
        """Where a score is missing or known within a range only."""
        return self.missing | (self.least < self.most)

    @property
    def is_ranked(self) -> Bools:
        """Which candidates are in the ranking: those without a veto."""
        if not self.vetoes:
            return np.ones(len(self.candidates), bool)
        return np.array([name not in self.vetoes for name in self.candidates], bool)

    @property
    def placed(self) -> Floats:
        """The scores as they stand in a ranking: missing ones in the middle."""
        if self.low is None or self.high is None:
            return self.values
        return np.where(self.missing, (self.low + self.high) / 2, self.values)

    @property
    def worst(self) -> Floats:
        """The scores with each open one at the end that is worst for its candidate."""
        return np.where(self.is_benefit, self.least, self.most)

    @property
    def best(self) -> Floats:
        """The scores with each open one at the end that is best for its candidate."""
        return np.where(self.is_benefit, self.most, self.least)


@dataclass(frozen=True)
class RankedCandidate:
    """One line of a ranking; None where there is nothing to say."""

    candidate: str
    rank: int | None
    score: float | None
    score_low: float | None
    score_high: float | None
    rank_best: int | None
    rank_worst: int | None
    is_tied: bool
    missing: int
    partial: int
    veto: str | None


@dataclass(frozen=True)
class Ranking:
    """The candidates of a round, ranked by one method.

    Attributes
    ----------
    method : str
        "weighted-sum", "topsis" or "promethee".
    candidates : tuple of str
        In the order in which they came; all arrays follow it.
    score : array of float
        With missing scores at the middle of their scale. NaN for vetoed candidates.
    rank : array of float
        1 is the best; tied candidates share the smallest rank (1, 2, 2, 4). NaN for
        vetoed candidates, which are out of the ranking.
    score_low, score_high : arrays of float
        The least and the greatest score over all values that missing scores may have.
    rank_best, rank_worst : arrays of float
        The ranks that follow from those ranges.
    is_tied : array of bool
    missing : array of int
        How many scores of the candidate are missing.
    partial : array of int
        How many more are known within a range only: not everybody could say.
    bounds_are_exact : bool
        True where some completion reaches every bound; false where the bounds hold
        but may be wider than need be.
    vetoes : dict of candidate to ground
    """

    method: str
    candidates: tuple[str, ...]
    score: Floats
    rank: Floats
    score_low: Floats
    score_high: Floats
    rank_best: Floats
    rank_worst: Floats
    is_tied: Bools
    missing: NDArray[np.int64]
    partial: NDArray[np.int64]
    bounds_are_exact: bool
    vetoes: Mapping[str, str]

    def in_top(self, top: int) -> Bools:
        """Which candidates are among the first `top`; ties at the edge all count."""
        with np.errstate(invalid="ignore"):
            return np.asarray(self.rank <= top)

    def rows(self) -> Iterator[RankedCandidate]:
        """The lines of the ranking, best first, vetoed candidates last."""
        for place in np.argsort(self.rank, kind="stable"):  # NaN sorts last
            name = self.candidates[place]
            yield RankedCandidate(
                candidate=name,
                rank=_whole(self.rank[place]),
                score=_number(self.score[place]),
                score_low=_number(self.score_low[place]),
                score_high=_number(self.score_high[place]),
                rank_best=_whole(self.rank_best[place]),
                rank_worst=_whole(self.rank_worst[place]),
                is_tied=bool(self.is_tied[place]),
                missing=int(self.missing[place]),
                partial=int(self.partial[place]),
                veto=self.vetoes.get(name),
            )


def _number(value: float) -> float | None:
    return None if np.isnan(value) else float(value)


def _whole(value: float) -> int | None:
    return None if np.isnan(value) else int(value)


def score_matrix(
    scores: Scores,
    weights: Weights,
    *,
    directions: Sequence[str] | Mapping[str, str] | None = None,
    low: ArrayLike | None = 1.0,
    high: ArrayLike | None = 5.0,
    candidates: Sequence[str] | None = None,
    criteria: Sequence[str] | None = None,
    vetoes: Mapping[str, str] | None = None,
    candidate: str = "candidate",
) -> ScoreMatrix:
    """Let scores in: an array, or a table whose column `candidate` names the rows.

    Parameters
    ----------
    scores : array of shape (n_candidates, n_criteria), or a table
        NaN or null where missing. Or `RangedScores`.
    weights : array of shape (n_criteria,), or a mapping by criterion
        Zero or more; divided by their sum, so that percentages will do.
    directions : “benefit” or “cost” for each criterion; default all “benefit”
    low, high : numbers, or one for each criterion
        The ends of the scale. None for figures in their own units, where nothing
        may be missing.
    candidates, criteria : names; default their places, from “1”
    vetoes : mapping of candidate to the ground on which it is ruled out
    candidate : the column of a table that names the rows

    Returns
    -------
    ScoreMatrix
        Scores in points, weights as shares that sum to 1.

    Raises
    ------
    InputError
        A score is off its scale, not finite, or missing where there is no scale; a
        weight is negative, missing or all are zero; a name is there twice or unknown.
    """
    whole = scores.values if isinstance(scores, RangedScores) else scores
    values, rows, columns = _values(whole, candidate)
    rows = _names(candidates or rows, values.shape[0], "candidate")
    columns = _names(criteria or columns, values.shape[1], "criterion")
    ends = [_ends(end, columns) for end in (low, high)]
    if ends[0] is None or ends[1] is None:
        ends = [None, None]
    least, most = _limits(scores, values, *ends)
    matrix = ScoreMatrix(
        values=values,
        weights=_weights(weights, columns),
        is_benefit=_benefits(directions, columns),
        low=ends[0],
        high=ends[1],
        candidates=rows,
        criteria=columns,
        vetoes=_vetoes(vetoes, rows),
        least=least,
        most=most,
    )
    _check_values(matrix)
    return matrix


def _limits(
    scores: Scores, values: Floats, low: Floats | None, high: Floats | None
) -> tuple[Floats, Floats]:
    """What each score may be at least and at most, within its scale."""
    if isinstance(scores, RangedScores):
        return _range_of(scores, values)
    if low is None or high is None:
        return values, values
    missing = np.isnan(values)
    return np.where(missing, low, values), np.where(missing, high, values)


def _range_of(scores: RangedScores, values: Floats) -> tuple[Floats, Floats]:
    least, most = _grid(scores.least), _grid(scores.most)
    known = np.where(np.isnan(values), (least + most) / 2, values)
    if (
        least.shape == values.shape == most.shape
        and ((least <= known) & (known <= most)).all()
    ):
        return least, most
    raise InputError(
        "ranges_do_not_match",
        gettext_noop(
            "The ranges do not hold the scores. Give for each score the least and the "
            "most that it may be, on either side of it."
        ),
    )


def _values(
    scores: Scores, candidate: str
) -> tuple[Floats, Sequence[str] | None, Sequence[str] | None]:
    if isinstance(scores, np.ndarray | Sequence):
        return _grid(scores), None, None
    table = as_frame(scores, "table of scores")  # type: ignore[arg-type]
    if isinstance(table, nw.LazyFrame):
        table = table.collect()
    rows = None
    if candidate in table.columns:
        rows = [str(name) for name in table.get_column(candidate).to_list()]
    columns = [name for name in table.columns if name != candidate]
    grid = [_column(table.get_column(name)) for name in columns]
    return _grid(np.array(grid).T), rows, columns


def _column(scores: nw.Series[Any]) -> Floats:
    if scores.is_null().all():
        return np.full(len(scores), np.nan)
    if not scores.dtype.is_numeric():
        raise InputError(
            "scores_not_numbers",
            gettext_noop(
                "Criterion “%(criterion)s” holds something that is not a number. Give "
                "numbers, with NaN or null where a score is missing."
            ),
            criterion=scores.name,
        )
    return np.asarray(scores.cast(nw.Float64).to_numpy(), float)


def _grid(scores: Any) -> Floats:
    try:
        values = np.array(scores, dtype=float)
    except (TypeError, ValueError) as wrong:
        raise InputError(
            "scores_not_numbers",
            gettext_noop(
                "The scores hold something that is not a number. Give numbers, with "
                "NaN or null where a score is missing."
            ),
        ) from wrong
    if values.ndim != 2 or 0 in values.shape:
        raise InputError(
            "scores_not_a_grid",
            gettext_noop(
                "The scores have the shape %(shape)s. Give one row for each candidate "
                "and one column for each criterion, at least one of each."
            ),
            shape=values.shape,
        )
    return values


def _names(names: Sequence[str] | None, count: int, kind: str) -> tuple[str, ...]:
    if names is None:
        return tuple(map(str, range(1, count + 1)))
    given = tuple(map(str, names))
    if len(given) != count:
        raise InputError(
            "names_do_not_match",
            gettext_noop(
                "There are %(given)s %(kind)s names for %(count)s in the scores. Give "
                "one name for each."
            ),
            given=len(given),
            kind=kind,
            count=count,
        )
    if len(set(given)) < count:
        double = next(name for place, name in enumerate(given) if name in given[:place])
        raise InputError(
            "duplicated_name",
            gettext_noop(
                "The %(kind)s “%(name)s” is there twice. Keep one, or give each its "
                "own name; several assessors are averaged first."
            ),
            kind=kind,
            name=double,
        )
    return given


def _ends(end: ArrayLike | None, criteria: tuple[str, ...]) -> Floats | None:
    if end is None:
        return None
    return np.broadcast_to(np.asarray(end, float), (len(criteria),))


def _weights(weights: Weights, criteria: tuple[str, ...]) -> Floats:
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


def _benefits(
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


def _vetoes(
    vetoes: Mapping[str, str] | None, candidates: tuple[str, ...]
) -> Mapping[str, str]:
    known = set(candidates) if vetoes else set()
    for name in vetoes or {}:
        if name not in known:
            raise InputError(
                "veto_of_nobody",
                gettext_noop(
                    "There is a veto against “%(candidate)s”, which is not among the "
                    "candidates. Correct the name, or take the veto away."
                ),
                candidate=name,
            )
    return dict(vetoes or {})


def _check_values(matrix: ScoreMatrix) -> None:
    if np.isinf(matrix.values).any():
        _refuse(matrix, np.isinf(matrix.values), "not_finite", _NOT_FINITE)
    if matrix.low is None or matrix.high is None:
        if matrix.missing.any():
            _refuse(matrix, matrix.missing, "missing_without_scale", _NO_SCALE)
        return
    if not (matrix.low < matrix.high).all():
        place = int(np.argmin(matrix.low < matrix.high))
        raise InputError(
            "scale_upside_down",
            gettext_noop(
                "The scale of criterion “%(criterion)s” runs from %(low)s to "
                "%(high)s. Give a low end below the high end."
            ),
            criterion=matrix.criteria[place],
            low=matrix.low[place],
            high=matrix.high[place],
        )
    with np.errstate(invalid="ignore"):
        off = (matrix.least < matrix.low) | (matrix.most > matrix.high)
    if off.any():
        _refuse(matrix, off, "off_the_scale", _OFF)


_NOT_FINITE = gettext_noop(
    "Candidate “%(candidate)s”, criterion “%(criterion)s”: the score is infinite. Give "
    "a number, or leave it missing."
)
_NO_SCALE = gettext_noop(
    "Candidate “%(candidate)s”, criterion “%(criterion)s”: the score is missing and "
    "the criterion has no scale, so nothing bounds it. Give the low and the high end."
)
_OFF = gettext_noop(
    "Candidate “%(candidate)s”, criterion “%(criterion)s”: the score %(found)s is off "
    "the scale from %(low)s to %(high)s. Correct it, or give the right scale."
)


def _refuse(matrix: ScoreMatrix, where: Bools, code: str, template: str) -> None:
    row, column = (int(place[0]) for place in np.nonzero(where))
    raise InputError(
        code,
        template,
        candidate=matrix.candidates[row],
        criterion=matrix.criteria[column],
        found=f"{matrix.values[row, column]:g}",
        low="" if matrix.low is None else f"{matrix.low[column]:g}",
        high="" if matrix.high is None else f"{matrix.high[column]:g}",
    )


def make_ranking(
    method: str,
    matrix: ScoreMatrix,
    score: Floats,
    score_low: Floats,
    score_high: Floats,
    *,
    bounds_are_exact: bool = True,
) -> Ranking:
    """A ranking from the scores of the candidates that are not vetoed."""
    here = matrix.is_ranked
    rank, is_tied = competition_ranks(score)
    best = worst = rank
    if not np.array_equal(score_low, score_high, equal_nan=True):
        best, worst = possible_ranks(score_low, score_high)
    tied = np.zeros(len(here), bool)
    tied[here] = is_tied
    return Ranking(
        method=method,
        candidates=matrix.candidates,
        score=_spread(score, here),
        rank=_spread(rank, here),
        score_low=_spread(score_low, here),
        score_high=_spread(score_high, here),
        rank_best=_spread(best, here),
        rank_worst=_spread(worst, here),
        is_tied=tied,
        missing=matrix.missing.sum(axis=1),
        partial=(matrix.is_open & ~matrix.missing).sum(axis=1),
        bounds_are_exact=bounds_are_exact,
        vetoes=matrix.vetoes,
    )


def _spread(values: Floats, here: Bools) -> Floats:
    if here.all():
        return values
    out = np.full(len(here), np.nan)
    out[here] = values
    return out


def competition_ranks(score: Floats) -> tuple[Floats, Bools]:
    """Ranks from the highest score down, ties sharing the smallest; who is tied.

    Where all scores are undefined (NaN), all candidates are tied.
    """
    order = np.argsort(-score)  # NaN sorts last
    tie = tie_width(score)
    with np.errstate(invalid="ignore"):
        begins = np.append(True, -np.diff(score[order]) > tie)[: len(score)]
    first = np.maximum.accumulate(np.where(begins, np.arange(len(score)), 0))
    ends = np.append(begins[1:], True)[: len(score)]
    rank, is_tied = np.empty(len(score)), np.empty(len(score), bool)
    rank[order] = first + 1
    is_tied[order] = ~(begins & ends)
    return rank, is_tied


def tie_width(score: Floats) -> float:
    """How close two scores are that count as equal: rounding, no more."""
    known = np.abs(score[np.isfinite(score)])
    return TIE * float(known.max()) if known.size else 0.0


def possible_ranks(score_low: Floats, score_high: Floats) -> tuple[Floats, Floats]:
    """The best and the worst rank of each candidate, given the range of its score."""
    tie, count = tie_width(score_high), len(score_low)
    lows, highs = np.sort(score_low), np.sort(score_high)
    surely_better = count - _how_many_up_to(lows, score_high + tie)
    maybe_better = count - _how_many_up_to(highs, score_low + tie)
    # With a range of its own, a candidate's high end exceeds its low end.
    itself = score_high > score_low + tie
    best = np.asarray(1.0 + surely_better, float)
    return best, np.asarray(1.0 + maybe_better - itself, float)


def _how_many_up_to(ordered: Floats, limits: Floats) -> NDArray[np.int64]:
    """How many of the ordered values lie at or below each limit."""
    order = np.argsort(limits)  # neighbours are looked up together: much faster
    out = np.empty(len(limits), np.int64)
    out[order] = np.searchsorted(ordered, limits[order], side="right")
    return out
