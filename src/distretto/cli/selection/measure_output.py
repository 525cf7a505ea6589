"""What the measures of regions and industries give: a file, JSON, or a table."""

from typing import TYPE_CHECKING, Any

import click

from distretto.cli.selection.delivery import deliver
from distretto.formats.problems import counted, part_of_all

if TYPE_CHECKING:
    from distretto.analysis.selection.measured import Measured

RESULTS = "distretto.formats.measured.results"
# The index that every row has of which enough is known.
FIRST = {"concentration": "gini", "specialisation": "krugman"}


def deliver_measures(found: "Measured", name: str, options: dict[str, Any]) -> None:
    """The measures where they were asked for; `name` is the table's.

    Where no row has an index there is no result, and the reason is the error.
    """
    _check_known(found, options)
    deliver(
        found,
        options,
        results=RESULTS,
        text="distretto.cli.selection.measure_text",
        written=counted(found.rows.height, "row"),
        source=name,
    )


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
