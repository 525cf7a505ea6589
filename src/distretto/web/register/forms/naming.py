"""Fields in which people type who is meant, and choose where several may be."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from distretto.web.register.models import Organisation, Person, folded
from distretto.web.register.queries import finding
from distretto.web.register.rules.naming import NewName

SHOWN = 8
NEW = "new"


class NameInput(forms.TextInput):
    """A name with suggestions; where it may be several, these are offered beneath."""

    template_name = "register/widgets/name.html"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"autocomplete": "off", **(attrs or {})})
        self.suggestions: Sequence[str] = ()
        self.candidates: Sequence[Any] = ()
        self.new_name = ""
        self.picked = ""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        return data.get(name, ""), data.get(f"{name}-pick", "")

    def format_value(self, value: Any) -> str:
        text = value[0] if isinstance(value, tuple) else value
        return "" if text is None else str(text)

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"] |= {
            "suggestions": self.suggestions,
            "candidates": self.candidates,
            "new_name": self.new_name,
            "picked": self.picked,
        }
        return context


class NameField(forms.Field):
    """A firm, an institution or a person, by name.

    The name alone is enough where one record bears it. Otherwise the form comes back
    with those that may be meant, and the way to enter somebody new.
    """

    widget = NameInput

    def __init__(self, *, words_new: Any, **options: Any) -> None:
        super().__init__(**options)
        self.words_new = words_new
        self.programme: Any = None
        self.records: Any = None
        self.present: Any = None

    def offer(
        self, programme: Any, records: Any, names: Sequence[str], present: Any = None
    ) -> None:
        """Say among which records it is looked for, which names are suggested, and
        who it is at present: that name goes on meaning the same record."""
        self.programme, self.records, self.present = programme, records, present
        self.widget.suggestions = names

    def clean(self, value: Any) -> Organisation | Person | NewName | None:
        text, pick = (each.strip() for each in value or ("", ""))
        if not text:
            if self.required:
                raise ValidationError(self.error_messages["required"], "required")
            return None
        if len(text) > 200:
            raise ValidationError(_("A name has at most 200 characters."), "too_long")
        if self.present is not None and _is(self.present, text) and not pick:
            return self.present
        found = self._found(text)
        if pick == NEW:
            return NewName(text)
        chosen = [each for each in found if str(each.pk) == pick] or _only(found, text)
        if chosen:
            return chosen[0]
        return self._ask(found, text)

    def _found(self, text: str) -> list[Any]:
        """Those who bear just this name, then those whom the words may mean."""
        records = self.records
        same = list(records.filter(name__iexact=text)[:SHOWN])
        near = finding.hits(self.programme, records.model, text, most=SHOWN)
        known = records.in_bulk(near)
        meant = [known[pk] for pk in near if pk in known]
        return [*same, *(each for each in meant if each not in same)][:SHOWN]

    def _ask(self, found: list[Any], text: str) -> Any:
        widget: Any = self.widget
        widget.candidates = found
        widget.new_name = self.words_new % {"name": text}
        widget.picked = "" if found else NEW
        if found:
            message = gettext("Who is meant by “%(name)s”? Choose one of these.")
        else:
            message = gettext(
                "Nobody of the register is called “%(name)s”. Put the name right, or "
                "send the form once more to enter it."
            )
        raise ValidationError(message % {"name": text}, "unclear")


def _is(record: Any, text: str) -> bool:
    return folded(record.name) == folded(text)


def _only(found: Sequence[Any], text: str) -> list[Any]:
    """The one that bears the name, or whose name alone has all the words."""
    same = [each for each in found if _is(each, text)]
    if len(same) == 1:
        return same
    words = set(folded(text).split())
    whole = [each for each in found if words <= set(folded(each.name).split())]
    return whole if len(found) == 1 and not same else []


def organisation_field(*, label: Any = None, required: bool = False) -> NameField:
    return NameField(
        label=label or _("Firm or institution"),
        required=required,
        words_new=_("Enter “%(name)s” as a new firm"),
    )


def person_name_field(*, label: Any = None, required: bool = False) -> NameField:
    return NameField(
        label=label or _("Person"),
        required=required,
        words_new=_("Enter “%(name)s” as a new person"),
    )
