"""Shapes of what is asked about answers."""

from django import forms
from django.utils.translation import gettext_lazy as _


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


class LeaveOutForm(forms.Form):
    """Why a response does not count; a blank lets it count again."""

    because = forms.CharField(
        label=_("Left out of the results because"), max_length=200, required=False
    )
