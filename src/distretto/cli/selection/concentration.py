"""`distretto selection concentration`: which industries are concentrated in space."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from distretto.cli.delivery import check_output
from distretto.cli.options import output_option
from distretto.cli.selection.map_reading import base_of, understood_with_plants
from distretto.cli.selection.measure_output import RESULTS, deliver_measures
from distretto.cli.selection.options import (
    GIVING,
    READING,
    with_options,
)
from distretto.cli.standard_input import on_disk
from distretto.cli.waiting import waiting

if TYPE_CHECKING:
    from distretto.analysis.selection.measured import Measured
    from distretto.formats.layouts import Understanding
    from distretto.formats.layouts.plants import Plants
    from distretto.notes import Note

concentration_options = with_options(
    click.option(
        "--pairs",
        type=click.IntRange(1),
        metavar="N",
        help="The N pairs of industries that stand together most, instead.",
    ),
    click.option(
        "--min-plants",
        type=click.FloatRange(0),
        default=10,
        show_default=True,
        metavar="N",
        help="Industries of fewer are not listed; they count in the whole.",
    ),
    "min_known",
    output_option(".csv", ".parquet", ".xlsx", ".json", ".html", ".pdf"),
    *("year", "base"),
    *GIVING,
    *READING,
)


@click.command("concentration")
@click.argument("table", metavar="TABLE")
@concentration_options
def concentration_command(table: str, **options: Any) -> None:
    """Which industries in TABLE are more concentrated than their plants explain.

    TABLE is a list of establishments with sizes, or jobs by region and industry: then
    there is no gamma, unless establishments are counted (--value establishments). It
    may be CSV, TSV, Excel or Parquet (packed or not; - is standard input).
    """
    with on_disk(table) as path:
        _run(path, options)


def _run(path: Path, options: dict[str, Any]) -> None:
    check_output(options, RESULTS)
    with waiting(f"Reading {path.name}", options["quiet"]):
        understood, plants = understood_with_plants(path, options)
    with waiting("Measuring", options["quiet"]):
        found = _measured(understood, plants, options)
    deliver_measures(found, understood.file, options)


def _measured(
    understood: "Understanding",
    plants: "Plants | None",
    options: dict[str, Any],
) -> "Measured":
    from dataclasses import replace

    from distretto.analysis.selection.concentration.industries import (
        industries_by_concentration,
    )
    from distretto.analysis.selection.concentration.pairs import (
        pairs_by_coagglomeration,
    )
    from distretto.cli.selection.map_measuring import known_value

    table = understood.table()
    asked: dict[str, Any] = {
        "value": options["value"] or known_value(table),
        "base": base_of(options["base"]),
        "year": options["year"],
        "minimum_known_share": options["min_known"],
        "fewest_plants": options["min_plants"],
    }
    if options["pairs"]:
        found = pairs_by_coagglomeration(table, options["pairs"], **asked)
    else:
        indices = plants.indices if plants else None
        found = industries_by_concentration(table, plants=indices, **asked)
        found = replace(found, notes=(*noted(plants, asked["value"]), *found.notes))
    return replace(found, settings={"table": understood.file, **found.settings})


def noted(plants: "Plants | None", value: str) -> "tuple[Note, ...]":
    """How the sizes of plants were come by, where they were used."""
    return plants.notes if plants and value == "employment" else ()
