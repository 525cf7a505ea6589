"""Cluster maps: measure a dataset, see what is special where, keep it, use it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_GET, require_POST

from distretto.errors import FormatError, InputError, RuleError
from distretto.web.accounts import policy as accounts
from distretto.web.accounts.models import Programme
from distretto.web.register import queries as register
from distretto.web.register.models import Dataset
from distretto.web.selection import files, pictures
from distretto.web.selection.forms.maps import (
    AddCandidatesForm,
    MapNameForm,
    MapSettingsForm,
)
from distretto.web.selection.models import ClusterMap, Round
from distretto.web.selection.policy import maps as policy
from distretto.web.selection.policy import secrecy
from distretto.web.selection.queries import maps as queries
from distretto.web.selection.queries.map_background import background_of
from distretto.web.selection.rules import maps as rules
from distretto.web.selection.templatetags.measures import meanings_of_signs
from distretto.web.ui.templatetags.ui import explain

CLUSTERS_ON_A_PAGE = 25


@login_required
@require_GET
def maps(request: HttpRequest, programme: str) -> HttpResponse:
    """Saved maps, and the datasets that one can be made of."""
    found = accounts.programme_for(request.user, programme, may=policy.MAY)
    context = {
        "programme": found,
        "here": "selection",
        "maps": queries.maps_in(found),
        "datasets": register.datasets_in_use(found),
        "may_measure": accounts.may_in(found, "measure", policy.MAY),
    }
    return render(request, "selection/maps.html", context)


@login_required
@require_GET
def measure_map(request: HttpRequest, programme: str) -> HttpResponse:
    """Choose dataset, base and thresholds, and see the result at once."""
    found = accounts.programme_for(
        request.user, programme, to="measure", may=policy.MAY
    )
    form = _settings_form(found, request.GET if "dataset" in request.GET else None)
    context: dict[str, Any] = {"programme": found, "here": "selection", "form": form}
    if form.is_bound and form.is_valid():
        try:
            result = queries.measured(form.cleaned_data["dataset"], form.settings())
        except InputError as refusal:
            return render(
                request,
                "selection/measure_map.html",
                context | {"error": refusal},
                status=422,
            )
        context |= _shown(request, found, result, form.cleaned_data["dataset"])
        context["suggested_name"] = _suggested_name(form)
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "selection/measure_map.html", context, status=status)


def _settings_form(programme: Programme, data: Any) -> MapSettingsForm:
    datasets = register.datasets_in_use(programme)
    newest = datasets.first()
    initial = {"dataset": newest.pk} if newest else {}
    return MapSettingsForm(data, datasets=datasets, initial=initial)


def _suggested_name(form: MapSettingsForm) -> str:
    dataset = form.cleaned_data["dataset"]
    base = form.fields["base"]
    labels = dict(base.choices)  # type: ignore[attr-defined]
    return f"{dataset.name}: {labels[form.cleaned_data['base']]}"[:200]


def _shown(
    request: HttpRequest,
    programme: Any,
    result: queries.Measured | ClusterMap,
    dataset: Dataset,
) -> dict[str, Any]:
    """What a measured map shows: picture, ranked page, funnel, notes."""
    asked, role = request.GET, programme.my_role
    stars = asked.get("stars", "")
    seen = secrecy.seen_map(role, result, dataset)
    clusters = queries.filtered(
        seen.found.clusters,
        text=asked.get("text", ""),
        region=asked.get("region", ""),
        stars=int(stars) if stars.isdigit() else 0,
    )
    rows = queries.ordered(clusters, asked.get("sort", "rank"))
    paginator = Paginator(range(rows.height), CLUSTERS_ON_A_PAGE)
    page = paginator.get_page(asked.get("page"))
    start = page.start_index() - 1 if rows.height else 0
    is_empty = seen.found.clusters.is_empty()
    return {
        "result": result,
        "absence": queries.as_analysis(result).absence if is_empty else None,
        "masked": seen.note,
        "page": page,
        "clusters": queries.with_unknown_names(
            dataset, rows.slice(start, CLUSTERS_ON_A_PAGE).to_dicts()
        ),
        "found": rows.height,
        "asked": asked,
        "sort": asked.get("sort", "rank"),
        "map_picture": pictures.Asked("map", role, result, dataset),
        "bubbles_picture": pictures.Asked("bubbles", role, result, dataset),
        "pictures_url": _pictures_url(request, programme, result),
    }


def _pictures_url(
    request: HttpRequest, programme: Programme, result: queries.Measured | ClusterMap
) -> str:
    """Where the pictures of a measured map are drawn, without the kind."""
    if isinstance(result, ClusterMap):
        return reverse("selection:map-pictures", args=[programme.slug, result.pk])
    where = reverse("selection:measured-pictures", args=[programme.slug])
    return f"{where}?{request.GET.urlencode()}"


@login_required
@require_GET
def map_pictures(request: HttpRequest, programme: str, pk: UUID) -> HttpResponse:
    """The pictures of a saved map, drawn now if they must be."""
    saved = policy.map_for(request.user, programme, pk)
    return _pictures(request, saved.programme, saved, saved.dataset)


@login_required
@require_GET
def measured_pictures(request: HttpRequest, programme: str) -> HttpResponse:
    """The pictures of a map that is not saved yet."""
    found = accounts.programme_for(
        request.user, programme, to="measure", may=policy.MAY
    )
    form = _settings_form(found, request.GET)
    if not form.is_valid():
        raise Http404
    dataset = form.cleaned_data["dataset"]
    try:
        result = queries.measured(dataset, form.settings())
    except InputError as refusal:  # the page itself says why
        raise Http404 from refusal
    return _pictures(request, found, result, dataset)


def _pictures(
    request: HttpRequest,
    programme: Any,
    result: queries.Measured | ClusterMap,
    dataset: Dataset,
) -> HttpResponse:
    """One picture for htmx, which asks for it by kind; all of them on a page."""
    kinds = [request.GET["kind"]] if "kind" in request.GET else ["map", "bubbles"]
    if not set(kinds) <= pictures.KINDS:
        raise Http404
    rank = request.GET.get("rank", "")
    industry = _industry_at(result, rank)
    drawn = [
        pictures.Asked(kind, programme.my_role, result, dataset, industry).drawn()
        for kind in kinds
        if kind != "industry" or industry
    ]
    template = "selection/map_pictures.html" + ("#pictures" if request.htmx else "")  # type: ignore[attr-defined]
    context = {"programme": programme, "here": "selection", "pictures": drawn}
    return render(request, template, context)


def _industry_at(result: queries.Measured | ClusterMap, rank: str) -> str:
    if not (rank.isdigit() and isinstance(result, ClusterMap)):
        return ""
    row = queries.cluster_at(queries.clusters_of(result), int(rank))
    return row["industry"] if row else ""


@login_required
@require_POST
def save_map(request: HttpRequest, programme: str) -> HttpResponse:
    """Keep the map that the page shows, under a name."""
    found = accounts.programme_for(
        request.user, programme, to="measure", may=policy.MAY
    )
    form = _settings_form(found, request.POST)
    name = MapNameForm(request.POST)
    context = {"programme": found, "here": "selection", "form": form, "name": name}
    if not (form.is_valid() and name.is_valid()):
        return render(request, "selection/measure_map.html", context, status=422)
    try:
        saved = rules.save_map(
            form.cleaned_data["dataset"],
            form.settings(),
            name=name.cleaned_data["name"],
            by=request.user,
        )
    except InputError as refusal:
        context["error"] = refusal
        return render(request, "selection/measure_map.html", context, status=422)
    messages.success(request, gettext("The map is saved."))
    return redirect("selection:map", found.slug, saved.pk)


@login_required
@require_GET
def map_page(request: HttpRequest, programme: str, pk: UUID) -> HttpResponse:
    """One saved map, whole."""
    saved = policy.map_for(request.user, programme, pk)
    return _map_page(request, saved)


def _map_page(
    request: HttpRequest, saved: ClusterMap, *, error: Any = None, status: int = 200
) -> HttpResponse:
    programme = saved.programme
    rounds = programme.rounds.current().exclude(stage=Round.Stage.ANNOUNCED)
    context = {
        "programme": programme,
        "here": "selection",
        "map": saved,
        "rounds": rounds,
        "may_measure": accounts.may_in(programme, "measure", policy.MAY),
        "downloads": files.KINDS.items(),
        "has_places": register.has_places(saved.dataset),
        "error": error,
    }
    context |= _shown(request, programme, saved, saved.dataset)
    return render(request, "selection/map.html", context, status=status)


@login_required
@require_GET
def map_cluster(
    request: HttpRequest, programme: str, pk: UUID, rank: int
) -> HttpResponse:
    """One cluster of a map: every number with the figures it is made of."""
    saved = policy.map_for(request.user, programme, pk)
    role = saved.programme.my_role
    seen = secrecy.seen_map(role, saved, saved.dataset)
    row = queries.cluster_at(seen.found.clusters, rank)
    if row is None:
        raise Http404
    [shown] = queries.with_unknown_names(saved.dataset, [row])
    context = {
        "programme": saved.programme,
        "here": "selection",
        "map": saved,
        "cluster": shown,
        "signs": meanings_of_signs([shown]),
        "cells": queries.cells_in(seen.found, row),
        "masked": seen.note,
        "industry_picture": pictures.Asked(
            "industry", role, saved, saved.dataset, row["industry"]
        ),
        "pictures_url": reverse("selection:map-pictures", args=[programme, pk]),
    }
    return render(request, "selection/map_cluster.html", context)


@login_required
@require_GET
def cluster_background(
    request: HttpRequest, programme: str, pk: UUID, rank: int
) -> HttpResponse:
    """Where a cluster's growth comes from, and which industries go with it."""
    saved = policy.map_for(request.user, programme, pk)
    seen = secrecy.seen_map(saved.programme.my_role, saved, saved.dataset)
    row = queries.cluster_at(seen.found.clusters, rank)
    if row is None:
        raise Http404
    context = {
        "programme": saved.programme,
        "here": "selection",
        "map": saved,
        "cluster": row,
        "background": background_of(saved, row),
    }
    part = "#background" if request.htmx else ""  # type: ignore[attr-defined]
    return render(request, f"selection/cluster_background.html{part}", context)


