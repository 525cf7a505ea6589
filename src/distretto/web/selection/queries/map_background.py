"""What stands behind one cluster of a saved map: growth and related industries.

It looks at the whole dataset, which takes longer than a page may. So it is kept under
the names of the files it was made from, and the cluster's page asks for it afterwards.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.cache import caches

from distretto.analysis.selection.background import (
    ClusterBackground,
    cluster_background,
)
from distretto.errors import InputError
from distretto.web.register import queries as register
from distretto.web.selection.models import ClusterMap
from distretto.web.selection.policy import secrecy

ALPHA = 0.05
EDITION = 3  # raise it when the background is made differently


# What the growth of a cluster itself is, without what it is made of.
_OF_THE_WHOLE = ("from", "to", "value_start", "value_end", "change")


@dataclass(frozen=True)
class Background:
    """As a role may see it.

    `growth` is None where it is unknown or masked, and only where `sees_cells` it has
    its parts, and rows of `related` what of them is here. `refusal` says why there is
    nothing at all.
    """

    growth: Mapping[str, Any] | None
    related: list[dict[str, Any]]
    sees_cells: bool
    refusal: InputError | None = None

    @property
    def is_beyond_chance(self) -> bool:
        """Whether any industry is beside it more often than chance has it."""
        return any((row["adjusted_p_value"] or 1.0) <= ALPHA for row in self.related)


def background_of(saved: ClusterMap, row: Mapping[str, Any]) -> Background:
    """Of the cluster that the row tells of, as the reader of the map sees it.

    Growth is shown where the cluster's own is. Its parts tell what the industry had in
    the first year, and less the cluster what others had; and figures of other
    industries in its regions may be of few firms: both are for those who see every
    cell.
    """
    key = _key(saved, row)
    found = caches["pictures"].get(key)
    if found is None:
        try:
            found = _measured(saved, row)
        except InputError as refusal:
            return Background(None, [], sees_cells=False, refusal=refusal)
        caches["pictures"].set(key, found)
    growth = found.growth if row["growth"] is not None else None
    if not secrecy.seen_by(saved.programme.my_role, saved.dataset):
        return Background(growth, found.related.to_dicts(), sees_cells=True)
    told = growth and {name: growth[name] for name in _OF_THE_WHOLE}
    related = found.related.drop("value", "lq").to_dicts()
    return Background(told, related, sees_cells=False)


def _measured(saved: ClusterMap, row: Mapping[str, Any]) -> ClusterBackground:
    settings = saved.settings
    table = register.region_industry_table(saved.dataset, level=settings.get("level"))
    return cluster_background(
        table,
        regions=row["regions"],
        industry=row["industry"],
        value=settings["value"],
        year=settings.get("year"),
    )


def _key(saved: ClusterMap, row: Mapping[str, Any]) -> str:
    made_from = [
        EDITION,
        saved.pk,
        saved.clusters_file,
        row["industry"],
        row["regions"],
    ]
    return hashlib.sha256(repr(made_from).encode()).hexdigest()
