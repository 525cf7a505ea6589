"""Shapes of what is asked about firms and institutions."""

import re
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from distretto.formats import classifications
from distretto.web.accounts.models import Programme
from distretto.web.register import kinds, queries
from distretto.web.register.forms.clusters import stranger
from distretto.web.register.models import Consent, Organisation
from distretto.web.register.queries.organisations import Asked
from distretto.web.register.rules.organisations import FACTS
from distretto.web.ui.days import DayField

YES_NO = ((None, _("Unknown")), (True, _("Yes")), (False, _("No")))
# What a form page shows under which heading.
SECTIONS: tuple[tuple[Any, tuple[str, ...]], ...] = (
    (_("Where it is"), ("address", "place_named", "country", "latitude", "longitude")),
    (_("How to reach it"), ("phone", "email", "website")),
    (
        _("What it makes"),
        ("products", "classification", "codes", "chain_stage", "unit_type"),
    ),
    (
        _("How large it is"),
        (
            "employees",
            "women",
            "size_class",
            "figures_year",
            "figures_source",
            "figures_method",
            "figures_confidence",
        ),
    ),
    (
        _("What it is"),
        (
            "other_names",
            "legal_form",
            "tax_number",
            "founded",
            "owner",
            "is_registered",
            "exports",
        ),
    ),
    (_("Consent and note"), ("consent", "consent_on", "consent_for", "note")),
)


class OrganisationForm(forms.ModelForm):
    """A firm or institution. The place is typed by its name or code."""

    codes = forms.CharField(
        label=_("Industry codes"),
        required=False,
        max_length=600,
        help_text=_("Between commas or spaces: 1430, 1520."),
    )
    place_named = forms.CharField(
        label=_("Place"),
        required=False,
        max_length=240,
        help_text=_("The name or code of a place of the register."),
    )

    class Meta:
        model = Organisation
        fields = tuple(
            name for name in FACTS if name not in ("industries", "place", "kind")
        )
        field_classes: ClassVar = {"consent_on": DayField}
        widgets: ClassVar = {
            "other_names": forms.Textarea(attrs={"rows": 2}),
            "note": forms.Textarea(attrs={"rows": 4}),
        }

    def __init__(self, *args: Any, programme: Programme, **kwargs: Any):
        self.programme = programme
        organisation = kwargs["instance"]
        place = organisation.place
        kwargs["initial"] = {
            "codes": ", ".join(organisation.industries),
            "place_named": place.name if place else "",
        } | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        self._choices(kinds.words_of(programme))
        self._helps()

    def _choices(self, words: kinds.Words) -> None:
        named = [(code, str(name)) for code, name in words.kinds.items()]
        self.fields["kind"] = forms.ChoiceField(
            label=_("Kind"), choices=named, initial=self.instance.kind
        )
        self.fields["classification"] = forms.ChoiceField(
            label=_("Industry classification"),
            choices=list(classifications.CLASSIFICATIONS.items()),
        )
        sizes = [("", gettext("Unknown"))]
        sizes += [(each.code, str(each.name)) for each in words.size_classes]
        self.fields["size_class"] = forms.ChoiceField(
            label=_("Size class"),
            choices=sizes,
            required=False,
            help_text=_("Only where the number of people is not known."),
        )
        for name in ("owner", "figures_method", "figures_confidence"):
            labels: Any = self.fields[name]
            labels.choices = [("", gettext("Unknown")), *labels.choices[1:]]
        for name in ("is_registered", "exports"):
            self.fields[name] = forms.TypedChoiceField(
                label=self.fields[name].label,
                choices=YES_NO,
                coerce=lambda told: {"True": True, "False": False}.get(told),
                empty_value=None,
                required=False,
            )
        self.datalists = {
            "chain_stage": words.chain_stages,
            "unit_type": words.unit_types,
        }
        for name in self.datalists:
            self.fields[name].widget.attrs["list"] = f"list-{name}"
        self.fields["place_named"].widget.attrs["list"] = "list-places"

    def _helps(self) -> None:
        self.fields["other_names"].help_text = gettext(
            "One a line: other scripts, trade names, other spellings."
        )
        self.fields["figures_source"].help_text = gettext(
            "Who said so: the owner, a census, a survey."
        )
        self.fields["latitude"].help_text = gettext("In degrees, such as -34.603.")
        self.fields["phone"].widget.input_type = "tel"

    def sections(self) -> list[tuple[str, list[Any]]]:
        """The fields under their headings, for the page."""
        return [
            (str(title), [self[name] for name in names]) for title, names in SECTIONS
        ]

    def clean_phone(self) -> str:
        phone: str = self.cleaned_data["phone"]
        if phone and not any(letter.isdigit() for letter in phone):
            raise forms.ValidationError(
                gettext("“%(phone)s” is no telephone number.") % {"phone": phone}
            )
        return phone

    def clean_website(self) -> str:
        website: str = self.cleaned_data["website"].strip()
        scheme = website.split(":", 1)[0].lower() if ":" in website else ""
        if website and (scheme not in ("", "http", "https") or "." not in website):
            raise forms.ValidationError(
                gettext("“%(website)s” is no address of a website.")
                % {"website": website}
            )
        return website

    def clean_codes(self) -> list[str]:
        typed = re.split(r"[\s,;]+", self.cleaned_data["codes"])
        return list(dict.fromkeys(code for code in typed if code))[:60]

    def clean_place_named(self) -> Any:
        typed = self.cleaned_data["place_named"].strip()
        if not typed:
            return None
        named = queries.places_named(self.programme, typed)
        if len(named) == 1:
            return named[0]
        near = list(queries.places_matching(self.programme, typed)[:3])
        if len(named) > 1:
            raise forms.ValidationError(
                gettext("Several places are called so. Type the code: %(codes)s.")
                % {"codes": ", ".join(place.code for place in named[:5])}
            )
        if near:
            raise forms.ValidationError(
                gettext("No place of the register is called so. Near it: %(names)s.")
                % {"names": ", ".join(place.name for place in near)}
            )
        raise forms.ValidationError(
            gettext(
                "No place of the register is called so. Leave it blank and write it "
                "into the address."
            )
        )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        key, codes = cleaned.get("classification"), cleaned.get("codes")
        if key and codes:
            for code, near in classifications.unknown_codes(codes, key).items():
                self.add_error("codes", stranger(code, near, key))
        return cleaned

    def facts(self) -> dict[str, Any]:
        told = {
            name: value for name, value in self.cleaned_data.items() if name in FACTS
        }
        return told | {
            "industries": self.cleaned_data["codes"],
            "place": self.cleaned_data["place_named"],
        }


