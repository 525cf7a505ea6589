"""Runs: long work in the background, with progress, a heartbeat and an end."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from uuid_utils.compat import uuid7

from distretto.errors import MethodError
from distretto.web.accounts.models import Programme
from distretto.web.work.refusals import recalled


class Run(models.Model):
    """One piece of long work. Not a record people enter, so it has no versions."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        RUNNING = "running", _("Running")
        DONE = "done", _("Done")
        FAILED = "failed", _("Failed")
        CANCELLED = "cancelled", _("Cancelled")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    programme = models.ForeignKey(Programme, models.PROTECT, related_name="runs")
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="runs"
    )
    job = models.CharField(_("job"), max_length=60)
    subject = models.CharField(_("about"), max_length=200)
    arguments = models.JSONField(default=dict)
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.WAITING
    )
    done_parts = models.PositiveIntegerField(_("parts done"), null=True)
    all_parts = models.PositiveIntegerField(_("parts in all"), null=True)
    doing = models.CharField(_("doing"), max_length=200, blank=True)
    # Why it failed, as `refusals.described` keeps it.
    refusal = models.JSONField(null=True)
    result_url = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(_("asked for"), auto_now_add=True)
    beat_at = models.DateTimeField(_("last sign of life"), null=True)
    # The process that took it, so that what a dead one did is not waited for.
    worker = models.CharField(max_length=100, blank=True, editable=False)
    ended_at = models.DateTimeField(_("ended"), null=True)
    cancel_asked = models.BooleanField(default=False)

    class Meta:
        ordering = ("-created_at",)
        constraints = (
            models.CheckConstraint(
                condition=Q(done_parts__isnull=True)
                | Q(all_parts__isnull=True)
                | Q(done_parts__lte=F("all_parts")),
                name="run_parts_in_order",
            ),
        )

    def __str__(self) -> str:
        return self.subject

    @property
    def is_over(self) -> bool:
        return self.state in {self.State.DONE, self.State.FAILED, self.State.CANCELLED}

    @property
    def error(self) -> MethodError | None:
        """Why it failed, to be shown with `explain`."""
        return recalled(self.refusal) if self.refusal else None
