"""Firms and institutions entered and edited by hand."""

from collections.abc import Mapping
from typing import Any

from distretto.errors import RuleError, gettext_noop
from distretto.web.accounts.models import Programme
from distretto.web.history.rules import deed
from distretto.web.register import kinds
from distretto.web.register.models import Cluster, Organisation
from distretto.web.register.rules.clusters import check_industries
from distretto.web.register.rules.members import join_cluster
from distretto.web.register.rules.writing import save

# What may be said of a firm or institution by hand or by a list.
FACTS = (
    "kind",
    "name",
    "other_names",
    "legal_form",
    "tax_number",
    "products",
    "classification",
    "industries",
    "chain_stage",
    "unit_type",
    "founded",
    "owner",
    "is_registered",
    "exports",
    "employees",
    "women",
    "size_class",
    "figures_year",
    "figures_source",
    "figures_method",
    "figures_confidence",
    "address",
    "place",
    "country",
    "latitude",
    "longitude",
    "phone",
    "email",
    "website",
    "consent",
    "consent_on",
    "consent_for",
    "note",
)
Facts = Mapping[str, Any]


def add_organisation(
    facts: Facts, *, programme: Programme, by: Any, cluster: Cluster | None = None
) -> Organisation:
    """Enter a firm or institution, as a member of a cluster where one is given."""
    organisation = Organisation(programme=programme)
    with deed("organisation.added", by=by, programme=programme, about=facts["name"]):
        _take(organisation, facts)
        if cluster is not None:
            join_cluster(organisation, cluster, by=by)
    return organisation


def edit_organisation(
    organisation: Organisation, facts: Facts, *, by: Any
) -> Organisation:
    """Change what is said of a firm or institution."""
    with deed(
        "organisation.edited",
        by=by,
        programme=organisation.programme,
        about=facts.get("name", organisation),
    ):
        held = held_organisation(organisation)
        _take(held, facts)
    return held


def retire_organisation(
    organisation: Organisation, *, by: Any, reason: str = ""
) -> Organisation:
    """Take a firm or institution out of use: closed, moved away, entered by mistake.

    Its memberships and positions end with it; what was noted of it stays readable.
    """
    with deed(
        "organisation.retired",
        by=by,
        programme=organisation.programme,
        about=organisation,
        reason=reason,
    ):
        held = held_organisation(organisation)
        for link in [
            *held.memberships.current(),
            *held.positions.current(),
            *held.listings.current(),
        ]:
            link.retire()
            link.save(update_fields=["retired_at"])
        held.retire()
        held.save(update_fields=["retired_at"])
    return held


def held_organisation(organisation: Organisation) -> Organisation:
    """The record as it stands now, locked until the deed is through.

    Raises
    ------
    RuleError
        It is out of use, as after a merge that somebody made a moment ago.
    """
    held: Organisation = (
        Organisation.objects.select_for_update(of=("self",))
        .select_related("programme")
        .get(pk=organisation.pk)
    )
    if held.is_retired:
        raise RuleError(
            "organisation_out_of_use",
            gettext_noop(
                "“%(name)s” is out of use, or was merged with another record. Load "
                "the list again."
            ),
            name=held.name,
        )
    return held


def _take(organisation: Organisation, facts: Facts) -> None:
    for name in FACTS:
        if name in facts:
            setattr(organisation, name, facts[name])
    check_facts(organisation)
    save(organisation)


def check_facts(organisation: Organisation) -> None:
    """Refuse what no constraint of the database can see.

    Raises
    ------
    RuleError
        A place of another programme, a kind or size class that the programme does not
        have, or an industry that the classification does not have.
    """
    words = kinds.words_of(organisation.programme)
    place = organisation.place
    if place is not None and place.programme_id != organisation.programme_id:
        raise RuleError(
            "place_elsewhere",
            gettext_noop("“%(place)s” is not a place of this programme."),
            place=place.name,
        )
    if organisation.kind not in words.kinds:
        raise RuleError(
            "unknown_kind",
            gettext_noop("“%(kind)s” is no kind of organisation in this programme."),
            kind=organisation.kind,
        )
    classes = {each.code for each in words.size_classes}
    if organisation.size_class and organisation.size_class not in classes:
        raise RuleError(
            "unknown_size_class",
            gettext_noop("“%(size)s” is no size class of this programme."),
            size=organisation.size_class,
        )
    check_industries(organisation.industries, organisation.classification)
