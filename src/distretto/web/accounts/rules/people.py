"""Inviting people, and giving, changing and ending their roles."""

from typing import Any

from distretto.errors import RuleError, gettext_noop
from distretto.web.accounts.models import Programme, Role, User
from distretto.web.history.rules import deed


def invite_person(
    programme: Programme, *, email: str, kind: str, by: Any, name: str = ""
) -> Role:
    """Give somebody a role; who is new gets an account without a password yet."""
    with deed("person.invited", by=by, programme=programme, about=email):
        user = User.objects.filter(email__iexact=email).first()
        if user is None:
            user = User.objects.create_user(email, name=name)
        _check_has_no_role(programme, user)
        return _kept(
            Role(
                programme=programme,
                user=user,
                kind=kind,
                is_pending=not user.is_proven,
            )
        )


def accept_invitation(role: Role, *, by: Any) -> Role:
    """Let a role in, whose own link the person has used."""
    with deed(
        "invitation.accepted", by=by, programme=role.programme_id, about=role.user
    ):
        role = _held(role)
        if role.user_id != by.pk:
            raise RuleError(
                "not_your_invitation",
                gettext_noop("This invitation is for “%(person)s”. Sign in as them."),
                person=str(role.user),
            )
        role.is_pending = False
        return _kept(role)


def prove_address(user: User) -> None:
    """Note that a link which was sent to the address has been used."""
    User.objects.filter(pk=user.pk).update(is_proven=True)


def change_role(role: Role, *, kind: str, by: Any) -> Role:
    """Let somebody be something else in the programme."""
    with deed("role.changed", by=by, programme=role.programme_id, about=role.user):
        role = _held(role)
        role.kind = kind
        _kept(role)
        check_manager_left(role.programme)
        return role


def retire_role(role: Role, *, by: Any, reason: str = "") -> Role:
    """End somebody's part in the programme; what they did stays in the history."""
    with deed(
        "role.retired",
        by=by,
        programme=role.programme_id,
        about=role.user,
        reason=reason,
    ):
        role = _held(role)
        role.retire()
        role.save()
        check_manager_left(role.programme)
        return role


def check_manager_left(programme: Programme) -> None:
    """Refuse to leave a programme that nobody may run.

    Called when the change is written but not final, with the roles of all managers
    held: two managers who end each other's roles at once do not both succeed.
    """
    managers = programme.roles.current().filter(
        kind=Role.Kind.MANAGER, user__is_active=True
    )
    if not managers.exists():
        raise RuleError(
            "last_manager",
            gettext_noop(
                "A programme needs a manager, and this is the last one. Make somebody "
                "else a manager first."
            ),
        )


def _held(role: Role) -> Role:
    """The role as it is now, with its programme held until the deed is done."""
    Programme.objects.select_for_update().get(pk=role.programme_id)
    held = Role.objects.select_related("programme", "user").get(pk=role.pk)
    if held.is_retired:
        raise RuleError(
            "role_is_over",
            gettext_noop("“%(person)s” has no part in the programme any more."),
            person=str(held.user),
        )
    return held


def _check_has_no_role(programme: Programme, user: User) -> None:
    role = programme.roles.current().filter(user=user).first()
    if role:
        raise RuleError(
            "has_role_already",
            gettext_noop(
                "“%(person)s” is in the programme already. Change the role instead."
            ),
            person=str(user),
        )


def _kept(role: Role) -> Role:
    role.full_clean()
    role.save()
    return role
