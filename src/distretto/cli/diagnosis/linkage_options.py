"""The options of commands that read linkages, and the reading itself."""

from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from distretto.cli.options import GENERAL, column_option, options_from
from distretto.cli.standard_input import on_disk
from distretto.formats.problems import counted

if TYPE_CHECKING:
    from distretto.analysis.diagnosis.linkages.survey import Linkages
    from distretto.formats.linkages.survey_file import SurveyFile

PROBLEMS_SHOWN = 10
COLUMNS = {
    "from": "actor who told of the tie",
    "to": "actor who was named",
    "relation": "kind of linkage",
    "strength": "strength, -1 to 3",
    "formal": "formality of the tie, yes or no",
    "wave": "wave",
}
LINKAGES = {
    **GENERAL,
    **{f"{role}_column": column_option(role, what) for role, what in COLUMNS.items()},
    "actors": click.option(
        "--actors",
        metavar="FILE",
        help="List of actors: name, kind (firm, institution, team, outside), group, "
        "surveyed, latitude, longitude.",
    ),
    "sheet": click.option(
        "--sheet", help="Sheet of a workbook; all that are of ties if not given."
    ),
    "waves": click.option(
        "--wave",
        "waves",
        multiple=True,
        metavar="NAME",
        help="Only this wave, or with two files the name of each; may be given again.",
    ),
    "relations": click.option(
        "--relation",
        "relations",
        multiple=True,
        metavar="NAME",
        help="Only this kind of linkage; may be given again.",
    ),
}
READING = (
    *("actors", "waves", "relations"),
    *(f"{role}_column" for role in COLUMNS),
    *("sheet", "encoding", "accept_problems", "quiet"),
)
with_options = options_from(LINKAGES)


def read_waves(
    files: Sequence[str], options: dict[str, Any]
) -> "tuple[tuple[Linkages, ...], list[Any]]":
    """The waves of the files, in their order, and the notes; problems are told."""
    from dataclasses import replace

    from distretto.formats.linkages.names import is_desired
    from distretto.formats.linkages.order import in_order

    named = options["waves"] if len(files) > 1 else ()
    if named and len(named) != len(files):
        raise click.UsageError("With several files give --wave once for each, or not.")
    waves: list[Linkages] = []
    notes: list[Any] = []
    for place, file in enumerate(files):
        survey = _survey(file, options)
        _say_problems(survey, options)
        notes += survey.notes
        for each in survey.waves:
            name = _name(each, survey, place, named, len(files))
            is_wish = each.is_desired or is_desired(name)
            waves.append(replace(each, wave=name, is_desired=is_wish))
    if options["waves"] and not named:
        wanted = [survey.wave(name).wave for name in options["waves"]]
        waves = [each for each in waves if each.wave in wanted]
    names = [each.wave for each in waves]
    if len(set(names)) < len(names):
        twice = next(name for name in names if names.count(name) > 1)
        raise click.UsageError(
            f"Two files have a wave “{twice}”. Give --wave once for each file."
        )
    return tuple(in_order(waves)), notes


def _survey(file: str, options: dict[str, Any]) -> "SurveyFile":
    from distretto.formats.linkages.read import read_linkages

    columns = {
        role: options[f"{role}_column"]
        for role in COLUMNS
        if options[f"{role}_column"] is not None
    }
    with ExitStack() as opened:
        path = opened.enter_context(on_disk(file))
        actors = options["actors"]
        return read_linkages(
            path,
            actors=opened.enter_context(on_disk(actors)) if actors else None,
            columns=columns,
            sheet=options["sheet"],
            encoding=options["encoding"],
        )


def _name(
    wave: "Linkages", survey: "SurveyFile", place: int, named: Sequence[str], files: int
) -> str:
    if named:
        return named[place]
    return wave.wave or (Path(survey.file).stem if files > 1 else "")


def _say_problems(survey: "SurveyFile", options: dict[str, Any]) -> None:
    from distretto.formats.problems import errors_of

    errors = errors_of(survey.problems)
    if not errors or (options["accept_problems"] and options["quiet"]):
        return
    for problem in errors[:PROBLEMS_SHOWN]:
        click.echo(f"Problem: {problem}", err=True)
    if len(errors) > PROBLEMS_SHOWN:
        click.echo(f"... and {len(errors) - PROBLEMS_SHOWN:,} more.", err=True)
    if not options["accept_problems"]:
        raise click.ClickException(
            f"{counted(len(errors), 'cell or row', 'cells or rows')} of "
            f"{survey.file} cannot be used. Put them right, or add --accept-problems "
            "to read them as unknown."
        )
