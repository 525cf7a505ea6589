"""A link opens one role: no manager enters another programme in somebody's name."""

import re

import pytest
from django.core import mail
from django.urls import reverse

from distretto.web.accounts.models import Role, User

ADDRESS = "victim@example.org"
WORD = "spin-dle 19 wool"
LINK = re.compile(r"http://testserver(/invitations/[^/\s\"]+/)")


def invite(client, slug, kind="manager"):
    url = reverse("accounts:invite-person", args=[slug])
    return client.post(url, {"email": ADDRESS, "name": "Vera", "kind": kind})


def link_in(answer) -> str:
    (link,) = set(LINK.findall(answer.content.decode()))
    return link


def set_password(client, link: str) -> None:
    page = client.get(link, follow=True)
    form_url = page.redirect_chain[-1][0]
    client.post(form_url, {"password1": WORD, "password2": WORD})


def sees(client, slug) -> bool:
    return client.get(reverse("accounts:people", args=[slug])).status_code == 200


@pytest.fixture
def both(programme, other_programme, boris, dora, client_of):
    """Boris and Dora invite the same address; each passes a link on."""
    return {
        "lindara": link_in(invite(client_of(boris), "lindara")),
        "another": link_in(invite(client_of(dora), "another")),
    }


@pytest.mark.parametrize(
    "mine, other", [("another", "lindara"), ("lindara", "another")]
)
def test_a_link_opens_the_programme_of_its_manager_alone(both, client_of, mine, other):
    """Whoever invited first, and whoever second."""
    intruder = client_of(None)
    set_password(intruder, both[mine])
    assert sees(intruder, mine) and not sees(intruder, other)
    assert f"/p/{other}/" not in intruder.get("/").content.decode()
    names = [each["slug"] for each in intruder.get("/api/programmes").json()]
    assert names == [mine]


def test_a_later_invitation_waits_too(both, client_of, boris):
    """The address is as unproven after the password as before it."""
    intruder = client_of(None)
    set_password(intruder, both["another"])
    role = Role.objects.get(user__email=ADDRESS, programme__slug="lindara")
    assert role.is_waiting and not sees(intruder, "lindara")
    people = client_of(boris).get(reverse("accounts:people", args=["lindara"]))
    assert "has not accepted yet" in people.content.decode()


def test_the_other_link_is_accepted_by_who_is_signed_in(both, client_of, boris, chen):
    vera = client_of(None)
    set_password(vera, both["another"])
    assert client_of(chen).get(both["lindara"]).status_code == 404
    assert client_of(None).get(both["lindara"]).status_code == 302  # to sign in
    assert "Accept" in vera.get(both["lindara"]).content.decode()
    assert not sees(vera, "lindara")  # looking is not accepting
    assert vera.post(both["lindara"]).status_code == 302
    assert sees(vera, "lindara") and sees(vera, "another")


def test_a_link_is_not_made_up(client_of, both):
    forged = both["lindara"][:-3] + "x/"
    assert client_of(None).get(forged).status_code == 404


def test_by_email_the_address_is_proven_and_all_roles_open(
    programme, other_programme, boris, dora, client_of, settings
):
    settings.SENDS_EMAIL = True
    invite(client_of(boris), "lindara")
    invite(client_of(dora), "another")
    vera = client_of(None)
    set_password(vera, LINK.findall(mail.outbox[0].body)[0])
    assert User.objects.get(email=ADDRESS).is_proven
    assert sees(vera, "lindara") and sees(vera, "another")


def test_a_link_that_was_shown_does_not_prove_an_address_later(
    both, client_of, settings
):
    settings.SENDS_EMAIL = True
    assert client_of(None).get(both["lindara"]).status_code == 404
