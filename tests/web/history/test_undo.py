"""Deeds bind what one rule wrote, and can be taken back as one thing."""

import pytest
from django.db import transaction

from distretto.errors import RuleError
from distretto.web.history import deeds
from distretto.web.history.models import Change, Deed
from distretto.web.history.rules import (
    change_all,
    create_all,
    deed,
    undo,
    undoing,
    writing,
)
from distretto.web.register.models import Cluster, ClusterPlace, Place


def last_deed() -> Deed:
    return Deed.objects.order_by("-id")[0]


def test_a_deed_says_who_what_and_why(programme, boris):
    with deed(
        "place.made", by=boris, programme=programme, about="Knitton", reason="The map."
    ) as entry:
        place = Place.objects.create(programme=programme, code="KN", name="Knitton")
    change = entry.changes.get()
    assert (entry.who, entry.programme_id) == (boris, programme.pk)
    assert (entry.did, entry.about, entry.reason) == (
        "place.made",
        "Knitton",
        "The map.",
    )
    assert (change.object_id, change.previous_id) == (place.pk, None)


def test_what_was_made_is_retired_not_deleted(name_place, boris):
    place = name_place("KN", "Knitton")
    undo(last_deed(), by=boris)
    place.refresh_from_db()
    assert place.is_retired
    assert not Place.objects.current().exists()


def test_what_was_changed_returns(name_place, boris):
    name_place("KN", "Knitton")
    place = name_place("KN", "Knit Town")
    back = undo(last_deed(), by=boris, reason="It was right before.")
    place.refresh_from_db()
    assert place.name == "Knitton" and not place.is_retired
    assert back.did == "history.undone" and back.reason == "It was right before."


def test_several_changes_of_one_deed_return_to_before_the_first(
    programme, boris, name_place
):
    name_place("KN", "Knitton")
    with deed("place.named", by=boris, programme=programme) as entry:
        for name in ("First try", "Second try"):
            place = Place.objects.get(code="KN")
            place.name = name
            place.save()
    assert entry.changes.count() == 2
    undo(entry, by=boris)
    place.refresh_from_db()
    assert place.name == "Knitton"


def test_made_and_changed_in_one_deed_is_retired(programme, boris):
    with deed("place.made", by=boris, programme=programme) as entry:
        place = Place.objects.create(programme=programme, code="KN", name="Kniton")
        place.name = "Knitton"
        place.save()
    undo(entry, by=boris)
    place.refresh_from_db()
    assert place.is_retired


def test_versions_of_the_same_instant_are_told_apart(programme, boris, monkeypatch):
    # simple-history goes by the time; a fast machine, or a frozen clock, writes
    # several versions at one time.
    from django.utils import timezone

    instant = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: instant)
    with deed("place.made", by=boris, programme=programme):
        place = Place.objects.create(programme=programme, code="KN", name="One")
    with deed("place.named", by=boris, programme=programme) as second:
        place.name = "Two"
        place.save()
    with deed("place.named", by=boris, programme=programme) as third:
        place.name = "Three"
        place.save()
    undo(third, by=boris)
    place.refresh_from_db()
    assert place.name == "Two"
    assert second.changes.get().version_id == third.changes.get().previous_id


def test_refused_when_changed_since(name_place, boris, amina):
    name_place("KN", "Knitton")
    name_place("KN", "Knit Town")
    earlier = last_deed()
    place = name_place("KN", "Amina's name", by=amina)
    with pytest.raises(RuleError) as refusal:
        undo(earlier, by=boris)
    assert refusal.value.code == "changed_since"
    place.refresh_from_db()
    assert place.name == "Amina's name"
    assert not Deed.objects.filter(did="history.undone").exists()


def test_nothing_is_half_undone(programme, boris, name_place):
    """Two places in one deed; the one undone second has been changed since."""
    with deed("place.made", by=boris, programme=programme) as entry:
        first = Place.objects.create(programme=programme, code="A", name="A")
        second = Place.objects.create(programme=programme, code="B", name="B")
    name_place("A", "Changed since")
    with pytest.raises(RuleError):
        undo(entry, by=boris)
    first.refresh_from_db()
    second.refresh_from_db()
    assert not first.is_retired and not second.is_retired
    assert second.history.count() == 1


def test_refused_twice(name_place, boris):
    name_place("KN", "Knitton")
    entry = last_deed()
    undo(entry, by=boris)
    with pytest.raises(RuleError) as refusal:
        undo(entry, by=boris)
    assert refusal.value.code == "already_undone"


def test_refused_when_nothing_was_written(programme, boris):
    with deed("place.looked_at", by=boris, programme=programme) as entry:
        pass
    with pytest.raises(RuleError) as refusal:
        undo(entry, by=boris)
    assert refusal.value.code == "nothing_to_undo"


def test_an_undoing_can_be_undone(name_place, boris):
    place = name_place("KN", "Knitton")
    back = undo(last_deed(), by=boris)
    undo(back, by=boris)
    place.refresh_from_db()
    assert not place.is_retired and place.name == "Knitton"


