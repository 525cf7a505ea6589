"""Sheets of scores as people make them: candidates in rows, criteria in columns.

The first column names the candidates. A row “weight” is wanted; rows “heading” and
“direction” and columns “veto” and “assessor” may be there, in any place and in any
language of the site. A long table (candidate, criterion, score ...) will do as well,
and so will a sheet turned round: criteria in rows, candidates in columns.
"""

from collections.abc import Iterable
from pathlib import Path

from distretto.errors import FormatError, gettext_noop
from distretto.formats.score_cells import Reader
from distretto.formats.score_draft import Draft
from distretto.formats.score_layouts import read_long, read_wide
from distretto.formats.score_sheet import ScoreSheet
from distretto.formats.score_turned import is_turned, read_turned
from distretto.formats.score_words import means
from distretto.formats.tables import read_table

__all__ = ["ScoreSheet", "read_scores"]


def read_scores(
    path: str | Path,
    *,
    sheet: str | None = None,
    low: float = 1.0,
    high: float = 5.0,
) -> ScoreSheet:
    """Read a sheet of scores, wide or long, from a workbook or a text file.

    Parameters
    ----------
    path : file of any kind that `read_table` knows
    sheet : of a workbook; default the first that is filled
    low, high : the ends of the scale

    Returns
    -------
    ScoreSheet
        With the problems of single cells listed in it; see `checked`.

    Raises
    ------
    FormatError
        The file is no table, has no candidates or no criteria, or its weights do not
        add up.
    """
    if not low < high:
        raise FormatError(
            "scale_upside_down",
            gettext_noop(
                "The scale runs from %(low)s to %(high)s. Give a low end below the "
                "high end."
            ),
            low=f"{low:g}",
            high=f"{high:g}",
        )
    table = read_table(path, sheet=sheet)
    draft = Draft(table, Reader(table.sheet, low, high))
    roles = _roles(table.columns)
    is_long = {"candidate", "criterion", "score"} <= roles.keys()
    if not is_long and is_turned(table, roles):
        read_turned(draft, roles)
    else:
        (read_long if is_long else read_wide)(draft, roles)
    return draft.finished()


def _roles(columns: Iterable[str]) -> dict[str, str]:
    """Which column is which: the first that has the word."""
    kinds = ("candidate", "criterion", "score", "assessor", "weight", "direction")
    found: dict[str, str] = {}
    for column in columns:
        for kind in (*kinds, "heading", "veto"):
            if means(column, kind):
                found.setdefault(kind, column)
    return found
