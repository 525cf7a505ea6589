"""Words of step 2 in templates."""

from collections.abc import Mapping

from django import template
from django.utils.safestring import SafeString, mark_safe

from distretto.web.diagnosis.queries.evidence import CITATION

register = template.Library()


@register.filter
def named_in(code: str, names: Mapping[str, str]) -> str:
    """What a code is called; the code itself where nobody has named it."""
    return names.get(code, code)


@register.filter
def citing(text: SafeString, address: str) -> SafeString:
    """What a text cites, as links to the evidence page at `address`.

    The text is safe already: it comes from `linebreaks`, which escapes.
    """
    if not hasattr(text, "__html__"):
        raise TypeError("Give the text of “linebreaks”, which escapes it.")
    linked = CITATION.sub(rf'<a href="{address}#E\1">[E\1]</a>', text)
    return mark_safe(linked)
