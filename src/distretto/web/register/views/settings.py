"""How the programme classes its firms and institutions."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from distretto.web.register import kinds, policy
from distretto.web.register.forms.settings import SettingsForm
from distretto.web.register.rules import settings as rules
from distretto.web.register.views.frame import list_frame
from distretto.web.ui.replies import posted, saved


@login_required
@require_http_methods(["GET", "POST"])
def change_settings(request: HttpRequest, programme: str) -> HttpResponse:
    """Kinds, size classes, stages and types of unit, a line each."""
    found = policy.register_for(request.user, programme, to="settings")
    form = SettingsForm(posted(request), words=kinds.words_of(found))
    if form.is_valid() and saved(
        form, lambda: rules.change_settings(found, form.words(), by=request.user)
    ):
        messages.success(request, gettext("The changes are saved."))
        return redirect("register:organisations", programme)
    context = {
        **list_frame(found, "organisations"),
        "form": form,
        "built_in": kinds.KINDS.values(),
    }
    status = 422 if form.is_bound else 200
    return render(request, "register/change_settings.html", context, status=status)
