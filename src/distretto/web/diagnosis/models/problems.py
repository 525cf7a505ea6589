"""Problems and their causes (template T8)."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from distretto.web.diagnosis.models.profile import Finding
from distretto.web.diagnosis.models.study import Evidence, Study
from distretto.web.history.models import Record, versions


class Problem(Record):
    """A problem of the cluster: how many it touches, how badly, what can be done."""

    class Time(models.TextChoices):
        SHORT = "short", _("Under half a year")
        MEDIUM = "medium", _("Half a year to two years")
        LONG = "long", _("Longer")

    study = models.ForeignKey(
        Study, models.PROTECT, related_name="problems", verbose_name=_("study")
    )
    statement = models.CharField(_("problem"), max_length=400)
    bottleneck = models.CharField(_("bottleneck"), max_length=8, blank=True)
    affected = models.CharField(_("who is affected"), max_length=200, blank=True)
    # Of all firms, 0 to 1.
    share = models.DecimalField(
        _("share of firms affected"),
        max_digits=6,
        decimal_places=4,
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(1)],
    )
    severity = models.PositiveSmallIntegerField(
        _("severity, 1 to 5"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(5)],
    )
    feasibility = models.PositiveSmallIntegerField(
        _("feasibility, 1 to 5"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(5)],
    )
    is_joint = models.BooleanField(_("can be solved jointly"), null=True, blank=True)
    by_whom = models.CharField(_("by whom"), max_length=200, blank=True)
    leverage = models.CharField(_("leverage"), max_length=200, blank=True)
    time = models.CharField(
        _("time to a result"), max_length=8, choices=Time.choices, blank=True
    )
    is_core = models.BooleanField(_("core problem"), default=False)
    finding = models.ForeignKey(
        Finding,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="problems",
        verbose_name=_("finding"),
    )
    evidence = models.ForeignKey(
        Evidence,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="problems",
        verbose_name=_("evidence"),
    )
    history = versions()

    class Meta:
        verbose_name = _("problem")
        ordering = ("created_at",)

    def __str__(self) -> str:
        return self.statement


class Cause(Record):
    """One problem causes another: the tree has no way back to where it began."""

    cause = models.ForeignKey(
        Problem, models.PROTECT, related_name="effects", verbose_name=_("cause")
    )
    effect = models.ForeignKey(
        Problem, models.PROTECT, related_name="causes", verbose_name=_("effect")
    )
    history = versions()

    class Meta:
        verbose_name = _("cause of a problem")
        ordering = ("created_at",)
        constraints = (
            models.UniqueConstraint(
                fields=["cause", "effect"],
                condition=Q(retired_at__isnull=True),
                name="cause_once",
                violation_error_message=_("This cause is named already."),
            ),
            models.CheckConstraint(
                condition=~Q(cause=F("effect")),
                name="cause_of_another",
                violation_error_message=_("A problem does not cause itself."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.cause} → {self.effect}"
