"""The options of `distretto selection map`, in the order in which help lists them."""

from collections.abc import Callable
from typing import Any

import click

COLUMN_OPTIONS = {
    "region": "region",
    "industry": "industry",
    "employment": "persons employed",
    "establishments": "number of establishments",
    "size": "size or size band of each establishment",
    "year": "year",
    "region_name": "name of the region",
    "industry_name": "title of the industry",
    "latitude": "latitude",
    "longitude": "longitude",
}


def _columns() -> list[Callable[[Any], Any]]:
    """One option for each thing that a column can be."""
    return [
        click.option(
            f"--{role.replace('_', '-')}-column",
            f"{role}_column",
            metavar="NAME",
            help=f"Column of the {what}; “” if there is none.",
        )
        for role, what in COLUMN_OPTIONS.items()
    ]


_OPTIONS = (
    click.option(
        "--layout",
        type=click.Choice(["qcew", "long", "wide", "establishments"]),
        help="Layout of TABLE; recognised if not given.",
    ),
    *_columns(),
    click.option(
        "--level", type=click.IntRange(1, 8), help="Digits of the industry code."
    ),
    click.option("--year", type=int, help="Year to map; the last if not given."),
    click.option(
        "--value",
        type=click.Choice(["employment", "establishments"]),
        help="What quotients are taken of; employment where it is known.",
    ),
    click.option(
        "--reference",
        metavar="FILE",
        help="Industries of another reference area: their totals or shares.",
    ),
    click.option(
        "--base",
        metavar="all|manufacturing|traded|CODES",
        help="Industries to compare within; CODES are parted by commas, and may be "
        "the first digits of several, such as 31 or 31-33.",
    ),
    click.option(
        "--boundaries",
        metavar="FILE",
        help="GeoJSON or TopoJSON of the regions: neighbours join into one cluster.",
    ),
    click.option(
        "--boundaries-code",
        metavar="PROPERTY",
        help="Property of the boundaries that has the regions' codes; "
        "found if not given.",
    ),
    click.option(
        "--near",
        type=float,
        metavar="KM",
        help="Regions within KM kilometres are neighbours (by coordinates).",
    ),
    click.option(
        "--min-lq", type=float, help="Least location quotient.  [default: 1.25]"
    ),
    click.option(
        "--min-establishments", type=float, help="Least number.  [default: 20]"
    ),
    click.option("--min-employment", type=float, help="Least mass.  [default: 100]"),
    click.option(
        "--top", type=click.IntRange(1), help="Only the first N.", metavar="N"
    ),
    click.option("--json", "as_json", is_flag=True, help="Write JSON, exact."),
    click.option(
        "-o",
        "--output",
        type=click.Path(dir_okay=False),
        help="Write to a file: .csv .parquet .geojson .xlsx .json .html .pdf",
    ),
    click.option("--title", help="Title of the report."),
    click.option(
        "--source", help="Source of the figures in the report; TABLE if not given."
    ),
    click.option("--titles", metavar="FILE", help="Titles of industries: code, title."),
    click.option(
        "--region-titles", metavar="FILE", help="Names of regions: code, name."
    ),
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
        "--min-known-sizes",
        type=click.FloatRange(0, 1),
        default=1.0,
        show_default=True,
        help="Share of a cell's establishments whose size must be known.",
    ),
    click.option(
        "--total-region",
        metavar="CODE",
        help="The region that is the total of all; “none” if none is.",
    ),
    click.option(
        "--total-industry",
        metavar="CODE",
        help="The industry that is the total of all; “none” if none is.",
    ),
    click.option(
        "--leave-out",
        metavar="CODES",
        help="Regions or industries to pass over, such as groups; parted by commas.",
    ),
    click.option(
        "--accept-totals",
        is_flag=True,
        help="Go on where figures add up to more than the published total of all.",
    ),
    click.option(
        "--fill-down",
        is_flag=True,
        help="A blank region or industry is that of the row above (merged cells).",
    ),
    click.option("--sum-duplicates", is_flag=True, help="Add up rows listed twice."),
    click.option(
        "--accept-problems", is_flag=True, help="Read cells with errors as unknown."
    ),
    click.option("--quiet", is_flag=True, help="No progress and no warnings."),
)


def map_options(command: Any) -> Any:
    """The command with all its options."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def codes_of(listed: str | None) -> list[str]:
    """The codes of an option that parts them by commas."""
    from distretto.formats.listed import codes_in

    return codes_in(listed or "")
