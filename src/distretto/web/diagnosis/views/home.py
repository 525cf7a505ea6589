"""Step 2 of a programme and of a cluster: how far it is, and its waves."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import (
    require_GET,
    require_http_methods,
    require_POST,
)

from distretto.web.diagnosis.forms.waves import WaveForm
from distretto.web.diagnosis.models import Wave
from distretto.web.diagnosis.policy import clusters as policy
from distretto.web.diagnosis.queries import waves as queries
from distretto.web.diagnosis.rules import waves as rules
from distretto.web.diagnosis.views.frame import frame
from distretto.web.register import policy as register
from distretto.web.ui.replies import act, posted, saved


@login_required
@require_GET
def clusters(request: HttpRequest, programme: str) -> HttpResponse:
    """The clusters of a programme, and how far the diagnosis of each is."""
    found = register.register_for(request.user, programme)
    context = {
        "programme": found,
        "here": "diagnosis",
        "clusters": queries.clusters_in_diagnosis(found),
    }
    return render(request, "diagnosis/clusters.html", context)


@login_required
@require_GET
def home(request: HttpRequest, programme: str, pk: UUID) -> HttpResponse:
    """The diagnosis of one cluster."""
    found = policy.cluster_for(request.user, programme, pk)
    context = frame(found, "home") | {"waves": queries.waves_of(found)}
    return render(request, "diagnosis/home.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def add_wave(request: HttpRequest, programme: str, pk: UUID) -> HttpResponse:
    """Open a round of asking."""
    found = policy.cluster_for(request.user, programme, pk, to="edit")
    form = WaveForm(posted(request), instance=Wave(cluster=found))
    if form.is_valid() and saved(
        form, lambda: rules.add_wave(form.facts(), cluster=found, by=request.user)
    ):
        messages.success(request, gettext("The wave is open."))
        return redirect("diagnosis:home", programme, pk)
    return _show(request, frame(found, "home") | {"form": form})


@login_required
@require_http_methods(["GET", "POST"])
def edit_wave(request: HttpRequest, programme: str, pk: UUID) -> HttpResponse:
    """Change what is said of a wave."""
    found = policy.wave_for(request.user, programme, pk, to="edit")
    form = WaveForm(posted(request), instance=found)
    if form.is_valid() and saved(
        form, lambda: rules.edit_wave(found, form.facts(), by=request.user)
    ):
        messages.success(request, gettext("The changes are saved."))
        return redirect("diagnosis:home", programme, found.cluster_id)
    return _show(request, frame(found.cluster, "home") | {"form": form, "wave": found})


def _show(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    status = 422 if context["form"].is_bound else 200
    return render(request, "diagnosis/edit_wave.html", context, status=status)


@login_required
@require_POST
def retire_wave(request: HttpRequest, programme: str, pk: UUID) -> HttpResponse:
    """Take a wave out of use that nothing rests on."""
    found = policy.wave_for(request.user, programme, pk, to="edit")
    return act(
        request,
        lambda: rules.retire_wave(found, by=request.user),
        gettext("The wave is out of use."),
        "diagnosis:home",
        programme,
        found.cluster_id,
    )
