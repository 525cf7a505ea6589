"""`distretto selection relatedness`: complexity, what goes with what, what is near."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from distretto.cli.delivery import check_output
from distretto.cli.options import output_option
from distretto.cli.selection.code_options import check_codes
from distretto.cli.selection.input_output import (
    OPTIONS,
    check_input_output,
    linkage_asked,
)
from distretto.cli.selection.map_problems import say_problems
from distretto.cli.selection.map_reading import base_of, understood_table
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

relatedness_options = with_options(
    click.option(
        "--by",
        type=click.Choice(["region", "industry"]),
        help="What a row is, by complexity.  [default: region]",
    ),
    click.option(
        "--industry", metavar="CODE", help="Which industries go most with this one."
    ),
    click.option(
        "--region", metavar="CODE", help="What this region could do next, or lose."
    ),
    click.option(
        "--complex-end",
        metavar="CODE",
        help="Region on the complex side of the order.  [default: by diversity]",
    ),
    *OPTIONS,
    click.option(
        "--min-lq",
        type=click.FloatRange(0),
        default=1.0,
        show_default=True,
        help="Least location quotient (RCA) of a region specialised in an industry.",
    ),
    "min_known",
    output_option(".csv", ".parquet", ".xlsx", ".json", ".html", ".pdf"),
    *("year", "base"),
    *GIVING,
    *READING,
)


@click.command("relatedness")
@click.argument("table", metavar="TABLE")
@relatedness_options
def relatedness_command(table: str, **options: Any) -> None:
    """Regions or industries in TABLE by complexity, and what goes with what.

    TABLE is jobs or establishments by region and industry; of several years for the
    chances of --region. It may be CSV, TSV, Excel or Parquet (packed or not; - is
    standard input).
    """
    with on_disk(table) as path:
        _run(path, options)


def _run(path: Path, options: dict[str, Any]) -> None:
    _check(options)
    check_output(options, RESULTS)
    with waiting(f"Reading {path.name}", options["quiet"]):
        understood = understood_table(path, {**options, "year": None})
    say_problems(understood, options["quiet"], options["accept_problems"])
    with waiting("Measuring", options["quiet"]):
        found = _measured(understood, options)
    deliver_measures(found, understood.file, options)


def _check(options: dict[str, Any]) -> None:
    asked = [name for name in ("industry", "region", "by") if options[name]]
    if len(asked) > 1:
        raise click.UsageError(
            f"Give --{asked[0]} or --{asked[1]}, not both: each is a question of its "
            "own."
        )
    if options["complex_end"] and (options["industry"] or options["region"]):
        raise click.UsageError(
            "--complex-end turns the order of complexity: leave out "
            f"--{asked[0]}, or leave out --complex-end."
        )
    check_input_output(options)
    if options["input_output"] and not options["industry"]:
        raise click.UsageError(
            "--input-output tells what goes with one industry: add --industry CODE."
        )


def _measured(understood: "Understanding", options: dict[str, Any]) -> "Measured":
    from dataclasses import replace

    from distretto.analysis.selection.relatedness.by_complexity import (
        industries_by_complexity,
        regions_by_complexity,
    )
    from distretto.analysis.selection.relatedness.prospects import prospects_of_region
    from distretto.analysis.selection.relatedness.related import related_industries
    from distretto.cli.selection.map_measuring import known_value

    table = understood.table()
    check_codes(understood, table, options)
    asked: dict[str, Any] = {
        "value": options["value"] or known_value(table),
        "base": base_of(options["base"]),
        "year": options["year"],
        "threshold": options["min_lq"],
        "minimum_known_share": options["min_known"],
    }
    if industry := options["industry"]:
        linkage = linkage_asked(table, options)
        found = related_industries(table, industry, linkage=linkage, **asked)
    elif region := options["region"]:
        found = prospects_of_region(table, region, **asked)
    else:
        by_industry = options["by"] == "industry"
        order = industries_by_complexity if by_industry else regions_by_complexity
        found = order(table, complex_end=options["complex_end"], **asked)
    return replace(found, settings={"table": understood.file, **found.settings})
