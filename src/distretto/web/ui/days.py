"""Days in forms."""

from django import forms


def day_input() -> forms.DateInput:
    """The browser's own field for a day.

    It wants a day as 2026-03-31 in every language, and shows nothing for any other.
    """
    return forms.DateInput({"type": "date"}, format="%Y-%m-%d")
