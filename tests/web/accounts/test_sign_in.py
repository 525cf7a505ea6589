"""Signing in: by e-mail, locked out after five wrong passwords, a second factor."""

import pytest
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core.cache import cache
from django.urls import reverse

PEOPLE = "/p/lindara/people/"


@pytest.fixture(autouse=True)
def nobody_tried_before():
    """allauth counts attempts in the cache, which outlives a test."""
    cache.clear()


def sign_in(client, email, password):
    url = reverse("account_login")
    return client.post(url, {"login": email, "password": password})


@pytest.mark.parametrize("spelt", ["amina@example.org", " Amina@Example.ORG "])
def test_the_right_password_lets_in(amina, password, client_of, spelt):
    client = client_of(None)
    assert sign_in(client, spelt, password).status_code == 302
    assert client.get(PEOPLE).status_code == 200


def test_a_wrong_one_does_not(amina, client_of):
    client = client_of(None)
    answer = sign_in(client, amina.email, "wrong")
    assert "sessionid" not in client.cookies
    assert answer.status_code == 200
    assert client.get(PEOPLE).status_code == 302


def test_the_sixth_try_is_refused_even_when_right(amina, boris, password, client_of):
    client = client_of(None)
    for number in range(5):
        # However it is spelt, it is one person.
        email = amina.email if number % 2 else amina.email.upper()
        answer = sign_in(client, email, "wrong")
    assert answer.status_code == 429
    assert "quarter of an hour" in answer.content.decode()
    assert sign_in(client, amina.email, password).status_code == 429
    # A colleague at the same desk is not locked out with her.
    assert sign_in(client_of(None), boris.email, password).status_code == 302


def test_a_success_forgets_the_failures(amina, password, client_of):
    for _round in range(2):
        for _try in range(4):
            sign_in(client_of(None), amina.email, "wrong")
        assert sign_in(client_of(None), amina.email, password).status_code == 302


def test_who_may_not_sign_in_stays_out(amina, password, client_of):
    amina.is_active = False
    amina.save()
    client = client_of(None)
    sign_in(client, amina.email, password)
    assert client.get(PEOPLE).status_code == 302


def test_nobody_signs_up_alone(db, client_of):
    client = client_of(None)
    url = reverse("account_signup")
    answer = client.post(url, {"email": "x@example.org", "password1": "spin-dle 19"})
    assert answer.status_code == 200
    assert b'name="password1"' not in answer.content
    assert "sessionid" not in client.cookies


def test_signing_out(amina, client_of):
    client = client_of(amina)
    client.post(reverse("account_logout"))
    assert client.get(PEOPLE).status_code == 302


def code_of(secret: str) -> str:
    """What the app on the telephone shows."""
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))


def test_a_second_factor_is_asked_for_once_it_is_set_up(amina, password, client_of):
    client = client_of(None)
    sign_in(client, amina.email, password)
    # Whoever finds the laptop open does not change how she signs in.
    answer = client.get(reverse("mfa_activate_totp"))
    assert answer.headers["Location"].startswith(reverse("account_reauthenticate"))
    client.post(reverse("account_reauthenticate"), {"password": password})
    setup = client.get(reverse("mfa_activate_totp"))
    assert setup.status_code == 200
    secret = setup.context["form"].secret
    assert "data:image/svg" in setup.content.decode()
    client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)})
    codes = client.get(reverse("mfa_view_recovery_codes")).context["unused_codes"]
    assert len(codes) == 10

    later = client_of(None)
    answer = sign_in(later, amina.email, password)
    assert answer.headers["Location"] == reverse("mfa_authenticate")
    assert later.get(PEOPLE).status_code == 302
    # The telephone is lost: a recovery code does as well, once.
    answer = later.post(reverse("mfa_authenticate"), {"code": codes[0]})
    assert later.get(PEOPLE).status_code == 200


@pytest.mark.parametrize(
    ("preferred", "browser", "switched", "reads"),
    [
        ("", "es", "", "es"),
        ("fr", "es", "", "fr"),
        ("fr", "es", "ar", "ar"),
    ],
)
def test_the_language(amina, client_of, preferred, browser, switched, reads):
    """The switch goes before the person's own page, and that before the browser."""
    amina.language = preferred
    amina.save()
    client = client_of(amina, **{"Accept-Language": browser})
    if switched:
        client.cookies["django_language"] = switched
    assert f'<html lang="{reads}"' in client.get(PEOPLE).content.decode()


def test_a_new_preference_goes_before_an_earlier_switch(amina, client_of):
    client = client_of(amina)
    client.cookies["django_language"] = "ar"
    client.post(reverse("accounts:profile"), {"name": "Amina", "language": "fr"})
    assert '<html lang="fr"' in client.get(PEOPLE).content.decode()
