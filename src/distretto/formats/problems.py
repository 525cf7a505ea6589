"""What is wrong in a table, place by place, in sentences that the site translates."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

Severity = Literal["error", "warning", "question"]


@dataclass(frozen=True)
class Problem:
    """One place of a table that does not follow a rule.

    Attributes
    ----------
    code : str
        Stable name of the rule, such as "not_a_count".
    template : str
        English sentence with named %(gaps)s: what was found and what to do.
    params : dict
        What fills the gaps.
    sheet, row, column, value
        Where it stands: rows are counted as the file shows them, the first is 1.
        None where the problem is not of one place.
    severity : "error", "warning" or "question"
        An error keeps the cell from being used; a warning only speaks; a question
        keeps the table from being used until a person has answered it.
    """

    code: str
    template: str
    params: Mapping[str, object] = field(default_factory=dict)
    sheet: str | None = None
    row: int | None = None
    column: str | None = None
    value: str | None = None
    severity: Severity = "error"

    @property
    def sentence(self) -> str:
        """The English sentence with its gaps filled."""
        return self.template % self.params

    @property
    def place(self) -> str:
        """Where it stands, such as: sheet “Data”, row 7, column “jobs”."""
        parts = [
            f"sheet “{self.sheet}”" if self.sheet is not None else "",
            f"row {self.row}" if self.row is not None else "",
            f"column “{self.column}”" if self.column is not None else "",
        ]
        return ", ".join(part for part in parts if part)

    def __str__(self) -> str:
        place = self.place
        return (
            f"{place[:1].upper()}{place[1:]}: {self.sentence}"
            if place
            else self.sentence
        )


def errors_of(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """The problems that keep cells from being used."""
    return tuple(problem for problem in problems if problem.severity == "error")


def counted(count: int, thing: str, things: str | None = None) -> str:
    """A number with its noun, such as "1 row" or "1,200 rows"."""
    return f"{count:,} {thing if count == 1 else things or thing + 's'}"


def part_of_all(share: float, decimals: int = 1) -> str:
    """A share in per cent; less than all is never rounded up to 100 %."""
    text = f"{share:.{decimals}%}"
    whole = f"{1:.{decimals}%}"
    if share < 1 - 1e-9 and text == whole:
        return f"{1 - 10.0 ** -(decimals + 2):.{decimals}%}"
    return text
