"""Workers: what each is called, and whether its process is still there."""

import os
import platform


def name(process: int) -> str:
    """A worker among those of all machines: its machine and its process."""
    return f"{_machine()} {process}"


def is_there(worker: str) -> bool:
    """Whether a process of this machine has the number of this worker."""
    machine, _, process = worker.rpartition(" ")
    if machine != _machine() or not process.isdigit():
        return False
    try:
        # No signal is sent: it is only asked whether one could be.
        os.kill(int(process), 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True  # of another account
    return True


def _machine() -> str:
    return platform.node()[:80]
