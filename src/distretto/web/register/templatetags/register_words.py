"""What a programme calls kinds and size classes, on its pages."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from distretto.web.register.kinds import Words
from distretto.web.register.models import Organisation

register = template.Library()


@register.filter
def kind_name(words: Words, organisation: Organisation) -> str:
    """What kind of organisation it is, in the programme's words."""
    return words.kind_name(organisation.kind)


@register.filter
def size_name(words: Words, organisation: Organisation) -> str:
    """The size class of an organisation; empty where it is unknown."""
    code = words.size_class_of(organisation.employees, organisation.size_class)
    return words.size_name(code) if code else ""


# The fields that two records are compared by, and how far they may agree.
COMPARED = {
    "name": _("Names"),
    "unit": _("Unit of the firm"),
    "address": _("Addresses"),
    "place": _("Places"),
    "country": _("Countries"),
    "distance": _("Points on the map"),
    "tax_number": _("Tax numbers"),
    "phone": _("Telephone numbers"),
    "email": _("E-mail addresses"),
    "website": _("Websites"),
}
LEVELS = {
    "same": _("the same"),
    "close": _("nearly the same"),
    "alike": _("alike"),
    "near": _("near each other"),
    "partly": _("partly the same"),
    "far": _("far apart"),
    "one_only": _("named by one of them only"),
    "domain": _("of the same domain"),
    "different": _("different"),
}


@register.filter
def told(reasons: list[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The reasons that people read: the fields themselves, not sums of them."""
    return [each for each in reasons if each["field"] in COMPARED]


@register.filter
def why_alike(reason: Mapping[str, Any]) -> str:
    """How far one field of two records agrees, and whether that speaks against them."""
    sentence = gettext("%(field)s: %(level)s.")
    if reason["against"]:
        sentence = gettext("%(field)s: %(level)s. That speaks plainly against them.")
    return sentence % {
        "field": COMPARED[reason["field"]],
        "level": LEVELS.get(reason["level"], reason["level"]),
    }
