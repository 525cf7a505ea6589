"""What all steps speak of: places, clusters, and the tables that were uploaded.

Industries are not records: their codes and titles come from published
classifications (`distretto.formats.classifications`).
"""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from distretto.web.accounts.models import Programme
from distretto.web.history.models import Record, versions
from distretto.web.work.models import Run


class Place(Record):
    """A region: a district, county or commune, with its shape where it is known."""

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="places")
    code = models.CharField(_("code"), max_length=40)
    name = models.CharField(_("name"), max_length=200)
    shape = models.JSONField(_("boundary (GeoJSON geometry)"), null=True, blank=True)
    latitude = models.FloatField(
        _("latitude"),
        null=True,
        blank=True,
        validators=[MinValueValidator(-90), MaxValueValidator(90)],
    )
    longitude = models.FloatField(
        _("longitude"),
        null=True,
        blank=True,
        validators=[MinValueValidator(-180), MaxValueValidator(180)],
    )
    source = models.CharField(_("source of the boundary"), max_length=300, blank=True)
    licence = models.CharField(_("licence"), max_length=200, blank=True)
    history = versions()

    class Meta:
        ordering = ("name", "code")
        constraints = (
            models.UniqueConstraint(
                fields=["programme", "code"],
                condition=Q(retired_at__isnull=True),
                name="one_place_per_code",
                violation_error_message=_("A place with this code is there already."),
            ),
        )

    def __str__(self) -> str:
        return self.name or self.code


class Dataset(Record):
    """An uploaded table: the file by its hash, how it was understood, its source."""

    class Status(models.TextChoices):
        UPLOADED = "uploaded", _("Uploaded, not yet understood")
        UNDERSTOOD = "understood", _("Understood, waiting for your yes")
        ACCEPTED = "accepted", _("In use")
        REFUSED = "refused", _("Cannot be read")

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="datasets")
    name = models.CharField(_("name"), max_length=200)
    status = models.CharField(
        _("status"), max_length=12, choices=Status.choices, default=Status.UPLOADED
    )
    # The content decides the name of the file, so the same table is kept once.
    file = models.FileField(_("file"), max_length=200)
    file_name = models.CharField(_("name of the file as uploaded"), max_length=200)
    sha256 = models.CharField(_("content hash"), max_length=64, db_index=True)
    size_bytes = models.BigIntegerField(_("size in bytes"))
    source = models.CharField(_("source"), max_length=300, blank=True)
    licence = models.CharField(_("licence"), max_length=200, blank=True)
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)
    classification = models.CharField(
        _("industry classification"), max_length=40, blank=True
    )
    # How the file is read: layout, column for each meaning, sheet, encoding, level.
    reading = models.JSONField(_("how it is read"), default=dict, blank=True)
    # What the dry run found: columns, rows, years, totals against sums, problems.
    findings = models.JSONField(_("what was found"), default=dict, blank=True)
    row_count = models.PositiveIntegerField(_("rows"), null=True)
    # The table of regions by industries made of it, as Parquet files by hash.
    cells = models.JSONField(_("measured tables"), default=dict, blank=True)
    run = models.ForeignKey(Run, models.SET_NULL, null=True, related_name="+")
    history = versions(excluded_fields=["run"])

    class Meta:
        ordering = ("-created_at",)

    def __str__(self) -> str:
        return self.name


class Cluster(Record):
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
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class ClusterPlace(Record):
    """A place that a cluster reaches into."""

    cluster = models.ForeignKey(Cluster, models.PROTECT, related_name="places")
    place = models.ForeignKey(Place, models.PROTECT, related_name="clusters")
    history = versions()

    class Meta:
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
