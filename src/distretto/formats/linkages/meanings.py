"""What the measures of linkages mean for a cluster, and what to do about it, in words.

Where a sentence depends on how large a figure is, the line is ours and not a result of
research: decision 0911 has them all.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from distretto.analysis.diagnosis.linkages.institutions import InstitutionTies
from distretto.analysis.diagnosis.linkages.interval import LEAST_COVERAGE, LOW_COVERAGE
from distretto.errors import gettext_noop, ngettext_noop
from distretto.notes import FURTHER, Note, percentage

SPARSE, DENSE = 0.05, 0.25  # of all pairs that are tied
STAR_LIKE = 0.3  # of a star, where all hangs on one
GOOD_FIT = 0.5  # of core and periphery
MUTUAL = 0.5  # of the ties that one side tells
APART = 0.15  # of the E-I index from what is to be expected
FEW_TIED = 0.5  # of the firms, to any institution
BROKERS_TOLD, CUTS_TOLD = 3, 5  # names in a sentence, at most

PAIRS = gettext_noop(
    "Of a hundred pairs of actors whose answers are known, %(share)s work with each "
    "other. An actor has %(mean)s partners on average."
)
SPARSE_DO = gettext_noop(
    "Few know what the others can do. Begin with what brings many together at little "
    "cost, such as visits to each other's workshops, before anything that needs trust."
)
DENSE_DO = gettext_noop(
    "Most have worked with many others. Joint purchases or a consortium can build on "
    "that."
)
BETWEEN_DO = gettext_noop(
    "Groups that know each other are there. Begin joint actions within them."
)
ISOLATES = ngettext_noop(
    "%(count)s actor has no tie at all.", "%(count)s actors have no tie at all."
)
ISOLATES_DO = gettext_noop(
    "Visit them soon: no partner will carry news of the project to them."
)
UNHEARD = ngettext_noop(
    "%(count)s actor was not surveyed and is named by nobody: whether it has a tie is "
    "unknown.",
    "%(count)s actors were not surveyed and are named by nobody: whether they have a "
    "tie is unknown.",
)
TOO_FEW = ngettext_noop(
    "Only %(count)s of %(actors)s actors was surveyed: too few to say what the ties of "
    "the whole mean.",
    "Only %(count)s of %(actors)s actors were surveyed: too few to say what the ties "
    "of the whole mean.",
)
TOO_FEW_DO = gettext_noop(
    "Ask more of them. From %(least)s on, the figures are put into words here."
)
NO_ISOLATES = gettext_noop("Nobody who answered is without a tie.")
WHOLE = gettext_noop("All who have ties hang together, directly or through others.")
PARTS = gettext_noop(
    "The cluster falls into %(parts)s parts without a tie between them, counting who "
    "stands alone; the largest has %(share)s of all."
)
PARTS_DO = gettext_noop(
    "Look for people who know two of the parts, and invite the parts together once."
)
CUTS = ngettext_noop(
    "If %(count)s certain actor left, others would be cut off.",
    "If one of %(count)s certain actors left, others would be cut off.",
)
CUTS_NAMED = ngettext_noop(
    "If %(count)s certain actor left, others would be cut off: %(names)s.",
    "If one of %(count)s certain actors left, others would be cut off: %(names)s.",
)
CUTS_DO = gettext_noop(
    "Tie those behind them to others too, so that not all hangs on one person."
)
BROKERS = gettext_noop(
    "Brokers: those who are not tied to each other reach each other most often through "
    "%(names)s."
)
BROKERS_DO = gettext_noop(
    "Ask them to bring the two sides together, and see that not all goes through one."
)
CENTRAL = gettext_noop(
    "Ties gather at a few: %(share)s of what they would if one had all of them."
)
CENTRAL_DO = gettext_noop(
    "Win these few early. But let others lead some of the activities, or the project "
    "becomes theirs alone."
)
SPREAD = gettext_noop(
    "No single actor has most of the ties: they gather to %(share)s of what they would "
    "if one had all of them."
)
RETURNED = gettext_noop("%(share)s of the ties that one side tells of, both tell of.")
RETURNED_DO = gettext_noop(
    "Many see a relation where the other does not. Talk with both before a joint "
    "action relies on it."
)
CORE = ngettext_noop(
    "A core of %(count)s actor is tied closely, and the others mostly to the core "
    "(fit %(fit)s of 1).",
    "A core of %(count)s actors is tied closely, and the others mostly to the core "
    "(fit %(fit)s of 1).",
)
CORE_DO = gettext_noop(
    "News given to the core reaches most. Make sure that those at the edge gain, too."
)
NO_CORE = gettext_noop(
    "There is no clear core: a split into core and edge describes the ties badly "
    "(fit %(fit)s of 1)."
)
WITHIN = gettext_noop(
    "Ties keep within groups more than chance would have it (%(attribute)s; E-I index "
    "%(index)s, to be expected %(expected)s)."
)
WITHIN_DO = gettext_noop(
    "Mix the groups on purpose: seats at a table, working groups, visits."
)
ACROSS = gettext_noop(
    "Ties reach across groups more than chance would have it (%(attribute)s; E-I index "
    "%(index)s, to be expected %(expected)s)."
)
EVEN = gettext_noop(
    "Ties pass between groups about as chance would have it (%(attribute)s; E-I index "
    "%(index)s, to be expected %(expected)s)."
)
HOSTILE = ngettext_noop(
    "%(count)s pair is in conflict.", "%(count)s pairs are in conflict."
)
HOSTILE_DO = gettext_noop("Speak with each side alone before both sit at one table.")
COVERED = gettext_noop(
    "%(share)s of the actors answered. Who was named by others without having answered "
    "may have more ties than are known."
)
COVERED_DO = gettext_noop(
    "Ask more of them before you rely on who stands alone or between others."
)
TIED = gettext_noop(
    "%(share)s of the firms have a tie to an institution; a firm has %(mean)s of them "
    "on average."
)
TIED_DO = gettext_noop(
    "Institutions reach the smaller part of the cluster. Ask firms without one what "
    "they would need, and take it to the institutions."
)


@dataclass(frozen=True)
class Meaning:
    """A sentence on what was found, and one on what to do, where there is something."""

    what: Note
    todo: Note | None = None


def meanings(
    row: Mapping[str, Any],
    mixing: Sequence[Mapping[str, Any]] = (),
    institutions: InstitutionTies | None = None,
    *,
    attribute_names: Mapping[str, str] | None = None,
    actors: Sequence[Mapping[str, Any]] = (),
    least: float = LEAST_COVERAGE,
) -> list[Meaning]:
    """The sentences on a row of `LinkageMeasures.whole`; nothing on what is unknown.

    Where too few were surveyed, only that more must be asked.

    Parameters
    ----------
    row : one row of the measures of the whole
    mixing : the E-I indices of the same relation and view
    institutions : ties between firms and institutions
    attribute_names : what the attributes of the E-I indices are called
    actors : the measures of the actors of the same view, where the reader may see who
        they are: brokers, and who holds parts together, are named
    least : the share of the actors surveyed, 0 to 1, below which nothing is read into
        the figures
    """
    if is_thin(row, least):
        few = Note(TOO_FEW, count=row["surveyed"], actors=row["actors"])
        return [Meaning(few, Note(TOO_FEW_DO, least=percentage(least)))]
    named = attribute_names or {}
    found = [
        _coverage(row),
        _density(row),
        _isolates(row),
        _unheard(row),
        _parts(row),
        _cuts(row, actors),
        _brokers(actors),
        _central(row),
        _returned(row),
        _core(row),
        *(_mixing(each, named) for each in mixing),
        _conflicts(row),
        _institutions(institutions),
    ]
    return [each for each in found if each is not None]


def is_thin(row: Mapping[str, Any], least: float = LEAST_COVERAGE) -> bool:
    """Whether so few were surveyed that the figures say nothing of the whole."""
    return row["coverage"] is not None and row["coverage"] < least


def _coverage(row: Mapping[str, Any]) -> Meaning | None:
    share = row["coverage"]
    if share is None or share >= 1:
        return None
    todo = Note(COVERED_DO) if share < LOW_COVERAGE else None
    return Meaning(Note(COVERED, share=percentage(share)), todo)


def _density(row: Mapping[str, Any]) -> Meaning | None:
    share = row["density"]
    if share is None:
        return None
    mean = round(row["mean_degree"] or 0.0, 1)
    what = Note(PAIRS, share=round(100 * share, 1), mean=mean)
    if share < SPARSE:
        return Meaning(what, Note(SPARSE_DO))
    return Meaning(what, Note(DENSE_DO if share >= DENSE else BETWEEN_DO))


def _isolates(row: Mapping[str, Any]) -> Meaning | None:
    count = row["isolates"]
    if count is None:
        return None
    if not count:
        return Meaning(Note(NO_ISOLATES))
    return Meaning(Note(ISOLATES, count=count), Note(ISOLATES_DO))


def _unheard(row: Mapping[str, Any]) -> Meaning | None:
    return Meaning(Note(UNHEARD, count=row["unheard"])) if row["unheard"] else None


def _parts(row: Mapping[str, Any]) -> Meaning | None:
    if not row["ties"] or row["isolates"] is None:
        return None
    if row["components"] - row["isolates"] <= 1:
        return Meaning(Note(WHOLE))
    share = percentage(row["giant_share"])
    return Meaning(Note(PARTS, parts=row["components"], share=share), Note(PARTS_DO))


def _cuts(
    row: Mapping[str, Any], actors: Sequence[Mapping[str, Any]]
) -> Meaning | None:
    count = row["cut_actors"]
    if not count:
        return None
    named = [each for each in _between(actors) if each["is_cut"]]
    if not named:
        return Meaning(Note(CUTS, count=count), Note(CUTS_DO))
    told = Note(CUTS_NAMED, count=count, names=_first(named, CUTS_TOLD))
    return Meaning(told, Note(CUTS_DO))


def _brokers(actors: Sequence[Mapping[str, Any]]) -> Meaning | None:
    named = [each["actor"] for each in _between(actors)[:BROKERS_TOLD]]
    if not named:
        return None
    return Meaning(Note(BROKERS, names=tuple(named)), Note(BROKERS_DO))


def _between(actors: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Who stands between others, those of most pairs first."""
    found = [each for each in actors if each["betweenness"]]
    return sorted(found, key=lambda each: -each["betweenness"])


