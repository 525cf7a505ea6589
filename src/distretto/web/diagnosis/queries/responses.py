"""Responses of a survey: as they are kept, as a list, and of which firm they are."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import polars as pl
from django.db.models import F, Q, QuerySet

from distretto.analysis.register.duplicates import SAME, match_against
from distretto.analysis.register.folding import folded
from distretto.formats.survey.kept import KeptResponse
from distretto.web.diagnosis.models import Response, Survey
from distretto.web.diagnosis.queries.samples import by_code, members_to_link
from distretto.web.register.queries.alike import FIELDS, SCHEMA, comparable

CODE, NAME, PLACE = "register_code", "firm_name", "place"


def kept_of(survey: Survey) -> list[KeptResponse]:
    """What was sent so far, as an export would have it."""
    sent = survey.responses.current().filter(is_complete=True)
    told = sent.values("key", "answers", "repeats", "version", "minutes", "unplaced")
    return [KeptResponse(**each) for each in told]


STATES: Mapping[str, Q] = {
    "unlinked": Q(organisation__isnull=True, is_complete=True),
    "draft": Q(is_complete=False),
    "left_out": ~Q(left_out_because=""),
    "second": Q(repeats_interview__isnull=False),
}


def listed(survey: Survey, *, state: str = "") -> QuerySet[Response]:
    """Responses, the newest first, without their answers."""
    found: QuerySet[Response] = (
        survey.responses.current()
        .select_related("organisation")
        .defer("answers", "repeats", "organisation__note")
        .order_by(F("submitted_at").desc(nulls_last=True), "-id")
    )
    return found.filter(STATES[state]) if state in STATES else found


@dataclass(frozen=True)
class Called:
    """What a response goes by: its record, and the firm with its code, if known."""

    pk: UUID
    firm: str
    code: str


def called(survey: Survey, keys: Iterable[str]) -> dict[str, Called]:
    """What responses that are kept go by: as the register, else as they say."""
    there = survey.responses.current().filter(key__in={*keys})
    codes = dict(survey.sample.current().values_list("organisation", "code"))
    return {
        each.key: Called(
            each.pk,
            each.organisation.name if each.organisation else _said(each, NAME),
            codes.get(each.organisation_id) or _said(each, CODE),
        )
        for each in there.select_related("organisation")
    }


def _said(response: Response, question: str) -> str:
    return str(response.answers.get(question) or "")


# --- Which firm a response is of -----------------------------------------------------


def firms_of_responses(
    survey: Survey, responses: Iterable[KeptResponse]
) -> dict[str, UUID]:
    """The firm of each response, where it is plain: by its code, else by its name.

    A name decides where one member of the cluster alone is called so, or where name
    and place together leave little doubt. What is left, a person decides.
    """
    given = list(responses)
    codes = by_code(survey)
    found = {
        each.key: codes[code]
        for each in given
        if (code := _code(each.answers.get(CODE))) in codes
    }
    left = [each for each in given if each.key not in found]
    return found | _by_name(survey, left) if left else found


def _code(told: Any) -> str:
    """A code as it stands in the sample: Excel makes 7 of 007."""
    text = str(told or "").strip()
    text = text.removesuffix(".0")
    return text.zfill(3) if text.isdigit() else text


def _by_name(survey: Survey, left: list[KeptResponse]) -> dict[str, UUID]:
    known = comparable(members_to_link(survey).order_by("pk"))
    names: dict[str, set[str]] = {}
    for pk, name in known.select("pk", "name").iter_rows():
        names.setdefault(folded(name or ""), set()).add(pk)
    found: dict[str, UUID] = {}
    doubtful = []
    for each in left:
        called = folded(str(each.answers.get(NAME) or ""))
        fitting = names.get(called, set()) if called else set()
        if len(fitting) == 1:
            found[each.key] = UUID(next(iter(fitting)))
        elif called:
            doubtful.append(each)
    return found | _by_likeness(doubtful, known)


def _by_likeness(left: list[KeptResponse], known: pl.DataFrame) -> dict[str, UUID]:
    if not left or known.is_empty():
        return {}
    schema = {name: kind for name, kind in SCHEMA.items() if name != "pk"}
    blank = dict.fromkeys(FIELDS)
    rows = [
        blank | {"name": each.answers.get(NAME), "place": each.answers.get(PLACE)}
        for each in left
    ]
    new = pl.DataFrame(rows, schema=schema)
    found: dict[str, UUID] = {}
    for pair in match_against(new, known).pairs.iter_rows(named=True):
        if pair["score"] >= SAME:
            found.setdefault(left[pair["left"]].key, UUID(known["pk"][pair["right"]]))
    return found
