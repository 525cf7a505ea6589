"""Writing within a deed, and undoing one."""

from distretto.web.history.rules.creating import Ready, create_all, make_ready, write
from distretto.web.history.rules.undoing import undo
from distretto.web.history.rules.writing import (
    change_all,
    deed,
    note_version,
    update_all,
)

__all__ = [
    "Ready",
    "change_all",
    "create_all",
    "deed",
    "make_ready",
    "note_version",
    "undo",
    "update_all",
    "write",
]
