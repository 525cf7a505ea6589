"""The deed that is being done."""

from contextvars import ContextVar

from distretto.web.history.models import Deed

current_deed: ContextVar[Deed | None] = ContextVar("current_deed", default=None)
