"""Measured linkages as a file: JSON, a workbook, the list of ties, GraphML, GEXF."""

from pathlib import Path
from typing import Any

from distretto.formats.charts.language import ENGLISH, Language
from distretto.formats.files import atomic_write, check_target
from distretto.formats.linkages.graph_files import Positions, to_gexf, to_graphml
from distretto.formats.linkages.lists import to_csv
from distretto.formats.linkages.report import LinkageReport
from distretto.formats.result_files import Asked, json_of

ENDINGS = (".xlsx", ".csv", ".json", ".graphml", ".gexf")
GRAPHS = {".graphml": to_graphml, ".gexf": to_gexf}


def to_json(found: LinkageReport, top: int | None = None) -> bytes:
    """All figures, exact; unknown is null; `top` keeps the first actors of each."""
    told = found.to_dict()
    if top is not None:
        told["waves"] = [_shortened(wave, top) for wave in told["waves"]]
    return json_of(told)


def _shortened(wave: dict[str, Any], top: int) -> dict[str, Any]:
    counts: dict[tuple[str, str], int] = {}
    kept = []
    for row in wave["actors"]:
        key = (row["relation"], row["view"])
        counts[key] = counts.get(key, 0) + 1
        if counts[key] <= top:
            kept.append(row)
    return {**wave, "actors": kept}


def write_results(
    found: LinkageReport,
    path: str | Path,
    *,
    title: str = "",
    source: str = "",
    language: Language = ENGLISH,
    positions: Positions | None = None,
) -> None:
    """Write measured linkages in the format that the file's ending names.

    Parameters
    ----------
    found : the measures
    path : .xlsx or .json hold the measures, .csv the ties, .graphml and .gexf the graph
    title, source : heads of a workbook
    language : of a workbook; data files are in English whatever the language
    positions : where a sociogram draws each actor, for the graphs

    Raises
    ------
    FormatError
        The file cannot be written.
    """
    path = Path(path)
    check_target(path, ENDINGS)
    kind = path.suffix.lower()
    with atomic_write(path) as target:
        if kind == ".xlsx":
            from distretto.formats.linkages.workbook import write_workbook

            write_workbook(found, target, Asked(title, source, language))
        elif kind == ".csv":
            target.write_bytes(to_csv(found.waves))
        elif kind == ".json":
            target.write_bytes(to_json(found))
        else:
            target.write_bytes(GRAPHS[kind](found.waves, positions))
