"""A real browser against a real server, with the cast of `tests/web`.

`signed_in_page(amina)` is a page in which Amina is signed in, `browser_page()` one in
which nobody is. Both take a variant of `checks.VARIANTS` and options of Playwright's
`new_context`. What a page writes to the console as an error fails the test, unless it
is opened with `complains=False`.
"""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from tests.browser import checks

# Fixtures are found by name in the folder above a test; this folder is beside.
from tests.web.conftest import (  # noqa: F401
    amina,
    boris,
    chen,
    chromium,
    client_of,
    dora,
    english,
    files_aside,
    other_programme,
    page_of,
    person,
    person_as,
    programme,
    quick_passwords,
)

from distretto.web.accounts.models import User

HEIGHTS = {1280: 900, 360: 740}


@pytest.fixture
def signed_in_page(page_of: Any, live_server: Any) -> Iterator[Callable[..., Any]]:  # noqa: F811
    """`signed_in_page(amina, variant)`: see above."""
    complaints: list[str] = []

    def open_for(
        user: User | None,
        variant: dict[str, Any] | None = None,
        *,
        complains: bool = True,
        **options: Any,
    ) -> Any:
        look = variant or checks.VARIANTS[0]
        width = look["width"]
        page = page_of(
            user,
            viewport={"width": width, "height": HEIGHTS[width]},
            color_scheme=look["theme"],
            **options,
        )
        chosen = {"name": "django_language", "value": look["language"]}
        page.context.add_cookies([{**chosen, "url": live_server.url}])
        if complains:
            page.on("console", lambda said: _note(complaints, said))
            page.on("pageerror", lambda error: complaints.append(str(error)))
        return page

    yield open_for
    assert not complaints, "the browser complained: " + "; ".join(complaints)


def _note(complaints: list[str], said: Any) -> None:
    # A page that is refused or not found is no fault of the page.
    if said.type == "error" and "Failed to load resource" not in said.text:
        complaints.append(said.text)


@pytest.fixture
def browser_page(signed_in_page: Callable[..., Any]) -> Callable[..., Any]:
    """`browser_page(variant)`: the same, with nobody signed in."""

    def open_page(variant: dict[str, Any] | None = None, **options: Any) -> Any:
        return signed_in_page(None, variant, **options)

    return open_page
