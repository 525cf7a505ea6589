"""Linkages of a cluster: the sociogram, what is measured, what has changed."""

from typing import Any
from uuid import UUID

import polars as pl
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from distretto.errors import InputError
from distretto.web.diagnosis import linkage_change_words as change_words
from distretto.web.diagnosis import linkage_files as files
from distretto.web.diagnosis import linkage_pictures as pictures
from distretto.web.diagnosis import linkage_words as words
from distretto.web.diagnosis.forms.knowledge_roles import LinesForm
from distretto.web.diagnosis.forms.linkages import ChangeForm, SociogramForm, ViewForm
from distretto.web.diagnosis.linkage_views import views_withheld
from distretto.web.diagnosis.policy import clusters as policy
from distretto.web.diagnosis.policy.linkages import sees_names
from distretto.web.diagnosis.queries import linkage_measures as measures
from distretto.web.diagnosis.views.linkage_frame import (
    Seen,
    linkage_frame,
    nothing_to_show,
    seen_by,
)

ON_A_PAGE = 25


@login_required
@require_GET
def linkages(request: HttpRequest, programme: str, pk: UUID) -> HttpResponse:
    """Who works with whom, as a picture or, with `as=table`, as a table."""
    cluster = policy.cluster_for(request.user, programme, pk)
    seen = seen_by(cluster)
    context = linkage_frame(cluster, "sociogram")
    if not seen.is_shown:
        return _nothing(request, seen, context)
    form = SociogramForm(request.GET, held=seen.held, sees_names=seen.sees_names)
    context |= {"form": form, "sees_names": seen.sees_names}
    context |= _sociogram(request, seen, form.asked())
    template = "diagnosis/linkages.html"
    part = f"{template}#sociogram" if request.headers.get("HX-Request") else template
    status = 422 if context["error"] else 200
    return render(request, part, context, status=status)


def _sociogram(
    request: HttpRequest, seen: Seen, asked: pictures.Asked
) -> dict[str, Any]:
    cluster = seen.cluster
    page = reverse("diagnosis:linkages", args=[cluster.programme.slug, cluster.pk])
    how: dict[str, Any] = files.telling(seen)
    is_table = request.GET.get("as") == "table"
    picture, error = None, None
    try:
        if is_table:
            picture = pictures.table(seen.held, asked, **how)
        else:
            picture = pictures.picture(seen.held, asked, **how, page=page)
    except InputError as refusal:
        error = refusal
    wave = seen.held.wave(asked.wave)
    return {
        "picture": picture,
        "error": error,
        "is_table": is_table,
        "rows": Paginator(picture.cells, ON_A_PAGE).get_page(request.GET.get("page"))
        if picture and is_table
        else None,
        "asked": asked,
        "query": asked.query(),
        "wave": wave,
        "picture_kinds": files.PICTURES,
        "file_kinds": files.FILES if seen.sees_names else (),
    }


def _nothing(request: HttpRequest, seen: Seen, context: dict[str, Any]) -> HttpResponse:
    context |= nothing_to_show(seen)
    return render(request, "diagnosis/no_linkages.html", context)


@login_required
@require_GET
def linkage_measures(request: HttpRequest, programme: str, pk: UUID) -> HttpResponse:
    """What the ties of a wave amount to, in figures and in sentences."""
    cluster = policy.cluster_for(request.user, programme, pk)
    seen = seen_by(cluster)
    context = linkage_frame(cluster, "measures")
    if not seen.is_shown:
        return _nothing(request, seen, context)
    form = ViewForm(request.GET, held=seen.held, views=words.views(seen.held))
    form.fields.pop("before", None)
    wave = seen.held.wave(form.compared()[0])
    assert wave is not None  # the form knows the waves that there are
    relation = form.told("relation")
    context |= {"form": form, "wave": wave, "sees_names": seen.sees_names}
    if relation and relation not in wave.linkages.relations:
        context["has_none"] = True
        return render(request, "diagnosis/linkage_measures.html", context)
    withheld = views_withheld(wave.linkages, relation, seen.fewest)
    form.leave_out(withheld)
    view, lines = form.view_told(), LinesForm(request.GET)
    found = measures.measured(seen.held, wave, relation, lines.told())
    context |= words.measures(
        found,
        relation,
        view,
        withheld=withheld,
        fewest=seen.fewest,
        names=seen.sees_names,
    )
    if seen.sees_names:
        context |= _actors(request, found, relation, view, seen) | {"lines": lines}
    return render(request, "diagnosis/linkage_measures.html", context)


