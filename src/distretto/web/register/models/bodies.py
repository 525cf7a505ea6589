"""Bodies in which people of a cluster decide together: their seats and their members.

A commission belongs to one cluster and speaks for it; a working group prepares one
theme; a steering committee stands above the clusters and belongs to the programme.
"""

from datetime import date
from decimal import Decimal
from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from distretto.web.accounts.models import Programme
from distretto.web.history.models import Record, versions
from distretto.web.register.models.clusters import Cluster
from distretto.web.register.models.organisations import Organisation
from distretto.web.register.models.people import Person

# What the method proposes for a commission; each body may have its own.
FIRMS_TARGET = Decimal("0.5")
WOMEN_TARGET = Decimal("0.3")


def share_field(name: Any) -> models.DecimalField:
    """A share from 0 to 1; empty where nothing is asked for."""
    bounds = [MinValueValidator(Decimal(0)), MaxValueValidator(Decimal(1))]
    return models.DecimalField(
        name, max_digits=4, decimal_places=3, null=True, blank=True, validators=bounds
    )


class Body(Record):
    """A commission, a working group or a steering committee."""

    class Kind(models.TextChoices):
        COMMISSION = "commission", _("Cluster commission")
        WORKING_GROUP = "working_group", _("Working group")
        STEERING_COMMITTEE = "steering_committee", _("Steering committee")

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="bodies")
    cluster = models.ForeignKey(
        Cluster,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="bodies",
        verbose_name=_("cluster"),
    )
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    name = models.CharField(_("name"), max_length=200)
    mandate = models.TextField(_("mandate"), blank=True, max_length=4000)
    rules = models.TextField(_("rules of procedure"), blank=True, max_length=8000)
    formed_on = models.DateField(_("formed on"), null=True, blank=True)
    quorum = share_field(_("quorum"))
    firms_target = share_field(_("least share of firms"))
    women_target = share_field(_("least share of women"))
    history = versions()

    class Meta:
        verbose_name = _("body")
        verbose_name_plural = _("bodies")
        ordering = ("kind", "name", "id")
        constraints = (
            models.CheckConstraint(
                condition=Q(kind="steering_committee", cluster__isnull=True)
                | (~Q(kind="steering_committee") & Q(cluster__isnull=False)),
                name="body_of_cluster_or_programme",
                violation_error_message=_(
                    "A steering committee belongs to the programme; commissions and "
                    "working groups belong to a cluster."
                ),
            ),
            models.CheckConstraint(
                condition=Q(quorum__isnull=True) | Q(quorum__gt=0, quorum__lte=1),
                name="body_quorum_is_a_share",
                violation_error_message=_(
                    "The quorum is a share of the members: more than none, at most all."
                ),
            ),
        )

    def __str__(self) -> str:
        return self.name


class SeatGroup(Record):
    """Seats of a body that one group fills: firms, associations, authorities."""

    body = models.ForeignKey(
        Body, models.PROTECT, related_name="seat_groups", verbose_name=_("body")
    )
    name = models.CharField(_("group"), max_length=120)
    # A code of `register.kinds`; empty where the group is of no one kind.
    stands_for = models.CharField(_("stands for"), max_length=40, blank=True)
    seats = models.PositiveSmallIntegerField(
        _("seats"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(500)],
    )
    note = models.CharField(_("note"), max_length=300, blank=True)
    history = versions()

    class Meta:
        verbose_name = _("group of seats")
        verbose_name_plural = _("groups of seats")
        ordering = ("created_at", "id")
        constraints = (
            models.UniqueConstraint(
                fields=["body", "name"],
                condition=Q(retired_at__isnull=True),
                name="seat_group_once",
                violation_error_message=_("The body has a group of this name already."),
            ),
        )

    def __str__(self) -> str:
        return self.name


class BodyMember(Record):
    """A person in a body, from a day to a day, both included."""

    class Office(models.TextChoices):
        CHAIR = "chair", _("Chair")
        DEPUTY = "deputy", _("Deputy chair")
        SECRETARY = "secretary", _("Secretary")
        MEMBER = "member", _("Member")
        OBSERVER = "observer", _("Observer")

    # Secretaries write and observers listen: neither fills a seat nor votes.
    VOTING = (Office.CHAIR, Office.DEPUTY, Office.MEMBER)

    body = models.ForeignKey(
        Body, models.PROTECT, related_name="members", verbose_name=_("body")
    )
    person = models.ForeignKey(
        Person, models.PROTECT, related_name="seats", verbose_name=_("person")
    )
    represents = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="represented_in",
        verbose_name=_("represents"),
    )
    seat_group = models.ForeignKey(
        SeatGroup,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="members",
        verbose_name=_("group of seats"),
    )
    office = models.CharField(
        _("office"), max_length=10, choices=Office.choices, default=Office.MEMBER
    )
    # Unknown is not the day of forming: lists say who sits, not always since when.
    began_on = models.DateField(_("since"), null=True, blank=True)
    ended_on = models.DateField(_("until"), null=True, blank=True)
    ended_because = models.CharField(_("why it ended"), max_length=200, blank=True)
    history = versions()

    class Meta:
        verbose_name = _("member of a body")
        ordering = ("person__name", "began_on", "id")
        constraints = (
            models.UniqueConstraint(
                fields=["body", "person"],
                condition=Q(retired_at__isnull=True, ended_on__isnull=True),
                name="one_open_seat",
                violation_error_message=_("This person is in the body already."),
            ),
            models.UniqueConstraint(
                fields=["body"],
                condition=Q(
                    retired_at__isnull=True, ended_on__isnull=True, office="chair"
                ),
                name="one_chair",
                violation_error_message=_(
                    "The body has a chair already. End that office first, or change it."
                ),
            ),
            models.CheckConstraint(
                condition=Q(began_on__isnull=True)
                | Q(ended_on__isnull=True)
                | Q(ended_on__gte=F("began_on")),
                name="seat_in_order",
                violation_error_message=_("The last day is before the first day."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.person}: {self.body}"

    @property
    def votes(self) -> bool:
        return self.office in self.VOTING

    def sat_on(self, day: date) -> bool:
        """Whether the person was in the body on a day; an unknown first day is past."""
        begun = self.began_on is None or self.began_on <= day
        return begun and (self.ended_on is None or day <= self.ended_on)

    def votes_on(self, day: date) -> bool:
        """Whether the person had a vote in the body on a day."""
        return self.votes and self.sat_on(day)
