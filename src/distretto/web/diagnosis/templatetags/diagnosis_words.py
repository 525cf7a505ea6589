"""Words of step 2 in templates."""

from collections.abc import Mapping

from django import template

register = template.Library()


@register.filter
def named_in(code: str, names: Mapping[str, str]) -> str:
    """What a code is called; the code itself where nobody has named it."""
    return names.get(code, code)