def _first(actors: Sequence[Mapping[str, Any]], most: int) -> Note | tuple[str, ...]:
    """The names of the first few, and how many more there are."""
    names = tuple(each["actor"] for each in actors[:most])
    rest = len(actors) - len(names)
    return Note(FURTHER, names=names, count=rest) if rest else names


def _central(row: Mapping[str, Any]) -> Meaning | None:
    share = row["degree_centralisation"]
    if share is None:
        return None
    if share < STAR_LIKE:
        return Meaning(Note(SPREAD, share=percentage(share)))
    return Meaning(Note(CENTRAL, share=percentage(share)), Note(CENTRAL_DO))


def _returned(row: Mapping[str, Any]) -> Meaning | None:
    share = row["reciprocity"]
    if share is None:
        return None
    todo = Note(RETURNED_DO) if share < MUTUAL else None
    return Meaning(Note(RETURNED, share=percentage(share)), todo)


def _core(row: Mapping[str, Any]) -> Meaning | None:
    fit = row["core_fit"]
    if fit is None or not row["core_size"]:
        return None
    if fit < GOOD_FIT:
        return Meaning(Note(NO_CORE, fit=round(fit, 2)))
    core = Note(CORE, count=row["core_size"], fit=round(fit, 2))
    return Meaning(core, Note(CORE_DO))


def _mixing(row: Mapping[str, Any], named: Mapping[str, str]) -> Meaning | None:
    index, expected = row["ei_index"], row["ei_expected"]
    if index is None or expected is None:
        return None
    apart = index - expected
    what = Note(
        WITHIN if apart < -APART else ACROSS if apart > APART else EVEN,
        attribute=named.get(row["attribute"], row["attribute"]),
        index=round(index, 2),
        expected=round(expected, 2),
    )
    return Meaning(what, Note(WITHIN_DO) if apart < -APART else None)


def _conflicts(row: Mapping[str, Any]) -> Meaning | None:
    if not row["conflicts"]:
        return None
    return Meaning(Note(HOSTILE, count=row["conflicts"]), Note(HOSTILE_DO))


def _institutions(found: InstitutionTies | None) -> Meaning | None:
    if found is None or math.isnan(found.tied_share):
        return None
    told = Note(
        TIED, share=percentage(found.tied_share), mean=round(found.mean_ties, 1)
    )
    return Meaning(told, Note(TIED_DO) if found.tied_share < FEW_TIED else None)
