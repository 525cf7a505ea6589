"""Work in the background: the list, one run, and stopping it."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from distretto.web.work import policy, rules

PAGE = 50


@login_required
@require_safe
def runs(request: HttpRequest, programme: str) -> HttpResponse:
    """All runs of a programme, newest first."""
    found = policy.runs_for(request.user, programme)
    rules.reap_runs()
    listed = found.runs.select_related("started_by")
    page = Paginator(listed, PAGE).get_page(request.GET.get("page"))
    context = {"programme": found, "here": "work", "page": page}
    return render(request, "work/runs.html", context)


@login_required
@require_safe
def run(request: HttpRequest, programme: str, pk: UUID) -> HttpResponse:
    """How far a run is; htmx asks every second, others by a link."""
    rules.reap_runs()
    found = policy.run_for(request.user, programme, pk)
    if request.htmx:  # type: ignore[attr-defined]
        return render(request, "ui/components/run.html", {"run": found})
    context = {
        "programme": found.programme,
        "here": "work",
        "run": found,
        "may_cancel": policy.may(found, "cancel", request.user),
    }
    return render(request, "work/run.html", context)


@login_required
@require_POST
def cancel_run(request: HttpRequest, programme: str, pk: UUID) -> HttpResponse:
    """Ask a run to stop."""
    found = policy.run_for(request.user, programme, pk, to="cancel")
    rules.cancel_run(found)
    return redirect("work:run", programme, pk)
