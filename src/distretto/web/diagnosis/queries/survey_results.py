"""What a survey says: measured by `analysis`, kept by a stamp of what it rests on."""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import polars as pl
from django.db.models import Count, F, Max

from distretto.analysis.diagnosis.answers.repeated import agreement
from distretto.analysis.diagnosis.bottlenecks.results import Bottlenecks
from distretto.formats.kobo.responses import Responses
from distretto.formats.survey.bottlenecks import (
    Judging,
    bottleneck_tables,
    measured,
)
from distretto.formats.survey.checking import answer_tables
from distretto.formats.survey.found import NO_REFERENCE, REPEATED
from distretto.formats.survey.kept import KeptResponse, responses_from
from distretto.notes import Note
from distretto.web.diagnosis.models import PublishedResults, Response, Survey
from distretto.web.diagnosis.queries.questionnaires import asked_in
from distretto.web.diagnosis.queries.responses import CODE, PLACE
from distretto.web.diagnosis.queries.samples import sample_frame
from distretto.web.register import kept_files
from distretto.web.register.kinds import words_of
from distretto.web.register.models import Organisation, Place

FOLDER = "survey-results"
ROWS_KEPT = 2000
# Of the draw of second interviews, until somebody asks for another.
SEED = 1
# Of what is kept: another number makes all of it anew.
EDITION = 5


def results_of(survey: Survey) -> dict[str, Any]:
    """Tables of bottlenecks with figures of few firms hidden, for the staff."""
    fewest = survey.wave.cluster.programme.smallest_cell
    return _kept(
        f"results {fewest} {_stamp(survey)}",
        lambda: plain_results(*measure(survey), size_classes(survey)),
    )


def measure(
    survey: Survey,
    *,
    members: Mapping[str, frozenset[str]] | None = None,
    keep_members: bool = False,
) -> tuple[Bottlenecks, tuple[Note, ...], Responses]:
    """The bottlenecks as `analysis` measures them.

    `members` are those of results that were given out: see `Bottlenecks`.
    """
    found = counted_responses(survey)
    judging = Judging(
        sizes=size_classes(survey),
        sample=sample_frame(survey) if CODE in found.wide.columns else None,
        benchmarks=survey.benchmarks,
        settings={"fewest": survey.wave.cluster.programme.smallest_cell},
        members=members,
        keep_members=keep_members,
    )
    result, notes = measured(found, judging)
    repeated = _counting(survey).count() - found.wide.height
    if repeated:
        notes = (Note(REPEATED, count=repeated), *notes)
    return result, notes, found


def size_classes(survey: Survey) -> dict[str, int]:
    """The size classes of the programme and where each begins, the smallest first."""
    words = words_of(survey.wave.cluster.programme)
    return {each.code: each.least for each in words.size_classes}


def plain_results(
    result: Bottlenecks,
    notes: tuple[Note, ...],
    found: Responses,
    sizes: Mapping[str, int],
) -> dict[str, Any]:
    """Tables, settings and notes as they are kept."""
    tables = bottleneck_tables(result, notes, found.questionnaire).tables
    return {
        "tables": {name: table.to_dicts() for name, table in tables.items()},
        "notes": [note.kept() for note in notes if note.template != NO_REFERENCE[0]],
        "without_reference": list(result.without_reference),
        "settings": dict(result.settings),
        # Pairs: the order of what a database keeps by name is its own.
        "size_classes": list(sizes.items()),
        "responses": int(str(result.settings["responses"])),
    }


def counted_responses(survey: Survey) -> Responses:
    """The responses that count: sent, not left out, one for each firm, the last.

    The firm that a response was linked to stands in place of the code in it, and the
    place that the register knows in place of the one that was written.
    """
    chosen = [_as_kept(each, _placed(each)) for each in last_responses(survey)]
    return responses_from(asked_in(survey), chosen)


def last_responses(survey: Survey) -> list[Response]:
    """Responses that were sent and not left out; of several of one firm the last.

    Those who refused to take part are among them.
    """
    chosen: dict[str, Response] = {}
    for each in _counting(survey):
        chosen[str(each.organisation_id or "") or each.key] = each
    return list(chosen.values())


def _counting(survey: Survey) -> Any:
    return _sent(survey).filter(left_out_because="", repeats_interview__isnull=True)


def _placed(each: Response) -> dict[str, Any]:
    """The answers with the firm and its place as the register knows them."""
    answers = dict(each.answers)
    if each.organisation:
        answers[CODE] = str(each.organisation_id)
        if each.organisation.place:
            answers[PLACE] = each.organisation.place.name
    return answers


def _sent(survey: Survey) -> Any:
    return (
        survey.responses.current()
        .filter(is_complete=True)
        .select_related("organisation__place")
        .only(
            "key",
            "answers",
            "repeats",
            "version",
            "minutes",
            "enumerator",
            "organisation__place__name",
        )
        .order_by(F("submitted_at").asc(nulls_first=True), "id")
    )


def _as_kept(each: Response, answers: Mapping[str, Any]) -> KeptResponse:
    return KeptResponse(
        key=each.key,
        answers=answers,
        repeats=each.repeats,
        version=each.version,
        minutes=each.minutes,
    )


