"""Measures of a cluster or cell with the signs of those that are bounds."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from distretto.formats import signs
from distretto.formats.charts.picture import source_line
from distretto.web.selection import figures
from distretto.web.ui.templatetags.ui import figure, percent

register = template.Library()

Row = Mapping[str, Any]
_STYLES = {"lq": figure, "focus": percent, "size": percent}
_SPOKEN = {
    signs.AT_MOST: _("at most"),
    signs.ABOUT: _("about"),
    signs.AT_LEAST: _("at least"),
}


@register.filter
def measure(row: Row, key: str) -> str | SafeString:
    """“lq”, “focus” or “size” of a row, behind “≤” or “≈” where it is no exact one."""
    return _signed(signs.sign_of(row, key), _STYLES[key](row.get(key)))


@register.filter
def change(number: float | None) -> str | SafeString:
    """A change in whole persons or firms with its sign; nothing has none."""
    if number is None:
        return figure(None)
    whole = round(number)
    # Between words from right to left, a sign would wander behind its number.
    sign = "+" if whole > 0 else "\N{MINUS SIGN}" if whole < 0 else ""
    return format_html('<bdi dir="ltr">{}{}</bdi>', sign, figure(float(abs(whole))))


@register.filter
def base(kept: str | None) -> figures.Base | None:
    """What a figure was compared within, as the page says it."""
    return figures.base_of(kept or "")


@register.filter
def total(row: Row, key: str) -> str | SafeString:
    """A total of a formula, behind “≥” where it leaves out hidden figures."""
    return _signed(signs.sign_of_total(row, key), figure(row.get(key)))


@register.filter
def relation(row: Row, key: str) -> str | SafeString:
    """What stands between a formula and its result: “=”, “≤” or “≈”."""
    sign = signs.sign_of(row, key)
    return _worded(sign) if sign else "="


@register.filter
def with_year(source: str, year: int | None) -> str:
    """A source with the year of its figures, which is not said twice."""
    return source_line(source, year)


@register.filter
def stars(row: Row) -> SafeString:
    """The stars of a cluster, with their number for those who have it read aloud."""
    count = row["stars"]
    if count is None:
        return format_html('<span class="unknown">{}</span>', gettext("unknown"))
    return format_html(
        '{}<span role="img" aria-label="{}">{}</span>',
        sign_of_stars(row),
        count,
        "★" * count,
    )


@register.filter
def sign_of_stars(row: Row) -> str | SafeString:
    """“≈” before the stars of a cluster of whose industry little is known."""
    return spoken(signs.sign_of(row, "stars"))


@register.filter
def spoken(sign: str) -> str | SafeString:
    """A sign before a figure, with its word; nothing where there is none."""
    return format_html("{}\N{NO-BREAK SPACE}", _worded(sign)) if sign else ""


@register.filter
def meanings_of_signs(rows: Iterable[Row]) -> list[str]:
    """What the signs in these rows mean, in sentences; none where all is exact."""
    return [gettext(each) for each in signs.meanings(rows, signs.MARKED)]


def _signed(sign: str, number: str | SafeString) -> str | SafeString:
    return format_html("{}{}", spoken(sign), number)


def _worded(sign: str) -> SafeString:
    """A sign with its word, for those who point at it or have it read aloud."""
    return format_html(
        '<span role="img" aria-label="{0}" title="{0}">{1}</span>', _SPOKEN[sign], sign
    )
