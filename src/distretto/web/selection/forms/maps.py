"""Shapes of what is asked on the cluster map pages."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from distretto.formats.classifications import CLASSIFICATIONS
from distretto.web.register.models import Dataset
from distretto.web.selection.forms.reasons import needed_when
from distretto.web.selection.models import ClusterMap, Round
from distretto.web.selection.queries.maps import Settings

_THRESHOLDS = Settings()


class BaseForm(forms.Form):
    """A dataset, and which of its industries count as the whole."""

    dataset = forms.ModelChoiceField(Dataset.objects.none(), label=_("Dataset"))
    base = forms.ChoiceField(
        label=_("Compared with"),
        choices=[
            ("", _("All industries of the table")),
            ("manufacturing", _("Manufacturing only")),
            ("traded", _("Traded industries only")),
            ("codes", _("The industries listed below")),
        ],
        required=False,
        help_text=_("What counts as the whole decides how special a place looks."),
    )
    codes = forms.CharField(
        label=_("Industries of the base"),
        required=False,
        help_text=_(
            "Codes as the table has them, or their first two digits or more, between "
            "commas: 1311, 1312, 15."
        ),
    )
    classification = forms.ChoiceField(
        label=_("Industry classification"),
        choices=[("", _("As the dataset says")), *CLASSIFICATIONS.items()],
        required=False,
        help_text=_("What manufacturing and traded industries are depends on it."),
    )
    level = forms.TypedChoiceField(
        label=_("Detail of the industry code"),
        choices=[("", _("As in the table")), *((n, n) for n in range(1, 7))],
        coerce=int,
        empty_value=None,
        required=False,
        help_text=_("Number of digits."),
    )

    def __init__(self, *args: Any, datasets: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["dataset"].queryset = datasets  # type: ignore[attr-defined]
        needed_when(self.fields["codes"], _("needed to compare with listed industries"))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("base") == "codes" and not _codes(cleaned.get("codes", "")):
            self.add_error(
                "codes", _("List the industries of the base, between commas.")
            )
        return cleaned

    def chosen_base(self) -> str | tuple[str, ...] | None:
        """The base that was chosen: a named set, codes, or None for all industries."""
        asked = self.cleaned_data
        if asked["base"] == "codes":
            return _codes(asked["codes"])
        return asked["base"] or None


class MapSettingsForm(BaseForm):
    """Dataset, base and thresholds. Empty fields mean the method's default."""

    field_order = ("dataset", "value")

    value = forms.ChoiceField(
        label=_("Measured by"),
        choices=[
            ("employment", _("Persons employed")),
            ("establishments", _("Number of establishments")),
        ],
        required=False,
    )
    year = forms.IntegerField(
        label=_("Year"),
        required=False,
        min_value=1900,
        max_value=2200,
        help_text=_("The last one, where it is left empty."),
    )
    reference = forms.ModelChoiceField(
        Dataset.objects.none(),
        label=_("Reference area"),
        required=False,
        empty_label=_("The table itself"),
        help_text=_(
            "Another dataset that quotients are relative to, for example of the nation "
            "around a region."
        ),
    )
    near = forms.FloatField(
        label=_("Neighbours lie within, km"),
        min_value=0.001,
        required=False,
        help_text=_(
            "By coordinates. Left empty, regions that share a border are neighbours."
        ),
    )
    lq = forms.FloatField(
        label=_("Location quotient, at least"),
        min_value=0,
        required=False,
        initial=_THRESHOLDS.lq,
    )
    establishments = forms.IntegerField(
        label=_("Establishments, at least"),
        min_value=0,
        required=False,
        initial=int(_THRESHOLDS.establishments),
    )
    employment = forms.IntegerField(
        label=_("Persons employed, at least"),
        min_value=0,
        required=False,
        initial=int(_THRESHOLDS.employment),
    )

    certainty = forms.ChoiceField(
        label=_("What may be specialised by chance"),
        choices=[
            ("", _("left out (certainty 95 %)")),
            ("0.99", _("left out (certainty 99 %)")),
            ("0.9", _("left out (certainty 90 %)")),
            ("none", _("kept")),
        ],
        required=False,
        help_text=_("The fewer plants there are, the more of it may be chance."),
    )

    def __init__(self, *args: Any, datasets: Any, **kwargs: Any) -> None:
        super().__init__(*args, datasets=datasets, **kwargs)
        self.fields["reference"].queryset = datasets  # type: ignore[attr-defined]

    def settings(self) -> Settings:
        """What was asked; what was left empty is the default."""
        asked = self.cleaned_data
        given = {
            name: asked[name]
            for name in ("level", "year", "near", "lq", "establishments", "employment")
            if asked.get(name) is not None
        }
        if other := asked.get("reference"):
            given["reference"] = str(other.pk)
        if told := asked.get("classification"):
            given["told_classification"] = told
        if level := asked.get("certainty"):
            given["certainty"] = None if level == "none" else float(level)
        value, base = asked["value"] or "employment", self.chosen_base()
        return Settings(value=value, base=base, **given)


def _codes(text: str) -> tuple[str, ...]:
    return tuple(sorted({part.strip() for part in text.split(",") if part.strip()}))


class MapNameForm(forms.ModelForm):
    """The name under which a map is kept."""

    class Meta:
        model = ClusterMap
        fields = ("name",)


class AddCandidatesForm(forms.Form):
    """The rows to turn into candidates, and the round they go to."""

    round = forms.ModelChoiceField(Round.objects.none(), label=_("Round"))
    ranks = forms.TypedMultipleChoiceField(coerce=int, label=_("Clusters"))

    def __init__(self, *args: Any, rounds: Any, count: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["round"].queryset = rounds  # type: ignore[attr-defined]
        ranks: Any = self.fields["ranks"]
        ranks.choices = [(rank, rank) for rank in range(1, count + 1)]
