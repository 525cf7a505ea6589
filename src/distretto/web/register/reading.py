"""The dry run: what a table file is understood to be, before anything is used.

Knows files and tables, no records. What it finds is plain data: a short part for the
record of the dataset, and the long lists (problems, totals, first rows) in a file of
their own, kept by content.
"""

import hashlib
import json
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from distretto.analysis.selection.table import RegionIndustryTable
from distretto.errors import MethodError
from distretto.formats.layouts import Choices, Understanding, understand_table
from distretto.formats.layouts.columns import columns_of
from distretto.formats.layouts.model import TotalCheck
from distretto.formats.layouts.plants import read_plants, with_plants
from distretto.formats.layouts.points import Points, read_points
from distretto.formats.problems import Problem
from distretto.formats.tables import Table, read_table
from distretto.notes import Note
from distretto.web.register import kept_files, tables
from distretto.web.register.arriving import under_its_name, unfolding

FOLDER = "findings"
PREVIEW_ROWS = 12
PREVIEW_COLUMNS = 30
LISTED_TOTALS = 500
# How a file is opened, and how what is in it is read: the keys of a reading.
OPENING = ("sheet", "encoding", "delimiter")
CHOOSING = (
    "columns",
    "layout",
    "level",
    "decimal",
    "measure",
    "duplicates",
    "classification",
    "total_region",
    "total_industry",
    "leave_out",
    "fill_down",
    "zero_is_unknown",
    "accept_totals",
    "open_band_factor",
    "minimum_known_share",
    "ownership",
)
Say = Callable[..., None]


@dataclass
class Found:
    """What a dry run found.

    `error` stands where the file is a table and its columns are not yet clear: then a
    person must say more. `findings` is for the record, `details` for its own file.
    """

    findings: dict[str, Any]
    details: dict[str, Any] = field(default_factory=dict)
    cells: dict[str, str] = field(default_factory=dict)
    row_count: int | None = None
    classification: str = ""
    years: tuple[int, ...] = ()
    error: MethodError | None = None


def dry_run(stored: str, file_name: str, reading: Mapping[str, Any], say: Say) -> Found:
    """Read a kept file as told, and keep the tables made of it.

    Raises
    ------
    FormatError
        The file cannot be opened as a table at all: nothing of it is worth keeping.
    """
    with under_its_name(stored, file_name) as path:
        say("Opening the file", done=0, of=1)
        told = _opening(reading)
        try:
            table = read_table(path, **told, limits=unfolding())
        except MethodError as refusal:
            if not told:
                raise
            # Opened as the person said it is no table: as it is, it may be one.
            return _unclear(read_table(path, limits=unfolding()), {}, refusal)
        return _understand(table, _choices(reading), say)


def read_places(
    stored: str,
    file_name: str,
    reading: Mapping[str, Any],
    *,
    base: str | Collection[str] | None = None,
) -> Points:
    """The establishments of a kept file that have a place, read as told.

    Raises
    ------
    FormatError or InputError
        As `read_table` and `read_points` say.
    """
    with under_its_name(stored, file_name) as path:
        table = read_table(path, **_opening(reading), limits=unfolding())
        return read_points(table, _choices(reading), base=base)


def _understand(table: Table, choices: Choices, say: Say) -> Found:
    try:
        understood = understand_table(table, choices)
    except MethodError as refusal:
        return _unclear(table, choices.columns, refusal)
    levels = levels_to_keep(understood)
    cells, first = {}, _with_plants(table, choices, understood)
    made = {understood.level: first}
    for done, level in enumerate(levels, start=1):
        say(f"Adding up industries of {level} digits", done=done, of=len(levels) + 1)
        built = made.get(level) or _at_level(table, choices, level)
        if built is not None:
            cells["" if level is None else str(level)] = tables.write(built)
    return Found(
        findings=opened(table) | _findings(understood),
        details=_details(table, understood),
        cells=cells,
        row_count=understood.rows,
        classification=first.classification or "",
        years=understood.years,
    )


def levels_to_keep(understood: Understanding) -> list[int | None]:
    """Levels that a person may want to measure at, the chosen one first.

    Deeper codes can be added up to shorter ones; letters (level 1) cannot.
    """
    if understood.level is None and not understood.levels:
        return [None]
    deepest = max(understood.levels, default=0)
    wanted = {level for level in understood.levels if level > 1}
    wanted |= set(range(2, deepest))
    return [understood.level, *sorted(wanted - {understood.level})]


def _at_level(
    table: Table, choices: Choices, level: int | None
) -> RegionIndustryTable | None:
    """The table at a further level; None where this file cannot be added up so."""
    asked = replace(choices, level=level)
    try:
        return _with_plants(table, asked, understand_table(table, asked))
    except MethodError:
        return None


