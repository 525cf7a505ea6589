"""Labels that cover nothing: only what fits, the actors of most ties first."""

from collections.abc import Sequence

import numpy as np

Floats = np.ndarray
NARROW, WIDE = frozenset("ijltfrI1.,:;'| ()-"), frozenset("mwMW@")
LONGEST = 28  # letters
EDGE = 6.0  # pixels
# Where a label may stand about its actor: across, down, and how it is held.
SPOTS = ((1, 0), (-1, 0), (0, 1), (0, -1), (1, 1), (1, -1), (-1, 1), (-1, -1))
# A little farther up and down: past the labels and actors beside it in a row, and
# still nearest to its own actor where there are few.
FARTHER = 1.55
FAR_SPOTS = tuple((across, down * FARTHER) for across, down in SPOTS if down)
# Names read best beside an actor, and best at its right; farther off only at last.
LIKED = np.array([0.45, 0.35, 0.1, 0.1, 0.0, 0.0, 0.0, 0.0])
LAST = -9.0
ANCHORS = {1: "start", 0: "middle", -1: "end"}


def width_of(text: str, size: float) -> float:
    """About how wide a text is, in pixels, rather too wide than too narrow."""
    parts = (
        0.34
        if sign in NARROW
        else 0.9
        if sign in WIDE
        else 0.7
        if sign.isupper()
        else 0.58
        for sign in text
    )
    return size * sum(parts)


def shortened(name: str) -> str:
    """A name no longer than a label may be."""
    return name if len(name) <= LONGEST else name[: LONGEST - 1].rstrip(" ,-") + "…"


def placed_labels(
    names: list[str],
    x: Floats,
    y: Floats,
    radius: Floats,
    order: np.ndarray,
    ties: Floats,
    *,
    size: float,
    width: float,
    height: float,
    lines: Floats | None = None,
    has_room: bool = False,
) -> list[tuple[int, float, float, str]]:
    """(actor, x, y, anchor) of the labels that fit, tried in the order given.

    `ties` is the way that each actor's ties go: names stand on the other side, if they
    can. With `lines` (x, y, x, y of each), they stand where none goes through, if
    there is such a place. Where the picture has room, they may stand a little off.
    """
    spots = (*SPOTS, *FAR_SPOTS) if has_room else SPOTS
    liked = _liking(ties, spots)
    left, right = list(x - radius - 1), list(x + radius + 1)
    top, bottom = list(y - radius - 1), list(y + radius + 1)
    taken = np.array([left, top, right, bottom]).T
    boxes = np.empty((len(x) + len(order), 4))
    boxes[: len(x)] = taken
    count, found = len(x), []
    high = 1.15 * size
    for one in order:
        wide = width_of(names[one], size)
        free = []
        for spot in liked[one]:
            across, down = spots[spot]
            box = _box(x[one], y[one], radius[one], wide, high, across, down)
            if box[0] < EDGE or box[1] < 0 or box[2] > width - EDGE or box[3] > height:
                continue
            held = boxes[:count]
            meets = (held[:, 0] < box[2]) & (box[0] < held[:, 2])
            meets &= (held[:, 1] < box[3]) & (box[1] < held[:, 3])
            meets[one] = False
            if meets.any():
                continue
            if abs(down) > 1 and _reaches_another(box, one, x, y):
                continue
            free.append((across, box))
            if lines is None:
                break
        if not free:
            continue
        across, box = next(
            (each for each in free if lines is None or not is_crossed(each[1], lines)),
            free[0],
        )
        boxes[count] = box
        count += 1
        at = {1: box[0], 0: (box[0] + box[2]) / 2, -1: box[2]}[across]
        found.append((int(one), at, box[3] - 0.28 * size, ANCHORS[int(across)]))
    return found


def _reaches_another(
    box: tuple[float, float, float, float], one: int, x: Floats, y: Floats
) -> bool:
    """Whether a label would seem to be that of another actor, right above or below."""
    near = 2 * (box[3] - box[1])
    others = (x > box[0]) & (x < box[2]) & (y > box[1] - near) & (y < box[3] + near)
    others[one] = False
    return bool(others.any())


def is_crossed(box: tuple[float, float, float, float], lines: Floats) -> bool:
    """Whether one of the lines (x, y, x, y) goes through a box.

    The part of a line that is within the box's width, and within its height, must be
    the same part somewhere.
    """
    start, step = lines[:, :2], lines[:, 2:] - lines[:, :2]
    step = np.where(step == 0, 1e-12, step)
    first, second = (np.array(side) - start for side in (box[:2], box[2:]))
    ways = np.stack([first / step, second / step])
    enters = np.maximum(ways.min(axis=0).max(axis=1), 0.0)
    leaves = np.minimum(ways.max(axis=0).min(axis=1), 1.0)
    return bool((enters < leaves).any())


def _liking(ties: Floats, chosen: Sequence[tuple[float, float]]) -> list[list[int]]:
    """The spots of each actor, the one farthest from its ties first."""
    spots = np.array(chosen, dtype=float)
    spots /= np.hypot(*spots.T)[:, None]
    score = np.pad(LIKED, (0, len(spots) - len(LIKED)), constant_values=LAST)
    score = score - 1.2 * (ties @ spots.T)
    liked: list[list[int]] = np.argsort(-score, axis=1, kind="stable").tolist()
    return liked


def _box(
    x: float,
    y: float,
    radius: float,
    wide: float,
    high: float,
    across: float,
    down: float,
) -> tuple[float, float, float, float]:
    diagonal = 0.75 if across and down else 1.0
    gap = radius * diagonal + 2.5
    middle_x = x + across * (gap + wide / 2)
    middle_y = y + down * (gap * (0.9 if across else 1.0) + high / 2 - 1)
    return (
        middle_x - wide / 2,
        middle_y - high / 2,
        middle_x + wide / 2,
        middle_y + high / 2,
    )
