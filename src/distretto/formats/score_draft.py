"""A sheet of scores while it is being read."""

import math
from dataclasses import dataclass, field

import numpy as np

from distretto.errors import FormatError, gettext_noop
from distretto.formats.problems import Problem
from distretto.formats.score_cells import NO_GROUND, Reader, Row, veto_ground
from distretto.formats.score_sheet import ScoreSheet
from distretto.formats.tables import Table, with_other_sheets
from distretto.notes import Note

SUM_TOLERANCE = 0.005  # of the whole: weights are often rounded


@dataclass
class Draft:
    """A sheet while it is being read."""

    table: Table
    reader: Reader
    notes: list[Note] = field(default_factory=list)
    weights: dict[str, float | None] = field(default_factory=dict)
    weights_row: int | None = None
    directions: dict[str, str] = field(default_factory=dict)
    headings: dict[str, str] = field(default_factory=dict)
    votes: dict[tuple[str, str, str], float] = field(default_factory=dict)
    seen: dict[tuple[str, str, str], int] = field(default_factory=dict)
    candidates: dict[str, None] = field(default_factory=dict)
    criteria: dict[str, None] = field(default_factory=dict)
    assessors: dict[str, None] = field(default_factory=dict)
    vetoes: dict[str, str] = field(default_factory=dict)

    def vote(self, row: Row, who: str, candidate: str, criterion: str, at: str) -> None:
        """Take one score in; `at` is its column."""
        self.candidates[candidate] = self.assessors[who] = None
        self.criteria[criterion] = None
        score = self.reader.score(row, at)
        self.votes[who, candidate, criterion] = score

    def veto(self, candidate: str, text: str) -> None:
        """Take a ground for a veto in, beside those of other rows."""
        ground = veto_ground(text)
        before = self.vetoes.get(candidate, "")
        if ground and ground not in before:
            self.vetoes[candidate] = f"{before}; {ground}" if before else ground

    def is_first(self, row: Row, key: tuple[str, str, str], column: str) -> bool:
        """Whether this is the first row for a key; else that is a problem."""
        first = self.seen.setdefault(key, row.number)
        if first == row.number:
            return True
        self.reader.report(row, column, "duplicated_candidate", _TWICE, first=first)
        return False

    def finished(self) -> ScoreSheet:
        """The sheet as read."""
        if not self.candidates or not self.criteria:
            raise _nothing_to_rank(self.table, bool(self.criteria))
        candidates, criteria = tuple(self.candidates), tuple(self.criteria)
        assessors = tuple(self.assessors)
        if NO_GROUND in self.vetoes.values():
            self.notes.append(Note(_VETO_WITHOUT_GROUND))
        return ScoreSheet(
            candidates=candidates,
            criteria=criteria,
            weights=self._weights(criteria),
            directions=tuple(self.directions.get(one, "benefit") for one in criteria),
            headings=tuple(self.headings.get(one, "") for one in criteria),
            assessors=assessors,
            votes=self._block(assessors, candidates, criteria),
            asked=self._asked(assessors, candidates),
            vetoes=self.vetoes,
            low=self.reader.low,
            high=self.reader.high,
            sheet=self.table.sheet,
            notes=(*self.table.notes, *self.notes),
            problems=tuple(self.reader.problems),
        )

    def _block(self, *names: tuple[str, ...]) -> np.ndarray:
        """The votes by assessor, candidate and criterion."""
        places = [{name: place for place, name in enumerate(each)} for each in names]
        votes = np.full([len(each) for each in names], math.nan)
        for key, score in self.votes.items():
            votes[tuple(of[name] for of, name in zip(places, key, strict=True))] = score
        return votes

    def _asked(
        self, assessors: tuple[str, ...], candidates: tuple[str, ...]
    ) -> np.ndarray:
        """Which assessor has a row for which candidate."""
        pairs = {(who, candidate) for who, candidate, _criterion in self.votes}
        return np.array([[(a, c) in pairs for c in candidates] for a in assessors])

    def _weights(self, criteria: tuple[str, ...]) -> tuple[float, ...]:
        if not self.weights:
            self.notes.append(Note(_NO_WEIGHTS))
            return (1 / len(criteria),) * len(criteria)
        given = [self.weights.get(one) or 0.0 for one in criteria]
        total = math.fsum(given)
        has_gaps = any(self.weights.get(one) is None for one in criteria)
        whole = 1.0 if abs(total - 1) <= SUM_TOLERANCE else 100.0
        if abs(total - whole) > SUM_TOLERANCE * whole and not has_gaps:
            raise _do_not_add_up(self.table, self.weights_row, total)
        if not math.isclose(total, whole, rel_tol=1e-9) and not has_gaps:
            self.notes.append(Note(_DIVIDED, total=total))
        return tuple(one / total if total else 0.0 for one in given)


def _nothing_to_rank(table: Table, has_criteria: bool) -> FormatError:
    failure = FormatError(
        "nothing_to_rank",
        gettext_noop(
            "“%(file)s” has no %(what)s. Put the candidates in the first column, one "
            "row each, and the criteria in the columns beside it with their names on "
            "top; `distretto selection rank --template scores.xlsx` shows how."
        ),
        file=table.path.name,
        what="candidates" if has_criteria else "criteria with scores",
    )
    return with_other_sheets(failure, table.path, table.sheet, table.sheets)


def _do_not_add_up(table: Table, row: int | None, total: float) -> FormatError:
    place = Problem("", "", sheet=table.sheet, row=row).place
    return FormatError(
        "weights_do_not_add_up",
        gettext_noop(
            "%(place)s: the weights add up to %(total)s. Change them so that they add "
            "up to 100 (or to 1, if they are shares)."
        ),
        place=(place[:1].upper() + place[1:]) or table.path.name,
        total=f"{total:g}",
    )


_VETO_WITHOUT_GROUND = gettext_noop(
    "A veto without a ground: put the ground in its cell."
)
_NO_WEIGHTS = gettext_noop(
    "No weights were found: all criteria weigh the same. Add a row “weight”."
)
_DIVIDED = gettext_noop(
    "The weights add up to %(total)s; they were divided by their sum."
)
_TWICE = gettext_noop(
    "“%(value)s” is there already, in row %(first)s. Keep one of the rows; if they are "
    "by different people, add a column “assessor” with their names."
)
