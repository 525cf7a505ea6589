"""`distretto diagnosis`: linkages, surveys and bottlenecks of a cluster."""

import click

from distretto.cli.lazy import LazyGroup

COMMANDS: dict[str, tuple[str, str]] = {
    "questionnaire": (
        "distretto.cli.diagnosis.questionnaire:questionnaire_command",
        "Questions of the bottleneck survey, as a form for Kobo or ODK, or on paper.",
    ),
    "sample": (
        "distretto.cli.diagnosis.sample:sample_command",
        "Firms of REGISTER to ask, drawn from strata, and others in reserve.",
    ),
    "answers": (
        "distretto.cli.diagnosis.answers:answers_command",
        "What is wrong or odd in EXPORT, and what is new in it.",
    ),
    "bottlenecks": (
        "distretto.cli.diagnosis.bottlenecks:bottlenecks_command",
        "How severe each bottleneck is in EXPORT, for whom, and as firms see it.",
    ),
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
