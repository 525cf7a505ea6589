"""Labels that cover nothing: only what fits, the actors of most ties first."""

import numpy as np

from distretto.formats.charts.lettering import text_width

Floats = np.ndarray
LONGEST = 28  # letters
EDGE = 6.0  # pixels
# Where a label may stand about its actor: across, down, and how it is held.
SPOTS = ((1, 0), (-1, 0), (0, 1), (0, -1), (1, 1), (1, -1), (-1, 1), (-1, -1))
# Names read best beside an actor, and best at its right.
LIKED = np.array([0.45, 0.35, 0.1, 0.1, 0.0, 0.0, 0.0, 0.0])
ANCHORS = {1: "start", 0: "middle", -1: "end"}


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
) -> list[tuple[int, float, float, str]]:
    """(actor, x, y, anchor) of the labels that fit, tried in the order given.

    `ties` is the way that each actor's ties go: names stand on the other side, if they
    can.
    """
    liked = _liking(ties)
    left, right = list(x - radius - 1), list(x + radius + 1)
    top, bottom = list(y - radius - 1), list(y + radius + 1)
    taken = np.array([left, top, right, bottom]).T
    boxes = np.empty((len(x) + len(order), 4))
    boxes[: len(x)] = taken
    count, found = len(x), []
    high = 1.15 * size
    for one in order:
        wide = text_width(names[one], size)
        for spot in liked[one]:
            across, down = SPOTS[spot]
            box = _box(x[one], y[one], radius[one], wide, high, across, down)
            if box[0] < EDGE or box[1] < 0 or box[2] > width - EDGE or box[3] > height:
                continue
            held = boxes[:count]
            meets = (held[:, 0] < box[2]) & (box[0] < held[:, 2])
            meets &= (held[:, 1] < box[3]) & (box[1] < held[:, 3])
            meets[one] = False
            if meets.any():
                continue
            boxes[count] = box
            count += 1
            at = {1: box[0], 0: (box[0] + box[2]) / 2, -1: box[2]}[across]
            found.append((int(one), at, box[3] - 0.28 * size, ANCHORS[across]))
            break
    return found


def _liking(ties: Floats) -> list[list[int]]:
    """The spots of each actor, the one farthest from its ties first."""
    spots = np.array(SPOTS, dtype=float)
    spots /= np.hypot(*spots.T)[:, None]
    score = LIKED - 1.2 * (ties @ spots.T)
    liked: list[list[int]] = np.argsort(-score, axis=1, kind="stable").tolist()
    return liked


def _box(
    x: float,
    y: float,
    radius: float,
    wide: float,
    high: float,
    across: int,
    down: int,
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
