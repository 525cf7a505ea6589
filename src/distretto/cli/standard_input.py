"""`-` is standard input, kept in a file while it is read."""

import contextlib
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path


@contextlib.contextmanager
def on_disk(path: str) -> Iterator[Path]:
    """The file at `path`; where that is `-`, a copy of standard input."""
    if path != "-":
        yield Path(path)
        return
    with tempfile.TemporaryDirectory(prefix="distretto-") as folder:
        copy = Path(folder) / "standard-input"
        with copy.open("wb") as kept:
            shutil.copyfileobj(sys.stdin.buffer, kept)
        yield copy
