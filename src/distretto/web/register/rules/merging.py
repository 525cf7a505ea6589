"""Two records of one firm become one; nothing that hangs on either is lost."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from django.core.exceptions import ValidationError

from distretto.errors import RuleError, gettext_noop
from distretto.web.history.models import Record
from distretto.web.history.rules import deed
from distretto.web.register.models import (
    ClusterMember,
    Consent,
    Likeness,
    Organisation,
)
from distretto.web.register.rules.organisations import check_facts, held_organisation

# What is taken from one record or the other as a whole: half of a pair of coordinates,
# or a number with the other's year, would be false.
GROUPS: Mapping[str, tuple[str, ...]] = {
    "name": ("name",),
    "kind": ("kind",),
    "legal_form": ("legal_form",),
    "tax_number": ("tax_number",),
    "products": ("products",),
    "industries": ("classification", "industries"),
    "chain_stage": ("chain_stage",),
    "unit_type": ("unit_type",),
    "founded": ("founded",),
    "owner": ("owner",),
    "is_registered": ("is_registered",),
    "exports": ("exports",),
    "employees": (
        "employees",
        "women",
        "size_class",
        "figures_year",
        "figures_source",
        "figures_method",
        "figures_confidence",
    ),
    "address": ("address",),
    "place": ("place",),
    "country": ("country",),
    "point": ("latitude", "longitude"),
    "phone": ("phone",),
    "email": ("email",),
    "website": ("website",),
    "consent": ("consent", "consent_on", "consent_for"),
    "note": ("note",),
}
UNKNOWN: tuple[Any, ...] = (None, "", [])


def is_unknown(organisation: Organisation, group: str) -> bool:
    """Whether a record says nothing of a group."""
    names = GROUPS[group]
    # A classification alone, or a consent nobody asked for, says nothing.
    names = ("industries",) if group == "industries" else names
    values = [getattr(organisation, name) for name in names]
    if group == "consent":
        return values[0] == "not_asked"
    return all(value in UNKNOWN for value in values)


def merge_organisations(
    kept: Organisation,
    other: Organisation,
    *,
    by: Any,
    take: Collection[str] = (),
    reason: str = "",
) -> Organisation:
    """Make one record of two that stand for the same firm or institution.

    `kept` stays. A refusal of consent wins over whatever the other record says. It
    takes the groups of facts named in `take` from `other`, the names
    that it did not have, and everything that pointed at `other`: memberships,
    positions, rows of lists, meetings, notes, and what later steps made. `other` is
    retired and says where it went. One deed, so that it can be undone as one.

    Raises
    ------
    RuleError
        They are one record already, of two programmes, or one is out of use.
    """
    _check_pair(kept, other)
    with deed(
        "organisation.merged",
        by=by,
        programme=kept.programme,
        about=f"{kept} = {other}",
        reason=reason,
    ):
        # Always in the same order, so that two mergers never wait for each other.
        first, second = sorted((kept, other), key=lambda each: str(each.pk))
        held = {each.pk: held_organisation(each) for each in (first, second)}
        kept, other = held[kept.pk], held[other.pk]
        for field, records in sets_pointing_at(other):
            for record in records:
                _point_at(field, record, kept, other)
        _decide(kept, other)
        _take(kept, other, take)
        other.merged_into = kept
        other.retire()
        other.save(update_fields=["merged_into", "retired_at"])
    return kept


def deny_likeness(likeness: Likeness, *, by: Any) -> Likeness:
    """Say that two records are not the same, so that nobody is asked again."""
    with deed("likeness.denied", by=by, programme=likeness.programme, about=likeness):
        held: Likeness = Likeness.objects.select_for_update().get(pk=likeness.pk)
        held.verdict = Likeness.Verdict.DIFFERENT
        held.save(update_fields=["verdict"])
    return held


def _check_pair(kept: Organisation, other: Organisation) -> None:
    if kept.pk == other.pk:
        raise RuleError(
            "same_record",
            gettext_noop("“%(name)s” cannot be merged with itself."),
            name=kept.name,
        )
    if kept.programme_id != other.programme_id:
        raise RuleError(
            "organisation_elsewhere",
            gettext_noop("“%(name)s” is not in the register of this programme."),
            name=other.name,
        )


def sets_pointing_at(other: Organisation) -> Iterator[tuple[str, Any]]:
    """What is in use and points at a record, whichever step made it: field, records."""
    for relation in Organisation._meta.related_objects:
        model: Any = relation.related_model
        is_record = isinstance(model, type) and issubclass(model, Record)
        if not is_record or model in (Likeness, Organisation):
            continue
        field = relation.field.name
        yield field, model.objects.current().filter(**{field: other})


def _point_at(field: str, record: Any, kept: Organisation, other: Organisation) -> None:
    if isinstance(record, ClusterMember) and _joined(record, kept):
        return
    setattr(record, field, kept)
    try:
        record.validate_constraints()
    except ValidationError:
        # The kept record has such a one already: it takes what it did not know.
        _fill(_twin(record), record)
        setattr(record, field, other)
        record.retire()
        record.save(update_fields=["retired_at"])
    else:
        record.save(update_fields=[field])


def _twin(record: Any) -> Any:
    """The record in use that a unique constraint takes this one for."""
    for constraint in record._meta.constraints:
        names = getattr(constraint, "fields", ())
        values = {name: getattr(record, name) for name in names}
        twin = type(record).objects.current().exclude(pk=record.pk)
        if names and (found := twin.filter(**values).first()):
            return found
    return None


def _fill(twin: Any, record: Any) -> None:
    """Give a record what another one knows and it does not."""
    if twin is None:
        return
    names = [
        each.attname
        for each in type(twin)._meta.concrete_fields
        if each.editable
        and getattr(twin, each.attname) in UNKNOWN
        and getattr(record, each.attname) not in UNKNOWN
    ]
    for name in names:
        setattr(twin, name, getattr(record, name))
    if names:
        twin.save(update_fields=names)


def _joined(record: ClusterMember, kept: Organisation) -> bool:
    """Join two open memberships of one cluster, from the earlier day on."""
    if record.left_on is not None:
        return False
    there = (
        kept.memberships.current()
        .filter(cluster=record.cluster_id, left_on__isnull=True)
        .first()
    )
    if there is None:
        return False
    days = [day for day in (there.joined_on, record.joined_on) if day]
    if days and there.joined_on != min(days):
        there.joined_on = min(days)
        there.save(update_fields=["joined_on"])
    record.retire()
    record.save(update_fields=["retired_at"])
    return True


def _decide(kept: Organisation, other: Organisation) -> None:
    """Close the question whether they are the same; hand on the other's pairs."""
    for each in Likeness.objects.current().filter(one=other) | (
        Likeness.objects.current().filter(other=other)
    ):
        partner = each.other_id if each.one_id == other.pk else each.one_id
        if partner == kept.pk:
            each.verdict = Likeness.Verdict.SAME
            each.save(update_fields=["verdict"])
        else:
            _hand_on(each, kept, partner)


