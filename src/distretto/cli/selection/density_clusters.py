"""`distretto selection density-clusters`: where establishments crowd."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from distretto.cli.delivery import check_output, deliver
from distretto.cli.options import codes_of, output_option
from distretto.cli.selection.options import with_options
from distretto.cli.selection.points_options import BORDERS, PLACES, POINTS_READING
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
    from distretto.formats.density.report import DensityReport
    from distretto.formats.layouts.points import Points

RESULTS = "distretto.formats.density.results"

density_options = with_options(
    *PLACES,
    click.option(
        "--within",
        type=click.FloatRange(0, min_open=True),
        metavar="KM",
        help="Plants within KM are close; if not given, so that a quarter of them are "
        "at the core of a cluster.",
    ),
    click.option(
        "--min-plants",
        type=click.IntRange(2),
        default=10,
        show_default=True,
        metavar="N",
        help="So many plants, itself among them, are close to a plant at the core.",
    ),
    click.option(
        "--method",
        type=click.Choice(["dbscan", "hdbscan"]),
        default="dbscan",
        show_default=True,
        help="hdbscan takes no distance, and needs scikit-learn; N is then the least "
        "size of a cluster.",
    ),
    click.option(
        "--simulations",
        type=click.IntRange(19),
        default=99,
        show_default=True,
        help="How often as many plants are placed at random, to compare.",
    ),
    "seed",
    BORDERS,
    *("top", "as_json"),
    output_option(".csv", ".parquet", ".geojson", ".xlsx", ".json", ".html", ".pdf"),
    *POINTS_READING,
)


@click.command("density-clusters")
@click.argument("table", metavar="TABLE")
@density_options
def density_clusters_command(table: str, **options: Any) -> None:
    """Where the establishments of TABLE crowd: clusters of points, without borders.

    TABLE is a list of establishments with latitude, longitude and industry (CSV, TSV,
    Excel or Parquet; packed or not; - is standard input). The plants of --industry, of
    several together, or all of them are grouped by how densely they stand (DBSCAN), and
    compared with as many placed at random on the sites of the list.
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
    with waiting("Grouping plants", quiet):
        report = _measured(points, options)
    more: dict[str, Any] = {}
    if options["output"]:
        more = {"report": report, "borders": borders}
    deliver(
        report.measured,
        options,
        results=RESULTS,
        text="distretto.cli.selection.measure_text",
        written=counted(report.measured.rows.height, "cluster"),
        source=points.file,
        **more,
    )


def _measured(points: "Points", options: dict[str, Any]) -> "DensityReport":
    from distretto.formats.density.report import measure

    return measure(
        points,
        industries=tuple(codes_of(options["industry"])),
        within_km=options["within"],
        minimum_plants=options["min_plants"],
        method=options["method"],
        simulations=options["simulations"],
        seed=options["seed"],
    )
