"""Criteria under their headings, and the story of their weights."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Q

from distretto.web.history.models import Change, Deed
from distretto.web.selection.models import Criterion, Round


@dataclass(frozen=True)
class HeadingGroup:
    """The criteria under one heading, and their weight together."""

    title: Any
    criteria: tuple[Criterion, ...]
    weight: Decimal


@dataclass(frozen=True)
class Overview:
    """All criteria, and how far their weights are from the whole."""

    groups: tuple[HeadingGroup, ...]
    total: Decimal
    without_weight: int

    @property
    def is_whole(self) -> bool:
        """Whether every criterion has a weight and they sum to 100 %."""
        return self.total == 100 and not self.without_weight


Weights = Mapping[UUID, Decimal | None]


def overview(criteria: Sequence[Criterion], typed: Weights | None = None) -> Overview:
    """The criteria by heading, in the method's order, with the weights as `typed`."""
    weights = {each.pk: each.weight for each in criteria} | dict(typed or {})
    groups = [
        HeadingGroup(title, listed, _sum(listed, weights))
        for heading, title in Criterion.Heading.choices
        if (listed := tuple(each for each in criteria if each.heading == heading))
    ]
    lacking = sum(weights[each.pk] is None for each in criteria)
    return Overview(tuple(groups), _sum(criteria, weights), lacking)


def _sum(criteria: Iterable[Criterion], weights: Weights) -> Decimal:
    return sum((weights[each.pk] or Decimal(0) for each in criteria), Decimal(0))


def weight_deeds(round_: Round) -> list[Deed]:
    """Every fixing, unfixing and change of criteria and weights, oldest first."""
    about = [round_.pk, *round_.criteria.values_list("pk", flat=True)]
    touched = Change.objects.filter(object_id__in=about).values("deed")
    deeds = Deed.objects.filter(pk__in=touched).filter(
        Q(did__startswith="weights.") | Q(did__startswith="criterion.")
    )
    return list(deeds.select_related("who").order_by("at", "id"))


def changed_after_seen(round_: Round) -> list[Deed]:
    """The changes of criteria and weights made after scores were visible once."""
    seen = Deed.objects.filter(did="scoring.closed", changes__object_id=round_.pk)
    first = seen.order_by("at", "id").first()
    if first is None:
        return []
    return [each for each in weight_deeds(round_) if each.at > first.at]
