"""The options of `distretto selection localisation`, as help lists them."""

import click

from distretto.cli.selection.options import (
    column_option,
    output_option,
    with_options,
)

_COLUMNS = {
    "latitude": "latitude (or northing)",
    "longitude": "longitude (or easting)",
    "industry": "industry",
    "industry_name": "title of the industry",
    "employment": "persons employed",
    "size": "size or size band of each establishment",
}
localisation_options = with_options(
    *(column_option(role, what) for role, what in _COLUMNS.items()),
    click.option(
        "--unit",
        type=click.Choice(["degrees", "m", "km"]),
        default="degrees",
        show_default=True,
        help="Unit of the two columns of places.",
    ),
    "level",
    click.option(
        "--industry", metavar="CODES", help="Only these industries; parted by commas."
    ),
    click.option(
        "--base",
        metavar="all|manufacturing|traded|CODES",
        help="Only establishments of these industries are places where plants can "
        "stand.",
    ),
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
    click.option(
        "--boundaries",
        metavar="FILE",
        help="GeoJSON whose borders are drawn behind the maps of a page.",
    ),
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
    "title",
    "source",
    "titles",
    "classification",
    "sheet",
    "encoding",
    "decimal",
    "open_band_factor",
    click.option(
        "--accept-problems",
        is_flag=True,
        help="Leave out rows whose place is wrong; read wrong sizes as unknown.",
    ),
    "quiet",
)
