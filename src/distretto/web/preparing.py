"""What must stand before the site opens: tables, and somebody who may sign in."""

import secrets

from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor


def migrate() -> bool:
    """Bring the database up to date; whether anything had to be done.

    Asking first takes a tenth of a second; the command itself takes several even when
    there is nothing to do.
    """
    executor = MigrationExecutor(connection)
    if not executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return False
    call_command("migrate", interactive=False, verbosity=0)
    return True


def has_people() -> bool:
    """Whether anybody can sign in at all."""
    from distretto.web.accounts.models import User

    return User.objects.exists()


def make_manager(email: str, name: str = "") -> str:
    """Make somebody who may begin programmes; their password, made up here."""
    from distretto.web.accounts.models import User

    password = "-".join(secrets.token_hex(2) for _ in range(4))
    user = User.objects.normalize_email(email).lower()
    User.objects.create_superuser(user, password, name=name)
    return password