def test_refused_while_something_rests_on_it(programme, boris, name_place):
    place = name_place("KN", "Knitton")
    making = last_deed()
    with deed("cluster.made", by=boris, programme=programme) as later:
        cluster = Cluster.objects.create(programme=programme, name="Knitwear")
        ClusterPlace.objects.create(cluster=cluster, place=place)
    with pytest.raises(RuleError) as refusal:
        undo(making, by=boris)
    assert refusal.value.code == "in_use"
    # The parts go before the whole, so undoing the later deed first opens the way.
    undo(later, by=boris)
    undo(making, by=boris)
    place.refresh_from_db()
    assert place.is_retired


def test_refused_when_its_place_is_taken(programme, boris):
    with deed("place.made", by=boris, programme=programme):
        first = Place.objects.create(programme=programme, code="KN", name="Knitton")
    with deed("place.recoded", by=boris, programme=programme) as recoding:
        first.code = "K2"
        first.save()
    with deed("place.made", by=boris, programme=programme):
        Place.objects.create(programme=programme, code="KN", name="Another")
    with pytest.raises(RuleError) as refusal:
        undo(recoding, by=boris)
    assert refusal.value.code == "cannot_return"
    assert "A place with this code is there already." in str(refusal.value)


def test_a_deed_inside_a_deed_joins_it(programme, boris):
    with (
        deed("cluster.made", by=boris, programme=programme) as outer,
        deed("place.made", by=boris, programme=programme) as inner,
    ):
        Place.objects.create(programme=programme, code="KN", name="Knitton")
    assert inner == outer
    assert Deed.objects.count() == 1
    assert outer.changes.count() == 1


def test_an_error_leaves_nothing(programme, boris):
    # The block of the test's own transaction stands for a request.
    with (
        pytest.raises(RuleError),
        transaction.atomic(),
        deed("place.made", by=boris, programme=programme),
    ):
        Place.objects.create(programme=programme, code="KN", name="Knitton")
        raise RuleError("no", "No.")
    assert not Place.objects.exists()
    assert not Deed.objects.exists() and not Change.objects.exists()
    # And the next deed is one of its own.
    with deed("place.made", by=boris, programme=programme) as entry:
        Place.objects.create(programme=programme, code="KN", name="Knitton")
    assert entry.changes.count() == 1


def test_without_a_deed_versions_are_kept_but_bound_to_none(programme):
    place = Place.objects.create(programme=programme, code="KN", name="Knitton")
    assert place.history.count() == 1
    assert not Change.objects.exists()


def test_a_guard_refuses_the_undoing_and_the_undoing_of_it(
    programme, boris, monkeypatch
):
    asked = []

    def refuse(entry, by):
        asked.append(entry.did)
        if len(asked) > 1:
            raise RuleError("guarded", "No.")

    monkeypatch.setitem(deeds._guards, "place.named", refuse)
    with deed("place.named", by=boris, programme=programme) as entry:
        place = Place.objects.create(programme=programme, code="KN", name="Knitton")
    back = undo(entry, by=boris)
    with pytest.raises(RuleError) as refusal:
        undo(back, by=boris)
    assert refusal.value.code == "guarded"
    assert asked == ["place.named", "history.undone"]
    place.refresh_from_db()
    assert place.is_retired


@pytest.mark.parametrize("written", [1, 5])
def test_queries_per_version(
    programme, boris, written, django_assert_num_queries, name_place
):
    """Per record: itself, its version, which version was before, the change."""
    places = [name_place(str(number), "Before") for number in range(written)]
    # And three for the deed: SAVEPOINT, itself, RELEASE.
    with (
        django_assert_num_queries(3 + 4 * written),
        deed("place.named", by=boris, programme=programme),
    ):
        for place in places:
            place.name = "After"
            place.save()


@pytest.mark.parametrize("batch", [2, 100])
def test_changing_many_at_once_is_as_saving_each(
    programme, boris, name_place, monkeypatch, batch
):
    """Versions, changes and the way back are those of `save`, record by record."""
    monkeypatch.setattr(writing, "BATCH", batch)
    monkeypatch.setattr(undoing, "BATCH", batch)
    places = [name_place(str(number), f"Before {number}") for number in range(3)]
    name_place("1", "Between")
    places = list(Place.objects.order_by("code"))
    before = [place.history.first().history_id for place in places]
    with deed("place.named", by=boris, programme=programme) as entry:
        change_all(places, name="After", source="A survey")
    assert [place.name for place in places] == ["After"] * 3
    assert set(Place.objects.values_list("name", "source")) == {("After", "A survey")}
    for place, earlier in zip(places, before, strict=True):
        version = place.history.first()
        assert (version.name, version.history_type) == ("After", "~")
        change = entry.changes.get(object_id=place.pk)
        assert change.model == "register.Place"
        assert (change.version_id, change.previous_id) == (version.history_id, earlier)
    undo(entry, by=boris)
    names = Place.objects.order_by("code").values_list("name", flat=True)
    assert list(names) == ["Before 0", "Between", "Before 2"]


