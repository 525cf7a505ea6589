"""Filters for what pages of a round say: stock words, ranks with their ranges."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from distretto.web.selection.wording import worded
from distretto.web.ui.templatetags.ui import figure

register = template.Library()
register.filter("worded", worded)


@register.filter
def ranked(method: Mapping[str, Any]) -> str | SafeString:
    """A rank, and where missing scores may move it from the best to the worst one."""
    best, worst = method["rank_best"], method["rank_worst"]
    if best == worst:
        return figure(method["rank"])
    return format_html(
        '{} <bdi dir="ltr" class="range">({}–{})</bdi>',
        figure(method["rank"]),
        figure(best),
        figure(worst),
    )
