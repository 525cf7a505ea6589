"""Days in forms."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _


def day_input() -> forms.DateInput:
    """The browser's own field for a day.

    It wants a day as 2026-03-31 in every language, and shows nothing for any other.
    """
    return forms.DateInput({"type": "date"}, format="%Y-%m-%d")


class DayField(forms.DateField):
    """A day; what cannot be read as one is told, with what can."""

    default_error_messages = {  # noqa: RUF012
        "invalid": _(
            "“%(found)s” cannot be read as a day. Write the year, the month and the "
            "day: 2026-03-31."
        )
    }

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"widget": day_input(), **options})

    def to_python(self, value: Any) -> Any:
        try:
            return super().to_python(value)
        except ValidationError as wrong:
            found = {"found": str(value)[:40]}
            raise ValidationError(wrong.message, wrong.code, found) from wrong