def test_changing_none_at_once_is_nothing(programme, boris):
    with deed("place.named", by=boris, programme=programme) as entry:
        change_all([], name="After")
    assert not entry.changes.exists()


@pytest.mark.parametrize("written", [2, 20])
def test_queries_of_changing_many_at_once(
    programme, boris, written, django_assert_num_queries, name_place
):
    places = [name_place(str(number), "Before") for number in range(written)]
    # Which version was before, the update, the versions, the changes; three for the
    # deed.
    with (
        django_assert_num_queries(3 + 4),
        deed("place.named", by=boris, programme=programme),
    ):
        change_all(places, name="After")


@pytest.mark.parametrize("batch", [2, 100])
def test_undoing_many_at_once_is_as_undoing_each(
    programme, boris, name_place, monkeypatch, batch
):
    """Each returns to what it was, with a version and a change of its own."""
    monkeypatch.setattr(undoing, "BATCH", batch)
    names = ["Arda", "Bey", "Cosa", "Dora"]
    places = [name_place(str(number), name) for number, name in enumerate(names)]
    with deed("place.named", by=boris, programme=programme) as entry:
        change_all(places, name="After")
        made = Place.objects.create(programme=programme, code="E", name="Made")
    last = {each.pk: each.history.first().history_id for each in [*places, made]}
    back = undo(entry, by=boris)
    assert list(Place.objects.order_by("code").values_list("name", flat=True)) == [
        *names,
        "Made",
    ]
    assert list(Place.objects.exclude(retired_at=None)) == [made]
    assert back.changes.count() == 5
    for change in back.changes.all():
        version = Place.history.filter(id=change.object_id).first()
        assert (version.history_id, version.history_type) == (change.version_id, "~")
        assert change.previous_id == last[change.object_id]
        assert version.name == Place.objects.get(pk=change.object_id).name
    undo(back, by=boris)
    assert set(Place.objects.current().values_list("name", flat=True)) == {
        "After",
        "Made",
    }


def test_what_took_the_place_of_another_in_one_deed_makes_room(programme, boris):
    """The code moved from one to the other: the second must go first."""
    first = Place.objects.create(programme=programme, code="K1", name="First")
    second = Place.objects.create(programme=programme, code="K2", name="Second")
    with deed("place.recoded", by=boris, programme=programme) as entry:
        first.code = "K3"
        first.save()
        second.code = "K1"
        second.save()
    back = undo(entry, by=boris)
    assert dict(Place.objects.values_list("name", "code")) == {
        "First": "K1",
        "Second": "K2",
    }
    assert back.changes.count() == 2


def test_among_many_the_one_that_stands_in_the_way_is_named(
    programme, boris, name_place
):
    places = [name_place(str(number), f"Before {number}") for number in range(5)]
    with deed("place.named", by=boris, programme=programme) as entry:
        change_all(places, name="After")
    name_place("3", "Since")
    with pytest.raises(RuleError) as refusal:
        undo(entry, by=boris)
    assert refusal.value.code == "changed_since" and "Since" in str(refusal.value)
    assert Place.objects.filter(name="After").count() == 4


@pytest.mark.parametrize("written", [2, 20])
def test_queries_of_undoing_many_at_once(
    programme, boris, written, django_assert_max_num_queries, name_place
):
    places = [name_place(str(number), "Before") for number in range(written)]
    with deed("place.named", by=boris, programme=programme) as entry:
        change_all(places, name="After")
    # Held, newest and earlier versions; the update, the versions, the changes; the
    # deed, whether it was undone, its changes; and the marks of transactions.
    with django_assert_max_num_queries(18):
        undo(entry, by=boris)
    assert Place.objects.filter(name="Before").count() == written


def test_many_that_are_entered_at_once_are_as_one_that_is_saved(programme, boris):
    def place(code):
        return Place(programme=programme, code=code, name="Knitton", source="By hand")

    with deed("place.made", by=boris, programme=programme) as entry:
        saved = place("K1")
        saved.save()
        many = [place("K2"), place("K3")]
        create_all(many)
    assert not many[0]._state.adding
    assert [each.object_id for each in entry.changes.all()] == [
        saved.pk,
        many[0].pk,
        many[1].pk,
    ]
    versions = {each.code: each for each in Place.history.all()}
    assert {each.history_id for each in versions.values()} == {
        each.version_id for each in entry.changes.all()
    }
    alike = {"programme_id", "name", "source", "retired_at", "history_type", "shape"}
    for one in ("K2", "K3"):
        for name in alike:
            assert getattr(versions[one], name) == getattr(versions["K1"], name), name
    undo(entry, by=boris)
    assert not Place.objects.current().exists()
