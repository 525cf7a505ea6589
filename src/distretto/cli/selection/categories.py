"""`distretto selection categories`: which industries belong together."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from distretto.cli.delivery import check_output
from distretto.cli.options import output_option
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

METHODS = {"ward": "ward", "kmeans": "k-means"}


class Numbers(click.ParamType):
    """A number of categories, a range such as 30-60, or one with steps: 30-60:5."""

    name = "N|FROM-TO|FROM-TO:STEP"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> range:
        """The numbers to try."""
        if isinstance(value, range):
            return value
        ends, _, step = value.partition(":")
        first, _, last = ends.partition("-")
        try:
            numbers = range(int(first), int(last or first) + 1, int(step or 1))
        except ValueError:
            numbers = range(0)
        if not numbers or numbers[0] < 2:
            self.fail(
                f"“{value}” is no number of categories. Give one of 2 or more, or a "
                "range such as 30-60 or 30-60:5.",
                param,
                ctx,
            )
        return numbers


categories_options = with_options(
    *OPTIONS,
    click.option(
        "--categories",
        type=Numbers(),
        help="How many categories, or which numbers to try.  [default: seven numbers "
        "from a tenth to a fifth of the industries, at most 30 to 60]",
    ),
    click.option(
        "--method",
        type=click.Choice(list(METHODS)),
        help="How they are formed; both are tried if not given.",
    ),
    "seed",
    "min_known",
    output_option(".csv", ".parquet", ".xlsx", ".json", ".html", ".pdf"),
    *("year", "base"),
    *GIVING,
    *READING,
)


@click.command("categories")
@click.argument("table", metavar="TABLE")
@categories_options
def categories_command(table: str, **options: Any) -> None:
    """Which industries in TABLE belong together, by where they are and what they trade.

    TABLE is jobs and establishments by region and industry: both are compared, or
    the one that --value names. It may be CSV, TSV, Excel or Parquet (packed or not; -
    is standard input).
    """
    with on_disk(table) as path:
        _run(path, options)


def _run(path: Path, options: dict[str, Any]) -> None:
    check_input_output(options)
    check_output(options, RESULTS)
    with waiting(f"Reading {path.name}", options["quiet"]):
        understood = understood_table(path, options)
    say_problems(understood, options["quiet"], options["accept_problems"])
    with waiting("Forming categories", options["quiet"]):
        found = _measured(understood, options)
    deliver_measures(found, understood.file, options)


def _measured(understood: "Understanding", options: dict[str, Any]) -> "Measured":
    from dataclasses import replace

    from distretto.analysis.selection.relatedness.by_category import (
        VALUES,
        industries_by_category,
    )

    table = understood.table()
    method = options["method"]
    found = industries_by_category(
        table,
        linkage=linkage_asked(table, options),
        values=(options["value"],) if options["value"] else VALUES,
        base=base_of(options["base"]),
        year=options["year"],
        minimum_known_share=options["min_known"],
        numbers=options["categories"],
        methods=(METHODS[method],) if method else tuple(METHODS.values()),
        seed=options["seed"],
    )
    return replace(found, settings={"table": understood.file, **found.settings})
