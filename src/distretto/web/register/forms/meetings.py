"""Shapes of what is asked about meetings."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from distretto.web.register.forms.naming import person_name_field
from distretto.web.register.models import (
    Attendance,
    BodyMember,
    Meeting,
    MeetingDecision,
    Person,
)
from distretto.web.register.rules.meeting_decisions import DECISION_FACTS
from distretto.web.register.rules.meetings import MEETING_FACTS
from distretto.web.ui.days import DayField
from distretto.web.ui.reasons import ReasonField

Mark = Attendance.Mark


class MeetingForm(forms.ModelForm):
    """When and where a body meets, and about what."""

    class Meta:
        model = Meeting
        fields = MEETING_FACTS
        field_classes = {"day": DayField}  # noqa: RUF012
        widgets = {  # noqa: RUF012
            "begins_at": forms.TimeInput({"type": "time"}, format="%H:%M"),
            "agenda": forms.Textarea({"rows": 6}),
        }
        help_texts = {"agenda": _("One point a line.")}  # noqa: RUF012


class MarkForm(forms.Form):
    """Whether one member came."""

    mark = forms.ChoiceField(choices=Mark.choices, required=False)
    represented_by = forms.CharField(required=False, max_length=120)


class GuestForm(forms.Form):
    """Somebody who came and is no member."""

    person = person_name_field(label=_("Guest"), required=True)


class MinutesForm(forms.Form):
    """What was said, and the signed paper."""

    minutes = forms.CharField(
        label=_("Minutes"),
        required=False,
        max_length=40_000,
        widget=forms.Textarea({"rows": 12}),
    )
    chaired_by = forms.ModelChoiceField(
        label=_("Chaired by"), queryset=Person.objects.none(), required=False
    )
    file = forms.FileField(
        label=_("Signed minutes as a file"),
        required=False,
        allow_empty_file=True,
        help_text=_("PDF, Word or a photograph. A new file takes the old one's place."),
        widget=forms.FileInput({"accept": ".pdf,.docx,.odt,.jpg,.jpeg,.png"}),
    )

    def __init__(
        self, *args: Any, members: Sequence[BodyMember], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        chair: Any = self.fields["chaired_by"]
        chair.queryset = Person.objects.filter(
            pk__in=[each.person_id for each in members]
        )
        chair.empty_label = _("Not known")


class AgreeForm(forms.Form):
    """The day on which the minutes were agreed."""

    on = DayField(
        label=_("Agreed on"),
        initial=timezone.localdate,
        error_messages={"required": _("Give the day on which they were agreed.")},
    )


class ReopenForm(forms.Form):
    """Why agreed minutes become a draft again."""

    reason = ReasonField(
        label=_("Why?"),
        error_messages={"required": _("Say why the minutes become a draft again.")},
    )


class DecisionForm(forms.ModelForm):
    """A decision, its votes, and who does what about it until when."""

    class Meta:
        model = MeetingDecision
        fields = DECISION_FACTS
        field_classes = {"due_on": DayField}  # noqa: RUF012
        widgets = {  # noqa: RUF012
            "text": forms.Textarea({"rows": 3}),
        }
        help_texts = {  # noqa: RUF012
            "votes_for": _("Empty where nobody counted."),
        }

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        if (told.get("lead") or told.get("due_on")) and not told.get("task"):
            self.add_error(
                "task", _("Say what is to be done, or leave out who and until when.")
            )
        return told


class SettleForm(forms.Form):
    """What became of a decision."""

    state = forms.ChoiceField(choices=MeetingDecision.State.choices)
    because = ReasonField(required=False)
