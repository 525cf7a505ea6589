"""`distretto selection localisation`: which industries stand close together."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from distretto.cli.selection.delivery import check_output, deliver
from distretto.cli.selection.localisation_options import localisation_options
from distretto.cli.selection.options import codes_of
from distretto.cli.standard_input import on_disk
from distretto.cli.waiting import waiting
from distretto.formats.problems import counted

if TYPE_CHECKING:
    from distretto.formats.layouts.points import Points
    from distretto.formats.localisation.report import LocalisationReport

RESULTS = "distretto.formats.localisation.results"
PROBLEMS_SHOWN = 10


@click.command("localisation")
@click.argument("table", metavar="TABLE")
@localisation_options
def localisation_command(table: str, **options: Any) -> None:
    """Which industries in TABLE stand closer together than chance has it.

    TABLE is a list of establishments with latitude, longitude and industry (CSV, TSV,
    Excel or Parquet; packed or not; - is standard input). For each industry: at which
    distances its plants are localised or dispersed (K-density), against plants placed
    at random on all the sites of the list.
    """
    with on_disk(table) as path:
        _run(path, options)


def _run(path: Path, options: dict[str, Any]) -> None:
    quiet = options["quiet"]
    check_output(options, RESULTS)
    with waiting(f"Reading {path.name}", quiet):
        points = _read(path, options)
    _say_problems(points, options)
    with waiting("Measuring distances", quiet):
        report = _measured(points, options)
    more: dict[str, Any] = {}
    if options["output"]:
        more = {"borders": _borders(options["boundaries"]), "top": options["top"]}
    deliver(
        report,
        options,
        results=RESULTS,
        text="distretto.cli.selection.localisation_text",
        written=counted(len(report.found), "industry", "industries"),
        source="",
        **more,
    )


def _read(path: Path, options: dict[str, Any]) -> "Points":
    from distretto.cli.selection.map_reading import base_of, titles_of
    from distretto.formats.layouts import Choices, named_options
    from distretto.formats.layouts.points import missing_of_points, read_points
    from distretto.formats.tables import read_table

    table = read_table(path, sheet=options["sheet"], encoding=options["encoding"])
    roles = ("latitude", "longitude", "industry", "industry_name", "employment", "size")
    told = {role: options[f"{role}_column"] for role in roles}
    choices = Choices(
        columns={role: name for role, name in told.items() if name is not None},
        level=options["level"],
        decimal=options["decimal"],
        open_band_factor=options["open_band_factor"],
        classification=options["classification"],
        titles=titles_of(options["titles"], "industry"),
    )
    missing = missing_of_points(table, choices)
    if missing:
        raise named_options(table, missing)
    return read_points(
        table, choices, unit=options["unit"], base=base_of(options["base"])
    )


def _say_problems(points: "Points", options: dict[str, Any]) -> None:
    if options["accept_problems"] and options["quiet"]:
        return
    for problem in points.problems[:PROBLEMS_SHOWN]:
        kind = "Problem" if problem.severity == "error" else "Note"
        click.echo(f"{kind}: {problem}", err=True)
    if (rest := points.problem_count - PROBLEMS_SHOWN) > 0:
        click.echo(f"... and {rest:,} more problems.", err=True)
    if points.errors and not options["accept_problems"]:
        raise click.ClickException(
            f"{points.problem_count:,} cells of the list cannot be used. Put them "
            "right, or add --accept-problems to leave those without a place out and "
            "read the others as unknown."
        )


def _measured(points: "Points", options: dict[str, Any]) -> "LocalisationReport":
    from distretto.formats.localisation.report import measure

    return measure(
        points,
        industries=tuple(codes_of(options["industry"])),
        weighted=options["weighted"],
        reach_km=options["reach"],
        minimum_plants=options["min_plants"],
        method=options["method"],
        simulations=options["simulations"],
        level=options["confidence"],
        seed=options["seed"],
    )


def _borders(path: str | None) -> Any:
    if path is None:
        return None
    from distretto.formats.boundaries import read_boundaries

    return read_boundaries(path).shapes
