"""Writing within a deed, and undoing one."""

from distretto.web.history.rules.undoing import undo
from distretto.web.history.rules.writing import (
    change_all,
    create_all,
    deed,
    note_version,
)

__all__ = ["change_all", "create_all", "deed", "note_version", "undo"]
