"""The areas of clusters of points: what lies close to their plants."""

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from distretto.analysis.selection.agglomeration.sites import EARTH_RADIUS_KM
from distretto.formats.density.report import DensityReport

CORNERS = 32  # of the circle around a plant


def areas_of(report: DensityReport) -> list[BaseGeometry]:
    """A shape for each cluster, in degrees, or in km where places are in a plane.

    All that lies within half the reach of a core plant: areas of core plants within
    reach of each other meet, and those of two clusters never do. With HDBSCAN, which
    has no reach, the convex hull.
    """
    places, reach = _places(report), report.reach_km
    core = np.flatnonzero(report.is_core & (report.cluster > 0))
    core = core[np.argsort(report.cluster[core], kind="stable")]
    ends = np.flatnonzero(np.diff(report.cluster[core])) + 1
    in_degrees = report.plants.degrees is not None
    shapes = []
    for members in np.split(core, ends) if len(core) else []:
        at = np.unique(places[members], axis=0)
        if reach is None:
            shapes.append(shapely.convex_hull(shapely.multipoints(at)))
        else:
            shapes.append(_around(at, reach / 2, in_degrees=in_degrees))
    return shapes


def _places(report: DensityReport) -> NDArray[np.float64]:
    plants = report.plants
    if plants.degrees is not None:
        return plants.degrees
    return np.column_stack([plants.sites.x, plants.sites.y])


def _around(
    places: NDArray[np.float64], km: float, *, in_degrees: bool
) -> BaseGeometry:
    """Circles of a radius around places, joined."""
    turns = np.linspace(0, 2 * np.pi, CORNERS, endpoint=False)
    # Outside the circle by as much as inside, so that those that touch do meet.
    circle = (
        km / np.cos(np.pi / CORNERS) * np.column_stack([np.cos(turns), np.sin(turns)])
    )
    stretch = np.ones((len(places), 2))
    if in_degrees:
        north = np.degrees(1 / EARTH_RADIUS_KM)
        flat = np.maximum(np.cos(np.radians(places[:, 1])), 1e-6)
        stretch = north / np.column_stack([flat, np.ones(len(places))])
    rings = places[:, None, :] + circle[None, :, :] * stretch[:, None, :]
    return shapely.union_all(shapely.polygons(rings))
