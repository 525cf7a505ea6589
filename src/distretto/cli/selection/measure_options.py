"""The options that `concentration` and `specialisation` share; most are of `map`."""

from typing import Any

import click

from distretto.cli.selection.growth_options import SHARED as OF_GROWTH
from distretto.cli.selection.map import map_command

SHARED = OF_GROWTH - {"boundaries", "boundaries_code", "near"} | {"year", "base"}

OUTPUT = click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False),
    help="Write to a file: .csv .parquet .xlsx .json .html .pdf",
)
MIN_KNOWN = click.option(
    "--min-known",
    type=click.FloatRange(0, 1),
    default=0.5,
    show_default=True,
    metavar="SHARE",
    help="Share of the whole that must not be hidden for an index to be given.",
)


def shared_options() -> list[click.Parameter]:
    """The options of `map` that mean the same here."""
    return [each for each in map_command.params if each.name in SHARED]


def with_options(command: Any, *options: Any) -> Any:
    """The command with the options in their order."""
    for option in reversed(options):
        command = option(command)
    return command


def check_output(options: dict[str, Any]) -> None:
    """Refuse a target that cannot be written, before the work is done."""
    if options["output"]:
        from distretto.formats.files import check_target
        from distretto.formats.measured.results import ENDINGS

        check_target(options["output"], ENDINGS)
