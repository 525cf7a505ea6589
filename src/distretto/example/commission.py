"""A commission of the example's first cluster: members, meetings, contacts."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True)
class Seats:
    """Seats of the commission that one group fills."""

    name: str
    stands_for: str
    seats: int
    note: str = ""


@dataclass(frozen=True)
class Member:
    """Somebody of the commission; none of them exists."""

    person: str
    represents: str
    sex: str = ""
    group: str = ""
    office: str = "member"


@dataclass(frozen=True)
class Decided:
    """A decision: votes for, against and abstaining; who does what until when."""

    text: str
    votes: tuple[int, int, int] | None = None
    task: str = ""
    lead: str = ""
    due_ago: int | None = None
    state: str = ""


@dataclass(frozen=True)
class Met:
    """A meeting, so many days ago; a negative number is still to come."""

    ago: int
    place: str
    agenda: str
    marks: tuple[str, ...] = ()
    instead: str = ""
    minutes: str = ""
    agreed_ago: int | None = None
    decisions: tuple[Decided, ...] = ()


@dataclass(frozen=True)
class Stake:
    """Where a stakeholder stands; an earlier attitude where it has changed."""

    who: str
    interest: int | None = None
    influence: int | None = None
    attitude: int | None = None
    earlier_attitude: int | None = None
    wants: str = ""
    approach: str = ""


@dataclass(frozen=True)
class Spoken:
    """A contact, and what was promised on that day."""

    ago: int
    organisation: str
    channel: str
    said: str
    person: str = ""
    is_confidential: bool = False
    promise: str = ""
    promised_by: str = "them"
    due_ago: int | None = None
    kept_ago: int | None = None


@dataclass(frozen=True)
class Commission:
    """The commission as it is told; organisations are pairs of name and kind."""

    cluster: str
    name: str
    mandate: str
    rules: str
    formed_ago: int
    quorum: str
    working_group: str
    working_group_mandate: str
    seats: tuple[Seats, ...]
    organisations: tuple[tuple[str, str], ...]
    members: tuple[Member, ...]
    meetings: tuple[Met, ...]
    stakeholders: tuple[Stake, ...]
    contacts: tuple[Spoken, ...]


@cache
def commission() -> Commission:
    """The commission of the worked example."""
    text = files("distretto.example").joinpath("commission.toml").read_text("utf-8")
    told = tomllib.loads(text)
    return Commission(
        cluster=told["cluster"],
        name=told["name"],
        mandate=_on_one_line(told["mandate"]),
        rules=_on_one_line(told["rules"]),
        formed_ago=told["formed_ago"],
        quorum=told["quorum"],
        working_group=told["working_group"],
        working_group_mandate=told["working_group_mandate"],
        seats=tuple(Seats(**row) for row in told["seats"]),
        organisations=tuple(
            (row["name"], row["kind"]) for row in told["organisations"]
        ),
        members=tuple(Member(**row) for row in told["members"]),
        meetings=tuple(_met(row) for row in told["meetings"]),
        stakeholders=tuple(Stake(**row) for row in told["stakeholders"]),
        contacts=tuple(_spoken(row) for row in told["contacts"]),
    )


def _met(row: dict[str, Any]) -> Met:
    decisions = tuple(
        Decided(**{**each, "votes": tuple(each["votes"]) if "votes" in each else None})
        for each in row.pop("decisions", [])
    )
    row["agenda"] = row["agenda"].strip()
    row["marks"] = tuple(row.get("marks", "").split())
    row["minutes"] = _on_one_line(row.get("minutes", ""))
    return Met(decisions=decisions, **row)


def _spoken(row: dict[str, Any]) -> Spoken:
    organisation, said = row.pop("with"), _on_one_line(row.pop("said"))
    return Spoken(organisation=organisation, said=said, **row)


def _on_one_line(text: str) -> str:
    """Paragraphs are broken in the file to be read there, not on the page."""
    return " ".join(text.split("\n")).strip()
