"""Fields that a rule asks for: always, or in some cases that the page names."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class Reason(forms.CharField):
    """Why something is done: must be there, and is kept in the history."""

    default_error_messages = {  # noqa: RUF012
        "required": _("Say why. The reason is kept in the history of the round.")
    }

    def __init__(self, **options: Any) -> None:
        options.setdefault("label", _("Reason"))
        options.setdefault("widget", forms.Textarea({"rows": 2}))
        super().__init__(**options)


def needed_when(field: forms.Field, words: Any) -> None:
    """Say on the page when a rule wants this field, in place of “(optional)”."""
    field.required = False
    field.needed_when = words  # type: ignore[attr-defined]
