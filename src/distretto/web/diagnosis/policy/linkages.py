"""Who may see and enter linkages.

Firms by name, and who is tied to whom, are for the staff and evaluators. Everybody else
of the programme sees the sociogram without names and what is measured of the whole, of
waves in which enough firms answered.
"""

from typing import Any
from uuid import UUID

from distretto.web.accounts.models import Programme
from distretto.web.diagnosis.models import Linkage, LinkageActor
from distretto.web.diagnosis.policy.clusters import REGISTER, may
from distretto.web.diagnosis.policy.clusters import one_of as of_cluster
from distretto.web.register import policy as register


def actor_for(user: Any, slug: str, pk: UUID, *, to: str = "firms") -> LinkageActor:
    """An actor of a wave of the programme, with the user's role."""
    programme = register.register_for(user, slug, to=REGISTER[to])
    return _of_wave(LinkageActor, pk, programme, "organisation")


def linkage_for(user: Any, slug: str, pk: UUID, *, to: str = "edit") -> Linkage:
    """A linkage of a wave of the programme, with the user's role."""
    programme = register.register_for(user, slug, to=REGISTER[to])
    return _of_wave(Linkage, pk, programme, "source", "target")


def sees_names(programme: Programme) -> bool:
    """Whether the role attached to a loaded programme reads firms by name."""
    return may(programme, "firms")


def fewest_firms(programme: Programme) -> int:
    """The least number of firms of which the reader may see figures."""
    return 0 if sees_names(programme) else programme.smallest_cell


def _of_wave(model: Any, pk: UUID, programme: Programme, *related: str) -> Any:
    records = (
        model.objects.current()
        .filter(
            wave__cluster__programme=programme,
            wave__cluster__retired_at__isnull=True,
            wave__retired_at__isnull=True,
        )
        .select_related("wave__cluster", *related)
    )
    return of_cluster(records, pk, programme)
