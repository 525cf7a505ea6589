"""What stands in the rail beside every page: the method with its state, the records.

All of it is lazy: a fragment that does not show the rail costs no query.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Model
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from distretto.method import Step
from distretto.web.accounts.models import Programme, Role
from distretto.web.overview import queries
from distretto.web.selection.policy import rounds


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
        # A request that is refused early, as for a wrong host, has no user yet.
        self.user = getattr(request, "user", AnonymousUser())
        self.slug = match.kwargs.get("programme", "") if match else ""

    @cached_property
    def roles(self) -> list[Role]:
        """What the reader is, in each programme."""
        if not self.user.is_authenticated:
            return []
        return list(
            Role.objects.open()
            .filter(user=self.user, programme__retired_at__isnull=True)
            .select_related("programme")
            .order_by("programme__name")
        )

    @property
    def programmes(self) -> list[Programme]:
        return [role.programme for role in self.roles]

    @property
    def role(self) -> Role | None:
        """The reader's role in the programme of this page."""
        return next((r for r in self.roles if r.programme.slug == self.slug), None)

    @property
    def programme(self) -> Programme | None:
        """The programme of this page, if the reader has a role in it."""
        return self.role.programme if self.role else None

    @property
    def other_programmes(self) -> list[Programme]:
        return [each for each in self.programmes if each != self.programme]

    @cached_property
    def steps(self) -> list[RailStep]:
        return rail_steps(self.role) if self.role else []

    @cached_property
    def links(self) -> list[Link]:
        """Ways to the records of the programme, as far as their pages are built."""
        if self.programme is None:
            return []
        return _built(
            self.programme,
            ("register", "register:register", _("Register")),
            ("accounts", "accounts:people", _("People")),
            ("history", "overview:history", _("History")),
            ("work", "work:runs", _("Work in the background")),
        )

    @cached_property
    def own_links(self) -> list[Link]:
        """Ways to the reader's own pages."""
        own = (("profile", "accounts:profile", _("Your page")),)
        return [
            Link(key, title, url) for key, page, title in own if (url := _url(page))
        ]


def rail_steps(role: Role) -> list[RailStep]:
    """The six steps with their state in a programme, as the holder of a role sees."""
    return [
        BUILT[step](role, number)
        if step in BUILT
        else RailStep(number, step.value, _(step.title), "", _("in a later version"))
        for number, step in enumerate(Step, start=1)
    ]


def _selection(role: Role, number: int) -> RailStep:
    parts = _built(
        role.programme,
        ("maps", "selection:maps", _("Cluster maps")),
        ("rounds", "selection:rounds", _("Selection rounds")),
    )
    state = queries.state_of(role.programme)
    note = state.in_short(sees_rounds=role.kind in rounds.MAY["view"])
    url = parts[-1].url if parts else ""
    title = _(Step.SELECTION.title)
    return RailStep(number, "selection", title, url, note, tuple(parts))


def _diagnosis(role: Role, number: int) -> RailStep:
    url = address("diagnosis:clusters", role.programme)
    return RailStep(number, "diagnosis", _(Step.DIAGNOSIS.title), url, "")


BUILT = {Step.SELECTION: _selection, Step.DIAGNOSIS: _diagnosis}


def _built(programme: Programme, *pages: tuple[str, str, str]) -> list[Link]:
    """Those of the pages that this version has."""
    return [
        Link(key, title, url)
        for key, page, title in pages
        if (url := address(page, programme))
    ]


def address(page: str, programme: Programme, *records: Model) -> str:
    """The address of a page of a programme; empty while it is not built."""
    return _url(page, programme.slug, *(record.pk for record in records))


def _url(page: str, *parts: object) -> str:
    try:
        return reverse(page, args=parts)
    except NoReverseMatch:
        return ""


def rail(request: HttpRequest) -> dict[str, Any]:
    """The rail, and its steps by themselves."""
    shown = Rail(request)
    return {"rail": shown, "steps": SimpleLazyObject(lambda: shown.steps)}
