"""The thirty districts of Lindara: codes, names and a map with shared borders."""

from functools import cache
from itertools import pairwise
from typing import Any

import numpy as np
from shapely.geometry import Polygon, mapping

COLUMNS, ROWS = 6, 5
SEED = 1961

_NAMES = """
Aldomar Benzali Corvane Dunmara Elvessa Farrouk
Galdino Hestria Imbarra Jostova Kelmane Lurandi
Marsovia Nerolin Ostaria Palmeda Quorra Rivanta
Selmira Tarkesh Umbrizo Velloren Wadimar Xanthea
Ysmera Zafirou Ardelan Brezoja Calvisto Drumela
"""

# Code to name, from the north-west to the south-east, row by row.
DISTRICTS: dict[str, str] = {
    f"L{number:02d}": name for number, name in enumerate(_NAMES.split(), start=1)
}

# The open Atlantic, where nobody will take the island for a real country.
_WEST, _NORTH, _STEP = -33.0, 6.0, 0.55

Point = tuple[float, float]


@cache
def _corners() -> np.ndarray:
    """Corners of the jittered grid, shape (ROWS + 1, COLUMNS + 1, 2), in degrees."""
    jitter = np.random.default_rng(SEED).uniform(
        -0.16, 0.16, (ROWS + 1, COLUMNS + 1, 2)
    )
    rows, columns = np.mgrid[0 : ROWS + 1, 0 : COLUMNS + 1]
    grid = np.stack([_WEST + columns * _STEP, _NORTH - rows * _STEP], axis=-1)
    # The coast is pulled in at the corners, so that the island is not a box.
    middle = np.array([_WEST + COLUMNS * _STEP / 2, _NORTH - ROWS * _STEP / 2])
    reach = np.linalg.norm(
        (grid - middle) / (np.array([COLUMNS, ROWS]) * _STEP / 2), axis=-1
    )
    pull = 1 - 0.38 * np.clip(reach - 0.92, 0, None)[..., None]
    return middle + (grid - middle) * pull + jitter * _STEP


def _border(start: tuple[int, int], end: tuple[int, int]) -> list[Point]:
    """The winding line between two corners: the same points for both neighbours."""
    first, last = sorted((start, end))
    a, b = _corners()[first], _corners()[last]
    points = [a, b]
    random = np.random.default_rng([SEED, *first, *last])
    for _ in range(3):
        halved = [points[0]]
        for left, right in pairwise(points):
            across = np.array([left[1] - right[1], right[0] - left[0]])
            halved += [(left + right) / 2 + across * random.uniform(-0.16, 0.16), right]
        points = halved
    line = [(round(float(x), 4), round(float(y), 4)) for x, y in points]
    return line if (start, end) == (first, last) else line[::-1]


@cache
def district_shapes() -> dict[str, Polygon]:
    """The polygon of each district by its code, in degrees (longitude, latitude)."""
    shapes = {}
    for number, code in enumerate(DISTRICTS):
        row, column = divmod(number, COLUMNS)
        ring = [
            (row, column),
            (row, column + 1),
            (row + 1, column + 1),
            (row + 1, column),
        ]
        line: list[Point] = []
        for start, end in zip(ring, [*ring[1:], ring[0]], strict=True):
            line += _border(start, end)[:-1]
        shapes[code] = Polygon(line)
    return shapes


def districts_geojson() -> dict[str, Any]:
    """The map of Lindara as a GeoJSON FeatureCollection."""
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "id": code,
                "properties": {"code": code, "name": DISTRICTS[code]},
                "geometry": mapping(shape),
            }
            for code, shape in district_shapes().items()
        ],
    }
