"""Finding records by words that may be misspelt, in any script.

The words of a programme's records are held in memory between two requests, and read
again when one of them has changed: a list of ten thousand answers in milliseconds.
"""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from distretto.analysis.register.lookup import Lookup
from distretto.web.accounts.models import Programme

# Programmes whose words are held at the same time.
MOST_HELD = 8


@dataclass(frozen=True)
class Held:
    """The words of one kind of record of one programme, as of a version of them."""

    stamp: Any
    pks: list[UUID]
    lookup: Lookup


_held: dict[tuple[UUID, str], Held] = {}


def hits(programme: Programme, model: Any, text: str, *, most: int = 500) -> list[UUID]:
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
