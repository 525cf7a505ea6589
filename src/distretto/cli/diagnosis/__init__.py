"""`distretto diagnosis`: linkages, surveys and bottlenecks of a cluster."""

import click

from distretto.cli.lazy import LazyGroup

COMMANDS: dict[str, tuple[str, str]] = {
    "linkages": (
        "distretto.cli.diagnosis.linkages:linkages_command",
        "Who is tied to whom in FILE, measured; what changed between two waves.",
    ),
    "sociogram": (
        "distretto.cli.diagnosis.sociogram:sociogram_command",
        "Draw who is tied to whom in FILE, or what changed between two waves.",
    ),
}


@click.group(cls=LazyGroup, lazy=COMMANDS)
def diagnosis() -> None:
    """Step 2: why a cluster performs as it does."""
