"""Minutes: written with a signed paper beside, agreed, handed on as a document."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import (
    require_POST,
    require_safe,
)

from distretto.web.register import body_policy as policy
from distretto.web.register import minutes_report
from distretto.web.register.forms import meetings as forms
from distretto.web.register.models import Meeting
from distretto.web.register.queries import meetings as queries
from distretto.web.register.rules import meetings as rules
from distretto.web.register.taking_files import sent_with_files, takes_files
from distretto.web.register.views.cluster_pages import form_page
from distretto.web.register.views.meetings import meeting_part
from distretto.web.ui.downloads import download
from distretto.web.ui.replies import act, saved, turned_away


@takes_files(policy.meeting_for)
def write_minutes(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """Write what was said; the paper that was signed comes with it as a file."""
    members = queries.members_at(meeting)
    initial = {"minutes": meeting.minutes, "chaired_by": meeting.chaired_by_id}
    form = forms.MinutesForm(
        *sent_with_files(request), members=members, initial=initial
    )
    if form.is_valid():
        told = form.cleaned_data
        if saved(form, lambda: rules.write_minutes(meeting, by=request.user, **told)):
            messages.success(request, gettext("The minutes are saved as a draft."))
            slug = meeting.body.programme.slug
            return redirect("register:meeting", slug, meeting.pk)
    context = meeting_part(meeting)
    context |= {"trail": context["meeting_trail"], "form": form}
    return form_page(request, "write_minutes.html", context, form)


@login_required
@require_POST
def agree_minutes(request: HttpRequest, programme: str, pk: UUID) -> HttpResponse:
    """Note that the body has agreed its minutes."""
    found = policy.meeting_for(request.user, programme, pk, to="edit")
    form = forms.AgreeForm(request.POST)
    if not form.is_valid():
        return turned_away(request, form, "register:meeting", programme, pk)
    return act(
        request,
        lambda: rules.agree_minutes(found, by=request.user, **form.cleaned_data),
        gettext("The minutes are agreed. Everybody of the programme may read them."),
        "register:meeting",
        programme,
        pk,
    )


@login_required
@require_POST
def reopen_minutes(request: HttpRequest, programme: str, pk: UUID) -> HttpResponse:
    """Make agreed minutes a draft again."""
    found = policy.meeting_for(request.user, programme, pk, to="edit")
    form = forms.ReopenForm(request.POST)
    if not form.is_valid():
        return turned_away(request, form, "register:meeting", programme, pk)
    return act(
        request,
        lambda: rules.reopen_minutes(found, by=request.user, **form.cleaned_data),
        gettext("The minutes are a draft again."),
        "register:meeting",
        programme,
        pk,
    )


@login_required
@require_safe
def minutes_file(request: HttpRequest, programme: str, pk: UUID) -> FileResponse:
    """The signed paper as it was sent."""
    found = policy.minutes_for(request.user, programme, pk)
    if not found.minutes_file:
        raise Http404
    return FileResponse(
        found.minutes_file.open("rb"),
        as_attachment=True,
        filename=found.minutes_file_name,
    )


@login_required
@require_safe
def minutes_document(
    request: HttpRequest, programme: str, pk: UUID, kind: str
) -> HttpResponse:
    """The minutes as a document to send round and to sign."""
    found = policy.minutes_for(request.user, programme, pk)
    if kind not in minutes_report.KINDS:
        raise Http404
    content, content_type = minutes_report.document(
        found, queries.state_of(found), kind
    )
    name = f"{found.body.name} {found.day.isoformat()}.{kind}"
    return download(content, name, content_type)
