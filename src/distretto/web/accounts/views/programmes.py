"""What a programme says of itself, and beginning one."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from distretto.web.accounts import policy
from distretto.web.accounts.forms import NewProgrammeForm, ProgrammeForm
from distretto.web.accounts.rules import programmes as rules
from distretto.web.accounts.rules.profile import change_profile


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def change_programme(request: HttpRequest, programme: str) -> HttpResponse:
    """Name, countries, currency, languages, funders, smallest cell."""
    found = policy.programme_for(request.user, programme, to="manage")
    # A copy: the form writes into its instance even when it is refused.
    edited = policy.programme_for(request.user, programme)
    form = ProgrammeForm(request.POST or None, instance=edited)
    if form.is_valid():
        rules.change_programme(found, by=request.user, values=form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("accounts:change-programme", found.slug)
    context = {"programme": found, "here": "settings", "form": form}
    status = 422 if form.is_bound else 200
    return render(request, "accounts/change_programme.html", context, status=status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def found_programme(request: HttpRequest) -> HttpResponse:
    """Begin a programme and be its first manager."""
    policy.founder(request.user)
    user: Any = request.user
    form = NewProgrammeForm(request.POST or None, asks_name=not user.name)
    if form.is_valid():
        said = form.cleaned_data
        if name := said.pop("own_name", ""):
            change_profile(user, name=name, language=user.language)
        programme = rules.found_programme(by=user, **said)
        return redirect("overview:programme", programme.slug)
    status = 422 if form.is_bound else 200
    context = {"form": form}
    return render(request, "accounts/found_programme.html", context, status=status)
