"""Forms of scoring."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from distretto.web.accounts.models import Role
from distretto.web.selection.models import Round
from distretto.web.selection.queries.scoring import Cell, invitable

CANNOT_SAY = "none"
CHOICES = [*((str(n), str(n)) for n in range(1, 6)), (CANNOT_SAY, _("cannot say"))]


class InviteForm(forms.Form):
    """A person of the programme who is to score."""

    person = forms.ModelChoiceField(
        label=_("Person"), queryset=Role.objects.none(), empty_label=_("choose")
    )

    def __init__(self, *args: Any, round_: Round, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["person"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = invitable(round_)


class ScoreForm(forms.Form):
    """One criterion of one candidate: from 1 to 5, or “cannot say”."""

    value = forms.ChoiceField(
        required=False,
        choices=CHOICES,
        widget=forms.RadioSelect,
    )
    evidence = forms.CharField(
        label=_("Evidence"), required=False, widget=forms.Textarea({"rows": 2})
    )
    comment = forms.CharField(
        label=_("Comment"), required=False, widget=forms.Textarea({"rows": 2})
    )

    def __init__(self, data: Any = None, *, cell: Cell) -> None:
        score = cell.score
        super().__init__(
            data,
            prefix=str(cell.criterion.pk),
            initial={
                "value": cell.picked,
                "evidence": score.evidence if score else "",
                "comment": score.comment if score else "",
            },
        )
        self.cell = cell
        if cell.picked not in {"", CANNOT_SAY, "1", "2", "3", "4", "5"}:
            # A score between two points, brought in from elsewhere, stays a choice.
            field = self.fields["value"]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [*CHOICES, (cell.picked, cell.picked)]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        words = cleaned.get("evidence") or cleaned.get("comment")
        if words and "value" in cleaned and not cleaned["value"]:
            sentence = _("Choose a score or “cannot say”: your words are kept with it.")
            self.add_error(None, sentence)
        return cleaned

    def said(self) -> dict[str, Any] | None:
        """What was scored, or None where the criterion was left untouched."""
        picked = self.cleaned_data["value"]
        if not picked:
            return None
        value = None if picked == CANNOT_SAY else Decimal(picked)
        words = {name: self.cleaned_data[name] for name in ("evidence", "comment")}
        return {"value": value, **words}
