"""A column of a table of measures: its key, its heading, and how it is shown."""

from dataclasses import dataclass

from distretto.errors import gettext_noop


@dataclass(frozen=True)
class Shown:
    """A column on a page: its key, its heading, and its kind.

    The kind is “text”, “word” (a key of `space_columns.WORDS`), “chance” (a p-value),
    “count”, “spot” (a number; “–” where it is in none), “share”, “flag”, or how many
    decimals a number has.
    `wide` columns are left out where there is no room; text goes on in `lines` lines.
    """

    key: str
    head: str
    kind: str | int
    wide: bool = False
    lines: int = 2


PLANTS = Shown("establishments", gettext_noop("Plants"), "count")
JOBS = Shown("employment", gettext_noop("Jobs"), "count")
WIDE_PLANTS = Shown("establishments", gettext_noop("Plants"), "count", wide=True)
