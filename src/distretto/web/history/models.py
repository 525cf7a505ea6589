"""Deeds (one named write each) and the versions they made.

django-simple-history keeps every version of a record. A deed binds the versions
of one action together and says who did it, what it was and why, so that it can be
read and undone as people think of it: as one thing.
"""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords
from uuid_utils.compat import uuid7

from distretto.web.history.deeds import title_of


def versions(**options: Any) -> HistoricalRecords:
    """The versions of a model, numbered so that two laptops' histories merge."""
    return HistoricalRecords(
        history_id_field=models.UUIDField(default=uuid7),
        user_model=settings.AUTH_USER_MODEL,
        **options,
    )


class CurrentQuerySet(models.QuerySet[Any]):
    def current(self) -> "CurrentQuerySet":
        """Without what was retired."""
        return self.filter(retired_at__isnull=True)


class Record(models.Model):
    """Something people entered: it has versions, and is retired instead of deleted."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    created_at = models.DateTimeField(_("entered"), auto_now_add=True)
    retired_at = models.DateTimeField(_("retired"), null=True, editable=False)

    objects = CurrentQuerySet.as_manager()

    class Meta:
        abstract = True

    @property
    def is_retired(self) -> bool:
        return self.retired_at is not None

    def retire(self) -> None:
        """Take it out of use; the caller saves it within a deed."""
        self.retired_at = timezone.now()


class Deed(models.Model):
    """One action of one person: a rule that was called."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    at = models.DateTimeField(_("when"), auto_now_add=True)
    who = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="deeds",
        verbose_name=_("who"),
    )
    # A plain id: programmes stand above the history.
    programme_id = models.UUIDField(_("programme"), null=True, db_index=True)
    did = models.CharField(_("what"), max_length=60)
    about = models.CharField(_("about"), max_length=300, blank=True)
    reason = models.TextField(_("reason"), blank=True)
    undoes = models.OneToOneField(
        "self", models.PROTECT, null=True, related_name="undone_by"
    )

    class Meta:
        ordering = ("-at", "-id")
        indexes = (
            models.Index(fields=["programme_id", "-at"], name="deed_of_programme"),
        )

    def __str__(self) -> str:
        return f"{self.title}: {self.about}" if self.about else self.title

    @property
    def title(self) -> str:
        """What was done, in the reader's language."""
        return title_of(self.did)


class Change(models.Model):
    """One record that a deed made or changed, by the versions before and after."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    # CASCADE: a change is a part of its deed, and deeds are never deleted.
    deed = models.ForeignKey(Deed, models.CASCADE, related_name="changes")
    model = models.CharField(max_length=100)
    object_id = models.UUIDField(db_index=True)
    version_id = models.UUIDField()
    previous_id = models.UUIDField(null=True)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.model} {self.object_id}"
