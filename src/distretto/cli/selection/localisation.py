"""`distretto selection localisation`: which industries stand close together."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from distretto.cli.delivery import check_output, deliver
from distretto.cli.options import codes_of
from distretto.cli.selection.localisation_options import localisation_options
from distretto.cli.selection.points_reading import (
    check_geojson,
    read_points_of,
    say_point_problems,
    with_borders,
)
from distretto.cli.standard_input import on_disk
from distretto.cli.waiting import waiting
from distretto.formats.problems import counted

if TYPE_CHECKING:
    from distretto.formats.layouts.points import Points
    from distretto.formats.localisation.report import LocalisationReport

RESULTS = "distretto.formats.localisation.results"


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
        points = read_points_of(path, options)
    say_point_problems(points, options)
    points, borders = with_borders(points, options["boundaries"])
    check_geojson(points, options)
    with waiting("Measuring distances", quiet):
        report = _measured(points, options)
    more: dict[str, Any] = {}
    if options["output"]:
        more = {"borders": borders, "top": options["top"]}
    deliver(
        report,
        options,
        results=RESULTS,
        text="distretto.cli.selection.localisation_text",
        written=counted(len(report.found), "industry", "industries"),
        source="",
        **more,
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
