"""Who works with whom, wave by wave."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from distretto.web.diagnosis.models.survey import Response
from distretto.web.diagnosis.models.waves import Wave
from distretto.web.history.models import Record, versions
from distretto.web.register.models import Organisation


class Relation(models.TextChoices):
    """What a linkage is about: method.md, template T6."""

    INFORMATION = "information", _("Information and advice")
    PURCHASE = "purchase", _("Buying and selling")
    JOINT_PURCHASE = "joint_purchase", _("Joint purchase")
    SUBCONTRACT = "subcontract", _("Subcontracting")
    LENDING = "lending", _("Lending of machines, material or money")
    TRAINING = "training", _("Training")
    LOBBYING = "lobbying", _("Joint lobbying")
    OTHER = "other", _("Other")


class LinkageActor(Record):
    """Who belongs to the linkages of a wave, and whether they were asked.

    Without such a list nobody knows who has no tie, and who did not answer.
    """

    class Kind(models.TextChoices):
        FIRM = "firm", _("Firm")
        INSTITUTION = "institution", _("Institution")
        TEAM = "team", _("Project team")
        OUTSIDE = "outside", _("Outside the cluster")

    wave = models.ForeignKey(
        Wave, models.PROTECT, related_name="actors", verbose_name=_("wave")
    )
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        related_name="linkage_actors",
        verbose_name=_("actor"),
    )
    kind = models.CharField(
        _("kind"), max_length=12, choices=Kind.choices, default=Kind.FIRM
    )
    # None: nobody knows whether it was asked.
    surveyed = models.BooleanField(_("asked and answered"), null=True, blank=True)
    history = versions()

    class Meta:
        verbose_name = _("actor of a wave")
        ordering = ("organisation__words",)
        constraints = (
            models.UniqueConstraint(
                fields=["wave", "organisation"],
                condition=Q(retired_at__isnull=True),
                name="actor_once_per_wave",
                violation_error_message=_("The wave has this actor already."),
            ),
        )

    def __str__(self) -> str:
        return str(self.organisation)


class Linkage(Record):
    """One tie, as one actor reports it.

    Of the same two actors, each may report; undirected measures take the union.
    """

    wave = models.ForeignKey(
        Wave, models.PROTECT, related_name="linkages", verbose_name=_("wave")
    )
    source = models.ForeignKey(
        Organisation,
        models.PROTECT,
        related_name="linkages_from",
        verbose_name=_("from"),
    )
    target = models.ForeignKey(
        Organisation,
        models.PROTECT,
        related_name="linkages_to",
        verbose_name=_("to"),
    )
    relation = models.CharField(_("kind of linkage"), max_length=60)
    # -1 conflict, 0 asked and none, 1 weak, 2 regular, 3 strong; null is a tie of
    # unknown strength.
    strength = models.SmallIntegerField(
        _("strength"),
        null=True,
        blank=True,
        validators=[MinValueValidator(-1), MaxValueValidator(3)],
    )
    # Asked about, without an answer: unknown, which is not “no tie”.
    is_unanswered = models.BooleanField(_("asked, no answer"), default=False)
    is_formal = models.BooleanField(_("formal"), null=True, blank=True)
    since = models.PositiveSmallIntegerField(_("since"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)
    # The interview that it was named in, if there was one.
    response = models.ForeignKey(
        Response,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="linkages",
        verbose_name=_("response"),
    )
    history = versions()

    class Meta:
        verbose_name = _("linkage")
        ordering = ("wave", "created_at")
        constraints = (
            models.UniqueConstraint(
                fields=["wave", "source", "target", "relation"],
                condition=Q(retired_at__isnull=True),
                name="one_linkage_per_kind",
                violation_error_message=_("This linkage is there already."),
            ),
            models.CheckConstraint(
                condition=~Q(source=F("target")),
                name="linkage_between_two",
                violation_error_message=_("A linkage is between two actors."),
            ),
            models.CheckConstraint(
                condition=Q(strength__isnull=True)
                | (Q(strength__gte=-1) & Q(strength__lte=3)),
                name="linkage_strength_in_range",
                violation_error_message=_("The strength is from -1 to 3."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.source} – {self.target}"
