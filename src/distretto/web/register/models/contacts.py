"""Whom the team deals with: where they stand, when they were spoken to, what was
promised. It is what a cluster knows of itself when its agent moves on."""

from datetime import date

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from distretto.web.accounts.models import Programme
from distretto.web.history.models import Record, versions
from distretto.web.register.models.clusters import Cluster
from distretto.web.register.models.organisations import Organisation
from distretto.web.register.models.people import Person

SOMEBODY = Q(organisation__isnull=False) | Q(person__isnull=False)
NOBODY = _("Name a firm or institution, a person, or both.")
_FROM_ONE_TO_FIVE = (MinValueValidator(1), MaxValueValidator(5))


def organisation_field(related_name: str) -> models.ForeignKey:
    return models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name=related_name,
        verbose_name=_("firm or institution"),
    )


def person_field(related_name: str) -> models.ForeignKey:
    return models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name=related_name,
        verbose_name=_("person"),
    )


def who_of(record: "Stakeholder | ContactEntry | Promise") -> str:
    """The person and the firm or institution in words: “Nadia Osman, Lindara Wool”."""
    parts = (record.person, record.organisation)
    return ", ".join(str(each) for each in parts if each)


def _once(*fields: str, without: str = "") -> models.UniqueConstraint:
    """Nobody is listed twice: one constraint for each way of naming them, because an
    empty field is never equal to another."""
    there = Q(retired_at__isnull=True)
    there &= Q(**{f"{without}__isnull": True}) if without else Q()
    return models.UniqueConstraint(
        fields=["cluster", *fields],
        condition=there,
        name=f"stakeholder_once_by_{'_'.join(fields)}",
        violation_error_message=_("They are among the stakeholders already."),
    )


class Stakeholder(Record):
    """Somebody with a stake in a cluster, and where they stood on a day."""

    class Attitude(models.IntegerChoices):
        AGAINST = -2, _("Against it")
        DOUBTFUL = -1, _("Doubtful")
        NEUTRAL = 0, _("Neutral")
        FRIENDLY = 1, _("Friendly")
        DRIVING = 2, _("Driving it")

    cluster = models.ForeignKey(
        Cluster, models.PROTECT, related_name="stakeholders", verbose_name=_("cluster")
    )
    organisation = organisation_field("stakes")
    person = person_field("stakes")
    # How much what happens in the cluster matters to them, and how much they can move.
    interest = models.PositiveSmallIntegerField(
        _("interest"), null=True, blank=True, validators=_FROM_ONE_TO_FIVE
    )
    influence = models.PositiveSmallIntegerField(
        _("influence"), null=True, blank=True, validators=_FROM_ONE_TO_FIVE
    )
    attitude = models.SmallIntegerField(
        _("attitude"), null=True, blank=True, choices=Attitude.choices
    )
    wants = models.TextField(_("what they want"), blank=True, max_length=2000)
    approach = models.TextField(_("how we deal with them"), blank=True, max_length=2000)
    as_of = models.DateField(_("as of"))
    history = versions()

    class Meta:
        verbose_name = _("stakeholder")
        ordering = ("organisation__name", "person__name", "id")
        constraints = (
            models.CheckConstraint(
                condition=SOMEBODY,
                name="stakeholder_is_somebody",
                violation_error_message=NOBODY,
            ),
            models.CheckConstraint(
                condition=(
                    Q(interest__isnull=True) | Q(interest__gte=1, interest__lte=5)
                )
                & (Q(influence__isnull=True) | Q(influence__gte=1, influence__lte=5)),
                name="stakeholder_from_one_to_five",
                violation_error_message=_("Interest and influence go from 1 to 5."),
            ),
            _once("organisation", "person"),
            _once("organisation", without="person"),
            _once("person", without="organisation"),
        )

    def __str__(self) -> str:
        return who_of(self)


