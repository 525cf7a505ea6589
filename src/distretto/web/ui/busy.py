"""While a large piece of work is being written, others may not write, and are told so.

SQLite has one writer at a time. Who waits longer than `timeout` of the settings is
refused, which is no fault of anybody.
"""

import sqlite3

from django.db import OperationalError
from django.utils.translation import gettext_lazy as _

# Seconds after which it is worth to try again.
AGAIN_IN = 60
# Marks our own answer: whatever stands before this site answers with 503 as well.
MARK = "Distretto-Busy"
SENTENCE = _(
    "A large piece of work is being written just now, so nothing else can be saved. "
    "Nothing is lost: what you just sent was not taken. Go back and try again in a "
    "minute."
)
_BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}


def is_busy(error: BaseException | None) -> bool:
    """Whether this says no more than that somebody else is writing."""
    code = getattr(error.__cause__, "sqlite_errorcode", 0) if error else 0
    # The low byte is the kind of a refusal, the others its cause.
    return isinstance(error, OperationalError) and code & 0xFF in _BUSY
