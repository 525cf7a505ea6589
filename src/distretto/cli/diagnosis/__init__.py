"""`distretto diagnosis`: linkages, surveys and bottlenecks of a cluster."""

import click

from distretto.cli.lazy import LazyGroup

COMMANDS: dict[str, tuple[str, str]] = {}


@click.group(cls=LazyGroup, lazy=COMMANDS)
def diagnosis() -> None:
    """Step 2: why a cluster performs as it does."""
