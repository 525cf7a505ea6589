"""Days in forms are told as browsers read them, whatever the language of the page."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.urls import get_resolver
from django.utils.translation import override

from distretto.web.ui.days import DayField


def form_classes(base: type = forms.BaseForm) -> Iterator[Any]:
    for each in base.__subclasses__():
        yield each
        yield from form_classes(each)


def day_fields() -> dict[str, forms.DateField]:
    get_resolver().url_patterns  # noqa: B018  reads every module that has forms
    return {
        f"{each.__module__}.{each.__qualname__}.{name}": field
        for each in form_classes()
        if each.__module__.startswith("distretto.")
        for name, field in each.base_fields.items()
        if isinstance(field, forms.DateField)
    }


def test_every_day_is_read_by_the_field_for_days():
    others = [
        name for name, field in day_fields().items() if type(field) is not DayField
    ]
    assert not others


def test_what_cannot_be_read_as_a_day_is_told():
    for name, field in day_fields().items():
        with pytest.raises(ValidationError) as refusal:
            field.clean("soon")
        assert refusal.value.messages == [
            "“soon” cannot be read as a day. Write the year, the month and the day: "
            "2026-03-31."
        ], name


@pytest.mark.parametrize("language", ["en", "fr", "es", "ar"])
def test_a_day_survives_the_form(language):
    found = day_fields()
    assert len(found) > 15
    with override(language):
        shown = {
            name: each.widget.format_value(date(2026, 3, 31))
            for name, each in found.items()
        }
    wrong = {name: told for name, told in shown.items() if told != "2026-03-31"}
    assert not wrong
