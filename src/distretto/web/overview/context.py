"""What stands in the rail beside every page: the method with its state, the records.

All of it is lazy: a fragment that does not show the rail costs no query.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from distretto.method import Step
from distretto.web.accounts.models import Programme, Role
from distretto.web.overview import queries


@dataclass(frozen=True)
class Link:
    """A way to a page; `key` is what the page calls itself in `here`."""

    key: str
    title: str
    url: str


@dataclass(frozen=True)
class RailStep:
    """A step of the method as the rail shows it."""

    number: int
    key: str
    title: str
    url: str
    note: str
    parts: tuple[Link, ...] = ()

    @property
    def is_built(self) -> bool:
        return bool(self.url)


class Rail:
    """The rail of one request, read when it is shown."""

    def __init__(self, request: HttpRequest) -> None:
        match = request.resolver_match
        self.user = request.user
        self.slug = match.kwargs.get("programme", "") if match else ""

    @cached_property
    def programmes(self) -> list[Programme]:
        """The programmes the reader has a role in."""
        if not self.user.is_authenticated:
            return []
        roles = (
            Role.objects.current()
            .filter(user=self.user, programme__retired_at__isnull=True)
            .select_related("programme")
            .order_by("programme__name")
        )
        return [role.programme for role in roles]

    @cached_property
    def programme(self) -> Programme | None:
        """The programme of this page, if the reader has a role in it."""
        return next((each for each in self.programmes if each.slug == self.slug), None)

    @property
    def other_programmes(self) -> list[Programme]:
        return [each for each in self.programmes if each != self.programme]

    @cached_property
    def steps(self) -> list[RailStep]:
        return rail_steps(self.programme) if self.programme else []

    @cached_property
    def links(self) -> list[Link]:
        """Ways to the records of the programme, as far as their pages are built."""
        if self.programme is None:
            return []
        return _built(
            self.programme,
            ("register", "register:register", _("Register")),
            ("people", "accounts:people", _("People")),
            ("history", "overview:history", _("History")),
            ("work", "work:runs", _("Work in the background")),
        )


def rail_steps(programme: Programme) -> list[RailStep]:
    """The six steps with their state in a programme."""
    return [
        _selection(programme, number)
        if step is Step.SELECTION
        else RailStep(number, step.value, _(step.title), "", _("in a later version"))
        for number, step in enumerate(Step, start=1)
    ]


def _selection(programme: Programme, number: int) -> RailStep:
    parts = _built(
        programme,
        ("maps", "selection:maps", _("Cluster maps")),
        ("rounds", "selection:rounds", _("Selection rounds")),
    )
    url = next((part.url for part in reversed(parts)), "")
    state = queries.state_of(programme)
    title = _(Step.SELECTION.title)
    return RailStep(number, "selection", title, url, state.in_short, tuple(parts))


def _built(programme: Programme, *pages: tuple[str, str, str]) -> list[Link]:
    """Those of the pages that this version has."""
    links = []
    for key, name, title in pages:
        try:
            links.append(Link(key, title, reverse(name, args=[programme.slug])))
        except NoReverseMatch:
            continue
    return links


def rail(request: HttpRequest) -> dict[str, Any]:
    """The rail, and its steps by themselves."""
    shown = Rail(request)
    return {"rail": shown, "steps": SimpleLazyObject(lambda: shown.steps)}
