"""Tags and filters of every page; they need no `load`."""

import math
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django import template
from django.core.paginator import Page
from django.http import QueryDict
from django.middleware.csrf import get_token
from django.template.context import RequestContext
from django.template.loader_tags import BLOCK_CONTEXT_KEY
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language_bidi, gettext, ngettext, pgettext

from distretto.errors import MethodError
from distretto.notes import Note, is_kept, recalled
from distretto.web.ui import pictures
from distretto.web.ui.on_site import SENTENCES

register = template.Library()

Number = int | float | Decimal


@register.filter
def explain(error: MethodError | Note | Mapping[str, Any] | Any) -> str | SafeString:
    """The sentence of a refusal, a problem or a note, in the reader's language.

    Those that were kept beside a run or a dataset come back as dictionaries, and
    notes of older versions as sentences.
    """
    if isinstance(error, str) or is_kept(error):
        error = recalled(error)
    if isinstance(error, Note):
        return error.said(_OnPage())
    if isinstance(error, Mapping):
        return _worded(error.get("code"), error["template"]) % error["params"]
    return _worded(error.code, error.template) % error.params


def _worded(code: str | None, template: str) -> str:
    """The sentence of an error as the site says it."""
    return gettext(SENTENCES.get(code or "", template))


class _OnPage:
    """The voice of the page that is being made."""

    def say(self, sentence: str, /) -> str:
        return gettext(sentence)

    def say_counted(self, one: str, many: str, count: int, /) -> str:
        return ngettext(one, many, count)

    def number(self, value: float, digits: int, /) -> str:
        return _localised(value, digits)


@register.filter
def figure(number: Number | None, digits: int | None = None) -> str | SafeString:
    """A number as people read it: separators, three digits that count, or “unknown”.

    Whole numbers stay whole. `digits` fixes the digits after the decimal sign.
    """
    known = _known(number)
    if known is None:
        return unknown()
    if digits is None:
        digits = 0 if known == int(known) else _digits_that_count(known)
    return _localised(known, digits)


@register.filter
def percent(share: Number | None, digits: int = 1) -> str | SafeString:
    """A share from 0 to 1 as a percentage, or “unknown”."""
    known = _known(share)
    if known is None:
        return unknown()
    number = _localised(100 * known, digits)
    said = pgettext("percentage", "%(number)s %%") % {"number": number}
    return said.replace(" ", "\N{NO-BREAK SPACE}")


def unknown() -> SafeString:
    """What stands where a figure is not known. It is never a zero."""
    return format_html('<span class="unknown">{}</span>', gettext("unknown"))


def _known(number: Number | str | None) -> Number | None:
    # Missing variables of templates arrive as "".
    if number is None or isinstance(number, str):
        return None
    return number if math.isfinite(number) else None


def _digits_that_count(number: Number) -> int:
    size = abs(float(number))
    return 0 if size >= 100 else 1 if size >= 10 else 2


def _localised(number: Number, digits: int) -> str:
    rounded = round(Decimal(str(number)), digits)
    text = number_format(abs(rounded), digits, use_l10n=True)
    return f"{_minus()}{text}" if rounded < 0 else text


def _minus() -> str:
    # Between words from right to left, a sign would wander behind its number.
    mark = "\N{LEFT-TO-RIGHT MARK}" if get_language_bidi() else ""
    return f"{mark}\N{MINUS SIGN}"


@register.filter
def picture(chart: Any) -> pictures.Shown:
    """A chart drawn for the page: `.svg`, `.table`, `.caption`, `.description`."""
    return pictures.shown(chart)


@register.simple_tag(takes_context=True)
def block_text(context: template.Context, name: str) -> SafeString:
    """What the page says in its block `name`: to say it twice, or to ask if it does."""
    blocks = context.render_context.get(BLOCK_CONTEXT_KEY)
    block = blocks.get_block(name) if blocks else None
    # Rendered by the template engine, which has escaped what it must.
    return mark_safe(block.render(context).strip()) if block else SafeString("")


@register.simple_tag(takes_context=True)
def form_token(context: RequestContext) -> SafeString:
    """The token of a form inside a component, where `csrf_token` does not reach."""
    request = getattr(context, "request", None) or context.get("request")
    if request is None:
        return SafeString("")
    return format_html(
        '<input type="hidden" name="csrfmiddlewaretoken" value="{}">',
        get_token(request),
    )


@register.simple_tag(takes_context=True)
def here_with(context: RequestContext, **changes: object) -> str:
    """The query string of this page with some parts changed; None takes one out.

    Without a request, as in a test of one component, only the changes remain.
    """
    request = getattr(context, "request", None) or context.get("request")
    query = request.GET.copy() if request else QueryDict(mutable=True)
    for name, value in changes.items():
        if value is None or value == "":
            query.pop(name, None)
        else:
            query[name] = str(value)
    return f"?{query.urlencode()}"


@register.filter
def pages_near(page: Page) -> Iterable[int | None]:
    """The page numbers to offer: the ends, those near, and None for a gap."""
    elided = page.paginator.get_elided_page_range(
        page.number, on_each_side=2, on_ends=1
    )
    return (each if isinstance(each, int) else None for each in elided)


@register.simple_tag(takes_context=True)
def sort_link(context: RequestContext, key: str, current: str) -> str:
    """The address that sorts by `key`, or the other way if it is sorted so already."""
    turned = f"-{key}" if current == key else key
    return here_with(context, sort=turned, page=None)


@register.filter
def sorted_by(current: str, key: str) -> SafeString | str:
    """The `aria-sort` attribute of a column head."""
    ways: dict[str, str] = {key: "ascending", f"-{key}": "descending"}
    way = ways.get(current)
    return format_html('aria-sort="{}"', way) if way else ""
