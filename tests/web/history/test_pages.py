"""The history on screen: who, when, what in words, why; and undoing from there."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise

from distretto.web.accounts.models import Role
from distretto.web.accounts.rules.people import change_role
from distretto.web.history.models import Deed, Record
from distretto.web.history.rules import deed, undo
from distretto.web.overview.history_words import UNTOLD
from distretto.web.register.models import Cluster, ClusterPlace, Place

HISTORY = "/p/lindara/history/"


def page(client, url, **query):
    answer = client.get(url, query)
    assert answer.status_code == 200
    return answer.content.decode()


def deed_url(entry):
    return reverse("overview:deed", args=["lindara", entry.pk])


@pytest.fixture
def changed(boris, amina) -> Deed:
    """Boris has made Amina an analyst."""
    change_role(Role.objects.get(user=amina), kind="analyst", by=boris)
    return Deed.objects.get()


def test_the_list_says_who_what_and_why(programme, boris, client_of):
    with deed(
        "role.changed",
        by=boris,
        programme=programme,
        about="Amina",
        reason="She asked.",
    ):
        pass
    text = page(client_of(boris), HISTORY)
    for word in ("Boris", "Role changed", "Amina", "She asked."):
        assert word in text


def test_the_list_is_filtered(programme, boris, amina, name_place, client_of):
    name_place("A", "By Boris")
    name_place("B", "By Amina", by=amina)
    with deed("role.changed", by=boris, programme=programme, about="Another kind"):
        pass
    client = client_of(boris)
    of_amina = page(client, HISTORY, who=str(amina.pk))
    assert "By Amina" in of_amina and "By Boris" not in of_amina
    of_kind = page(client, HISTORY, what="role.changed")
    assert "Another kind" in of_kind and "By Boris" not in of_kind


def test_both_days_of_a_filter_are_included(programme, boris, name_place, client_of):
    name_place("A", "Long ago")
    Deed.objects.update(at=timezone.now() - timedelta(days=30))
    name_place("B", "Just now")
    today = timezone.localdate().isoformat()
    shown = page(client_of(boris), HISTORY, since=today, until=today)
    assert "Just now" in shown and "Long ago" not in shown
    before = (timezone.localdate() - timedelta(days=1)).isoformat()
    shown = page(client_of(boris), HISTORY, until=before)
    assert "Long ago" in shown and "Just now" not in shown


@pytest.mark.parametrize("query", [{"who": "x"}, {"since": "yesterday"}, {"page": "z"}])
def test_a_filter_that_means_nothing_is_no_error(
    programme, boris, name_place, client_of, query
):
    name_place("A", "Knitton")
    assert "Knitton" in page(client_of(boris), HISTORY, **query)


def test_another_programmes_deeds_are_not_there(
    other_programme, dora, programme, boris, client_of
):
    with deed(
        "place.made", by=dora, programme=other_programme, about="Secret"
    ) as entry:
        Place.objects.create(programme=other_programme, code="S", name="Secret")
    client = client_of(boris)
    assert "Secret" not in page(client, HISTORY)
    assert client.get(deed_url(entry)).status_code == 404
    undo_url = reverse("overview:undo-deed", args=["lindara", entry.pk])
    assert client.post(undo_url, {"reason": "x"}).status_code == 404


def test_a_deed_shows_before_and_after_in_words(changed, boris, client_of):
    text = page(client_of(boris), deed_url(changed))
    assert "Cluster development agent" in text and "Analyst" in text
    # Of all the fields of a role, one has changed.
    assert text.count('<th scope="row">') == 1


def test_names_stand_for_what_fields_point_at(programme, boris, client_of):
    with deed("cluster.made", by=boris, programme=programme) as entry:
        place = Place.objects.create(programme=programme, code="KN", name="Knitton")
        cluster = Cluster.objects.create(
            programme=programme, name="Knitwear", industries=["1430", "1391"]
        )
        ClusterPlace.objects.create(cluster=cluster, place=place)
    text = page(client_of(boris), deed_url(entry))
    assert "Knitton" in text and "Knitwear" in text
    assert "1430, 1391" in text
    assert str(place.pk) not in text.replace(f"/{place.pk}/", "")
    assert "made" in text


def test_kinds_and_fields_are_said_in_the_reader_s_language(
    changed, boris, client_of, in_french
):
    in_french("role", "fonction")
    in_french("person", "personne")
    boris.language = "fr"
    boris.save()
    text = page(client_of(boris), deed_url(changed))
    assert '<span class="muted">Fonction</span>' in text
    assert '<span class="muted">Role</span>' not in text


RECORDS = [model for model in apps.get_models() if issubclass(model, Record)]


@pytest.mark.parametrize("model", RECORDS, ids=lambda model: model._meta.label)
def test_every_kind_of_record_and_every_field_told_can_be_translated(model):
    """What Django makes of the name of a class or a field stays English."""
    told = [
        field
        for field in model._meta.concrete_fields
        if field.editable
        and field.name not in UNTOLD
        and hasattr(model.history.model, field.attname)
    ]
    named = {field.name: field.verbose_name for field in told}
    named["the record"] = model._meta.verbose_name
    assert [name for name, said in named.items() if not is_lazy(said)] == []


def is_lazy(words):
    return isinstance(words, Promise)


@pytest.mark.parametrize("records", [2, 20])
def test_queries_do_not_grow_with_the_records(
    programme, boris, client_of, records, django_assert_max_num_queries
):
    with deed("cluster.made", by=boris, programme=programme) as entry:
        cluster = Cluster.objects.create(programme=programme, name="Knitwear")
        for number in range(records):
            place = Place.objects.create(
                programme=programme, code=str(number), name=f"Place {number}"
            )
            ClusterPlace.objects.create(cluster=cluster, place=place)
    client = client_of(boris)
    # Per kind of record: versions, records, and a query per kind they point at.
    with django_assert_max_num_queries(22):
        assert f"Place {records - 1}" in page(client, deed_url(entry))
    with django_assert_max_num_queries(16):
        page(client, HISTORY)
    story = reverse(
        "overview:record-history", args=["lindara", "register.Cluster", cluster.pk]
    )
    with django_assert_max_num_queries(16):
        page(client, story)


@pytest.mark.parametrize("deeds", [3, 60])
def test_queries_do_not_grow_with_the_deeds(
    programme, boris, name_place, client_of, deeds, django_assert_max_num_queries
):
    for number in range(deeds):
        place = name_place("A", f"Name {number}")
    client = client_of(boris)
    with django_assert_max_num_queries(16):
        assert f"Name {deeds - 1}" in page(client, HISTORY)
    story = reverse(
        "overview:record-history", args=["lindara", "register.Place", place.pk]
    )
    with django_assert_max_num_queries(16):
        text = page(client, story)
    assert f"Name {deeds - 1}" in text and f"Name {deeds - 2}" in text


def test_undoing_asks_why(changed, boris, amina, client_of):
    client = client_of(boris)
    url = reverse("overview:undo-deed", args=["lindara", changed.pk])
    assert client.post(url, {"reason": " "}).status_code == 422
    answer = client.post(url, {"reason": "The wrong person."}, follow=True)
    assert "The wrong person." in answer.content.decode()
    assert Role.objects.get(user=amina).kind == "agent"
    # The deed that was undone says so, and offers it no more.
    text = page(client, deed_url(changed))
    assert "Undone" in text and 'name="reason"' not in text


def test_a_refused_undoing_says_why(changed, boris, amina, client_of):
    change_role(Role.objects.get(user=amina), kind="observer", by=boris)
    url = reverse("overview:undo-deed", args=["lindara", changed.pk])
    answer = client_of(boris).post(url, {"reason": "Oops."}, follow=True)
    assert "has been changed again since" in answer.content.decode()
    assert Role.objects.get(user=amina).kind == "observer"


def test_people_undo_their_own_deeds_for_a_day(name_place, amina, person_as, client_of):
    place = name_place("KN", "Knitton", by=amina)
    entry = Deed.objects.get()
    url = reverse("overview:undo-deed", args=["lindara", entry.pk])
    colleague = person_as("agent", "A colleague")
    assert client_of(colleague).post(url, {"reason": "x"}).status_code == 403
    Deed.objects.update(at=timezone.now() - timedelta(days=2))
    assert client_of(amina).post(url, {"reason": "x"}).status_code == 403
    Deed.objects.update(at=timezone.now())
    assert client_of(amina).post(url, {"reason": "x"}).status_code == 302
    place.refresh_from_db()
    assert place.is_retired


def test_the_history_of_one_record(name_place, boris, client_of):
    place = name_place("KN", "Knitton")
    name_place("XX", "Elsewhere")
    name_place("KN", "Knit Town")
    undo(Deed.objects.filter(about="Knit Town").get(), by=boris, reason="No.")
    url = reverse(
        "overview:record-history", args=["lindara", "register.Place", place.pk]
    )
    text = page(client_of(boris), url)
    assert "Knit Town" in text and "Elsewhere" not in text
    assert text.count('class="card"') == 3


def test_a_record_without_a_history_here_is_not_there(programme, boris, client_of):
    for label in ("register.Place", "no.Model"):
        url = reverse("overview:record-history", args=["lindara", label, programme.pk])
        assert client_of(boris).get(url).status_code == 404


def test_colleagues_scores_stay_hidden_in_the_history(
    programme, boris, amina, client_of
):
    from distretto.web.selection.models import (
        Assessor,
        Candidate,
        Criterion,
        Round,
        Score,
    )

    with deed("score.given", by=amina, programme=programme) as entry:
        chosen = Round.objects.create(programme=programme, name="First round")
        seat = Assessor.objects.create(round=chosen, user=amina)
        Score.objects.create(
            assessor=seat,
            candidate=Candidate.objects.create(round=chosen, name="Knitwear"),
            criterion=Criterion.objects.create(
                round=chosen, heading="importance", name="Jobs"
            ),
            value="4.25",
            evidence="Census 2024, page 7",
        )
    assert "4.25" in page(client_of(amina), deed_url(entry))
    blind = page(client_of(boris), deed_url(entry))
    assert "4.25" not in blind and "page 7" not in blind
    assert "hidden until the scoring is closed" in blind
    chosen.scoring_closed_at = timezone.now()
    chosen.save()
    assert "4.25" in page(client_of(boris), deed_url(entry))


def test_a_deed_of_many_records_is_told_page_by_page(programme, boris, client_of):
    with deed("places.imported", by=boris, programme=programme) as entry:
        for number in range(60):
            Place.objects.create(
                programme=programme, code=str(number), name=f"Place {number:02d}."
            )
    client = client_of(boris)
    first, second = (page(client, deed_url(entry), page=number) for number in (1, 2))
    assert "Place 49." in first and "Place 50." not in first
    assert "Place 50." in second and "Place 49." not in second
    assert "Undo it" in first and "Undo it" in second
