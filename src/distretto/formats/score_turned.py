"""Sheets of scores turned round: criteria in rows, candidates in columns."""

from distretto.errors import gettext_noop
from distretto.formats.score_cells import NO_NAME, Row, is_unknown, number, rows_of
from distretto.formats.score_draft import Draft
from distretto.formats.score_words import means
from distretto.formats.tables import Table
from distretto.notes import Note

SETTINGS = ("weight", "direction", "heading")


def is_turned(table: Table, roles: dict[str, str]) -> bool:
    """Whether rows are criteria: by a column of weights, or by the first heading.

    A row of weights says the contrary.
    """
    first = table.columns[0]
    if any(means(row.get(first), "weight") for row in rows_of(table)):
        return False
    return roles.get("weight", first) != first or means(first, "criterion")


def read_turned(draft: Draft, roles: dict[str, str]) -> None:
    """Read criteria from the rows and candidates from the columns."""
    first, *others = draft.table.columns
    told = {kind: roles[kind] for kind in SETTINGS if roles.get(kind, first) != first}
    rows = [row for row in rows_of(draft.table) if not means(row.get(first), "total")]
    vetoes = [row for row in rows if means(row.get(first), "veto")]
    scored = [row for row in rows if row not in vetoes]
    candidates = _candidates(
        draft, [c for c in others if c not in told.values()], scored
    )
    draft.notes.append(
        Note(
            gettext_noop(
                "The sheet was turned: its rows were read as criteria and its columns "
                "as candidates, because of the column “%(column)s”."
            ),
            column=told.get("weight", first),
        )
    )
    for row in scored:
        _read_criterion(draft, row, first, candidates, told)
    for row in vetoes:
        for candidate in candidates:
            draft.veto(candidate, row.get(candidate))


def _candidates(draft: Draft, columns: list[str], rows: list[Row]) -> list[str]:
    """The columns that are candidates: not totals, not remarks."""
    kept = []
    for column in columns:
        texts = [row.get(column) for row in rows if not is_unknown(row.get(column))]
        is_remark = bool(texts) and not any(number(text) is not None for text in texts)
        if is_remark or means(column, "total"):
            draft.notes.append(Note(_NO_CANDIDATE, column=column))
        else:
            kept.append(column)
    return kept


_NO_CANDIDATE = gettext_noop("Column “%(column)s” was passed over: it is no candidate.")


def _read_criterion(
    draft: Draft, row: Row, first: str, candidates: list[str], told: dict[str, str]
) -> None:
    name = row.get(first)
    if not name:
        draft.reader.report(row, first, "no_candidate", NO_NAME)
        return
    if not draft.is_first(row, ("", "", name), first):
        return
    if "weight" in told:
        draft.weights[name] = draft.reader.weight(row, told["weight"])
    if "direction" in told:
        draft.directions[name] = draft.reader.direction(row, told["direction"])
    draft.headings[name] = row.get(told.get("heading"))
    for candidate in candidates:
        draft.vote(row, "", candidate, name, candidate)
