"""Meetings of a body: planning one, who came, what was decided."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
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

from distretto.errors import RuleError
from distretto.web.register import body_policy as policy
from distretto.web.register.forms import meetings as forms
from distretto.web.register.models import (
    Attendance,
    BodyMember,
    Meeting,
    MeetingDecision,
)
from distretto.web.register.queries import meetings as queries
from distretto.web.register.queries.contacts import names_near
from distretto.web.register.rules import meeting_decisions as decisions
from distretto.web.register.rules import meetings as rules
from distretto.web.register.views.cluster_pages import body_part, form_page
from distretto.web.ui.reasons import act_for_a_reason
from distretto.web.ui.replies import act, posted, saved, turned_away


def meeting_part(meeting: Meeting) -> dict[str, Any]:
    """What the pages around one meeting say of where they stand."""
    found = body_part(meeting.body)
    slug = meeting.body.programme.slug
    there = reverse("register:meeting", args=[slug, meeting.pk])
    return found | {
        "meeting": meeting,
        "meeting_trail": [*found["trail"], (gettext("Meeting"), there)],
    }


def _inside(meeting: Meeting) -> dict[str, Any]:
    """The same for a page that leads back to the meeting."""
    found = meeting_part(meeting)
    return found | {"trail": found["meeting_trail"]}


@login_required
@require_safe
def meeting(request: HttpRequest, programme: str, pk: UUID) -> HttpResponse:
    """One meeting: agenda, who came, minutes, decisions."""
    found = policy.meeting_for(request.user, programme, pk)
    context = {
        **meeting_part(found),
        "state": queries.state_of(found),
        "is_told": policy.reads_minutes(found),
        "agree_form": forms.AgreeForm(),
        "reopen_form": forms.ReopenForm(),
        "today": timezone.localdate(),
    }
    return render(request, "register/meeting.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def plan_meeting(request: HttpRequest, programme: str, pk: UUID) -> HttpResponse:
    """Call a meeting of a body."""
    body = policy.body_for(request.user, programme, pk, to="edit")
    form = forms.MeetingForm(posted(request), instance=Meeting(body=body))
    if form.is_valid():
        facts = form.cleaned_data
        made = saved(form, lambda: rules.plan_meeting(body, facts, by=request.user))
        if made:
            return redirect("register:meeting", programme, made.pk)
    context = body_part(body) | {"form": form}
    return form_page(request, "edit_meeting.html", context, form)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit_meeting(request: HttpRequest, programme: str, pk: UUID) -> HttpResponse:
    """Move a meeting, or change its agenda."""
    found = policy.meeting_for(request.user, programme, pk, to="edit")
    context = _inside(found)
    form = forms.MeetingForm(posted(request), instance=found)
    if form.is_valid():
        facts = form.cleaned_data
        if saved(form, lambda: rules.edit_meeting(found, facts, by=request.user)):
            return redirect("register:meeting", programme, pk)
    return form_page(request, "edit_meeting.html", context | {"form": form}, form)


@login_required
@require_POST
def retire_meeting(request: HttpRequest, programme: str, pk: UUID) -> HttpResponse:
    """Call a meeting off."""
    found = policy.meeting_for(request.user, programme, pk, to="edit")
    return act_for_a_reason(
        request,
        lambda reason: rules.retire_meeting(found, by=request.user, reason=reason),
        gettext("The meeting is called off."),
        "register:body",
        programme,
        found.body.pk,
    )


# --- Who came ---------------------------------------------------------------------


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def mark_attendance(request: HttpRequest, programme: str, pk: UUID) -> HttpResponse:
    """Who came: one tap a person; htmx saves each, the button saves them all."""
    found = policy.meeting_for(request.user, programme, pk, to="edit")
    if request.method != "POST":
        return _attendance_page(request, found)
    if request.htmx and "member" in request.POST:  # type: ignore[attr-defined]
        return _one_marked(request, found)
    sent = {each: _sent(request, each) for each in queries.members_at(found)}
    try:
        rules.mark_all(found, sent, by=request.user)
    except RuleError as refusal:
        return _attendance_page(request, found, refusal, status=409)
    messages.success(request, gettext("The attendance is saved."))
    return redirect("register:meeting", programme, pk)


def _sent(request: HttpRequest, member: BodyMember) -> tuple[str, str]:
    """What was sent of one member; the button for the rest fills what is empty."""
    form = forms.MarkForm(request.POST, prefix=str(member.pk))
    # What is no mark at all is what nobody can send from the page.
    told: Mapping[str, str] = form.cleaned_data if form.is_valid() else {}
    mark = told.get("mark", "")
    if not mark and request.POST.get("rest") == Attendance.Mark.PRESENT:
        mark = Attendance.Mark.PRESENT
    is_represented = mark == Attendance.Mark.REPRESENTED
    return mark, told.get("represented_by", "") if is_represented else ""


def _one_marked(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """The word beneath one person that it is saved, and how many came so far."""
    members = queries.members_at(meeting)
    asked = request.POST["member"]
    member = next((each for each in members if str(each.pk) == asked), None)
    if member is None:
        raise Http404
    error = None
    mark, represented_by = _sent(request, member)
    try:
        rules.mark_attendance(
            meeting, member, mark, by=request.user, represented_by=represented_by
        )
    except RuleError as refusal:
        error = refusal
    # The first mark makes a planned meeting one that was held.
    meeting.refresh_from_db(fields=["state"])
    context = {
        "turnout": queries.turnout_of(meeting, members),
        "error": error,
        "at": timezone.localtime(),
        "is_swap": True,
    }
    template = "register/attendance.html#seat-saved"
    return render(request, template, context, status=409 if error else 200)


def _attendance_page(
    request: HttpRequest,
    meeting: Meeting,
    error: RuleError | None = None,
    guest_form: forms.GuestForm | None = None,
    status: int = 200,
) -> HttpResponse:
    state = queries.state_of(meeting)
    context = {
        **_inside(meeting),
        "state": state,
        "turnout": state.turnout,
        "marks": Attendance.Mark.choices,
        "guest_form": guest_form or _guest_form(request, meeting),
        "error": error,
    }
    return render(request, "register/attendance.html", context, status=status)


def _guest_form(
    request: HttpRequest, meeting: Meeting, sent: Any = None
) -> forms.GuestForm:
    form = forms.GuestForm(sent)
    programme = meeting.body.programme
    _firms, names = names_near(programme, meeting.body.cluster)
    guest: Any = form.fields["person"]
    guest.offer(programme, programme.persons.current(), names)
    return form


@login_required
@require_POST
def add_guest(request: HttpRequest, programme: str, pk: UUID) -> HttpResponse:
    """Put somebody on the list who is no member."""
    found = policy.meeting_for(request.user, programme, pk, to="edit")
    form = _guest_form(request, found, request.POST)
    if form.is_valid():
        person = form.cleaned_data["person"]
        if saved(form, lambda: rules.add_guest(found, person, by=request.user)):
            return redirect("register:mark-attendance", programme, pk)
    return _attendance_page(request, found, guest_form=form, status=422)


@login_required
@require_POST
def remove_guest(
    request: HttpRequest, programme: str, pk: UUID, guest: UUID
) -> HttpResponse:
    """Take a guest off the list."""
    found = policy.meeting_for(request.user, programme, pk, to="edit")
    marked = policy.guest_of(found, guest)
    return act(
        request,
        lambda: rules.remove_guest(found, marked, by=request.user),
        gettext("The guest is off the list."),
        "register:mark-attendance",
        programme,
        pk,
    )


# --- What was decided ---------------------------------------------------------------


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def add_meeting_decision(
    request: HttpRequest, programme: str, pk: UUID
) -> HttpResponse:
    """Minute a decision."""
    found = policy.meeting_for(request.user, programme, pk, to="edit")
    form = forms.DecisionForm(posted(request), instance=MeetingDecision(meeting=found))
    if form.is_valid():
        facts = form.cleaned_data
        if saved(form, lambda: decisions.add_decision(found, facts, by=request.user)):
            return redirect("register:meeting", programme, pk)
    context = _inside(found) | _leads(found) | {"form": form}
    return form_page(request, "edit_meeting_decision.html", context, form)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit_meeting_decision(
    request: HttpRequest, programme: str, pk: UUID
) -> HttpResponse:
    """Put a decision right while the minutes are a draft."""
    decision = policy.decision_for(request.user, programme, pk)
    context = _inside(decision.meeting) | _leads(decision.meeting)
    form = forms.DecisionForm(posted(request), instance=decision)
    if form.is_valid():
        facts = form.cleaned_data
        if saved(
            form, lambda: decisions.edit_decision(decision, facts, by=request.user)
        ):
            return redirect("register:meeting", programme, decision.meeting.pk)
    context |= {"form": form, "decision": decision}
    return form_page(request, "edit_meeting_decision.html", context, form)


def _leads(meeting: Meeting) -> dict[str, Any]:
    """The names of members, offered where it is asked who does something."""
    sitting = BodyMember.objects.current().filter(
        body=meeting.body, ended_on__isnull=True
    )
    names = sitting.select_related("person").order_by("person__name")
    return {"leads": [each.person.name for each in names]}


@login_required
@require_POST
def settle_meeting_decision(
    request: HttpRequest, programme: str, pk: UUID
) -> HttpResponse:
    """Say what became of a decision, from wherever it is shown."""
    decision = policy.decision_for(request.user, programme, pk)
    form = forms.SettleForm(request.POST)
    to_body = request.POST.get("back") == "body"
    back = (
        ("register:body", programme, decision.meeting.body.pk)
        if to_body
        else ("register:meeting", programme, decision.meeting.pk)
    )
    if not form.is_valid():
        return turned_away(request, form, *back)
    told = form.cleaned_data
    return act(
        request,
        lambda: decisions.settle_decision(
            decision, by=request.user, on=timezone.localdate(), **told
        ),
        gettext("Noted."),
        *back,
    )


@login_required
@require_POST
def retire_meeting_decision(
    request: HttpRequest, programme: str, pk: UUID
) -> HttpResponse:
    """Take a decision out of the minutes."""
    decision = policy.decision_for(request.user, programme, pk)
    return act(
        request,
        lambda: decisions.retire_decision(decision, by=request.user),
        gettext("The decision is out of the minutes."),
        "register:meeting",
        programme,
        decision.meeting.pk,
    )
