"""Questions about a table, which keep it from use until a person has answered."""

from collections.abc import Mapping, Sequence

from distretto.errors import gettext_noop
from distretto.formats.layouts.rows import Rows
from distretto.formats.problems import Problem
from distretto.notes import Note, recalled

SHOWN = 12
_ACCEPTED = gettext_noop("Used all the same, as asked: %(warning)s")


def some(labels: Sequence[str]) -> str:
    """The first few labels in quotation marks."""
    listed = ", ".join(f"“{label}”" for label in labels[:SHOWN])
    return listed + (" ..." if len(labels) > SHOWN else "")


def ask(
    rows: Rows,
    code: str,
    template: str,
    params: dict[str, str],
    *,
    value: str,
    accepted: bool,
) -> None:
    """Add a question; where totals were accepted, a warning that results keep too."""
    rows.problems.append(
        Problem(
            code,
            template,
            params,
            column=rows.columns.get(params["key"]),
            value=value,
            severity="warning" if accepted else "question",
        )
    )
    if accepted:
        rows.notes.append(accepted_note(template, params))


def accepted_note(template: str, params: Mapping[str, object]) -> Note:
    """What readers of the results should know of a doubt that was passed over."""
    told = {gap: str(param) for gap, param in params.items()}
    return Note(_ACCEPTED, warning=recalled({"note": template, "params": told}))
