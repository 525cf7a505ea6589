"""Where establishments stand: points in a plane, in kilometres.

Distances are only ever taken in a plane whose unit is known. Degrees are laid flat
first, and how much that stretches distances is kept with the points.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from distretto.errors import InputError, gettext_noop

Floats = NDArray[np.float64]

# Radius of the sphere with the area of the Earth (WGS 84).
EARTH_RADIUS_KM = 6371.007
KM_PER_UNIT = {"km": 1.0, "m": 0.001}


@dataclass(frozen=True)
class Sites:
    """Points in a plane.

    Attributes
    ----------
    x, y : arrays of shape (n_sites,), kilometres
    scale_error : float
        Largest relative error of a short distance, from laying the globe flat
        (dimensionless); 0 where the points were given in a plane.
    """

    x: Floats
    y: Floats
    scale_error: float = 0.0

    @property
    def count(self) -> int:
        """How many sites there are; several may stand at one point."""
        return len(self.x)

    def pairs_by_share(self, share: float, *, seed: int = 1) -> float:
        """Distance in km that this share (0 to 1) of all pairs of sites is within.

        Estimated from 100,000 pairs drawn with `seed`.
        """
        rng = np.random.default_rng(seed)
        one, other = rng.integers(0, self.count, (2, 100_000))
        apart = one != other
        distances = np.hypot(
            self.x[one[apart]] - self.x[other[apart]],
            self.y[one[apart]] - self.y[other[apart]],
        )
        return float(np.quantile(distances, share))


def sites_in_plane(x: ArrayLike, y: ArrayLike, *, unit: str) -> Sites:
    """Sites whose coordinates are already those of a map in a plane [snyder1987].

    Parameters
    ----------
    x, y : arrays of shape (n_sites,)
        Coordinates, in `unit`. Never degrees.
    unit : "km" or "m"

    Returns
    -------
    Sites
        The points in kilometres (unit: km); `scale_error` is 0.

    Raises
    ------
    InputError
        A coordinate is missing or not a number, the lengths differ, the unit is
        unknown, or metres are so few that they must be degrees.
    """
    if unit not in KM_PER_UNIT:
        raise InputError(
            "no_such_unit",
            gettext_noop(
                "The unit “%(found)s” of the coordinates is not known. Say “m” or "
                "“km”; for degrees of latitude and longitude, give those."
            ),
            found=unit,
        )
    across, up = _coordinates(x, "x"), _coordinates(y, "y")
    _check_lengths(across, up, "x", "y")
    if unit == "m" and len(across) and _could_be_degrees(across, up):
        raise InputError(
            "degrees_as_metres",
            gettext_noop(
                "All points lie within 180 by 90 metres of the origin, as degrees do. "
                "Give them as latitude and longitude."
            ),
        )
    scale = KM_PER_UNIT[unit]
    return Sites(across * scale, up * scale)


def sites_on_globe(latitude: ArrayLike, longitude: ArrayLike) -> Sites:
    """Sites given in degrees, laid flat around their middle [snyder1987].

    Lambert's azimuthal equal-area projection: at an angle c from the middle it
    shortens distances by cos(c/2) along the ray and lengthens them by 1/cos(c/2)
    across. For a country 1,000 km wide that is 0.1 %.

    Parameters
    ----------
    latitude, longitude : arrays of shape (n_sites,)
        Degrees: -90 to 90 and -180 to 180 (0 to 360 is understood).

    Returns
    -------
    Sites
        The points (unit: km), and the largest `scale_error` (dimensionless).

    Raises
    ------
    InputError
        A coordinate is missing, not a number or outside the globe, or the sites
        are spread over more than half of it.
    """
    north, east = (
        _coordinates(latitude, "latitude"),
        _coordinates(longitude, "longitude"),
    )
    _check_lengths(north, east, "latitude", "longitude")
    _check_within(north, "latitude", 90)
    _check_within(east, "longitude", 360)
    if not len(north):
        return Sites(north, east)
    return _flattened(np.radians(north), np.radians(east))


def _flattened(north: Floats, east: Floats) -> Sites:
    points = np.stack(
        [np.cos(north) * np.cos(east), np.cos(north) * np.sin(east), np.sin(north)]
    )
    middle = points.mean(axis=1)
    middle /= max(float(np.linalg.norm(middle)), 1e-12)
    along = middle @ points
    if along.min() <= 0:
        raise InputError(
            "sites_span_the_globe",
            gettext_noop(
                "The points are spread over more than half of the globe. Measure one "
                "country or continent at a time."
            ),
        )
    eastward = np.array([-middle[1], middle[0], 0.0])
    length = float(np.linalg.norm(eastward))
    # At a pole every direction is as good as the other.
    eastward = eastward / length if length > 1e-12 else np.array([0.0, 1.0, 0.0])
    northward = np.cross(middle, eastward)
    stretch = EARTH_RADIUS_KM * np.sqrt(2 / (1 + along))
    farthest = np.arccos(np.clip(along.min(), -1, 1))
    return Sites(
        stretch * (eastward @ points),
        stretch * (northward @ points),
        scale_error=float(1 / np.cos(farthest / 2) - 1),
    )


def _coordinates(values: ArrayLike, name: str) -> Floats:
    try:
        numbers = np.asarray(values, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise InputError(
            "coordinates_not_numbers",
            gettext_noop(
                "The coordinates “%(name)s” are not all numbers. Give degrees as "
                "numbers, such as -34.834."
            ),
            name=name,
        ) from error
    if numbers.ndim != 1:
        raise InputError(
            "coordinates_not_a_list",
            gettext_noop(
                "The coordinates “%(name)s” are not a single list of numbers."
            ),
            name=name,
        )
    bad = ~np.isfinite(numbers)
    if bad.any():
        raise InputError(
            "coordinate_missing",
            gettext_noop(
                "%(count)s sites have no coordinate “%(name)s”; the first is in row "
                "%(row)s. Leave them out and say so, or find them: a site without a "
                "place is never put at 0."
            ),
            name=name,
            count=int(bad.sum()),
            row=int(bad.argmax()) + 1,
        )
    return numbers


def _check_lengths(one: Floats, other: Floats, *names: str) -> None:
    if len(one) != len(other):
        raise InputError(
            "coordinates_differ_in_length",
            gettext_noop(
                "There are %(first)s values of “%(one)s” and %(second)s of "
                "“%(other)s”. Give one of each for every site."
            ),
            first=len(one),
            second=len(other),
            one=names[0],
            other=names[1],
        )


def _check_within(numbers: Floats, name: str, limit: float) -> None:
    bad = np.abs(numbers) > limit
    if bad.any():
        row = int(bad.argmax())
        raise InputError(
            "not_on_the_globe",
            gettext_noop(
                "Row %(row)s: a %(name)s of %(found)s is not on the globe. Are "
                "latitude and longitude exchanged, or the coordinates metres?"
            ),
            row=row + 1,
            name=name,
            found=float(numbers[row]),
        )


def _could_be_degrees(x: Floats, y: Floats) -> bool:
    return bool(np.abs(x).max() <= 180 and np.abs(y).max() <= 90)
