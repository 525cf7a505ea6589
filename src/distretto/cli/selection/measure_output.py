"""What the measures of regions and industries give: a file, JSON, or a table."""

import shutil
from typing import TYPE_CHECKING, Any

import click

from distretto.cli.waiting import waiting
from distretto.formats.problems import counted, part_of_all

if TYPE_CHECKING:
    from distretto.analysis.selection.measured import Measured

SHOWN = 20  # rows on the screen unless --top
# The index that every row has of which enough is known.
FIRST = {"concentration": "gini", "specialisation": "krugman"}


def deliver(found: "Measured", name: str, options: dict[str, Any]) -> None:
    """The measures where they were asked for; `name` is the table's.

    Where no row has an index there is no result, and the reason is the error.
    """
    _check_known(found, options)
    output = options["output"]
    if output:
        from distretto.formats.measured.results import write_results

        with waiting(f"Writing {output}", options["quiet"]):
            write_results(
                found,
                output,
                title=options["title"] or "",
                source=options["source"] or name,
            )
        if not options["quiet"]:
            told = counted(found.rows.height, "row")
            click.echo(f"{told} written to {output}", err=True)
    elif options["as_json"]:
        from distretto.formats.measured.results import to_json

        click.echo(to_json(found, options["top"]).decode(), nl=False)
    else:
        from distretto.cli.selection.measure_text import measure_text

        width = shutil.get_terminal_size((120, 24)).columns
        click.echo(measure_text(found, top=options["top"] or SHOWN, width=width))


def _check_known(found: "Measured", options: dict[str, Any]) -> None:
    rows, index = found.rows, FIRST.get(found.kind)
    if index is None or rows.is_empty() or rows[index].count():
        return
    most = max(rows["known_share"].drop_nulls().to_list(), default=None)
    known = "" if most is None else f", and at most {part_of_all(most, 0)} is known"
    raise click.ClickException(
        f"No row has an index: {part_of_all(options['min_known'], 0)} must be known "
        f"for it{known}. Count establishments, which are seldom hidden, with --value "
        "establishments; or ask for less with --min-known."
    )
