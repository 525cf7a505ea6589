"""People: the list, one of them, entering and editing, and their positions."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import (
    require_GET,
    require_http_methods,
    require_POST,
)

from distretto.web.accounts.models import Programme
from distretto.web.register import policy
from distretto.web.register.forms.people import EndForm, PersonForm, PositionForm
from distretto.web.register.models import Organisation, Person
from distretto.web.register.queries import organisations as organisations_found
from distretto.web.register.queries import people as found_by
from distretto.web.register.queries.bodies import seats_of
from distretto.web.register.rules import people as rules
from distretto.web.register.views.cluster_pages import form_page
from distretto.web.register.views.frame import frame, list_frame
from distretto.web.ui.reasons import act_for_a_reason
from distretto.web.ui.replies import act, posted, saved, turned_away

ON_A_PAGE = 50
CHOICES_SHOWN = 12


@login_required
@require_GET
def people(request: HttpRequest, programme: str) -> HttpResponse:
    """The people whom the programme works with."""
    found = policy.register_for(request.user, programme, to="firms")
    text = request.GET.get("q", "")
    page = Paginator(found_by.people_matching(found, text), ON_A_PAGE)
    context = {
        **list_frame(found, "people"),
        "text": text,
        "page": page.get_page(request.GET.get("page")),
    }
    return render(request, "register/people.html", context)


@login_required
@require_GET
def person(request: HttpRequest, programme: str, pk: UUID) -> HttpResponse:
    """One person: how to reach them, and what they are."""
    found = policy.person_for(request.user, programme, pk)
    text = request.GET.get("q", "")
    offers = [(each, _position_form(each)) for each in _matching(found, text)]
    return _person_page(request, found, offers, text)


def _matching(person: Person, text: str) -> Sequence[Organisation]:
    """The firms and institutions that are looked for, to give a position in."""
    if not text.strip():
        return []
    asked = organisations_found.Asked(text=text)
    found = organisations_found.organisations_matching(person.programme, asked)
    return found[:CHOICES_SHOWN]


def _position_form(
    organisation: Organisation, sent: QueryDict | None = None
) -> PositionForm:
    # A page offers several of them: each has ids of its own.
    return PositionForm(sent, auto_id=f"%s-{organisation.pk}")


def _person_page(
    request: HttpRequest,
    person: Person,
    offers: Sequence[tuple[Organisation, PositionForm]],
    text: str,
) -> HttpResponse:
    context = {
        **frame(person.programme, "people"),
        "person": person,
        "positions": found_by.positions_of(person),
        "seats": seats_of(person=person),
        "text": text,
        "offers": offers,
    }
    forms = [form for _organisation, form in offers]
    return form_page(request, "person.html", context, *forms)


@login_required
@require_http_methods(["GET", "POST"])
def add_person(
    request: HttpRequest, programme: str, pk: UUID | None = None
) -> HttpResponse:
    """Enter a person, with a position where an organisation's page asked for it."""
    found = policy.register_for(request.user, programme, to="edit")
    organisation = policy.organisation_of(found, pk) if pk else None
    form = PersonForm(
        posted(request),
        instance=Person(programme=found),
        with_position=organisation is not None,
    )
    if form.is_valid() and (
        made := saved(form, lambda: _add(request, found, form, organisation))
    ):
        messages.success(request, gettext("“%(name)s” is entered.") % {"name": made})
        if organisation:
            return redirect("register:organisation", programme, organisation.pk)
        return redirect("register:person", programme, made.pk)
    return _show(request, found, form, organisation=organisation)


def _add(
    request: HttpRequest,
    programme: Programme,
    form: PersonForm,
    organisation: Organisation | None,
) -> Person:
    return rules.add_person(
        form.facts(),
        programme=programme,
        by=request.user,
        organisation=organisation,
        **(form.position() if organisation else {}),
    )


@login_required
@require_http_methods(["GET", "POST"])
def edit_person(request: HttpRequest, programme: str, pk: UUID) -> HttpResponse:
    """Change what is said of a person."""
    found = policy.person_for(request.user, programme, pk, to="edit")
    name = found.name
    form = PersonForm(posted(request), instance=found)
    if form.is_valid() and saved(
        form, lambda: rules.edit_person(found, form.facts(), by=request.user)
    ):
        messages.success(request, gettext("The changes are saved."))
        return redirect("register:person", programme, pk)
    return _show(request, found.programme, form, pk=pk, name=name)


def _show(
    request: HttpRequest, programme: Programme, form: PersonForm, **more: Any
) -> HttpResponse:
    context = {**frame(programme, "people"), "form": form, **more}
    status = 422 if form.is_bound else 200
    return render(request, "register/edit_person.html", context, status=status)


@login_required
@require_POST
def retire_person(request: HttpRequest, programme: str, pk: UUID) -> HttpResponse:
    """Take a person out of use."""
    found = policy.person_for(request.user, programme, pk, to="edit")
    return act_for_a_reason(
        request,
        lambda reason: rules.retire_person(found, by=request.user, reason=reason),
        gettext("“%(name)s” is out of use.") % {"name": found},
        "register:people",
        programme,
    )


@login_required
@require_POST
def give_position(
    request: HttpRequest, programme: str, pk: UUID, organisation: UUID
) -> HttpResponse:
    """Say what a person is in a firm or institution that is there already."""
    found = policy.person_for(request.user, programme, pk, to="edit")
    of: Organisation = policy.organisation_of(found.programme, organisation)
    form = _position_form(of, request.POST)
    if form.is_valid() and saved(
        form,
        lambda: rules.give_position(found, of, by=request.user, **form.cleaned_data),
    ):
        messages.success(request, gettext("The position is entered."))
        return redirect("register:person", programme, pk)
    return _person_page(request, found, [(of, form)], of.name)


@login_required
@require_POST
def end_position(request: HttpRequest, programme: str, pk: UUID) -> HttpResponse:
    """End a position, or take it back."""
    found = policy.position_for(request.user, programme, pk)
    form = EndForm(request.POST)
    page = ("register:person", programme, found.person_id)
    if not form.is_valid():
        return turned_away(request, form, *page)
    told = form.cleaned_data
    ended, mistake = gettext("The position has ended."), gettext("It is taken back.")
    return act(
        request,
        lambda: rules.end_position(
            found, by=request.user, ended_on=told["on"], because=told["because"]
        ),
        ended if told["on"] else mistake,
        *page,
    )
