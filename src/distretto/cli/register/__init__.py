"""`distretto register`: lists of firms, read, checked, and searched for duplicates."""

import click

from distretto.cli.lazy import LazyGroup

COMMANDS = {
    "check": (
        "distretto.cli.register.check:check",
        "What is understood of LIST, a list of firms, and what is wrong in it.",
    ),
    "duplicates": (
        "distretto.cli.register.duplicates:duplicates",
        "Which firms in LIST may be the same, or the same as one in another list.",
    ),
}


@click.group(cls=LazyGroup, lazy=COMMANDS)
def register() -> None:
    """Firms and institutions: read a list, check it, find who is in it twice."""
