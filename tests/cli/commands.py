"""Commands of `distretto selection`, run as a person runs them, and what they say."""

import json
from collections.abc import Callable

from click.testing import CliRunner, Result

from distretto.cli import main

Run = Callable[..., Result]
RULE = "────\n"  # ends the line beneath the heads of a table


def running(name: str, *, width: int | None = None) -> Run:
    """`run` of a command, in a terminal so wide, whatever ours is, or in ours."""
    usual = width

    def run(*arguments, stdin: str | None = None, width: int | None = usual) -> Result:
        screen = {} if width is None else {"COLUMNS": str(width)}
        return CliRunner(env=screen).invoke(
            main, ["selection", name, *map(str, arguments)], input=stdin
        )

    return run


def results(run: Run) -> Callable[..., dict]:
    """`result_of`: what a command gives as JSON, when all is well."""

    def result_of(*arguments, **more) -> dict:
        done = run(*arguments, "--json", **more)
        assert done.exit_code == 0, done.output
        return json.loads(done.stdout)

    return result_of


def line_of(done: Result, name: str) -> list[str]:
    """The words of the row that begins with a name, in the last table."""
    lines = done.stdout.split(RULE)[-1].splitlines()
    return next(line for line in lines if line.startswith(name)).split()
