"""People, and where they stand in firms and institutions."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from distretto.web.accounts.models import Programme
from distretto.web.history.models import Record, versions
from distretto.web.register.models.finding import Findable
from distretto.web.register.models.organisations import Consent, Organisation, Sex


class Person(Findable, Record):
    """Somebody whom the programme works with. Not a user of the site: see `User`."""

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="persons")
    name = models.CharField(_("name"), max_length=200)
    sex = models.CharField(_("sex"), max_length=8, choices=Sex.choices, blank=True)
    phone = models.CharField(_("telephone"), max_length=80, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    speaks = models.CharField(_("languages spoken"), max_length=120, blank=True)
    consent = models.CharField(
        _("consent"),
        max_length=10,
        choices=Consent.choices,
        default=Consent.NOT_ASKED,
    )
    consent_on = models.DateField(_("day of consent"), null=True, blank=True)
    consent_for = models.CharField(_("consent for what"), max_length=200, blank=True)
    note = models.TextField(_("note"), blank=True, max_length=4000)
    history = versions()

    class Meta:
        verbose_name = _("person")
        ordering = ("words", "id")
        indexes = (
            models.Index(
                fields=["programme", "retired_at", "words"], name="person_list"
            ),
        )

    def __str__(self) -> str:
        return self.name

    def spoken(self) -> str:
        return self.name


class Position(Record):
    """What a person is in a firm or institution, from a day to a day."""

    person = models.ForeignKey(
        Person, models.PROTECT, related_name="positions", verbose_name=_("person")
    )
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        related_name="positions",
        verbose_name=_("firm or institution"),
    )
    title = models.CharField(
        _("position"), max_length=120, blank=True, help_text=_("Owner, secretary ...")
    )
    is_contact = models.BooleanField(_("the one to speak to"), default=False)
    began_on = models.DateField(_("since"), null=True, blank=True)
    ended_on = models.DateField(_("until"), null=True, blank=True)
    history = versions()

    class Meta:
        verbose_name = _("position")
        ordering = ("-is_contact", "person__name")
        constraints = (
            models.CheckConstraint(
                condition=Q(began_on__isnull=True)
                | Q(ended_on__isnull=True)
                | Q(ended_on__gte=F("began_on")),
                name="position_in_order",
                violation_error_message=_("The last day is before the first day."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.person}: {self.organisation}"
