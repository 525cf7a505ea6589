"""The kinds of rows that the tables of a study are made of.

One kind is one record; it stands in one table, and knows the way to its study.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from distretto.web.diagnosis.models import (
    ChainFlow,
    ChainFrame,
    ChainStage,
    ProfileFigure,
    Service,
    ServiceProvision,
    UnitType,
)


@dataclass(frozen=True)
class RowKind:
    """A kind of row: its record, what is told of it, the page it stands on."""

    key: str
    model: Any
    facts: tuple[str, ...]
    page: str
    add: Any  # the words of the button
    # The relation that leads to the study, and those that go with a row taken out.
    parent: str = "study"
    parts: tuple[str, ...] = ()


FIGURE = RowKind(
    "figure",
    ProfileFigure,
    (
        "indicator",
        "value",
        "unit",
        "year",
        "source",
        "method",
        "n",
        "confidence",
        "of",
    ),
    "study-profile",
    _("Enter a figure"),
)
UNIT_TYPE = RowKind(
    "unit-type",
    UnitType,
    (
        "name",
        "count",
        "employment",
        "turnover",
        "currency",
        "market",
        "margin_share",
        "source",
        "order",
    ),
    "study-units",
    _("Enter a type of unit"),
)
STAGE = RowKind(
    "stage",
    ChainStage,
    (
        "name",
        "order",
        "actors",
        "women",
        "price_in",
        "price_out",
        "quality",
        "capacity",
        "source",
        "governs",
    ),
    "study-chain",
    _("Enter a stage"),
    parts=("flows_out", "flows_in", "costs", "frames"),
)
FLOW = RowKind(
    "flow",
    ChainFlow,
    ("source_stage", "target_stage", "kind", "share", "volume", "price", "terms"),
    "study-chain",
    _("Enter a flow"),
    parent="source_stage",
)
FRAME = RowKind(
    "frame",
    ChainFrame,
    ("name", "kind", "stage", "bearing", "effect", "source"),
    "study-chain",
    _("Enter a part of the framework"),
)
SERVICE = RowKind(
    "service",
    Service,
    (
        "name",
        "using_share",
        "willing_share",
        "aware_share",
        "satisfaction",
        "source",
    ),
    "study-services",
    _("Enter a service"),
    parts=("provisions",),
)
PROVISION = RowKind(
    "provision",
    ServiceProvision,
    (
        "service",
        "institution",
        "target_group",
        "price",
        "firms_a_year",
        "quality",
        "relevance",
        "cooperates_with",
        "capacity_gap",
        "role_wanted",
    ),
    "study-institutions",
    _("Say who offers a service"),
    parent="service",
)
KINDS: Mapping[str, RowKind] = {
    each.key: each
    for each in (FIGURE, UNIT_TYPE, STAGE, FLOW, FRAME, SERVICE, PROVISION)
}
