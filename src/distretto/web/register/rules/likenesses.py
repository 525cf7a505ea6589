"""Looking for records that stand for the same firm, in the background."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.urls import reverse

from distretto.web.accounts.models import Programme
from distretto.web.history.rules import create_all, deed
from distretto.web.register.models import Likeness
from distretto.web.register.queries.alike import Pair, pairs_within
from distretto.web.work.models import Run
from distretto.web.work.rules import Progress, job, start_run


def look_for_duplicates(programme: Programme, *, by: Any) -> Run:
    """Compare all records of the register with each other, in the background."""
    return start_run(
        "register.look_for_duplicates",
        by=by,
        programme=programme,
        subject=programme.name,
    )


@job("register.look_for_duplicates")
def _look(run: Run, progress: Progress) -> str:
    progress.say("Comparing names, addresses and numbers", done=0, of=1)
    note_pairs(pairs_within(run.programme), programme=run.programme, by=run.started_by)
    return reverse("register:likenesses", args=[run.programme.slug])


def note_pairs(pairs: Collection[Pair], *, programme: Programme, by: Any) -> int:
    """Put pairs on the list of those to decide on; how many are new on it.

    A pair that was decided on is not asked about again, and one that was met more than
    once, by several rows of a list, is asked about once, by its best likeness.
    """
    there = {
        frozenset(pair)
        for pair in programme.likenesses.current().values_list("one_id", "other_id")
    }
    best: dict[frozenset[UUID], Pair] = {}
    for pair in pairs:
        both = frozenset((pair.one, pair.other))
        if both not in there and (both not in best or pair.score > best[both].score):
            best[both] = pair
    new = [
        Likeness(
            programme=programme,
            one_id=pair.one,
            other_id=pair.other,
            score=pair.score,
            reasons=pair.reasons,
        )
        for pair in best.values()
    ]
    if new:
        with deed("likeness.found", by=by, programme=programme, about=len(new)):
            create_all(new)
    return len(new)
