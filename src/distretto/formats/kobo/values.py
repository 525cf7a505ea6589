"""The cells of an export as answers: checked, and none of them lost.

A cell that does not fit its question keeps its text and becomes no number: it is a
fault with its row, column and value.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import polars as pl

from distretto.errors import gettext_noop
from distretto.formats.problems import Problem
from distretto.formats.questionnaire.model import Choice, Question, Questionnaire

FAULTS = {
    "not_a_number": gettext_noop(
        "“%(value)s” is not a number. Put a number, or leave the cell blank if the "
        "answer is unknown."
    ),
    "not_whole": gettext_noop(
        "“%(value)s” is not a whole number, and this question counts things. Correct "
        "it, or leave the cell blank."
    ),
    "below_range": gettext_noop(
        "“%(value)s” is below %(least)s, the least that is possible. Ask again, and "
        "correct the answer or leave it blank."
    ),
    "above_range": gettext_noop(
        "“%(value)s” is above %(most)s, the most that is possible. Ask again, and "
        "correct the answer or leave it blank."
    ),
    "not_an_answer": gettext_noop(
        "“%(value)s” is not among the answers offered (%(offered)s). Correct it, or "
        "add the answer to the questionnaire."
    ),
    "not_a_day": gettext_noop(
        "“%(value)s” is not a day. Write it as 2026-11-27, or leave the cell blank."
    ),
    "day_to_come": gettext_noop(
        "The interview cannot have been on “%(value)s”: that day is still to come. "
        "Correct it, or leave the cell blank."
    ),
    "not_a_position": gettext_noop(
        "“%(value)s” is not a position: give latitude from -90 to 90 and longitude "
        "from -180 to 180."
    ),
    "none_and_others": gettext_noop(
        "“%(value)s” says none and others beside it. Ask which is right."
    ),
    "response_twice": gettext_noop(
        "The response “%(value)s” is there more than once. The last one is used; take "
        "the others out of the export if they are copies."
    ),
    "no_key": gettext_noop(
        "The response has no “_uuid”; it goes by its row, and another export cannot "
        "be compared with it. Export with all columns."
    ),
    "orphan_row": gettext_noop(
        "The row belongs to the response “%(value)s”, which is not in the export. It "
        "was passed over."
    ),
    "needed": gettext_noop(
        "The answer is lacking, and the question must be answered. Ask again."
    ),
}
SCHEMA = {
    "code": pl.String,
    "response": pl.String,
    "question": pl.String,
    "sheet": pl.String,
    "row": pl.Int64,
    "column": pl.String,
    "value": pl.String,
}
_DAY = r"^\d{4}-\d{2}-\d{2}"


@dataclass(frozen=True)
class Column:
    """The answers to a question, one for each row: as text, and as what is counted.

    `typed` is a number, or the name of the answer; null where unknown or at fault.
    `codes` has the kind of fault, null where there is none.
    """

    text: pl.Series
    typed: pl.Series
    codes: pl.Series


@dataclass
class FaultTable:
    """Faults as they are found, whole, in columns."""

    parts: list[pl.DataFrame] = field(default_factory=list)

    def add(self, found: pl.DataFrame) -> None:
        if found.height:
            self.parts.append(found.select(*SCHEMA))

    @property
    def table(self) -> pl.DataFrame:
        return pl.concat([pl.DataFrame(schema=SCHEMA), *self.parts])


def problems_in(
    faults: pl.DataFrame, questionnaire: Questionnaire, limit: int | None = None
) -> Iterator[Problem]:
    """The faults as problems with sentences, the first `limit`."""
    shown = faults if limit is None else faults.head(limit)
    for each in shown.iter_rows(named=True):
        question = questionnaire.by_code.get(each["question"] or "")
        gaps: dict[str, object] = {"value": each["value"]}
        if question is not None:
            gaps |= {"least": _bound(question.low), "most": _bound(question.high)}
            names = [choice.name for choice in questionnaire.offered(question)]
            gaps["offered"] = ", ".join(names)
        yield Problem(
            each["code"],
            FAULTS[each["code"]],
            gaps,
            each["sheet"] or None,
            each["row"],
            each["column"],
            each["value"],
        )


def _bound(number: float | None) -> str:
    return "" if number is None else f"{number:.15g}"


def as_text(cells: pl.Series) -> pl.Series:
    """Cells as text without blanks around; null where there is nothing."""
    if cells.dtype == pl.String:
        text = cells.str.strip_chars()
        return text.set(text == "", None)
    values = cells.cast(pl.Float64)
    whole = (values == values.floor()) & (values.abs() < 2**53)
    integers = values.set(~whole.fill_null(False), None).cast(pl.Int64)
    return integers.cast(pl.String).fill_null(values.cast(pl.String))


def read_column(
    cells: pl.Series, question: Question, offered: Sequence[Choice]
) -> Column:
    """The answers in the cells of one column."""
    text = as_text(cells)
    if question.is_quantity or question.kind == "calculate":
        return _numbers(cells, text, question)
    if question.kind == "multi":
        return _several(text, offered)
    if offered:
        return _one_of(text, question, offered)
    if question.kind == "date":
        is_day = (
            text.str.contains(_DAY)
            & text.str.slice(0, 10).str.to_date("%Y-%m-%d", strict=False).is_not_null()
        )
        return _checked(text, text.str.slice(0, 10), ~is_day, "not_a_day")
    if question.kind == "geopoint":
        return _checked(text, text, ~_is_position(text), "not_a_position")
    return _checked(text, text, text.is_null(), "")


def _checked(text: pl.Series, typed: pl.Series, bad: pl.Series, code: str) -> Column:
    """A column where `bad` cells have one fault."""
    at_fault = bad.fill_null(False) & text.is_not_null()
    codes = pl.select(pl.when(at_fault).then(pl.lit(code or None))).to_series()
    return Column(text, typed.set(at_fault, None), codes.cast(pl.String))


def not_after(column: Column, day: date) -> Column:
    """The same days, with those after `day` at fault."""
    is_late = (column.typed > day.isoformat()).fill_null(False)
    late = pl.when(is_late).then(pl.lit("day_to_come"))
    codes = pl.select(late.otherwise(column.codes)).to_series()
    return Column(column.text, column.typed.set(is_late, None), codes)


def _numbers(cells: pl.Series, text: pl.Series, question: Question) -> Column:
    number = (
        cells.cast(pl.Float64)
        if cells.dtype != pl.String
        else text.cast(pl.Float64, strict=False)
    )
    finite = number.is_finite().fill_null(False)
    if question.kind == "calculate":
        return Column(text, number.set(~finite, None), _no_codes(text))
    low = -float("inf") if question.low is None else question.low
    high = float("inf") if question.high is None else question.high
    frame = pl.DataFrame({"text": text, "number": number, "finite": finite})
    given = pl.col("text").is_not_null()
    is_whole = pl.col("number") == pl.col("number").floor()
    code = (
        pl.when(given & ~pl.col("finite"))
        .then(pl.lit("not_a_number"))
        .when(given & (pl.col("number") < low))
        .then(pl.lit("below_range"))
        .when(given & (pl.col("number") > high))
        .then(pl.lit("above_range"))
        .when(given & ~is_whole & pl.lit(question.kind == "count"))
        .then(pl.lit("not_whole"))
    )
    read = frame.with_columns(code=code.cast(pl.String))
    typed = pl.when(pl.col("code").is_null() & pl.col("finite")).then("number")
    return Column(text, read.select(typed).to_series(), read["code"])


def _no_codes(text: pl.Series) -> pl.Series:
    return pl.Series([None], dtype=pl.String).new_from_index(0, len(text))


def words_of(offered: Sequence[Choice]) -> Mapping[str, str]:
    """Each way an answer may be written, in small letters, and its name."""
    found: dict[str, str] = {}
    for choice in offered:
        for label in choice.labels.values():
            found.setdefault(label.strip().casefold(), choice.name)
    # Names come first: a label of one may be the name of another.
    return found | {choice.name.casefold(): choice.name for choice in offered}


def _one_of(text: pl.Series, question: Question, offered: Sequence[Choice]) -> Column:
    words = words_of(offered)
    names = {
        found: words[found.strip().casefold()]
        for found in text.unique().drop_nulls()
        if found.strip().casefold() in words
    }
    name = text.replace_strict(names, default=None, return_dtype=pl.String)
    column = _checked(text, name, name.is_null(), "not_an_answer")
    # Labels become names, so that all exports of a form say the same.
    shown = name.fill_null(text)
    if question.kind != "likert":
        return Column(shown, column.typed, column.codes)
    numbers = {choice.name: choice.number for choice in offered}
    number = column.typed.replace_strict(numbers, default=None, return_dtype=pl.Float64)
    return Column(shown, number, column.codes)


def _several(text: pl.Series, offered: Sequence[Choice]) -> Column:
    words = words_of(offered)
    names: dict[str, str | None] = {}
    codes: dict[str, str] = {}
    for found in text.unique().drop_nulls():
        names[found] = chosen = chosen_in(found, words)
        if chosen is None:
            codes[found] = "not_an_answer"
        elif "none" in chosen.split() and " " in chosen:
            codes[found], names[found] = "none_and_others", None
    name = text.replace_strict(names, default=None, return_dtype=pl.String)
    code = text.replace_strict(codes, default=None, return_dtype=pl.String)
    return Column(name.fill_null(text), name, code)


def chosen_in(text: str, words: Mapping[str, str]) -> str | None:
    """The names of the answers in a cell, parted by blanks; None if one is unknown.

    Labels have blanks in them themselves: the longest that fits is taken each time.
    """
    rest = text.strip().casefold()
    longest = sorted(words, key=len, reverse=True)
    chosen: list[str] = []
    while rest:
        fits = (
            word
            for word in longest
            if rest.startswith(word)
            and rest[len(word) : len(word) + 1] in ("", " ", ",", ";")
        )
        word = next(fits, None)
        if not word:
            return None
        chosen.append(words[word])
        rest = rest[len(word) :].lstrip(" ,;")
    return " ".join(dict.fromkeys(chosen))


def _is_position(text: pl.Series) -> pl.Series:
    parts = text.str.split(" ")
    latitude = parts.list.get(0, null_on_oob=True).cast(pl.Float64, strict=False)
    longitude = parts.list.get(1, null_on_oob=True).cast(pl.Float64, strict=False)
    return (latitude.is_between(-90, 90) & longitude.is_between(-180, 180)).fill_null(
        False
    )


def joined_choices(columns: Mapping[str, pl.Series]) -> pl.Series:
    """One column for each answer, as one text of names; null where none is chosen.

    Where all are blank or 0 the question may not have been asked: that is unknown,
    and not “none”.
    """
    marks = [
        pl.when(_is_yes(cells)).then(pl.lit(name)).alias(name)
        for name, cells in columns.items()
    ]
    chosen = pl.select(
        pl.concat_str(marks, separator=" ", ignore_nulls=True)
    ).to_series()
    return chosen.set(chosen == "", None)


def _is_yes(cells: pl.Series) -> pl.Series:
    if cells.dtype != pl.String:
        return (cells.cast(pl.Float64) == 1).fill_null(False)
    text = cells.str.strip_chars().str.to_lowercase()
    return (~text.is_in(["", "0", "false", "no", "0.0"])).fill_null(False)
