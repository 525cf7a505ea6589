"""Firms and institutions: one table, so that every tie, role and note points at one.

Why one table: docs/decisions/0704-firms-and-institutions-in-one-table.md.
"""

from django.core.validators import (
    MaxValueValidator,
    MinValueValidator,
    RegexValidator,
)
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from distretto.web.accounts.models import Programme
from distretto.web.history.models import Record, versions
from distretto.web.register.models.clusters import Cluster
from distretto.web.register.models.finding import Findable
from distretto.web.register.models.places import Place


class Consent(models.TextChoices):
    """Whether somebody agreed that what they told is kept and used."""

    NOT_ASKED = "not_asked", _("Not asked yet")
    GIVEN = "given", _("Given")
    REFUSED = "refused", _("Refused")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class Method(models.TextChoices):
    """How a figure came about."""

    CENSUS = "census", _("Census or register")
    SAMPLE = "sample", _("Sample")
    ESTIMATE = "estimate", _("Estimate")
    EXPERT = "expert", _("Expert's judgement")


class Confidence(models.TextChoices):
    """How far a figure is trusted."""

    A = "A", _("A: checked against a second source")
    B = "B", _("B: one good source")
    C = "C", _("C: hearsay or rough estimate")


class Sex(models.TextChoices):
    """Of a person, or of who owns a firm."""

    WOMAN = "woman", _("Woman")
    MAN = "man", _("Man")


class Owner(models.TextChoices):
    """Who owns a firm, by sex: most of it, or as good as the same share."""

    WOMEN = "women", _("Women")
    MEN = "men", _("Men")
    BOTH = "both", _("Women and men alike")


class Organisation(Findable, Record):
    """A firm, or an institution around the firms."""

    programme = models.ForeignKey(
        Programme, models.PROTECT, related_name="organisations"
    )
    # A code of `register.kinds`: “firm”, “association”, ... or one of the programme.
    kind = models.CharField(_("kind"), max_length=40, default="firm")
    name = models.CharField(_("name"), max_length=200)
    # Names in other scripts, trade names, and spellings that other lists use.
    other_names = models.TextField(_("other names"), blank=True, max_length=1000)
    legal_form = models.CharField(_("legal form"), max_length=80, blank=True)
    tax_number = models.CharField(_("tax number"), max_length=60, blank=True)
    products = models.CharField(_("products or services"), max_length=300, blank=True)
    classification = models.CharField(
        _("industry classification"), max_length=40, default="ISIC4"
    )
    industries = models.JSONField(_("industry codes"), default=list, blank=True)
    chain_stage = models.CharField(
        _("stage of the value chain"), max_length=80, blank=True
    )
    unit_type = models.CharField(
        _("type of unit"),
        max_length=80,
        blank=True,
        help_text=_("Such as exporter, master weaver, job worker."),
    )
    founded = models.PositiveSmallIntegerField(
        _("year of founding"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1200), MaxValueValidator(2100)],
    )
    owner = models.CharField(
        _("owned by"), max_length=8, choices=Owner.choices, blank=True
    )
    is_registered = models.BooleanField(
        _("officially registered"), null=True, blank=True
    )
    exports = models.BooleanField(_("exports"), null=True, blank=True)
    employees = models.PositiveIntegerField(
        _("persons employed"), null=True, blank=True
    )
    women = models.PositiveIntegerField(_("of them women"), null=True, blank=True)
    # Told where only the class is known: with a number it follows from the number.
    size_class = models.CharField(_("size class"), max_length=20, blank=True)
    figures_year = models.PositiveSmallIntegerField(
        _("year of these figures"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1900), MaxValueValidator(2100)],
    )
    figures_source = models.CharField(
        _("source of these figures"), max_length=200, blank=True
    )
    figures_method = models.CharField(
        _("how they came about"), max_length=10, choices=Method.choices, blank=True
    )
    figures_confidence = models.CharField(
        _("how far they are trusted"),
        max_length=1,
        choices=Confidence.choices,
        blank=True,
    )
    address = models.CharField(_("address"), max_length=300, blank=True)
    place = models.ForeignKey(
        Place,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="organisations",
        verbose_name=_("place"),
    )
    country = models.CharField(
        _("country"),
        max_length=2,
        blank=True,
        validators=[RegexValidator(r"^[A-Z]{2}$")],
        help_text=_("ISO code of two letters: KE, PE."),
    )
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
    phone = models.CharField(_("telephone"), max_length=80, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    website = models.CharField(_("website"), max_length=200, blank=True)
    consent = models.CharField(
        _("consent"),
        max_length=10,
        choices=Consent.choices,
        default=Consent.NOT_ASKED,
    )
    consent_on = models.DateField(_("day of consent"), null=True, blank=True)
    consent_for = models.CharField(_("consent for what"), max_length=200, blank=True)
    note = models.TextField(_("note"), blank=True, max_length=4000)
    # Where this record went when it turned out to be the same as another.
    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="merged_from",
    )
    history = versions()

    class Meta:
        verbose_name = _("firm or institution")
        # Folded words begin with the name: the same order in every script and case.
        ordering = ("words", "id")
        indexes = (
            models.Index(
                fields=["programme", "retired_at", "words"], name="organisation_list"
            ),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(women__isnull=True)
                | Q(employees__isnull=True)
                | Q(women__lte=F("employees")),
                name="organisation_women_within_employees",
                violation_error_message=_(
                    "There cannot be more women than persons employed."
                ),
            ),
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__isnull=False, longitude__isnull=False),
                name="organisation_point_whole",
                violation_error_message=_(
                    "Give latitude and longitude both, or neither."
                ),
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def is_firm(self) -> bool:
        return self.kind == "firm"

    def spoken(self) -> str:
        return " ".join((self.name, self.other_names, self.products, self.tax_number))


class ClusterMember(Record):
    """A firm or institution that belongs to a cluster, from a day to a day."""

    cluster = models.ForeignKey(
        Cluster, models.PROTECT, related_name="members", verbose_name=_("cluster")
    )
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        related_name="memberships",
        verbose_name=_("firm or institution"),
    )
    # Unknown is not today: many lists say who belongs, not since when.
    joined_on = models.DateField(_("since"), null=True, blank=True)
    left_on = models.DateField(_("until"), null=True, blank=True)
    left_because = models.CharField(_("why it left"), max_length=200, blank=True)
    history = versions()

    class Meta:
        verbose_name = _("member of a cluster")
        ordering = ("organisation__name", "joined_on")
        constraints = (
            models.UniqueConstraint(
                fields=["cluster", "organisation"],
                condition=Q(retired_at__isnull=True, left_on__isnull=True),
                name="one_open_membership",
                violation_error_message=_("It is a member of this cluster already."),
            ),
            models.CheckConstraint(
                condition=Q(joined_on__isnull=True)
                | Q(left_on__isnull=True)
                | Q(left_on__gte=F("joined_on")),
                name="membership_in_order",
                violation_error_message=_("The last day is before the first day."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.organisation}: {self.cluster}"
