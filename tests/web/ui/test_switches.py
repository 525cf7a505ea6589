"""The switches of theme and language, and the error pages."""

from typing import Any

import pytest
from django.test import Client, RequestFactory

from distretto.web.ui import views


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_theme_is_kept_in_a_cookie(client: Client, theme: str) -> None:
    answer = client.post("/ui/theme/", {"theme": theme, "next": "/account/login/"})
    assert answer["Location"] == "/account/login/"
    page = client.get("/account/login/").content.decode()
    assert f'data-theme="{theme}"' in page


def test_theme_of_the_device_sets_no_theme(client: Client) -> None:
    client.cookies["theme"] = "dark"
    client.post("/ui/theme/", {"theme": "system"})
    assert "data-theme" not in client.get("/account/login/").content.decode()


@pytest.mark.parametrize("value", ["", "neon", '"><script>'])
def test_theme_that_is_none_is_ignored(client: Client, value: str) -> None:
    assert "theme" not in client.post("/ui/theme/", {"theme": value}).cookies
    client.cookies["theme"] = value
    assert "data-theme" not in client.get("/account/login/").content.decode()


@pytest.mark.parametrize("away", ["https://elsewhere.example/", "//elsewhere.example"])
@pytest.mark.parametrize("switch", ["theme", "language"])
def test_switches_lead_nowhere_else(client: Client, switch: str, away: str) -> None:
    answer = client.post(f"/ui/{switch}/", {"theme": "dark", "next": away})
    assert "elsewhere" not in answer["Location"]


def test_language_is_kept_and_the_page_turns(client: Client) -> None:
    client.post("/ui/language/", {"language": "ar", "next": "/account/login/"})
    page = client.get("/account/login/").content.decode()
    assert '<html lang="ar" dir="rtl"' in page
    # Each language in its own words, whatever the page is in.
    assert "Français" in page and "English" in page


def test_switches_want_to_be_posted(client: Client) -> None:
    assert client.get("/ui/theme/").status_code == 405
    assert client.get("/ui/language/").status_code == 405


def test_page_that_is_not_there(client_of: Any, boris: Any) -> None:
    answer = client_of(boris).get("/p/another/")
    assert answer.status_code == 404
    assert "There is no such page" in answer.content.decode()


def test_page_that_is_not_there_for_a_stranger(client: Client, db: Any) -> None:
    answer = client.get("/no/such/page/")
    assert answer.status_code == 404
    assert "Sign in" in answer.content.decode()


def test_form_without_its_token(db: Any) -> None:
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post("/ui/theme/", {"theme": "dark"})
    assert answer.status_code == 403
    assert "The form has grown old" in answer.content.decode()


def test_forbidden_and_bad_requests_are_kind(rf: RequestFactory, boris: Any) -> None:
    request = rf.get("/")
    request.user = boris
    request.resolver_match = None
    for view, status in ((views.forbidden, 403), (views.bad_request, 400)):
        answer = view(request, Exception("secret"))
        assert answer.status_code == status
        assert "secret" not in answer.content.decode()


def test_server_error_touches_no_database(rf: RequestFactory) -> None:
    # This test has no access to the database: a query would fail it.
    answer = views.server_error(rf.get("/"))
    assert answer.status_code == 500
    assert "not have been kept" in answer.content.decode()


def test_style_of_pictures_is_served(client: Client) -> None:
    answer = client.get("/ui/pictures.css")
    assert answer["Content-Type"] == "text/css; charset=utf-8"
    assert b".picture" in answer.content
    assert "max-age" in answer["Cache-Control"]


def test_a_host_that_is_not_ours_is_a_bad_request(boris: Any, client_of: Any) -> None:
    """Refused before anybody is known to be signed in, so the page needs no user."""
    for client in (client_of(None), client_of(boris)):
        client.raise_request_exception = False
        for address in ("/", "/ui/theme/", "/api/programmes"):
            answer = client.get(address, headers={"host": "elsewhere.example"})
            assert answer.status_code == 400
            assert "That request could not be read" in answer.content.decode()
