"""Finding records by words that may be misspelt, in any script.

The words of a programme's records are held in memory between two requests, and read
again when one of them has changed: a list of ten thousand answers in milliseconds.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from distretto.analysis.register.lookup import Lookup
from distretto.web.accounts.models import Programme

# More hits than this of a word are no help: a further word narrows them.
MOST_HITS = 500
# Programmes whose words are held at the same time.
MOST_HELD = 8


@dataclass(frozen=True)
class Held:
    """The words of one kind of record of one programme, as of a version of them."""

    stamp: Any
    pks: list[UUID]
    lookup: Lookup


_held: dict[tuple[UUID, str], Held] = {}


class BestFirst(Sequence[Any]):
    """Records in the order in which they were hit; only those looked at are loaded."""

    def __init__(self, found: QuerySet[Any], order: Sequence[UUID]) -> None:
        self.found = found
        fitting = set(
            found.filter(pk__in=order).order_by().values_list("pk", flat=True)
        )
        self.order = [pk for pk in order if pk in fitting]

    def __len__(self) -> int:
        return len(self.order)

    def __getitem__(self, which: Any) -> Any:
        if isinstance(which, slice):
            return self._loaded(self.order[which])
        return self._loaded([self.order[which]])[0]

    def __iter__(self) -> Iterator[Any]:
        return iter(self._loaded(self.order))

    def _loaded(self, order: Sequence[UUID]) -> list[Any]:
        there = {each.pk: each for each in self.found.filter(pk__in=order)}
        # Whoever was taken out of use since is not there any more.
        return [there[pk] for pk in order if pk in there]


def matching(found: Any, programme: Programme, text: str) -> Sequence[Any]:
    """Those of `found` that words may mean, best first; without words, all as they are.

    `found` is a queryset of a programme's records, with whatever a page shows of each.
    """
    if not text.strip():
        everybody: Sequence[Any] = found
        return everybody
    order = hits(programme, found.model, text, most=MOST_HITS)
    return BestFirst(found, order)


def hits(programme: Programme, model: Any, text: str, *, most: int) -> list[UUID]:
    """The records whose words `text` may mean, best first, at most so many."""
    held = _words_of(programme, model)
    return [held.pks[found.row] for found in held.lookup.find(text, limit=most)]


def _words_of(programme: Programme, model: Any) -> Held:
    key = (programme.pk, model._meta.label)
    stamp = stamp_of(programme, model)
    held = _held.get(key)
    if held is None or held.stamp != stamp:
        rows = list(
            model.objects.current()
            .filter(programme=programme)
            .order_by("words", "pk")
            .values_list("pk", "words")
        )
        held = Held(stamp, [pk for pk, _ in rows], Lookup([words for _, words in rows]))
        while len(_held) >= MOST_HELD:
            _held.pop(next(iter(_held)))
        _held[key] = held
    return held


def stamp_of(programme: Programme, model: Any) -> Any:
    """Changes with every version of a record of the programme: the newest one."""
    versions = model.history.filter(programme_id=programme.pk).order_by(
        "-history_date", "-history_id"
    )
    return versions.values_list("history_id", flat=True).first()
