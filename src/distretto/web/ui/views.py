"""Error pages, written kindly; the switches of language and theme; the style page."""

import sys

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.template.loader import get_template
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET, require_POST
from django.views.i18n import set_language

from distretto.formats.charts import theme as charts_theme
from distretto.web.ui import busy, examples
from distretto.web.ui.context import THEME_COOKIE, THEMES
from distretto.web.ui.templatetags.ui import explain

A_YEAR = 365 * 24 * 3600


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "ui/errors/400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "ui/errors/403.html", status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "ui/errors/404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    if busy.is_busy(sys.exception()):
        return _busy(request)
    # Without the request: no context processor and no database, either may be broken.
    return HttpResponse(get_template("ui/errors/500.html").render({}), status=500)


def _busy(request: HttpRequest) -> HttpResponse:
    """Not a fault: somebody else is writing for long."""
    headers = {"Retry-After": str(busy.AGAIN_IN), busy.MARK: "1"}
    if request.headers.get("HX-Request"):
        kind = "text/plain; charset=utf-8"
        return HttpResponse(busy.SENTENCE, kind, status=503, headers=headers)
    page = get_template("ui/errors/503.html").render({"sentence": busy.SENTENCE})
    return HttpResponse(page, status=503, headers=headers)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return render(request, "ui/errors/csrf.html", status=403)


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Keep the chosen language in a cookie and go back."""
    return set_language(request)


@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Keep the chosen theme in a cookie and go back."""
    response = HttpResponseRedirect(_way_back(request))
    chosen = request.POST.get("theme")
    if chosen in THEMES:
        response.set_cookie(
            THEME_COOKIE,
            chosen,
            max_age=A_YEAR,
            samesite="Lax",
            httponly=True,
            secure=request.is_secure(),
        )
    return response


def _way_back(request: HttpRequest) -> str:
    """Where the switch was pressed, if that is on this site."""
    asked = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(
        asked, {request.get_host()}, require_https=request.is_secure()
    )
    return asked if safe else reverse("overview:home")


@require_GET
@cache_control(public=True, max_age=3600)
def pictures_css(request: HttpRequest) -> HttpResponse:
    """The style sheet of charts and maps, which lives beside their renderer."""
    return HttpResponse(charts_theme.css(), content_type="text/css; charset=utf-8")


@require_GET
@login_required
def components(request: HttpRequest) -> HttpResponse:
    """Every component in its states, with invented content."""
    return render(request, "ui/components_page.html", examples.context())


@require_POST
@login_required
def refuse(request: HttpRequest) -> HttpResponse:
    """The refusal of the style page: in place for htmx, else as a message."""
    if request.htmx:  # type: ignore[attr-defined]
        context = {"kind": "problem", "sentence": explain(examples.REFUSAL)}
        return render(request, "ui/components/notice.html", context, status=409)
    messages.error(request, explain(examples.REFUSAL))
    return redirect("ui:components")
