"""Stakeholders of a cluster: the grid, one of them, where they stood before."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from distretto.web.register import contact_policy as policy
from distretto.web.register import stakeholder_pictures as pictures
from distretto.web.register.forms import contacts as forms
from distretto.web.register.models import Cluster, Stakeholder
from distretto.web.register.queries import stakeholders as queries
from distretto.web.register.queries.contacts import Asked, contacts_of, names_near
from distretto.web.register.rules import stakeholders as rules
from distretto.web.register.views.cluster_pages import (
    Crumb,
    cluster_part,
    form_page,
)
from distretto.web.ui.reasons import act_for_a_reason
from distretto.web.ui.replies import posted, saved

LAST_CONTACTS = 5


def _above(cluster: Cluster) -> Crumb:
    slug = cluster.programme.slug
    return (
        gettext("Stakeholders"),
        reverse("register:stakeholders", args=[slug, cluster.pk]),
    )


@login_required
@require_safe
def stakeholders(request: HttpRequest, programme: str, pk: UUID) -> HttpResponse:
    """Who has a stake in the cluster, by interest and influence."""
    cluster = policy.contacts_cluster_for(request.user, programme, pk)
    placed = queries.stakeholders_of(cluster)
    groups = [
        (key, title, [each for each in placed if each.group == key])
        for key, title in queries.GROUPS.items()
    ]
    context = {
        **cluster_part(cluster, "stakeholders"),
        "placed": placed,
        "groups": groups,
        "unplaced": [each for each in placed if each.group is None],
        "picture": pictures.grid(placed) if placed else None,
    }
    return render(request, "register/stakeholders.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def add_stakeholder(request: HttpRequest, programme: str, pk: UUID) -> HttpResponse:
    """Put somebody on the register."""
    cluster = policy.contacts_cluster_for(request.user, programme, pk, to="edit")
    near = names_near(cluster.programme, cluster)
    who = forms.StakeholderForm(posted(request), programme=cluster.programme, near=near)
    position = forms.PositionForm(
        posted(request), initial={"as_of": timezone.localdate()}
    )
    if who.is_valid() & position.is_valid():
        party = who.party()
        made = saved(
            who,
            lambda: rules.add_stakeholder(
                cluster,
                position.position(),
                by=request.user,
                organisation=party.organisation,
                person=party.person,
            ),
        )
        if made:
            return redirect("register:stakeholders", programme, pk)
    context = cluster_part(cluster, "stakeholders", _above(cluster))
    context |= {"who": who, "form": position}
    return form_page(request, "add_stakeholder.html", context, who, position)


@login_required
@require_safe
def stakeholder(request: HttpRequest, programme: str, pk: UUID) -> HttpResponse:
    """One stakeholder: where they stand, where they stood, when they were spoken to."""
    found = policy.stakeholder_for(request.user, programme, pk)
    return _stakeholder_page(request, found, _position_form(found))


def _position_form(found: Stakeholder, sent: object = None) -> forms.PositionForm:
    # A copy: what is typed must not change what the page says is so.
    copy = Stakeholder.objects.get(pk=found.pk)
    initial = {"as_of": timezone.localdate()}
    return forms.PositionForm(sent, instance=copy, initial=initial)


def _stakeholder_page(
    request: HttpRequest, found: Stakeholder, form: forms.PositionForm
) -> HttpResponse:
    programme = found.cluster.programme
    asked = Asked(cluster=found.cluster, organisation=found.organisation)
    contacts = contacts_of(programme, request.user, asked)
    if found.organisation is None:
        contacts = contacts.filter(person=found.person)
    group = queries.group_of(found.interest, found.influence)
    context = {
        **cluster_part(found.cluster, "stakeholders", _above(found.cluster)),
        "stakeholder": found,
        "group": queries.GROUPS[group] if group else None,
        "earlier": queries.positions_of(found),
        "contacts": contacts[:LAST_CONTACTS],
        "form": form,
    }
    return form_page(request, "stakeholder.html", context, form)


@login_required
@require_POST
def assess_stakeholder(request: HttpRequest, programme: str, pk: UUID) -> HttpResponse:
    """Note where a stakeholder stands as of a day."""
    found = policy.stakeholder_for(request.user, programme, pk, to="edit")
    form = _position_form(found, request.POST)
    if form.is_valid():
        position = form.position()
        if saved(
            form, lambda: rules.assess_stakeholder(found, position, by=request.user)
        ):
            messages.success(request, gettext("Noted. The position before is kept."))
            return redirect("register:stakeholder", programme, pk)
    return _stakeholder_page(request, found, form)


@login_required
@require_POST
def retire_stakeholder(request: HttpRequest, programme: str, pk: UUID) -> HttpResponse:
    """Take somebody off the register."""
    found = policy.stakeholder_for(request.user, programme, pk, to="edit")
    return act_for_a_reason(
        request,
        lambda reason: rules.retire_stakeholder(found, by=request.user, reason=reason),
        gettext("They are off the register."),
        "register:stakeholders",
        programme,
        found.cluster.pk,
    )
