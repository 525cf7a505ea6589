"""The bottlenecks of a cluster as tables, from the responses of a survey."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from distretto.analysis.diagnosis.bottlenecks.indicators import Indicator
from distretto.analysis.diagnosis.bottlenecks.results import Bottlenecks, bottlenecks
from distretto.formats.kobo import Responses
from distretto.formats.questionnaire.model import CONSENT, Questionnaire
from distretto.formats.survey.found import (
    EQUAL,
    FEW,
    FEW_BEHIND_GAP,
    LEVEL,
    NO_REFERENCE,
    NOT_ASKED,
    NOT_ENOUGH,
    NOT_IN_SAMPLE,
    REPRESENTED,
    WITHDRAWN,
    Found,
)
from distretto.formats.survey.groups import SIZES, USUAL, with_size_class
from distretto.formats.survey.weighting import (
    STRATUM,
    WEIGHT,
    Weighted,
    weighted_answers,
)
from distretto.notes import Note, percentage, quoted

_NAMED = 8
KEY = "register_code"


@dataclass(frozen=True)
class Judging:
    """How answers are judged; the defaults are those of the method."""

    by: Sequence[str] | None = None
    cross: Sequence[tuple[str, str]] = ()
    # Size classes and the persons from which each begins, the smallest first.
    sizes: Mapping[str, int] = field(default_factory=lambda: SIZES)
    sample: str | pl.DataFrame | None = None
    indicators: Iterable[Indicator] | None = None
    benchmarks: Mapping[str, float] = field(default_factory=dict)
    settings: Mapping[str, Any] = field(default_factory=dict)
    # `Bottlenecks.members` of results that were shown before, and whether to keep them.
    members: Mapping[str, frozenset[str]] | None = None
    keep_members: bool = False


def agreed(found: Responses, sizes: Mapping[str, int] = SIZES) -> pl.DataFrame:
    """The answers of those who agreed to take part, with their size class.

    Who left the question blank has not agreed.
    """
    wide = with_size_class(found.wide, sizes)
    if CONSENT not in wide.columns:
        return wide
    said = wide[CONSENT].unique().drop_nulls()
    agreeing = [each for each in said if found.questionnaire.agreed(each)]
    return wide.filter(pl.col(CONSENT).is_in(agreeing))


def measured(
    found: Responses, judging: Judging, released: Responses | None = None
) -> tuple[Bottlenecks, tuple[Note, ...]]:
    """The bottlenecks, and what a reader of them should know.

    `released` are responses whose results were shown before in the same groups: what
    the difference of the two would tell is hidden.
    """
    form, wide = found.questionnaire, agreed(found, judging.sizes)
    withdrawn = found.wide.height - wide.height
    weighted = (
        None
        if judging.sample is None
        else weighted_answers(wide, judging.sample, key=KEY)
    )
    asked = {
        "seen": form.seen,
        "biggest": form.biggest,
        "by": _groups(wide, judging.by),
        "cross": judging.cross,
        "benchmarks": judging.benchmarks,
        **judging.settings,
    }
    indicators = tuple(judging.indicators or form.indicators)
    before = None
    if released is not None:
        before = bottlenecks(
            agreed(released, judging.sizes), indicators, **asked, keep_members=True
        )
    if weighted is not None:
        asked |= {
            "weight": WEIGHT,
            "stratum": STRATUM,
            "population": weighted.population,
        }
        wide = weighted.wide
    result = bottlenecks(
        wide,
        indicators,
        **asked,
        released=before.members if before else judging.members,
        keep_members=judging.keep_members,
    )
    return result, _notes(result, weighted, withdrawn)


def _groups(wide: pl.DataFrame, by: Sequence[str] | None) -> list[str]:
    """Those asked for, else the usual ones that are known and differ."""
    if by is not None:
        return list(by)
    known = [name for name in USUAL if name in wide.columns]
    return [name for name in known if wide[name].drop_nulls().n_unique() > 1]


def bottleneck_tables(
    result: Bottlenecks,
    notes: Sequence[Note],
    form: Questionnaire,
    language: str = "",
) -> Found:
    """The tables, with the names of categories and the wording of questions."""
    names = {code: form.label(each, language) for code, each in form.categories.items()}
    ways = {code: form.label(each, language) for code, each in form.remedies.items()}

    def named(table: pl.DataFrame) -> pl.DataFrame:
        name = pl.col("category").replace_strict(
            names, default=pl.col("category"), return_dtype=pl.String
        )
        return table.with_columns(name=name).select(
            *(each for each in table.columns if each in _KEYS),
            "name",
            pl.all().exclude(*_KEYS, "name"),
        )

    remedy = pl.col("category").replace_strict(
        ways, default=None, return_dtype=pl.String
    )
    return Found(
        "bottlenecks",
        {
            "categories": named(result.categories).with_columns(remedy=remedy),
            "groups": named(result.groups),
            "cells": named(result.cells),
            "indicators": result.indicators,
            "alarms": result.alarms,
        },
        result.settings,
        tuple(notes),
    )


_KEYS = ("variable", "group", "other", "other_group", "category")


def is_seen_hidden(row: Mapping[str, Any]) -> bool:
    """Whether what firms say of a category is hidden: few have said it."""
    return row["seen_mean"] is None and row["seen_firms"] is None


def is_gap_hidden(row: Mapping[str, Any]) -> bool:
    """Whether a gap is hidden though both of its figures are shown."""
    return bool(row["firms"]) and row["seen_mean"] is not None and row["gap"] is None


def _notes(
    result: Bottlenecks, weighted: Weighted | None, withdrawn: int
) -> tuple[Note, ...]:
    notes = []
    fewest = int(str(result.settings["fewest"]))
    if weighted is None:
        notes.append(Note(EQUAL))
    elif weighted.known_share is not None and weighted.known_share < 1:
        share = percentage(weighted.known_share)
        notes.append(Note(REPRESENTED, share=share))
    if weighted is not None and weighted.lost:
        notes.append(Note(NOT_IN_SAMPLE, count=weighted.lost))
    if withdrawn:
        notes.append(Note(WITHDRAWN, count=withdrawn))
    share = percentage(float(str(result.settings["level"])))
    notes.append(Note(LEVEL, share=share))
    if fewest:
        notes.append(Note(FEW, count=fewest))
    rows = result.categories.iter_rows(named=True)
    if fewest and any(is_gap_hidden(row) for row in rows):
        notes.append(Note(FEW_BEHIND_GAP))
    lacking = int(result.categories["not_enough"].sum() or 0)
    if lacking:
        share = percentage(float(str(result.settings["least_answered"])))
        notes.append(Note(NOT_ENOUGH, count=lacking, share=share))
    if lost := result.not_asked:
        listed = quoted(lost, _NAMED)
        notes.append(Note(NOT_ASKED, count=len(lost), indicators=listed))
    if lost := result.without_reference:
        listed = quoted(lost, _NAMED)
        notes.append(Note(NO_REFERENCE, count=len(lost), indicators=listed))
    return tuple(notes)
