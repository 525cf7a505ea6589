"""`distretto selection hotspots`: where high figures lie beside high ones."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from distretto.cli.delivery import check_output, deliver
from distretto.cli.options import output_option
from distretto.cli.selection.code_options import check_codes
from distretto.cli.selection.map_measuring import check_neighbours
from distretto.cli.selection.map_problems import say_problems
from distretto.cli.selection.map_reading import base_of, understood_table
from distretto.cli.selection.options import (
    GIVING,
    READING,
    with_options,
)
from distretto.cli.standard_input import on_disk
from distretto.cli.waiting import waiting
from distretto.formats.problems import counted

if TYPE_CHECKING:
    from distretto.analysis.selection.measured import Measured
    from distretto.formats.boundaries import Boundaries
    from distretto.formats.layouts import Understanding

RESULTS = "distretto.formats.hotspots.results"

hotspots_options = with_options(
    click.option(
        "--industry",
        metavar="CODE",
        help="The regions of this industry; all industries, briefly, if not given.",
    ),
    *("boundaries", "boundaries_code", "near", "neighbours"),
    click.option(
        "--measure",
        type=click.Choice(["lq", "slq", "count"]),
        default="lq",
        show_default=True,
        help="Location quotient, symmetric location quotient, or the count itself, for "
        "regions of one size.",
    ),
    click.option(
        "--false-discoveries",
        type=click.FloatRange(0, 1, min_open=True, max_open=True),
        default=0.05,
        show_default=True,
        metavar="SHARE",
        help="Share of the significant regions that may be so by chance.",
    ),
    click.option(
        "--permutations",
        type=click.IntRange(19),
        metavar="N",
        help="Draws for each region; if not given, 999 to 99,999: more where regions "
        "are fewer.",
    ),
    "seed",
    output_option(".csv", ".parquet", ".geojson", ".xlsx", ".json", ".html", ".pdf"),
    *("year", "base"),
    *GIVING,
    *READING,
)


@click.command("hotspots")
@click.argument("table", metavar="TABLE")
@hotspots_options
def hotspots_command(table: str, **options: Any) -> None:
    """Where an industry is strong in regions beside each other.

    TABLE has jobs or establishments by region and industry, or is a list of
    establishments (CSV, TSV, Excel or Parquet; packed or not; - is standard input).
    Neighbours are told by --boundaries, --near or --neighbours. Local Moran's I, with
    control of false discoveries: a hot spot is where high figures lie beside high ones
    more than chance has it.
    """
    with on_disk(table) as path:
        _run(path, options)


def _run(path: Path, options: dict[str, Any]) -> None:
    quiet = options["quiet"]
    check_neighbours(options, "A hot spot")
    check_output(options, RESULTS)
    with waiting(f"Reading {path.name}", quiet):
        understood = understood_table(path, options)
    say_problems(understood, quiet, options["accept_problems"])
    with waiting("Measuring", quiet):
        found, boundaries = _measured(understood, options)
    deliver(
        found,
        options,
        results=RESULTS,
        text="distretto.cli.selection.measure_text",
        written=counted(found.rows.height, "row"),
        source=understood.file,
        **({"boundaries": boundaries} if options["output"] else {}),
    )


def _measured(
    understood: "Understanding", options: dict[str, Any]
) -> "tuple[Measured, Boundaries | None]":
    from dataclasses import replace

    from distretto.analysis.selection.hotspots.by_industry import hot_spots_by_industry
    from distretto.analysis.selection.hotspots.of_industry import hot_spots_of_industry
    from distretto.cli.selection.map_measuring import (
        circles_of,
        known_value,
        with_boundaries,
    )
    from distretto.formats.hotspots.results import check_shapes

    table, boundaries = with_boundaries(
        understood.table(), options["boundaries"], options["boundaries_code"]
    )
    check_codes(understood, table, options)
    shapes, industry = boundaries or circles_of(table), options["industry"]
    if options["output"]:
        kind = "hot_spots" if industry else "hot_industries"
        check_shapes(options["output"], kind, shapes)
    near, weight = _near(table, boundaries, options)
    asked: dict[str, Any] = {
        "measure": options["measure"],
        "weight": weight,
        "value": options["value"] or known_value(table),
        "base": base_of(options["base"]),
        "year": options["year"],
        "permutations": options["permutations"],
        "level": options["false_discoveries"],
        "seed": options["seed"],
    }
    if industry:
        found = hot_spots_of_industry(table, near, industry, **asked)
    else:
        found = hot_spots_by_industry(table, near, **asked)
    told = {"table": understood.file, "near": options["near"], **found.settings}
    return replace(found, settings=told), shapes


def _near(
    table: Any, boundaries: "Boundaries | None", options: dict[str, Any]
) -> tuple[Any, str | None]:
    """The neighbours, and the column of their weights where a file tells them."""
    from distretto.cli.selection.map_measuring import listed_neighbours, neighbours_of
    from distretto.formats.neighbour_pairs import both_ways_if_once

    if options["neighbours"] is None:
        return neighbours_of(table, boundaries, options["near"]), None
    pairs = listed_neighbours(table, options["neighbours"])
    return both_ways_if_once(pairs), "weight"
