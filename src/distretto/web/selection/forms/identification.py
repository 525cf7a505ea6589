"""Forms of identification tests and their answers."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from distretto.web.selection import figures
from distretto.web.selection.forms.reasons import needed_when
from distretto.web.selection.models import IdentificationAnswer, IdentificationTest
from distretto.web.selection.wording import worded
from distretto.web.ui.numbers import NumberField


class TestForm(forms.ModelForm):
    """A test: on a figure with its least value, or answered by hand."""

    figure = forms.ChoiceField(label=_("Answered from the figure"), required=False)
    at_least = NumberField(
        label=_("at least"),
        required=False,
        help_text=_("In the figure’s own unit; shares from 0 to 1."),
    )

    class Meta:
        model = IdentificationTest
        fields = ("question", "figure", "at_least")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["figure"]
        assert isinstance(field, forms.ChoiceField)
        known = [(key, title) for key, (title, _unit) in figures.KNOWN.items()]
        self.initial["question"] = worded(self.initial.get("question", ""))
        needed_when(self.fields["at_least"], _("needed with a figure"))
        own = self.instance.figure
        if own and own not in figures.KNOWN:
            known.append((own, own))
        field.choices = [("", _("by hand, with evidence")), *known]


class AnswerForm(forms.ModelForm):
    """An answer by hand."""

    class Meta:
        model = IdentificationAnswer
        fields = ("answer", "evidence")
        widgets = {  # noqa: RUF012
            "answer": forms.RadioSelect,
            "evidence": forms.Textarea({"rows": 3}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        needed_when(self.fields["evidence"], _("needed for yes and for no"))
