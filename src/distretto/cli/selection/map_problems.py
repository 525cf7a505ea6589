"""What is wrong with a table, said on the standard error, and the ways out."""

import shlex
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from distretto.formats.problems import counted

if TYPE_CHECKING:
    from distretto.formats.layouts import Understanding
    from distretto.formats.problems import Problem

PROBLEMS_SHOWN = 10
WARNINGS_SHOWN = 3  # of each kind


def say_problems(understood: "Understanding", quiet: bool, accepted: bool) -> None:
    """List what is wrong; errors that are not accepted end the run in `table()`."""
    errors = understood.errors
    warnings = [each for each in understood.problems if each.severity == "warning"]
    doubled = [each for each in errors if each.code == "parts_exceed_totals"]
    asked = understood.questions
    if quiet and not (doubled or asked) and (accepted or not errors):
        return
    _say_warnings(warnings)  # first, so that what stops the run stands last
    for problem in errors[:PROBLEMS_SHOWN]:
        click.echo(f"Problem: {problem}", err=True)
    if (rest := understood.problem_count - PROBLEMS_SHOWN) > 0 and errors:
        click.echo(f"... and {rest:,} more problems.", err=True)
    if asked:
        raise click.ClickException(_asked(asked[0]))
    if doubled:
        raise click.ClickException(_doubled(doubled))
    if errors and not accepted:
        raise click.ClickException(
            f"{counted(understood.problem_count, 'cell or row', 'cells or rows')} of "
            "the table cannot be used. Put them right, or add --accept-problems to "
            "read them as unknown." + _ways_out(errors)
        )


def _ways_out(errors: "Sequence[Problem]") -> str:
    """The options that settle a kind of error altogether."""
    ways = ""
    if any(each.code == "duplicate_rows" for each in errors):
        ways += " Rows that are parts can be added up with --sum-duplicates."
    if any(each.params.get("merged") for each in errors):
        ways += " Merged cells are filled from above with --fill-down."
    return ways


def _asked(question: "Problem") -> str:
    """A question about totals with its answers, in the words of the options."""
    key, label = question.params["key"], question.value
    if question.code == "maybe_groups":
        codes = question.params["codes"]
        yes = f"If they are, add --leave-out {codes}"
        no = "if they are regions of their own"
    else:
        yes = f"If it is, add --total-{key} {shlex.quote(str(label))}"
        no = f"if it is one {key} among the others"
    return f"{question} {yes}; {no}, add --total-{key} none."


def _doubled(problems: "Sequence[Problem]") -> str:
    """The way out where figures count twice, in the words of the options."""
    codes = ",".join(dict.fromkeys(str(each.params["codes"]) for each in problems))
    return (
        "The table counts some figures twice, so that shares and quotients would be "
        f"wrong. Try --leave-out {codes}; or name the total with "
        "--total-region CODE or --total-industry CODE; or add --accept-totals to go "
        "on all the same."
    )


def _say_warnings(warnings: "list[Problem]") -> None:
    """The first few of each kind, and how many more there are."""
    kinds = dict.fromkeys(each.code for each in warnings)
    for kind in kinds:
        alike = [each for each in warnings if each.code == kind]
        for problem in alike[:WARNINGS_SHOWN]:
            click.echo(f"Note: {problem}", err=True)
        if len(alike) > WARNINGS_SHOWN:
            more = len(alike) - WARNINGS_SHOWN
            click.echo(f"      ... and {more:,} more of this kind.", err=True)
