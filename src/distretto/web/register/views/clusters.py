"""Clusters: the list, one of them, entering and editing by hand."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import (
    require_GET,
    require_http_methods,
    require_POST,
)

from distretto.web.accounts.models import Programme
from distretto.web.register import pictures, policy, queries
from distretto.web.register.forms.clusters import PLACES_SHOWN, ClusterForm
from distretto.web.register.models import Cluster
from distretto.web.register.queries import industries
from distretto.web.register.rules import clusters as rules
from distretto.web.register.views.frame import frame, list_frame
from distretto.web.ui.reasons import act_for_a_reason

ON_A_PAGE = 50


@login_required
@require_GET
def clusters(request: HttpRequest, programme: str) -> HttpResponse:
    """The clusters that the programme assists or watches."""
    found = policy.register_for(request.user, programme)
    text = request.GET.get("q", "")
    page = Paginator(queries.clusters_matching(found, text), ON_A_PAGE)
    context = {
        **list_frame(found, "clusters"),
        "text": text,
        "page": page.get_page(request.GET.get("page")),
    }
    return render(request, "register/clusters.html", context)


@login_required
@require_GET
def cluster(request: HttpRequest, programme: str, pk: UUID) -> HttpResponse:
    """One cluster: what it makes, where it is, how it came to be chosen."""
    found = policy.cluster_for(request.user, programme, pk)
    places = list(queries.places_of(found))
    boundaries = queries.shapes_of(found.programme)
    context = {
        **frame(found.programme, "clusters"),
        "cluster": found,
        "places": places,
        "industries": industries.titled(found.industries, found.classification),
        "picture": pictures.outline_map(
            boundaries.shapes,
            boundaries.names,
            filled=[place.code for place in places],
        ),
    }
    return render(request, "register/cluster.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def add_cluster(request: HttpRequest, programme: str) -> HttpResponse:
    """Enter a cluster by hand."""
    found = policy.register_for(request.user, programme, to="edit")
    form = _form(request, found, Cluster(programme=found))
    if _is_saved(request, form):
        made = rules.add_cluster(
            form.facts(),
            form.cleaned_data["places"],
            programme=found,
            by=request.user,
        )
        messages.success(request, gettext("The cluster is entered."))
        return redirect("register:cluster", programme, made.pk)
    return _show(request, found, form)


@login_required
@require_http_methods(["GET", "POST"])
def edit_cluster(request: HttpRequest, programme: str, pk: UUID) -> HttpResponse:
    """Change what is said of a cluster."""
    found = policy.cluster_for(request.user, programme, pk, to="edit")
    form = _form(request, found.programme, found)
    if _is_saved(request, form):
        rules.edit_cluster(
            found, form.facts(), form.cleaned_data["places"], by=request.user
        )
        messages.success(request, gettext("The changes are saved."))
        return redirect("register:cluster", programme, pk)
    return _show(request, found.programme, form, cluster=found)


def _is_saved(request: HttpRequest, form: ClusterForm) -> bool:
    """Whether the form was sent to be saved, not to find something, and is right."""
    return request.method == "POST" and "find" not in request.POST and form.is_valid()


def _form(request: HttpRequest, programme: Programme, cluster: Cluster) -> ClusterForm:
    """The form as sent; while somebody looks for industries or places, as it stands,
    without a word about what is still missing."""
    is_saving = request.method == "POST" and "find" not in request.POST
    data = request.POST if is_saving else None
    initial = _standing(request, cluster)
    shown = queries.places_to_choose(
        programme,
        request.POST.getlist("places") if data else initial["places"],
        request.POST.get("find_places", ""),
        PLACES_SHOWN,
    )
    return ClusterForm(
        data,
        instance=cluster,
        programme=programme,
        shown_places=shown,
        initial=initial,
    )


def _standing(request: HttpRequest, cluster: Cluster) -> dict[str, Any]:
    if request.method == "POST":
        return request.POST.dict() | {"places": request.POST.getlist("places")}
    if cluster._state.adding:
        return {"places": []}
    places = queries.places_of(cluster).values_list("pk", flat=True)
    return {"places": list(places), "codes": ", ".join(cluster.industries)}


def _show(
    request: HttpRequest, programme: Programme, form: ClusterForm, **more: Any
) -> HttpResponse:
    finding = "find" in request.POST
    text = request.POST.get("find_industries", "").strip()
    key = request.POST.get("classification", industries.ISIC4)
    context = {
        **frame(programme, "clusters"),
        "form": form,
        "found": industries.found_for(key, text),
        "ticked": request.POST.getlist("found"),
        "asked": request.POST,
        **more,
    }
    template = "register/edit_cluster.html"
    if request.htmx and finding:  # type: ignore[attr-defined]
        template += "#cluster-fields"
    status = 422 if request.method == "POST" and not finding else 200
    return render(request, template, context, status=status)


@login_required
@require_POST
def retire_cluster(request: HttpRequest, programme: str, pk: UUID) -> HttpResponse:
    """Take a cluster out of use."""
    found = policy.cluster_for(request.user, programme, pk, to="edit")
    return act_for_a_reason(
        request,
        lambda reason: rules.retire_cluster(found, by=request.user, reason=reason),
        gettext("The cluster is out of use."),
        "register:clusters",
        programme,
    )
