"""A later export beside what was kept: what it does not speak of stays as it was."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from distretto.formats.kobo.responses import Responses
from distretto.formats.questionnaire.model import Questionnaire
from distretto.formats.survey.kept import KeptResponse

_NUMBERED = re.compile(r"\[\d+\](?=/)")
Answers = Mapping[str, Any]


@dataclass(frozen=True)
class Scope:
    """What an export speaks of, a blank cell included.

    Attributes
    ----------
    questions : tuple of str
        Those of which it has a column.
    repeats : mapping of block to tuple of str
        The repeated blocks whose table it has, with the questions there.
    heads : tuple of str
        All its columns.
    unordered : tuple of str
        Questions whose several answers it tells in no order.
    """

    questions: Sequence[str]
    repeats: Mapping[str, Sequence[str]]
    heads: Sequence[str]
    unordered: Sequence[str]

    def kept(self) -> dict[str, Any]:
        """As JSON keeps it; `Scope(**kept)` is the same again."""
        return asdict(self)


def scope_of(found: Responses) -> Scope:
    """What an export that was read speaks of."""
    return Scope(
        questions=tuple(found.wide.columns[1:]),
        repeats={block: tuple(rows.columns) for block, rows in found.repeats.items()},
        heads=tuple(sorted(found.heads)),
        unordered=tuple(sorted(found.unordered)),
    )


def merged(
    before: Sequence[KeptResponse],
    after: Sequence[KeptResponse],
    scope: Scope,
    questionnaire: Questionnaire,
) -> list[KeptResponse]:
    """The later responses, with what their export does not speak of from the earlier.

    Answers to questions without a column stay: a question that was retired is not in
    the exports of the form that came after. Several answers in another order are the
    same answers, and keep the order they have.

    Parameters
    ----------
    before, after : each response once; `after` may be merged with an earlier state
        already, of which nothing comes back
    scope : of the export that `after` was read from
    questionnaire : what was asked, retired questions included
    """
    earlier = {each.key: each for each in before}
    alike = _Alike(scope, questionnaire)
    return [
        _beside(earlier[each.key], each, scope, alike) if each.key in earlier else each
        for each in after
    ]


def _beside(
    old: KeptResponse, new: KeptResponse, scope: Scope, alike: "_Alike"
) -> KeptResponse:
    heads, questions = {*scope.heads}, {*scope.questions}
    stays = {
        column: cell
        for column, cell in old.unplaced.items()
        if _NUMBERED.sub("", column) not in heads
    }
    return replace(
        new,
        answers=_answers(
            old.answers,
            {code: each for code, each in new.answers.items() if code in questions},
            questions,
            alike,
        ),
        repeats=_repeats(old.repeats, new.repeats, scope, alike),
        unplaced={**stays, **new.unplaced},
    )


def _answers(
    old: Answers, new: Answers, spoken_of: set[str], alike: "_Alike"
) -> dict[str, Any]:
    stays = {code: value for code, value in old.items() if code not in spoken_of}
    told = {
        code: old[code] if alike.same(code, old.get(code), value) else value
        for code, value in new.items()
    }
    return {**stays, **told}


def _repeats(
    old: Mapping[str, Sequence[Answers]],
    new: Mapping[str, Sequence[Answers]],
    scope: Scope,
    alike: "_Alike",
) -> dict[str, list[Answers]]:
    """Rows are held against each other by their place, where there are as many."""
    found = {
        block: list(rows) for block, rows in old.items() if block not in scope.repeats
    }
    for block, columns in scope.repeats.items():
        if block not in new:
            continue
        rows, there, spoken_of = new[block], old.get(block, ()), {*columns}
        found[block] = (
            [
                _answers(one, other, spoken_of, alike)
                for one, other in zip(there, rows, strict=True)
            ]
            if len(there) == len(rows)
            else list(rows)
        )
    return found


class _Alike:
    """Knows when several answers are the same ones in another order."""

    def __init__(self, scope: Scope, questionnaire: Questionnaire) -> None:
        self.unordered = {*scope.unordered}
        self.offered = {
            code: {choice.name for choice in questionnaire.offered(question)}
            for code, question in questionnaire.by_code.items()
            if question.kind == "multi"
        }

    def same(self, code: str, one: Any, other: Any) -> bool:
        """Whether the answers differ at most in their order.

        Where all that is offered is chosen, the order may be a ranking, and counts
        if it is told.
        """
        if code not in self.offered or not isinstance(one, str):
            return False
        names = {*one.split()}
        if names != {*str(other).split()}:
            return False
        return code in self.unordered or names != self.offered[code]