def _hand_on(likeness: Likeness, kept: Organisation, partner: Any) -> None:
    """Ask of the kept record what was asked of the other, and keep what was said.

    A pair that was merged is no question any more. Where the kept record has a pair
    with the partner already, it takes the judgement that one of the two has.
    """
    one, other = sorted((kept.pk, partner))
    there = Likeness.objects.current().filter(one_id=one, other_id=other).first()
    if there is None and likeness.verdict != Likeness.Verdict.SAME:
        likeness.one_id, likeness.other_id = one, other
        likeness.save(update_fields=["one", "other"])
        return
    likeness.retire()
    likeness.save(update_fields=["retired_at"])
    is_judged = likeness.verdict == Likeness.Verdict.DIFFERENT
    if there is not None and is_judged and there.verdict == Likeness.Verdict.OPEN:
        there.verdict = likeness.verdict
        there.save(update_fields=["verdict"])


def _take(kept: Organisation, other: Organisation, take: Collection[str]) -> None:
    before = kept.name
    if is_stricter(other, kept):
        take = {*take, "consent"}
    for group in take:
        for name in GROUPS[group]:
            setattr(kept, name, getattr(other, name))
    kept.other_names = _names(
        kept.name, [kept.other_names, before, other.name, other.other_names]
    )
    check_facts(kept)
    kept.full_clean()
    kept.save()


def is_stricter(other: Organisation, kept: Organisation) -> bool:
    """Whether the other record has a refusal that this one does not know of."""
    refused = (Consent.REFUSED, Consent.WITHDRAWN)
    return other.consent in refused and kept.consent not in refused


def _names(name: str, several: Collection[str]) -> str:
    """Other names, a line each, without the name itself and without repeats."""
    lines = [line.strip() for text in several for line in text.splitlines()]
    different = dict.fromkeys(line for line in lines if line and line != name)
    kept: list[str] = []
    for line in different:
        if len("\n".join([*kept, line])) <= 1000:
            kept.append(line)
    return "\n".join(kept)
