"""Reads about people."""

from distretto.web.accounts.models import Programme, Role


def people_of(programme: Programme) -> list[Role]:
    """Everybody in a programme: managers first, each kind by name."""
    kinds = list(Role.Kind.values)
    roles = programme.roles.current().select_related("user")
    return sorted(
        roles, key=lambda role: (kinds.index(role.kind), str(role.user).casefold())
    )
