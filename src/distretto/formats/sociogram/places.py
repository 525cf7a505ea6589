"""Where each actor stands on the page, whatever is shown of its ties."""

from dataclasses import dataclass

import numpy as np
import polars as pl
from scipy import sparse

from distretto.analysis.diagnosis.linkages import kernels
from distretto.analysis.diagnosis.linkages.graph import linkage_graph
from distretto.analysis.diagnosis.linkages.layout import stress_layout
from distretto.analysis.diagnosis.linkages.survey import (
    INSTITUTION,
    KINDS,
    OUTSIDE,
    TEAM,
    Linkages,
)
from distretto.errors import InputError, gettext_noop
from distretto.formats.charts.lettering import text_width
from distretto.formats.sociogram.ground import Projection
from distretto.formats.sociogram.naming import shortened

Floats = np.ndarray
# Actors up to, height of the drawing for a width of 1, least and largest radius.
SIZES = ((25, 0.52, 6.0, 15.0), (80, 0.62, 5.0, 12.5), (10_000, 0.78, 3.4, 9.0))
ROW, WIDE_ROW = 18.0, 46.0  # pixels between actors of a band, at least and at most
NAME, NAME_SIZE = 175.0, 11.0  # room for the names of a band, at most
MARGIN = 34.0
PLACELESS = 32.0  # pixels from the heading of those without a place to their row
ROUNDS = 60
BANDS = {INSTITUTION: 1, TEAM: 1, OUTSIDE: -1}


@dataclass(frozen=True)
class Places:
    """Places of all actors of all waves.

    Attributes
    ----------
    x, y : arrays
        Pixels, y downwards.
    width, height : float
    radii : (float, float)
        Of actors of fewest and of most ties.
    projection : Projection or None
        Where degrees are on the page; None where places are by ties.
    placeless_from : float or None
        The height beneath which those stand who have no place on the map.
    """

    actors: tuple[str, ...]
    x: Floats
    y: Floats
    width: float
    height: float
    radii: tuple[float, float]
    projection: Projection | None = None
    placeless_from: float | None = None

    def of(self) -> dict[str, tuple[float, float]]:
        """By actor."""
        return {
            name: (float(x), float(y))
            for name, x, y in zip(self.actors, self.x, self.y, strict=True)
        }


def places_of(
    union: Linkages,
    *,
    width: float,
    apart: bool = True,
    geographic: bool = False,
    rtl: bool = False,
    seed: int = 1,
) -> Places:
    """Places by ties, or by latitude and longitude.

    `apart` sets institutions and the team at one side and those outside the cluster
    at the other, each beside its partners.
    """
    graph = linkage_graph(union, among=KINDS)
    kinds = union.actors["kind"].to_list()
    _, ratio, *radii = next(each for each in SIZES if len(graph) <= each[0])
    height = round(width * ratio)
    projection, placeless_from = None, None
    if geographic:
        x, y, projection, placeless_from = _on_the_map(union.actors, width, height)
    else:
        side = np.array([BANDS.get(kind, 0) if apart else 0 for kind in kinds])
        if not (side == 0).any():  # nobody to stand beside
            side[:] = 0
        middle = np.flatnonzero(side == 0)
        x, y = np.zeros(len(graph)), np.zeros(len(graph))
        bands = {
            which: _Band(graph.actors, np.flatnonzero(side == which), height)
            for which in (-1, 1)
        }
        left, right = bands[-1].width, bands[1].width
        room = width - left - right - 2 * MARGIN, height - 2 * MARGIN
        laid = stress_layout(graph.part(middle), aspect=room[0] / room[1], seed=seed)
        x[middle], y[middle] = _fitted(laid, *room)
        x[middle] += MARGIN + left
        y[middle] += MARGIN
        for which, start in ((-1, 0.0), (1, width)):
            bands[which].place(x, y, graph.ties, start, -which, kinds)
    kernels.part(x, y, np.full(len(x), 0.75 * radii[1] + 1.5), ROUNDS)
    x = np.clip(x, MARGIN / 2, width - MARGIN / 2)
    y = np.clip(y, MARGIN / 2, height - MARGIN / 2)
    if rtl and not geographic:
        x = width - x
    return Places(
        graph.actors,
        x,
        y,
        width,
        height,
        (radii[0], radii[1]),
        projection,
        placeless_from,
    )


