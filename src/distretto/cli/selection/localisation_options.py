"""The options of `distretto selection localisation`, as help lists them."""

import click

from distretto.cli.options import output_option
from distretto.cli.selection.options import with_options
from distretto.cli.selection.points_options import BORDERS, PLACES, POINTS_READING

localisation_options = with_options(
    *PLACES,
    click.option("--weighted", is_flag=True, help="Count pairs of plants by jobs."),
    click.option(
        "--reach",
        type=click.FloatRange(0, min_open=True),
        metavar="KM",
        help="Longest distance; the median of all pairs if not given.",
    ),
    click.option(
        "--min-plants",
        type=click.IntRange(2),
        default=10,
        show_default=True,
        metavar="N",
        help="Industries with fewer are not measured.",
    ),
    click.option(
        "--confidence",
        type=click.FloatRange(0, 1, min_open=True, max_open=True),
        default=0.95,
        show_default=True,
        metavar="SHARE",
        help="Share of whole curves of chance that the band holds.",
    ),
    click.option(
        "--method",
        type=click.Choice(["auto", "exact", "simulate"]),
        default="auto",
        show_default=True,
        help="Bands from exact moments, or drawn; auto draws where plants are few.",
    ),
    click.option(
        "--simulations",
        type=click.IntRange(19),
        default=999,
        show_default=True,
        help="How many are drawn.",
    ),
    "seed",
    BORDERS,
    click.option(
        "--top",
        type=click.IntRange(1),
        metavar="N",
        help="Show the first N; on a page, the curve and map of so many.",
    ),
    click.option(
        "--json", "as_json", is_flag=True, help="Write JSON, exact, with the curves."
    ),
    output_option(".csv", ".parquet", ".geojson", ".xlsx", ".json", ".html", ".pdf"),
    *POINTS_READING,
)
