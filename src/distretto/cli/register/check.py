"""`distretto register check`: a list of firms, as it is understood."""

from typing import Any

import click

from distretto.cli.delivery import check_output, deliver
from distretto.cli.options import GENERAL, output_option, with_options
from distretto.cli.register.reading import READING_OPTIONS, read_list
from distretto.formats.problems import counted

RESULTS = "distretto.formats.firm_lists.results"


@click.command("check")
@click.argument("firms", metavar="LIST")
@with_options(
    click.option(
        "--boundaries",
        metavar="FILE",
        help="GeoJSON or TopoJSON of the country: places outside are told.",
    ),
    GENERAL["open_band_factor"],
    click.option(
        "--survey-year", type=int, help="Nothing can have been founded after it."
    ),
    output_option(".xlsx", ".csv", ".parquet", ".json"),
    *("top", "as_json", "title", "source"),
    *READING_OPTIONS,
)
def check(firms: str, **options: Any) -> None:
    """What is understood of LIST, a list of firms, and what is wrong in it.

    LIST has a row for each firm or institution and any column names; it may be CSV,
    TSV, Excel or Parquet (packed or not; - is standard input). Nothing is left out:
    every problem is told with its row, its column and what to do.
    """
    check_output(options, RESULTS)
    found = read_list(
        firms,
        options,
        shapes=_shapes(options["boundaries"]),
        open_band_factor=options["open_band_factor"],
        survey_year=options["survey_year"],
    )
    deliver(
        found,
        options,
        results=RESULTS,
        text="distretto.cli.register.check_text",
        written=counted(found.frame.height, "firm"),
        source=found.file,
    )


def _shapes(path: str | None) -> dict[str, Any]:
    if path is None:
        return {}
    from distretto.formats.boundaries import read_boundaries

    return dict(read_boundaries(path).shapes)
