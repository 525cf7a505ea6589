"""Days in forms are told as browsers read them, whatever the language of the page."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django import forms
from django.urls import get_resolver
from django.utils.translation import override


def form_classes(base: type = forms.BaseForm) -> Iterator[Any]:
    for each in base.__subclasses__():
        yield each
        yield from form_classes(each)


def day_fields() -> dict[str, forms.Widget]:
    get_resolver().url_patterns  # noqa: B018  reads every module that has forms
    return {
        f"{each.__module__}.{each.__qualname__}.{name}": field.widget
        for each in form_classes()
        if each.__module__.startswith("distretto.")
        for name, field in each.base_fields.items()
        if isinstance(field.widget, forms.DateInput)
    }


@pytest.mark.parametrize("language", ["en", "fr", "es", "ar"])
def test_a_day_survives_the_form(language):
    found = day_fields()
    assert len(found) > 15
    with override(language):
        shown = {
            name: each.format_value(date(2026, 3, 31)) for name, each in found.items()
        }
    wrong = {name: told for name, told in shown.items() if told != "2026-03-31"}
    assert not wrong
