"""The register's first page: what is there, and what is missing."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from distretto.web.register import policy, queries


@login_required
@require_GET
def register(request: HttpRequest, programme: str) -> HttpResponse:
    """How many places, clusters and datasets there are, and the way to each."""
    found = policy.register_for(request.user, programme)
    context = {
        "programme": found,
        "here": "register",
        "counts": queries.counts_of(found),
    }
    return render(request, "register/register.html", context)
