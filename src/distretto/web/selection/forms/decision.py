"""Forms of the decision and the letters."""

from collections.abc import Collection, Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from distretto.web.selection.forms.reasons import needed_when
from distretto.web.selection.models import Candidate, Choice, Decision, Letter
from distretto.web.selection.rules.decision import Verdict
from distretto.web.ui.days import DayField

ANSWERS = [("", _("undecided")), ("yes", _("chosen")), ("no", _("not chosen"))]
_SAID = {"": None, "yes": True, "no": False}


class DecisionForm(forms.ModelForm):
    """The minutes, and what is said of each candidate."""

    reasons_for_rest = forms.CharField(
        label=_("Reason for all others that are not chosen"),
        required=False,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("Stands for every candidate of which nothing else is said."),
    )

    class Meta:
        model = Decision
        fields = ("decided_on", "validators", "minutes", "minority_view")
        field_classes = {"decided_on": DayField}  # noqa: RUF012
        widgets = {  # noqa: RUF012
            "validators": forms.Textarea({"rows": 2}),
            "minutes": forms.Textarea({"rows": 5}),
            "minority_view": forms.Textarea({"rows": 3}),
        }

    def __init__(
        self,
        *args: Any,
        candidates: Iterable[Candidate],
        choices: dict[UUID, Choice],
        is_final: bool = False,
        ruled_out: Collection[UUID] = (),
        **kwargs: Any,
    ) -> None:
        """`is_final`: nobody may stay undecided but those that are `ruled_out`."""
        super().__init__(*args, **kwargs)
        self.is_final, self.ruled_out = is_final, ruled_out
        needed_when(
            self.fields["reasons_for_rest"],
            _("needed where nothing is said of a candidate"),
        )
        self.candidates = list(candidates)
        for candidate in self.candidates:
            self._add_verdict(candidate, choices.get(candidate.pk))

    def _add_verdict(self, candidate: Candidate, choice: Choice | None) -> None:
        picked = "" if choice is None else "yes" if choice.is_chosen else "no"
        name = {"candidate": candidate.name}
        self.fields[f"chosen-{candidate.pk}"] = forms.ChoiceField(
            label=_("Decision on “%(candidate)s”") % name,
            choices=ANSWERS,
            required=False,
            initial=picked,
        )
        self.fields[f"reasons-{candidate.pk}"] = forms.CharField(
            label=_("Reasons for “%(candidate)s”") % name,
            required=False,
            initial=choice.reasons if choice else "",
            widget=forms.Textarea({"rows": 2}),
        )
        needed_when(self.fields[f"chosen-{candidate.pk}"], _("needed to validate"))
        needed_when(self.fields[f"reasons-{candidate.pk}"], _("needed once decided"))

    def rows(self) -> list[tuple[Candidate, Any, Any]]:
        """Each candidate with its two fields."""
        return [
            (each, self[f"chosen-{each.pk}"], self[f"reasons-{each.pk}"])
            for each in self.candidates
        ]

    def minutes_fields(self) -> list[Any]:
        """The fields of the meeting itself."""
        return [self[name] for name in self.Meta.fields]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        for each in self.candidates:
            chosen = said.get(f"chosen-{each.pk}")
            if chosen and not said.get(f"reasons-{each.pk}"):
                words = _("Give the reasons for “%(candidate)s”.")
                self.add_error(f"reasons-{each.pk}", words % {"candidate": each.name})
            elif not chosen and self._must_be_decided(each):
                words = _(
                    "“%(candidate)s” is neither chosen nor not chosen. Decide, with "
                    "reasons."
                )
                self.add_error(f"chosen-{each.pk}", words % {"candidate": each.name})
        return said

    def _must_be_decided(self, candidate: Candidate) -> bool:
        rest = self.cleaned_data.get("reasons_for_rest")
        return self.is_final and not rest and candidate.pk not in self.ruled_out

    def verdicts(self) -> dict[UUID, Verdict]:
        """What is said of each candidate; “undecided” leaves it to the rest."""
        said = self.cleaned_data
        rest = said["reasons_for_rest"].strip()
        return {
            each.pk: Verdict(
                _SAID[said[f"chosen-{each.pk}"]], said[f"reasons-{each.pk}"]
            )
            for each in self.candidates
            if said[f"chosen-{each.pk}"] or not rest
        }


class ValidateForm(forms.Form):
    """Why a decision is validated although a gate stands closed."""

    reason = forms.CharField(
        label=_("Reason to validate all the same"),
        required=False,
        widget=forms.Textarea({"rows": 2}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = _("needed if another number is chosen, or the weights are not fixed")
        needed_when(self.fields["reason"], words)


class LetterForm(forms.ModelForm):
    """The words of a letter."""

    class Meta:
        model = Letter
        fields = ("addressee", "text")
        widgets = {  # noqa: RUF012
            "addressee": forms.Textarea({"rows": 3}),
            "text": forms.Textarea({"rows": 16}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # The letter reads in its own language's way, whatever that of the page.
        language = self.instance.language
        way = "rtl" if get_language_info(language)["bidi"] else "ltr"
        for field in self.fields.values():
            field.widget.attrs |= {"lang": language, "dir": way}
