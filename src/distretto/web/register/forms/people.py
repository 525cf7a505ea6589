"""Shapes of what is asked about people and memberships."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from distretto.web.register.models import Person
from distretto.web.register.rules.people import FACTS
from distretto.web.ui.days import DayField
from distretto.web.ui.reasons import ReasonField


class PersonForm(forms.ModelForm):
    """A person, with their position where one is asked for."""

    title = forms.CharField(
        label=_("Position"),
        required=False,
        max_length=120,
        help_text=_("Owner, secretary ..."),
    )
    is_contact = forms.BooleanField(label=_("The one to speak to"), required=False)

    class Meta:
        model = Person
        fields = FACTS
        field_classes: ClassVar = {"consent_on": DayField}
        widgets: ClassVar = {
            "note": forms.Textarea(attrs={"rows": 3}),
        }

    def __init__(self, *args: Any, with_position: bool = False, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["phone"].widget.input_type = "tel"
        if not with_position:
            del self.fields["title"], self.fields["is_contact"]

    def facts(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in FACTS}

    def position(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("title", "is_contact")}


class PositionForm(forms.Form):
    """What a person is in a firm or institution that is there already."""

    title = forms.CharField(label=_("Position"), required=False, max_length=120)
    is_contact = forms.BooleanField(label=_("The one to speak to"), required=False)
    began_on = DayField(label=_("Since"), required=False)


class EndForm(forms.Form):
    """The last day of something; without one it was a mistake."""

    on = DayField(
        label=_("Until"),
        required=False,
        help_text=_("Without a day it counts as a mistake and goes."),
    )
    because = ReasonField(label=_("Why?"), required=False, max_length=200)


class JoinForm(forms.Form):
    """Since when somebody belongs to a cluster."""

    joined_on = DayField(label=_("Since"), required=False)
