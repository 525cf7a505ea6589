"""What all steps speak of: places, clusters, and the tables that were uploaded.

Industries are not records: their codes and titles come from published
classifications (`distretto.formats.classifications`).
"""

import hashlib
import json
from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from distretto.formats.words import plain
from distretto.web.accounts.models import Programme
from distretto.web.history.models import Record, versions
from distretto.web.work.models import Run

# Letters that are letters of their own, and that people type without their stroke.
STROKES = str.maketrans("łøđħŧıæœþß", "lodhtiaots")


def folded(text: str) -> str:
    """Words without case, accents and strokes, as they are stored and looked for."""
    return plain(plain(text).translate(STROKES))


class Findable(models.Model):
    """Found by its words without regard to case and accents, on every database.

    SQLite's LIKE folds plain Latin letters only, so folded words are kept beside.
    They follow the record, whoever saves it; `follow` sets them where records are
    made in bulk.
    """

    words = models.CharField(max_length=600, blank=True, editable=False)
    FOLLOWING: tuple[str, ...] = ("words",)

    class Meta:
        abstract = True

    def save(self, *args: Any, **options: Any) -> None:
        self.follow()
        if (fields := options.get("update_fields")) is not None:
            options["update_fields"] = {*fields, *self.FOLLOWING}
        super().save(*args, **options)

    def spoken(self) -> str:
        """The words that it is found by."""
        raise NotImplementedError

    def follow(self) -> None:
        """Set what follows from the other fields."""
        self.words = folded(self.spoken())[:600]


class Place(Findable, Record):
    """A region: a district, county or commune, with its shape where it is known."""

    FOLLOWING = ("words", "shape_hash")

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="places")
    code = models.CharField(_("code"), max_length=40)
    name = models.CharField(_("name"), max_length=200)
    shape = models.JSONField(_("boundary (GeoJSON geometry)"), null=True, blank=True)
    # Tells at once whether anything drawn or computed from shapes is still right.
    shape_hash = models.CharField(max_length=40, blank=True, editable=False)
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
        verbose_name = _("place")
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

    def spoken(self) -> str:
        return f"{self.name} {self.code}"

    def follow(self) -> None:
        super().follow()
        self.shape_hash = _hash_of(self.shape) if self.shape else ""


def _hash_of(shape: Any) -> str:
    return hashlib.sha256(json.dumps(shape).encode()).hexdigest()[:40]


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
    # Blank where it could not be read: nothing of it is kept.
    file = models.FileField(_("file"), max_length=200, blank=True)
    file_name = models.CharField(_("name of the file as uploaded"), max_length=200)
    sha256 = models.CharField(_("content hash"), max_length=64, db_index=True)
    size_bytes = models.BigIntegerField(_("size in bytes"))
    source = models.CharField(_("source"), max_length=300, blank=True)
    licence = models.CharField(_("licence"), max_length=200, blank=True)
    # Whoever published them has hidden single firms' figures already. Otherwise those
    # of few firms are masked for whoever is not of the staff.
    is_published = models.BooleanField(_("these figures are published"), default=False)
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)
    classification = models.CharField(
        _("industry classification"), max_length=40, blank=True
    )
    # How the file is read: layout, column for each meaning, sheet, encoding, level.
    reading = models.JSONField(_("how it is read"), default=dict, blank=True)
    # What the dry run found: columns, rows, years, totals against sums, problems.
    findings = models.JSONField(_("what was found"), default=dict, blank=True)
    row_count = models.PositiveIntegerField(_("rows"), null=True, blank=True)
    # Tables of regions by industries made of it, one for each level of the industry
    # codes ("" where codes have no levels): level to the name of a Parquet file.
    cells = models.JSONField(_("measured tables"), default=dict, blank=True)
    run = models.ForeignKey(
        Run, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    history = versions(excluded_fields=["run"])

    class Meta:
        verbose_name = _("dataset")
        ordering = ("-created_at",)

    def __str__(self) -> str:
        return self.name


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
