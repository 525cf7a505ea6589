"""Shapes of what is asked about waves."""

from typing import Any, ClassVar

from django import forms

from distretto.web.diagnosis.models import Wave
from distretto.web.diagnosis.rules.waves import FACTS
from distretto.web.ui.days import DayField


class WaveForm(forms.ModelForm):
    """A round of asking."""

    class Meta:
        model = Wave
        fields = FACTS
        field_classes: ClassVar = {"began_on": DayField, "ended_on": DayField}
        widgets: ClassVar = {
            "note": forms.Textarea(attrs={"rows": 3}),
        }

    def facts(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in FACTS}
