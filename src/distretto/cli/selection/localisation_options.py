"""The options of `distretto selection localisation`, as help lists them."""

from typing import Any

import click

_COLUMNS = {
    "latitude": "latitude (or northing)",
    "longitude": "longitude (or easting)",
    "industry": "industry",
    "industry_name": "title of the industry",
    "employment": "persons employed",
    "size": "size or size band of each establishment",
}
_OPTIONS = (
    *(
        click.option(
            f"--{role.replace('_', '-')}-column",
            f"{role}_column",
            metavar="NAME",
            help=f"Column of the {what}; “” if there is none.",
        )
        for role, what in _COLUMNS.items()
    ),
    click.option(
        "--unit",
        type=click.Choice(["degrees", "m", "km"]),
        default="degrees",
        show_default=True,
        help="Unit of the two columns of places.",
    ),
    click.option(
        "--level", type=click.IntRange(1, 8), help="Digits of the industry code."
    ),
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
    click.option(
        "--seed",
        type=click.IntRange(0),
        default=1,
        show_default=True,
        help="Makes the draws repeatable.",
    ),
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
    click.option(
        "-o",
        "--output",
        type=click.Path(dir_okay=False),
        help="Write to a file: .csv .parquet .geojson .xlsx .json .html .pdf",
    ),
    click.option("--title", help="Title of the page."),
    click.option("--source", help="Source of the list; TABLE if not given."),
    click.option("--titles", metavar="FILE", help="Titles of industries: code, title."),
    click.option("--classification", metavar="KEY", help="Such as ISIC4, NAICS2017."),
    click.option("--sheet", help="Sheet of a workbook; the first filled if not given."),
    click.option("--encoding", help="Encoding of a text file, such as windows-1252."),
    click.option("--decimal", type=click.Choice([".", ","]), help="Decimal mark."),
    click.option(
        "--open-band-factor",
        type=click.FloatRange(min=1),
        default=1.5,
        show_default=True,
        help="An open size band such as 500+ counts as its lower end times this.",
    ),
    click.option(
        "--accept-problems",
        is_flag=True,
        help="Leave out rows whose place is wrong; read wrong sizes as unknown.",
    ),
    click.option("--quiet", is_flag=True, help="No progress and no warnings."),
)


def localisation_options(command: Any) -> Any:
    """The command with all its options."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command