def _actors(
    request: HttpRequest, found: Any, relation: str, view: str, seen: Seen
) -> dict[str, Any]:
    rows = found.actors.filter(
        (pl.col("relation") == relation) & (pl.col("view") == view)
    )
    columns = words.actor_columns(rows)
    sort = request.GET.get("sort", "-degree")
    name = sort.lstrip("-")
    if name in rows.columns:
        rows = rows.sort(
            name, descending=sort.startswith("-"), nulls_last=True, maintain_order=True
        )
    page = Paginator(range(rows.height), ON_A_PAGE).get_page(request.GET.get("page"))
    start = page.start_index() - 1 if rows.height else 0
    return {
        "actor_columns": columns,
        "actors": words.actor_rows(
            rows.slice(start, ON_A_PAGE), columns, seen.held.organisations
        ),
        "page": page,
        "sort": sort,
    }


@login_required
@require_GET
def linkage_change(request: HttpRequest, programme: str, pk: UUID) -> HttpResponse:
    """What became of the ties between two waves, on the same actors."""
    cluster = policy.cluster_for(request.user, programme, pk)
    seen = seen_by(cluster)
    context = linkage_frame(cluster, "change")
    if len(seen.held.waves) < 2:
        return _nothing(request, seen, context | {"needs_two": True})
    form = ChangeForm(request.GET, held=seen.held, views=words.views(seen.held))
    after = seen.held.wave(form.told("wave"))
    earlier = seen.held.wave(form.told("before"))
    assert after is not None and earlier is not None  # the form chose them
    relation = form.told("relation")
    context |= {"form": form, "before": earlier, "after": after}
    context["sees_names"] = seen.sees_names
    both = (earlier, after)
    context["silent"] = next((each for each in both if each.is_silent), None)
    context["is_of_few"] = not after.rests_on(seen.fewest, beside=earlier)
    context["refusal"] = measures.not_comparable(earlier, after)
    if (
        context["silent"]
        or context["is_of_few"]
        or context["refusal"]
        or (relation and any(relation not in each.linkages.relations for each in both))
    ):
        context["has_none"] = True
        return render(request, "diagnosis/linkage_change.html", context)
    for each in both:
        form.leave_out(views_withheld(each.linkages, relation, seen.fewest))
    found = measures.compared(seen.held, earlier, after, relation, form.view_told())
    context |= change_words.change(found, names=seen.sees_names)
    return render(request, "diagnosis/linkage_change.html", context)


@login_required
@require_GET
def linkage_picture(
    request: HttpRequest, programme: str, pk: UUID, kind: str
) -> HttpResponse:
    """The sociogram as a file; without names for those who may not see them."""
    cluster = policy.cluster_for(request.user, programme, pk)
    seen = seen_by(cluster)
    if not seen.is_shown or kind not in files.PICTURES:
        raise Http404
    form = SociogramForm(request.GET, held=seen.held, sees_names=seen.sees_names)
    try:
        return files.picture_answer(seen, form.asked(), kind)
    except InputError as refusal:
        raise Http404 from refusal


@login_required
@require_GET
def linkage_file(
    request: HttpRequest, programme: str, pk: UUID, kind: str
) -> HttpResponse:
    """Ties, actors and measures as files, for those who see firms by name."""
    cluster = policy.cluster_for(request.user, programme, pk, to="firms")
    seen = seen_by(cluster)
    if (
        not seen.is_shown
        or kind not in files.FILES
        or not sees_names(cluster.programme)
    ):
        raise Http404
    return files.file_answer(seen, kind)
