"""Stakeholders: where they stand is noted with a day, and what was before is kept."""

from collections.abc import Mapping
from typing import Any

from distretto.errors import RuleError, gettext_noop
from distretto.web.history.rules import deed
from distretto.web.register.models import (
    Cluster,
    Organisation,
    Person,
    Stakeholder,
)
from distretto.web.register.rules.days import check_has_come
from distretto.web.register.rules.naming import (
    NewName,
    organisation_meant,
    person_meant,
)
from distretto.web.register.rules.writing import say_about, take

POSITION = ("interest", "influence", "attitude", "wants", "approach", "as_of")


def add_stakeholder(
    cluster: Cluster,
    position: Mapping[str, Any],
    *,
    by: Any,
    organisation: Organisation | NewName | None = None,
    person: Person | NewName | None = None,
) -> Stakeholder:
    """Put somebody on the register of those with a stake in a cluster."""
    programme = cluster.programme
    stakeholder = Stakeholder(cluster=cluster)
    with deed("stakeholder.added", by=by, programme=programme, about=cluster) as entry:
        stakeholder.organisation = organisation_meant(
            organisation, programme=programme, by=by
        )
        stakeholder.person = person_meant(person, programme=programme, by=by)
        _take(stakeholder, position)
        say_about(entry, f"{cluster}: {stakeholder}")
    return stakeholder


def assess_stakeholder(
    stakeholder: Stakeholder, position: Mapping[str, Any], *, by: Any
) -> Stakeholder:
    """Note where a stakeholder stands on a day; a day that is there is put right.

    Raises
    ------
    RuleError
        The day is before the one of the present position, or still to come.
    """
    cluster = stakeholder.cluster
    with deed(
        "stakeholder.assessed",
        by=by,
        programme=cluster.programme,
        about=f"{cluster}: {stakeholder}",
    ):
        held = _held(stakeholder)
        if position["as_of"] < held.as_of:
            raise RuleError(
                "position_before_the_present",
                gettext_noop(
                    "Where they stand is known as of %(day)s. An earlier day would "
                    "make the newer position the past."
                ),
                day=held.as_of.isoformat(),
            )
        _take(held, position)
    return held


def retire_stakeholder(
    stakeholder: Stakeholder, *, by: Any, reason: str = ""
) -> Stakeholder:
    """Take somebody off the register who has no stake any more."""
    cluster = stakeholder.cluster
    with deed(
        "stakeholder.retired",
        by=by,
        programme=cluster.programme,
        about=f"{cluster}: {stakeholder}",
        reason=reason,
    ):
        held = _held(stakeholder)
        held.retire()
        held.save(update_fields=["retired_at"])
    return held


def _held(stakeholder: Stakeholder) -> Stakeholder:
    held: Any = Stakeholder.objects.select_for_update(of=("self",))
    found: Stakeholder = held.select_related("organisation", "person").get(
        pk=stakeholder.pk
    )
    return found


def _take(stakeholder: Stakeholder, position: Mapping[str, Any]) -> None:
    check_has_come(position.get("as_of"))
    take(stakeholder, position, POSITION)
