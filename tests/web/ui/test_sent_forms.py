"""Forms that a script sends: told where to go on, and taken once."""

from html import unescape
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from distretto.web.register.models import ContactEntry, Organisation
from distretto.web.ui.sent_forms import MOST_KEPT

ADDRESS = reverse("register:note-contact", args=["lindara"])


@pytest.fixture
def send(client_of, programme, amina):
    """`send("a", said="They agree.")`: Amina's script sends a contact under a name."""
    Organisation.objects.create(programme=programme, name="Arka Knits")
    client = client_of(amina)
    told = {
        "organisation": "Arka Knits",
        "channel": "phone",
        "giver": "them",
        "day": timezone.localdate().isoformat(),
        "ours": str(amina.pk),
    }

    def sent(name: str, *, said: str) -> Any:
        headers = {"Distretto-Sent": name}
        return client.post(ADDRESS, told | {"said": said}, headers=headers)

    sent.client = client
    return sent


def test_what_is_said_once_is_left_to_the_page_that_is_gone_on_to(send):
    answer = send("a", said="They agree.")
    assert answer.status_code == 200 and "Location" not in answer.headers
    page = send.client.get(answer["Distretto-Go-On"])
    assert "Noted." in unescape(page.content.decode())


def test_what_is_sent_again_for_want_of_an_answer_is_taken_once(send):
    first, second = (send("a", said="They agree.") for _again in range(2))
    assert ContactEntry.objects.count() == 1
    assert first["Distretto-Go-On"] == second["Distretto-Go-On"]
    send("b", said="They agree once more.")
    assert ContactEntry.objects.count() == 2


def test_what_was_refused_is_not_taken_for_taken(send):
    assert send("a", said="").status_code == 422
    send("a", said="They agree.")
    assert ContactEntry.objects.count() == 1


def test_only_the_newest_are_kept_in_mind(send):
    for number in range(MOST_KEPT + 1):
        send(f"{number}", said=f"Call {number}.")
    assert len(send.client.session["sent_forms"]) == MOST_KEPT
    assert "0" not in send.client.session["sent_forms"]


def test_who_is_not_signed_in_any_more_is_led_to_signing_in(send):
    send.client.logout()
    answer = send("a", said="They agree.")
    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("account_login"))


def test_without_the_script_a_form_is_answered_as_ever(send, client_of, boris):
    answer = client_of(boris).post(ADDRESS, {"said": "x"})
    assert answer.status_code == 422
    assert "Distretto-Go-On" not in answer.headers
