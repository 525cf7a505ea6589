"""Fictitious linkages of a cluster in two waves: what is, and what its actors want.

Made, not observed: neighbours and firms of unlike stages work together more often, a
few firms have most ties, institutions are known to some, and what is wished for closes
gaps. The same actors and seed give the same ties, whoever they are.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

NOW, DESIRED = "now", "desired"
ANSWERED_SHARE = 0.9
MEAN_PARTNERS = 3.5
INSTITUTION_SHARE = 0.1  # of the pairs of a firm and an institution
OUTSIDE_SHARE = 0.12  # of the pairs of a firm and somebody outside
CONFLICT_SHARE = 0.03  # of the ties
KEPT_SHARE = 0.88  # of the ties now, that are wished for too
MORE_SHARE = 0.35  # new ties that are wished for, by the ties now
KINDS = {
    "information": 0.34,
    "purchase": 0.2,
    "subcontract": 0.16,
    "lending": 0.14,
    "joint_purchase": 0.06,
    "training": 0.06,
    "lobbying": 0.04,
}
WISHED = {
    "joint_purchase": 0.36,
    "training": 0.24,
    "lobbying": 0.2,
    "information": 0.2,
}


# Who is no member, and what firms have from them beside knowledge.
OUTSIDE = {
    "Northwest Yarn Trading": "purchase",
    "Bright Street Stores, buyers": "subcontract",
    "University of Nordby, textile institute": "training",
}


@dataclass(frozen=True)
class Actor:
    """Who takes part: its key, whether it is a firm, and what makes others near."""

    key: str
    is_firm: bool
    place: str = ""
    stage: str = ""


@dataclass(frozen=True)
class Tie:
    """One tie, as the source tells it."""

    wave: str
    source: str
    target: str
    relation: str
    strength: int
    is_formal: bool | None


@dataclass(frozen=True)
class Told:
    """All ties, and who answered."""

    ties: tuple[Tie, ...]
    answered: frozenset[str]


def linkages(
    actors: Sequence[Actor],
    *,
    outside: Mapping[str, str] = OUTSIDE,
    seed: int = 1997,
) -> Told:
    """The linkages of these actors; none where there are fewer than three firms.

    Parameters
    ----------
    actors : whoever belongs to the cluster
    outside : who does not, and what firms have from each beside knowledge
    seed : makes the draws repeatable
    """
    firms = [each for each in actors if each.is_firm]
    others = [each for each in actors if not each.is_firm]
    if len(firms) < 3:
        return Told((), frozenset())
    rng = np.random.default_rng(seed)
    reach = rng.gamma(1.2, 1.0, len(firms))  # a few firms know very many
    answers = rng.random(len(firms)) < ANSWERED_SHARE
    chances = _chances(firms, reach)
    now: list[Tie] = []
    for i, j in _drawn(rng, chances, answers):
        now += _ties(rng, NOW, firms[i].key, firms[j].key, KINDS)
    for firm in np.flatnonzero(answers):
        known = rng.random(len(others)) < INSTITUTION_SHARE * min(reach[firm] + 0.4, 2)
        for other in np.flatnonzero(known):
            kinds = {"training": 0.4, "information": 0.4, "lobbying": 0.2}
            now += _ties(rng, NOW, firms[firm].key, others[other].key, kinds)
    wished = _wished(rng, now, firms, others, answers)
    answered = {firms[one].key for one in np.flatnonzero(answers)}
    # Drawn apart, so that the ties within the cluster do not hang on who is outside.
    beyond = _outside(np.random.default_rng([seed, 1]), firms, answers, outside)
    return Told((*now, *wished, *beyond), frozenset(answered))


def _outside(
    rng: np.random.Generator,
    firms: Sequence[Actor],
    answers: np.ndarray,
    outside: Mapping[str, str],
) -> list[Tie]:
    """Whom firms have knowledge from elsewhere: as it is, and as they would keep it."""
    found = []
    for firm in np.flatnonzero(answers).tolist():
        for name, also in outside.items():
            if rng.random() >= OUTSIDE_SHARE:
                continue
            strength = int(rng.choice([1, 2, 3], p=[0.4, 0.4, 0.2]))
            kinds = ("information", also) if rng.random() < 0.6 else ("information",)
            found += [
                Tie(wave, firms[firm].key, name, kind, strength, None)
                for wave in (NOW, DESIRED)
                for kind in kinds
            ]
    return found


def _chances(firms: Sequence[Actor], reach: np.ndarray) -> np.ndarray:
    """How likely each firm names each other one: `MEAN_PARTNERS` on average."""
    places = np.array([each.place for each in firms])
    stages = np.array([each.stage for each in firms])
    near = np.where(places[:, None] == places[None, :], 3.0, 1.0)
    unlike = np.where(stages[:, None] != stages[None, :], 1.6, 1.0)
    weight = near * unlike * np.outer(reach + 0.2, reach + 0.2)
    np.fill_diagonal(weight, 0.0)
    total = MEAN_PARTNERS / 2 * len(firms)
    return np.minimum(weight * total / weight.sum(), 0.9)


def _drawn(
    rng: np.random.Generator, chances: np.ndarray, answers: np.ndarray
) -> list[tuple[int, int]]:
    """Pairs told by those who answered; about half are told by the other, too."""
    told = (rng.random(chances.shape) < chances) & answers[:, None]
    returned = (rng.random(chances.shape) < 0.5) & answers[:, None]
    told |= told.T & returned
    return [(int(i), int(j)) for i, j in np.argwhere(told)]


def _ties(
    rng: np.random.Generator,
    wave: str,
    source: str,
    target: str,
    kinds: dict[str, float],
) -> list[Tie]:
    """The ties of one pair: one kind, or now and then two."""
    count = 1 if rng.random() < 0.75 else 2
    shares = np.array([*kinds.values()])
    chosen = rng.choice([*kinds], size=count, replace=False, p=shares / shares.sum())
    if wave == NOW and rng.random() < CONFLICT_SHARE:
        return [Tie(wave, source, target, str(chosen[0]), -1, None)]
    return [
        Tie(
            wave,
            source,
            target,
            str(relation),
            int(rng.choice([1, 2, 3], p=[0.4, 0.4, 0.2])),
            bool(rng.random() < 0.15),
        )
        for relation in chosen
    ]


def _wished(
    rng: np.random.Generator,
    now: Sequence[Tie],
    firms: Sequence[Actor],
    others: Sequence[Actor],
    answers: np.ndarray,
) -> list[Tie]:
    """What is wished for: most of what is, without conflict, and more joint action."""
    found = {
        (each.source, each.target, each.relation): Tie(
            DESIRED, each.source, each.target, each.relation, each.strength, None
        )
        for each in now
        if each.strength > 0 and rng.random() < KEPT_SHARE
    }
    asked = np.flatnonzero(answers)
    partners = [*firms, *others]
    for _each in range(round(MORE_SHARE * len(now))):
        source = firms[int(rng.choice(asked))] if len(asked) else firms[0]
        target = partners[int(rng.integers(len(partners)))]
        if source.key == target.key:
            continue
        for tie in _ties(rng, DESIRED, source.key, target.key, WISHED):
            found.setdefault((tie.source, tie.target, tie.relation), tie)
    return list(found.values())
