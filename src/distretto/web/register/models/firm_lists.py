"""Lists of firms on their way in, what each said, and who may be the same."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from distretto.web.accounts.models import Programme
from distretto.web.history.models import Record, versions
from distretto.web.register.models.clusters import Cluster
from distretto.web.register.models.organisations import Organisation
from distretto.web.work.models import Run


class FirmList(Record):
    """An uploaded list of firms: its file by content, and how it was understood."""

    class Status(models.TextChoices):
        UPLOADED = "uploaded", _("Uploaded, not yet understood")
        UNDERSTOOD = "understood", _("Understood, waiting for your yes")
        ACCEPTED = "accepted", _("Taken in")
        REFUSED = "refused", _("Cannot be read")

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="firm_lists")
    name = models.CharField(_("name"), max_length=200)
    status = models.CharField(
        _("status"), max_length=12, choices=Status.choices, default=Status.UPLOADED
    )
    # Every firm of the list becomes a member of this cluster.
    cluster = models.ForeignKey(
        Cluster,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="firm_lists",
        verbose_name=_("cluster"),
    )
    file = models.FileField(_("file"), max_length=200, blank=True)
    file_name = models.CharField(_("name of the file as uploaded"), max_length=200)
    sha256 = models.CharField(_("content hash"), max_length=64, db_index=True)
    size_bytes = models.BigIntegerField(_("size in bytes"))
    # Two lists of one source share the keys by which they know their firms.
    source = models.CharField(_("source"), max_length=200, blank=True)
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)
    reading = models.JSONField(_("how it is read"), default=dict, blank=True)
    findings = models.JSONField(_("what was found"), default=dict, blank=True)
    row_count = models.PositiveIntegerField(_("rows"), null=True, blank=True)
    run = models.ForeignKey(
        Run, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    history = versions(excluded_fields=["run"])

    class Meta:
        verbose_name = _("list of firms")
        ordering = ("-created_at",)

    def __str__(self) -> str:
        return self.name


class Listing(Record):
    """What one list says of one firm: its row as it stood, under the list's key."""

    firm_list = models.ForeignKey(
        FirmList,
        models.PROTECT,
        related_name="listings",
        verbose_name=_("list of firms"),
    )
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        related_name="listings",
        verbose_name=_("firm or institution"),
    )
    row = models.PositiveIntegerField(_("row"))
    key = models.CharField(_("key in the list"), max_length=200, blank=True)
    # Column to cell, so that nothing of the list is lost, used or not.
    told = models.JSONField(_("as it stood"), default=dict)
    history = versions()

    class Meta:
        verbose_name = _("row of a list")
        ordering = ("firm_list", "row")
        indexes = (models.Index(fields=["firm_list", "key"], name="listing_by_key"),)

    def __str__(self) -> str:
        return f"{self.organisation}: {self.firm_list}"


class Likeness(Record):
    """Two records that may be the same firm, and what people say of it."""

    class Verdict(models.TextChoices):
        OPEN = "open", _("Not decided")
        SAME = "same", _("The same: merged")
        DIFFERENT = "different", _("Not the same")

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="likenesses")
    # The older record first, so that a pair is there once.
    one = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", verbose_name=_("one of them")
    )
    other = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", verbose_name=_("the other")
    )
    score = models.FloatField(_("likeness"))
    # What agrees and what differs, as `analysis.register.duplicates` explains it.
    reasons = models.JSONField(_("why"), default=list)
    verdict = models.CharField(
        _("verdict"), max_length=10, choices=Verdict.choices, default=Verdict.OPEN
    )
    history = versions()

    class Meta:
        verbose_name = _("possible duplicate")
        ordering = ("-score", "id")
        constraints = (
            models.UniqueConstraint(
                fields=["one", "other"],
                condition=Q(retired_at__isnull=True),
                name="one_likeness_per_pair",
            ),
        )

    def __str__(self) -> str:
        return f"{self.one} ~ {self.other}"
