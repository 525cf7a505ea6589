"""Shapes of what is asked about places."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from distretto.formats.boundaries import CodePlace
from distretto.web.register.models import Place


class MapUploadForm(forms.Form):
    """A file with boundaries."""

    file = forms.FileField(
        label=_("Map of regions"),
        help_text=_(
            "GeoJSON or TopoJSON with the outline of each region, in degrees (WGS 84)."
        ),
        widget=forms.FileInput(attrs={"accept": ".geojson,.json,.topojson"}),
        allow_empty_file=True,
    )


class CodePropertyForm(forms.Form):
    """Where the codes of a map stand."""

    code_property = forms.ChoiceField(
        label=_("The code of a region stands in"),
        help_text=_("It must be the code that your tables use."),
    )

    def __init__(self, *args: Any, places: tuple[CodePlace, ...], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["code_property"].choices = [  # type: ignore[attr-defined]
            (place.name, _told(place)) for place in places
        ]


def _told(place: CodePlace) -> str:
    return gettext("%(name)s (%(different)s different: %(examples)s)") % {
        "name": place.name,
        "different": place.different,
        "examples": ", ".join(place.examples),
    }


class AcceptPlacesForm(forms.Form):
    """Where a map comes from, and what becomes of places that are there already."""

    source = forms.CharField(
        label=_("Source"),
        max_length=300,
        help_text=_("Who drew these boundaries, and of which year they are."),
    )
    licence = forms.CharField(
        label=_("Licence"),
        max_length=200,
        help_text=_("Such as CC BY 4.0, public domain, or “internal use only”."),
    )
    replace = forms.BooleanField(
        label=_("Replace the boundaries of places that are there already"),
        required=False,
        help_text=_("Their names stay as they are."),
    )
    code_property = forms.CharField(widget=forms.HiddenInput, max_length=200)
    although_others = forms.BooleanField(
        label=_("Add them although your datasets are of other regions"),
        help_text=_("No figure of your datasets will be drawn on them."),
        error_messages={
            "required": _(
                "Confirm that these places are wanted, or read the codes from another "
                "property."
            )
        },
    )

    FACTS = ("source", "licence", "replace")

    def __init__(self, *args: Any, mismatch: bool, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if not mismatch:
            del self.fields["although_others"]

    def told(self) -> dict[str, Any]:
        """What is said of the places themselves."""
        return {name: self.cleaned_data[name] for name in self.FACTS}


class PlaceForm(forms.ModelForm):
    """The name of a place."""

    class Meta:
        model = Place
        fields = ("name",)
