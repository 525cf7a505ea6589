"""A sign of life while a job runs, even through a step that takes minutes."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread
from typing import Any

from django.db import OperationalError, connection
from django.utils import timezone

from distretto.web.work.models import Run

# Seconds between two signs of life.
BEAT = 10


@contextmanager
def heartbeat(run_id: Any) -> Iterator[None]:
    """Note that the worker lives, every `BEAT` seconds, until the block ends.

    It beats in a thread of its own, because a job may be inside one long call of
    another library. When the worker is killed, the thread dies with it.
    """
    over = Event()
    heart = Thread(target=_beat, args=(run_id, over), daemon=True)
    heart.start()
    try:
        yield
    finally:
        over.set()
        heart.join()


def _beat(run_id: Any, over: Event) -> None:
    try:
        while not over.wait(BEAT):
            try:
                Run.objects.filter(pk=run_id).update(beat_at=timezone.now())
            except OperationalError:
                # Somebody writes for long; the next beat is soon enough.
                continue
    finally:
        # Connections belong to threads; this one's is of no use to another.
        connection.close()
