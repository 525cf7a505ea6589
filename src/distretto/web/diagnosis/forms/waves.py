"""Shapes of what is asked about waves."""

from typing import Any, ClassVar

from django import forms

from distretto.web.diagnosis.models import Wave
from distretto.web.diagnosis.rules.waves import FACTS
from distretto.web.ui.days import day_input


class WaveForm(forms.ModelForm):
    """A round of asking."""

    class Meta:
        model = Wave
        fields = FACTS
        widgets: ClassVar = {
            "began_on": day_input(),
            "ended_on": day_input(),
            "note": forms.Textarea(attrs={"rows": 3}),
        }

    def facts(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in FACTS}
