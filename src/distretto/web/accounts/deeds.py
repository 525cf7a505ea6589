"""What the deeds of this app are called, and what guards them."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from distretto.web.accounts.models import Programme
from distretto.web.accounts.rules.people import check_manager_left
from distretto.web.history import deeds

deeds.titles(
    {
        "programme.founded": _("Programme founded"),
        "programme.changed": _("Programme changed"),
        "person.invited": _("Person invited"),
        "invitation.accepted": _("Invitation accepted"),
        "role.changed": _("Role changed"),
        "role.retired": _("Role ended"),
        "profile.changed": _("Own page changed"),
        "token.made": _("Token made"),
        "token.retired": _("Token ended"),
    }
)


@deeds.guard("person.invited", "role.changed", "role.retired", "programme.founded")
def a_manager_stays(entry: Any, *, by: Any) -> None:
    """Undoing must not leave a programme without a manager either."""
    programme = Programme.objects.filter(pk=entry.programme_id).first()
    if programme and not programme.is_retired:
        check_manager_left(programme)
