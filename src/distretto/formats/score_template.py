"""An example sheet of scores, to be overwritten with one's own."""

import csv
import io
from pathlib import Path
from typing import Any

from distretto.formats.files import atomic_write, check_target

HEADINGS = (
    *("Importance", "Importance", "Promotability", "Promotability"),
    *("Viability", "Viability", "Sustainability", "Sustainability"),
)
CRITERIA = {
    "Firms and jobs": 15,
    "Poor households reached": 15,
    "Associations and leaders": 15,
    "Earlier joint action": 10,
    "Market demand": 15,
    "Room for upgrading": 10,
    "Local institutions able to carry on": 10,
    "Environment and labour standards": 10,
}
# Invented; the blank is a score that nobody could give.
EXAMPLES: dict[str, tuple[tuple[float | str, ...], str]] = {
    "Example: knitwear in the north": ((4, 3, 5, 4, 4, 5, 4, 3), ""),
    "Example: handloom in the hills": ((5, 5, 3, 4, 3, "", 3, 4), ""),
    "Example: footwear in two towns": ((4, 3, 3, 3, 4, 4, 3, 3), ""),
    "Example: tanneries on the river": (
        (2, 1, 3, 2, 4, 3, 2, 1),
        "Effluent goes untreated into drinking water",
    ),
}
HELP = (
    "How to fill in the sheet “Scores”",
    "",
    "Write over the examples: one row for each candidate, one column for each "
    "criterion. Add or delete rows and columns as you need.",
    "Scores run from 1 (worst) to 5 (best). Another scale will do: say so with "
    "--scale.",
    "Leave a cell blank where nobody could say. A blank is never read as zero: the "
    "ranking then shows the range from the worst to the best it could be.",
    "Row “weight”: how much each criterion counts, in per cent; together 100. Agree "
    "the weights, and minute them, before anybody sees a score.",
    "Row “heading” groups the criteria; row “direction” says “benefit” where more is "
    "better and “cost” where less is. Both may be left out.",
    "Column “veto”: the ground on which a candidate is ruled out whatever its scores. "
    "Blank where there is none.",
    "Several assessors: add a column “assessor” and give each of them a row for each "
    "candidate. The ranking uses the mean, and shows where they are far apart.",
    "Then: distretto selection rank scores.xlsx --top 2",
)


def write_template(path: str | Path) -> None:
    """Write the example sheet as .xlsx (with a sheet of help) or .csv.

    Raises
    ------
    FormatError
        The ending is another, or the file cannot be written.
    """
    path = Path(path)
    writers = {".xlsx": _write_workbook, ".csv": _write_csv}
    check_target(path, writers)
    with atomic_write(path) as target:
        writers[path.suffix.lower()](target)


def template_rows() -> list[list[float | str]]:
    """The rows of the example sheet, the names of the columns first."""
    return [
        ["candidate", *CRITERIA, "veto"],
        ["heading", *HEADINGS, ""],
        ["weight", *CRITERIA.values(), ""],
        ["direction", *["benefit"] * len(CRITERIA), ""],
        *([name, *scores, veto] for name, (scores, veto) in EXAMPLES.items()),
    ]


def _write_csv(path: Path) -> None:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(template_rows())
    path.write_text(text.getvalue(), encoding="utf-8-sig")


def _write_workbook(path: Path) -> None:
    import xlsxwriter

    with xlsxwriter.Workbook(str(path)) as book:
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        quiet = book.add_format({"italic": True, "font_color": "#555555"})
        sheet = book.add_worksheet("Scores")
        for place, row in enumerate(template_rows()):
            kind = bold if place == 0 else quiet if place < 4 else None
            sheet.write_row(place, 0, row, kind)
        sheet.set_column(0, 0, 34)
        sheet.set_column(1, len(CRITERIA), 16)
        sheet.set_column(len(CRITERIA) + 1, len(CRITERIA) + 1, 44)
        sheet.freeze_panes(4, 1)
        _check_entries(sheet)
        page = book.add_worksheet("How to fill in")
        wrap = book.add_format({"text_wrap": True, "valign": "top"})
        page.set_column(0, 0, 90)
        for place, line in enumerate(HELP):
            page.write(place, 0, line, bold if place == 0 else wrap)


def _check_entries(sheet: Any) -> None:
    """Let Excel warn of scores off the scale and of other directions."""
    last = len(CRITERIA)
    sheet.data_validation(
        4,
        1,
        203,
        last,
        {
            "validate": "decimal",
            "criteria": "between",
            "minimum": 1,
            "maximum": 5,
            "error_type": "warning",
            "error_title": "Off the scale",
            "error_message": "Scores run from 1 to 5. Leave blank what is unknown.",
        },
    )
    sheet.data_validation(
        3, 1, 3, last, {"validate": "list", "source": ["benefit", "cost"]}
    )
