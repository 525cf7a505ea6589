"""A list of firms on the screen: what each column is, what is wrong, what to know."""

from distretto.cli.text_table import Column, filled, text_table
from distretto.formats.firm_lists.model import FirmList
from distretto.formats.firm_lists.roles import ROLES
from distretto.formats.problems import counted


def check_text(found: FirmList, *, top: int, width: int) -> str:
    """Columns, the first `top` problems of the list, and the notes."""
    firms = counted(found.frame.height, "firm")
    total = sum(found.counts.values())
    wrong = counted(total, "problem") if total else "no problems"
    parts = [f"{found.file}: {firms}, {wrong}.", _columns(found, width)]
    if total:
        parts.append(_problems(found, top, width))
    parts.append("\n".join(filled([f"· {note}" for note in found.notes[1:]], width)))
    return "\n\n".join(part for part in parts if part)


def _columns(found: FirmList, width: int) -> str:
    """What was understood, and how many cells of it are known."""
    rows = [
        (ROLES[role], column, f"{_known(found, role):,}", _first(found, role))
        for role, column in found.columns.items()
    ]
    columns = (
        Column("Understood as"),
        Column("Column", widest=40),
        Column("Known", right=True),
        Column("First", widest=50),
    )
    return text_table(rows, columns, width)


def _role(found: FirmList, role: str) -> str:
    """The column of the result that shows a role's cells as they were understood."""
    told = {"coordinates": "latitude", "size": "employees_estimate"}
    return told.get(role, role)


def _known(found: FirmList, role: str) -> int:
    return int(found.frame[_role(found, role)].count())


def _first(found: FirmList, role: str) -> str:
    filled = found.frame[role if role in found.frame.columns else _role(found, role)]
    first = filled.drop_nulls().head(1).to_list()
    return "" if not first else _said(first[0])


def _said(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:.10g}" if isinstance(value, float) else str(value)


def _problems(found: FirmList, top: int, width: int) -> str:
    rows = [
        (str(each.row or ""), each.column or "", each.sentence)
        for each in found.problems[:top]
    ]
    columns = (
        Column("Row", right=True),
        Column("Column", widest=24),
        Column("Problem", widest=400, lines=4),
    )
    table = text_table(rows, columns, width)
    rest = sum(found.counts.values()) - len(rows)
    if not rest:
        return table
    return f"{table}\n... and {rest:,} more: --top shows more, -o FILE.xlsx all."
