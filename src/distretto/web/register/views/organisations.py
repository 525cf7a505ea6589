"""Firms and institutions: the list, one of them, entering and editing by hand."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import (
    require_GET,
    require_http_methods,
    require_POST,
)

from distretto.web.accounts.models import Programme
from distretto.web.register import kinds, organisation_files, pictures, policy, queries
from distretto.web.register.forms.organisations import FindForm, OrganisationForm
from distretto.web.register.models import Cluster, Organisation
from distretto.web.register.queries import industries
from distretto.web.register.queries import organisations as found_by
from distretto.web.register.queries.alike import alike_names
from distretto.web.register.queries.bodies import seats_of
from distretto.web.register.rules import organisations as rules
from distretto.web.register.views.frame import frame, list_frame
from distretto.web.ui.reasons import act_for_a_reason
from distretto.web.ui.replies import posted, saved

ON_A_PAGE = 50


@login_required
@require_GET
def organisations(request: HttpRequest, programme: str) -> HttpResponse:
    """The firms and institutions of a programme, found by words and by facts."""
    found = policy.register_for(request.user, programme, to="firms")
    words = kinds.words_of(found)
    form = FindForm(request.GET, programme=found, words=words)
    asked = form.asked()
    context = {
        **list_frame(found, "organisations"),
        "form": form,
        "asked": asked,
        "page": page_of(found, asked, request.GET.get("page")),
        "counts": [
            (code, words.kind_name(code), count)
            for code, count in found_by.kinds_counted(found).items()
        ],
        "words": words,
        "open_likenesses": found_by.open_likenesses(found).count(),
    }
    return render(request, "register/organisations.html", context)


def page_of(
    programme: Programme, asked: found_by.Asked, number: Any
) -> Page[Organisation]:
    """One page of a list."""
    matching = found_by.organisations_matching(programme, asked)
    return Paginator(matching, ON_A_PAGE).get_page(number)


@login_required
@require_GET
def organisations_file(
    request: HttpRequest, programme: str, ending: str
) -> HttpResponse:
    """What the list shows, all of it, as a file."""
    found = policy.register_for(request.user, programme, to="firms")
    words = kinds.words_of(found)
    asked = FindForm(request.GET, programme=found, words=words).asked()
    matching = found_by.organisations_matching(found, asked)
    return organisation_files.answer(matching, ending, words)


@login_required
@require_GET
def organisation(request: HttpRequest, programme: str, pk: UUID) -> HttpResponse:
    """One firm or institution: what is known of it, its people, its clusters."""
    found = policy.organisation_for(request.user, programme, pk)
    words = kinds.words_of(found.programme)
    listings = list(found_by.listings_of(found))
    context = {
        **frame(found.programme, "organisations"),
        "organisation": found,
        "kind": words.kind_name(found.kind),
        "size": words.size_name(words.size_class_of(found.employees, found.size_class)),
        "industries": industries.titled(found.industries, found.classification),
        "memberships": found_by.memberships_of(found),
        "positions": found_by.positions_in(found),
        "seats": seats_of(of=found),
        "listings": listings,
        "band": found_by.band_told(found, listings),
        "likenesses": found_by.likenesses_of(found),
        "merged": found.merged_from.all(),
        "clusters": found_by.clusters_to_join(found),
        "picture": _on_the_map(found),
    }
    return render(request, "register/organisation.html", context)


def _on_the_map(found: Organisation) -> Any:
    if found.latitude is None or found.longitude is None:
        return None
    boundaries = queries.shapes_of(found.programme)
    return pictures.points_map(
        boundaries.shapes,
        boundaries.names,
        [(found.latitude, found.longitude, found.name)],
        filled=[found.place.code] if found.place else [],
    )


@login_required
@require_http_methods(["GET", "POST"])
def add_organisation(request: HttpRequest, programme: str) -> HttpResponse:
    """Enter a firm or institution by hand."""
    found = policy.register_for(request.user, programme, to="edit")
    cluster = _cluster_asked(request, found)
    form = OrganisationForm(
        posted(request), programme=found, instance=Organisation(programme=found)
    )
    if form.is_valid():
        alike = alike_names(found, form.cleaned_data)
        if alike and "although" not in request.POST:
            return _show(request, found, form, cluster=cluster, alike=alike, status=409)
        made = saved(
            form,
            lambda: rules.add_organisation(
                form.facts(), programme=found, by=request.user, cluster=cluster
            ),
        )
        if made:
            said = gettext("“%(name)s” is entered.") % {"name": made}
            messages.success(request, said)
            return redirect("register:organisation", programme, made.pk)
    return _show(request, found, form, cluster=cluster)


def _cluster_asked(request: HttpRequest, programme: Programme) -> Cluster | None:
    """The cluster that a new member is entered for, if there is such a one."""
    asked = request.GET.get("cluster", "")
    try:
        return policy.cluster_of(programme, UUID(asked)) if asked else None
    except ValueError:
        return None


@login_required
@require_http_methods(["GET", "POST"])
def edit_organisation(request: HttpRequest, programme: str, pk: UUID) -> HttpResponse:
    """Change what is said of a firm or institution."""
    found = policy.organisation_for(request.user, programme, pk, to="edit")
    name = found.name
    form = OrganisationForm(posted(request), programme=found.programme, instance=found)
    if form.is_valid() and saved(
        form, lambda: rules.edit_organisation(found, form.facts(), by=request.user)
    ):
        messages.success(request, gettext("The changes are saved."))
        return redirect("register:organisation", programme, pk)
    return _show(request, found.programme, form, pk=pk, name=name)


def _show(
    request: HttpRequest,
    programme: Programme,
    form: OrganisationForm,
    *,
    status: int | None = None,
    **more: Any,
) -> HttpResponse:
    context = {
        **frame(programme, "organisations"),
        "form": form,
        "places": queries.places_matching(programme)[:400],
        **more,
    }
    wrong = 422 if form.is_bound else 200
    return render(
        request, "register/edit_organisation.html", context, status=status or wrong
    )


@login_required
@require_POST
def retire_organisation(request: HttpRequest, programme: str, pk: UUID) -> HttpResponse:
    """Take a firm or institution out of use."""
    found = policy.organisation_for(request.user, programme, pk, to="edit")
    return act_for_a_reason(
        request,
        lambda reason: rules.retire_organisation(found, by=request.user, reason=reason),
        gettext("“%(name)s” is out of use.") % {"name": found},
        "register:organisations",
        programme,
    )
