"""Reasons: why something is taken out of use, ended, given up."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from distretto.web.ui.replies import act, turned_away

LONGEST = 300


class ReasonField(forms.CharField):
    """A reason in a sentence or two; one that is too long is told, not cut."""

    default_error_messages = {  # noqa: RUF012
        "max_length": _(
            "The reason has %(show_value)d characters. Shorten it to %(limit_value)d."
        )
    }

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"max_length": LONGEST, **options})


class ReasonForm(forms.Form):
    """Why, where somebody says it."""

    reason = ReasonField(required=False)


def act_for_a_reason(
    request: HttpRequest, rule: Callable[[str], Any], said: Any, *to: Any
) -> HttpResponse:
    """Call a rule with the reason that was given, and go to a page, as `act` does."""
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return turned_away(request, form, *to)
    return act(request, lambda: rule(form.cleaned_data["reason"]), said, *to)
