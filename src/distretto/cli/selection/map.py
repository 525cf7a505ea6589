"""`distretto selection map`: ranked clusters from a table of firms."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from distretto.cli.delivery import deliver
from distretto.cli.selection.map_measuring import measured_map
from distretto.cli.selection.map_options import map_options
from distretto.cli.selection.map_reading import understood_with_plants
from distretto.cli.standard_input import on_disk
from distretto.cli.waiting import waiting
from distretto.formats.problems import counted

if TYPE_CHECKING:
    from distretto.analysis.selection.cluster_map import ClusterMap


@click.command("map")
@click.argument("table", metavar="TABLE")
@map_options
def map_command(table: str, **options: Any) -> None:
    """Ranked clusters in TABLE: region by industry, or a list of establishments.

    TABLE is CSV, TSV, Excel or Parquet (packed or not; - is standard input). Its
    layout is recognised: BLS QCEW, long, wide, or one row for each establishment.
    """
    with on_disk(table) as path:
        _run(path, options)


def _run(path: Path, options: dict[str, Any]) -> None:
    quiet = options["quiet"]
    if output := options["output"]:
        from distretto.formats.results import check_target

        check_target(output, bool(options["boundaries"]))
    with waiting(f"Reading {path.name}", quiet):
        understood, plants = understood_with_plants(path, options)
    with waiting("Measuring", quiet):
        found, boundaries = measured_map(understood, plants, options)
    if found.cells.height and not found.is_judged:  # no result: the reason is the error
        raise click.ClickException(f"No clusters. {found.absence}")
    deliver(
        found,
        options,
        results="distretto.formats.results",
        text="distretto.cli.selection.map_text",
        written=_written(found, options["top"]),
        source=understood.file,
        boundaries=boundaries,
        top=options["top"],
    )
    if output and found.absence and not quiet:  # a table says it itself
        click.echo(f"No clusters. {found.absence}", err=True)


def _written(found: "ClusterMap", top: int | None) -> str:
    count = min(found.clusters.height, top or found.clusters.height)
    return counted(count, "cluster")
