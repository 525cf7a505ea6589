"""The contact log: of the programme, a cluster or one firm; entering and editing."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from distretto.web.accounts.models import Programme
from distretto.web.register import contact_files
from distretto.web.register import contact_policy as policy
from distretto.web.register.forms import contacts as forms
from distretto.web.register.models import Cluster, ContactEntry, Promise
from distretto.web.register.queries import contacts as queries
from distretto.web.register.rules import contacts as rules
from distretto.web.register.views.cluster_pages import (
    Crumb,
    cluster_part,
    form_page,
    programme_part,
)
from distretto.web.ui.reasons import act_for_a_reason
from distretto.web.ui.replies import posted, saved, turned_away

ON_A_PAGE = 25
PROMISES_SHOWN = 12


@login_required
@require_safe
def contacts(request: HttpRequest, programme: str) -> HttpResponse:
    """The contacts of the whole programme."""
    found = policy.contacts_for(request.user, programme)
    return _log(request, found, programme_part(found), queries.Asked())


@login_required
@require_safe
def cluster_contacts(request: HttpRequest, programme: str, pk: UUID) -> HttpResponse:
    """The contacts of one cluster, and what was promised there."""
    found = policy.contacts_cluster_for(request.user, programme, pk)
    context = cluster_part(found, "contacts")
    return _log(request, found.programme, context, queries.Asked(cluster=found))


@login_required
@require_safe
def organisation_contacts(
    request: HttpRequest, programme: str, pk: UUID
) -> HttpResponse:
    """The contacts with one firm or institution."""
    found = policy.contacts_organisation_for(request.user, programme, pk)
    log = (
        gettext("Contacts"),
        reverse("register:contacts", args=[programme]),
    )
    context = programme_part(found.programme, log) | {"organisation": found}
    return _log(request, found.programme, context, queries.Asked(organisation=found))


def _log(
    request: HttpRequest,
    programme: Programme,
    context: dict[str, Any],
    about: queries.Asked,
) -> HttpResponse:
    form = forms.LogFilterForm(request.GET, programme=programme)
    asked = _narrowed(about, form)
    entries = queries.contacts_of(programme, request.user, asked)
    promises = queries.open_promises(programme, request.user, about)
    shown = len(promises) if "promises" in request.GET else PROMISES_SHOWN
    context |= {
        "form": form,
        "page": Paginator(entries, ON_A_PAGE).get_page(request.GET.get("page")),
        "promises": promises[:shown],
        "more_promises": len(promises[shown:]),
        "is_filtered": asked != about,
        "file_query": _file_query(request, about),
    }
    return render(request, "register/contacts.html", context)


def _narrowed(about: queries.Asked, form: forms.LogFilterForm) -> queries.Asked:
    """A filter that cannot be read narrows nothing; its error stands beside it."""
    told = form.cleaned_data if form.is_valid() else {}
    return queries.Asked(
        cluster=about.cluster,
        organisation=about.organisation,
        text=told.get("q", ""),
        channel=told.get("channel", ""),
        ours=told.get("ours"),
        since=told.get("since"),
        until=told.get("until"),
    )


def _file_query(request: HttpRequest, about: queries.Asked) -> str:
    query = request.GET.copy()
    query.pop("page", None)
    for name in ("cluster", "organisation"):
        if record := getattr(about, name):
            query[name] = str(record.pk)
    return query.urlencode()


@login_required
@require_safe
def contacts_file(request: HttpRequest, programme: str, ending: str) -> HttpResponse:
    """The part of the log that a page shows, as a file for a spreadsheet."""
    found = policy.contacts_for(request.user, programme)
    if ending not in contact_files.WRITERS:
        raise Http404
    form = forms.LogFilterForm(request.GET, programme=found)
    if not form.is_valid():
        # A file of all would look like the file that was asked for.
        return turned_away(request, form, "register:contacts", programme)
    about = queries.Asked(
        cluster=policy.cluster_in(found, request.GET),
        organisation=policy.organisation_in(found, request.GET),
    )
    asked = _narrowed(about, form)
    entries = queries.contacts_of(found, request.user, asked)
    promises = queries.promises_of(found, request.user, asked)
    return contact_files.answer(entries, promises, ending)


# --- One entry ------------------------------------------------------------------------


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def note_contact(request: HttpRequest, programme: str) -> HttpResponse:
    """Enter a contact that is about no one cluster."""
    found = policy.contacts_for(request.user, programme, to="edit")
    log = (gettext("Contacts"), reverse("register:contacts", args=[programme]))
    return _note(request, found, None, programme_part(found, log))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def note_cluster_contact(
    request: HttpRequest, programme: str, pk: UUID
) -> HttpResponse:
    """Enter a contact of a cluster, standing up, in under a minute."""
    found = policy.contacts_cluster_for(request.user, programme, pk, to="edit")
    context = cluster_part(found, "contacts", log_of(found))
    return _note(request, found.programme, found, context)


def log_of(cluster: Cluster) -> Crumb:
    """The way back to the log of a cluster."""
    slug = cluster.programme.slug
    return (
        gettext("Contacts"),
        reverse("register:cluster-contacts", args=[slug, cluster.pk]),
    )


def _note(
    request: HttpRequest,
    programme: Programme,
    cluster: Cluster | None,
    context: dict[str, Any],
) -> HttpResponse:
    form = forms.NewContactForm(
        posted(request),
        programme=programme,
        near=queries.names_near(programme, cluster),
        user=request.user,
        initial={"organisation": policy.organisation_in(programme, request.GET)},
    )
    if form.is_valid():
        made = saved(
            form,
            lambda: rules.note_contact(
                form.party(),
                form.facts(),
                programme=programme,
                cluster=cluster,
                promise=form.promise(),
                by=request.user,
            ),
        )
        if made:
            messages.success(request, gettext("Noted."))
            if cluster is None:
                return redirect("register:contacts", programme.slug)
            return redirect("register:cluster-contacts", programme.slug, cluster.pk)
    return form_page(request, "note_contact.html", context | {"form": form}, form)


def entry_part(entry: ContactEntry | Promise) -> dict[str, Any]:
    """What the pages around an entry, or a promise, say of where they stand."""
    if entry.cluster is not None:
        entry.cluster.programme = entry.programme
        return cluster_part(entry.cluster, "contacts", log_of(entry.cluster))
    there = reverse("register:contacts", args=[entry.programme.slug])
    return programme_part(entry.programme, (gettext("Contacts"), there))


@login_required
@require_safe
def contact(request: HttpRequest, programme: str, pk: UUID) -> HttpResponse:
    """One entry with what was promised."""
    entry = policy.contact_for(request.user, programme, pk)
    return contact_page(request, entry, forms.PromiseFactsForm())


def contact_page(
    request: HttpRequest, entry: ContactEntry, form: forms.PromiseFactsForm
) -> HttpResponse:
    """The page of an entry; its form adds a promise."""
    today = timezone.localdate()
    given = [
        queries.Due(each, each.is_overdue(today))
        for each in entry.promises.current().select_related(
            "organisation", "person", "entry"
        )
    ]
    context = entry_part(entry) | {"entry": entry, "given": given, "form": form}
    return form_page(request, "contact.html", context, form)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit_contact(request: HttpRequest, programme: str, pk: UUID) -> HttpResponse:
    """Put an entry right."""
    entry = policy.contact_for(request.user, programme, pk, to="edit")
    names = ("organisation", "person", *rules.ENTRY_FACTS)
    form = forms.ContactForm(
        posted(request),
        programme=entry.programme,
        near=queries.names_near(entry.programme, entry.cluster),
        user=entry.ours,
        initial={name: getattr(entry, name) for name in names},
    )
    if form.is_valid():
        made = saved(
            form,
            lambda: rules.edit_contact(
                entry, form.party(), form.facts(), by=request.user
            ),
        )
        if made:
            return redirect("register:contact", programme, pk)
    context = entry_part(entry) | {"form": form, "entry": entry}
    return form_page(request, "note_contact.html", context, form)


@login_required
@require_POST
def retire_contact(request: HttpRequest, programme: str, pk: UUID) -> HttpResponse:
    """Take an entry out of the log."""
    entry = policy.contact_for(request.user, programme, pk, to="edit")
    return act_for_a_reason(
        request,
        lambda reason: rules.retire_contact(entry, by=request.user, reason=reason),
        gettext("The entry is out of the log."),
        *log_address(entry.programme, entry.cluster),
    )


def log_address(programme: Programme, cluster: Cluster | None) -> tuple[Any, ...]:
    """The address of the log of a cluster, or of all."""
    if cluster is None:
        return "register:contacts", programme.slug
    return "register:cluster-contacts", programme.slug, cluster.pk
