"""The options that several commands share, by the names of their parameters."""

import click

from distretto.cli.options import GENERAL, Option, column_option, options_from

COLUMNS = {
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


SHARED: dict[str, Option] = {
    **GENERAL,
    "layout": click.option(
        "--layout",
        type=click.Choice(["qcew", "long", "wide", "establishments"]),
        help="Layout of TABLE; recognised if not given.",
    ),
    **{f"{role}_column": column_option(role, what) for role, what in COLUMNS.items()},
    "level": click.option(
        "--level", type=click.IntRange(1, 8), help="Digits of the industry code."
    ),
    "year": click.option(
        "--year", type=int, help="Year to measure; the last if not given."
    ),
    "value": click.option(
        "--value",
        type=click.Choice(["employment", "establishments"]),
        help="What quotients are taken of; employment where it is known.",
    ),
    "base": click.option(
        "--base",
        metavar="all|manufacturing|traded|CODES",
        help="Industries to compare within; CODES are parted by commas, and may be "
        "the first digits of several, such as 31 or 31-33.",
    ),
    "boundaries": click.option(
        "--boundaries",
        metavar="FILE",
        help="GeoJSON or TopoJSON of the regions: those that touch are neighbours.",
    ),
    "boundaries_code": click.option(
        "--boundaries-code",
        metavar="PROPERTY",
        help="Property of the boundaries that has the regions' codes; "
        "found if not given.",
    ),
    "near": click.option(
        "--near",
        type=float,
        metavar="KM",
        help="Regions within KM kilometres are neighbours, by the coordinates of "
        "TABLE, else by the middles of --boundaries.",
    ),
    "neighbours": click.option(
        "--neighbours",
        metavar="FILE",
        help="Pairs of neighbours: region, neighbour and, if wanted, weight.",
    ),
    "min_known": click.option(
        "--min-known",
        type=click.FloatRange(0, 1),
        default=0.5,
        show_default=True,
        metavar="SHARE",
        help="Share of the whole that must not be hidden for an index to be given.",
    ),
    "confidence": click.option(
        "--confidence",
        type=click.FloatRange(0, 1, min_open=True, max_open=True),
        default=0.95,
        show_default=True,
        metavar="SHARE",
        help="Share of intervals that hold the true quotient.",
    ),
    "titles": click.option(
        "--titles", metavar="FILE", help="Titles of industries: code, title."
    ),
    "region_titles": click.option(
        "--region-titles", metavar="FILE", help="Names of regions: code, name."
    ),
    "decimal": click.option(
        "--decimal", type=click.Choice([".", ","]), help="Decimal mark."
    ),
    "min_known_sizes": click.option(
        "--min-known-sizes",
        type=click.FloatRange(0, 1),
        default=1.0,
        show_default=True,
        help="Share of a cell's establishments whose size must be known.",
    ),
    "total_region": click.option(
        "--total-region",
        metavar="CODE",
        help="The region that is the total of all; “none” if none is.",
    ),
    "total_industry": click.option(
        "--total-industry",
        metavar="CODE",
        help="The industry that is the total of all; “none” if none is.",
    ),
    "leave_out": click.option(
        "--leave-out",
        metavar="CODES",
        help="Regions or industries to pass over, such as groups; parted by commas.",
    ),
    "accept_totals": click.option(
        "--accept-totals",
        is_flag=True,
        help="Go on where figures add up to more than the published total of all.",
    ),
    "fill_down": click.option(
        "--fill-down",
        is_flag=True,
        help="A blank region or industry is that of the row above (merged cells).",
    ),
    "zero_is_unknown": click.option(
        "--zero-is-unknown",
        is_flag=True,
        help="0 jobs where there are establishments is a hidden figure.",
    ),
    "sum_duplicates": click.option(
        "--sum-duplicates", is_flag=True, help="Add up rows listed twice."
    ),
}
# How a region by industry table is read: what every command that takes one has.
READING = (
    "layout",
    *(f"{role}_column" for role in COLUMNS),
    *("level", "value"),
    *("titles", "region_titles", "classification", "sheet", "encoding", "decimal"),
    *("open_band_factor", "min_known_sizes", "total_region", "total_industry"),
    *("leave_out", "accept_totals", "fill_down", "zero_is_unknown", "sum_duplicates"),
    *("accept_problems", "quiet"),
)
# What is done with a result beside `--output`.
GIVING = ("top", "as_json", "title", "source")


with_options = options_from(SHARED)
