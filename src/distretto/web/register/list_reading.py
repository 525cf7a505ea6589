"""The dry run of a list of firms: what its columns and cells are understood to be.

Knows files and tables, no records of firms. The rows as understood are kept as Parquet
by their content, with the cells as they stood, so that taking the list in reads no
file a second time.
"""

import hashlib
import io
import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from distretto.errors import MethodError
from distretto.formats.firm_lists.model import Choices, FirmList
from distretto.formats.firm_lists.reading import UNUSED, understand_firms
from distretto.formats.problems import Problem
from distretto.formats.tables import Table, read_table
from distretto.web.register import kept_files, reading
from distretto.web.register.arriving import under_its_name, unfolding

FOLDER = "firm-lists"
# How what is in a list is read: the keys of its reading beside those of opening it.
CHOOSING = ("columns", "classification", "country", "open_band_factor")
# The cells of a row as they stood, as JSON text.
TOLD = "told"
# Warnings of one kind in one column that are told one by one.
ALIKE_TOLD = 3


@dataclass
class FoundList:
    """What a dry run found; `rows` names the kept rows.

    `error` stands where the file is a table and it is not clear what names the firms:
    then a person must say more.
    """

    findings: dict[str, Any]
    details: dict[str, Any] = field(default_factory=dict)
    rows: str = ""
    row_count: int | None = None
    error: MethodError | None = None


def dry_run(
    stored: str,
    file_name: str,
    told: Mapping[str, Any],
    *,
    places: Mapping[str, str],
    shapes: Mapping[str, Any],
    year: int,
) -> FoundList:
    """Read a kept list as told, and keep its rows.

    `places` are those of the register by code, `shapes` their boundaries; nothing can
    have been founded after `year`.

    Raises
    ------
    FormatError
        The file cannot be opened as a table at all: nothing of it is worth keeping.
    """
    with under_its_name(stored, file_name) as path:
        opening = {key: told[key] for key in reading.OPENING if told.get(key)}
        table = read_table(path, **opening, limits=unfolding())
        choices = Choices(
            places=places,
            shapes=shapes,
            survey_year=year,
            **{key: told[key] for key in CHOOSING if told.get(key)},
        )
        try:
            understood = understand_firms(table, choices)
        except MethodError as refusal:
            return _unclear(table, refusal)
        return FoundList(
            findings=reading.opened(table) | _findings(understood),
            details={
                "problems": [reading.problem_of(each) for each in _first(understood)],
                "preview": reading.preview_of(table),
            },
            rows=_keep(understood, table),
            row_count=understood.frame.height,
        )


def _first(understood: FirmList) -> list[Problem]:
    """Errors first; of warnings that say the same of one column, the first few."""
    told: Counter[tuple[str, str | None]] = Counter()
    errors, warnings = [], []
    for problem in understood.problems:
        if problem.severity != "warning":
            errors.append(problem)
            continue
        told[problem.code, problem.column] += 1
        if told[problem.code, problem.column] <= ALIKE_TOLD:
            warnings.append(problem)
    return [*errors, *warnings]


def _unclear(table: Table, refusal: MethodError) -> FoundList:
    return FoundList(
        findings=reading.opened(table),
        details={"preview": reading.preview_of(table)},
        row_count=table.rows,
        error=refusal,
    )


def _findings(understood: FirmList) -> dict[str, Any]:
    return {
        "columns": dict(understood.columns),
        "unused": list(understood.unused),
        "classification": understood.classification,
        "error_count": sum(
            understood.counts.get(each.code, 0)
            for each in {
                problem.code: problem for problem in understood.errors
            }.values()
        ),
        "problem_count": sum(understood.counts.values()),
        # What the file alone cannot use is kept here: the page tells it by `unused`.
        "notes": [note.kept() for note in understood.notes if note.template != UNUSED],
        "alike": _alike(understood),
        "known": _known(understood.frame),
    }


def _alike(understood: FirmList) -> list[dict[str, Any]]:
    """Warnings of which not all are told one by one: one of each, and how many."""
    first = {p.code: p for p in understood.problems if p.severity == "warning"}
    return [
        {"problem": reading.problem_of(problem), "count": understood.counts[code]}
        for code, problem in first.items()
        if understood.counts.get(code, 0) > ALIKE_TOLD
    ]


def _known(frame: pl.DataFrame) -> dict[str, int]:
    """Of how many rows each thing is known."""
    return {
        name: frame.height - frame[name].null_count()
        for name in (
            "place_code",
            "latitude",
            "industry",
            "employees_estimate",
            "phone",
        )
    }


def _keep(understood: FirmList, table: Table) -> str:
    """Keep the rows as understood, each with its cells as they stood."""
    raw = table.numbered("\0row").collect()
    cells = [
        json.dumps(
            {
                name: str(cell)
                for name, cell in row.items()
                if name != "\0row" and cell is not None and str(cell).strip()
            },
            ensure_ascii=False,
        )
        for row in raw.iter_rows(named=True)
    ]
    stood = pl.DataFrame({"row": raw["\0row"].cast(pl.Int64), TOLD: cells})
    # A firm that a list knows by its legal name alone is called by that.
    named = understood.frame.with_columns(
        pl.col("row").cast(pl.Int64), name=pl.coalesce("name", "legal_name")
    )
    rows = named.join(stood, on="row", how="left", maintain_order="left")
    content = io.BytesIO()
    rows.write_parquet(content)
    digest = hashlib.sha256(content.getvalue()).hexdigest()
    name = f"{FOLDER}/{digest[:2]}/{digest}.parquet"
    kept_files.keep(name, content.getvalue())
    return name


def kept_rows(name: str) -> pl.DataFrame | None:
    """The rows of a list as they were understood; None where they are missing."""
    return kept_files.found(name, pl.read_parquet)
