"""The matrix of linkages: group by group for all, actor by actor for the staff."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from distretto.web.diagnosis import linkage_matrix_files as files
from distretto.web.diagnosis.forms.linkage_matrix import ActorMatrixForm, MatrixForm
from distretto.web.diagnosis.linkage_actor_matrix import ActorMatrix, actor_matrix
from distretto.web.diagnosis.linkage_matrix import GroupMatrix, group_matrix
from distretto.web.diagnosis.policy import clusters as policy
from distretto.web.diagnosis.study_table_files import KINDS
from distretto.web.diagnosis.views.linkage_frame import (
    Seen,
    linkage_frame,
    nothing_to_show,
    seen_by,
)

GROUPS = "diagnosis/linkage_matrix.html"
ACTORS = "diagnosis/linkage_actor_matrix.html"
ON_A_SIDE = 50  # actors of a page, down and across


@login_required
@require_GET
def linkage_matrix(request: HttpRequest, programme: str, pk: UUID) -> HttpResponse:
    """How many ties each group has with each."""
    cluster = policy.cluster_for(request.user, programme, pk)
    seen = seen_by(cluster)
    context = linkage_frame(cluster, "matrix")
    if not seen.is_shown:
        return _nothing(request, seen, context)
    form = MatrixForm(request.GET, held=seen.held)
    context |= _of_both(form, seen)
    if not form.is_empty:
        found = _groups(form, seen)
        context |= {"found": found, "checks": found.checks, "fewest": seen.fewest}
    return render(request, GROUPS, context)


@login_required
@require_GET
def linkage_actor_matrix(
    request: HttpRequest, programme: str, pk: UUID
) -> HttpResponse:
    """Who names whom, and how strong the tie is: a page of it."""
    cluster = policy.cluster_for(request.user, programme, pk, to="firms")
    seen = seen_by(cluster)
    context = linkage_frame(cluster, "matrix")
    if not seen.is_shown:
        return _nothing(request, seen, context)
    form = ActorMatrixForm(request.GET, held=seen.held)
    context |= _of_both(form, seen)
    if not form.is_empty:
        found = _actors(form, seen)
        form.offer(found.groups, sorted(each.name for each in found.actors))
        context |= _page_of(request, form, found)
    return render(request, ACTORS, context)


@login_required
@require_GET
def linkage_matrix_file(
    request: HttpRequest, programme: str, pk: UUID, kind: str
) -> HttpResponse:
    """The groups as a file, for everybody who sees them."""
    seen = seen_by(policy.cluster_for(request.user, programme, pk))
    form = _form_for_file(MatrixForm, request, seen)
    table = files.table_of_groups(_groups(form, seen))
    return files.answer(table, seen.cluster.name, kind)


@login_required
@require_GET
def linkage_actor_matrix_file(
    request: HttpRequest, programme: str, pk: UUID, kind: str
) -> HttpResponse:
    """All actors as a file, for those who see firms by name."""
    seen = seen_by(policy.cluster_for(request.user, programme, pk, to="firms"))
    form = _form_for_file(ActorMatrixForm, request, seen)
    table = files.table_of_actors(_actors(form, seen))
    return files.answer(table, seen.cluster.name, kind)


def _form_for_file(
    form_class: type[MatrixForm], request: HttpRequest, seen: Seen
) -> MatrixForm:
    if not seen.is_shown:
        raise Http404
    form = form_class(request.GET, held=seen.held)
    if form.is_empty:
        raise Http404
    return form


def _nothing(request: HttpRequest, seen: Seen, context: dict[str, Any]) -> HttpResponse:
    context |= nothing_to_show(seen)
    return render(request, "diagnosis/no_linkages.html", context)


def _of_both(form: MatrixForm, seen: Seen) -> dict[str, Any]:
    return {
        "form": form,
        "wave": form.wave_shown,
        "sees_names": seen.sees_names,
        "has_none": form.is_empty,
        "file_kinds": KINDS,
    }


def _groups(form: MatrixForm, seen: Seen) -> GroupMatrix:
    return group_matrix(form.wave_shown.linkages, **form.asked(), fewest=seen.fewest)


def _actors(form: MatrixForm, seen: Seen) -> ActorMatrix:
    pks = seen.held.organisations
    return actor_matrix(form.wave_shown.linkages, **form.asked(), pks=pks)


def _page_of(
    request: HttpRequest, form: ActorMatrixForm, found: ActorMatrix
) -> dict[str, Any]:
    focus = form.told("focus")
    down, across = (
        Paginator(found.chosen(form.told(name), focus), ON_A_SIDE)
        for name in ("rows", "columns")
    )
    rows = down.get_page(request.GET.get("page"))
    columns = across.get_page(request.GET.get("across"))
    return {
        "page": rows,
        "columns": columns,
        "rows": found.cells(list(rows), list(columns)),
        "checks": found.checks,
    }
