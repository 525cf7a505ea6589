"""The profile of a cluster: figures with their sources, types of unit, comparisons."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from distretto.web.diagnosis.models.study import Evidence, Study
from distretto.web.history.models import Record, versions
from distretto.web.register.models import Confidence, Method


class ProfileFigure(Record):
    """One value of one indicator of the profile (template T1), from one source.

    Several sources may say different things of one indicator: all stay, side by side,
    and one is marked as the one the study uses, with the reason.
    """

    study = models.ForeignKey(
        Study, models.PROTECT, related_name="figures", verbose_name=_("study")
    )
    indicator = models.CharField(_("indicator"), max_length=120)
    value = models.DecimalField(
        _("value"), max_digits=20, decimal_places=4, null=True, blank=True
    )
    unit = models.CharField(_("unit"), max_length=60)
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=300)
    method = models.CharField(
        _("how it came about"), max_length=10, choices=Method.choices, blank=True
    )
    n = models.PositiveIntegerField(_("from how many"), null=True, blank=True)
    confidence = models.CharField(
        _("how far it is trusted"), max_length=1, choices=Confidence.choices, blank=True
    )
    is_used = models.BooleanField(_("used in the study"), default=False)
    reason = models.CharField(_("why this one"), max_length=300, blank=True)
    # “cluster”, or the name of another cluster it is held against.
    of = models.CharField(_("of which cluster"), max_length=120, blank=True)
    history = versions()

    class Meta:
        verbose_name = _("figure of the profile")
        ordering = ("indicator", "-year", "source")

    def __str__(self) -> str:
        return self.indicator


class UnitType(Record):
    """A type of unit in the cluster (template T2), such as contract weavers."""

    study = models.ForeignKey(
        Study, models.PROTECT, related_name="unit_types", verbose_name=_("study")
    )
    name = models.CharField(_("type of unit"), max_length=120)
    count = models.PositiveIntegerField(_("how many"), null=True, blank=True)
    employment = models.DecimalField(
        _("mean employment"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    turnover = models.DecimalField(
        _("mean turnover"), max_digits=20, decimal_places=2, null=True, blank=True
    )
    currency = models.CharField(_("currency"), max_length=3, blank=True)
    market = models.CharField(_("market"), max_length=200, blank=True)
    margin_share = models.DecimalField(
        _("margin"), max_digits=6, decimal_places=4, null=True, blank=True
    )
    source = models.CharField(_("source"), max_length=300, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    history = versions()

    class Meta:
        verbose_name = _("type of unit")
        ordering = ("order", "name")

    def __str__(self) -> str:
        return self.name


class Finding(Record):
    """A strength, weakness, opportunity or threat (template T7), with its evidence."""

    class Quadrant(models.TextChoices):
        STRENGTH = "S", _("Strength")
        WEAKNESS = "W", _("Weakness")
        OPPORTUNITY = "O", _("Opportunity")
        THREAT = "T", _("Threat")

    study = models.ForeignKey(
        Study, models.PROTECT, related_name="findings", verbose_name=_("study")
    )
    quadrant = models.CharField(_("quadrant"), max_length=1, choices=Quadrant.choices)
    statement = models.CharField(_("statement"), max_length=400)
    # One of the 13 categories of the survey, such as “TEC”.
    bottleneck = models.CharField(_("bottleneck"), max_length=8, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    history = versions()

    class Meta:
        verbose_name = _("finding")
        ordering = ("quadrant", "order", "created_at")

    def __str__(self) -> str:
        return self.statement


class FindingEvidence(Record):
    """A finding rests on a piece of evidence."""

    finding = models.ForeignKey(
        Finding, models.PROTECT, related_name="evidence", verbose_name=_("finding")
    )
    evidence = models.ForeignKey(
        Evidence, models.PROTECT, related_name="findings", verbose_name=_("evidence")
    )
    history = versions()

    class Meta:
        verbose_name = _("evidence of a finding")
        ordering = ("created_at",)

    def __str__(self) -> str:
        return f"{self.finding}: {self.evidence}"


class FindingVotes(Record):
    """How many votes a finding got in a meeting, or from whom."""

    finding = models.ForeignKey(
        Finding, models.PROTECT, related_name="votes", verbose_name=_("finding")
    )
    occasion = models.CharField(_("occasion"), max_length=200, blank=True)
    votes = models.PositiveIntegerField(_("votes"))
    voters = models.PositiveIntegerField(
        _("of how many present"), null=True, blank=True
    )
    held_on = models.DateField(_("day"), null=True, blank=True)
    history = versions()

    class Meta:
        verbose_name = _("votes for a finding")
        ordering = ("-held_on", "-created_at")

    def __str__(self) -> str:
        return f"{self.finding}: {self.votes}"


class StrategyOption(Record):
    """What follows of two findings together (TOWS): a way the cluster could go."""

    study = models.ForeignKey(
        Study, models.PROTECT, related_name="options", verbose_name=_("study")
    )
    inside = models.ForeignKey(
        Finding,
        models.PROTECT,
        related_name="options_inside",
        verbose_name=_("strength or weakness"),
    )
    outside = models.ForeignKey(
        Finding,
        models.PROTECT,
        related_name="options_outside",
        verbose_name=_("opportunity or threat"),
    )
    statement = models.CharField(_("option"), max_length=400)
    history = versions()

    class Meta:
        verbose_name = _("strategy option")
        ordering = ("created_at",)

    @property
    def pair(self) -> str:
        """Which two quadrants it pairs: SO, WO, ST or WT."""
        return f"{self.inside.quadrant}{self.outside.quadrant}"

    def __str__(self) -> str:
        return self.statement
