"""The baseline: values as they stood when the study was endorsed (template T11)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from distretto.web.diagnosis.models.study import EndorsedEdition
from distretto.web.history.models import Record, versions


class BaselineValue(Record):
    """One value of one indicator, frozen with its date, sample and questionnaire."""

    edition = models.ForeignKey(
        EndorsedEdition,
        models.PROTECT,
        related_name="baseline",
        verbose_name=_("endorsed edition"),
    )
    # “survey:TEC:severe”, “linkages:density:firms”, “profile:Looms”: where it was taken
    # from; of a group of firms also which, “survey:TEC:severe:owner_sex:woman”.
    key = models.CharField(_("key"), max_length=160)
    indicator = models.CharField(_("indicator"), max_length=200)
    # What of it the value is, where it has several: a mean, a share, a median.
    measure = models.CharField(_("measure"), max_length=120, blank=True)
    group = models.CharField(_("of whom"), max_length=120, blank=True)
    # Unknown, or hidden because it would tell of few firms.
    value = models.FloatField(_("value"), null=True, blank=True)
    low = models.FloatField(_("lower end"), null=True, blank=True)
    high = models.FloatField(_("upper end"), null=True, blank=True)
    unit = models.CharField(_("unit"), max_length=60, blank=True)
    dated = models.DateField(_("as of"), null=True, blank=True)
    # Where no day is told.
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)
    n = models.PositiveIntegerField(_("from how many"), null=True, blank=True)
    sample = models.CharField(_("sample"), max_length=200, blank=True)
    version = models.CharField(_("version of the form"), max_length=80, blank=True)
    source = models.CharField(_("source"), max_length=300, blank=True)
    # Not published, because its difference to other figures could tell of one firm:
    # kept for those who see single firms.
    is_restricted = models.BooleanField(_("not for everybody"), default=False)
    history = versions()

    class Meta:
        verbose_name = _("value of the baseline")
        ordering = ("key", "group")

    def __str__(self) -> str:
        return self.indicator
