"""The input-output table of `relatedness` and `categories`: options and reading."""

from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from distretto.analysis.selection.relatedness.related import Linkage
    from distretto.analysis.selection.table import RegionIndustryTable

OPTIONS = (
    click.option(
        "--input-output",
        metavar="FILE",
        help="Who sells how much to whom: industries by industries, or a table of use; "
        "a matrix, or columns of seller, buyer and amount.",
    ),
    click.option(
        "--make",
        metavar="FILE",
        help="The table of make of a table of use: industries by commodities.",
    ),
    click.option(
        "--concordance",
        metavar="FILE",
        help="Codes of the input-output table beside those of TABLE; placed by how "
        "codes begin if not given.",
    ),
)


def check_input_output(options: dict[str, Any]) -> None:
    """Refuse what says nothing without an input-output table."""
    for name in ("make", "concordance"):
        if options[name] and not options["input_output"]:
            raise click.UsageError(
                f"--{name} is of --input-output FILE: give that, too."
            )


def linkage_asked(
    table: "RegionIndustryTable", options: dict[str, Any]
) -> "Linkage | None":
    """The linkage of the table's industries, where an input-output table is given."""
    if not options["input_output"]:
        return None
    from distretto.formats.input_output.flows import read_input_output
    from distretto.formats.input_output.placing import linkage_of, read_concordance

    cells: Any = table.cells
    industries = sorted(cells["industry"].unique())
    found = read_input_output(options["input_output"], options["make"])
    concordance = None
    if options["concordance"]:
        concordance = read_concordance(
            options["concordance"], found.industries, industries
        )
    return linkage_of(found, industries, concordance)
