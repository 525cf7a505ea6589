"""Every address, every role, the expected status: from the tables in `permissions/`.

A table is a module `permissions/<app>.py` with a list `ROWS` of dictionaries:

    {
        "url": "accounts:change-role",    # the name of the address
        "kwargs": lambda world: {"pk": world.role.pk},   # beside the programme's slug
        "may": MANAGERS,                  # roles that pass; the others get 403
        "unseen": (),                     # roles for which it does not exist: 404
        "method": "post",                 # get if it says nothing
        "data": {"kind": "analyst"},      # for post
        "status": 302,                    # what those who pass get; 200 if not said
        "but": {"analyst": 200},          # who gets something else, against all this
        "kind": "programme",              # see below; programme if not said
    }

`kwargs` may make what it needs; `world` has `programme` and `people` (role -> user),
and a table may put more into it with a function `prepare(world)`. Everything is undone
between two roles. Kinds:

    programme   nobody signed in: 302 to sign-in; no role here: 404
    api         nobody signed in: 401; no role here: 404
    api-own     nobody signed in: 401; everybody else passes
    own         nobody signed in: 302; everybody else passes, or those in `may`
    public      nobody needs to sign in

Further keyword arguments of `client.post` go into `options`.
"""

import importlib.util
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from distretto.web.accounts.models import Programme, Role, User

KINDS = list(Role.Kind.values)
FOLDER = Path(__file__).parent / "permissions"


def table(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"permissions_{path.stem}", path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


TABLES = [table(path) for path in sorted(FOLDER.glob("*.py"))]
ALL_ROWS = [(module, row) for module in TABLES for row in module.ROWS]
# An app whose addresses need much around them may try its table beside its own
# fixtures; its rows are then tuples that begin with the name of the address.
ROWS = [(module, row) for module, row in ALL_ROWS if isinstance(row, dict)]
NAMED = {row["url"] if isinstance(row, dict) else row[0] for _, row in ALL_ROWS}


def name_of(value: Any) -> str:
    if isinstance(value, dict):
        return f"{value['url']}-{value.get('method', 'get')}"
    return str(value.__name__).removeprefix("permissions_")


@pytest.fixture
def world(db: Any, settings: Any) -> SimpleNamespace:
    """The programme, somebody of every role, of none, and another's manager."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.WHITENOISE_AUTOREFRESH = True
    programme = Programme.objects.create(name="Lindara", slug="lindara")
    another = Programme.objects.create(name="Another", slug="another")
    people = {}
    for kind in [*KINDS, "nobody", "other"]:
        people[kind] = User.objects.create_user(f"{kind}@example.org", "x", name=kind)
    for kind in KINDS:
        Role.objects.create(programme=programme, user=people[kind], kind=kind)
    Role.objects.create(programme=another, user=people["other"], kind="manager")
    return SimpleNamespace(programme=programme, people=people)


@pytest.mark.parametrize(("module", "row"), ROWS, ids=name_of)
def test_every_role_gets_what_the_table_says(
    module: ModuleType, row: dict[str, Any], world: SimpleNamespace
) -> None:
    if hasattr(module, "prepare"):
        module.prepare(world)
    url = address(row, world)
    got = {who: status(row, url, world, who) for who in ["anonymous", *world.people]}
    assert got == expected(row, got)


def address(row: dict[str, Any], world: SimpleNamespace) -> str:
    kwargs = row.get("kwargs", lambda _world: {})(world)
    kind = row.get("kind", "programme")
    if kind == "programme":
        kwargs = {"programme": world.programme.slug, **kwargs}
    elif kind == "api":
        kwargs = {"slug": world.programme.slug, **kwargs}
    return reverse(row["url"], kwargs=kwargs)


def status(row: dict[str, Any], url: str, world: SimpleNamespace, who: str) -> int:
    """What this person gets; whatever the request wrote is taken back."""
    client = Client(raise_request_exception=True)
    with transaction.atomic():
        if who != "anonymous":
            backend = "allauth.account.auth_backends.AuthenticationBackend"
            client.force_login(world.people[who], backend)
        call = getattr(client, row.get("method", "get"))
        answer = call(url, row.get("data", {}), **row.get("options", {}))
        if answer.streaming:  # a download holds its file open until it is read
            b"".join(answer.streaming_content)
        transaction.set_rollback(True)
    is_open = row.get("kind") == "public"
    if answer.status_code == 302 and who == "anonymous" and not is_open:
        to_sign_in = answer.headers["Location"].startswith("/account/login/")
        return 302 if to_sign_in else -302
    return answer.status_code


def expected(row: dict[str, Any], got: dict[str, int]) -> dict[str, int]:
    kind, passes = row.get("kind", "programme"), row.get("status", 200)
    if kind == "public":
        # What the signed-in get is the business of the page: only never an error.
        assert all(code < 500 for code in got.values()), got
        return {**got, "anonymous": passes}
    signed_out = 401 if kind.startswith("api") else 302
    if kind.endswith("own"):
        may = row.get("may", [*KINDS, "nobody", "other"])
        strangers = 403
    else:
        may, strangers = row["may"], 404
    unseen = row.get("unseen", ())
    return (
        {"anonymous": signed_out}
        | {
            who: passes
            if who in may
            else 404
            if who in unseen
            else 403
            if who in KINDS
            else strangers
            for who in got
            if who != "anonymous"
        }
        | row.get("but", {})
    )


def addresses(resolver: URLResolver, space: str = "") -> Iterator[str]:
    """The names of all addresses of the site."""
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from addresses(pattern, inner)
        elif isinstance(pattern, URLPattern):
            yield f"{space}{pattern.name}"


def test_no_address_is_missing_from_the_tables() -> None:
    missing = sorted(set(addresses(get_resolver())) - NAMED)
    assert not missing, f"Add rows to tests/contracts/permissions/ for: {missing}"


def test_no_row_speaks_of_an_address_that_is_gone() -> None:
    assert not NAMED - set(addresses(get_resolver()))
