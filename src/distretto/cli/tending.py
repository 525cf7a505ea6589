"""The worker beside the server: started, watched, replaced when it dies, stopped."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread

import click

# How long, in seconds, the worker may take to end what it is doing.
PATIENCE = 10
# Seconds between two looks at it.
LOOK = 0.5
# Seconds before another one starts: doubled each time, so that a worker that cannot
# live does not keep the machine busy; from the beginning again once one has lived.
FIRST_PAUSE, LONGEST_PAUSE = 1, 60
LIVED = 60


@contextmanager
def tended_worker() -> Iterator[None]:
    """There is a worker until the block ends, whatever ends it."""
    over = Event()
    # Before the server forks: its child would keep the pipe by which the start is told.
    first = _start(None)
    keeper = Thread(target=_tend, args=(first, over), daemon=True)
    keeper.start()
    try:
        yield
    finally:
        over.set()
        keeper.join()


def _tend(worker: "subprocess.Popen[bytes]", over: Event) -> None:
    pause, began = FIRST_PAUSE, time.monotonic()
    while not over.wait(LOOK):
        if worker.poll() is None:
            continue
        if time.monotonic() - began > LIVED:
            pause = FIRST_PAUSE
        click.echo(_told(worker.returncode, pause), err=True)
        if over.wait(pause):
            break
        worker, began = _start(worker.pid), time.monotonic()
        pause = min(2 * pause, LONGEST_PAUSE)
    _end(worker)


def _start(dead: int | None) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "distretto.cli", "site", "worker"]
    command += ["--with-parent", str(os.getpid())]
    if dead is not None:
        command += ["--in-place-of", str(dead)]
    # A session of its own: Ctrl-C reaches the server, which then stops the worker.
    return subprocess.Popen(command, start_new_session=True)


def _told(ended: int, pause: int) -> str:
    how = f"was killed ({_name(-ended)})" if ended < 0 else f"ended (code {ended})"
    return (
        f"The worker {how}. Another one starts in {pause} s; what it was doing is "
        "marked as failed and can be started again."
    )


def _name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"


def _end(worker: "subprocess.Popen[bytes]") -> None:
    # Asked twice, it gives up what it is doing; the third is no question.
    for ask in (worker.terminate, worker.terminate, worker.kill):
        if worker.poll() is not None:
            break
        ask()
        try:
            worker.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            continue
