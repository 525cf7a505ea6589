"""Looking after the site: what an administrator types."""

import os
import signal

import click

from distretto.cli.following import follow


def need_site() -> None:
    """Refuse, in one sentence, where only the library is installed."""
    try:
        import django
        import django_tasks  # noqa: F401
        import granian  # noqa: F401
    except ModuleNotFoundError as missing:
        raise click.ClickException(
            "The site is not installed here, only the library and its commands. "
            'Install it with: pip install "distretto[web]"'
        ) from missing
    from django.core.exceptions import ImproperlyConfigured

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "distretto.web.settings")
    try:
        django.setup()
    except ImproperlyConfigured as wrong:
        raise click.ClickException(str(wrong)) from wrong


@click.group()
def site() -> None:
    """Look after the site: database, people, worker, checks."""


@site.command()
def migrate() -> None:
    """Bring the database up to date."""
    need_site()
    from distretto.web import preparing

    done = preparing.migrate()
    click.echo("The database is up to date now." if done else "Nothing to do.")


@site.command()
@click.argument("email")
@click.option("--name", default="", help="As colleagues say it.")
def createmanager(email: str, name: str) -> None:
    """Make somebody who may begin programmes, and print their first password.

    EMAIL is the address they sign in with.
    """
    need_site()
    from django.core.exceptions import ValidationError
    from django.core.validators import validate_email

    from distretto.web import preparing
    from distretto.web.accounts.models import User

    try:
        validate_email(email)
    except ValidationError as wrong:
        raise click.ClickException(f"“{email}” is not an e-mail address.") from wrong
    if User.objects.filter(email__iexact=email).exists():
        raise click.ClickException(f"“{email}” has an account already.")
    click.echo(f"E-mail:   {email.lower()}")
    click.echo(f"Password: {preparing.make_manager(email, name)}")
    click.echo("It is shown once. Change it after signing in.")
    click.echo(
        "Next: open the site (distretto serve, where no server runs it), sign in, and "
        "begin a programme; then invite colleagues under People."
    )


@site.command()
@click.option("--batch", is_flag=True, help="Do what waits, then stop.")
@click.option("--with-parent", type=int, hidden=True)
@click.option("--in-place-of", type=int, hidden=True)
def worker(batch: bool, with_parent: int | None, in_place_of: int | None) -> None:
    """Do the work in the background. `distretto serve` starts one by itself."""
    need_site()
    from django.core.management import call_command

    from distretto.web.work.rules import give_up_runs, reap_runs

    if with_parent:
        # As Ctrl-C would: what it is doing is told to end.
        follow(with_parent, lambda: os.kill(os.getpid(), signal.SIGTERM))
    # What runs under the number of this process was begun by an earlier one.
    give_up_runs(os.getpid())
    if in_place_of:
        give_up_runs(in_place_of)
    reap_runs()
    call_command("db_worker", batch=batch, verbosity=0, reload=False)


@site.command()
def example() -> None:
    """Make the worked example, a fictitious programme, if it is not there yet."""
    need_site()
    from distretto.web.overview.example_programme import load

    click.echo(load().name)


@site.command()
def compilemessages() -> None:
    """Compile the translation catalogues."""
    need_site()
    from distretto.web.catalogues import compile_stale

    for path in compile_stale():
        click.echo(f"{path.parent.parent.name}: compiled")


@site.command()
@click.option("--deploy", is_flag=True, help="As strictly as a server needs it.")
def check(deploy: bool) -> None:
    """Check the settings."""
    need_site()
    from django.core.management import call_command
    from django.core.management.base import SystemCheckError

    try:
        call_command("check", deploy=deploy, fail_level="WARNING")
    except SystemCheckError as problems:
        raise click.ClickException(str(problems)) from problems


@site.command(
    context_settings={"ignore_unknown_options": True, "help_option_names": []}
)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def manage(arguments: tuple[str, ...]) -> None:
    """Any other command of Django: dbshell, shell, dumpdata, clearsessions ..."""
    need_site()
    from django.core.management import execute_from_command_line

    execute_from_command_line(["distretto site manage", *arguments])
