"""How the commands of the register read a list, and what they say of it."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from distretto.cli.options import GENERAL, Option
from distretto.cli.standard_input import on_disk
from distretto.cli.waiting import waiting

if TYPE_CHECKING:
    from distretto.formats.firm_lists.model import Choices, FirmList


def _columns(
    _: click.Context, __: click.Parameter, told: tuple[str, ...]
) -> dict[str, str]:
    """ROLE=COLUMN, any number of times."""
    from distretto.formats.firm_lists.roles import ROLES

    columns = {}
    for each in told:
        role, equals, column = each.partition("=")
        role = role.strip().replace("-", "_")
        if not equals or role not in ROLES:
            raise click.BadParameter(
                f"“{each}” is not ROLE=COLUMN. Roles are: {', '.join(ROLES)}."
            )
        columns[role] = column.strip()
    return columns


COLUMN: Option = click.option(
    "--column",
    "columns",
    multiple=True,
    callback=_columns,
    metavar="ROLE=COLUMN",
    help="What a column is, such as name=Firm; “ROLE=” if there is none. May be given "
    "again.",
)
COUNTRY: Option = click.option(
    "--country",
    metavar="CODE",
    help="ISO code of the country, for rows that name none.",
)
READING_OPTIONS: tuple[Option, ...] = (
    COLUMN,
    COUNTRY,
    *(GENERAL[name] for name in ("classification", "sheet", "encoding", "quiet")),
)


def read_list(path: str, options: dict[str, Any], **more: Any) -> "FirmList":
    """The list at `path`, read as the options say; `more` goes to the choices."""
    from distretto.formats.firm_lists.reading import read_firms

    with (
        on_disk(path) as file,
        waiting(f"Reading {Path(path).name}", options["quiet"]),
    ):
        return read_firms(
            file,
            _choices(options, more),
            sheet=options["sheet"],
            encoding=options["encoding"],
        )


def _choices(options: dict[str, Any], more: dict[str, Any]) -> "Choices":
    from distretto.formats.firm_lists.country_names import country_code
    from distretto.formats.firm_lists.model import Choices

    country = options["country"]
    if country and country_code(country) is None:
        raise click.BadParameter(
            f"“{country}” is no country that is known here.", param_hint="--country"
        )
    return Choices(
        columns=options["columns"],
        classification=options["classification"],
        country=country_code(country) if country else None,
        **more,
    )
