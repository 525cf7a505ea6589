"""A ranking as an Excel workbook: ranking, scores, robustness, weights, notes."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import xlsxwriter

from distretto.formats.ranking_report import TITLES, RankingReport, flat_rows
from distretto.formats.sheet_setup import for_paper, set_height, widths_of


def write_workbook(report: RankingReport, path: Path) -> None:
    """Write one sheet for each part of the report; numbers stay numbers."""
    with xlsxwriter.Workbook(str(path)) as book:
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        forms = {
            str: book.add_format({"text_wrap": True, "valign": "top"}),
            int: book.add_format({"num_format": "0", "valign": "top"}),
            float: book.add_format({"num_format": "0.00", "valign": "top"}),
        }
        for name, rows in _sheets(report):
            sheet = book.add_worksheet(name)
            sheet.freeze_panes(1, 1)
            _fit(sheet, rows)
            for place, row in enumerate(rows):
                _write_row(sheet, place, row, forms, bold if place == 0 else None)


def _fit(sheet: Any, rows: Sequence[Sequence[Any]]) -> None:
    """Columns as wide, and rows as high, as what is in them; set up for paper."""
    head, *rest = [[_shown(value) for value in row] for row in rows]
    full = [[*row, *("",) * (len(head) - len(row))] for row in rest]
    widths = widths_of(head, full)
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    for place, texts in enumerate((head, *full)):
        set_height(sheet, place, texts, widths)
    for_paper(sheet, widths, head=0)


def _shown(value: Any) -> str:
    if value is None:
        return ""
    return f"{value:.2f}" if isinstance(value, float) else str(value)


def _write_row(
    sheet: Any, place: int, row: Sequence[Any], forms: dict[type, Any], head: Any
) -> None:
    for column, value in enumerate(row):
        if value is None:
            continue
        if isinstance(value, bool):
            value = "yes" if value else "no"
        form = head or forms[type(value)]
        if isinstance(value, str):  # text stays text, whatever it begins with
            sheet.write_string(place, column, value, form)
        else:
            sheet.write_number(place, column, value, form)


def _sheets(report: RankingReport) -> Iterable[tuple[str, list[Sequence[Any]]]]:
    rows = flat_rows(report)
    yield (
        "Ranking",
        [[_title(name) for name in rows[0]], *(list(r.values()) for r in rows)],
    )
    yield "Scores", _scores(report)
    if report.robustness:
        yield "Ranks when weights move", _rank_shares(report)
    if report.overturning:
        yield "Single weights", _overturning(report)
    if gaps := report.disagreements():
        heads = [_title(name) for name in gaps[0]]
        yield "Assessors apart", [heads, *(list(each.values()) for each in gaps)]
    yield "Settings", _settings(report)


def _title(name: str) -> str:
    for method, title in TITLES.items():
        prefix = method.replace("-", "_") + "_"
        if name.startswith(prefix):
            return f"{title}: {name.removeprefix(prefix).replace('_', ' ')}"
    return name.replace("_", " ").capitalize()


def _scores(report: RankingReport) -> list[Sequence[Any]]:
    candidates = report.to_dict()["candidates"]
    sheet = report.sheet
    return [
        ["Candidate", *sheet.criteria],
        ["heading", *sheet.headings],
        ["weight", *(100 * weight for weight in sheet.weights)],
        ["direction", *sheet.directions],
        *([each["candidate"], *each["scores"].values()] for each in candidates),
    ]


def _rank_shares(report: RankingReport) -> list[Sequence[Any]]:
    assert report.robustness is not None
    ranks = report.robustness.rank_share.shape[1]
    return [
        ["Share of draws at rank", *range(1, ranks + 1)],
        *(
            [each["candidate"], *each["robustness"]["rank_share"]]
            for each in report.to_dict()["candidates"]
            if each["robustness"]
        ),
    ]


def _overturning(report: RankingReport) -> list[Sequence[Any]]:
    heads = ["Criterion", "Weight, %", "Overturned at, %", "Change, points of %"]
    return [
        [*heads, "Leaves", "Enters"],
        *(
            [
                each.criterion,
                100 * each.weight,
                _percent(each.overturning_weight),
                _percent(each.change),
                each.leaves,
                each.enters,
            ]
            for each in report.overturning
        ),
    ]


def _percent(share: float | None) -> float | None:
    return None if share is None else 100 * share


def _settings(report: RankingReport) -> list[Sequence[Any]]:
    whole = report.to_dict()
    told = {**whole["settings"], **(whole["robustness"] or {})}
    return [
        ["Setting", "Value"],
        *(
            [
                name.replace("_", " "),
                ", ".join(value) if isinstance(value, list) else value,
            ]
            for name, value in told.items()
        ),
        *(["note", note] for note in whole["notes"]),
    ]
