"""Uploaded tables."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from distretto.web.accounts.models import Programme
from distretto.web.history.models import Record, versions
from distretto.web.work.models import Run


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
