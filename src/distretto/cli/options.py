"""The options that commands of every step share, by the names of their parameters."""

from collections.abc import Callable, Mapping
from typing import Any

import click

Option = Callable[[Any], Any]


def column_option(role: str, what: str) -> Option:
    """The option that names the column of something."""
    return click.option(
        f"--{role.replace('_', '-')}-column",
        f"{role}_column",
        metavar="NAME",
        help=f"Column of the {what}; “” if there is none.",
    )


def output_option(*endings: str) -> Option:
    """`--output`, for files that end in one of these."""
    return click.option(
        "-o",
        "--output",
        type=click.Path(dir_okay=False),
        help=f"Write to a file: {' '.join(endings)}",
    )


GENERAL: dict[str, Option] = {
    "seed": click.option(
        "--seed",
        type=click.IntRange(0),
        default=1,
        show_default=True,
        help="Makes the draws repeatable.",
    ),
    "top": click.option(
        "--top", type=click.IntRange(1), help="Only the first N.", metavar="N"
    ),
    "as_json": click.option(
        "--json", "as_json", is_flag=True, help="Write JSON, exact."
    ),
    "title": click.option("--title", help="Title of the report."),
    "source": click.option(
        "--source",
        help="Source of the figures, told with them; the file read if not given.",
    ),
    "sheet": click.option(
        "--sheet", help="Sheet of a workbook; the first filled if not given."
    ),
    "encoding": click.option(
        "--encoding", help="Encoding of a text file, such as windows-1252."
    ),
    "classification": click.option(
        "--classification", metavar="KEY", help="Such as ISIC4, NAICS2017."
    ),
    "open_band_factor": click.option(
        "--open-band-factor",
        type=click.FloatRange(min=1),
        default=1.5,
        show_default=True,
        help="An open size band such as 500+ counts as its lower end times this.",
    ),
    "accept_problems": click.option(
        "--accept-problems", is_flag=True, help="Read cells with errors as unknown."
    ),
    "quiet": click.option("--quiet", is_flag=True, help="No progress and no warnings."),
}


def options_from(shared: Mapping[str, Option]) -> Callable[..., Option]:
    """`with_options` of a step whose commands share these."""

    def with_options(*asked: Option | str) -> Option:
        """Options for a command, in the order in which help lists them.

        A name is that of a shared one. The same one may be asked for twice, so that
        a group can follow options that stand first for their weight.
        """

        def decorate(command: Any) -> Any:
            for each in reversed(tuple(dict.fromkeys(asked))):
                command = (shared[each] if isinstance(each, str) else each)(command)
            return command

        return decorate

    return with_options


with_options = options_from(GENERAL)


def codes_of(listed: str | None) -> list[str]:
    """The codes of an option that parts them by commas."""
    from distretto.formats.listed import codes_in

    return codes_in(listed or "")
