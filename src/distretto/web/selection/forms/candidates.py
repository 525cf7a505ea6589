"""Forms of candidates, their figures and the list's filters."""

import contextlib
import re
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from distretto.web.selection import figures
from distretto.web.selection.forms.reasons import Reason, needed_when
from distretto.web.selection.models import Candidate, Criterion, Round
from distretto.web.selection.queries import candidates as queries
from distretto.web.selection.wording import worded
from distretto.web.ui.numbers import NumberField

OWN = "own"


class Codes(forms.CharField):
    """Codes between commas or spaces, as a list."""

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[str]:
        return [code for code in re.split(r"[\s,;،]+", super().clean(value)) if code]


class CandidateForm(forms.ModelForm):
    """A candidate as it is nominated or corrected by hand."""

    industries = Codes(
        label=_("Industry codes"),
        required=False,
        help_text=_("Between commas, for example 1391, 1430."),
    )
    regions = Codes(
        label=_("Region codes"),
        required=False,
        help_text=_(
            "Between commas, as in the register of places: a chosen candidate takes "
            "its places from them."
        ),
    )
    reason = Reason(label=_("Reason for nominating late"))

    class Meta:
        model = Candidate
        fields = (
            "name",
            "products",
            "nominated_by",
            "classification",
            "industries",
            "regions",
        )

    def __init__(self, *args: Any, late: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not late:
            del self.fields["reason"]


class FigureForm(forms.Form):
    """One figure with its provenance."""

    key = forms.ChoiceField(label=_("Figure"))
    own_name = forms.CharField(
        label=_("Its name, if it is another one"), max_length=40, required=False
    )
    value = NumberField(
        label=_("Value"),
        help_text=_("Shares in percent. Leave the whole figure out if it is unknown."),
    )
    unit = forms.CharField(label=_("Unit"), max_length=40, required=False)
    year = forms.IntegerField(
        label=_("Year"), min_value=1900, max_value=2100, required=False
    )
    source = forms.CharField(label=_("Source"), max_length=300)
    method = forms.ChoiceField(label=_("How it was got"), required=False)
    confidence = forms.ChoiceField(label=_("Confidence"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = [(key, title) for key, (title, _unit) in figures.KNOWN.items()]
        words = _("needed if the figure is not in the list")
        needed_when(self.fields["own_name"], words)
        self._choose("key", [*known, (OWN, _("another one"))])
        self._choose("method", [("", _("not said")), *figures.METHODS.items()])
        self._choose(
            "confidence", [("", _("not judged")), *figures.CONFIDENCES.items()]
        )

    def _choose(self, name: str, choices: list[tuple[str, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("key") == OWN and not said.get("own_name"):
            self.add_error("own_name", _("Give the figure a name."))
        return said

    def figure_key(self) -> str:
        """The key under which the figure is kept."""
        said = self.cleaned_data
        return str(said["own_name"] if said["key"] == OWN else said["key"])

    def figure(self) -> figures.Figure:
        """The figure as it is kept: shares from 0 to 1."""
        said = self.cleaned_data
        value = said["value"]
        if self.figure_key() in figures.SHARES:
            value /= 100
        names = ("unit", "year", "source", "method", "confidence")
        return figures.Figure(value=value, **{name: said[name] for name in names})


class MoveForm(forms.Form):
    """What is done with one or many candidates."""

    SHORTLIST, LEAVE, RETURN = "shortlist", "leave", "return"

    action = forms.ChoiceField(
        label=_("What to do with them"),
        choices=[
            (SHORTLIST, _("Move to the short list")),
            (LEAVE, _("Let them leave, with the reason")),
            (RETURN, _("Take them back")),
        ],
    )
    reason = Reason()
    candidates = forms.ModelMultipleChoiceField(
        queryset=Candidate.objects.none(),
        widget=forms.MultipleHiddenInput,  # the boxes stand in the rows of the list
        error_messages={"required": _("Choose at least one candidate first.")},
    )

    def __init__(self, *args: Any, round_: Round, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        needed_when(self.fields["reason"], _("needed to let them leave"))
        field = self.fields["candidates"]
        assert isinstance(field, forms.ModelMultipleChoiceField)
        field.queryset = round_.candidates.current().select_related("round")

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("action") == self.LEAVE and not said.get("reason"):
            self.add_error("reason", Reason.default_error_messages["required"])
        return said

    def ticked(self) -> set[str]:
        """The candidates that were sent along, so that the page ticks them again."""
        return set(self.data.getlist("candidates")) if self.is_bound else set()  # type: ignore[attr-defined]


def sent_candidates(data: Any, round_: Round) -> list[Candidate]:
    """The candidates of the rows that were sent; rows that are no more are left out."""
    asked = []
    for text in data.getlist("candidate"):
        with contextlib.suppress(ValueError):
            asked.append(UUID(text))
    found = round_.candidates.current().filter(pk__in=asked)
    return sorted(found, key=lambda each: asked.index(each.pk))


class FilterForm(forms.Form):
    """What the list of candidates shows; anything odd is read as nothing asked."""

    q = forms.CharField(
        label=_("Words"), required=False, widget=forms.TextInput({"type": "search"})
    )
    stage = forms.ChoiceField(
        label=_("Stage"),
        required=False,
        choices=[("", _("all")), *Round.Stage.choices],
    )
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[("", _("all")), *queries.STATES.items()],
    )
    origin = forms.ChoiceField(
        label=_("Origin"),
        required=False,
        choices=[("", _("all")), *queries.ORIGINS.items()],
    )
    industry = forms.CharField(
        label=_("Industry code"),
        required=False,
        max_length=20,
        widget=forms.TextInput({"size": 8}),
    )
    sort = forms.CharField(required=False, widget=forms.HiddenInput)

    def wanted(self) -> queries.Wanted:
        """What was asked for."""
        self.is_valid()
        said = self.cleaned_data
        sort = said.get("sort") or "name"
        return queries.Wanted(
            **{name: said.get(name) or "" for name in said} | {"sort": sort}
        )


class VetoForm(forms.Form):
    """The ground on which a candidate is ruled out."""

    ground = forms.CharField(label=_("Ground"), widget=forms.Textarea({"rows": 2}))
    criterion = forms.ModelChoiceField(
        label=_("Criterion"),
        queryset=Criterion.objects.none(),
        required=False,
        empty_label=_("another ground"),
    )

    def __init__(self, *args: Any, round_: Round, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["criterion"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = round_.criteria.current().filter(can_veto=True)
        field.label_from_instance = _criterion_name  # type: ignore[assignment,method-assign]


def _criterion_name(criterion: Any) -> str:
    return worded(criterion.name)
