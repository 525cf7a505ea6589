"""Forms about people and programmes: the shape of what comes in."""

import re
from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from distretto.formats.iso import COUNTRIES, CURRENCIES
from distretto.web.accounts.models import Programme, Role


def currency_code(told: str, *known: str) -> str:
    """A code of ISO 4217 in capitals, or one that is known all the same.

    Raises
    ------
    ValidationError
        It is neither.
    """
    code = told.strip().upper()
    if code and code not in CURRENCIES | {*known}:
        raise forms.ValidationError(
            _(
                "“%(found)s” is not a currency code. Write the three letters of ISO "
                "4217, such as CNY for the yuan, INR or ETB."
            ),
            params={"found": told.strip()},
        )
    return code


class CurrencyField(forms.CharField):
    """The code of a currency. A name is not cut, so that the refusal can show it."""

    def __init__(self, *, max_length: int | None = None, **options: Any) -> None:
        super().__init__(**options)


class InvitationForm(forms.Form):
    """Who is invited, and as what."""

    email = forms.EmailField(label=_("E-mail"))
    name = forms.CharField(
        label=_("Name"),
        max_length=150,
        required=False,
        help_text=_("As colleagues say it. The person can change it."),
    )
    # Nothing is offered first: a role is given on purpose, not by a slip.
    kind = forms.ChoiceField(
        label=_("Role"), choices=[("", _("Choose a role")), *Role.Kind.choices]
    )


class RoleForm(forms.Form):
    """What somebody is in a programme."""

    kind = forms.ChoiceField(label=_("Role"), choices=Role.Kind.choices)


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(
        label=_("Reason"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("It is kept in the history."),
    )


class ProfileForm(forms.Form):
    """What a person says of themself."""

    name = forms.CharField(label=_("Name"), max_length=150)
    language = forms.ChoiceField(
        label=_("Language"),
        required=False,
        choices=[("", _("As my browser says")), *settings.LANGUAGES],
    )


class TokenForm(forms.Form):
    """What a token is for."""

    name = forms.CharField(
        label=_("What it is for"),
        max_length=100,
        help_text=_("For instance “monthly table for the ministry”."),
    )


class Codes(forms.CharField):
    """Codes between commas or spaces, each checked; what was typed is tidied."""

    def __init__(self, *, known: Mapping[str, str] | None = None, **options: Any):
        self.known = known
        super().__init__(**options)

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        parts = [part.strip() for part in re.split(r"[,;\n]", text) if part.strip()]
        # Each once, in the order given.
        return ", ".join(dict.fromkeys(self._code(part) for part in parts))

    def _code(self, part: str) -> str:
        if self.known is None:
            if re.fullmatch(r"[a-z]{2,3}", part.lower()):
                return part.lower()
        elif part.upper() in self.known:
            return part.upper()
        elif code := _by_name(self.known, part):
            return code
        raise forms.ValidationError(
            self.error_messages["unknown_code"],
            code="unknown_code",
            params={"found": part},
        )


def _by_name(known: Mapping[str, str], name: str) -> str | None:
    """The code of a name, so that nobody needs to look one up."""
    wanted = name.casefold()
    return next(
        (code for code, each in known.items() if each.casefold() == wanted), None
    )


class ProgrammeForm(forms.ModelForm[Programme]):
    """What a programme says of itself, and its rule of disclosure."""

    countries = Codes(
        label=_("Countries"),
        known=COUNTRIES,
        required=False,
        max_length=200,
        help_text=_("Names or two-letter codes (ISO 3166), with commas between."),
        error_messages={
            "unknown_code": _(
                "“%(found)s” is not a country. Write its English name or its two "
                "letters, such as IN, ET or PE."
            )
        },
    )
    languages = Codes(
        label=_("Languages"),
        required=False,
        max_length=60,
        help_text=_("Codes of the languages that its people use, such as en, hi, am."),
        error_messages={
            "unknown_code": _(
                "“%(found)s” is not the code of a language: two or three letters, "
                "such as en, hi or am."
            )
        },
    )

    class Meta:
        model = Programme
        fields: ClassVar[Iterable[str]] = [
            "name",
            "countries",
            "currency",
            "languages",
            "funders",
            "smallest_cell",
        ]
        field_classes: ClassVar[dict[str, Any]] = {"currency": CurrencyField}
        widgets: ClassVar[dict[str, Any]] = {
            "funders": forms.Textarea(attrs={"rows": 3})
        }
        help_texts: ClassVar[dict[str, Any]] = {
            "currency": _("Three letters (ISO 4217), such as INR, ETB or PEN."),
            "funders": _("One on a line."),
            "smallest_cell": _(
                "A figure about fewer firms is not shown to people outside."
            ),
        }

    def clean_currency(self) -> str:
        # What stands there already may stay: the worked example has a money of its own.
        return currency_code(self.cleaned_data["currency"], self.instance.currency)


class NewProgrammeForm(ProgrammeForm):
    """A programme that begins; its short name stays for good."""

    own_name = forms.CharField(
        label=_("Your own name"),
        max_length=150,
        required=False,
        help_text=_("As colleagues know you; your letters are signed with it."),
    )

    def __init__(self, *args: Any, asks_name: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not asks_name:
            del self.fields["own_name"]

    class Meta(ProgrammeForm.Meta):
        fields: ClassVar[Iterable[str]] = [
            "name",
            "slug",
            *list(ProgrammeForm.Meta.fields)[1:],
        ]
        help_texts: ClassVar[dict[str, Any]] = {
            **ProgrammeForm.Meta.help_texts,
            "slug": _("Small letters, digits and hyphens. It cannot be changed later."),
        }
        error_messages: ClassVar[dict[str, Any]] = {
            "slug": {
                "invalid": _(
                    "Write small letters from a to z, digits and hyphens alone, such "
                    "as wenzhou-shoes."
                )
            }
        }
