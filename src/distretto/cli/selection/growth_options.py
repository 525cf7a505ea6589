"""The options of `distretto selection growth`; those that read a table are of `map`."""

from typing import Any

import click

from distretto.cli.selection.map import map_command
from distretto.cli.selection.map_options import COLUMN_OPTIONS

METHODS = ("dunn", "esteban-marquillas", "dynamic", "spatial", "spatial-instead")
# Options of `map` that mean the same here, by the names of their parameters.
SHARED = frozenset(
    {f"{role}_column" for role in COLUMN_OPTIONS}
    | {"layout", "level", "value", "boundaries", "boundaries_code", "near", "top"}
    | {
        "title",
        "source",
        "titles",
        "region_titles",
        "classification",
        "sheet",
        "encoding",
        "decimal",
    }
    | {"open_band_factor", "min_known_sizes", "total_region", "total_industry"}
    | {"leave_out", "accept_totals", "fill_down", "sum_duplicates", "accept_problems"}
    | {"as_json", "quiet"}
)

_OPTIONS = (
    click.option("--from", "start", type=int, help="First year; the table's if none."),
    click.option("--to", "end", type=int, help="Last year; the table's if none."),
    click.option(
        "--method",
        type=click.Choice(METHODS),
        default="dunn",
        show_default=True,
        help="How the change is taken apart.",
    ),
    click.option(
        "--by",
        type=click.Choice(["region", "industry"]),
        help="What a row is.  [default: region; industry with --region]",
    ),
    click.option("--region", metavar="CODE", help="The industries of this region."),
    click.option("--industry", metavar="CODE", help="The regions of this industry."),
    click.option(
        "--neighbours",
        metavar="FILE",
        help="Pairs of neighbours: region, neighbour and, if wanted, weight.",
    ),
    click.option(
        "-o",
        "--output",
        type=click.Path(dir_okay=False),
        help="Write to a file: .csv .parquet .xlsx .json .html .pdf",
    ),
    click.option(
        "--small",
        type=click.FloatRange(0),
        default=500.0,
        show_default=True,
        help="Stage: fewer than so many are few.",
    ),
    click.option(
        "--growth-rate",
        type=click.FloatRange(0, 1),
        default=0.01,
        show_default=True,
        help="Stage: share a year from which jobs grow, or shrink.",
    ),
    click.option(
        "--quotient-rate",
        type=click.FloatRange(0, 1),
        default=0.01,
        show_default=True,
        help="Stage: share a year by which the LQ holds.",
    ),
    click.option(
        "--specialised",
        type=click.FloatRange(0),
        default=1.0,
        show_default=True,
        help="Stage: LQ from which a region is specialised.",
    ),
)


def growth_options(command: Any) -> Any:
    """The command with all its options."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def shared_options() -> list[click.Parameter]:
    """The options of `map` that mean the same here."""
    return [each for each in map_command.params if each.name in SHARED]
