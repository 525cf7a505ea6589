"""What `distretto selection map` gives: a file, JSON, or a table for people."""

import shutil
from typing import TYPE_CHECKING, Any

import click

from distretto.cli.waiting import waiting
from distretto.formats.problems import counted

if TYPE_CHECKING:
    from distretto.analysis.selection.cluster_map import ClusterMap
    from distretto.formats.boundaries import Boundaries

SHOWN = 20  # clusters on the screen unless --top


def deliver(
    found: "ClusterMap",
    boundaries: "Boundaries | None",
    name: str,
    options: dict[str, Any],
) -> None:
    """The cluster map where it was asked for; `name` is the table's.

    Where no cell could be judged there is no result, and the reason is the error.
    """
    if found.cells.height and not found.is_judged:
        raise click.ClickException(f"No clusters. {found.absence}")
    if options["output"]:
        _write(found, boundaries, name, options)
    elif options["as_json"]:
        from distretto.formats.results import to_json

        click.echo(to_json(found, options["top"]).decode(), nl=False)
    else:
        from distretto.cli.selection.map_text import map_text

        width = shutil.get_terminal_size((140, 24)).columns
        click.echo(map_text(found, top=options["top"] or SHOWN, width=width))


def _write(
    found: "ClusterMap",
    boundaries: "Boundaries | None",
    name: str,
    options: dict[str, Any],
) -> None:
    from distretto.formats.results import write_results

    output, top = options["output"], options["top"]
    with waiting(f"Writing {output}", options["quiet"]):
        write_results(
            found,
            output,
            boundaries=boundaries,
            top=top,
            title=options["title"] or "",
            source=options["source"] or name,
        )
    if not options["quiet"]:
        count = min(found.clusters.height, top or found.clusters.height)
        click.echo(
            f"{counted(count, 'cluster')} written to {output}"
            + (f". {found.absence}" if found.absence else ""),
            err=True,
        )
