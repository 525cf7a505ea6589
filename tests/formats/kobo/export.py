"""Exports as Kobo and ODK make them, of a few responses, in several forms."""

import csv
from pathlib import Path

import xlsxwriter

NAMES = [
    "start",
    "end",
    "A/consent",
    "A/enumerator",
    "A/interview_date",
    "H/workers",
    "H/women",
    "F/TEC1",
    "F/TEC5",
    "F/TEC5/supplier",
    "F/TEC5/fair",
    "F/TEC5/none",
    "L/COO3",
    "A/position",
    "note_to_self",
    "__version__",
    "_uuid",
    "_submission_time",
    "_index",
]
START, END = "2026-03-02T09:00:00.000+01:00", "2026-03-02T09:45:30.000+01:00"
ROWS = [
    [START, END, "yes", "Amina", "2026-03-02", 12, 5, 8.5, "supplier fair", 1, 1, 0,
     "2", "12.0 8.5 480 4", "", "v1", "u-1", "2026-03-02T10:00:00", 1],
    [START, END, "yes", "Amina", "2026-03-02", 3, 1, "", "none", 0, 0, 1,
     "5", "", "call again", "v1", "u-2", "2026-03-02T11:00:00", 2],
    [START, END, "no", "Boris", "2026-03-03", "", "", "", "", "", "", "",
     "", "", "", "v2", "u-3", "2026-03-03T10:00:00", 3],
]  # fmt: skip
LINKAGES = [
    ["linkages/linked_name", "linkages/linked_kind", "linkages/linked_strength",
     "_index", "_parent_index", "_submission__uuid"],
    ["Weavers' union", "information training", "strong", 1, 1, "u-1"],
    ["Bank of Lindara", "lending", "conflict", 2, 1, "u-1"],
    ["Dye house", "trade", "weak", 3, 2, "u-2"],
]  # fmt: skip


def write_csv(path: Path, rows: list[list], delimiter: str = ";") -> Path:
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file, delimiter=delimiter).writerows(rows)
    return path


def write_xlsx(path: Path, sheets: dict[str, list[list]]) -> Path:
    with xlsxwriter.Workbook(path) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for place, row in enumerate(rows):
                for column, cell in enumerate(row):
                    if cell != "":
                        sheet.write(place, column, cell)
    return path


def with_cell(column: str, row: int, value: object) -> list[list]:
    """The rows, headings first, with one cell changed; row 0 is the first response."""
    rows = [list(NAMES), *(list(each) for each in ROWS)]
    rows[row + 1][NAMES.index(column)] = value
    return rows
