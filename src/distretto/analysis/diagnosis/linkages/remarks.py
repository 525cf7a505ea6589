"""What a reader of the measures should know."""

import polars as pl

from distretto.analysis.diagnosis.linkages.interval import LEAST_COVERAGE, LOW_COVERAGE
from distretto.analysis.diagnosis.linkages.survey import CONFLICT, Linkages
from distretto.errors import gettext_noop, ngettext_noop
from distretto.notes import Note, percentage

ROSTER = gettext_noop(
    "There is no list of actors: those without any tie are not in the file, so that "
    "isolates are unknown and densities too high. Add a list of all who were asked."
)
NOBODY_SAID = gettext_noop(
    "Nobody said who was surveyed: all actors count as if they had answered. Add a "
    "column “surveyed” to the list of actors."
)
LOW = gettext_noop(
    "Only %(share)s of the actors were surveyed. Ties among the others are unknown and "
    "in no density; betweenness, components and isolates may mislead below %(least)s."
)
TOO_FEW = gettext_noop(
    "Only %(share)s of the actors were surveyed, fewer than %(least)s: the figures are "
    "those of a few and say nothing of the whole. Ask more of them."
)
PARTLY = gettext_noop(
    "%(share)s of the actors were surveyed. Ties among the others are unknown and in "
    "no density."
)
CONFLICTS = ngettext_noop(
    "%(count)s tie is a conflict (strength -1): it is counted apart and in no density.",
    "%(count)s ties are conflicts (strength -1): they are counted apart and in no "
    "density.",
)
NO_STRENGTHS = gettext_noop(
    "How strong ties are is unknown throughout: there is no density by strength."
)
STRENGTHS = ngettext_noop(
    "%(count)s report of a tie does not say how strong it is; in the density by "
    "strength it counts with the mean of the others. A tie of which both sides tell is "
    "two reports.",
    "%(count)s reports of a tie do not say how strong it is; in the density by "
    "strength they count with the mean of the others. A tie of which both sides tell "
    "is two reports.",
)
LOOPS = ngettext_noop(
    "%(count)s tie of an actor to itself was left out.",
    "%(count)s ties of actors to themselves were left out.",
)
UNANSWERED = ngettext_noop(
    "%(count)s question has no answer. It is unknown, and not read as no tie.",
    "%(count)s questions have no answer. They are unknown, and not read as no tie.",
)


def remarks_on(linkages: Linkages) -> list[Note]:
    """Notes on coverage, conflicts and what is unknown."""
    notes = []
    if not linkages.is_roster:
        notes.append(Note(ROSTER))
    notes += _on_coverage(linkages)
    strength = linkages.ties["strength"].cast(pl.Float64).fill_nan(None)
    conflicts = int((strength == CONFLICT).sum())
    if linkages.unanswered.height:
        notes.append(Note(UNANSWERED, count=linkages.unanswered.height))
    notes += _on_strengths(strength)
    if conflicts:
        notes.append(Note(CONFLICTS, count=conflicts))
    if linkages.loops:
        notes.append(Note(LOOPS, count=linkages.loops))
    return notes


def _on_strengths(strength: pl.Series) -> list[Note]:
    unknown = strength.null_count()
    if not unknown:
        return []
    if not (strength > 0).any():
        return [Note(NO_STRENGTHS)]
    return [Note(STRENGTHS, count=unknown)]


def _on_coverage(linkages: Linkages) -> list[Note]:
    within = linkages.actors.filter(pl.col("kind") != "outside")["surveyed"]
    if within.is_null().all():
        return [Note(NOBODY_SAID)] if len(within) else []
    share = within.fill_null(False).mean()
    assert isinstance(share, float)
    if share < LEAST_COVERAGE:
        least = percentage(LEAST_COVERAGE)
        return [Note(TOO_FEW, share=percentage(share), least=least)]
    if share < LOW_COVERAGE:
        least = percentage(LOW_COVERAGE)
        return [Note(LOW, share=percentage(share), least=least)]
    return [Note(PARTLY, share=percentage(share))] if share < 1 else []
