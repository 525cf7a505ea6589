"""Shapes of what is asked about clusters."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from distretto.formats import classifications
from distretto.web.accounts.models import Programme
from distretto.web.register.models import Cluster, Place
from distretto.web.register.rules.clusters import ClusterFacts

PLACES_SHOWN = 40


class ClusterForm(forms.ModelForm):
    """What is said of a cluster. Codes are typed, or ticked among those found."""

    codes = forms.CharField(
        label=_("Industry codes"),
        required=False,
        max_length=600,
        help_text=_("Between commas or spaces: 1430, 1520."),
    )
    places = forms.ModelMultipleChoiceField(
        label=_("Places it reaches into"),
        queryset=Place.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = Cluster
        fields = ("name", "products", "classification", "stage", "origin")

    def __init__(
        self, *args: Any, programme: Programme, shown_places: Any = (), **kwargs: Any
    ):
        super().__init__(*args, **kwargs)
        self.fields["classification"] = forms.ChoiceField(
            label=_("Industry classification"),
            choices=list(classifications.CLASSIFICATIONS.items()),
            initial="ISIC4",
        )
        self.fields["origin"].widget.attrs["rows"] = 3
        self.fields["products"].help_text = gettext(
            "What its firms make, in plain words."
        )
        self.fields["origin"].help_text = gettext(
            "Chosen in a selection round, named by the ministry, known for long ..."
        )
        places: Any = self.fields["places"]
        # Any place of the programme may be named; only some are shown.
        places.queryset = programme.places.current().defer("shape")
        places.choices = [
            (place.pk, f"{place.name} ({place.code})") for place in shown_places
        ]

    def clean_codes(self) -> tuple[str, ...]:
        typed = re.split(r"[\s,;]+", self.cleaned_data["codes"])
        # Ticked boxes among the found ones come beside what was typed.
        ticked = self.data.getlist("found") if hasattr(self.data, "getlist") else []
        return tuple(dict.fromkeys(code for code in [*typed, *ticked] if code))[:60]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        key, codes = cleaned.get("classification"), cleaned.get("codes")
        if key and codes:
            for code, near in classifications.unknown_codes(codes, key).items():
                self.add_error("codes", stranger(code, near, key))
        return cleaned

    def facts(self) -> ClusterFacts:
        told = self.cleaned_data
        return ClusterFacts(
            name=told["name"],
            products=told["products"],
            classification=told["classification"],
            industries=told["codes"],
            stage=told["stage"],
            origin=told["origin"],
        )


def stranger(code: str, near: str | None, key: str) -> str:
    told = {"code": code, "near": near, "name": classifications.CLASSIFICATIONS[key]}
    if near is None:
        return gettext("“%(code)s” is no industry of %(name)s.") % told
    return (
        gettext("“%(code)s” is no industry of %(name)s; the nearest is “%(near)s”.")
        % told
    )
