"""A finished selection round in Lindara: looked at, scored, ruled out, chosen."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True)
class Person:
    """One of the people of the example; none of them exists."""

    key: str
    name: str
    role: str
    is_assessor: bool = False


@dataclass(frozen=True)
class Criterion:
    """A criterion: heading, weight in percent, what the ends of its scale mean."""

    key: str
    heading: str
    weight: int
    name: str
    low: str
    high: str
    can_veto: bool = False


@dataclass(frozen=True)
class Candidate:
    """A possible cluster: where it comes from and what became of it."""

    key: str
    name: str
    products: str
    industries: tuple[str, ...]
    districts: tuple[str, ...]
    nominated_by: str = ""
    left_at: str = ""
    left_because: str = ""
    veto: str = ""
    chosen: bool | None = None
    reasons: str = ""


@dataclass(frozen=True)
class Decision:
    """What the committee decided, with its minutes and the minority's view."""

    decided_on: date
    validators: str
    minutes: str
    minority_view: str


@dataclass(frozen=True)
class SelectionRound:
    """The whole round.

    `scores[candidate, assessor][criterion]` is None where the assessor could not say.
    """

    name: str
    purpose: str
    places_to_choose: int
    seed: int
    weights_participants: str
    weights_minutes: str
    people: tuple[Person, ...]
    criteria: tuple[Criterion, ...]
    candidates: tuple[Candidate, ...]
    scores: dict[tuple[str, str], dict[str, float | None]]
    decision: Decision


@cache
def selection_round() -> SelectionRound:
    """The finished round of the worked example."""
    text = (
        files("distretto.example").joinpath("selection_round.toml").read_text("utf-8")
    )
    told = _on_one_line(tomllib.loads(text))
    criteria = tuple(Criterion(**row) for row in told.pop("criteria"))
    return SelectionRound(
        people=tuple(Person(**row) for row in told.pop("people")),
        criteria=criteria,
        candidates=tuple(Candidate(**row) for row in told.pop("candidates")),
        scores=_scores(told.pop("scores"), criteria),
        decision=Decision(**told.pop("decision")),
        **told,
    )


def _on_one_line(value: Any) -> Any:
    """Paragraphs are broken in the file to be read there, not on the page."""
    if isinstance(value, dict):
        return {key: _on_one_line(part) for key, part in value.items()}
    if isinstance(value, list):
        items = [_on_one_line(part) for part in value]
        return tuple(items)
    return " ".join(value.split("\n")) if isinstance(value, str) else value


def _scores(
    rows: dict[str, dict[str, str]], criteria: tuple[Criterion, ...]
) -> dict[tuple[str, str], dict[str, float | None]]:
    return {
        (candidate, assessor): {
            criterion.key: None if score == "." else float(score)
            for criterion, score in zip(criteria, line.split(), strict=True)
        }
        for candidate, assessors in rows.items()
        for assessor, line in assessors.items()
    }
