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


@dataclass(frozen=True)
class Background:
    """As a role may see it.

    `growth` is None where it is unknown or masked; rows of `related` have `value` and
    `lq` of the cluster's regions only where `shows_places`. `refusal` says why there is
    nothing at all.
    """

    growth: Mapping[str, Any] | None
    related: list[dict[str, Any]]
    shows_places: bool
    refusal: InputError | None = None

    @property
    def is_beyond_chance(self) -> bool:
        """Whether any industry is beside it more often than chance has it."""
        return any((row["adjusted_p_value"] or 1.0) <= ALPHA for row in self.related)


def background_of(saved: ClusterMap, row: Mapping[str, Any]) -> Background:
    """Of the cluster that the row tells of, as the reader of the map sees it.

    Growth is shown where the cluster's own is; figures of other industries in its
    regions only to those who see every cell, for few firms may stand behind them.
    """
    key = _key(saved, row)
    found = caches["pictures"].get(key)
    if found is None:
        try:
            found = _measured(saved, row)
        except InputError as refusal:
            return Background(None, [], shows_places=False, refusal=refusal)
        caches["pictures"].set(key, found)
    sees_cells = not secrecy.seen_by(saved.programme.my_role, saved.dataset)
    return Background(
        growth=found.growth if row["growth"] is not None else None,
        related=found.related.to_dicts(),
        shows_places=sees_cells,
    )


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
