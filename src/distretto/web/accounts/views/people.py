"""Who is in a programme: list, invite, change, end."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from distretto.errors import RuleError
from distretto.web.accounts import policy, queries
from distretto.web.accounts.forms import InvitationForm, ReasonForm, RoleForm
from distretto.web.accounts.invitations import deliver
from distretto.web.accounts.models import Programme, Role
from distretto.web.accounts.rules import people as rules
from distretto.web.ui.templatetags.ui import explain


@login_required
@require_safe
def people(request: HttpRequest, programme: str) -> HttpResponse:
    """Everybody in the programme, with their roles."""
    found = policy.programme_for(request.user, programme)
    context = {
        "programme": found,
        "here": "people",
        "roles": queries.people_of(found),
        "may_manage": policy.may_in(found, "manage"),
    }
    return render(request, "accounts/people.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def invite_person(request: HttpRequest, programme: str) -> HttpResponse:
    """Invite somebody; the link is shown once where no e-mail is sent."""
    found = policy.programme_for(request.user, programme, to="manage")
    form = InvitationForm(request.POST or None)
    if form.is_valid():
        try:
            role = rules.invite_person(found, by=request.user, **form.cleaned_data)
        except RuleError as refusal:
            form.add_error("email", str(explain(refusal)))
        else:
            return _invited(request, found, role)
    context = {"programme": found, "here": "people", "form": form}
    status = 422 if form.is_bound else 200
    return render(request, "accounts/invite_person.html", context, status=status)


@login_required
@require_POST
def renew_invitation(request: HttpRequest, programme: str, pk: UUID) -> HttpResponse:
    """A new link for somebody who has lost theirs and has not accepted."""
    found = policy.programme_for(request.user, programme, to="manage")
    role = policy.role_of_programme(found, pk)
    role.programme = found
    return _invited(request, found, role)


def _invited(request: HttpRequest, programme: Programme, role: Role) -> HttpResponse:
    link = deliver(role, request)
    if link is None:
        messages.success(request, _("%(person)s is told.") % {"person": role.user})
        return redirect("accounts:people", programme.slug)
    # Not after a redirect: the link is shown here and kept nowhere.
    context = {"programme": programme, "here": "people", "role": role, "link": link}
    response = render(request, "accounts/invited.html", context)
    response["Cache-Control"] = "no-store"
    return response


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def change_role(request: HttpRequest, programme: str, pk: UUID) -> HttpResponse:
    """Let somebody be something else."""
    found = policy.programme_for(request.user, programme, to="manage")
    role = policy.role_of_programme(found, pk)
    form = RoleForm(request.POST or None, initial={"kind": role.kind})
    if form.is_valid():
        try:
            rules.change_role(role, kind=form.cleaned_data["kind"], by=request.user)
        except RuleError as refusal:
            form.add_error("kind", str(explain(refusal)))
        else:
            return redirect("accounts:people", found.slug)
    context = {"programme": found, "here": "people", "form": form, "role": role}
    status = 422 if form.is_bound else 200
    return render(request, "accounts/change_role.html", context, status=status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def retire_role(request: HttpRequest, programme: str, pk: UUID) -> HttpResponse:
    """End somebody's part in the programme, with a reason."""
    found = policy.programme_for(request.user, programme, to="manage")
    role = policy.role_of_programme(found, pk)
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        try:
            rules.retire_role(role, by=request.user, **form.cleaned_data)
        except RuleError as refusal:
            form.add_error(None, str(explain(refusal)))
        else:
            return redirect("accounts:people", found.slug)
    context = {"programme": found, "here": "people", "form": form, "role": role}
    status = 422 if form.is_bound else 200
    return render(request, "accounts/retire_role.html", context, status=status)
