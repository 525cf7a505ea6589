"""Responses of a survey, as they were read."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import polars as pl

from distretto.errors import ngettext_noop
from distretto.formats.kobo.values import problems_in
from distretto.formats.problems import Problem
from distretto.formats.questionnaire.model import Questionnaire
from distretto.notes import Note

EXTRA = {"response": pl.String, "column": pl.String, "value": pl.String}


@dataclass(frozen=True)
class Unplaced:
    """A column that belongs to no question: its cells are not among the answers.

    `why` is “unknown”, “several” where two questions have the label, or “elsewhere”
    where its question repeats and the sheet is not that of the repeat, or turned.
    """

    sheet: str
    column: str
    filled: int
    example: str
    why: str = "unknown"


@dataclass(frozen=True)
class Responses:
    """What an export holds.

    Attributes
    ----------
    questionnaire : Questionnaire
        What it was read by.
    responses : polars.DataFrame, one row per response
        `response` (its key), `row`, `version`, `submitted`, `start`, `end`, `user`
        and `minutes` (from start to end); null where unknown.
    answers : polars.DataFrame, one row per answer
        `response`, `question`, `value` (text: the name of the answer, or the cell as
        it was) and `number` (null where it is none, or at fault).
    wide : polars.DataFrame, one row per response
        `response` and a column for each question of which there is a column: numbers,
        names of answers, names parted by blanks. Null where unknown or at fault.
    repeats : mapping of block to polars.DataFrame
        `response`, `place` (1, 2 ...) and the columns of its questions; of a block
        that repeats inside another, “/outer block”: in which repetition of that.
    faults : polars.DataFrame
        `code`, `response`, `question`, `sheet`, `row`, `column`, `value`.
    unplaced : tuple of Unplaced
    passed_over : tuple of str
        Columns that the device or the server adds and nothing here needs.
    notes : tuple of Note
    extra : polars.DataFrame, one row per cell
        `response`, `column` and `value` of columns that belong to no question; those
        of a repeat are called “sheet[2]/column”.
    heads : frozenset of str
        All columns there are; those of repeats as “sheet/column”.
    unordered : frozenset of str
        Questions whose several answers stand in columns of 0 and 1 alone: in which
        order they were given is not known.
    """

    questionnaire: Questionnaire
    responses: pl.DataFrame
    answers: pl.DataFrame
    wide: pl.DataFrame
    repeats: Mapping[str, pl.DataFrame]
    faults: pl.DataFrame
    unplaced: tuple[Unplaced, ...]
    passed_over: tuple[str, ...]
    notes: tuple[Note, ...] = ()
    extra: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=EXTRA))
    heads: frozenset[str] = frozenset()
    unordered: frozenset[str] = frozenset()

    def problems(self, limit: int | None = 1000) -> Iterator[Problem]:
        """The faults as sentences with their places, the first `limit`."""
        return problems_in(self.faults, self.questionnaire, limit)


VERSIONS = ngettext_noop(
    "The responses are of %(count)s version of the form: %(versions)s.",
    "The responses are of %(count)s versions of the form: %(versions)s.",
)
RETIRED = ngettext_noop(
    "%(count)s question is not asked any more; the answers to it are kept: "
    "%(questions)s.",
    "%(count)s questions are not asked any more; the answers to them are kept: "
    "%(questions)s.",
)
NO_COLUMN = ngettext_noop(
    "%(count)s question has no column: %(questions)s.",
    "%(count)s questions have no column: %(questions)s.",
)
UNPLACED = ngettext_noop(
    "%(count)s column belongs to no question: %(columns)s.",
    "%(count)s columns belong to no question: %(columns)s.",
)
