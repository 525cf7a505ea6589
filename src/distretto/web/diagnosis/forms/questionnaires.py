"""Shapes of what is asked about questionnaires."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from distretto.formats.questionnaire.model import Question, Questionnaire

KIND_NAMES = {
    "count": _("Whole number"),
    "number": _("Number"),
    "percent": _("Percentage"),
    "yes_no": _("Yes or no"),
    "select": _("One of several answers"),
    "multi": _("Several of several answers"),
    "likert": _("Scale"),
    "text": _("Text"),
    "date": _("Day"),
    "geopoint": _("Position"),
    "note": _("Only to be read"),
    "calculate": _("Worked out"),
}
NEEDS_LIST = {"select", "multi", "likert"}
NEEDS_MEASURE = {"count", "number", "percent"}


class FormUploadForm(forms.Form):
    """A questionnaire as an XLSForm."""

    file = forms.FileField(
        label=_("XLSForm"),
        help_text=_(
            "The workbook that is deployed on Kobo or ODK, with the sheets survey and "
            "choices. Questions of the bottleneck survey that it lacks are kept as "
            "retired."
        ),
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
        allow_empty_file=True,
    )


class QuestionForm(forms.Form):
    """A question that is added."""

    code = forms.RegexField(
        r"^[A-Za-z_][A-Za-z0-9_]*$",
        label=_("Code"),
        max_length=40,
        help_text=_(
            "Its name in files, such as TEC9: letters, digits and “_”. It never "
            "changes its meaning."
        ),
    )
    kind = forms.ChoiceField(
        label=_("Kind of answer"),
        choices=[(k, v) for k, v in KIND_NAMES.items() if k != "calculate"],
    )
    label = forms.CharField(
        label=_("Question"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    unit = forms.CharField(
        label=_("Unit"),
        max_length=60,
        required=False,
        help_text=_("Of a number, such as “hours per week”."),
    )
    period = forms.CharField(
        label=_("Period"),
        max_length=60,
        required=False,
        help_text=_("Of a number, such as “last month”."),
    )
    choices = forms.ChoiceField(label=_("List of answers"), required=False)

    def __init__(self, *args: Any, form: Questionnaire, **more: Any):
        super().__init__(*args, **more)
        self.form = form
        fields: Any = self.fields
        fields["choices"].choices = [
            ("", "–"),
            *((name, name) for name in form.choices),
        ]

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        kind = found.get("kind")
        if kind in NEEDS_LIST and not found.get("choices"):
            self.add_error("choices", _("Choose the list of answers it offers."))
        for name in ("unit", "period"):
            if kind in NEEDS_MEASURE and not found.get(name):
                self.add_error(name, _("A number needs its unit and its period."))
        return found

    def question(self, language: str) -> Question:
        told = self.cleaned_data
        is_percent = told["kind"] == "percent"
        choices = "yes_no" if told["kind"] == "yes_no" else told["choices"]
        return Question(
            code=told["code"],
            kind=told["kind"],
            labels={language: told["label"]},
            unit=told["unit"] if told["kind"] in NEEDS_MEASURE else "",
            period=told["period"] if told["kind"] in NEEDS_MEASURE else "",
            choices=choices,
            low=0.0 if told["kind"] in NEEDS_MEASURE else None,
            high=100.0 if is_percent else None,
        )
