"""A sign of life on standard error while something takes long."""

import contextlib
import sys
import threading
from collections.abc import Iterator

SIGNS = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏"
FIRST_AFTER = 0.5  # seconds; what is quicker shows nothing
EVERY = 0.1


@contextlib.contextmanager
def waiting(what: str, quiet: bool = False) -> Iterator[None]:
    """Show `what` and the seconds passed, on a terminal only, and wipe it after."""
    if quiet or not sys.stderr.isatty():
        yield
        return
    done = threading.Event()
    sign = threading.Thread(target=_turn, args=(what, done), daemon=True)
    sign.start()
    try:
        yield
    finally:
        done.set()
        sign.join()


def _turn(what: str, done: threading.Event) -> None:
    if done.wait(FIRST_AFTER):
        return
    turns = 0
    while True:
        seconds = int(FIRST_AFTER + turns * EVERY)
        sys.stderr.write(f"\r{SIGNS[turns % len(SIGNS)]} {what} … {seconds} s ")
        sys.stderr.flush()
        turns += 1
        if done.wait(EVERY):
            break
    sys.stderr.write("\r\x1b[K")
    sys.stderr.flush()
