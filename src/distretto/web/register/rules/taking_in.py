"""The rows of a list become firms, fill what is known of firms, or are noted beside.

Called within the deed of the list. Every row is kept as it stood, whatever becomes of
its cells.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import polars as pl

from distretto.web.history.rules import create_all, update_all
from distretto.web.register import kinds
from distretto.web.register.models import (
    FirmList,
    Listing,
    Organisation,
    Person,
    Place,
    Position,
)
from distretto.web.register.queries.list_matching import Matched
from distretto.web.register.rules.members import join_all

OWNERS = {"female": "women", "male": "men", "both": "both"}
# Facts of a row that hang together: of a record that knows one of them already, none is
# filled in, because its year and source would be false for the others.
FIGURES = ("employees", "women", "size_class")
FIGURES_SAY = ("figures_year", "figures_source", "figures_method")
POINT = ("latitude", "longitude")
FIELDS = [each.attname for each in Organisation._meta.concrete_fields]


@dataclass(frozen=True)
class Intake:
    """What holds for all rows of a list."""

    firm_list: FirmList
    method: str
    replace: bool
    classification: str


@dataclass
class Entered:
    """What became of the rows: their organisations, and how many of each."""

    of_row: dict[int, UUID] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)


def take_in(frame: pl.DataFrame, matched: Matched, intake: Intake) -> Entered:
    """Enter the rows of a list as they were matched; which organisation each became."""
    programme = intake.firm_list.programme
    facts = _Facts(intake, kinds.words_of(programme))
    rows = {row["row"]: row for row in frame.iter_rows(named=True)}
    known = (
        Organisation.objects.current()
        .select_for_update()
        .in_bulk(list(set(matched.known.values())))
    )
    stored = {pk: _facts_of(each) for pk, each in known.items()}
    of_row: dict[int, Organisation] = {
        row: known[pk] for row, pk in matched.known.items() if pk in known
    }
    new = {
        row: Organisation(programme=programme, **facts.of(told))
        for row, told in rows.items()
        if row not in of_row and row not in matched.same_as
    }
    of_row |= new
    of_row |= {
        row: of_row[first] for row, first in matched.same_as.items() if first in of_row
    }
    for row, organisation in of_row.items():
        if row not in new:
            _add(organisation, facts.of(rows[row]), replace=intake.replace)
    create_all([_followed(each) for each in new.values()])
    changed = _save_known(known.values(), stored)
    _note_rows(rows, of_row, intake.firm_list)
    if intake.firm_list.cluster:
        join_all(_once(of_row.values()), intake.firm_list.cluster, joined_on=None)
    people = _enter_contacts(rows, of_row)
    counts = {
        "entered": len(new),
        "known": len(known),
        "changed": changed,
        "repeated": len(matched.same_as),
        "unnamed": frame["name"].null_count(),
        "people": people,
    }
    return Entered({row: each.pk for row, each in of_row.items()}, counts)


class _Facts:
    """What the cells of a row say of a firm, in the fields of its record."""

    def __init__(self, intake: Intake, words: kinds.Words) -> None:
        self.intake, self.words = intake, words
        programme = intake.firm_list.programme
        places = programme.places.current().only("pk", "code")
        self.places: Mapping[str, Place] = {place.code: place for place in places}

    def of(self, row: Mapping[str, Any]) -> dict[str, Any]:
        facts: dict[str, Any] = {
            "name": row["name"] or self._made_name(row),
            "other_names": _other_name(row),
            "address": row["address"] or "",
            "place": self.places.get(row["place_code"] or ""),
            "country": row["country"] or "",
            "latitude": row["latitude"],
            "longitude": row["longitude"],
            "products": row["products"] or "",
            "founded": row["year_founded"],
            "owner": OWNERS.get(row["owner_sex"] or "", ""),
            "exports": row["exporter"],
            "phone": row["phone"] or "",
            # A record has one address; the row as it stood keeps the others.
            "email": (row["email"] or "").split(";")[0].strip(),
            "website": row["website"] or "",
            "tax_number": row["tax_number"] or "",
            **self._industry(row),
            **self._figures(row),
        }
        return {name: _clipped(name, value) for name, value in facts.items()}

    def _made_name(self, row: Mapping[str, Any]) -> str:
        """What a firm is called that a list does not name: what it does, and where."""
        number = row["source_id"] or row["row"]
        told = (row["industry_title"] or row["products"], row["place"])
        parts = [part for part in told if part] or [self.intake.firm_list.name]
        return " · ".join([*parts, str(number)])

    def _industry(self, row: Mapping[str, Any]) -> dict[str, Any]:
        if not row["industry"]:
            return {}
        return {
            "classification": self.intake.classification,
            "industries": [row["industry"]],
        }

    def _figures(self, row: Mapping[str, Any]) -> dict[str, Any]:
        employees = _whole(row["employees"])
        women = _whole(row["women"])
        if employees is not None and women is not None and women > employees:
            women = None  # told as a problem of the row
        size = "" if employees is not None else self._class_of_band(row)
        if employees is None and women is None and not size:
            return {}
        return {
            "employees": employees,
            "women": women,
            "size_class": size,
            "figures_year": self.intake.firm_list.year,
            "figures_source": self.intake.firm_list.source,
            "figures_method": self.intake.method,
        }

    def _class_of_band(self, row: Mapping[str, Any]) -> str:
        """The size class that holds a whole band; a band across two says neither."""
        low, high = row["employees_low"], row["employees_high"]
        if low is None:
            return ""
        lowest = self.words.size_class_of(int(low))
        if high is None:
            last = self.words.size_classes[-1].code
            return lowest if lowest == last else ""
        return lowest if lowest == self.words.size_class_of(int(high)) else ""


def _other_name(row: Mapping[str, Any]) -> str:
    legal = row["legal_name"] or ""
    return "" if legal == row["name"] else legal


def _whole(value: float | None) -> int | None:
    return None if value is None else round(value)


def _clipped(name: str, value: Any) -> Any:
    """A text no longer than its field; the row as it stood keeps the rest."""
    most = Organisation._meta.get_field(name).max_length  # type: ignore[union-attr]
    return value[:most] if isinstance(value, str) and most else value


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


def _followed(organisation: Organisation) -> Organisation:
    organisation.follow()
    return organisation


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


def _note_rows(
    rows: Mapping[int, Mapping[str, Any]],
    of_row: Mapping[int, Organisation],
    firm_list: FirmList,
) -> None:
    create_all(
        [
            Listing(
                firm_list=firm_list,
                organisation=organisation,
                row=row,
                key=(rows[row]["source_id"] or "")[:200],
                told=json.loads(rows[row]["told"] or "{}"),
            )
            for row, organisation in sorted(of_row.items())
        ]
    )


def _once(several: Iterable[Organisation]) -> list[Organisation]:
    return list({each.pk: each for each in several}.values())


def _enter_contacts(
    rows: Mapping[int, Mapping[str, Any]], of_row: Mapping[int, Organisation]
) -> int:
    """Enter the contact persons that are not named there already; how many."""
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
    create_all(people)
    create_all(positions)
    return len(people)
