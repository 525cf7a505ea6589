"""Forms of a round."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from distretto.web.selection.forms.reasons import Reason, needed_when
from distretto.web.selection.models import Round
from distretto.web.selection.rules.rounds import RANKED_BY


class ReasonForm(forms.Form):
    """Why something is done."""

    reason = Reason()


class CloseListForm(ReasonForm):
    """Why those leave that are on the long list only; not asked if there are none."""

    def __init__(self, *args: Any, leaving: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not leaving:
            del self.fields["reason"]


class RoundForm(forms.ModelForm):
    """Name, purpose, how many to choose."""

    reason = Reason(label=_("Reason for the change"))

    class Meta:
        model = Round
        fields = (
            "name",
            "purpose",
            "places_to_choose",
            "universe_count",
            "seed",
            "names_assessors",
        )
        widgets = {"purpose": forms.Textarea({"rows": 3})}  # noqa: RUF012
        help_texts = {  # noqa: RUF012
            "universe_count": _(
                "Combinations of region and industry that were looked at. Taken from "
                "the first cluster map whose rows become candidates; may stay empty."
            ),
            "seed": _("The same seed gives the same robustness runs again."),
            "names_assessors": _(
                "Otherwise only managers and evaluators read whose score is whose; "
                "everybody else, and the reports, have codes (A, B, C). The history "
                "keeps the names."
            ),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance.is_scoring_closed:
            self.fields.pop("reason", None)
        else:
            words = _("needed if anything but name, purpose and universe changes")
            needed_when(self.fields["reason"], words)
        if self.instance.is_decided:
            for name in RANKED_BY:
                self.fields[name].disabled = True


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
