"""Shapes of what is asked about stakeholders, contacts and promises."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from distretto.web.accounts.models import Programme
from distretto.web.register.forms.bodies import offer_names
from distretto.web.register.forms.naming import (
    organisation_field,
    person_name_field,
)
from distretto.web.register.models import ContactEntry, Promise, Stakeholder
from distretto.web.register.queries.contacts import colleagues
from distretto.web.register.rules.contacts import ENTRY_FACTS, PROMISE_FACTS, Party
from distretto.web.register.rules.stakeholders import POSITION
from distretto.web.ui.days import DayField
from distretto.web.ui.reasons import ReasonField

SOMEBODY = _("Name a firm or institution, a person, or both.")
Channel = ContactEntry.Channel
ONE_TO_FIVE = [("", _("Not known")), *((each, str(each)) for each in range(1, 6))]


class PartyForm(forms.Form):
    """Whom it is about."""

    organisation = organisation_field()
    person = person_name_field()

    def __init__(
        self, *args: Any, programme: Programme, near: Any, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        offer_names(self, programme, near, "organisation", "person")

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        is_wrong = {"organisation", "person"} & set(self.errors)
        if not (told.get("organisation") or told.get("person") or is_wrong):
            self.add_error("organisation", SOMEBODY)
        return told

    def party(self) -> Party:
        return Party(self.cleaned_data["organisation"], self.cleaned_data["person"])


class ContactForm(PartyForm):
    """Who was spoken to, how, what was said: in the order in which it is typed."""

    channel = forms.ChoiceField(
        label=_("How"),
        choices=Channel.choices,
        initial=Channel.VISIT,
        widget=forms.RadioSelect,
    )
    said = forms.CharField(
        label=_("What was said"),
        max_length=8000,
        widget=forms.Textarea({"rows": 4}),
    )
    day = DayField(label=_("Day"), initial=timezone.localdate)
    ours: Any = forms.ModelChoiceField(
        label=_("Who of us"), queryset=None, empty_label=None
    )
    is_confidential = forms.BooleanField(
        label=_("Confidential"),
        required=False,
        help_text=_("Read by you, by managers and by cluster agents only."),
    )

    def __init__(
        self, *args: Any, programme: Programme, user: Any, **options: Any
    ) -> None:
        super().__init__(*args, programme=programme, **options)
        ours: Any = self.fields["ours"]
        ours.queryset = colleagues(programme)
        ours.initial = user.pk

    def facts(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ENTRY_FACTS}


class NewContactForm(ContactForm):
    """The same with a promise that was given: one form, one minute."""

    promised = forms.CharField(
        label=_("What was promised"),
        required=False,
        max_length=300,
        help_text=_("Leave empty where nothing was."),
    )
    giver = forms.ChoiceField(
        label=_("By whom"),
        choices=Promise.Giver.choices,
        initial=Promise.Giver.THEM,
    )
    due_on = DayField(label=_("Until"), required=False)

    def clean(self) -> dict[str, Any]:
        told = super().clean()
        if told.get("due_on") and not told.get("promised"):
            self.add_error("promised", _("Say what was promised until then."))
        return told

    def promise(self) -> dict[str, Any] | None:
        told = self.cleaned_data
        if not told["promised"]:
            return None
        return {
            "what": told["promised"],
            "giver": told["giver"],
            "due_on": told["due_on"],
        }


class PromiseFactsForm(forms.ModelForm):
    """What was promised, by which side, until when."""

    class Meta:
        model = Promise
        fields = PROMISE_FACTS
        field_classes = {"due_on": DayField}  # noqa: RUF012

    def facts(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in PROMISE_FACTS}


class PromiseForm(PartyForm):
    """A promise that stands alone."""

    giver = forms.ChoiceField(
        label=_("By whom"), choices=Promise.Giver.choices, initial=Promise.Giver.THEM
    )
    what = forms.CharField(label=_("What was promised"), max_length=300)
    due_on = DayField(label=_("Until"), required=False)

    def facts(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in PROMISE_FACTS}


class BreakForm(forms.Form):
    """Why a promise was not kept."""

    because = ReasonField(
        label=_("Why it was not kept"),
        error_messages={"required": _("Say why the promise was not kept.")},
    )


class PositionForm(forms.ModelForm):
    """Where a stakeholder stands, as of a day."""

    class Meta:
        model = Stakeholder
        fields = POSITION
        field_classes = {"as_of": DayField}  # noqa: RUF012
        widgets = {  # noqa: RUF012
            "wants": forms.Textarea({"rows": 2}),
            "approach": forms.Textarea({"rows": 2}),
        }

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        helps = {
            "interest": _("How much it matters to them: 1 hardly, 5 more than all."),
            "influence": _("How much they can move or stop: 1 little, 5 all."),
        }
        for name, words in helps.items():
            label = self.fields[name].label
            self.fields[name] = forms.TypedChoiceField(
                label=label,
                choices=ONE_TO_FIVE,
                coerce=int,
                empty_value=None,
                required=False,
                help_text=words,
            )
        attitude: Any = self.fields["attitude"]
        attitude.choices = [("", _("Not known")), *Stakeholder.Attitude.choices]
        self.order_fields(POSITION)

    def position(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in POSITION}


class StakeholderForm(PartyForm):
    """Who has a stake; where they stand is asked beside."""


class LogFilterForm(forms.Form):
    """Which part of the log is shown."""

    q = forms.CharField(label=_("Firm or person"), required=False, max_length=100)
    channel = forms.ChoiceField(
        label=_("How"), required=False, choices=[("", _("All")), *Channel.choices]
    )
    ours: Any = forms.ModelChoiceField(
        label=_("Who of us"), queryset=None, required=False, empty_label=_("Everybody")
    )
    since = DayField(label=_("From"), required=False)
    until = DayField(label=_("Until"), required=False)

    def __init__(self, *args: Any, programme: Programme, **options: Any) -> None:
        super().__init__(*args, **options)
        ours: Any = self.fields["ours"]
        ours.queryset = colleagues(programme)
