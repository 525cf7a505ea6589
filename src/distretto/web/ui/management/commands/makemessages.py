"""Collect the sentences of all floors; `scripts/update-messages` runs it."""

from django.core.management.commands import makemessages


class Command(makemessages.Command):
    """Django's own command, which also knows the house's mark of plural forms."""

    xgettext_options = [  # noqa: RUF012, Django declares it so
        *makemessages.Command.xgettext_options,
        "--keyword=ngettext_noop:1,2",
    ]