def last_published(survey: Survey) -> PublishedResults | None:
    """What everybody of the programme may see; None before anything was given out."""
    found: PublishedResults | None = (
        survey.published.current()
        .select_related("form")
        .defer("behind")
        .order_by("-created_at")
        .first()
    )
    return found


# --- Who was behind what was given out -----------------------------------------------


def packed(members: Mapping[str, Iterable[str]]) -> dict[str, Any]:
    """Cells and the responses behind them, small enough to be kept for good."""
    keys = sorted({key for several in members.values() for key in several})
    bit = {key: 1 << place for place, key in enumerate(keys)}
    cells = {
        cell: f"{sum(bit[key] for key in several):x}"
        for cell, several in members.items()
    }
    return {"keys": keys, "cells": cells}


def unpacked(kept: Mapping[str, Any]) -> dict[str, frozenset[str]]:
    """The cells that `packed` kept."""
    keys = kept.get("keys", [])
    found = {}
    for cell, bits in kept.get("cells", {}).items():
        ones = bin(int(bits, 16))[:1:-1]
        found[cell] = frozenset(
            key for key, one in zip(keys, ones, strict=False) if one == "1"
        )
    return found


def given_out(survey: Survey) -> dict[str, frozenset[str]]:
    """The cells of everything that was given out of a survey before.

    Also of what was taken back: whoever has read it still knows it.
    """
    found: dict[str, frozenset[str]] = {}
    for number, behind in enumerate(survey.published.values_list("behind", flat=True)):
        cells = unpacked(behind)
        found |= {f"{number} {cell}": members for cell, members in cells.items()}
    return found


# --- How the answers were got --------------------------------------------------------


def quality_of(survey: Survey, *, seed: int) -> dict[str, Any]:
    """What is odd in the answers, and whom to ask again, for the staff."""
    return _kept(f"quality {seed} {_stamp(survey)}", lambda: _quality(survey, seed))


def _quality(survey: Survey, seed: int) -> dict[str, Any]:
    firsts, seconds = [], []
    for each in _sent(survey).filter(left_out_because=""):
        if each.repeats_interview_id is None:
            firsts.append(_as_kept(each, each.answers))
        else:
            seconds.append((each, each.repeats_interview_id))
    form = asked_in(survey)
    found = responses_from(form, firsts)
    told = answer_tables(found, seed=seed, sizes=size_classes(survey))
    tables = dict(told.tables)
    # What is sensitive is never told of a firm, not even as an outlier.
    secret = [code for code, each in form.by_code.items() if each.is_sensitive]
    tables["outliers"] = tables["outliers"].filter(~pl.col("question").is_in(secret))
    shown = ("inconsistent", "outliers", "enumerators", "again")
    return {
        "responses": len(firsts),
        "faults": found.faults.height,
        "counts": {name: tables[name].height for name in shown},
        "tables": {name: tables[name].head(ROWS_KEPT).to_dicts() for name in shown},
        "agreement": _agreement(survey, found, seconds),
    }


def _agreement(
    survey: Survey, found: Responses, seconds: list[tuple[Response, Any]]
) -> dict[str, Any] | None:
    """How far second interviews agree with the first; None where there are none."""
    if not seconds:
        return None
    key_of = dict(survey.responses.current().values_list("pk", "key"))
    again = [
        KeptResponse(key=key_of[first], answers=each.answers)
        for each, first in seconds
        if first in key_of
    ]
    second = responses_from(found.questionnaire, again)
    by_code = found.questionnaire.by_code
    both = [
        code
        for code in second.wide.columns
        if code in found.wide.columns
        and code in by_code
        and by_code[code].kind not in {"text", "geopoint", "date"}
    ]
    told = agreement(found.wide, second.wide, both)
    rows = told.questions.filter(pl.col("pairs") > 0).sort("agreeing_share")
    return {
        "pairs": len(again),
        "agreeing_share": told.agreeing_share,
        "questions": rows.to_dicts(),
    }


# --- Kept by what it rests on --------------------------------------------------------


def _stamp(survey: Survey) -> str:
    """Changes with every version of a response, of the survey, of its form, and of the
    firms, places and size classes that stand in its tables.
    """
    versions = Response.history.filter(survey=survey.pk).aggregate(
        Count("history_id"), Max("history_date")
    )
    own = survey.history.aggregate(Count("history_id"), Max("history_date"))
    form = survey.form.history.aggregate(Count("history_id"))
    programme = survey.wave.cluster.programme_id
    register = [
        str(model.history.filter(programme=programme).aggregate(Max("history_date")))
        for model in _NAMED
    ]
    sizes = size_classes(survey)
    return f"{EDITION} {survey.pk} {versions} {own} {form} {register} {sizes}"


_NAMED: tuple[Any, ...] = (Organisation, Place)


def _kept(told: str, make: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    digest = hashlib.sha256(told.encode()).hexdigest()
    name = f"{FOLDER}/{digest[:2]}/{digest}.json"
    there = kept_files.found(name, json.loads)
    if isinstance(there, dict):
        return there
    made = make()
    kept_files.keep(name, json.dumps(made, ensure_ascii=False).encode())
    return made
