"""Forms of a round."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from distretto.web.selection.models import Round


class ReasonForm(forms.Form):
    """Why something is done; the rule says when it must be there."""

    reason = forms.CharField(
        label=_("Reason"), required=False, widget=forms.Textarea({"rows": 2})
    )


class RoundForm(forms.ModelForm):
    """Name, purpose, how many to choose."""

    reason = forms.CharField(
        label=_("Reason for the change"),
        required=False,
        widget=forms.Textarea({"rows": 2}),
        help_text=_(
            "Needed once scores are visible, if the number to choose or the seed "
            "changes."
        ),
    )

    class Meta:
        model = Round
        fields = ("name", "purpose", "places_to_choose", "universe_count", "seed")
        widgets = {"purpose": forms.Textarea({"rows": 3})}  # noqa: RUF012
        help_texts = {  # noqa: RUF012
            "universe_count": _(
                "Combinations of region and industry that were looked at. Taken from "
                "the first cluster map whose rows become candidates; may stay empty."
            ),
            "seed": _("The same seed gives the same robustness runs again."),
        }


class NewRoundForm(RoundForm):
    """The same without a reason: there is nothing yet to change."""

    reason = None  # type: ignore[assignment]


class AnnounceForm(forms.Form):
    """When the choice is announced."""

    on = forms.DateField(
        label=_("Announced on"),
        initial=timezone.localdate,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
    )