@login_required
@require_POST
def rename_map(request: HttpRequest, programme: str, pk: UUID) -> HttpResponse:
    """Give a map another name."""
    saved = policy.map_for(request.user, programme, pk, to="measure")
    form = MapNameForm(request.POST)
    if form.is_valid():
        rules.rename_map(saved, name=form.cleaned_data["name"], by=request.user)
    else:
        messages.error(request, gettext("Give the map a name of 200 letters or less."))
    return redirect("selection:map", programme, pk)


@login_required
@require_POST
def retire_map(request: HttpRequest, programme: str, pk: UUID) -> HttpResponse:
    """Take a map out of use."""
    saved = policy.map_for(request.user, programme, pk, to="measure")
    rules.retire_map(saved, by=request.user, reason=request.POST.get("reason", ""))
    messages.success(request, gettext("The map is out of use."))
    return redirect("selection:maps", programme)


@login_required
@require_POST
def add_candidates(request: HttpRequest, programme: str, pk: UUID) -> HttpResponse:
    """Turn the ticked rows into candidates of a round."""
    saved = policy.map_for(request.user, programme, pk, to="measure")
    rounds = saved.programme.rounds.current()
    form = AddCandidatesForm(request.POST, rounds=rounds, count=saved.cluster_count)
    if not form.is_valid():
        sentence = gettext("Tick at least one cluster and choose a round.")
        return _map_page(request, saved, error=sentence, status=422)
    to_round = form.cleaned_data["round"]
    ranks = form.cleaned_data["ranks"]
    said = {"to_round": to_round, "by": request.user}
    try:
        if "figures" in request.POST:
            return _figures_added(
                request, rules.add_figures(saved, ranks, **said), to_round
            )
        added = rules.add_candidates(saved, ranks, **said)
    except RuleError as refusal:
        return _map_page(request, saved, error=explain(refusal), status=409)
    if added.new or not added.there:
        _say_added(request, len(added.new))
    if added.there:
        context = {
            "programme": saved.programme,
            "here": "selection",
            "map": saved,
            "round": to_round,
            "there": added.there,
        }
        return render(request, "selection/same_clusters.html", context)
    return redirect("selection:round", programme, to_round.pk)


def _say_added(request: HttpRequest, count: int) -> None:
    messages.success(
        request,
        ngettext(
            "%(count)s candidate was added to the long list.",
            "%(count)s candidates were added to the long list.",
            count,
        )
        % {"count": count},
    )


def _figures_added(request: HttpRequest, count: int, to_round: Round) -> HttpResponse:
    messages.success(
        request,
        ngettext(
            "%(count)s candidate has the figures of this map beside its own.",
            "%(count)s candidates have the figures of this map beside their own.",
            count,
        )
        % {"count": count},
    )
    return redirect("selection:candidates", to_round.programme.slug, to_round.pk)


@login_required
@require_GET
def download_map(
    request: HttpRequest, programme: str, pk: UUID, kind: str
) -> HttpResponseBase:
    """The map as a file: a table, shapes, or a page to print."""
    saved = policy.map_for(request.user, programme, pk)
    if kind not in files.KINDS:
        raise Http404
    try:
        return files.map_file(saved, kind)
    except FormatError as refusal:
        messages.error(request, explain(refusal))
        return redirect("selection:map", programme, pk)
