"""Managers invite people; a programme always keeps a manager."""

import re

import pytest
from django.core import mail
from django.urls import reverse

from distretto.errors import RuleError
from distretto.web.accounts.models import Role, User
from distretto.web.accounts.rules import people as rules
from distretto.web.history.models import Deed
from distretto.web.history.rules import undo

LINK = re.compile(r'value="(http://testserver/invitations/[^"]+)"')


def invite(client, programme, **fields):
    url = reverse("accounts:invite-person", args=[programme.slug])
    data = {"email": "esi@example.org", "name": "Esi", "kind": "analyst", **fields}
    return client.post(url, data)


def test_an_invited_person_comes_in_by_the_link_once(programme, boris, client_of):
    page = invite(client_of(boris), programme).content.decode()
    (link,) = LINK.findall(page)
    # Copied by a button that shows itself only where the browser can copy.
    assert 'data-copy="link"' in page and "hidden>Copy the link</button>" in page
    stranger = client_of(None)
    # The key moves into the session, so that it does not stay in the address.
    form_page = stranger.get(link, follow=True)
    form_url = form_page.redirect_chain[-1][0]
    word = "spin-dle 19 wool"
    stranger.post(form_url, {"password1": word, "password2": word})
    assert stranger.get(reverse("accounts:people", args=["lindara"])).status_code == 200
    # The link is used up.
    again = client_of(None).get(link, follow=True)
    assert "password1" not in again.content.decode()
    assert User.objects.get(email="esi@example.org").check_password(word)


def test_with_email_the_link_goes_to_the_person_alone(
    programme, boris, client_of, settings
):
    settings.SENDS_EMAIL = True
    answer = invite(client_of(boris), programme)
    assert answer.status_code == 302
    (letter,) = mail.outbox
    assert letter.to == ["esi@example.org"]
    assert "http://testserver/invitations/" in letter.body
    assert "Lindara cluster programme" in letter.subject


def test_nobody_gets_a_link_to_an_account_in_use(programme, boris, dora, client_of):
    """Else Boris could enter Dora's programme in her name."""
    answer = invite(client_of(boris), programme, email=dora.email)
    assert answer.status_code == 302
    assert Role.objects.filter(user=dora, programme=programme).exists()
    role = Role.objects.get(user=dora, programme=programme)
    url = reverse("accounts:renew-invitation", args=["lindara", role.pk])
    answer = client_of(boris).post(url)
    assert answer.status_code == 302
    assert b"/invitations/" not in answer.content


def test_an_invitation_finds_the_same_person_however_spelt(programme, boris, chen):
    role = rules.invite_person(
        programme, email="Chen@Example.org", kind="observer", by=boris
    )
    assert role.user == chen


def test_nobody_is_in_a_programme_twice(programme, boris, amina, client_of):
    answer = invite(client_of(boris), programme, email=amina.email)
    assert answer.status_code == 422
    assert "is in the programme already" in answer.content.decode()
    assert Role.objects.filter(user=amina).count() == 1


def test_who_left_can_be_invited_again(programme, boris, amina):
    role = Role.objects.get(user=amina)
    rules.retire_role(role, by=boris, reason="Maternity leave.")
    again = rules.invite_person(programme, email=amina.email, kind="analyst", by=boris)
    assert again.pk != role.pk
    assert Role.objects.current().get(user=amina) == again


@pytest.mark.parametrize("end", ["change", "retire"])
def test_the_last_manager_stays(boris, end):
    role = Role.objects.get(user=boris)
    with pytest.raises(RuleError) as refusal:
        if end == "change":
            rules.change_role(role, kind="analyst", by=boris)
        else:
            rules.retire_role(role, by=boris, reason="Leaving.")
    assert refusal.value.code == "last_manager"
    role.refresh_from_db()
    assert role.kind == "manager" and not role.is_retired
    assert not Deed.objects.exists()


def test_a_manager_who_may_not_sign_in_does_not_count(boris, person_as):
    absent = person_as("manager", "Absent")
    absent.is_active = False
    absent.save()
    with pytest.raises(RuleError):
        rules.retire_role(Role.objects.get(user=boris), by=boris, reason="Leaving.")


def test_undoing_leaves_a_manager_too(programme, boris, person_as):
    second = rules.invite_person(
        programme, email="second@example.org", kind="manager", by=boris
    )
    invited = Deed.objects.get(did="person.invited")
    rules.retire_role(Role.objects.get(user=boris), by=second.user, reason="Leaving.")
    with pytest.raises(RuleError) as refusal:
        undo(invited, by=second.user)
    assert refusal.value.code == "last_manager"
    second.refresh_from_db()
    assert not second.is_retired


def test_a_changed_role_is_in_the_history(boris, amina, client_of):
    role = Role.objects.get(user=amina)
    url = reverse("accounts:change-role", args=["lindara", role.pk])
    assert client_of(boris).post(url, {"kind": "analyst"}).status_code == 302
    role.refresh_from_db()
    assert role.kind == "analyst"
    entry = Deed.objects.get()
    assert (entry.did, entry.about, entry.who) == ("role.changed", "Amina", boris)


def test_who_is_retired_no_longer_sees_the_programme(boris, amina, client_of):
    role = Role.objects.get(user=amina)
    url = reverse("accounts:retire-role", args=["lindara", role.pk])
    client = client_of(boris)
    assert client.post(url, {"reason": ""}).status_code == 422
    assert client.post(url, {"reason": "Her contract ended."}).status_code == 302
    people = reverse("accounts:people", args=["lindara"])
    assert client_of(amina).get(people).status_code == 404


@pytest.mark.parametrize("people", [3, 30])
def test_queries_of_the_list(
    programme, boris, person_as, client_of, people, django_assert_max_num_queries
):
    for number in range(people):
        person_as("agent", f"Agent {number}")
    client = client_of(boris)
    url = reverse("accounts:people", args=["lindara"])
    client.get(url)
    with django_assert_max_num_queries(10):
        page = client.get(url)
    assert f"Agent {people - 1}" in page.content.decode()


@pytest.mark.parametrize("kind", [Role.Kind.MEMBER, Role.Kind.OBSERVER])
def test_what_is_said_of_members_is_so(programme, person_as, client_of, kind):
    client = client_of(person_as(kind))
    page = client.get(reverse("accounts:people", args=["lindara"])).content.decode()
    assert "Read what is finished: places, clusters, maps, announced choices" in page
    assert "Single firms and their people are not shown to them" in page

    def answers(*pages):
        urls = [reverse(each, args=["lindara"]) for each in pages]
        return {client.get(url).status_code for url in urls}

    shown = ("register:places", "register:clusters", "selection:maps")
    assert answers(*shown, "selection:rounds") == {200}
    assert answers("register:organisations", "register:people") == {403}
