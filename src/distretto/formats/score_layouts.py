"""The two layouts of a sheet of scores: wide, and long."""

import re
from collections.abc import Callable

from distretto.errors import FormatError, gettext_noop
from distretto.formats.score_cells import NO_NAME, Row, is_unknown, number, rows_of
from distretto.formats.score_draft import Draft
from distretto.formats.score_words import means
from distretto.notes import Note


def read_wide(draft: Draft, roles: dict[str, str]) -> None:
    first, *others = draft.table.columns
    special = {
        roles[kind] for kind in ("veto", "assessor") if roles.get(kind, first) != first
    }
    rows = list(rows_of(draft.table))
    settings = {
        kind: row
        for kind in ("weight", "direction", "heading")
        for row in rows
        if means(row.get(first), kind)
        or (kind == "direction" and _speaks_of_directions(row, first, others))
    }
    used = {row.number for row in settings.values()}
    scored = [row for row in rows if row.number not in used]
    scored = _without_totals(draft, scored, first)
    columns = [name for name in others if name not in special]
    columns = _criteria(draft, columns, scored, settings.get("weight"))
    _read_settings(draft, columns, settings)
    for row in scored:
        _read_wide_row(draft, row, first, columns, roles)


def _speaks_of_directions(row: Row, first: str, others: list[str]) -> bool:
    """Whether label and cells are all words such as “cost” and “benefit”."""
    label = [word for word in re.split(r"[\s/,|;]+", row.get(first)) if word]
    cells = [row.get(column) for column in others if row.get(column)]
    if not cells or any(number(cell) is not None for cell in cells):
        return False
    return all(means(each, "cost") or means(each, "benefit") for each in label + cells)


def _without_totals(draft: Draft, rows: list[Row], first: str) -> list[Row]:
    totals = [row for row in rows if means(row.get(first), "total")]
    for row in totals:
        draft.notes.append(
            Note(
                gettext_noop(
                    "Row %(row)s, “%(label)s”, was passed over: it is no candidate."
                ),
                row=row.number,
                label=row.get(first),
            )
        )
    return [row for row in rows if row not in totals]


def _criteria(
    draft: Draft, columns: list[str], rows: list[Row], weights: Row | None
) -> list[str]:
    """The columns that are criteria: not totals, not remarks."""
    kept = []
    for column in columns:
        texts = [row.get(column) for row in rows if not is_unknown(row.get(column))]
        has_weight = bool(weights and weights.get(column))
        is_text = bool(texts) and not any(number(text) is not None for text in texts)
        is_blank = not texts and not has_weight
        if not has_weight and (is_text or is_blank or means(column, "total")):
            if not is_blank:
                draft.notes.append(
                    Note(_NO_SCORES if is_text else _NO_WEIGHT, column=column)
                )
            continue
        kept.append(column)
    return kept


_NO_SCORES = gettext_noop("Column “%(column)s” was passed over: it has no scores.")
_NO_WEIGHT = gettext_noop("Column “%(column)s” was passed over: it has no weight.")


def _read_settings(draft: Draft, columns: list[str], settings: dict[str, Row]) -> None:
    if weights := settings.get("weight"):
        draft.weights_row = weights.number
        draft.weights = {
            column: draft.reader.weight(weights, column) for column in columns
        }
    if directions := settings.get("direction"):
        draft.directions = {
            column: draft.reader.direction(directions, column) for column in columns
        }
    if headings := settings.get("heading"):
        current = ""  # a heading over several criteria is often written once
        for column in columns:
            current = headings.get(column) or current
            draft.headings[column] = current


def _read_wide_row(
    draft: Draft, row: Row, first: str, columns: list[str], roles: dict[str, str]
) -> None:
    name = row.get(first)
    if not name:
        draft.reader.report(row, first, "no_candidate", NO_NAME)
        return
    who = row.get(roles.get("assessor"))
    if not draft.is_first(row, (who, name, ""), first):
        return
    for column in columns:
        draft.vote(row, who, name, column, column)
    draft.veto(name, row.get(roles.get("veto")))


def read_long(draft: Draft, roles: dict[str, str]) -> None:
    setters: dict[str, Callable[[Row, str], object]] = {
        "weight": draft.reader.weight,
        "direction": draft.reader.direction,
        "heading": lambda row, column: row.get(column),
    }
    kept: dict[str, dict[str, object]] = {kind: {} for kind in setters}
    for row in rows_of(draft.table):
        name, criterion = row.get(roles["candidate"]), row.get(roles["criterion"])
        if not name or not criterion:
            blank = roles["criterion" if name else "candidate"]
            draft.reader.report(row, blank, "no_candidate", NO_NAME)
            continue
        who = row.get(roles.get("assessor"))
        if not draft.is_first(row, (who, name, criterion), roles["candidate"]):
            continue
        draft.vote(row, who, name, criterion, roles["score"])
        draft.veto(name, row.get(roles.get("veto")))
        for kind, setter in setters.items():
            if kind in roles and row.get(roles[kind]):
                _keep(draft, row, roles[kind], kept[kind], criterion, setter)
    draft.weights = kept["weight"]  # type: ignore[assignment]
    draft.directions = kept["direction"]  # type: ignore[assignment]
    draft.headings = kept["heading"]  # type: ignore[assignment]
    if "weight" in roles:
        for criterion in draft.criteria:
            draft.weights.setdefault(criterion, None)
        _refuse_gaps(draft, roles["weight"])


def _keep(
    draft: Draft,
    row: Row,
    column: str,
    kept: dict[str, object],
    criterion: str,
    setter: Callable[[Row, str], object],
) -> None:
    """One setting of a criterion, which must be the same on all its rows."""
    value = setter(row, column)
    if kept.setdefault(criterion, value) != value:
        draft.reader.report(
            row,
            column,
            "two_settings",
            _TWO,
            criterion=criterion,
            first=kept[criterion],
        )


def _refuse_gaps(draft: Draft, column: str) -> None:
    for criterion, weight in draft.weights.items():
        is_told = any(each.code == "not_a_weight" for each in draft.reader.problems)
        if weight is None and not is_told:
            raise FormatError(
                "criterion_without_weight",
                gettext_noop(
                    "Criterion “%(criterion)s” has no weight in column “%(column)s”. "
                    "Give its weight on one of its rows; 0 if it shall not count."
                ),
                criterion=criterion,
                column=column,
            )


_TWO = gettext_noop(
    "“%(value)s” differs from “%(first)s”, given for “%(criterion)s” before. Give each "
    "criterion one weight, direction and heading."
)
