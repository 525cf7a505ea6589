"""Members of a cluster: who belongs to it, who did, joining and leaving."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_GET, require_POST

from distretto.web.register import kinds, pictures, policy, queries
from distretto.web.register.forms.organisations import FindForm
from distretto.web.register.forms.people import EndForm, JoinForm
from distretto.web.register.models import Cluster, Organisation
from distretto.web.register.queries import organisations as found_by
from distretto.web.register.rules import members as rules
from distretto.web.register.views.frame import cluster_frame
from distretto.web.register.views.organisations import page_of
from distretto.web.ui.replies import act, turned_away

CHOICES_SHOWN = 12


@login_required
@require_GET
def members(request: HttpRequest, programme: str, pk: UUID) -> HttpResponse:
    """Who belongs to a cluster, by size and on the map."""
    found = policy.cluster_for(request.user, programme, pk, to="firms")
    words = kinds.words_of(found.programme)
    form = FindForm(request.GET, programme=found.programme, words=words, clusters=False)
    asked = form.asked(found.pk)
    everybody = found_by.members_of(found)
    context = {
        **cluster_frame(found),
        "form": form,
        "is_narrowed": asked != found_by.Asked(cluster=found.pk),
        "page": page_of(found.programme, asked, request.GET.get("page")),
        "count": everybody.count(),
        "sizes": _sizes(everybody, words),
        "left": found_by.left_members(found)[:CHOICES_SHOWN],
        "words": words,
        "picture": _map(found, everybody),
    }
    return render(request, "register/members.html", context)


def _sizes(everybody: Any, words: kinds.Words) -> list[tuple[str, str, int]]:
    counted = found_by.sizes_counted(everybody, words)
    return [
        (code, words.size_name(code) if code else gettext("Size unknown"), count)
        for code, count in counted.items()
        if count or code
    ]


def _map(cluster: Cluster, everybody: Any) -> Any:
    """The members on the map, drawn again when one of them has changed."""
    key = f"members-{cluster.pk}-{found_by.state_of(cluster)}-{get_language()}"
    drawn = caches["pictures"].get(key, UNDRAWN)
    if drawn is UNDRAWN:
        drawn = _drawn(cluster, everybody)
        caches["pictures"].set(key, drawn)
    return drawn


# None is a map that has no points.
UNDRAWN = object()


def _drawn(cluster: Cluster, everybody: Any) -> Any:
    boundaries = queries.shapes_of(cluster.programme)
    places = queries.places_of(cluster).values_list("code", flat=True)
    return pictures.points_map(
        boundaries.shapes,
        boundaries.names,
        found_by.points_of(everybody),
        filled=list(places),
    )


@login_required
@require_GET
def choose_member(request: HttpRequest, programme: str, pk: UUID) -> HttpResponse:
    """Look for who shall become a member; whoever is not there is entered first."""
    found = policy.cluster_for(request.user, programme, pk, to="edit")
    text = request.GET.get("q", "")
    matching = found_by.organisations_matching(
        found.programme, found_by.Asked(text=text)
    )
    hits = list(matching[:CHOICES_SHOWN]) if text.strip() else []
    there = found_by.members_among(found, hits)
    context = {
        **cluster_frame(found),
        "text": text,
        "hits": [(each, each.pk in there) for each in hits],
        "form": JoinForm(),
    }
    return render(request, "register/choose_member.html", context)


@login_required
@require_POST
def join_cluster(
    request: HttpRequest, programme: str, pk: UUID, organisation: UUID
) -> HttpResponse:
    """Make a firm or institution a member."""
    found = policy.cluster_for(request.user, programme, pk, to="edit")
    joining = policy.organisation_of(found.programme, organisation)
    return _join(request, joining, found, "register:members", programme, pk)


def _join(
    request: HttpRequest, joining: Organisation, cluster: Cluster, *to: Any
) -> HttpResponse:
    form = JoinForm(request.POST)
    if not form.is_valid():
        return turned_away(request, form, *to)
    day = form.cleaned_data["joined_on"]
    return act(
        request,
        lambda: rules.join_cluster(joining, cluster, by=request.user, joined_on=day),
        gettext("“%(name)s” is a member now.") % {"name": joining},
        *to,
    )


@login_required
@require_POST
def join_a_cluster(request: HttpRequest, programme: str, pk: UUID) -> HttpResponse:
    """Make a firm or institution a member of a cluster that its page offers."""
    joining = policy.organisation_for(request.user, programme, pk, to="edit")
    cluster = policy.cluster_named(joining.programme, request.POST.get("cluster", ""))
    return _join(request, joining, cluster, "register:organisation", programme, pk)


@login_required
@require_POST
def leave_cluster(request: HttpRequest, programme: str, pk: UUID) -> HttpResponse:
    """End a membership, or take it back."""
    found = policy.member_for(request.user, programme, pk)
    form = EndForm(request.POST)
    page = ("register:organisation", programme, found.organisation_id)
    if not form.is_valid():
        return turned_away(request, form, *page)
    told = form.cleaned_data
    ended, mistake = gettext("The membership has ended."), gettext("It is taken back.")
    return act(
        request,
        lambda: rules.leave_cluster(
            found, by=request.user, left_on=told["on"], because=told["because"]
        ),
        ended if told["on"] else mistake,
        *page,
    )
