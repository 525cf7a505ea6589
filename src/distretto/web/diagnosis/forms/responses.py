"""Shapes of what is asked about answers."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from distretto.analysis.diagnosis.bottlenecks.indicators import Indicator
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
                help_text=self._help(each, questionnaire, language),
                min_value=1e-9,
                required=False,
            )

    def _help(
        self, each: Indicator, questionnaire: Questionnaire, language: str
    ) -> str:
        """In which unit the figure is: of a ratio, what it is over."""
        if each.over:
            over = questionnaire.by_code[next(iter(each.over))]
            told = gettext(
                "Compared with the same ratio elsewhere, this answer divided by that "
                "to “%(over)s”: 1.2 is a rise by a fifth (%(code)s)."
            )
            return told % {
                "over": questionnaire.label(over.labels, language),
                "code": each.code,
            }
        question = questionnaire.by_code[next(iter(each.terms))]
        told = gettext("Compared with a figure elsewhere, in %(unit)s (%(code)s).")
        return told % {
            "unit": questionnaire.measure(question, language),
            "code": each.code,
        }

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
