"""A sociogram drawn: ties beneath, actors above them, names where there is room."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import numpy as np

from distretto.analysis.diagnosis.linkages.survey import FIRM
from distretto.analysis.diagnosis.linkages.tie_changes import LOST, NEW
from distretto.formats.charts import theme
from distretto.formats.sociogram.looks import (
    GREEN,
    KIND_COLOURS,
    LINES,
    RED,
    UNGROUPED,
    edge_of,
    lettering,
    painted,
    shape,
)
from distretto.formats.sociogram.naming import placed_labels
from distretto.formats.sociogram.shown import CONFLICT, Shown

STRONG = ((0.0, 0.8), (1.5, 1.7), (2.5, 2.8))  # from a strength on, the line's width
PLAIN_WIDTH = 1.1
MANY, VERY_MANY = 250, 1200  # ties, from which on lines are finer and fainter
ARROWS = 450  # ties, up to which arrows can be told apart
HEAD = 6.0
ROOMY = 60  # actors, up to which names may stand a little off their actor


@dataclass(frozen=True)
class Marks:
    """The dots of a picture, row by row as in `Shown.actors`."""

    x: np.ndarray
    y: np.ndarray
    radius: np.ndarray
    colours: list[str]
    labels: list[str]
    tips: list[str]
    links: list[str]


def draw_ties(shown: Shown, marks: Marks) -> str:
    """All ties of one look as one path: a few paths, however many ties."""
    parts = []
    fine = len(shown.i)
    faint = 1.0 if fine <= MANY else 0.75 if fine <= VERY_MANY else 0.38
    thin = 1.0 if fine <= MANY else 0.8 if fine <= VERY_MANY else 0.55
    width = line_widths(shown)
    for status, line in LINES.items():
        is_one = shown.status == status
        for wide in np.unique(width[is_one]):
            chosen = np.flatnonzero(is_one & (width == wide))
            is_grey = line.colour == theme.MUTED
            opacity = 0.62 * faint if is_grey else max(faint, 0.7)
            paint = painted("none", line.colour, round(wide * thin, 2), line.dash)
            path = "".join(_segments(shown, marks, chosen))
            parts.append(f'<path d="{path}" {paint} stroke-opacity="{opacity:g}"/>')
            if shown.is_directed and fine <= ARROWS:
                heads = "".join(_heads(shown, marks, chosen, wide))
                solid = painted(line.colour, line.colour, 0.5)
                parts.append(
                    f'<path d="{heads}" {solid} stroke-opacity="{opacity:g}"/>'
                )
    return "".join(parts)


def line_widths(shown: Shown) -> np.ndarray:
    """By strength; one width where it is unknown."""
    found = np.full(len(shown.i), PLAIN_WIDTH)
    for least, width in STRONG:
        found[shown.strength >= least] = width
    found[np.isin(shown.status, [NEW, CONFLICT])] *= 1.35
    return found


def _segments(shown: Shown, marks: Marks, chosen: np.ndarray) -> list[str]:
    i, j = shown.i[chosen], shown.j[chosen]
    if shown.is_directed and len(shown.i) <= ARROWS:
        # Lines end at the rim of whom they name, where the arrow is.
        ends = _rims(marks, i, j)
    else:
        ends = marks.x[j], marks.y[j]
    places = np.round(np.stack([marks.x[i], marks.y[i], *ends], axis=1), 1)
    return [f"M{a:g},{b:g}L{c:g},{d:g}" for a, b, c, d in places.tolist()]


def _rims(marks: Marks, i: np.ndarray, j: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    dx, dy = marks.x[j] - marks.x[i], marks.y[j] - marks.y[i]
    apart = np.maximum(np.hypot(dx, dy), 1e-9)
    keep = np.maximum(apart - marks.radius[j] - 1.5, 0) / apart
    return marks.x[i] + dx * keep, marks.y[i] + dy * keep


def _heads(shown: Shown, marks: Marks, chosen: np.ndarray, wide: float) -> list[str]:
    i, j = shown.i[chosen], shown.j[chosen]
    dx, dy = marks.x[j] - marks.x[i], marks.y[j] - marks.y[i]
    apart = np.maximum(np.hypot(dx, dy), 1e-9)
    ux, uy = dx / apart, dy / apart
    x, y = _rims(marks, i, j)
    size = HEAD * (0.8 + 0.2 * wide)
    back_x, back_y = x - size * ux, y - size * uy
    side_x, side_y = -uy * size * 0.38, ux * size * 0.38
    corners = np.stack(
        [x, y, back_x + side_x, back_y + side_y, back_x - side_x, back_y - side_y],
        axis=1,
    )
    return [
        f"M{a:.1f},{b:.1f}L{c:.1f},{d:.1f}L{e:.1f},{f:.1f}z"
        for a, b, c, d, e, f in corners.tolist()
    ]


def draw_actors(shown: Shown, marks: Marks) -> str:
    """Dots, the smaller above the larger; an actor without an answer is open."""
    rows: list[dict[str, Any]] = shown.actors.select(
        "kind", "surveyed", "presence", "is_near"
    ).to_dicts()
    order = np.argsort(-marks.radius, kind="stable")
    return "".join(_actor(marks, int(one), rows[one]) for one in order)


def _actor(marks: Marks, one: int, row: Mapping[str, Any]) -> str:
    x, y, radius = marks.x[one], marks.y[one], marks.radius[one]
    if not row["is_near"]:
        return shape(
            row["kind"], x, y, 0.6 * radius, painted(theme.LINE, "none", 0), ""
        )
    colour = marks.colours[one]
    inside = f"<title>{escape(marks.tips[one])}</title>" if marks.tips[one] else ""
    fill, stroke, width, dash = colour, theme.PAPER, 1.0, ""
    if colour == UNGROUPED:
        stroke = edge_of(colour)
    if not row["surveyed"]:
        fill, stroke, width = theme.PAPER, edge_of(colour), 1.6
    if row["presence"] == NEW:
        stroke, width = GREEN, 2.2
    if row["presence"] == LOST:
        fill, stroke, width, dash = theme.PAPER, RED, 1.6, "3 2"
    mark = shape(row["kind"], x, y, radius, painted(fill, stroke, width, dash), inside)
    link = marks.links[one]
    return f"<a href={quoteattr(link)}>{mark}</a>" if link else mark


def draw_labels(shown: Shown, marks: Marks, width: float, height: float) -> str:
    """Names that cover neither an actor nor each other, those of most ties first."""
    actors = shown.actors
    size = 12.0 if actors.height <= 40 else 11.0 if actors.height <= 120 else 9.5
    is_near = actors["is_near"].to_numpy()
    is_firm = (actors["kind"] == FIRM).to_numpy()
    # Institutions stand apart, with room: they go first.
    order = np.lexsort((-actors["degree"].to_numpy(), is_firm))
    order = np.array([one for one in order if is_near[one] and marks.labels[one]], int)
    found = placed_labels(
        marks.labels,
        marks.x,
        marks.y,
        np.where(is_near, marks.radius, 0.6 * marks.radius),
        order,
        towards_partners(shown, marks),
        size=size,
        width=width,
        height=height,
        lines=_lines(shown, marks),
        has_room=actors.height <= ROOMY,
    )
    return "".join(
        lettering(
            marks.labels[one],
            x,
            y,
            size=size,
            colour=theme.INK,
            anchor=anchor,
            halo=2.6,
        )
        for one, x, y, anchor in found
    )


def _lines(shown: Shown, marks: Marks) -> np.ndarray | None:
    """The ends of the ties, where they are few enough to keep names clear of them."""
    if not 0 < len(shown.i) <= MANY:
        return None
    ends = [side[end] for end in (shown.i, shown.j) for side in (marks.x, marks.y)]
    return np.stack(ends, axis=1)


def towards_partners(shown: Shown, marks: Marks) -> np.ndarray:
    """Which way each actor's ties go on the whole: names stand on the other side."""
    n = len(marks.x)
    dx, dy = marks.x[shown.j] - marks.x[shown.i], marks.y[shown.j] - marks.y[shown.i]
    apart = np.maximum(np.hypot(dx, dy), 1e-9)
    ux, uy = dx / apart, dy / apart
    sums = [
        np.bincount(shown.i, each, minlength=n)
        - np.bincount(shown.j, each, minlength=n)
        for each in (ux, uy)
    ]
    ends = np.bincount(np.concatenate([shown.i, shown.j]), minlength=n)
    return np.stack(sums, axis=1) / np.maximum(ends, 1)[:, None]


def colours_of(
    kinds: list[str], groups: list[str | None], shades: dict[str, str]
) -> list[str]:
    """Firms by group, all others by kind; pale where a firm's group is not known."""
    plain = UNGROUPED if shades else KIND_COLOURS[FIRM]
    return [
        shades.get(group or "", plain) if kind == FIRM else KIND_COLOURS[kind]
        for kind, group in zip(kinds, groups, strict=True)
    ]
