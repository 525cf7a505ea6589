"""Shapes of what is asked about answers."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from distretto.formats.questionnaire.model import Questionnaire


class AnswersUploadForm(forms.Form):
    """An export of answers."""

    file = forms.FileField(
        label=_("Export"),
        help_text=_(
            "As Kobo or ODK gives it: Excel, CSV or a ZIP of CSVs, with the names of "
            "the form or with its labels in any language."
        ),
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx,.zip,.gz"}),
        allow_empty_file=True,
    )


class BenchmarksForm(forms.Form):
    """What those indicators are compared with that have no value of their own."""

    def __init__(
        self, *args: Any, questionnaire: Questionnaire, language: str, **more: Any
    ):
        super().__init__(*args, **more)
        for each in questionnaire.indicators:
            if each.relative_to != "benchmark":
                continue
            question = questionnaire.by_code[next(iter(each.terms))]
            self.fields[each.code] = forms.FloatField(
                label=questionnaire.label(question.labels, language),
                help_text=_("Compared with, in the same unit: %(code)s")
                % {"code": each.code},
                min_value=1e-9,
                required=False,
            )

    def benchmarks(self) -> dict[str, float]:
        return {
            code: number
            for code, number in self.cleaned_data.items()
            if number is not None
        }


class LeaveOutForm(forms.Form):
    """Why a response does not count; a blank lets it count again."""

    because = forms.CharField(
        label=_("Left out of the results because"), max_length=200, required=False
    )
