"""Where the roles of firms in knowledge begin, as people set it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class LinesForm(forms.Form):
    """Numbers from which a firm is open, active or hardly tied; blank is as usual."""

    open_from = forms.FloatField(
        label=_("Open to the outside from so many sources"),
        help_text=_("Blank: the mean of all firms."),
        required=False,
        min_value=0,
    )
    active_from = forms.FloatField(
        label=_("Active from so many local ties"),
        help_text=_("Given and received together. Blank: the mean of all firms."),
        required=False,
        min_value=0,
    )
    few = forms.FloatField(
        label=_("Hardly tied below so many local ties"),
        help_text=_("Blank: half of where active begins."),
        required=False,
        min_value=0,
    )

    @property
    def is_set(self) -> bool:
        """Whether anything is asked of it."""
        return any(self.data.get(name) for name in self.fields)

    def told(self) -> dict[str, Any]:
        """The lines that are set; what is no number is as usual, and is told beside."""
        self.is_valid()
        return {name: self.cleaned_data.get(name) for name in self.fields}
