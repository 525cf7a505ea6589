"""Opening the site: one command, one process to stop."""

import errno
import os
import shlex
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path
from shutil import which
from types import FrameType

import click

from distretto.cli.following import follow
from distretto.cli.tending import PATIENCE, tended_worker

LOOPBACK = {"127.0.0.1", "localhost", "::1"}


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Where to listen.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option(
    "--data",
    type=click.Path(file_okay=False),
    help="Folder of the database and the files.  [default: DISTRETTO_DATA, else var]",
)
@click.option("--example", is_flag=True, help="With the worked example in it.")
@click.option("--no-worker", is_flag=True, help="The worker runs somewhere else.")
def serve(
    host: str, port: int, data: str | None, example: bool, no_worker: bool
) -> None:
    """Open the site on this machine.

    The first time it makes the database and somebody who may sign in. Ctrl-C stops
    everything that it has started.
    """
    from distretto.cli.site import need_site

    if data:
        os.environ["DISTRETTO_DATA"] = data
    need_site()
    _check_port(host, port)
    _prepare()
    if example:
        _make_example()
    _say_where(host, port, example)
    signal.signal(signal.SIGTERM, _stop)
    with nullcontext() if no_worker else tended_worker():
        _listen(host, port)


def _check_port(host: str, port: int) -> None:
    kind = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(kind, socket.SOCK_STREAM) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((host, port))
        except OSError as refusal:
            raise click.ClickException(_why_not(host, port, refusal)) from refusal


def _why_not(host: str, port: int, refusal: OSError) -> str:
    if refusal.errno == errno.EADDRINUSE:
        return (
            f"Port {port} of {host} is taken, perhaps by another Distretto. Stop that "
            f"one, or choose another port: {_called(port + 1)}"
        )
    return f"Cannot listen on port {port} of {host}: {refusal.strerror}."


def _called(port: int) -> str:
    """This command as it was called, with another port: it can be copied."""
    name, *words = sys.argv
    if Path(name).name == "__main__.py":
        called = [sys.executable, "-m", "distretto.cli"]
    elif which("distretto") == name:
        called = ["distretto"]
    else:
        called = [os.path.relpath(name)]
    if "--port" in words:
        at = words.index("--port")
        del words[at : at + 2]
    kept = [each for each in words if not each.startswith("--port=")]
    return shlex.join([*called, *kept, "--port", str(port)])


def _prepare() -> None:
    """Catalogues and database, each only if there is something to do."""
    from distretto.web import preparing
    from distretto.web.catalogues import compile_stale
    from distretto.web.work.rules import reap_runs

    try:
        compile_stale()
    except OSError as refusal:
        # An installation that only an administrator may write to.
        click.echo(f"The site speaks English only: {refusal}", err=True)
    if preparing.migrate():
        click.echo("The database is up to date now.", err=True)
    reap_runs()


def _make_example() -> None:
    """Make the worked example, in a process of its own.

    Polars works with threads, and the server forks: its child would inherit Polars
    without them, and wait for them at the first table.
    """
    from distretto.web.overview.example import is_there

    if not is_there():
        click.echo("Making the worked example ...", err=True)
        command = [sys.executable, "-m", "distretto.cli", "site", "example"]
        if subprocess.run(command).returncode:
            raise click.ClickException("The worked example could not be made.")


def _say_where(host: str, port: int, example: bool) -> None:
    from django.conf import settings

    shown = f"[{host}]" if ":" in host else host
    click.echo(f"Distretto is at http://{shown}:{port}/  (Ctrl-C stops it)")
    click.echo(f"Its data is in {settings.DATA_DIR}")
    for line in _how_to_sign_in(example):
        click.echo(line)
    if host not in LOOPBACK and "DISTRETTO_HOSTS" not in os.environ:
        click.echo(
            "Other machines are refused until DISTRETTO_HOSTS names the address they "
            "use: see docs/how-to/run-on-a-server.md.",
            err=True,
        )


def _how_to_sign_in(example: bool) -> Iterator[str]:
    from distretto.web import preparing

    if example:
        from distretto.web.overview.example import sign_in

        way = sign_in()
        yield "Sign in to the worked example (fictitious) as any of these:"
        yield from (f"  {email:24}{role}" for email, role in way.roles.items())
        yield f"with the password  {way.password}"
    elif not preparing.has_people():
        email = _first_email()
        yield "This is a new site. Its first manager:"
        yield f"  e-mail    {email}"
        yield f"  password  {preparing.make_manager(email)}"
        yield "It is shown once. Change it after signing in."


def _first_email() -> str:
    if sys.stdin.isatty():
        return str(click.prompt("E-mail of the first manager")).strip().lower()
    return "manager@distretto.example"


def _stop(_signal: int, _frame: FrameType | None) -> None:
    sys.exit(0)


def _vanish() -> None:
    os._exit(1)


def _listen(host: str, port: int) -> None:
    from django.db import connections
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    # The server forks: a connection must not be shared with its child.
    connections.close_all()
    # Nor may the child keep the port when the server was killed.
    os.register_at_fork(after_in_child=lambda: follow(os.getppid(), _vanish))
    Granian(
        "distretto.web.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        blocking_threads=4,
        websockets=False,
        respawn_failed_workers=True,
        # Ctrl-C reaches the child twice, from the terminal and from its parent, and may
        # leave it waiting for itself.
        workers_kill_timeout=PATIENCE // 2,
        log_level=LogLevels.warning,
        process_name=None,
    ).serve()
