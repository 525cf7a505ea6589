"""Which regions a map fits, where a few lie so far off that they would shrink the rest.

Alaska and Hawaii take half the width of a map of the United States; the Canary Islands
most of one of Spain. Where nearly all regions lie together, the frame is theirs.
"""

import numpy as np
import shapely
from numpy.typing import NDArray

# Share of the regions that must lie together for the frame to be theirs.
TOGETHER = 0.8
# The frame may be so many times the area that they need, for others around them.
ROOM = 1.5

Box = NDArray[np.float64]


def are_near(shapes: NDArray[np.object_]) -> NDArray[np.bool_]:
    """Which parts of regions a map should fit, in the order of their parts.

    `shapes` has one shape for each region, laid flat already. Parts whose boxes overlap
    lie together. Where those that do hold four fifths of the regions, further parts are
    taken in, nearest first, as long as the box of all stays within one and a half times
    the area; else all are near.
    """
    parts, owners = shapely.get_parts(shapes, return_index=True)
    groups = _groups(parts)
    held = [len(set(owners[groups == each])) for each in range(groups.max() + 1)]
    main = int(np.argmax(held))
    if held[main] < max(2, TOGETHER * len(shapes)):
        return np.ones(len(parts), bool)
    return _kept(shapely.bounds(parts), groups, main)


def _groups(parts: NDArray[np.object_]) -> NDArray[np.intp]:
    """The number of the group of each part: those whose boxes overlap are in one."""
    boxes = shapely.box(*shapely.bounds(parts).T)
    one, other = shapely.STRtree(boxes).query(boxes, predicate="intersects")
    groups = np.arange(len(parts))
    while True:  # each part takes the least number beside it, until none changes
        least = groups.copy()
        np.minimum.at(least, one, groups[other])
        least = least[least]
        if (least == groups).all():
            return np.unique(groups, return_inverse=True)[1]
        groups = least


def _kept(bounds: Box, groups: NDArray[np.intp], main: int) -> NDArray[np.bool_]:
    """The parts within the frame that grew from the main group."""
    boxes = {each: _around(bounds[groups == each]) for each in set(groups.tolist())}
    frame = boxes.pop(main)
    most = ROOM * _area(frame)
    for box in sorted(boxes.values(), key=lambda box: _area(_joined(frame, box))):
        if _area(joined := _joined(frame, box)) <= most:
            frame = joined
    low, high = bounds[:, :2] >= frame[:2], bounds[:, 2:] <= frame[2:]
    return np.asarray(low.all(axis=1) & high.all(axis=1))


def _around(bounds: Box) -> Box:
    return np.concatenate([bounds[:, :2].min(axis=0), bounds[:, 2:].max(axis=0)])


def _joined(one: Box, other: Box) -> Box:
    return _around(np.array([one, other]))


def _area(box: Box) -> float:
    return float((box[2] - box[0]) * (box[3] - box[1]))
