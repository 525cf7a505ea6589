"""Reading a list of establishments with places, for the commands that need them."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from distretto.cli.selection.points_options import COLUMNS
from distretto.formats.problems import counted

if TYPE_CHECKING:
    from distretto.formats.layouts.points import Points

PROBLEMS_SHOWN = 10


def read_points_of(path: Path, options: dict[str, Any]) -> "Points":
    """The establishments of a list, as the options say it is read."""
    from distretto.cli.selection.map_reading import base_of, titles_of
    from distretto.formats.layouts import Choices, named_options
    from distretto.formats.layouts.points import missing_of_points, read_points
    from distretto.formats.tables import read_table

    table = read_table(path, sheet=options["sheet"], encoding=options["encoding"])
    told = {role: options[f"{role}_column"] for role in COLUMNS}
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


def say_point_problems(points: "Points", options: dict[str, Any]) -> None:
    """List what is wrong with it; what is not accepted ends the run."""
    if options["accept_problems"] and options["quiet"]:
        return
    for problem in points.problems[:PROBLEMS_SHOWN]:
        kind = "Problem" if problem.severity == "error" else "Note"
        click.echo(f"{kind}: {problem}", err=True)
    if (rest := points.problem_count - PROBLEMS_SHOWN) > 0:
        click.echo(f"... and {rest:,} more problems.", err=True)
    if points.errors and not options["accept_problems"]:
        raise click.ClickException(
            f"{counted(points.problem_count, 'cell')} of the list cannot be used. Put "
            "them right, or add --accept-problems to leave those without a place out "
            "and read the others as unknown."
        )


def check_geojson(points: "Points", options: dict[str, Any]) -> None:
    """Refuse GeoJSON of places in a plane before the work is done."""
    if Path(options["output"] or "").suffix.lower() == ".geojson":
        from distretto.formats.layouts.point_notes import check_degrees

        check_degrees(points)


def with_borders(points: "Points", path: str | None) -> "tuple[Points, Any]":
    """Shapes to draw behind a map, and the points with what lies outside of them."""
    if path is None:
        return points, None
    from distretto.formats.boundaries import read_boundaries
    from distretto.formats.layouts.far_places import outside_notes

    shapes = read_boundaries(path).shapes
    told = outside_notes(points.degrees, shapes)
    return replace(points, notes=(*told, *points.notes)), shapes
