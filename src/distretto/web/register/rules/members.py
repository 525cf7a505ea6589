"""Who belongs to a cluster, and from when to when."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from distretto.errors import RuleError, gettext_noop
from distretto.web.history.rules import create_all, deed
from distretto.web.register.models import Cluster, ClusterMember, Organisation


def join_cluster(
    organisation: Organisation,
    cluster: Cluster,
    *,
    by: Any,
    joined_on: date | None = None,
) -> ClusterMember:
    """Make a firm or institution a member of a cluster.

    Raises
    ------
    RuleError
        It is of another programme, or a member already.
    """
    _check_same_programme(organisation, cluster)
    with deed("member.joined", by=by, programme=cluster.programme, about=organisation):
        if _open(cluster).filter(organisation=organisation).exists():
            raise RuleError(
                "member_already",
                gettext_noop("“%(name)s” is a member of this cluster already."),
                name=organisation.name,
            )
        member = ClusterMember(
            cluster=cluster, organisation=organisation, joined_on=joined_on
        )
        member.full_clean()
        member.save()
    return member


def join_all(
    organisations: Sequence[Organisation], cluster: Cluster, *, joined_on: date | None
) -> int:
    """Make many members at once, within the deed of the caller; how many were new."""
    new = new_members(organisations, cluster, joined_on=joined_on)
    create_all(new)
    return len(new)


def new_members(
    organisations: Sequence[Organisation], cluster: Cluster, *, joined_on: date | None
) -> list[ClusterMember]:
    """Memberships, not yet saved, of those that are no member."""
    there = set(_open(cluster).values_list("organisation_id", flat=True))
    return [
        ClusterMember(cluster=cluster, organisation=each, joined_on=joined_on)
        for each in organisations
        if each.pk not in there
    ]


def leave_cluster(
    member: ClusterMember, *, by: Any, left_on: date | None, because: str = ""
) -> ClusterMember:
    """End a membership; that it was one stays known.

    Without a day, the membership was a mistake and is taken back.
    """
    with deed(
        "member.left",
        by=by,
        programme=member.cluster.programme,
        about=member.organisation,
        reason=because,
    ):
        held: ClusterMember = ClusterMember.objects.select_for_update().get(
            pk=member.pk
        )
        if left_on is None:
            held.retire()
        else:
            held.left_on, held.left_because = left_on, because
        held.full_clean(exclude=["cluster", "organisation"])
        held.save()
    return held


def _open(cluster: Cluster) -> Any:
    return ClusterMember.objects.current().filter(cluster=cluster, left_on__isnull=True)


def _check_same_programme(organisation: Organisation, cluster: Cluster) -> None:
    if organisation.programme_id != cluster.programme_id:
        raise RuleError(
            "organisation_elsewhere",
            gettext_noop("“%(name)s” is not in the register of this programme."),
            name=organisation.name,
        )
