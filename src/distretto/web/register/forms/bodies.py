"""Shapes of what is asked about bodies, their seats and their members."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from distretto.web.register.forms.naming import (
    NameField,
    organisation_field,
    person_name_field,
)
from distretto.web.register.kinds import words_of
from distretto.web.register.models import Body, BodyMember, SeatGroup
from distretto.web.register.models.bodies import FIRMS_TARGET, WOMEN_TARGET
from distretto.web.register.rules.bodies import BODY_FACTS, SEAT_FACTS
from distretto.web.ui.days import DayField
from distretto.web.ui.numbers import ExactNumberField
from distretto.web.ui.reasons import ReasonField

PERCENT = Decimal(100)


class PercentField(ExactNumberField):
    """A share from 0 to 1, typed and shown as a percentage."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            required=False,
            min_value=Decimal(0),
            max_value=PERCENT,
            max_digits=4,
            decimal_places=1,
            widget=forms.TextInput({"inputmode": "decimal"}),
            **options,
        )

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, Decimal):
            percent = value * PERCENT
            return int(percent) if percent == int(percent) else percent.normalize()
        return value

    def clean(self, value: Any) -> Decimal | None:
        typed = super().clean(value)
        return None if typed is None else typed / PERCENT


class BodyForm(forms.ModelForm):
    """What is said of a body. Which kinds there are follows from where it stands."""

    quorum = PercentField(
        label=_("Quorum, in per cent of the members"),
        help_text=_("How many must come for a decision to hold: 50 or 66.7."),
    )
    firms_target = PercentField(
        label=_("Firms, at least, in per cent"),
        help_text=_("The method proposes 50 for a commission. Empty asks nothing."),
    )
    women_target = PercentField(
        label=_("Women, at least, in per cent"),
        help_text=_("The method proposes 30. Empty asks nothing."),
    )

    class Meta:
        model = Body
        fields = BODY_FACTS
        field_classes = {"formed_on": DayField}  # noqa: RUF012
        widgets = {  # noqa: RUF012
            "mandate": forms.Textarea({"rows": 3}),
            "rules": forms.Textarea({"rows": 4}),
        }
        help_texts = {  # noqa: RUF012
            "mandate": _("What it may decide, and what it advises on."),
            "rules": _("How often it meets, how it votes, who calls it."),
        }

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        body = self.instance
        committee = Body.Kind.STEERING_COMMITTEE
        if body.cluster_id is None:
            body.kind = committee
            del self.fields["kind"]
        else:
            kind: Any = self.fields["kind"]
            kind.choices = [each for each in Body.Kind.choices if each[0] != committee]
        if body._state.adding:
            self.initial = {
                **self.initial,
                "firms_target": FIRMS_TARGET,
                "women_target": WOMEN_TARGET,
                "kind": Body.Kind.COMMISSION,
            }

    def facts(self) -> dict[str, Any]:
        return {"kind": self.instance.kind} | self.cleaned_data


class SeatGroupForm(forms.ModelForm):
    """A group of seats."""

    class Meta:
        model = SeatGroup
        fields = SEAT_FACTS

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        words = words_of(self.instance.body.programme)
        self.fields["name"].help_text = _("Firms, Associations, Authorities ...")
        self.fields["stands_for"] = forms.ChoiceField(
            label=_("Stands for"),
            required=False,
            choices=[("", _("No one kind")), *words.kinds.items()],
            help_text=_("Counted for the share of firms."),
        )
        self.fields["seats"].help_text = _("Empty where their number is not fixed.")
        self.order_fields(SEAT_FACTS)


class MemberForm(forms.Form):
    """A person in a body: who, for whom, in which group and office, since when."""

    person = person_name_field(required=True)
    represents = organisation_field(label=_("For which firm or institution?"))
    seat_group = forms.ModelChoiceField(
        label=_("Group of seats"), queryset=SeatGroup.objects.none(), required=False
    )
    office = forms.ChoiceField(
        label=_("Office"),
        choices=BodyMember.Office.choices,
        initial=BodyMember.Office.MEMBER,
    )
    began_on = DayField(
        label=_("Since"),
        required=False,
        help_text=_("The first day. Empty where it is not known."),
    )

    def __init__(self, *args: Any, body: Body, near: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        groups = body.seat_groups.current()
        seats: Any = self.fields["seat_group"]
        seats.queryset, seats.empty_label = groups, _("None")
        if not groups:
            del self.fields["seat_group"]
        offer_names(self, body.programme, near, "represents", "person")


class EditMemberForm(MemberForm):
    """The same of somebody who sits already: the person stays who they are."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        del self.fields["person"]


class EndMemberForm(forms.Form):
    """The last day of a seat, and why it ended."""

    ended_on = DayField(label=_("Last day"), initial=timezone.localdate)
    because = ReasonField(label=_("Why it ended"), required=False, max_length=200)


def offer_names(
    form: forms.Form, programme: Any, near: Any, organisation: str, person: str
) -> None:
    """Fill the two name fields of a form with the records of a programme.

    `near` are the names that are suggested: of organisations, and of persons.
    """
    for name, records, names in (
        (organisation, programme.organisations.current(), near[0]),
        (person, programme.persons.current(), near[1]),
    ):
        field = form.fields.get(name)
        if isinstance(field, NameField):
            field.offer(programme, records, names, form.initial.get(name))
