"""Bodies: the lists, one of them, its seats and its members."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from distretto.web.accounts.models import Programme
from distretto.web.register import body_policy as policy
from distretto.web.register import policy as register
from distretto.web.register.forms import bodies as forms
from distretto.web.register.models import Body, Cluster, SeatGroup
from distretto.web.register.queries import bodies as queries
from distretto.web.register.queries import meetings
from distretto.web.register.queries.contacts import names_near
from distretto.web.register.rules import bodies as rules
from distretto.web.register.views.cluster_pages import (
    body_part,
    cluster_part,
    form_page,
    programme_part,
)
from distretto.web.ui.reasons import act_for_a_reason
from distretto.web.ui.replies import act, posted, saved

MEETINGS_ON_A_PAGE = 12


@login_required
@require_safe
def bodies(request: HttpRequest, programme: str) -> HttpResponse:
    """All bodies of the programme: its steering committee, and those of clusters."""
    found = policy.bodies_for(request.user, programme)
    context = {**programme_part(found), "bodies": queries.bodies_of(found)}
    return render(request, "register/bodies.html", context)


@login_required
@require_safe
def cluster_bodies(request: HttpRequest, programme: str, pk: UUID) -> HttpResponse:
    """The commission of one cluster and its working groups."""
    found = register.cluster_for(request.user, programme, pk)
    context = {
        **cluster_part(found, "bodies"),
        "bodies": queries.bodies_of(found.programme, found),
    }
    return render(request, "register/bodies.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def form_body(request: HttpRequest, programme: str) -> HttpResponse:
    """Enter a steering committee."""
    found = policy.bodies_for(request.user, programme, to="edit")
    return _form_body(request, found, None, programme_part(found))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def form_cluster_body(request: HttpRequest, programme: str, pk: UUID) -> HttpResponse:
    """Enter a commission or a working group of a cluster."""
    found = register.cluster_for(request.user, programme, pk, to="edit")
    context = cluster_part(found, "bodies")
    return _form_body(request, found.programme, found, context)


def _form_body(
    request: HttpRequest,
    programme: Programme,
    cluster: Cluster | None,
    context: dict[str, Any],
) -> HttpResponse:
    body = Body(programme=programme, cluster=cluster)
    form = forms.BodyForm(posted(request), instance=body)
    if form.is_valid():
        made = saved(
            form,
            lambda: rules.form_body(
                form.facts(), programme=programme, cluster=cluster, by=request.user
            ),
        )
        if made:
            messages.success(
                request, gettext("The body is entered. Its seats come next.")
            )
            return redirect("register:body", programme.slug, made.pk)
    return form_page(request, "edit_body.html", context | {"form": form}, form)


@login_required
@require_safe
def body(request: HttpRequest, programme: str, pk: UUID) -> HttpResponse:
    """One body: mandate, seats, members, meetings, and what is still to be done."""
    found = policy.body_for(request.user, programme, pk)
    members = queries.members_of(found)
    turnouts = Paginator(meetings.turnouts_of(found, members), MEETINGS_ON_A_PAGE)
    context = {
        **body_part(found, itself=True),
        "state": queries.state_of(found),
        "page": turnouts.get_page(request.GET.get("page")),
        "again": meetings.coming_again(found, members),
        "tasks": meetings.to_be_done(found),
    }
    return render(request, "register/body.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit_body(request: HttpRequest, programme: str, pk: UUID) -> HttpResponse:
    """Change what is said of a body."""
    found = policy.body_for(request.user, programme, pk, to="edit")
    context = body_part(found)
    form = forms.BodyForm(posted(request), instance=found)
    if form.is_valid():
        made = saved(
            form, lambda: rules.edit_body(found, form.facts(), by=request.user)
        )
        if made:
            messages.success(request, gettext("The changes are saved."))
            return redirect("register:body", programme, pk)
    return form_page(request, "edit_body.html", context | {"form": form}, form)


@login_required
@require_POST
def retire_body(request: HttpRequest, programme: str, pk: UUID) -> HttpResponse:
    """Take a body out of use."""
    found = policy.body_for(request.user, programme, pk, to="edit")
    cluster = found.cluster
    to = ("cluster-bodies", programme, cluster.pk) if cluster else ("bodies", programme)
    return act_for_a_reason(
        request,
        lambda reason: rules.retire_body(found, by=request.user, reason=reason),
        gettext("The body is out of use."),
        f"register:{to[0]}",
        *to[1:],
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def add_seat_group(request: HttpRequest, programme: str, pk: UUID) -> HttpResponse:
    """Give seats of a body to a group."""
    found = policy.body_for(request.user, programme, pk, to="edit")
    form = forms.SeatGroupForm(posted(request), instance=SeatGroup(body=found))
    if form.is_valid():
        facts = form.cleaned_data
        if saved(form, lambda: rules.add_seat_group(found, facts, by=request.user)):
            return redirect("register:body", programme, pk)
    context = body_part(found) | {"form": form}
    return form_page(request, "edit_seat_group.html", context, form)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit_seat_group(request: HttpRequest, programme: str, pk: UUID) -> HttpResponse:
    """Change a group of seats."""
    group = policy.seat_group_for(request.user, programme, pk)
    context = body_part(group.body) | {"group": group, "name": group.name}
    form = forms.SeatGroupForm(posted(request), instance=group)
    if form.is_valid():
        facts = form.cleaned_data
        if saved(form, lambda: rules.edit_seat_group(group, facts, by=request.user)):
            return redirect("register:body", programme, group.body.pk)
    return form_page(request, "edit_seat_group.html", context | {"form": form}, form)


@login_required
@require_POST
def retire_seat_group(request: HttpRequest, programme: str, pk: UUID) -> HttpResponse:
    """Take a group of seats away."""
    group = policy.seat_group_for(request.user, programme, pk)
    return act(
        request,
        lambda: rules.retire_seat_group(group, by=request.user),
        gettext("The group of seats is gone."),
        "register:body",
        programme,
        group.body.pk,
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def seat_member(request: HttpRequest, programme: str, pk: UUID) -> HttpResponse:
    """Let a person sit in a body."""
    found = policy.body_for(request.user, programme, pk, to="edit")
    near = names_near(found.programme, found.cluster)
    initial = {"seat_group": request.GET.get("seats", "")}
    form = forms.MemberForm(posted(request), body=found, near=near, initial=initial)
    if form.is_valid():
        told = form.cleaned_data
        made = saved(
            form,
            lambda: rules.seat_member(
                found, told.pop("person"), by=request.user, **told
            ),
        )
        if made:
            said = gettext("%(person)s sits in “%(body)s” now.")
            names = {"person": made.person, "body": found}
            messages.success(request, said % names)
            return redirect("register:body", programme, pk)
    context = body_part(found) | {"form": form}
    return form_page(request, "edit_body_member.html", context, form)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit_body_member(request: HttpRequest, programme: str, pk: UUID) -> HttpResponse:
    """Change for whom somebody sits, and in what office."""
    member = policy.body_member_for(request.user, programme, pk)
    near = names_near(member.body.programme, member.body.cluster)
    initial = {
        name: getattr(member, name)
        for name in ("represents", "seat_group", "office", "began_on")
    }
    form = forms.EditMemberForm(
        posted(request), body=member.body, near=near, initial=initial
    )
    if form.is_valid():
        told = {"seat_group": None} | form.cleaned_data
        if saved(form, lambda: rules.edit_member(member, by=request.user, **told)):
            return redirect("register:body", programme, member.body.pk)
    context = body_part(member.body) | {"form": form, "member": member}
    return form_page(request, "edit_body_member.html", context, form)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def end_body_member(request: HttpRequest, programme: str, pk: UUID) -> HttpResponse:
    """End a seat with its last day."""
    member = policy.body_member_for(request.user, programme, pk)
    form = forms.EndMemberForm(posted(request))
    if form.is_valid():
        told = form.cleaned_data
        if saved(form, lambda: rules.end_member(member, by=request.user, **told)):
            return redirect("register:body", programme, member.body.pk)
    context = body_part(member.body) | {"form": form, "member": member}
    return form_page(request, "end_body_member.html", context, form)


@login_required
@require_POST
def retire_body_member(request: HttpRequest, programme: str, pk: UUID) -> HttpResponse:
    """Take back a seat that was entered by mistake."""
    member = policy.body_member_for(request.user, programme, pk)
    return act_for_a_reason(
        request,
        lambda reason: rules.retire_member(member, by=request.user, reason=reason),
        gettext("The seat is taken back."),
        "register:body",
        programme,
        member.body.pk,
    )
