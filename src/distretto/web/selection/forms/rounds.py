"""Forms of a round."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from distretto.web.selection.forms.reasons import Reason, needed_when
from distretto.web.selection.models import Candidate, Round
from distretto.web.selection.rules.rounds import RANKED_BY
from distretto.web.ui.days import DayField


class ReasonForm(forms.Form):
    """Why something is done."""

    reason = Reason()


class CloseListForm(forms.Form):
    """Why each one leaves that is on the long list only; not asked if nobody is."""

    reason = Reason(
        label=_("Reason for all others that leave"),
        help_text=_("Stands for every candidate of which nothing else is said."),
    )

    def __init__(
        self, *args: Any, leaving: Sequence[Candidate], more: int, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.leaving = leaving
        if not leaving:
            del self.fields["reason"]
            return
        if not more:
            words = _("needed where nothing is said of a candidate")
            needed_when(self.fields["reason"], words)
        for each in leaving:
            self.fields[f"reason-{each.pk}"] = forms.CharField(
                label=_("Reason for leaving"),
                required=False,
                widget=forms.Textarea({"rows": 2}),
            )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        is_missing = any(not said.get(f"reason-{each.pk}") for each in self.leaving)
        if is_missing and not said.get("reason") and "reason" not in self.errors:
            self.add_error("reason", Reason.default_error_messages["required"])
        return said

    def rows(self) -> list[tuple[Candidate, forms.BoundField]]:
        """Each candidate that leaves with the field of its own reason."""
        return [(each, self[f"reason-{each.pk}"]) for each in self.leaving]

    def reasons(self) -> dict[UUID, str]:
        """What is said of single candidates."""
        said = {
            each.pk: self.cleaned_data[f"reason-{each.pk}"] for each in self.leaving
        }
        return {pk: words for pk, words in said.items() if words}


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
                "the first cluster map whose rows become candidates; may stay empty. "
                "Where several maps looked at different things, the funnel states what "
                "each of them did."
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

    on = DayField(
        label=_("Announced on"),
        initial=timezone.localdate,
    )
