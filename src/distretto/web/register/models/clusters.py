"""Industrial clusters, and where they reach."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from distretto.web.accounts.models import Programme
from distretto.web.history.models import Record, versions
from distretto.web.register.models.finding import Findable
from distretto.web.register.models.places import Place


class Cluster(Findable, Record):
    """An industrial cluster that the programme assists or watches."""

    class Stage(models.TextChoices):
        PRE_CLUSTER = "pre_cluster", _("Pre-cluster")
        EMERGING = "emerging", _("Emerging")
        GROWING = "growing", _("Growing")
        MATURE = "mature", _("Mature")
        DECLINING = "declining", _("Declining")
        TRANSFORMING = "transforming", _("Transforming")

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="clusters")
    name = models.CharField(_("name"), max_length=200)
    products = models.CharField(_("products"), max_length=300, blank=True)
    classification = models.CharField(
        _("industry classification"), max_length=40, default="ISIC4"
    )
    industries = models.JSONField(_("industry codes"), default=list, blank=True)
    stage = models.CharField(
        _("life-cycle stage"), max_length=12, choices=Stage.choices, blank=True
    )
    origin = models.TextField(_("how it came to be chosen"), blank=True)
    history = versions()

    class Meta:
        verbose_name = _("cluster")
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name

    def spoken(self) -> str:
        return f"{self.name} {self.products} {' '.join(self.industries)}"


class ClusterPlace(Record):
    """A place that a cluster reaches into."""

    cluster = models.ForeignKey(
        Cluster, models.PROTECT, related_name="places", verbose_name=_("cluster")
    )
    place = models.ForeignKey(
        Place, models.PROTECT, related_name="clusters", verbose_name=_("place")
    )
    history = versions()

    class Meta:
        verbose_name = _("place of a cluster")
        ordering = ("place__name",)
        constraints = (
            models.UniqueConstraint(
                fields=["cluster", "place"],
                condition=Q(retired_at__isnull=True),
                name="cluster_place_once",
                violation_error_message=_("The cluster has this place already."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.cluster}: {self.place}"
