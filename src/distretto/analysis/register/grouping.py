"""Groups of records that are the same firm, not chained by weak links."""

from collections.abc import Iterable, Mapping

# Of two groups that become one, the mean score of all their pairs at least; a pair that
# was never worth comparing counts 0.
HOLDS_TOGETHER = 0.6


def groups_of(
    links: Iterable[tuple[int, int, float]], scores: Mapping[tuple[int, int], float]
) -> list[tuple[int, ...]]:
    """Groups of two or more records, each in order, the first group first.

    `links` are the pairs taken to be the same, with their scores, and `scores` those of
    all pairs compared. The surest pair is joined first; two groups are joined by a pair
    only where all their pairs together bear it out, so that A like B and B like C do
    not make one of A and C that are unlike.
    """
    member: dict[int, list[int]] = {}
    for left, right, _ in sorted(links, key=lambda link: (-link[2], link[:2])):
        ours = member.setdefault(left, [left])
        theirs = member.setdefault(right, [right])
        if ours is theirs or _mean(ours, theirs, scores) < HOLDS_TOGETHER:
            continue
        ours += theirs
        member |= dict.fromkeys(theirs, ours)
    distinct = {id(group): group for group in member.values() if len(group) > 1}
    return sorted(tuple(sorted(group)) for group in distinct.values())


def _mean(
    ours: list[int], theirs: list[int], scores: Mapping[tuple[int, int], float]
) -> float:
    total = sum(
        scores.get((min(one, other), max(one, other)), 0.0)
        for one in ours
        for other in theirs
    )
    return total / (len(ours) * len(theirs))
