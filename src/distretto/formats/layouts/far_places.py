"""Places that are probably wrong: far from all others, or outside the boundaries.

Nothing is left out for it: what a list says is kept, and a reader is told to look.
"""

from collections.abc import Mapping

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from distretto.analysis.selection.agglomeration.sites import (
    EARTH_RADIUS_KM,
    KM_PER_UNIT,
)
from distretto.errors import gettext_noop, ngettext_noop
from distretto.notes import Note

Floats = NDArray[np.float64]

MOST = 0.95  # of the places: so many are taken to be right
TIMES = 10  # as far as those: too far to be one of them
AT_ONCE = 500_000  # points that are looked up in the boundaries, for their memory


def far_notes(
    rows: NDArray[np.int64], up: Floats, across: Floats, unit: str
) -> list[Note]:
    """How many places are far from all others, and what exchanging them would mend.

    Far is more than ten times the distance from the median place within which 95 % of
    the places lie, each exchanged where that brings it nearer; so a list of which less
    than half is exchanged still shows which. `rows` are the rows of the file; all have
    shape (n,).
    """
    own = _from_median(up, across, up, across, unit)
    exchanged = _from_median(across, up, up, across, unit)
    near = np.quantile(np.fmin(own, exchanged), MOST, method="inverted_cdf")
    far = own > TIMES * near
    if not near or not far.any():
        return []
    count = int(far.sum())
    notes = [
        Note(
            _FAR,
            count=count,
            all=len(own),
            km=_short(TIMES * near),
            near=_short(near),
            row=str(rows[far].min()),
        )
    ]
    mended = far & (exchanged <= near)
    if mended.any():
        row = str(rows[mended].min())
        notes.append(Note(_EXCHANGED, count=int(mended.sum()), row=row))
    return notes


def outside_notes(
    degrees: Floats | None, shapes: Mapping[str, BaseGeometry]
) -> list[Note]:
    """How many places lie outside the boundaries, and whether exchanged they would not.

    `degrees` has shape (n, 2), longitude and latitude; places in a plane have none, and
    nothing is said of them.
    """
    if degrees is None or not shapes:
        return []
    tree = shapely.STRtree(list(shapes.values()))
    outside = degrees[~_inside(degrees, tree)]
    if not len(outside):
        return []
    if len(outside) == len(degrees):
        notes = [Note(_ALL_OUTSIDE)]
    else:
        notes = [Note(_OUTSIDE, count=len(outside), all=len(degrees))]
    mended = int(_inside(outside[:, ::-1], tree).sum())
    if mended:
        notes.append(Note(_INSIDE_IF_EXCHANGED, count=mended))
    return notes


def _from_median(
    up: Floats, across: Floats, all_up: Floats, all_across: Floats, unit: str
) -> Floats:
    """Kilometres from the median of all; NaN where it is no place on the globe."""
    middle_up, middle_across = np.median(all_up), np.median(all_across)
    if unit != "degrees":
        apart = np.hypot(up - middle_up, across - middle_across)
        return np.asarray(apart * KM_PER_UNIT[unit], dtype=np.float64)
    north, south = np.radians(up), np.radians(middle_up)
    half = np.sin((north - south) / 2) ** 2
    turned = np.radians(across - middle_across) / 2
    half += np.cos(north) * np.cos(south) * np.sin(turned) ** 2
    arcs = 2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(np.clip(half, 0, 1)))
    return np.where(np.abs(up) <= 90, arcs, np.nan)


def _inside(degrees: Floats, tree: shapely.STRtree) -> NDArray[np.bool_]:
    inside = np.zeros(len(degrees), dtype=bool)
    for start in range(0, len(degrees), AT_ONCE):
        east, north = degrees[start : start + AT_ONCE].T
        turned = np.where(east > 180, east - 360, east)
        found, _ = tree.query(shapely.points(turned, north), predicate="intersects")
        inside[start + found] = True
    return inside


def _short(km: float) -> float:
    """Three significant digits are enough of a limit."""
    return float(f"{km:.3g}")


_FAR = ngettext_noop(
    "%(count)s establishment of %(all)s stands more than %(km)s km from the middle of "
    "the list, although 95 %% of all stand within %(near)s km: its place may be wrong. "
    "It counts all the same; it is in row %(row)s.",
    "%(count)s establishments of %(all)s stand more than %(km)s km from the middle of "
    "the list, although 95 %% of all stand within %(near)s km: their places may be "
    "wrong. They count all the same; the first is in row %(row)s.",
)
_EXCHANGED = ngettext_noop(
    "The latitude and longitude of %(count)s of those look exchanged: the other way "
    "round it would stand among the others (row %(row)s).",
    "The latitude and longitude of %(count)s of those look exchanged: the other way "
    "round they would stand among the others (the first is in row %(row)s).",
)
_ALL_OUTSIDE = gettext_noop("No establishment lies inside the boundaries.")
_OUTSIDE = ngettext_noop(
    "%(count)s establishment of %(all)s lies outside the boundaries.",
    "%(count)s establishments of %(all)s lie outside the boundaries.",
)
_INSIDE_IF_EXCHANGED = ngettext_noop(
    "The latitude and longitude of %(count)s of those look exchanged: the other way "
    "round it would lie inside the boundaries.",
    "The latitude and longitude of %(count)s of those look exchanged: the other way "
    "round they would lie inside the boundaries. If it is all, name the columns the "
    "other way round.",
)
