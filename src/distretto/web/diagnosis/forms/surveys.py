"""Shapes of what is asked about surveys and samples."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from distretto.analysis.diagnosis.sampling.allocation import ALLOCATIONS
from distretto.web.diagnosis.models import Form
from distretto.web.diagnosis.queries.questionnaires import language_for, whole
from distretto.web.diagnosis.queries.samples import Plan

STRATA = {
    "size_class": _("Size class"),
    "place": _("Place"),
    "chain_stage": _("Stage of the chain"),
}
ALLOCATION_NAMES = {
    "proportional": _("In proportion to the firms of each stratum"),
    "equal": _("The same number from each stratum"),
}


class SurveyForm(forms.Form):
    """By which questionnaire a wave asks."""

    form = forms.ChoiceField(label=_("Questionnaire"))
    blocks = forms.MultipleChoiceField(
        label=_("Blocks"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "Leave all open to ask all. Block A, identity and consent, is always "
            "asked. Fewer blocks are answered by more firms."
        ),
    )

    def __init__(self, *args: Any, forms_: list[Form], shown: Form | None, **more: Any):
        super().__init__(*args, **more)
        self.forms_ = {str(each.pk): each for each in forms_}
        fields: Any = self.fields
        fields["form"].choices = [(pk, str(each)) for pk, each in self.forms_.items()]
        fields["blocks"].choices = _blocks(shown) if shown else []

    def clean(self) -> dict[str, Any]:
        """The blocks are those of the form that was chosen, not of the one shown."""
        found = super().clean() or {}
        chosen = self.chosen()
        if chosen is not None:
            known = {code for code, _label in _blocks(chosen)}
            sent: Any = self.data
            found["blocks"] = [each for each in sent.getlist("blocks") if each in known]
            self.errors.pop("blocks", None)
        return found

    def chosen(self) -> Form | None:
        return self.forms_.get(str(self.cleaned_data.get("form", "")))


def _blocks(form: Form) -> list[tuple[str, str]]:
    questionnaire = whole(form)
    language = language_for(questionnaire)
    return [
        (each.code, f"{each.code} · {questionnaire.label(each.labels, language)}")
        for each in questionnaire.blocks
        if not each.inside
    ]


class SampleForm(forms.Form):
    """How a sample is to be drawn."""

    strata = forms.MultipleChoiceField(
        label=_("Strata by"),
        choices=list(STRATA.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        initial=["size_class"],
        help_text=_(
            "Every combination that is there is a stratum. Few strata of many firms "
            "are better than many of few."
        ),
    )
    size = forms.IntegerField(
        label=_("Firms to ask"),
        min_value=1,
        max_value=100_000,
        required=False,
        help_text=_("Leave it open to reach the precision beside it."),
    )
    reach = forms.FloatField(
        label=_("A share may be off by (points)"),
        min_value=0.5,
        max_value=50,
        initial=10,
        required=False,
        help_text=_("Either way, in 19 of 20 samples, if no number of firms is given."),
    )
    answering = forms.FloatField(
        label=_("Firms that will answer (%)"), min_value=1, max_value=100, initial=80
    )
    allocation = forms.ChoiceField(
        label=_("Shared out"),
        choices=[(k, v) for k, v in ALLOCATION_NAMES.items() if k in ALLOCATIONS],
    )
    minimum = forms.IntegerField(
        label=_("At least from each stratum"),
        min_value=1,
        max_value=1000,
        initial=2,
        help_text=_("All of them where there are fewer."),
    )
    seed = forms.IntegerField(
        label=_("Seed"),
        min_value=0,
        initial=1,
        help_text=_("The same seed draws the same firms: anybody can repeat the draw."),
    )

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if not found.get("size") and not found.get("reach"):
            self.add_error(
                "size",
                gettext("Give a number of firms, or how far a share may be off."),
            )
        return found

    def plan(self) -> Plan:
        told = self.cleaned_data
        return Plan(
            strata=tuple(told["strata"]),
            size=told["size"],
            reach_share=told["reach"] / 100 if told["reach"] else None,
            allocation=told["allocation"],
            minimum=told["minimum"],
            response_share=told["answering"] / 100,
            seed=told["seed"],
        )
