"""The options of `distretto selection map`, in the order in which help lists them."""

import click

from distretto.cli.options import output_option
from distretto.cli.selection.options import (
    COLUMNS,
    GIVING,
    READING,
    with_options,
)

map_options = with_options(
    "layout",
    *(f"{role}_column" for role in COLUMNS),
    *("level", "year", "value"),
    click.option(
        "--reference",
        metavar="FILE",
        help="Industries of another reference area: their totals or shares.",
    ),
    *("base", "boundaries", "boundaries_code", "near", "neighbours"),
    click.option(
        "--min-lq", type=float, help="Least location quotient.  [default: 1.25]"
    ),
    click.option(
        "--min-establishments", type=float, help="Least number.  [default: 20]"
    ),
    click.option("--min-employment", type=float, help="Least mass.  [default: 100]"),
    click.option(
        "--certainty",
        type=click.FloatRange(0, 1, max_open=True),
        metavar="SHARE",
        help="Clusters that may be specialised by chance are left out at this level; "
        "0 leaves none out.  [default: 0.95]",
    ),
    *GIVING[:2],
    output_option(".csv", ".parquet", ".geojson", ".xlsx", ".json", ".html", ".pdf"),
    *GIVING[2:],
    *READING,
)
