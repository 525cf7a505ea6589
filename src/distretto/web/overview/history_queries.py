"""Reads of the history: who did what, and which words changed."""

from datetime import date, datetime, time
from uuid import UUID

from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from distretto.web.accounts.models import Programme, User
from distretto.web.history import deeds as registry
from distretto.web.history.models import Change, Deed


def deeds_of(
    programme: Programme,
    *,
    who: str = "",
    what: str = "",
    since: date | None = None,
    until: date | None = None,
) -> QuerySet[Deed]:
    """The deeds of a programme, newest first; the days are both included."""
    found = Deed.objects.filter(programme_id=programme.pk)
    if who:
        found = found.filter(who_id=UUID(who))
    if what:
        found = found.filter(did=what)
    if since:
        found = found.filter(at__gte=_local(since, time.min))
    if until:
        found = found.filter(at__lte=_local(until, time.max))
    return found.select_related("who", "undoes", "undone_by")


def _local(day: date, moment: time) -> datetime:
    return timezone.make_aware(datetime.combine(day, moment))


def doers_in(programme: Programme) -> list[tuple[str, str]]:
    """Everybody who did something in a programme: id and name."""
    users = User.objects.filter(deeds__programme_id=programme.pk).distinct()
    return [(str(user.pk), str(user)) for user in users]


def titles_in(programme: Programme) -> list[tuple[str, str]]:
    """The kinds of deeds that a programme has seen: code and title, by title."""
    codes = Deed.objects.filter(programme_id=programme.pk).order_by("did")
    found = set(codes.values_list("did", flat=True).distinct())
    pairs = [(code, registry.title_of(code)) for code in found]
    return sorted(pairs, key=lambda pair: pair[1])


def deeds_on(programme: Programme, label: str, pk: UUID) -> QuerySet[Deed]:
    """The deeds of a programme that made or changed one record, newest first."""
    of_record = Change.objects.filter(model=label, object_id=pk)
    return (
        Deed.objects.filter(programme_id=programme.pk, changes__in=of_record)
        .distinct()
        .select_related("who", "undoes", "undone_by")
        .prefetch_related(Prefetch("changes", of_record, to_attr="changes_here"))
    )
