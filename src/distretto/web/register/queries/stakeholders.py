"""Stakeholders of a cluster, by how much it matters to them and how much they move."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from distretto.web.register.models import Cluster, Stakeholder

# From this value on, interest and influence are high: 4 and 5 of five.
HIGH_FROM = 4
CLOSE, SATISFIED, INFORMED, MONITOR = "close", "satisfied", "informed", "monitor"
GROUPS: Mapping[str, Any] = {
    CLOSE: _("Manage closely"),
    SATISFIED: _("Keep satisfied"),
    INFORMED: _("Keep informed"),
    MONITOR: _("Monitor"),
}


@dataclass(frozen=True)
class Placed:
    """A stakeholder with the number that stands for it on the grid."""

    number: int
    stakeholder: Stakeholder
    group: str | None

    @property
    def group_name(self) -> str:
        return str(GROUPS[self.group]) if self.group else ""


def group_of(interest: int | None, influence: int | None) -> str | None:
    """How somebody is dealt with; None where either is not known."""
    if interest is None or influence is None:
        return None
    if influence >= HIGH_FROM:
        return CLOSE if interest >= HIGH_FROM else SATISFIED
    return INFORMED if interest >= HIGH_FROM else MONITOR


def stakeholders_of(cluster: Cluster) -> list[Placed]:
    """All stakeholders, numbered: those to manage closely first, the unknown last."""
    found = cluster.stakeholders.current().select_related("organisation", "person")
    ordered = sorted(found, key=_by_weight)
    return [
        Placed(number, each, group_of(each.interest, each.influence))
        for number, each in enumerate(ordered, start=1)
    ]


def _by_weight(each: Stakeholder) -> tuple[int, int, int, str]:
    group = group_of(each.interest, each.influence)
    place = list(GROUPS).index(group) if group else len(GROUPS)
    return place, -(each.influence or 0), -(each.interest or 0), str(each).casefold()


def positions_of(stakeholder: Stakeholder) -> Sequence[Any]:
    """Where somebody stood before, the latest first: the last version of each day.

    Versions of a day after the present one were taken back, and are left out.
    """
    versions = stakeholder.history.order_by("-history_date", "-history_id")
    kept, day = [], stakeholder.as_of
    for version in versions:
        if version.as_of < day:
            kept.append(version)
            day = version.as_of
    return kept
