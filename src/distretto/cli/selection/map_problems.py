"""What is wrong with a table, said on the standard error, and the ways out."""

import shlex
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from distretto.formats.listed import codes_in, line_of
from distretto.formats.problems import counted

if TYPE_CHECKING:
    from distretto.formats.layouts import Understanding
    from distretto.formats.problems import Problem

PROBLEMS_SHOWN = 10
OPEN = "The table may count some figures twice, so that shares would be wrong."
WARNINGS_SHOWN = 3  # of each kind


def say_problems(understood: "Understanding", quiet: bool, accepted: bool) -> None:
    """List what is wrong; errors that are not accepted end the run in `table()`."""
    errors = understood.errors
    warnings = [each for each in understood.problems if each.severity == "warning"]
    doubled = [each for each in errors if each.code == "parts_exceed_totals"]
    asked = understood.questions
    if quiet and not (doubled or asked) and (accepted or not errors):
        return
    if asked or doubled:  # totals differ for the reason that is asked about
        warnings = [each for each in warnings if each.code != "total_differs"]
        errors = tuple(each for each in errors if each not in doubled)
    _say_warnings(warnings)  # first, so that what stops the run stands last
    for problem in errors[:PROBLEMS_SHOWN]:
        click.echo(f"Problem: {problem}", err=True)
    if (rest := understood.problem_count - PROBLEMS_SHOWN) > 0 and errors:
        click.echo(f"... and {rest:,} more problems.", err=True)
    if asked or doubled:
        raise click.ClickException(_to_settle(asked, doubled))
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


def _to_settle(asked: "Sequence[Problem]", doubled: "Sequence[Problem]") -> str:
    """All that is open about totals, and the options that settle it in one go."""
    said = [_begun(each) for each in (*map(_asked, asked), *map(_doubled, doubled))]
    codes = dict.fromkeys(
        code
        for each in (*asked, *doubled)
        for code in codes_in(str(each.params.get("codes", "")))
    )
    totals = [each for each in asked if each.code == "maybe_total"]
    ways = [_total_option(each) for each in totals]
    ways += [f"--leave-out {shlex.quote(line_of(codes))}"] if codes else []
    if len(said) < 2 or not ways:
        return "\n".join(said)
    listed = "\n".join(f"- {each}" for each in said)
    return f"{OPEN}\n{listed}\nAll in one go: {' '.join(ways)}"


def _begun(sentence: str) -> str:
    """A sentence that begins as one, where it stands for itself."""
    return sentence[:1].upper() + sentence[1:]


def _total_option(question: "Problem") -> str:
    return f"--total-{question.params['key']} {shlex.quote(str(question.value))}"


def _asked(question: "Problem") -> str:
    """A question about totals with its answers, in the words of the options."""
    key = question.params["key"]
    no = f"--total-{key} none"
    if question.code == "maybe_groups":
        yes = f"--leave-out {shlex.quote(str(question.params['codes']))}"
        if key == "industry":  # one may be the total, and the others no groups
            no = "--accept-totals"
        things = "regions" if key == "region" else "industries"
        return (
            f"{question} If they are totals, add {yes}; if they are {things} of their "
            f"own, add {no}."
        )
    return (
        f"{question} If it is, add {_total_option(question)}; if it is one {key} among "
        f"the others, add {no}."
    )


def _doubled(problem: "Problem") -> str:
    """The way out where figures count twice, in the words of the options."""
    codes, key = problem.params["codes"], problem.params["key"]
    leave = f"--leave-out {shlex.quote(str(codes or 'CODES'))}"
    return (
        f"{problem} Add {leave}, or name the total with --total-{key} CODE; "
        "--accept-totals goes on all the same, with shares and quotients that are "
        "wrong."
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
