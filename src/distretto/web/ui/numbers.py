"""Numbers as people type them: read by their language, or asked about.

“1.150” is 1150 to one reader and 1.15 to another. Where the mark is the one that parts
thousands in the language of the page it is read so; where it is not, nobody guesses.
"""

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import get_format, number_format
from django.utils.translation import gettext_lazy as _

from distretto.formats.numbers import DIGITS

_TIDIED = str.maketrans({**DIGITS, "\u2212": "-", "\u060c": ","})
_UNSEEN = dict.fromkeys(map(ord, "\u200e\u200f\u061c"))
_SPACES = re.compile(r"(?<=\d)[ \u00a0\u202f\u2009\u2007'’\u066c](?=\d{3}(?!\d))")
_GROUPS = re.compile(r"\d{1,3}(M\d{3})+|\d{1,2}(M\d{2})+M\d{3}".replace("M", "[.,]"))
_ONE_MARK = re.compile(r"(\d*)([.,])(\d*)")

NOT_A_NUMBER = _("“%(typed)s” is not a number.")
TWO_WAYS = _(
    "“%(typed)s” can be read in two ways. Write %(whole)s for the one, or %(part)s for "
    "the other."
)


def read_number(text: str) -> Decimal:
    """The number that a reader of the page's language typed.

    Raises
    ------
    ValidationError
        It is none, or it could be one number or another.
    """
    tidy = text.translate(_UNSEEN).strip().translate(_TIDIED)
    sign, bare = ("-", tidy[1:]) if tidy[:1] in "-" and tidy else ("", tidy.lstrip("+"))
    value = _read(_SPACES.sub("", bare), text)
    return -value if sign else value


def _read(bare: str, text: str) -> Decimal:
    if bare.count("\u066b") == 1:  # the Arabic decimal sign says what it is
        whole, part = bare.split("\u066b")
        return _plain(f"{_joined(whole, text)}.{part}", text)
    found = _ONE_MARK.fullmatch(bare)
    if found:
        whole, mark, part = found.groups()
        return _by_one_mark(whole, mark, part, text)
    last = max(bare.rfind("."), bare.rfind(","))
    if last > 0 and bare.count(bare[last]) == 1:  # both marks: the last is the decimal
        return _plain(f"{_joined(bare[:last], text)}.{bare[last + 1 :]}", text)
    return _plain(_joined(bare, text), text)


def _by_one_mark(whole: str, mark: str, part: str, text: str) -> Decimal:
    is_group = len(part) == 3 and 1 <= len(whole) <= 3 and whole[0] != "0"
    if not is_group:
        return _plain(f"{whole}.{part}", text)
    if mark == get_format("THOUSAND_SEPARATOR"):
        return _plain(whole + part, text)
    told = number_format(Decimal(f"{whole}.{part}0"), decimal_pos=4, use_l10n=True)
    raise ValidationError(
        TWO_WAYS,
        code="two_ways",
        params={"typed": text.strip(), "whole": whole + part, "part": told},
    )


def _joined(whole: str, text: str) -> str:
    """Digits without the marks between their groups."""
    if whole.isdigit():
        return whole
    marks = {each for each in whole if not each.isdigit()}
    if len(marks) != 1 or not _GROUPS.fullmatch(whole):
        raise _refusal(text)
    return re.sub(r"[.,]", "", whole)


def _plain(digits: str, text: str) -> Decimal:
    if not re.fullmatch(r"\d+\.?\d*|\.\d+", digits):
        raise _refusal(text)
    return Decimal(digits)


def _refusal(text: str) -> ValidationError:
    return ValidationError(NOT_A_NUMBER, code="invalid", params={"typed": text.strip()})


def _typed(value: Any) -> Any:
    if isinstance(value, str) and value.strip():
        return read_number(value)
    return value


class NumberField(forms.FloatField):
    """A number, typed and shown as in the language of the page."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", forms.TextInput({"inputmode": "decimal"}))
        super().__init__(localize=True, **options)

    def to_python(self, value: Any) -> Any:
        number = _typed(value)
        return super().to_python(
            float(number) if isinstance(number, Decimal) else number
        )


class ExactNumberField(forms.DecimalField):
    """The same without rounding, for weights."""

    def __init__(self, **options: Any) -> None:
        super().__init__(localize=True, **options)

    def to_python(self, value: Any) -> Any:
        return super().to_python(_typed(value))
