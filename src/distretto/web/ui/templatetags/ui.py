"""Filters of every page."""

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from distretto.errors import MethodError

register = template.Library()


@register.filter
def explain(error: MethodError) -> str | SafeString:
    """The sentence of a refusal, in the reader's language."""
    return gettext(error.template) % error.params
