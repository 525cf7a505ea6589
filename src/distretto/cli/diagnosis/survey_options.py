"""Options that the commands of a survey share, and how they are read."""

from datetime import date
from typing import TYPE_CHECKING, Any

import click

from distretto.cli.waiting import waiting

if TYPE_CHECKING:
    from distretto.formats.kobo import Responses
    from distretto.formats.questionnaire import Questionnaire

form_option = click.option(
    "--form",
    type=click.Path(dir_okay=False),
    help="XLSForm that was asked, where it is not the built-in questionnaire.",
)
by_option = click.option(
    "--by",
    metavar="COLUMNS",
    help="Groups to tell apart, parted by commas, such as size_class,owner_sex.",
)


def form_of(options: dict[str, Any]) -> "Questionnaire":
    """The questionnaire: the built-in one, or a form that came from it."""
    from distretto.formats.questionnaire import bottleneck_questionnaire
    from distretto.formats.xlsform import read_xlsform

    known = bottleneck_questionnaire()
    if not options["form"]:
        return known
    read = read_xlsform(options["form"], known)
    if not options["quiet"]:
        for problem in read.problems:
            click.echo(f"Note: {problem}", err=True)
    return read.questionnaire


def responses_of(
    export: str, form: "Questionnaire", options: dict[str, Any]
) -> "Responses":
    """The responses of an export; - is standard input."""
    from distretto.cli.standard_input import on_disk
    from distretto.formats.kobo import read_responses

    with on_disk(export) as path, waiting(f"Reading {path.name}", options["quiet"]):
        return read_responses(path, form, today=date.today())


def pairs_of(listed: tuple[str, ...], option: str) -> dict[str, float]:
    """CODE=NUMBER, several times, as a mapping."""
    found = {}
    for each in listed:
        code, _, number = each.partition("=")
        try:
            found[code.strip()] = float(number)
        except ValueError as wrong:
            raise click.BadParameter(
                f"“{each}”: give CODE=NUMBER, such as CRE3=12.5", param_hint=option
            ) from wrong
    return found
