"""The pages around signing in wear the house's look."""

import re
from typing import Any

import pytest
from django.test import Client

OUTSIDE = ["login", "reset_password", "reset_password_done", "signup"]
INSIDE = ["account_logout", "account_change_password", "account_email", "mfa_index"]


def check_look(text: str) -> None:
    assert 'class="wordmark"' in text
    assert text.count("<h1>") == 1
    assert "ui/css/components.css" in text
    assert not re.search(r"<[^>]+ style=", text)
    # Sentences of allauth that nobody here can follow.
    assert "sign up" not in text.lower()


@pytest.mark.parametrize("page", OUTSIDE)
def test_pages_outside(client: Client, db: Any, page: str) -> None:
    from django.urls import reverse

    answer = client.get(reverse(f"account_{page}"))
    assert answer.status_code == 200
    check_look(answer.content.decode())


@pytest.mark.parametrize("page", INSIDE)
def test_pages_inside(client_of: Any, boris: Any, page: str) -> None:
    from django.urls import reverse

    answer = client_of(boris).get(reverse(page))
    assert answer.status_code == 200
    check_look(answer.content.decode())


def test_second_step_is_set_up_with_a_code_to_scan(boris: Any) -> None:
    client = Client()
    password = "wool & 7 spindles"
    client.post("/account/login/", {"login": boris.email, "password": password})
    address = "/account/2fa/totp/activate/"
    again = client.get(address, follow=True).content.decode()
    check_look(again)
    assert "Successfully signed in" not in again
    answer = {"password": password, "next": address}
    page = client.post("/account/reauthenticate/", answer, follow=True)
    text = page.content.decode()
    check_look(text)
    # Cameras want dark on white in the dark theme too.
    assert 'class="square-code"' in text and 'src="data:image/svg+xml' in text


def test_wrong_password_is_said_beside_the_form(db: Any, boris: Any) -> None:
    wrong = {"login": boris.email, "password": "no"}
    text = Client().post("/account/login/", wrong).content.decode()
    assert 'role="alert"' in text and "notice-problem" in text


def test_nobody_signs_up_alone(client: Client, db: Any) -> None:
    text = client.get("/account/signup/").content.decode()
    assert (
        "People come in by invitation" in text
        and '<form method="post" action="/account/signup' not in text
    )
