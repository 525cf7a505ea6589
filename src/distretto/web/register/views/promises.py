"""Promises: entered, kept with one tap, broken with a reason."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from distretto.errors import RuleError
from distretto.web.register import contact_policy as policy
from distretto.web.register.forms import contacts as forms
from distretto.web.register.models import Promise
from distretto.web.register.queries.contacts import Due, names_near
from distretto.web.register.rules import contacts as rules
from distretto.web.register.views.cluster_pages import cluster_part, form_page
from distretto.web.register.views.contacts import (
    contact_page,
    entry_part,
    log_address,
    log_of,
)
from distretto.web.ui.replies import Rule, posted, saved, sentences
from distretto.web.ui.templatetags.ui import explain


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def note_promise(request: HttpRequest, programme: str, pk: UUID) -> HttpResponse:
    """Enter a promise that was given on no occasion of the log."""
    cluster = policy.contacts_cluster_for(request.user, programme, pk, to="edit")
    form = forms.PromiseForm(
        posted(request),
        programme=cluster.programme,
        near=names_near(cluster.programme, cluster),
    )
    if form.is_valid():
        made = saved(
            form,
            lambda: rules.note_promise(
                form.party(),
                form.facts(),
                programme=cluster.programme,
                cluster=cluster,
                by=request.user,
            ),
        )
        if made:
            return redirect("register:cluster-contacts", programme, pk)
    context = cluster_part(cluster, "contacts", log_of(cluster)) | {"form": form}
    return form_page(request, "edit_promise.html", context, form)


@login_required
@require_POST
def promise_in_contact(request: HttpRequest, programme: str, pk: UUID) -> HttpResponse:
    """Add a promise to an entry of the log."""
    entry = policy.contact_for(request.user, programme, pk, to="edit")
    form = forms.PromiseFactsForm(request.POST)
    if form.is_valid():
        facts = form.facts()
        if saved(form, lambda: rules.promise_in(entry, facts, by=request.user)):
            return redirect("register:contact", programme, pk)
    return contact_page(request, entry, form)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit_promise(request: HttpRequest, programme: str, pk: UUID) -> HttpResponse:
    """Change what was promised, or until when."""
    promise = policy.promise_for(request.user, programme, pk)
    context = entry_part(promise) | {"promise": promise, "back": _back(request)}
    form = forms.PromiseFactsForm(posted(request), instance=promise)
    if form.is_valid():
        facts = form.facts()
        if saved(form, lambda: rules.edit_promise(promise, facts, by=request.user)):
            return _to_log(request, promise)
    return form_page(request, "edit_promise.html", context | {"form": form}, form)


@login_required
@require_POST
def keep_promise(request: HttpRequest, programme: str, pk: UUID) -> HttpResponse:
    """Note that a promise was kept: one tap."""
    promise = policy.promise_for(request.user, programme, pk)
    today = timezone.localdate()
    return _settled(
        request, promise, lambda: rules.keep_promise(promise, by=request.user, on=today)
    )


@login_required
@require_POST
def break_promise(request: HttpRequest, programme: str, pk: UUID) -> HttpResponse:
    """Note that a promise was not kept, and why."""
    promise = policy.promise_for(request.user, programme, pk)
    form = forms.BreakForm(request.POST)
    if not form.is_valid():
        return _answer(request, promise, sentences(form))
    today, because = timezone.localdate(), form.cleaned_data["because"]
    return _settled(
        request,
        promise,
        lambda: rules.break_promise(
            promise, by=request.user, on=today, because=because
        ),
    )


@login_required
@require_POST
def reopen_promise(request: HttpRequest, programme: str, pk: UUID) -> HttpResponse:
    """Take back that a promise was kept or broken."""
    promise = policy.promise_for(request.user, programme, pk)
    return _settled(
        request, promise, lambda: rules.reopen_promise(promise, by=request.user)
    )


@login_required
@require_POST
def retire_promise(request: HttpRequest, programme: str, pk: UUID) -> HttpResponse:
    """Take back a promise that nobody gave."""
    promise = policy.promise_for(request.user, programme, pk)
    rules.retire_promise(promise, by=request.user)
    messages.success(request, gettext("The promise is off the list."))
    return _to_log(request, promise)


def _settled(request: HttpRequest, promise: Promise, rule: Rule) -> HttpResponse:
    try:
        rule()
    except RuleError as refusal:
        return _answer(request, promise, str(explain(refusal)))
    return _answer(request, promise, "")


def _answer(request: HttpRequest, promise: Promise, refusal: str) -> HttpResponse:
    """htmx gets the promise back as it is now; others their page, with a word."""
    if not request.htmx:  # type: ignore[attr-defined]
        if refusal:
            messages.error(request, refusal)
        else:
            messages.success(request, gettext("Noted."))
        return _to_log(request, promise)
    now = policy.promise_for(request.user, promise.programme.slug, promise.pk)
    context: dict[str, Any] = {
        "programme": now.programme,
        "due": Due(now, now.is_overdue(timezone.localdate())),
        "refusal": refusal,
        "here": _back(request),
    }
    template = "register/components/promise.html"
    return render(request, template, context, status=409 if refusal else 200)


def _back(request: HttpRequest) -> str:
    """The page from which somebody came, if it is one of ours."""
    told = request.POST.get("back") or request.GET.get("back", "")
    is_ours = url_has_allowed_host_and_scheme(told, None) and told.startswith("/")
    return told if is_ours else ""


def _to_log(request: HttpRequest, promise: Promise) -> HttpResponse:
    if back := _back(request):
        return redirect(back)
    return redirect(*log_address(promise.programme, promise.cluster))