def _with_plants(
    table: Table, choices: Choices, understood: Understanding
) -> RegionIndustryTable:
    """The table to measure, with the sizes of plants where they are listed."""
    return with_plants(understood.table(), read_plants(table, choices, understood))


def _opening(reading: Mapping[str, Any]) -> dict[str, Any]:
    return {key: reading[key] for key in OPENING if reading.get(key)}


def _choices(reading: Mapping[str, Any]) -> Choices:
    told = {key: reading[key] for key in CHOOSING if reading.get(key)}
    told["leave_out"] = tuple(reading.get("leave_out", ()))
    # Problems are shown and accepted by a person; the dry run needs the table.
    return Choices(accept_problems=True, **told)


def opened(table: Table) -> dict[str, Any]:
    return {
        "all_columns": list(table.columns),
        "sheet": table.sheet,
        "sheets": list(table.sheets),
        "kind": table.kind,
        "encoding": table.encoding,
        "delimiter": table.delimiter,
    }


def _unclear(table: Table, told: Mapping[str, str], refusal: MethodError) -> Found:
    try:
        columns = columns_of(table, told)
    except MethodError:
        columns = columns_of(table, {})
    return Found(
        findings=opened(table) | {"columns": columns, "notes": _kept(table.notes)},
        details={"preview": preview_of(table)},
        row_count=table.rows,
        error=refusal,
    )


def _findings(understood: Understanding) -> dict[str, Any]:
    differing = sum(not check.agrees for check in understood.totals)
    return {
        "layout": understood.layout,
        "layout_title": understood.layout_title,
        "columns": dict(understood.columns),
        "rows": understood.rows,
        "regions": understood.regions,
        "industries": understood.industries,
        "years": list(understood.years),
        "level": understood.level,
        "levels": {str(level): n for level, n in understood.levels.items()},
        "totals": {"checked": len(understood.totals), "differing": differing},
        "problem_count": understood.problem_count,
        "error_count": _error_count(understood),
        "questions": [problem_of(each) for each in understood.questions],
        "notes": _kept(understood.notes),
    }


def _kept(notes: Iterable[Note]) -> list[dict[str, Any]]:
    return [note.kept() for note in notes]


def _error_count(understood: Understanding) -> int:
    """Cells and rows that cannot be used: warnings are told one by one, and so the
    rest of the count is errors."""
    warnings = sum(each.severity == "warning" for each in understood.problems)
    return (
        max(len(understood.errors), understood.problem_count - warnings)
        if understood.errors
        else 0
    )


def _details(table: Table, understood: Understanding) -> dict[str, Any]:
    totals = sorted(understood.totals, key=lambda check: check.agrees)
    return {
        "problems": [problem_of(each) for each in understood.problems],
        "totals": [_total(check) for check in totals[:LISTED_TOTALS]],
        "preview": preview_of(table),
    }


def problem_of(problem: Problem) -> dict[str, Any]:
    return {
        "code": problem.code,
        "template": problem.template,
        "params": {name: str(value) for name, value in problem.params.items()},
        "sheet": problem.sheet,
        "row": problem.row,
        "column": problem.column,
        "value": problem.value,
        "severity": problem.severity,
    }


def _total(check: TotalCheck) -> dict[str, Any]:
    return {
        "kind": check.kind,
        "code": check.code,
        "measure": check.measure,
        "year": check.year,
        "published": check.published,
        "parts": check.parts,
        "all_known": check.all_known,
        "agrees": check.agrees,
    }


def preview_of(table: Table) -> dict[str, Any]:
    """The first rows as they stand in the file."""
    columns = list(table.columns[:PREVIEW_COLUMNS])
    rows = table.numbered("\0row").head(PREVIEW_ROWS).collect()
    return {
        "columns": columns,
        "more_columns": len(table.columns) - len(columns),
        "rows": [
            [row["\0row"], *(_shown(row[name]) for name in columns)]
            for row in rows.iter_rows(named=True)
        ],
    }


def _shown(cell: Any) -> str | None:
    if cell is None:
        return None
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)[:80]


def keep_details(details: dict[str, Any]) -> str:
    """Keep long lists in a file named by its content."""
    content = json.dumps(details).encode()
    name = f"{FOLDER}/{hashlib.sha256(content).hexdigest()}.json"
    kept_files.keep(name, content)
    return name


def kept_details(name: str) -> dict[str, Any] | None:
    """Long lists that were kept; None where they are missing or damaged."""
    return kept_files.found(name, json.loads)
