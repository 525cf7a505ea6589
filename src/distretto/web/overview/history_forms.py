"""What of the history is shown, and why something is undone."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from distretto.web.ui.days import DayField


class FilterForm(forms.Form):
    """Which deeds: of whom, of what kind, between which days (both inclusive)."""

    who = forms.ChoiceField(label=_("Who"), required=False)
    what = forms.ChoiceField(label=_("What"), required=False)
    since = DayField(label=_("From"), required=False)
    until = DayField(label=_("Until"), required=False)

    def __init__(
        self,
        data: Any,
        *,
        people: Iterable[tuple[str, str]],
        titles: Iterable[tuple[str, str]],
    ) -> None:
        super().__init__(data)
        self.fields["who"].choices = [("", _("Everybody")), *people]  # type: ignore[attr-defined]
        self.fields["what"].choices = [("", _("Everything")), *titles]  # type: ignore[attr-defined]


class UndoForm(forms.Form):
    """Why a deed is taken back."""

    reason = forms.CharField(
        label=_("Why undo it?"),
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("It is kept in the history."),
    )
