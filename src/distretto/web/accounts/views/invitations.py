"""The link of an invitation: a password for who is new, one button for who is not."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from distretto.errors import RuleError
from distretto.web.accounts import invitations, policy
from distretto.web.accounts.invitations import Opened
from distretto.web.ui.templatetags.ui import explain


@require_http_methods(["GET", "HEAD", "POST"])
def accept_invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Take up a role: set a password first, or sign in and say so."""
    opened = invitations.opened(token)
    if opened is None:
        raise Http404
    if not opened.role.user.has_usable_password():
        request.session[invitations.SESSION_KEY] = token
        return redirect(invitations.password_page(opened.role.user))
    return _accept(request, opened)


@login_required
def _accept(request: HttpRequest, opened: Opened) -> HttpResponse:
    if opened.role.user_id != request.user.pk:
        raise Http404
    if request.method == "POST":
        try:
            invitations.take_up(opened, policy.person(request.user))
        except RuleError as refusal:
            messages.error(request, str(explain(refusal)))
        else:
            messages.success(
                request,
                _("You are in “%(programme)s” now.")
                % {"programme": opened.role.programme},
            )
        return redirect("overview:home")
    return render(request, "accounts/accept_invitation.html", {"role": opened.role})
