"""The door that scores pass: from an array or a table to a matrix of scores."""

from collections.abc import Mapping, Sequence
from typing import Any

import narwhals as nw
import numpy as np
from numpy.typing import ArrayLike

from distretto.analysis.checks import as_frame
from distretto.analysis.selection.criteria import (
    are_benefits,
    criterion_weights,
    scale_ends,
)
from distretto.analysis.selection.score_matrix import (
    Bools,
    Floats,
    RangedScores,
    ScoreMatrix,
    Scores,
    Weights,
)
from distretto.errors import InputError, gettext_noop


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
    ends = [scale_ends(end, columns) for end in (low, high)]
    if ends[0] is None or ends[1] is None:
        ends = [None, None]
    least, most = _limits(scores, values, *ends)
    matrix = ScoreMatrix(
        values=values,
        weights=criterion_weights(weights, columns),
        is_benefit=are_benefits(directions, columns),
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
                "There are %(given)s names of candidates for %(count)s in the scores. "
                "Give one name for each."
            )
            if kind == "candidate"
            else gettext_noop(
                "There are %(given)s names of criteria for %(count)s in the scores. "
                "Give one name for each."
            ),
            given=len(given),
            count=count,
        )
    if len(set(given)) < count:
        double = next(name for place, name in enumerate(given) if name in given[:place])
        raise InputError(
            "duplicated_name",
            gettext_noop(
                "The candidate “%(name)s” is there twice. Keep one, or give each its "
                "own name; several assessors are averaged first."
            )
            if kind == "candidate"
            else gettext_noop(
                "The criterion “%(name)s” is there twice. Keep one, or give each its "
                "own name; several assessors are averaged first."
            ),
            name=double,
        )
    return given


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
