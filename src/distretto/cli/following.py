"""Ending with the process that started this one, however that one ended."""

import os
import threading
import time
from collections.abc import Callable


def follow(parent: int, end: Callable[[], None]) -> None:
    """Call `end` once `parent` is no longer the parent of this process.

    A parent that is stopped says so itself; one that is killed cannot.
    """

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(0.5)
        end()

    threading.Thread(target=watch, daemon=True).start()
