"""Tokens: shown once, kept as a digest, ended at once."""

import re
from datetime import timedelta
from hashlib import sha256

import pytest
from django.urls import reverse
from django.utils import timezone

from distretto.web.accounts.models import Token
from distretto.web.accounts.policy import user_of_token
from distretto.web.accounts.rules.tokens import make_token, retire_token


def test_a_token_is_shown_once(amina, client_of):
    client = client_of(amina)
    url = reverse("accounts:tokens")
    page = client.post(url, {"name": "monthly table"})
    (text,) = re.findall(r'value="(distretto_[^"]+)"', page.content.decode())
    assert page["Cache-Control"] == "no-store"
    assert user_of_token(text) == amina
    again = client.get(url).content.decode()
    assert "monthly table" in again and text not in again


def test_only_the_digest_is_kept(amina):
    token, text = make_token(by=amina, name="table")
    assert token.digest == sha256(text.encode()).hexdigest()
    versions = Token.history.values_list("name", "digest")
    assert list(versions) == [("table", token.digest)]


@pytest.mark.parametrize("wrong", ["", "distretto_", "distretto_" + "a" * 43])
def test_another_text_is_nobody(amina, wrong):
    make_token(by=amina, name="table")
    assert user_of_token(wrong) is None


def test_an_ended_token_is_nobody(amina, client_of):
    token, text = make_token(by=amina, name="table")
    client_of(amina).post(reverse("accounts:end-token", args=[token.pk]))
    assert user_of_token(text) is None


def test_nobody_ends_a_colleagues_token(amina, boris, client_of):
    token, text = make_token(by=amina, name="table")
    answer = client_of(boris).post(reverse("accounts:end-token", args=[token.pk]))
    assert answer.status_code == 404
    assert user_of_token(text) == amina


def test_who_may_not_sign_in_has_no_tokens(amina):
    _token, text = make_token(by=amina, name="table")
    amina.is_active = False
    amina.save()
    assert user_of_token(text) is None


def test_its_use_is_noted_once_a_minute(amina, django_assert_num_queries):
    token, text = make_token(by=amina, name="table")
    user_of_token(text)
    token.refresh_from_db()
    first = token.last_used_at
    assert timezone.now() - first < timedelta(seconds=30)
    with django_assert_num_queries(1):
        user_of_token(text)
    Token.objects.update(last_used_at=first - timedelta(minutes=2))
    with django_assert_num_queries(2):
        user_of_token(text)
    assert token.history.count() == 1


def test_ending_is_a_deed(amina):
    token, _text = make_token(by=amina, name="table")
    retire_token(token, by=amina)
    token.refresh_from_db()
    assert token.is_retired and token.history.count() == 2
