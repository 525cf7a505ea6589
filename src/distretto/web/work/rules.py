"""Starting, following, cancelling and reaping long work.

A job is a function registered under a name. It is handed a `Progress`, to which it
says how far it is, and which ends it when somebody asked for that.
"""

import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import OperationalError, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django_tasks import task

from distretto.errors import MethodError, gettext_noop
from distretto.web.accounts.models import Programme
from distretto.web.work import workers
from distretto.web.work.heartbeat import BEAT, heartbeat
from distretto.web.work.models import Run
from distretto.web.work.refusals import described

__all__ = [
    "Cancelled",
    "Progress",
    "cancel_run",
    "described",
    "give_up_runs",
    "job",
    "perform",
    "reap_runs",
    "start_run",
]

# A worker that was killed leaves its run “running” for ever. While a worker lives,
# its heart beats; a run that is silent for so many beats has lost it.
SILENCE = timedelta(seconds=6 * BEAT)
# Numbers of processes are given out again: after so long, it is another's.
LONGEST_SILENCE = timedelta(hours=1)


class Cancelled(Exception):
    """Somebody asked to stop; what the job has not finished is not kept."""


@dataclass(frozen=True)
class Progress:
    """What a job tells of itself while it runs."""

    run_id: Any

    def say(
        self, doing: str, *, done: int | None = None, of: int | None = None
    ) -> None:
        """Say what is being done; stops a run that was cancelled or given up."""
        alive = Run.objects.filter(
            pk=self.run_id, state=Run.State.RUNNING, cancel_asked=False
        )
        told = alive.update(
            doing=doing[:200], done_parts=done, all_parts=of, beat_at=timezone.now()
        )
        if not told:
            raise Cancelled


# A job takes the run's arguments and returns the address of its result.
Job = Callable[..., str]
_jobs: dict[str, Job] = {}


def job(name: str) -> Callable[[Job], Job]:
    """Register a function as the job `name`."""

    def register(function: Job) -> Job:
        _jobs[name] = function
        return function

    return register


def start_run(
    name: str, *, by: Any, programme: Programme, subject: str, **arguments: Any
) -> Run:
    """Put a job into the queue, once the current transaction is through."""
    run = Run.objects.create(
        programme=programme,
        started_by=by,
        job=name,
        subject=subject[:200],
        arguments=arguments,
    )
    transaction.on_commit(lambda: perform.enqueue(str(run.pk)))
    return run


@task()
def perform(run_id: str) -> None:
    """Do one run from start to end, whatever the end is."""
    # Taken once: a task that is delivered twice does its work once.
    taken = Run.objects.filter(pk=run_id, state=Run.State.WAITING).update(
        state=Run.State.RUNNING,
        beat_at=timezone.now(),
        worker=workers.name(os.getpid()),
    )
    if not taken:
        return
    run = Run.objects.select_related("started_by", "programme").get(pk=run_id)
    try:
        with heartbeat(run_id):
            url = _jobs[run.job](run, Progress(run.pk), **run.arguments)
    except Cancelled:
        _end(run, Run.State.CANCELLED)
    except MethodError as refusal:
        _end(run, Run.State.FAILED, refusal=described(refusal))
    except (SystemExit, KeyboardInterrupt):
        # The worker is told to stop, and does not wait for the end of this.
        _end(run, Run.State.FAILED, refusal=described(LOST))
        raise
    except BaseException:
        # A bug: the person is told, and the error goes on to the log.
        _end(run, Run.State.FAILED, refusal=described(UNEXPECTED))
        raise
    else:
        _end(run, Run.State.DONE, result_url=url)


UNEXPECTED = MethodError(
    "unexpected",
    gettext_noop(
        "Something went wrong that should not have. Nothing was changed. "
        "Try again; if it happens again, report it with the time of day."
    ),
)


def _end(run: Run, state: str, **fields: Any) -> None:
    # A run that was given up in the meantime stays so: its person was told.
    Run.objects.filter(pk=run.pk, state=Run.State.RUNNING).update(
        state=state, ended_at=timezone.now(), **fields
    )


def cancel_run(run: Run) -> None:
    """Ask a run to stop: at once if it waits, at its next word if it runs."""
    Run.objects.filter(pk=run.pk).update(cancel_asked=True)
    Run.objects.filter(pk=run.pk, state=Run.State.WAITING).update(
        state=Run.State.CANCELLED, ended_at=timezone.now()
    )


def reap_runs() -> int:
    """Mark as failed the runs whose worker has gone silent; how many there were.

    A worker of this machine whose process is there is only held up: while it writes
    much at once to SQLite, its heart cannot write too. Pages call this, so a database
    that is busy leaves it to the next page.
    """
    now = timezone.now()
    silent = Run.objects.filter(state=Run.State.RUNNING, beat_at__lt=now - SILENCE)
    away = {
        worker
        for worker in silent.values_list("worker", flat=True)
        if not workers.is_there(worker)
    }
    lost = silent.filter(Q(worker__in=away) | Q(beat_at__lt=now - LONGEST_SILENCE))
    if not lost.exists():
        return 0
    try:
        return _give_up(lost)
    except OperationalError:
        return 0


def give_up_runs(process: int) -> int:
    """Mark as failed what a worker of this machine was doing when it died.

    Not begun again by itself: what has ended one worker may end the next.
    """
    return _give_up(Run.objects.filter(worker=workers.name(process)))


def _give_up(runs: QuerySet[Run]) -> int:
    return runs.filter(state=Run.State.RUNNING).update(
        state=Run.State.FAILED, ended_at=timezone.now(), refusal=described(LOST)
    )


LOST = MethodError(
    "worker_lost",
    gettext_noop(
        "The work stopped before its end, perhaps by a power cut. Start it "
        "again: nothing was changed."
    ),
)
