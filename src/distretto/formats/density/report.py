"""Clusters of the establishments of a list, with what was asked and left out."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from distretto.analysis.selection.agglomeration.sites import Sites
from distretto.analysis.selection.hotspots.chance import (
    ChanceClusters,
    chance_clusters,
)
from distretto.analysis.selection.hotspots.density_clusters import density_clusters
from distretto.analysis.selection.hotspots.hierarchical import (
    hierarchical_density_clusters,
)
from distretto.analysis.selection.hotspots.point_clusters import (
    point_clusters,
)
from distretto.analysis.selection.hotspots.reach import CROWDED, reach_of_share
from distretto.analysis.selection.measured import Measured
from distretto.errors import InputError, gettext_noop, ngettext_noop
from distretto.formats.density.rows import named, rows_of
from distretto.formats.layouts.point_notes import (
    check_industries,
    rounding_notes,
    shared_notes,
    stretched_notes,
)
from distretto.formats.layouts.points import Points
from distretto.notes import Note, percentage

METHODS = ("dbscan", "hdbscan")
MOST_PLACED = 20_000_000  # plants placed at random in all
FEWEST_SIMULATIONS = 19


@dataclass(frozen=True)
class DensityReport:
    """What pages, tables and files of clusters of points are made from.

    Attributes
    ----------
    plants : Points
        The establishments that were grouped, and only those.
    cluster : array of shape (n,), integers
        The number of each one's cluster, from 1 as in the rows; 0 for none.
    is_core : array of shape (n,), true or false
        Which have enough others within reach; with HDBSCAN, all that are in one.
    measured : Measured
        A row for each cluster, the one of most plants first.
    """

    plants: Points
    cluster: NDArray[np.int64]
    is_core: NDArray[np.bool_]
    measured: Measured

    @property
    def reach_km(self) -> float | None:
        """Within how many kilometres plants are close; None with HDBSCAN."""
        reach: float | None = self.measured.settings["within_km"]
        return reach


@dataclass(frozen=True)
class _Grouped:
    label: NDArray[np.int64]
    is_core: NDArray[np.bool_]
    reach_km: float | None


def measure(
    points: Points,
    *,
    industries: tuple[str, ...] = (),
    within_km: float | None = None,
    minimum_plants: int = 10,
    method: str = "dbscan",
    simulations: int = 99,
    seed: int = 1,
) -> DensityReport:
    """Group the establishments of a list: of one industry, of several together, or all.

    Parameters
    ----------
    points : Points
        All of them are sites where a plant could stand.
    industries : tuple of str
        Codes at the level of `points`; none: all.
    within_km : float, optional
        Within how many kilometres plants are close. Default: so that a quarter of the
        plants are core (`reach_of_share`). HDBSCAN takes none.
    minimum_plants : int
        So many plants, itself among them, a core plant has within that distance; with
        HDBSCAN, the least size of a cluster.
    method : “dbscan” or “hdbscan”
    simulations, seed
        As for `chance_clusters`.

    Raises
    ------
    InputError
        An industry is not in the list, a distance is given to HDBSCAN, scikit-learn is
        not installed for it, or as for the functions of the analysis.
    """
    check_industries(points, industries)
    chosen = np.ones(points.sites.count, dtype=bool)
    if industries:
        chosen = np.isin(points.industries, industries)
    plants = points.only(chosen)
    grouped = _grouped(plants.sites, within_km, minimum_plants, method)
    found = point_clusters(
        plants.sites, grouped.label, sizes=plants.sizes, industries=plants.industries
    )
    asked = {"minimum_plants": minimum_plants, "simulations": simulations, "seed": seed}
    chance = _chance(points, plants, grouped, asked)
    rows = rows_of(
        found.rows, points, plants, found.cluster, grouped.is_core, grouped.reach_km
    )
    clustered = int((found.cluster > 0).sum())
    settings = {
        "table": points.file,
        "columns": dict(points.columns),
        "level": points.level,
        "industries": sorted(industries) or None,
        "industry_names": [named(points, code) for code in sorted(industries)],
        "industries_chosen": len(set(plants.industries) - {""}),
        "method": method,
        "within_km": grouped.reach_km,
        **asked,
        "sites": points.sites.count,
        "plants": plants.sites.count,
        "plants_in_clusters": clustered,
        "noise": plants.sites.count - clustered,
        **_told(chance, clustered),
    }
    notes = [
        *_reach_notes(within_km, grouped, minimum_plants),
        *_place_notes(rows),
        *_size_notes(rows),
        *shared_notes(plants.sites),
        *rounding_notes(plants, grouped.reach_km or np.inf),
        *stretched_notes(plants.sites),
    ]
    measured = Measured("density_clusters", rows, settings, (*notes, *points.notes))
    return DensityReport(plants, found.cluster, grouped.is_core, measured)


def _grouped(
    sites: Sites, within_km: float | None, minimum: int, method: str
) -> _Grouped:
    if method == "hdbscan":
        if within_km is not None:
            raise InputError(
                "hdbscan_without_distance",
                gettext_noop(
                    "HDBSCAN finds clusters at every distance and takes none. Leave "
                    "the distance out, or use DBSCAN."
                ),
            )
        at_every = hierarchical_density_clusters(sites, minimum_size=minimum)
        return _Grouped(at_every.label, at_every.label >= 0, None)
    reach = within_km
    if reach is None:
        reach = reach_of_share(sites, minimum_plants=minimum)
    found = density_clusters(sites, reach_km=reach, minimum_plants=minimum)
    return _Grouped(found.label, found.is_core, reach)


def _chance(
    points: Points, plants: Points, grouped: _Grouped, asked: dict[str, int]
) -> ChanceClusters | None:
    """Clusters of plants placed at random; None where all sites are plants."""
    count = plants.sites.count
    if grouped.reach_km is None or count == points.sites.count:
        return None
    room = max(MOST_PLACED // count, FEWEST_SIMULATIONS)
    return chance_clusters(
        points.sites,
        count,
        reach_km=grouped.reach_km,
        minimum_plants=asked["minimum_plants"],
        simulations=min(asked["simulations"], room),
        seed=asked["seed"],
    )


def _told(chance: ChanceClusters | None, clustered: int) -> dict[str, Any]:
    if chance is None:
        return {"chance": None}
    low, high = np.quantile(chance.clustered, [0.025, 0.975])
    return {
        "chance": {
            "null": chance.null,
            "simulations": len(chance.clustered),
            "mean": float(chance.clustered.mean()),
            "low": float(low),
            "high": float(high),
            "p_value": chance.p_value(clustered),
        }
    }


def _reach_notes(
    within_km: float | None, grouped: _Grouped, minimum: int
) -> list[Note]:
    if within_km is not None or grouped.reach_km is None:
        return []
    share = percentage(CROWDED)
    return [Note(_REACH, km=grouped.reach_km, share=share, plants=minimum)]


def _place_notes(rows: pl.DataFrame) -> list[Note]:
    """Clusters that are one place: an address that was rounded, or one building."""
    count = rows.filter(pl.col("places") == 1).height
    return [Note(_ONE_PLACE, count=count, all=rows.height)] if count else []


def _size_notes(rows: pl.DataFrame) -> list[Note]:
    """Clusters whose jobs are unknown, although those of some plants are known."""
    part = (pl.col("plants_sized") > 0) & pl.col("employment").is_null()
    count = rows.filter(part).height
    return [Note(_PART_SIZED, count=count)] if count else []


_REACH = gettext_noop(
    "No distance was given: plants within %(km)s km are close, at which %(share)s of "
    "them have %(plants)s plants, themselves among them, so close."
)
_ONE_PLACE = ngettext_noop(
    "%(count)s cluster of %(all)s is a single place: one building, or an address that "
    "was rounded.",
    "%(count)s clusters of %(all)s are a single place each: one building, or an "
    "address that was rounded.",
)
_PART_SIZED = ngettext_noop(
    "The jobs of %(count)s cluster are unknown, because the size of a plant is; files "
    "have those of the plants whose size is known.",
    "The jobs of %(count)s clusters are unknown, because the size of a plant is; files "
    "have those of the plants whose size is known.",
)
