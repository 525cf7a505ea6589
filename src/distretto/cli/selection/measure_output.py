"""What the measures of regions and industries give: a file, JSON, or a table."""

from typing import TYPE_CHECKING, Any

import click

from distretto.cli.delivery import deliver
from distretto.formats.problems import counted, part_of_all

if TYPE_CHECKING:
    from distretto.analysis.selection.measured import Measured

RESULTS = "distretto.formats.measured.results"
# The index that every row has of which enough is known.
FIRST = {
    "concentration": "gini",
    "specialisation": "krugman",
    "complexity": "eci",
    "complexities": "pci",
}


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
        written=counted(_height(found, options), "row"),
        source=name,
    )


def _height(found: "Measured", options: dict[str, Any]) -> int:
    """Rows of the first table, or of the only one of a file that holds one."""
    has_one = str(options["output"]).lower().endswith((".csv", ".parquet"))
    return (found.listing() if has_one else found.rows).height


def _check_known(found: "Measured", options: dict[str, Any]) -> None:
    rows, index = found.rows, FIRST.get(found.kind)
    has_order = found.settings.get("has_order", True)  # else a note says why
    if index is None or rows.is_empty() or rows[index].count() or not has_order:
        return
    most = max(rows["known_share"].drop_nulls().to_list(), default=None)
    known = "" if most is None else f", and at most {part_of_all(most, 0)} is known"
    raise click.ClickException(
        f"No row has an index: {part_of_all(options['min_known'], 0)} must be known "
        f"for it{known}. Count establishments, which are seldom hidden, with --value "
        "establishments; or ask for less with --min-known."
    )
