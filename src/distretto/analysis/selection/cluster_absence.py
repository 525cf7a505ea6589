"""Why a cluster map has no clusters, and what can be done about it.

“Nothing passes the thresholds” is one reason among several: where no cell has a
quotient at all, no threshold was ever put to it.
"""

from typing import Any

import polars as pl

from distretto.errors import gettext_noop, ngettext_noop
from distretto.notes import Note


def is_judged(cells: pl.DataFrame) -> bool:
    """Whether any cell of a cluster map has a location quotient."""
    return bool(cells["lq"].count())


def why_none(cells: pl.DataFrame, settings: dict[str, Any]) -> Note | None:
    """The reason for which a cluster map has no clusters; None where it has some.

    `cells` and `settings` are those of a `ClusterMap`.
    """
    if cells["cluster"].count():
        return None
    if cells.is_empty():
        return Note(gettext_noop("The table has no cells."))
    value = settings["value"]
    if not cells[value].count():
        return Note(_ALL_HIDDEN[value])
    if not is_judged(cells):
        return Note(_NO_BASE[value] if settings["base"] else _NO_QUOTIENT)
    least = settings["lq"]
    if cells["lq"].max() < least:
        return Note(_NONE_REACHES, least=least)
    if (cells["left_out"] == "certainty").any():
        return Note(_UNCERTAIN)
    joined = cells.filter(pl.col("lq") >= least)
    return Note(
        ngettext_noop(
            "%(count)s cell reaches the least location quotient of %(least)s, and no "
            "cluster of them has %(establishments)s establishments and %(employment)s "
            "jobs. Lower these thresholds, or join neighbouring regions.",
            "%(count)s cells reach the least location quotient of %(least)s, and no "
            "cluster of them has %(establishments)s establishments and %(employment)s "
            "jobs. Lower these thresholds, or join neighbouring regions.",
        ),
        count=joined.height,
        least=least,
        establishments=settings["establishments"],
        employment=settings["employment"],
    )


_ALL_HIDDEN = {
    "employment": gettext_noop(
        "The employment of every cell is unknown, so that none can be judged. Measure "
        "by the number of establishments, if the table has it."
    ),
    "establishments": gettext_noop(
        "The number of establishments of every cell is unknown, so that none can be "
        "judged. Measure by employment, if the table has it."
    ),
}
_NO_BASE = {
    "employment": gettext_noop(
        "No cell can be judged: within the industries compared, every region hides "
        "figures and has no published total above them, so that their whole is "
        "unknown. Measure by the number of establishments, compare with all "
        "industries, or take a table with the totals of sectors."
    ),
    "establishments": gettext_noop(
        "No cell can be judged: within the industries compared, every region hides "
        "figures and has no published total above them, so that their whole is "
        "unknown. Compare with all industries, or take a table with the totals of "
        "sectors."
    ),
}
_NO_QUOTIENT = gettext_noop(
    "No cell can be judged: the totals of the regions or of the industries are zero or "
    "unknown, or the reference lists none of the industries. Look at the columns that "
    "were understood, and at the reference."
)
_UNCERTAIN = gettext_noop(
    "Specialised places are there that are large enough, and each of them may be so by "
    "chance, for few plants stand behind it. Count by larger regions or broader "
    "industries, or leave the test of certainty out."
)
_NONE_REACHES = gettext_noop(
    "No cell reaches the least location quotient of %(least)s. Lower it to see more."
)
