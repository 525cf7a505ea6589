"""The rows of a list become firms, fill what is known of firms, or are noted beside.

All that only reads and computes is made ready before the deed of the list; within it
there is the writing, and what is known already, which others may be changing. Every
row is kept as it stood, whatever becomes of its cells.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import polars as pl

from distretto.errors import RuleError, gettext_noop
from distretto.web.history.rules import Ready, make_ready, update_all, write
from distretto.web.register.models import Listing, Organisation, Person, Position
from distretto.web.register.queries.list_matching import Matched
from distretto.web.register.rules.list_facts import Intake, RowFacts
from distretto.web.register.rules.members import join_all, new_members

# Facts of a row that hang together: of a record that knows one of them already, none is
# filled in, because its year and source would be false for the others.
FIGURES = ("employees", "women", "size_class")
FIGURES_SAY = ("figures_year", "figures_source", "figures_method")
POINT = ("latitude", "longitude")
FIELDS = [each.attname for each in Organisation._meta.concrete_fields]
Row = Mapping[str, Any]


@dataclass(frozen=True)
class Rows:
    """The rows of a list, ready to be written.

    `of_row` is the organisation that each row is, `told` what rows say of firms that
    are known already, in the order of the list.
    """

    intake: Intake
    of_row: Mapping[int, UUID]
    told: Sequence[tuple[UUID, dict[str, Any]]]
    writing: Sequence[Ready | None]
    counts: Mapping[str, int]


def rows_made_ready(frame: pl.DataFrame, matched: Matched, intake: Intake) -> Rows:
    """Work out what becomes of the rows of a list as they were matched."""
    programme = intake.firm_list.programme
    facts = RowFacts(intake)
    rows = {row["row"]: row for row in frame.iter_rows(named=True)}
    known = programme.organisations.current().in_bulk([*set(matched.known.values())])
    of_row = {row: known[pk] for row, pk in matched.known.items() if pk in known}
    new = {
        row: Organisation(programme=programme, **facts.of(told))
        for row, told in rows.items()
        if row not in of_row and row not in matched.same_as
    }
    of_row |= new
    of_row |= {
        row: of_row[first] for row, first in matched.same_as.items() if first in of_row
    }
    told = []
    for row, organisation in of_row.items():
        if organisation.pk in known:
            told.append((organisation.pk, facts.of(rows[row])))
        elif row not in new:
            _add(organisation, facts.of(rows[row]), replace=intake.replace)
    people, positions = _contacts(rows, of_row)
    return Rows(
        intake,
        {row: each.pk for row, each in of_row.items()},
        told,
        _ready([*new.values()], rows, of_row, intake, people, positions),
        {
            "entered": len(new),
            "known": len(known),
            "repeated": len(matched.same_as),
            "unnamed": frame["name"].null_count(),
            "people": len(people),
        },
    )


def _ready(
    new: Sequence[Organisation],
    rows: Mapping[int, Row],
    of_row: Mapping[int, Organisation],
    intake: Intake,
    people: Sequence[Person],
    positions: Sequence[Position],
) -> Sequence[Ready | None]:
    for organisation in new:
        organisation.follow()
    cluster = intake.firm_list.cluster
    members = new_members(new, cluster, joined_on=None) if cluster else []
    listings = _listings(rows, of_row, intake)
    return [make_ready(each) for each in (new, listings, members, people, positions)]


def enter(ready: Rows) -> dict[str, int]:
    """Write what was made ready, within the deed of the list; how much was written.

    Raises
    ------
    RuleError
        A firm that a row is has gone from the register meanwhile.
    """
    pks = list(dict.fromkeys(pk for pk, _ in ready.told))
    held = Organisation.objects.current().select_for_update().in_bulk(pks)
    if len(held) < len(pks):
        raise RuleError(
            "register_has_changed",
            gettext_noop(
                "While the list was being made ready, a firm that it fills in was "
                "taken out of the register. Take the list in again."
            ),
        )
    for each in ready.writing:
        write(each)
    if cluster := ready.intake.firm_list.cluster:
        join_all(list(held.values()), cluster, joined_on=None)
    return {**ready.counts, "changed": _fill(held, ready)}


def _fill(held: Mapping[UUID, Organisation], ready: Rows) -> int:
    """Add to records what rows say of them; how many changed by it."""
    stored = {pk: _facts_of(each) for pk, each in held.items()}
    for pk, facts in ready.told:
        _add(held[pk], facts, replace=ready.intake.replace)
    return _save_known(held.values(), stored)


def _add(organisation: Organisation, facts: dict[str, Any], *, replace: bool) -> None:
    """Add to a record what a row says: all of it, or what was not known."""
    name = facts.pop("name")
    _also_called(organisation, name, facts.pop("other_names"))
    for together in ((*FIGURES, *FIGURES_SAY), POINT, ("classification", "industries")):
        group = {each: facts.pop(each) for each in together if each in facts}
        says = [group.get(each) for each in together if each not in FIGURES_SAY]
        knows = [
            getattr(organisation, each)
            for each in together
            if each not in (*FIGURES_SAY, "classification")
        ]
        if any(map(_is_known, says)) and (replace or not any(map(_is_known, knows))):
            _set(organisation, group)
    _set(
        organisation,
        {
            field: value
            for field, value in facts.items()
            if _is_known(value)
            and (replace or not _is_known(getattr(organisation, field)))
        },
    )


def _is_known(value: Any) -> bool:
    return value not in (None, "", [])


def _set(organisation: Organisation, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        setattr(organisation, name, value)


def _also_called(organisation: Organisation, *names: str) -> None:
    there = [organisation.name, *organisation.other_names.splitlines()]
    new = [name for name in names if name and name not in there]
    told = "\n".join([*there[1:], *new])
    if new and len(told) <= 1000:
        organisation.other_names = told


def _facts_of(organisation: Organisation) -> dict[str, Any]:
    return {name: getattr(organisation, name) for name in FIELDS}


def _save_known(
    known: Iterable[Organisation], stored: Mapping[UUID, Mapping[str, Any]]
) -> int:
    """Save the records that differ from what is stored; how many did."""
    changed, names = [], set()
    for organisation in known:
        organisation.follow()
        before, now = stored[organisation.pk], _facts_of(organisation)
        if different := {name for name in FIELDS if before[name] != now[name]}:
            changed.append(organisation)
            names |= different
    update_all(changed, sorted(names))
    return len(changed)


def _listings(
    rows: Mapping[int, Row], of_row: Mapping[int, Organisation], intake: Intake
) -> list[Listing]:
    return [
        Listing(
            firm_list=intake.firm_list,
            organisation=organisation,
            row=row,
            key=(rows[row]["source_id"] or "")[:200],
            told=json.loads(rows[row]["told"] or "{}"),
        )
        for row, organisation in sorted(of_row.items(), key=lambda each: each[0])
    ]


def _contacts(
    rows: Mapping[int, Row], of_row: Mapping[int, Organisation]
) -> tuple[list[Person], list[Position]]:
    """The contact persons that are not named there already."""
    named = {
        (pk, name.casefold())
        for pk, name in Position.objects.current()
        .filter(organisation__in=[each.pk for each in of_row.values()])
        .values_list("organisation", "person__name")
    }
    people, positions = [], []
    for row, organisation in of_row.items():
        name = (rows[row]["contact"] or "")[:200]
        if not name or (organisation.pk, name.casefold()) in named:
            continue
        named.add((organisation.pk, name.casefold()))
        person = Person(programme=organisation.programme, name=name)
        person.follow()
        people.append(person)
        positions.append(
            Position(person=person, organisation=organisation, is_contact=True)
        )
    return people, positions
