"""One command, `distretto`, with one group for each step of the method."""

from typing import Any

import click

from distretto.cli.lazy import LazyGroup
from distretto.errors import MethodError

INTERRUPTED = 130  # what a shell gives a command that Ctrl-C ended


class Root(LazyGroup):
    """The outermost edge: what can go wrong by intention becomes one line."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except MethodError as failure:
            raise click.ClickException(str(failure)) from failure
        except KeyboardInterrupt:
            click.echo("Interrupted: nothing was half-written.", err=True)
            ctx.exit(INTERRUPTED)


def _show_version(ctx: click.Context, _: click.Parameter, asked: bool) -> None:
    if asked and not ctx.resilient_parsing:
        from distretto import __version__

        click.echo(f"distretto {__version__}")
        ctx.exit()


# Each command: where it is, and its line in the help, which a test compares with the
# command's own.
COMMANDS = {
    "selection": (
        "distretto.cli.selection:selection",
        "Step 1: where the clusters are, and which to assist.",
    ),
    "diagnosis": (
        "distretto.cli.diagnosis:diagnosis",
        "Step 2: why a cluster performs as it does.",
    ),
    "register": (
        "distretto.cli.register:register",
        "Firms and institutions: read a list, check it, find who is in it twice.",
    ),
    "demo": (
        "distretto.cli.demo:demo",
        "Write the files of the worked example into FOLDER.",
    ),
    "serve": (
        "distretto.cli.serve:serve",
        "Open the site on this machine.",
    ),
    "site": (
        "distretto.cli.site:site",
        "Look after the site: database, people, worker, checks.",
    ),
}


@click.group(
    cls=Root,
    lazy=COMMANDS,
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_show_version,
    help="Show the version and exit.",
)
def main() -> None:
    """Distretto: from a country's firms to well-chosen clusters, and on from there."""
