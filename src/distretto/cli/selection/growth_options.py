"""The options of `distretto selection growth`; those that read a table are shared."""

import click

from distretto.cli.options import output_option
from distretto.cli.selection.options import (
    GIVING,
    READING,
    with_options,
)

METHODS = ("dunn", "esteban-marquillas", "dynamic", "spatial", "spatial-instead")

growth_options = with_options(
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
    *("neighbours", "boundaries", "boundaries_code", "near"),
    output_option(".csv", ".parquet", ".xlsx", ".json", ".html", ".pdf"),
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
    *GIVING,
    *READING,
)
