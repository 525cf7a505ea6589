"""Meetings of a body: who came, what was said, what was decided."""

from django.db import models
from django.db.models import F, Q
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from distretto.web.history.models import Record, versions
from distretto.web.register.models.bodies import Body, BodyMember
from distretto.web.register.models.people import Person


class Meeting(Record):
    """A meeting of a body, planned or held."""

    class State(models.TextChoices):
        PLANNED = "planned", _("Planned")
        HELD = "held", _("Held")

    body = models.ForeignKey(
        Body, models.PROTECT, related_name="meetings", verbose_name=_("body")
    )
    day = models.DateField(_("day"))
    begins_at = models.TimeField(_("begins at"), null=True, blank=True)
    place = models.CharField(_("place"), max_length=200, blank=True)
    agenda = models.TextField(_("agenda"), blank=True, max_length=8000)
    minutes = models.TextField(_("minutes"), blank=True, max_length=40_000)
    # Kept by its content; the signed paper, as a rule.
    minutes_file = models.FileField(_("minutes as a file"), max_length=200, blank=True)
    minutes_file_name = models.CharField(
        _("name of the file"), max_length=200, blank=True
    )
    # Until then the minutes are a draft, and the staff's only.
    minutes_agreed_on = models.DateField(_("minutes agreed on"), null=True, blank=True)
    chaired_by = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="chaired",
        verbose_name=_("chaired by"),
    )
    state = models.CharField(
        _("state"), max_length=8, choices=State.choices, default=State.PLANNED
    )
    history = versions()

    class Meta:
        verbose_name = _("meeting")
        ordering = ("-day", "-begins_at", "-id")
        constraints = (
            models.CheckConstraint(
                condition=Q(minutes_agreed_on__isnull=True)
                | Q(state="held", minutes_agreed_on__gte=F("day")),
                name="minutes_of_a_meeting_held",
                violation_error_message=_(
                    "Minutes are agreed once the meeting was held, and not before it."
                ),
            ),
        )

    def __str__(self) -> str:
        return f"{self.body}, {date_format(self.day)}"

    @property
    def is_held(self) -> bool:
        return self.state == self.State.HELD

    @property
    def has_minutes(self) -> bool:
        return bool(self.minutes or self.minutes_file)


class Attendance(Record):
    """Whether a member, or a guest, came to a meeting. Not marked is not absent."""

    class Mark(models.TextChoices):
        PRESENT = "present", _("Present")
        REPRESENTED = "represented", _("Represented")
        EXCUSED = "excused", _("Excused")
        ABSENT = "absent", _("Absent")

    meeting = models.ForeignKey(
        Meeting, models.PROTECT, related_name="attendance", verbose_name=_("meeting")
    )
    member = models.ForeignKey(
        BodyMember,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="attendance",
        verbose_name=_("member"),
    )
    guest = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="attended",
        verbose_name=_("guest"),
    )
    mark = models.CharField(_("attendance"), max_length=12, choices=Mark.choices)
    represented_by = models.CharField(_("represented by"), max_length=120, blank=True)
    history = versions()

    class Meta:
        verbose_name = _("attendance")
        ordering = ("created_at", "id")
        constraints = (
            models.CheckConstraint(
                condition=Q(member__isnull=False, guest__isnull=True)
                | Q(member__isnull=True, guest__isnull=False),
                name="attendance_of_member_or_guest",
                violation_error_message=_("Name a member, or a guest."),
            ),
            models.CheckConstraint(
                condition=Q(mark="represented") | Q(represented_by=""),
                name="only_the_absent_are_represented",
                violation_error_message=_(
                    "Only who is represented has somebody in their place."
                ),
            ),
            models.UniqueConstraint(
                fields=["meeting", "member"],
                condition=Q(retired_at__isnull=True),
                name="member_marked_once",
                violation_error_message=_("This member is marked already."),
            ),
            models.UniqueConstraint(
                fields=["meeting", "guest"],
                condition=Q(retired_at__isnull=True),
                name="guest_marked_once",
                violation_error_message=_("This guest is on the list already."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.meeting}: {self.get_mark_display()}"


class MeetingDecision(Record):
    """What a meeting decided, and what somebody is to do about it."""

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        DONE = "done", _("Done")
        DROPPED = "dropped", _("Dropped")

    meeting = models.ForeignKey(
        Meeting, models.PROTECT, related_name="decisions", verbose_name=_("meeting")
    )
    number = models.PositiveSmallIntegerField(_("number"))
    text = models.TextField(_("decision"), max_length=4000)
    # Unknown where nobody counted; 0 is a count.
    votes_for = models.PositiveSmallIntegerField(_("votes for"), null=True, blank=True)
    votes_against = models.PositiveSmallIntegerField(
        _("votes against"), null=True, blank=True
    )
    abstaining = models.PositiveSmallIntegerField(
        _("abstaining"), null=True, blank=True
    )
    lead = models.CharField(_("who does it"), max_length=200, blank=True)
    task = models.CharField(_("what is to be done"), max_length=300, blank=True)
    due_on = models.DateField(_("until"), null=True, blank=True)
    # Empty where nothing is to be done about it.
    state = models.CharField(
        _("state"), max_length=8, choices=State.choices, blank=True
    )
    settled_on = models.DateField(_("settled on"), null=True, blank=True)
    settled_because = models.CharField(
        _("what became of it"), max_length=300, blank=True
    )
    history = versions()

    class Meta:
        verbose_name = _("decision of a meeting")
        verbose_name_plural = _("decisions of meetings")
        ordering = ("number", "id")
        constraints = (
            models.UniqueConstraint(
                fields=["meeting", "number"],
                condition=Q(retired_at__isnull=True),
                name="decision_number_once",
                violation_error_message=_("There is a decision of this number."),
            ),
            models.CheckConstraint(
                condition=Q(task="", lead="", due_on__isnull=True, state="")
                | (~Q(task="") & ~Q(state="")),
                name="decision_with_a_task_has_a_state",
                violation_error_message=_(
                    "Say what is to be done, or leave out who does it and until when."
                ),
            ),
        )

    def __str__(self) -> str:
        return f"{self.number}. {self.text[:80]}"

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN
