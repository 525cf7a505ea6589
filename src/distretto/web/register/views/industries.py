"""Industries: published classifications to browse and search."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from distretto.formats.classifications import CLASSIFICATIONS
from distretto.web.register import policy
from distretto.web.register.queries import industries as queries
from distretto.web.register.views.frame import frame


@login_required
@require_GET
def industries(request: HttpRequest, programme: str) -> HttpResponse:
    """The uppermost industries of a classification, or those found."""
    found = policy.register_for(request.user, programme)
    key = request.GET.get("classification", queries.ISIC4)
    if key not in CLASSIFICATIONS:
        raise Http404
    text = request.GET.get("q", "").strip()
    context: dict[str, Any] = _about(found, key) | {"text": text}
    if text:
        context["industries"], context["found"] = queries.industries_matching(key, text)
    else:
        context["industries"] = queries.parts_of(key)[: queries.MOST_FOUND]
    return render(request, "register/industries.html", context)


@login_required
@require_GET
def industry(
    request: HttpRequest, programme: str, classification: str, code: str
) -> HttpResponse:
    """One industry: those above it, its parts, and its codes in ISIC Rev. 4."""
    found = policy.register_for(request.user, programme)
    if classification not in CLASSIFICATIONS:
        raise Http404
    above = queries.trail_to(classification, code)
    if not above:
        raise Http404
    context = _about(found, classification) | {
        "industry": above[-1],
        "above": above[:-1],
        "parts": queries.parts_of(classification, code),
        "isic": queries.concordance(classification, code),
    }
    return render(request, "register/industry.html", context)


def _about(programme: Any, key: str) -> dict[str, Any]:
    return {
        **frame(programme, "industries"),
        "key": key,
        "key_name": CLASSIFICATIONS[key],
        "classifications": CLASSIFICATIONS,
    }