class ContactEntry(Record):
    """Somebody was spoken to: when, how, by whom of us, and what was said."""

    class Channel(models.TextChoices):
        VISIT = "visit", _("Visit")
        PHONE = "phone", _("Phone call")
        MESSAGE = "message", _("Message")
        MEETING = "meeting", _("Meeting")
        EVENT = "event", _("Event")

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="contacts")
    cluster = models.ForeignKey(
        Cluster,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="contacts",
        verbose_name=_("cluster"),
    )
    organisation = organisation_field("contacts")
    person = person_field("contacts")
    day = models.DateField(_("day"))
    channel = models.CharField(_("how"), max_length=8, choices=Channel.choices)
    ours = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("who of us"),
    )
    said = models.TextField(_("what was said"), max_length=8000)
    is_confidential = models.BooleanField(_("confidential"), default=False)
    # Who keyed it in, and so may read it even where it is confidential.
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        editable=False,
        verbose_name=_("written by"),
    )
    history = versions()

    class Meta:
        verbose_name = _("contact")
        ordering = ("-day", "-id")
        indexes = (
            models.Index(
                fields=["programme", "retired_at", "-day"], name="contact_log"
            ),
        )
        constraints = (
            models.CheckConstraint(
                condition=SOMEBODY,
                name="contact_with_somebody",
                violation_error_message=NOBODY,
            ),
        )

    # Without names: the history shows it to those who may not read the entry.
    def __str__(self) -> str:
        return f"{self.get_channel_display()}, {date_format(self.day)}"

    @property
    def who(self) -> str:
        return who_of(self)


class Promise(Record):
    """Who promised whom what until when, and whether it was kept."""

    class Giver(models.TextChoices):
        THEM = "them", _("They promised us")
        US = "us", _("We promised them")

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="promises")
    cluster = models.ForeignKey(
        Cluster,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="promises",
        verbose_name=_("cluster"),
    )
    # Where it was given; a promise may also stand alone.
    entry = models.ForeignKey(
        ContactEntry,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="promises",
        verbose_name=_("contact"),
    )
    giver = models.CharField(
        _("who promised"), max_length=4, choices=Giver.choices, default=Giver.THEM
    )
    # The other party: who promised us something, or to whom we promised it.
    organisation = organisation_field("promises")
    person = person_field("promises")
    what = models.CharField(_("what was promised"), max_length=300)
    due_on = models.DateField(_("until"), null=True, blank=True)
    kept_on = models.DateField(_("kept on"), null=True, blank=True)
    broken_on = models.DateField(_("broken on"), null=True, blank=True)
    broken_because = models.CharField(
        _("why it was not kept"), max_length=300, blank=True
    )
    history = versions()

    class Meta:
        verbose_name = _("promise")
        ordering = (models.F("due_on").asc(nulls_last=True), "id")
        constraints = (
            models.CheckConstraint(
                condition=SOMEBODY,
                name="promise_of_somebody",
                violation_error_message=NOBODY,
            ),
            models.CheckConstraint(
                condition=Q(kept_on__isnull=True) | Q(broken_on__isnull=True),
                name="promise_kept_or_broken",
                violation_error_message=_("A promise is kept or broken, not both."),
            ),
            models.CheckConstraint(
                condition=Q(broken_on__isnull=True, broken_because="")
                | (Q(broken_on__isnull=False) & ~Q(broken_because="")),
                name="broken_promise_says_why",
                violation_error_message=_("Say why the promise was not kept."),
            ),
        )

    # Without what and who, as above.
    def __str__(self) -> str:
        if self.due_on is None:
            return self.get_giver_display()
        return f"{self.get_giver_display()}, {date_format(self.due_on)}"

    @property
    def who(self) -> str:
        return who_of(self)

    @property
    def is_open(self) -> bool:
        return self.kept_on is None and self.broken_on is None

    def is_overdue(self, today: date) -> bool:
        """Whether its last day is over; without a day it is never late."""
        return self.is_open and self.due_on is not None and self.due_on < today
