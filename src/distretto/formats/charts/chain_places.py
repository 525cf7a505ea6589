"""Where the stages and flows of a value chain stand in its picture."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import cos, pi

from distretto.formats.charts.labels import Box

GAP, BESIDE = 64.0, 14.0
LANE, MOST_LANES = 20.0, 5
HEAD = 7.0  # pixels that an arrow's head takes of its line
GOODS = "goods"

Point = tuple[float, float]


@dataclass(frozen=True)
class Route:
    """The way of one flow: its line, where its head points, where its share stands."""

    line: tuple[Point, ...]
    turn: int  # degrees; 0 points upwards
    label: Point


@dataclass(frozen=True)
class Places:
    """Boxes of stages, routes of flows, and the height of both together."""

    boxes: tuple[Box, ...]
    routes: tuple[Route, ...]
    height: float


def chain_places(
    ranks: Sequence[int],
    flows: Sequence[tuple[int, int, str]],
    *,
    width: float,
    high: float,
) -> Places:
    """Stages of one rank beside each other, ranks from top to bottom.

    Goods that go to the next rank go straight down; what leaves out a rank goes around
    at the side where reading begins, money and information at the other side. `high`
    is the height of a box.
    """
    rows = {rank: place for place, rank in enumerate(sorted(set(ranks)))}
    row_of = [rows[rank] for rank in ranks]
    around = [_goes_around(row_of, flow) for flow in flows]
    first = sum(
        way and flow[2] == GOODS for way, flow in zip(around, flows, strict=True)
    )
    last = sum(around) - first
    left = LANE * min(first, MOST_LANES) + (6 if first else 0)
    right = LANE * min(last, MOST_LANES) + (6 if last else 0)
    boxes = tuple(_boxes(row_of, left + 2, width - right - 2, high))
    routes = tuple(_routes(boxes, flows, around, left, width - right))
    height = len(rows) * high + max(len(rows) - 1, 0) * GAP
    return Places(boxes, routes, height + 4)


def _goes_around(row_of: Sequence[int], flow: tuple[int, int, str]) -> bool:
    source, target, kind = flow
    return kind != GOODS or row_of[target] != row_of[source] + 1


def _boxes(
    row_of: Sequence[int], left: float, right: float, high: float
) -> Iterator[Box]:
    for place, row in enumerate(row_of):
        beside = [at for at, other in enumerate(row_of) if other == row]
        wide = (right - left - BESIDE * (len(beside) - 1)) / len(beside)
        wide = min(wide, 340.0)
        begin = (left + right - wide * len(beside) - BESIDE * (len(beside) - 1)) / 2
        x = begin + beside.index(place) * (wide + BESIDE)
        top = 2 + row * (high + GAP)
        yield Box(x, top, x + wide, top + high)


def _routes(
    boxes: Sequence[Box],
    flows: Sequence[tuple[int, int, str]],
    around: Sequence[bool],
    left: float,
    right: float,
) -> Iterator[Route]:
    taken = {True: 0, False: 0}
    straight = [flow for flow, way in zip(flows, around, strict=True) if not way]
    for flow, way in zip(flows, around, strict=True):
        source, target, kind = flow
        if not way:
            yield _down(boxes[source], boxes[target], *_shares_of_edge(flow, straight))
            continue
        is_first = kind == GOODS
        lane = taken[is_first] % MOST_LANES
        taken[is_first] += 1
        away = LANE * (lane + 1)
        x = left - away + 4 if is_first else right + away - 4
        yield _around(boxes, flow, x)


def _shares_of_edge(
    flow: tuple[int, int, str], straight: Sequence[tuple[int, int, str]]
) -> tuple[float, float]:
    """Where along the lower edge of its source, and the upper one of its target."""
    out = sorted(each[1] for each in straight if each[0] == flow[0])
    into = sorted(each[0] for each in straight if each[1] == flow[1])
    return (
        (out.index(flow[1]) + 1) / (len(out) + 1),
        (into.index(flow[0]) + 1) / (len(into) + 1),
    )


def _down(source: Box, target: Box, begin: float, end: float) -> Route:
    x1 = source.left + begin * (source.right - source.left)
    x2 = target.left + end * (target.right - target.left)
    y1, y2 = source.bottom, target.top - HEAD
    steps = [place / 12 for place in range(13)]
    line = tuple(
        (x1 + (x2 - x1) * (1 - cos(pi * step)) / 2, y1 + (y2 - y1) * step)
        for step in steps
    )
    # Nearer to where it comes from: there, flows into one stage lie further apart.
    return Route(line, 180, (x1 + (x2 - x1) * 0.32, y1 + (y2 - y1) * 0.38))


def _around(boxes: Sequence[Box], flow: tuple[int, int, str], x: float) -> Route:
    """Out at the side, along a lane, in at the side; under a box that others hide."""
    source, target = boxes[flow[0]], boxes[flow[1]]
    is_first = flow[2] == GOODS
    begin = _way_out(source, boxes, 12, is_first=is_first)
    *way, last = reversed(_way_out(target, boxes, -12, is_first=is_first))
    turn = 0 if way else 90 if is_first else 270
    if way:
        end = (last[0], last[1] + HEAD)
    else:
        end = (last[0] - HEAD if is_first else last[0] + HEAD, last[1])
    y1, y2 = begin[-1][1], (way or [end])[0][1]
    line = (*begin, (x, y1), (x, y2), *way, end)
    return Route(line, turn, (x, (y1 + y2) / 2))


def _way_out(
    box: Box, boxes: Sequence[Box], down: float, *, is_first: bool
) -> list[Point]:
    beside = [each for each in boxes if each.top == box.top]
    is_outermost = box is (
        min(beside, key=lambda each: each.left)
        if is_first
        else max(beside, key=lambda each: each.right)
    )
    if is_outermost:
        edge = box.left if is_first else box.right
        return [(edge, (box.top + box.bottom) / 2 + down)]
    side = -0.35 if is_first else 0.35
    x = (box.left + box.right) / 2 + side * (box.right - box.left)
    return [(x, box.bottom), (x, box.bottom + 14 + down / 4)]
