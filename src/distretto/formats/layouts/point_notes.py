"""What a reader must know of a list of points, whatever is measured on it."""

from collections.abc import Collection

import numpy as np

from distretto.analysis.selection.agglomeration.sites import EARTH_RADIUS_KM, Sites
from distretto.errors import FormatError, InputError, gettext_noop, ngettext_noop
from distretto.formats.layouts.points import Points
from distretto.notes import Note, percentage

# Where distances may err by more than this, it is said.
SCALE_ERROR_TOLD = 0.005
MOST_DECIMALS = 5  # of degrees; a sixth is 10 cm
ROUNDINGS = 3  # a reach of so many steps of rounding is long enough


def check_industries(points: Points, industries: Collection[str]) -> None:
    """Refuse an industry that no establishment is of."""
    present = set(points.industries) - {""}
    lacking = [code for code in industries if code not in present]
    if lacking:
        raise InputError(
            "no_such_industry",
            gettext_noop(
                "No establishment of the list is of “%(industry)s”. It has: "
                "%(present)s."
            ),
            industry=lacking[0],
            present=", ".join(sorted(present)[:30]),
        )


def check_degrees(points: Points) -> None:
    """Refuse GeoJSON of places in a plane."""
    if points.degrees is None:
        raise FormatError(
            "geojson_in_degrees",
            gettext_noop(
                "GeoJSON is in degrees, and the places of “%(file)s” are those of a "
                "map in a plane. Write .csv or .html, or give latitude and longitude."
            ),
            file=points.file,
        )


def shared_notes(sites: Sites) -> list[Note]:
    """How many sites stand exactly where another one does."""
    places = np.column_stack([sites.x, sites.y])
    _, counts = np.unique(places, axis=0, return_counts=True)
    shared = int(counts[counts > 1].sum())
    return [Note(_SHARED, count=shared, all=sites.count)] if shared else []


def stretched_notes(sites: Sites) -> list[Note]:
    """Whether laying the globe flat changed distances by more than a little."""
    if sites.scale_error <= SCALE_ERROR_TOLD:
        return []
    return [Note(_STRETCHED, share=percentage(sites.scale_error))]


def rounding_notes(points: Points, reach_km: float) -> list[Note]:
    """Whether places are rounded so much that the reach is hardly longer."""
    if points.degrees is None or not len(points.degrees):
        return []
    for decimals in range(MOST_DECIMALS):
        step = 10.0**-decimals
        off = np.abs(points.degrees / step - np.round(points.degrees / step))
        if off.max() < 1e-6 * 10**decimals:
            apart = step * np.radians(EARTH_RADIUS_KM)
            is_coarse = reach_km < ROUNDINGS * apart
            return [Note(_ROUNDED, km=round(apart, 3))] if is_coarse else []
    return []


_ROUNDED = gettext_noop(
    "Places are rounded to %(km)s km: distances that are hardly longer say little. "
    "Give a longer one."
)
_SHARED = ngettext_noop(
    "%(count)s establishment of %(all)s stands exactly where another one does: they "
    "are 0 km apart, as rounded addresses make them.",
    "%(count)s establishments of %(all)s stand exactly where another one does: they "
    "are 0 km apart, as rounded addresses make them.",
)
_STRETCHED = gettext_noop(
    "The area is so wide that laying it flat changes distances by up to %(share)s."
)
