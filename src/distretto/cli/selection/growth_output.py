"""What `distretto selection growth` gives: a file, JSON, or a table for people."""

import shutil
from typing import TYPE_CHECKING, Any

import click

from distretto.cli.waiting import waiting

if TYPE_CHECKING:
    from distretto.analysis.selection.growth.explained import Growth

SHOWN = 20  # rows on the screen unless --top


def deliver(found: "Growth", name: str, options: dict[str, Any]) -> None:
    """The growth where it was asked for; `name` is the table's."""
    output = options["output"]
    if output:
        from distretto.formats.growth_results import write_results

        with waiting(f"Writing {output}", options["quiet"]):
            write_results(
                found,
                output,
                title=options["title"] or "",
                source=options["source"] or name,
            )
        if not options["quiet"]:
            click.echo(f"{found.rows.height:,} rows written to {output}", err=True)
    elif options["as_json"]:
        from distretto.formats.growth_results import to_json

        click.echo(to_json(found, options["top"]).decode(), nl=False)
    else:
        from distretto.cli.selection.growth_text import growth_text

        width = shutil.get_terminal_size((120, 24)).columns
        click.echo(growth_text(found, top=options["top"] or SHOWN, width=width))
