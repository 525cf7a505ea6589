"""`distretto selection growth`: what a change of jobs is made of."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from distretto.cli.delivery import check_output, deliver
from distretto.cli.selection.code_options import check_codes
from distretto.cli.selection.growth_options import growth_options
from distretto.cli.selection.map_measuring import check_neighbours
from distretto.cli.selection.map_problems import say_problems
from distretto.cli.selection.map_reading import understood_table
from distretto.cli.standard_input import on_disk
from distretto.cli.waiting import waiting
from distretto.formats.problems import counted

if TYPE_CHECKING:
    from distretto.analysis.selection.growth.explained import Growth
    from distretto.formats.layouts import Understanding

RESULTS = "distretto.formats.growth_results"


@click.command("growth")
@click.argument("table", metavar="TABLE")
@growth_options
def growth_command(table: str, **options: Any) -> None:
    """What the change of jobs between two years is made of: nation, mix, region.

    TABLE has several years: a column of years, or a column for each. It may be CSV,
    TSV, Excel or Parquet (packed or not; - is standard input).
    """
    with on_disk(table) as path:
        _run(path, options)


def _run(path: Path, options: dict[str, Any]) -> None:
    quiet = options["quiet"]
    options["by"] = _by(options)
    _check(options)
    with waiting(f"Reading {path.name}", quiet):
        understood = understood_table(path, {**options, "year": options["end"]})
    say_problems(understood, quiet, options["accept_problems"])
    with waiting("Measuring", quiet):
        found = _measured(understood, options)
    deliver(
        found,
        options,
        results=RESULTS,
        text="distretto.cli.selection.growth_text",
        written=counted(found.rows.height, "row"),
        source=understood.file,
    )


def _by(options: dict[str, Any]) -> str:
    """What a row is: of one region the industries, of one industry the regions."""
    region, industry, by = options["region"], options["industry"], options["by"]
    if region and industry:
        raise click.UsageError("Give --region or --industry, not both.")
    if (region and by == "region") or (industry and by == "industry"):
        raise click.UsageError(
            f"Growth of one {by} is told by its parts: leave out --by, or --{by}."
        )
    return by or ("industry" if region else "region")


def _check(options: dict[str, Any]) -> None:
    start, end = options["start"], options["end"]
    if start is not None and end is not None and start >= end:
        raise click.UsageError("Give --from a year before that of --to.")
    if options["method"].startswith("spatial"):
        check_neighbours(options, f"--method {options['method']}")
    check_output(options, RESULTS)


def _measured(understood: "Understanding", options: dict[str, Any]) -> "Growth":
    from dataclasses import replace

    from distretto.analysis.selection.growth.explained import explain_growth
    from distretto.analysis.selection.growth.life_cycle import Cutoffs
    from distretto.cli.selection.map_measuring import (
        known_value,
        listed_neighbours,
        neighbours_of,
        with_boundaries,
    )

    table, boundaries = with_boundaries(
        understood.table(), options["boundaries"], options["boundaries_code"]
    )
    check_codes(understood, table, options)
    if options["neighbours"]:
        near = listed_neighbours(table, options["neighbours"])
    else:
        near = neighbours_of(table, boundaries, options["near"])
    found = explain_growth(
        table,
        start=options["start"],
        end=options["end"],
        method=options["method"],
        by=options["by"],
        region=options["region"],
        industry=options["industry"],
        value=options["value"] or known_value(table),
        neighbours=near,
        cutoffs=Cutoffs(
            growth=options["growth_rate"],
            lq_growth=options["quotient_rate"],
            small=options["small"],
            specialised=options["specialised"],
        ),
    )
    return replace(found, settings={"table": understood.file, **found.settings})
