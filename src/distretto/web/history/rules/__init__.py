"""Writing within a deed, and undoing one."""

from distretto.web.history.rules.undoing import undo
from distretto.web.history.rules.writing import (
    change_all,
    create_all,
    deed,
    note_version,
    update_all,
)

__all__ = ["change_all", "create_all", "deed", "note_version", "undo", "update_all"]
