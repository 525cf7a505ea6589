"""A person's own page: name, language, tokens."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_http_methods, require_POST

from distretto.web.accounts import policy
from distretto.web.accounts.forms import ProfileForm, TokenForm
from distretto.web.accounts.rules import profile as rules
from distretto.web.accounts.rules.tokens import make_token, retire_token


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    """Name and language."""
    user = policy.person(request.user)
    initial = {"name": user.name, "language": user.language}
    form = ProfileForm(request.POST or None, initial=initial)
    if form.is_valid():
        user = rules.change_profile(user, **form.cleaned_data)
        with override(user.language or None):
            messages.success(request, _("Saved."))
        response = redirect("accounts:profile")
        # An earlier choice with the switch would hide the new one.
        response.delete_cookie(settings.LANGUAGE_COOKIE_NAME)
        return response
    status = 422 if form.is_bound else 200
    context = {"form": form, "here": "profile"}
    return render(request, "accounts/profile.html", context, status=status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def tokens(request: HttpRequest) -> HttpResponse:
    """The tokens of a person; a new one is shown once."""
    user = policy.person(request.user)
    form, text = TokenForm(request.POST or None), None
    if form.is_valid():
        _token, text = make_token(by=user, **form.cleaned_data)
        form = TokenForm()
    context = {"tokens": user.tokens.current(), "form": form, "text": text}
    status = 422 if form.is_bound else 200
    response = render(request, "accounts/tokens.html", context, status=status)
    response["Cache-Control"] = "no-store"
    return response


@login_required
@require_POST
def end_token(request: HttpRequest, pk: UUID) -> HttpResponse:
    """End a token at once."""
    retire_token(policy.token_of(request.user, pk), by=request.user)
    return redirect("accounts:tokens")
