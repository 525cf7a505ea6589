"""The shape of what is asked on the page of industries that stand close together."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from distretto.web.selection.forms.maps import BaseForm
from distretto.web.selection.queries.localisation import Settings


class LocalisationForm(BaseForm):
    """A list of establishments, and what its industries are compared with."""

    weighted = forms.BooleanField(
        label=_("Count pairs of plants by their jobs"),
        required=False,
        help_text=_(
            "Large plants then matter more; plants whose size is unknown are left out."
        ),
    )
    confidence = forms.TypedChoiceField(
        label=_("Band of chance"),
        choices=[
            ("", _("holds 95 % of chance")),
            ("0.99", _("holds 99 % of chance")),
            ("0.9", _("holds 90 % of chance")),
        ],
        coerce=float,
        required=False,
        help_text=_("A curve that leaves it is called localised or dispersed."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["base"].help_text = _(
            "Only establishments of these industries are places where plants can stand."
        )

    def settings(self) -> Settings:
        """What was asked; what was left empty is the default."""
        asked = self.cleaned_data
        return Settings(
            base=self.chosen_base(),
            level=asked["level"],
            told_classification=asked["classification"] or None,
            weighted=asked["weighted"],
            confidence=asked["confidence"] or Settings.confidence,
        )
