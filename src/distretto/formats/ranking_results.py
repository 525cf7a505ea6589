"""A ranking with its robustness as a file: JSON, CSV or Excel.

JSON and CSV are exact and unrounded; unknown is null (in CSV, blank).
"""

import csv
import io
import json
from pathlib import Path

from distretto.formats.files import atomic_write, check_target
from distretto.formats.harmless import harmless
from distretto.formats.ranking_report import RankingReport, flat_rows

ENDINGS = (".json", ".csv", ".xlsx")


def to_json(report: RankingReport) -> bytes:
    """The whole report as JSON, UTF-8."""
    text = json.dumps(report.to_dict(), ensure_ascii=False, indent=2, allow_nan=False)
    return text.encode() + b"\n"


def to_csv(report: RankingReport) -> bytes:
    """One row for each candidate, best first."""
    text = io.StringIO()
    rows = flat_rows(report)
    writer = csv.DictWriter(text, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(
        {name: harmless(cell) for name, cell in row.items()} for row in rows
    )
    return text.getvalue().encode()


def write_results(report: RankingReport, path: str | Path) -> None:
    """Write a report in the format that the file's ending names."""
    check_target(path, ENDINGS)
    kind = Path(path).suffix.lower()
    with atomic_write(path) as target:
        if kind == ".xlsx":
            from distretto.formats.ranking_workbook import write_workbook

            write_workbook(report, target)
        else:
            target.write_bytes(to_json(report) if kind == ".json" else to_csv(report))
