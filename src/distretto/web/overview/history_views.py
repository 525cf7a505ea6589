"""The history of a programme: the list, one deed, one record, and undoing."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from distretto.errors import RuleError
from distretto.web.history.rules import undo
from distretto.web.overview import history_policy as policy
from distretto.web.overview import history_queries as queries
from distretto.web.overview.history_forms import FilterForm, UndoForm
from distretto.web.overview.history_words import (
    record_changes,
    record_story,
    spans_of,
)
from distretto.web.ui.templatetags.ui import explain

PAGE = 50


@login_required
@require_safe
def history(request: HttpRequest, programme: str) -> HttpResponse:
    """Who did what, when and why; the newest first."""
    found = policy.history_for(request.user, programme)
    form = FilterForm(
        request.GET,
        people=queries.doers_in(found),
        titles=queries.titles_in(found),
    )
    # A filter that cannot be read shows everything, with the error beside its field.
    chosen = form.cleaned_data if form.is_valid() else {}
    deeds = queries.deeds_of(found, **chosen)
    context = {
        "programme": found,
        "here": "history",
        "form": form,
        "is_filtered": any(chosen.values()),
        "page": Paginator(deeds, PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "overview/history.html", context)


@login_required
@require_safe
def deed(request: HttpRequest, programme: str, pk: UUID) -> HttpResponse:
    """One deed: what it changed, before and after, and the way to undo it."""
    entry = policy.deed_for(request.user, programme, pk)
    return _deed_page(request, entry, UndoForm())


@login_required
@require_POST
def undo_deed(request: HttpRequest, programme: str, pk: UUID) -> HttpResponse:
    """Take a deed back, with a reason."""
    entry = policy.deed_for(request.user, programme, pk, to="undo")
    form = UndoForm(request.POST)
    if not form.is_valid():
        return _deed_page(request, entry, form, status=422)
    try:
        back = undo(entry, by=request.user, reason=form.cleaned_data["reason"])
    except RuleError as refusal:
        messages.error(request, str(explain(refusal)))
        return redirect("overview:deed", programme, pk)
    messages.success(request, _("Undone. This, too, can be undone."))
    return redirect("overview:deed", programme, back.pk)


def _deed_page(
    request: HttpRequest, entry: Any, form: UndoForm, status: int = 200
) -> HttpResponse:
    spans = list(spans_of(entry.changes.all()).items())
    page = Paginator(spans, PAGE).get_page(request.GET.get("page"))
    context = {
        "programme": entry.programme,
        "here": "history",
        "deed": entry,
        "records": record_changes(dict(page.object_list), request.user),
        "page": page,
        "form": form,
        "may_undo": policy.may_undo(entry, entry.programme, request.user),
    }
    return render(request, "overview/deed.html", context, status=status)


@login_required
@require_safe
def record_history(
    request: HttpRequest, programme: str, label: str, pk: UUID
) -> HttpResponse:
    """Everything that happened to one record."""
    found = policy.history_for(request.user, programme)
    deeds = queries.deeds_on(found, label, pk)
    page = Paginator(deeds, PAGE).get_page(request.GET.get("page"))
    if not page.object_list:
        raise Http404
    story = record_story(label, pk, page.object_list, request.user)
    context = {
        "programme": found,
        "here": "history",
        "page": page,
        "record": story[0],
        "told": list(zip(page.object_list, story, strict=True)),
    }
    return render(request, "overview/record_history.html", context)
