"""Places: the list, one of them, and a map of them on its way in."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import (
    require_GET,
    require_http_methods,
    require_POST,
)

from distretto.errors import MethodError, RuleError
from distretto.web.accounts.models import Programme
from distretto.web.register import maps, pictures, policy, queries
from distretto.web.register.forms.places import (
    AcceptPlacesForm,
    CodePropertyForm,
    PlaceForm,
)
from distretto.web.register.models import Place
from distretto.web.register.rules import places as rules
from distretto.web.register.views.frame import frame, list_frame
from distretto.web.ui.reasons import ReasonForm
from distretto.web.ui.replies import turned_away
from distretto.web.ui.templatetags.ui import explain

ON_A_PAGE = 50


@login_required
@require_GET
def places(request: HttpRequest, programme: str) -> HttpResponse:
    """The places of a programme, found by name or code."""
    found = policy.register_for(request.user, programme)
    text = request.GET.get("q", "")
    page = Paginator(queries.places_matching(found, text), ON_A_PAGE)
    context = {
        **list_frame(found, "places"),
        "text": text,
        "page": page.get_page(request.GET.get("page")),
        "picture": None if text else _all_places(found),
    }
    return render(request, "register/places.html", context)


def _all_places(programme: Programme) -> Any:
    boundaries = queries.shapes_of(programme)
    return pictures.outline_map(boundaries.shapes, boundaries.names)


@login_required
@require_GET
def check_places(request: HttpRequest, programme: str, token: str) -> HttpResponse:
    """The dry run of a map: what was found, before any place is made of it."""
    found = policy.register_for(request.user, programme, to="edit")
    return _check_places(request, found, token)


def _check_places(
    request: HttpRequest,
    programme: Programme,
    token: str,
    *,
    form: AcceptPlacesForm | None = None,
    error: MethodError | None = None,
    status: int = 200,
) -> HttpResponse:
    kept = _kept(token, programme)
    asked = (form.data if form else request.GET).get("code_property") or None
    try:
        looked = maps.look_at(kept, programme, code_property=asked)
    except MethodError as refusal:
        looked, error = maps.look_at(kept, programme), refusal
        status = 422
    chosen = looked.boundaries.code_property
    context = {
        **frame(programme, "places"),
        "kept": kept,
        "looked": looked,
        "error": error,
        "code_form": CodePropertyForm(
            initial={"code_property": chosen}, places=looked.code_places
        ),
        "form": form
        or AcceptPlacesForm(
            initial={"code_property": chosen}, mismatch=bool(looked.mismatch)
        ),
        "page": Paginator(looked.rows, ON_A_PAGE).get_page(request.GET.get("page")),
        "picture": pictures.outline_map(
            looked.boundaries.shapes, looked.boundaries.names
        ),
    }
    return render(request, "register/check_places.html", context, status=status)


def _kept(token: str, programme: Programme) -> maps.KeptMap:
    kept = maps.kept_map(token, programme)
    if kept is None:
        raise Http404
    return kept


@login_required
@require_POST
def accept_places(request: HttpRequest, programme: str, token: str) -> HttpResponse:
    """Make places of a map that was looked at."""
    found = policy.register_for(request.user, programme, to="edit")
    kept = _kept(token, found)
    try:
        asked = request.POST.get("code_property") or None
        looked = maps.look_at(kept, found, code_property=asked)
    except MethodError as refusal:
        return _check_places(request, found, token, error=refusal, status=422)
    form = AcceptPlacesForm(request.POST, mismatch=bool(looked.mismatch))
    if not form.is_valid():
        return _check_places(request, found, token, form=form, status=422)
    try:
        new, changed = rules.add_places(
            looked.boundaries,
            programme=found,
            by=request.user,
            about=kept.file_name,
            **form.told(),
        )
    except RuleError as refusal:
        return _check_places(
            request, found, token, form=form, error=refusal, status=409
        )
    messages.success(request, _added(new, changed))
    return redirect("register:places", programme)


def _added(new: int, changed: int) -> str:
    added = ngettext(
        "%(count)s place was added.", "%(count)s places were added.", new
    ) % {"count": new}
    if not changed:
        return added
    replaced = ngettext(
        "%(count)s boundary was replaced.",
        "%(count)s boundaries were replaced.",
        changed,
    ) % {"count": changed}
    return f"{added} {replaced}"


@login_required
@require_GET
def place(request: HttpRequest, programme: str, pk: UUID) -> HttpResponse:
    """One place on its map, and the clusters that reach into it."""
    return _place(request, policy.place_for(request.user, programme, pk))


def _place(
    request: HttpRequest, found: Place, *, error: Any = None, status: int = 200
) -> HttpResponse:
    boundaries = queries.shapes_of(found.programme)
    context = {
        **frame(found.programme, "places"),
        "place": found,
        "error": error,
        "clusters": queries.clusters_in_place(found),
        "neighbours": queries.neighbouring_places(found),
        "picture": pictures.outline_map(
            boundaries.shapes,
            boundaries.names,
            filled=[found.code],
            caption=_drawn_by(found),
        )
        if found.shape
        else None,
    }
    return render(request, "register/place.html", context, status=status)


def _drawn_by(place: Place) -> str:
    told = "; ".join(filter(None, [place.source, place.licence]))
    return gettext("Source: %(source)s.") % {"source": told} if told else ""


@login_required
@require_http_methods(["GET", "POST"])
def edit_place(request: HttpRequest, programme: str, pk: UUID) -> HttpResponse:
    """Put the name of a place right."""
    found = policy.place_for(request.user, programme, pk, to="edit")
    sent = request.POST if request.method == "POST" else None
    form = PlaceForm(sent, initial={"name": found.name})
    if form.is_valid():
        rules.edit_place(found, name=form.cleaned_data["name"], by=request.user)
        messages.success(request, gettext("The name is changed."))
        return redirect("register:place", programme, pk)
    context = {
        **frame(found.programme, "places"),
        "place": found,
        "form": form,
    }
    status = 422 if form.errors else 200
    return render(request, "register/edit_place.html", context, status=status)


@login_required
@require_POST
def retire_place(request: HttpRequest, programme: str, pk: UUID) -> HttpResponse:
    """Take a place out of use."""
    found = policy.place_for(request.user, programme, pk, to="edit")
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return turned_away(request, form, "register:place", programme, pk)
    try:
        rules.retire_place(found, by=request.user, **form.cleaned_data)
    except RuleError as refusal:
        if request.htmx:  # type: ignore[attr-defined]
            return _place(request, found, error=refusal, status=409)
        messages.error(request, explain(refusal))
        return redirect("register:place", programme, pk)
    messages.success(request, gettext("The place is out of use."))
    return redirect("register:places", programme)
