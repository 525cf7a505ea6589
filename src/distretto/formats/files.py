"""Files are written whole or not at all."""

import os
import tempfile
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

from distretto.errors import FormatError, gettext_noop


@contextmanager
def atomic_write(path: str | Path) -> Iterator[Path]:
    """Give a path to write to; it becomes `path` when the block ends without error.

    The temporary file lies in the same folder and keeps the suffix, so that writers
    that go by it work. When the block fails or is interrupted, the temporary file is
    removed and an existing file at `path` is left as it was.
    """
    path = Path(path)
    temporary = _temporary_beside(path)
    try:
        yield temporary
        with temporary.open("rb") as file:
            os.fsync(file.fileno())
        temporary.chmod(_usual_mode(path))
        temporary.replace(path)
    except OSError as refusal:
        raise _cannot_write(path, refusal) from refusal
    finally:
        temporary.unlink(missing_ok=True)


def check_target(path: str | Path, endings: Collection[str]) -> None:
    """Refuse a target that cannot be written, before the work is done."""
    path = Path(path)
    if path.suffix.lower() not in endings:
        raise FormatError(
            "unknown_ending",
            gettext_noop(
                "Results cannot be written to “%(file)s”: the ending says in which "
                "format. Use one of %(endings)s."
            ),
            file=path.name,
            endings=", ".join(endings),
        )
    if not path.parent.is_dir():
        raise FormatError(
            "no_folder",
            gettext_noop("There is no folder “%(folder)s” to write “%(file)s” into."),
            folder=str(path.parent),
            file=path.name,
        )


def _temporary_beside(path: Path) -> Path:
    try:
        handle, name = tempfile.mkstemp(
            prefix=f".{path.stem}-", suffix=path.suffix, dir=path.parent
        )
    except OSError as refusal:
        raise _cannot_write(path, refusal) from refusal
    os.close(handle)
    return Path(name)


def _usual_mode(path: Path) -> int:
    """The mode of the file to be replaced, or what the user's mask gives new ones."""
    if path.exists():
        return path.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


def _cannot_write(path: Path, refusal: OSError) -> FormatError:
    return FormatError(
        "cannot_write",
        gettext_noop(
            "“%(file)s” cannot be written: %(reason)s. Give another place, or make "
            "room and allow writing there."
        ),
        file=str(path),
        reason=(refusal.strerror or str(refusal)).lower(),
    )
