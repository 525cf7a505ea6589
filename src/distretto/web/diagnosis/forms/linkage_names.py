"""Who is meant by the names of a file or of answers: asked before a tie is made."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from distretto.web.diagnosis.linkage_names import Name, Names
from distretto.web.diagnosis.models import LinkageActor
from distretto.web.diagnosis.rules.linkage_files import Meant
from distretto.web.register.kinds import FIRM, INSTITUTION

Kind = LinkageActor.Kind
# What somebody new is among the actors, and in the register where nobody says more.
NEW: Mapping[str, tuple[Kind, str, Any]] = {
    "new-firm": (Kind.FIRM, FIRM, _("Enter it as a new firm of the cluster")),
    "new-institution": (
        Kind.INSTITUTION,
        INSTITUTION,
        _("Enter it as a new institution"),
    ),
    "new-outside": (
        Kind.OUTSIDE,
        FIRM,
        _("Enter it as a new firm outside the cluster"),
    ),
}
SKIP = "skip"


class NamesForm(forms.Form):
    """Each name that is not written as in the register, with those it may be."""

    rest = forms.ChoiceField(
        label=_("All others of whom nothing is chosen"), required=False
    )

    def __init__(self, data: Any = None, *, named: Names, **options: Any) -> None:
        super().__init__(data, **options)
        self.named = named
        self.asked_names = [*named.unmatched, *named.guessed]
        for each in self.asked_names:
            self.fields[_field(each)] = self.who(each)
        if named.unmatched:
            rest: Any = self.fields["rest"]
            rest.choices = [
                ("", gettext("Nothing: I choose for each")),
                *self.rest_choices(),
                (SKIP, gettext("Leave them out, with their ties")),
            ]
        else:
            del self.fields["rest"]

    def rest_choices(self) -> list[tuple[str, Any]]:
        """What all others may be entered as, in one step."""
        return [(code, words) for code, (_kind, _register, words) in NEW.items()]

    def who(self, name: Name) -> forms.ChoiceField:
        """Who a name is: one of the register, somebody new, or nobody."""
        field = forms.ChoiceField(
            label=name.name,
            required=False,
            initial=str(name.known.pk) if name.known else "",
            help_text=_preset(name),
            choices=[
                ("", gettext("Choose")),
                *name.choices,
                *((code, words) for code, (_kind, _register, words) in NEW.items()),
                (SKIP, gettext("Leave it out, with its ties")),
            ],
        )
        field.needed_when = gettext("unless all others are decided together")  # type: ignore[attr-defined]
        return field

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        for each in self.asked_names:
            if not told.get("rest") and not told.get(_field(each)):
                self.add_error(_field(each), gettext("Who is meant?"))
        return told

    @property
    def name_fields(self) -> list[Any]:
        """A field for each name that somebody must decide on."""
        return [self[_field(each)] for each in self.asked_names]

    def meant(self) -> tuple[dict[str, Meant], dict[str, str]]:
        """Who each name is, and what those who are new are among the actors."""
        meant, kinds = {}, {}
        for each in self.named.names:
            told = self._told(each)
            if told in NEW:
                kinds[each.name] = str(NEW[told][0])
                meant[each.name] = Meant(new_kind=self.register_kind(each, told))
            elif told != SKIP:
                meant[each.name] = Meant(organisation=UUID(told))
        return meant, kinds

    def register_kind(self, name: Name, told: str) -> str:
        """What a name is entered as in the register."""
        return NEW[told][1]

    def for_the_rest(self, name: Name) -> str:
        """What a name is of which nothing was chosen."""
        return str(self.cleaned_data["rest"])

    def _told(self, name: Name) -> str:
        chosen = self.cleaned_data.get(_field(name))
        if chosen:
            return str(chosen)
        return str(name.known.pk) if name.known else self.for_the_rest(name)


def _field(name: Name) -> str:
    return f"name-{name.key}"


def _preset(name: Name) -> str:
    """Who is preset, in full: a box for choosing may be too narrow for it."""
    if name.known is None:
        return ""
    return gettext("In the register: “%(name)s”") % {"name": name.known.name}
