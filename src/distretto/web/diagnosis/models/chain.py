"""The value chain: stages, flows, prices and costs; institutions and services."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from distretto.web.diagnosis.models.study import Study
from distretto.web.history.models import Record, versions
from distretto.web.register.models import Organisation


class ChainStage(Record):
    """A stage of the value chain (template T3), such as dyeing or retail."""

    study = models.ForeignKey(
        Study, models.PROTECT, related_name="chain_stages", verbose_name=_("study")
    )
    name = models.CharField(_("stage"), max_length=120)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    actors = models.PositiveIntegerField(_("actors"), null=True, blank=True)
    women = models.PositiveIntegerField(_("of them women"), null=True, blank=True)
    # Per unit of the product of the study, all in its currency.
    price_in = models.DecimalField(
        _("price paid for the input"),
        max_digits=16,
        decimal_places=4,
        null=True,
        blank=True,
    )
    price_out = models.DecimalField(
        _("price of the output"),
        max_digits=16,
        decimal_places=4,
        null=True,
        blank=True,
    )
    quality = models.CharField(_("quality"), max_length=200, blank=True)
    capacity = models.CharField(_("capacity"), max_length=200, blank=True)
    governs = models.BooleanField(_("governs the chain"), default=False)
    source = models.CharField(_("source"), max_length=300, blank=True)
    history = versions()

    class Meta:
        verbose_name = _("stage of the value chain")
        ordering = ("order", "name")

    def __str__(self) -> str:
        return self.name


class ChainFlow(Record):
    """What goes from one stage to another: goods, money or information."""

    class Kind(models.TextChoices):
        GOODS = "goods", _("Goods")
        MONEY = "money", _("Money")
        INFORMATION = "information", _("Information")

    source_stage = models.ForeignKey(
        ChainStage, models.PROTECT, related_name="flows_out", verbose_name=_("from")
    )
    target_stage = models.ForeignKey(
        ChainStage, models.PROTECT, related_name="flows_in", verbose_name=_("to")
    )
    kind = models.CharField(
        _("kind"), max_length=12, choices=Kind.choices, default=Kind.GOODS
    )
    # Of what leaves the stage, by this channel: 0 to 1.
    share = models.DecimalField(
        _("share of the channel"),
        max_digits=6,
        decimal_places=4,
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(1)],
    )
    volume = models.CharField(_("volume"), max_length=120, blank=True)
    price = models.DecimalField(
        _("price"), max_digits=16, decimal_places=4, null=True, blank=True
    )
    terms = models.CharField(_("terms"), max_length=200, blank=True)
    history = versions()

    class Meta:
        verbose_name = _("flow of the value chain")
        ordering = ("source_stage__order", "-share")
        constraints = (
            models.CheckConstraint(
                condition=~Q(source_stage=F("target_stage")),
                name="flow_between_two",
                violation_error_message=_("A flow goes from one stage to another."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.source_stage} – {self.target_stage}"


class ChainFrame(Record):
    """What shapes the chain from around it: the framework layer of template T3."""

    class Kind(models.TextChoices):
        RULE = "rule", _("Rule, standard or tax")
        INFRASTRUCTURE = "infrastructure", _("Infrastructure")
        INSTITUTION = "institution", _("Institution that sets or enforces rules")
        CUSTOM = "custom", _("Custom or norm")

    class Bearing(models.TextChoices):
        HELPS = "helps", _("Helps")
        HINDERS = "hinders", _("Hinders")
        BOTH = "both", _("Both")

    study = models.ForeignKey(
        Study, models.PROTECT, related_name="chain_frames", verbose_name=_("study")
    )
    name = models.CharField(_("what shapes the chain"), max_length=120)
    kind = models.CharField(_("kind"), max_length=16, choices=Kind.choices)
    # Blank: the whole chain.
    stage = models.ForeignKey(
        ChainStage,
        models.PROTECT,
        related_name="frames",
        verbose_name=_("stage it bears on"),
        null=True,
        blank=True,
    )
    bearing = models.CharField(
        _("how it bears on it"), max_length=8, choices=Bearing.choices, blank=True
    )
    effect = models.CharField(_("what it does"), max_length=300, blank=True)
    source = models.CharField(_("source"), max_length=300, blank=True)
    history = versions()

    class Meta:
        verbose_name = _("part of the framework of the value chain")
        ordering = ("kind", "name")

    def __str__(self) -> str:
        return self.name


class CostItem(Record):
    """A part of the cost of one unit of the product (template T4), of one stage."""

    class Part(models.TextChoices):
        MATERIAL = "material", _("Raw material")
        LABOUR = "labour", _("Labour")
        ENERGY = "energy", _("Energy")
        RENT = "rent", _("Rent")
        FINANCE = "finance", _("Finance")
        TRANSPORT = "transport", _("Transport")
        WASTAGE = "wastage", _("Wastage")
        OVERHEAD = "overhead", _("Overhead")
        MARGIN = "margin", _("Margin")

    stage = models.ForeignKey(
        ChainStage, models.PROTECT, related_name="costs", verbose_name=_("stage")
    )
    part = models.CharField(_("part"), max_length=12, choices=Part.choices)
    median = models.DecimalField(
        _("median firm"), max_digits=16, decimal_places=4, null=True, blank=True
    )
    best = models.DecimalField(
        _("best firm"), max_digits=16, decimal_places=4, null=True, blank=True
    )
    benchmark = models.DecimalField(
        _("benchmark cluster"), max_digits=16, decimal_places=4, null=True, blank=True
    )
    source = models.CharField(_("source"), max_length=300, blank=True)
    history = versions()

    class Meta:
        verbose_name = _("part of the cost")
        ordering = ("stage", "created_at")
        constraints = (
            models.UniqueConstraint(
                fields=["stage", "part"],
                condition=Q(retired_at__isnull=True),
                name="cost_part_once",
                violation_error_message=_("The stage has this part already."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.stage}: {self.get_part_display()}"


class Service(Record):
    """A service that firms need, with its demand and supply (templates T5 and T9)."""

    study = models.ForeignKey(
        Study, models.PROTECT, related_name="services", verbose_name=_("study")
    )
    name = models.CharField(_("service"), max_length=160)
    # Shares of firms, 0 to 1.
    using_share = models.DecimalField(
        _("firms that use it"), max_digits=6, decimal_places=4, null=True, blank=True
    )
    willing_share = models.DecimalField(
        _("firms that would pay for it"),
        max_digits=6,
        decimal_places=4,
        null=True,
        blank=True,
    )
    aware_share = models.DecimalField(
        _("firms that know of it"),
        max_digits=6,
        decimal_places=4,
        null=True,
        blank=True,
    )
    satisfaction = models.DecimalField(
        _("satisfaction, 1 to 5"),
        max_digits=3,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(5)],
    )
    source = models.CharField(_("source"), max_length=300, blank=True)
    history = versions()

    class Meta:
        verbose_name = _("service")
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class ServiceProvision(Record):
    """What one institution offers of one service: a cell of the matrix."""

    service = models.ForeignKey(
        Service, models.PROTECT, related_name="provisions", verbose_name=_("service")
    )
    institution = models.ForeignKey(
        Organisation,
        models.PROTECT,
        related_name="provisions",
        verbose_name=_("institution"),
    )
    target_group = models.CharField(_("for whom"), max_length=200, blank=True)
    price = models.CharField(_("price"), max_length=120, blank=True)
    firms_a_year = models.PositiveIntegerField(
        _("firms served a year"), null=True, blank=True
    )
    quality = models.PositiveSmallIntegerField(
        _("quality as firms rate it, 1 to 5"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(5)],
    )
    relevance = models.PositiveSmallIntegerField(
        _("relevance, 1 to 5"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(5)],
    )
    cooperates_with = models.CharField(_("works with"), max_length=300, blank=True)
    capacity_gap = models.CharField(_("gap of capacity"), max_length=300, blank=True)
    role_wanted = models.CharField(_("role wanted"), max_length=300, blank=True)
    history = versions()

    class Meta:
        verbose_name = _("service of an institution")
        ordering = ("service__name", "institution__words")
        constraints = (
            models.UniqueConstraint(
                fields=["service", "institution"],
                condition=Q(retired_at__isnull=True),
                name="provision_once",
                violation_error_message=_(
                    "The institution is named for this service already."
                ),
            ),
        )

    def __str__(self) -> str:
        return f"{self.institution}: {self.service}"
