"""Files that the site makes and keeps: whole or not at all, made anew when damaged.

What is kept under a name can always be made again. A process that is killed in the
middle of writing must therefore leave nothing under that name, and what is damaged all
the same (a full disk, a restored backup) counts as not there.
"""

import logging
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import polars as pl
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from distretto.formats.files import atomic_write

log = logging.getLogger(__name__)
# What reading a damaged file raises: of JSON, of Parquet, of a file that is not there.
DAMAGED = (ValueError, KeyError, TypeError, OSError, pl.exceptions.PolarsError)
T = TypeVar("T")


def keep(name: str, content: bytes) -> None:
    """Keep content under a name, in place of what was there.

    Raises
    ------
    FormatError
        The disk is full or may not be written to.
    """
    try:
        path = Path(default_storage.path(name))
    except NotImplementedError:  # no folder: such storages write whole files only
        if not default_storage.exists(name):
            default_storage.save(name, ContentFile(content))
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    with atomic_write(path) as part:
        part.write_bytes(content)


def found(name: str, read: Callable[[bytes], T]) -> T | None:
    """What `read` makes of a kept file; None where it is missing or damaged."""
    if not default_storage.exists(name):
        return None
    try:
        with default_storage.open(name) as file:
            return read(file.read())
    except DAMAGED:
        log.warning("The kept file %s is damaged; it is made again.", name)
        return None
