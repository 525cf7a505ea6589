"""`distretto selection specialisation`: how specialised regions are, and in what."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from distretto.cli.delivery import check_output
from distretto.cli.options import output_option
from distretto.cli.selection.code_options import check_codes
from distretto.cli.selection.concentration import noted
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

specialisation_options = with_options(
    click.option(
        "--region",
        metavar="CODE",
        help="The industries of this region, with intervals of their quotients.",
    ),
    click.option(
        "--group-digits",
        type=click.IntRange(1, 8),
        metavar="N",
        help="Industries are related where so many first characters of their codes "
        "agree; two digits if not given.",
    ),
    *("confidence", "min_known"),
    output_option(".csv", ".parquet", ".xlsx", ".json", ".html", ".pdf"),
    *("year", "base"),
    *GIVING,
    *READING,
)


@click.command("specialisation")
@click.argument("table", metavar="TABLE")
@specialisation_options
def specialisation_command(table: str, **options: Any) -> None:
    """How specialised each region in TABLE is, or what one region is specialised in.

    TABLE is a list of establishments, or jobs by region and industry. It may be CSV,
    TSV, Excel or Parquet (packed or not; - is standard input).
    """
    with on_disk(table) as path:
        _run(path, options)


def _run(path: Path, options: dict[str, Any]) -> None:
    if options["region"] and options["group_digits"]:
        raise click.UsageError("--group-digits is of all regions: leave out --region.")
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

    from distretto.analysis.selection.diversity.regions import (
        regions_by_specialisation,
    )
    from distretto.analysis.selection.quotients.one_region import industries_of_region
    from distretto.cli.selection.map_measuring import known_value

    table = understood.table()
    check_codes(understood, table, options)
    asked: dict[str, Any] = {
        "value": options["value"] or known_value(table),
        "base": base_of(options["base"]),
        "year": options["year"],
        "minimum_known_share": options["min_known"],
    }
    indices = plants.indices if plants else None
    if options["region"]:
        found = industries_of_region(
            table,
            options["region"],
            plants=indices,
            level=options["confidence"],
            **asked,
        )
    else:
        digits = options["group_digits"]
        found = regions_by_specialisation(
            table, plants=indices, group_digits=digits, **asked
        )
    found = replace(found, notes=(*noted(plants, asked["value"]), *found.notes))
    return replace(found, settings={"table": understood.file, **found.settings})
