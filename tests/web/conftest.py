"""The cast of the tests of the site.

Amina is a cluster development agent of the Lindara programme, Boris its manager, Chen
signs in but has no role anywhere. Dora manages another programme, and must never find
out that Lindara exists.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from distretto.web.accounts.models import Programme, Role, User

Kind = Role.Kind
# Filled with characters that break naive escaping, as names of real people do.
PASSWORD = "wool & 7 spindles"


# A real hash takes a third of a second.
QUICK_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def with_files_in(folder: Path, storages: dict[str, Any]) -> dict[str, Any]:
    """The setting `STORAGES`, with what people hand in kept in a folder."""
    aside = {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": folder},
    }
    return {**storages, "default": aside}


@pytest.fixture(autouse=True)
def quick_passwords(settings: Any) -> None:
    settings.PASSWORD_HASHERS = QUICK_HASHERS


@pytest.fixture(autouse=True)
def quick_start(settings: Any) -> None:
    """No list of all static files is made for every client of every test."""
    settings.WHITENOISE_AUTOREFRESH = True


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Each test begins and ends in English, whatever the one before has switched to."""
    from django.utils import translation

    with translation.override("en"):
        yield


@pytest.fixture
def files_aside(settings: Any, tmp_path: Path) -> Path:
    """Files of a test lie in a folder of its own."""
    settings.STORAGES = with_files_in(tmp_path / "files", settings.STORAGES)
    return tmp_path / "files"


@pytest.fixture
def in_french(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """`in_french(english, french)` puts a sentence into the catalogue for one test.

    With `many`, these are its form for one and its form for several.
    """
    from django.utils.translation import trans_real

    entries: dict[Any, str] = trans_real.translation("fr")._catalog._catalogs[0]

    def translate(english: str, french: str, *, many: str | None = None) -> None:
        if many is None:
            monkeypatch.setitem(entries, english, french)
            return
        for form, sentence in enumerate((french, many)):
            monkeypatch.setitem(entries, (english, form), sentence)

    return translate


@pytest.fixture
def password() -> str:
    """What everybody of the cast signs in with."""
    return PASSWORD


@pytest.fixture
def programme(db: Any) -> Programme:
    """The programme that the cast works in."""
    return Programme.objects.create(
        name="Lindara cluster programme",
        slug="lindara",
        countries="LI",
        currency="EUR",
        languages="en",
    )


@pytest.fixture
def other_programme(db: Any) -> Programme:
    """A programme that the cast has nothing to do with: Dora's."""
    return Programme.objects.create(name="Another programme", slug="another")


@pytest.fixture
def person(db: Any) -> Callable[..., User]:
    """`person("Amina")` makes somebody who can sign in with `PASSWORD`."""

    def make(name: str, **fields: Any) -> User:
        email = f"{name.lower().replace(' ', '.')}@example.org"
        return User.objects.create_user(email, PASSWORD, name=name, **fields)

    return make


@pytest.fixture
def person_as(person: Callable[..., User], programme: Programme) -> Callable[..., User]:
    """`person_as("analyst")` makes somebody with that role in the programme."""

    def make(kind: str, name: str = "", of: Programme | None = None) -> User:
        user = person(name or f"The {kind.replace('_', ' ')}")
        Role.objects.create(programme=of or programme, user=user, kind=kind)
        return user

    return make


@pytest.fixture
def amina(person_as: Callable[..., User]) -> User:
    """The cluster development agent."""
    return person_as(Kind.AGENT, "Amina")


@pytest.fixture
def boris(person_as: Callable[..., User]) -> User:
    """The programme manager."""
    return person_as(Kind.MANAGER, "Boris")


@pytest.fixture
def chen(person: Callable[..., User]) -> User:
    """Somebody who can sign in and has no role."""
    return person("Chen")


@pytest.fixture
def dora(person_as: Callable[..., User], other_programme: Programme) -> User:
    """The manager of another programme."""
    return person_as(Kind.MANAGER, "Dora", of=other_programme)


@pytest.fixture
def client_of() -> Callable[..., Client]:
    """`client_of(amina)` is a browser in which Amina is signed in; None is nobody."""

    def open_for(user: User | None, **headers: str) -> Client:
        client = Client(headers=headers)
        if user is not None:
            client.force_login(
                user, "allauth.account.auth_backends.AuthenticationBackend"
            )
        return client

    return open_for


@pytest.fixture
def htmx_of(client_of: Callable[..., Client]) -> Callable[[User], Client]:
    """The same, with every request sent as htmx sends it."""
    return lambda user: client_of(user, **{"HX-Request": "true"})


@pytest.fixture
def work_done(
    settings: Any, django_capture_on_commit_callbacks: Any
) -> Callable[[], AbstractContextManager[Any]]:
    """`with work_done(): client.post(...)`: background work is over after the block."""
    settings.TASKS = {
        "default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}
    }
    return lambda: django_capture_on_commit_callbacks(execute=True)


# --- Tests in a real browser (mark them with `pytest.mark.browser`) ---------------

CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def chromium_path() -> str | None:
    """Debian's Chromium, or another one on the path."""
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    return next(filter(None, map(shutil.which, names)), None)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """One browser for the whole run; skips where there is none."""
    path = chromium_path()
    if path is None:
        pytest.skip("no Chromium here: tests in a real browser are skipped")
    from playwright.sync_api import sync_playwright

    # Playwright runs an event loop in this thread, which Django takes for a sign
    # that database calls would block it. They are the test's own and may.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=path, args=CHROMIUM_ARGUMENTS
        )
        yield browser
        browser.close()


@pytest.fixture
def page_of(
    chromium: Any, live_server: Any, client_of: Callable[..., Client]
) -> Iterator[Callable[..., Any]]:
    """`page_of(amina)` is a page of a real browser in which Amina is signed in.

    Options go to Playwright's `new_context` (viewport, locale, color_scheme,
    java_script_enabled). Addresses are relative: `page.goto("/p/lindara/")`.
    """
    contexts = []

    def open_for(user: User | None, **options: Any) -> Any:
        # What a device keeps of pages is for the tests that are about it.
        options = {"service_workers": "block", **options}
        context = chromium.new_context(base_url=live_server.url, **options)
        contexts.append(context)
        if user is not None:
            session = client_of(user).cookies["sessionid"].value
            context.add_cookies(
                [{"name": "sessionid", "value": session, "url": live_server.url}]
            )
        return context.new_page()

    yield open_for
    for context in contexts:
        context.close()