class FindForm(forms.Form):
    """What is looked for in the list of firms and institutions."""

    q = forms.CharField(label=_("Name, product or number"), required=False)
    kind = forms.ChoiceField(label=_("Kind"), required=False)
    size = forms.ChoiceField(label=_("Size class"), required=False)
    place = forms.UUIDField(required=False, widget=forms.HiddenInput)
    cluster = forms.ChoiceField(label=_("Cluster"), required=False)
    consent = forms.ChoiceField(
        label=_("Consent"),
        choices=[("", _("All")), *Consent.choices],
        required=False,
    )
    missing = forms.ChoiceField(
        label=_("What is missing"),
        choices=[
            ("", _("All")),
            ("point", _("No point on the map")),
            ("employees", _("Size unknown")),
            ("industries", _("No industry code")),
            ("contact", _("No telephone and no e-mail")),
            ("place", _("No place")),
        ],
        required=False,
    )

    def __init__(
        self,
        data: Any,
        *,
        programme: Programme,
        words: kinds.Words,
        clusters: bool = True,
    ):
        super().__init__(data)
        everything = ("", gettext("All"))
        fields: Any = self.fields
        fields["kind"].choices = [
            everything,
            *((code, str(name)) for code, name in words.kinds.items()),
        ]
        fields["size"].choices = [
            everything,
            *((each.code, str(each.name)) for each in words.size_classes),
        ]
        if clusters:
            fields["cluster"].choices = [
                everything,
                *(
                    (str(cluster.pk), cluster.name)
                    for cluster in programme.clusters.current()
                ),
            ]
        else:
            del self.fields["cluster"]

    def asked(self, cluster: UUID | None = None) -> Asked:
        """What is looked for; what cannot be is left out."""
        self.is_valid()
        told = self.cleaned_data
        named = told.get("cluster")
        return Asked(
            text=told.get("q", ""),
            kind=told.get("kind", ""),
            size=told.get("size", ""),
            place=told.get("place"),
            cluster=cluster or (UUID(named) if named else None),
            consent=told.get("consent", ""),
            missing=told.get("missing", ""),
        )


class MergeForm(forms.Form):
    """Which of two records stays, and what it takes from the other."""

    take = forms.MultipleChoiceField(
        required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, groups: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        take: Any = self.fields["take"]
        take.choices = [(group, group) for group in groups]
