"""The options of commands that take a list of establishments with places."""

import click

from distretto.cli.selection.options import Option, column_option

_COLUMNS = {
    "latitude": "latitude (or northing)",
    "longitude": "longitude (or easting)",
    "industry": "industry",
    "industry_name": "title of the industry",
    "employment": "persons employed",
    "size": "size or size band of each establishment",
}
# Which column is what, and which establishments are looked at.
PLACES: tuple[Option | str, ...] = (
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
)
BORDERS = click.option(
    "--boundaries",
    metavar="FILE",
    help="GeoJSON whose borders are drawn behind the maps of a page.",
)
# How the list is read, and what its result is called.
POINTS_READING: tuple[Option | str, ...] = (
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