def _fitted(laid: Floats, width: float, height: float) -> tuple[Floats, Floats]:
    """The layout as large as the room, in its own proportions or nearly so."""
    if not len(laid):
        return np.array([]), np.array([])
    span = np.ptp(laid, axis=0)
    scales = np.array([width, height]) / np.maximum(span, 1e-9)
    even = scales.min()
    used = np.minimum(scales, 1.25 * even)
    if (span < 1e-9).all():  # a single actor
        used = np.zeros(2)
    start = (np.array([width, height]) - span * used) / 2
    x, y = (laid * used + start).T
    return x, y


class _Band:
    """Actors below each other at one side of the page, their names outwards."""

    def __init__(
        self, names: tuple[str, ...], members: np.ndarray, height: float
    ) -> None:
        self.members, self.height = members, height
        longest = max(
            (text_width(shortened(names[one]), NAME_SIZE) for one in members),
            default=0.0,
        )
        rows = max(int((height - 2 * MARGIN) // ROW), 1)
        self.columns = -(-len(members) // rows)
        # Beyond one column, names have to share the room.
        self.step = min(longest, NAME / self.columns) + MARGIN if len(members) else 0.0

    @property
    def width(self) -> float:
        """Pixels that the band takes from the middle of the page."""
        return self.columns * self.step

    def place(
        self,
        x: Floats,
        y: Floats,
        ties: sparse.csr_array,
        start: float,
        inward: int,
        kinds: list[str],
    ) -> None:
        """Each at the height of its partners, if it can be; the team above."""
        if not len(self.members):
            return
        held = ties[self.members]
        counts = np.diff(held.indptr)
        mean = np.where(counts > 0, held @ y / np.maximum(counts, 1), self.height)
        is_team = np.array([kinds[one] == TEAM for one in self.members])
        order = self.members[np.lexsort((self.members, mean, ~is_team))]
        rows = -(-len(order) // self.columns)
        between = min((self.height - 2 * MARGIN) / rows, WIDE_ROW)
        row, column = np.divmod(np.arange(len(order)), self.columns)
        y[order] = self.height / 2 + (row - (rows - 1) / 2) * between
        x[order] = start + inward * self.step * (column + 1)


def _on_the_map(
    actors: pl.DataFrame, width: float, height: float
) -> tuple[Floats, Floats, Projection, float | None]:
    """By their places: a cluster is small, so that a plane is near enough."""
    if not {"latitude", "longitude"} <= set(actors.columns):
        raise _no_places()
    latitude = actors["latitude"].cast(pl.Float64).to_numpy().astype(float)
    longitude = actors["longitude"].cast(pl.Float64).to_numpy().astype(float)
    known = ~np.isnan(latitude) & ~np.isnan(longitude)
    if not known.any():
        raise _no_places()
    squeeze = float(np.cos(np.radians(latitude[known].mean())))
    flat = np.stack([longitude * squeeze, -latitude], axis=1)
    # Who has no place stands in a row below the map.
    low = flat[known].min(axis=0)
    below = 60.0 if (~known).any() else 0.0
    room = width - 2 * MARGIN, height - 2 * MARGIN - below
    span = np.maximum(np.ptp(flat[known], axis=0), 1e-9)
    scale = min(room[0] / span[0], room[1] / span[1])
    start = (np.array(room) - span * scale) / 2 + MARGIN
    x, y = ((flat - low) * scale + start).T
    lost = np.flatnonzero(~known)
    x[lost] = MARGIN + (np.arange(len(lost)) + 0.5) * room[0] / max(len(lost), 1)
    y[lost] = height - MARGIN
    left, top = (start - low * scale).tolist()
    projection = Projection(float(scale), squeeze, left, top)
    apart = height - MARGIN - PLACELESS if len(lost) else None
    return x.copy(), y.copy(), projection, apart


def _no_places() -> InputError:
    return InputError(
        "no_places_of_actors",
        gettext_noop(
            "No actor has a latitude and a longitude. Add both to the list of actors, "
            "or draw the sociogram by its ties."
        ),
    )
