"""A table of an export with the place of each column, and the answers in it."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from distretto.formats.kobo.placing import Place
from distretto.formats.kobo.sheets import ExportTable
from distretto.formats.kobo.values import (
    Column,
    as_text,
    joined_choices,
    read_column,
)
from distretto.formats.questionnaire.model import Questionnaire


@dataclass(frozen=True)
class Placed:
    """A table with the place of each of its columns."""

    table: ExportTable
    places: tuple[Place, ...]

    def meta(self, kind: str) -> pl.Series | None:
        """The first column of a kind of meta, as text."""
        for number, place in enumerate(self.places):
            if place.kind == "meta" and place.detail == kind:
                return as_text(self.table.frame[str(number)])
        return None

    def columns_of(self, kind: str) -> Mapping[str, list[int]]:
        """Where the columns of each question are: “question”, “choice”, “position”."""
        found: dict[str, list[int]] = defaultdict(list)
        for number, place in enumerate(self.places):
            if place.kind == kind:
                found[place.question].append(number)
        return found


def read_columns(placed: Placed, questionnaire: Questionnaire) -> dict[str, Column]:
    """The answers to each question that has columns in a table."""
    single = placed.columns_of("question")
    split = placed.columns_of("choice")
    parts = placed.columns_of("position")
    found: dict[str, Column] = {}
    for code in questionnaire.by_code:
        if code in single or code in split or code in parts:
            question = questionnaire.by_code[code]
            cells = _cells(placed, single.get(code), split.get(code), parts.get(code))
            found[code] = read_column(cells, question, questionnaire.offered(question))
    return found


def _cells(
    placed: Placed,
    single: list[int] | None,
    split: list[int] | None,
    parts: list[int] | None,
) -> pl.Series:
    """One column of cells: the first that is filled, else put together of parts."""
    frame = placed.table.frame
    found: pl.Series | None = None
    for number in single or ():
        cells = frame[str(number)]
        if found is None or found.dtype != cells.dtype:
            found = cells if found is None else as_text(found).fill_null(as_text(cells))
        else:
            found = as_text(found).fill_null(as_text(cells))
    if split:
        chosen = joined_choices(
            {placed.places[each].detail: frame[str(each)] for each in split}
        )
        found = chosen if found is None else as_text(found).fill_null(chosen)
    if parts:
        ends = {placed.places[each].detail: as_text(frame[str(each)]) for each in parts}
        if {"latitude", "longitude"} <= set(ends):
            pair = ends["latitude"] + " " + ends["longitude"]
            found = pair if found is None else as_text(found).fill_null(pair)
    if found is None:
        return pl.Series([None], dtype=pl.String).new_from_index(0, frame.height)
    return found


def faults_of(
    placed: Placed, code: str, column: Column, responses: pl.Series
) -> pl.DataFrame:
    """The faults in the answers to one question."""
    if column.codes.null_count() == len(column.codes):
        return pl.DataFrame()
    heads = [
        head
        for head, place in zip(placed.table.heads, placed.places, strict=True)
        if place.question == code
    ]
    return (
        pl.DataFrame(
            {"code": column.codes, "response": responses, "value": column.text}
        )
        .with_row_index("row", offset=placed.table.first_row)
        .filter(pl.col("code").is_not_null())
        .with_columns(
            question=pl.lit(code),
            sheet=pl.lit(placed.table.name),
            column=pl.lit(heads[0]),
            row=pl.col("row").cast(pl.Int64),
        )
    )
