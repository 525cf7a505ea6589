"""Typed numbers, read by the language of the page. Expected: what its readers mean."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override

from distretto.web.ui.numbers import ExactNumberField, NumberField, read_number

ASKED = "asked"


@pytest.mark.parametrize(
    ("typed", "english", "french", "arabic"),
    [
        ("1150", "1150", "1150", "1150"),
        ("1.150", ASKED, ASKED, "1150"),
        ("1,150", "1150", ASKED, ASKED),
        ("1 150", "1150", "1150", "1150"),
        ("1\u202f150", "1150", "1150", "1150"),
        ("1.15", "1.15", "1.15", "1.15"),
        ("1,15", "1.15", "1.15", "1.15"),
        ("0.125", "0.125", "0.125", "0.125"),
        ("0,125", "0.125", "0.125", "0.125"),
        ("1.1500", "1.15", "1.15", "1.15"),
        ("2500.125", "2500.125", "2500.125", "2500.125"),
        ("1,234.5", "1234.5", "1234.5", "1234.5"),
        ("1.234,5", "1234.5", "1234.5", "1234.5"),
        ("1,234,567", "1234567", "1234567", "1234567"),
        ("12,34,567", "1234567", "1234567", "1234567"),
        ("-12,5", "-12.5", "-12.5", "-12.5"),
        ("٣٫٥", "3.5", "3.5", "3.5"),
        ("١٬١٥٠", "1150", "1150", "1150"),
        ("١٫١٥٠", "1.15", "1.15", "1.15"),
    ],
)
def test_numbers_are_read_by_the_language_or_asked_about(
    typed, english, french, arabic
):
    for language, meant in (("en", english), ("fr", french), ("ar", arabic)):
        with override(language):
            if meant == ASKED:
                with pytest.raises(ValidationError) as refusal:
                    read_number(typed)
                assert refusal.value.code == "two_ways"
            else:
                assert read_number(typed) == Decimal(meant), language


@pytest.mark.parametrize(
    "typed", ["half", "1.2.3", "1,23,4", "12 34", "1..5", "-", "."]
)
def test_what_is_no_number_is_refused(typed):
    with pytest.raises(ValidationError) as refusal:
        read_number(typed)
    assert refusal.value.code == "invalid"


def test_the_question_gives_both_ways_out():
    with override("en"):
        with pytest.raises(ValidationError) as refusal:
            NumberField().clean("1.150")
        [sentence] = refusal.value.messages
        assert "Write 1150 for the one, or 1.1500 for the other." in sentence
        assert NumberField().clean("1.1500") == 1.15
        assert NumberField(required=False).clean("") is None
        assert ExactNumberField(decimal_places=2).clean("12,5") == Decimal("12.5")
