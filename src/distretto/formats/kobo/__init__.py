"""Exports of Kobo and ODK: read, checked, and compared with an earlier one."""

from distretto.formats.kobo.comparing import Comparison, compare_responses
from distretto.formats.kobo.reading import read_responses
from distretto.formats.kobo.responses import Responses, Unplaced

__all__ = [
    "Comparison",
    "Responses",
    "Unplaced",
    "compare_responses",
    "read_responses",
]
