"""Waves: the times at which a cluster was asked."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from distretto.web.history.models import Record, versions
from distretto.web.register.models import Cluster


class Wave(Record):
    """One round of asking in a cluster: baseline, follow-up, or what is wished for."""

    class Kind(models.TextChoices):
        BASELINE = "baseline", _("Baseline")
        FOLLOW_UP = "follow_up", _("Follow-up")
        # Not what is, but what the cluster wants: of linkages alone.
        DESIRED = "desired", _("Desired")

    cluster = models.ForeignKey(
        Cluster, models.PROTECT, related_name="waves", verbose_name=_("cluster")
    )
    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(
        _("kind"), max_length=10, choices=Kind.choices, default=Kind.BASELINE
    )
    began_on = models.DateField(_("first day"), null=True, blank=True)
    ended_on = models.DateField(_("last day"), null=True, blank=True)
    note = models.TextField(_("note"), blank=True, max_length=4000)
    history = versions()

    class Meta:
        verbose_name = _("wave")
        ordering = ("began_on", "created_at")
        constraints = (
            models.UniqueConstraint(
                fields=["cluster", "name"],
                condition=Q(retired_at__isnull=True),
                name="one_wave_per_name",
                violation_error_message=_("The cluster has a wave of this name."),
            ),
            models.CheckConstraint(
                condition=Q(began_on__isnull=True)
                | Q(ended_on__isnull=True)
                | Q(ended_on__gte=F("began_on")),
                name="wave_in_order",
                violation_error_message=_("The last day is before the first day."),
            ),
        )

    def __str__(self) -> str:
        return self.name
