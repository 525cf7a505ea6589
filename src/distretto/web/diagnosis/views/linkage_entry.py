"""Entering linkages by hand: who is asked in a wave, and whom each works with."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import (
    require_GET,
    require_http_methods,
    require_POST,
)

from distretto.web.diagnosis.forms.linkages import (
    ActorFactsForm,
    ActorForm,
    TiesForm,
)
from distretto.web.diagnosis.models import LinkageActor, Wave
from distretto.web.diagnosis.policy import clusters as policy
from distretto.web.diagnosis.policy import linkages as linkage_policy
from distretto.web.diagnosis.queries import linkage_entry as queries
from distretto.web.diagnosis.queries.waves import waves_of
from distretto.web.diagnosis.rules import linkages as rules
from distretto.web.diagnosis.views.linkage_frame import above, linkage_frame
from distretto.web.ui.replies import act, posted, saved

ON_A_PAGE = 50


@login_required
@require_GET
def linkage_waves(request: HttpRequest, programme: str, pk: UUID) -> HttpResponse:
    """The waves of a cluster, with how far each was asked about linkages."""
    cluster = policy.cluster_for(request.user, programme, pk, to="firms")
    waves = list(waves_of(cluster))
    context = linkage_frame(cluster, "actors")
    counts = queries.answered_counts(cluster)
    context["waves"] = [(each, counts.get(each.pk)) for each in waves]
    return render(request, "diagnosis/linkage_waves.html", context)


@login_required
@require_GET
def linkage_actors(request: HttpRequest, programme: str, pk: UUID) -> HttpResponse:
    """Who belongs to the linkages of a wave, and who answered."""
    wave = policy.wave_for(request.user, programme, pk, to="firms")
    return _actors_page(request, wave, ActorForm())


def _actors_page(
    request: HttpRequest, wave: Wave, form: ActorForm, status: int = 200
) -> HttpResponse:
    _offer(form, "organisation", wave)
    asked = request.GET
    actors = queries.actors_of(
        wave,
        kind=asked.get("kind", ""),
        text=asked.get("q", ""),
        state=asked.get("state", ""),
    )
    page = Paginator(actors, ON_A_PAGE).get_page(asked.get("page"))
    context = linkage_frame(wave.cluster, "actors", above(wave.cluster))
    context |= {
        "wave": wave,
        "form": form,
        "page": page,
        "actors": queries.listed(wave, list(page)),
        "counts": queries.answered_counts(wave.cluster).get(wave.pk),
        "members_left_out": queries.members_left_out(wave),
        "kinds": LinkageActor.Kind.choices,
        "asked": asked,
    }
    return render(request, "diagnosis/linkage_actors.html", context, status=status)


@login_required
@require_POST
def add_member_actors(request: HttpRequest, programme: str, pk: UUID) -> HttpResponse:
    """Put all members of the cluster on the list in one step."""
    wave = policy.wave_for(request.user, programme, pk, to="edit")
    count = rules.add_members_as_actors(wave, by=request.user)
    said = ngettext(
        "%(count)s member was added.", "%(count)s members were added.", count
    )
    messages.success(request, said % {"count": count})
    return redirect("diagnosis:linkage-actors", programme, pk)


@login_required
@require_http_methods(["GET", "POST"])
def add_linkage_actor(request: HttpRequest, programme: str, pk: UUID) -> HttpResponse:
    """Put somebody else on the list: the project team, a buyer from outside."""
    wave = policy.wave_for(request.user, programme, pk, to="edit")
    form = ActorForm(posted(request))
    _offer(form, "organisation", wave)
    if form.is_valid():
        told = form.cleaned_data
        made = saved(
            form,
            lambda: rules.add_linkage_actor(
                wave, told["organisation"], kind=told["kind"], by=request.user
            ),
        )
        if made:
            messages.success(request, gettext("Added to the list."))
            return redirect("diagnosis:linkage-actors", programme, pk)
    return _actors_page(request, wave, form, 422 if form.is_bound else 200)


@login_required
@require_GET
def linkage_actor(request: HttpRequest, programme: str, pk: UUID) -> HttpResponse:
    """Whom one actor works with, as it says and as others say."""
    actor = linkage_policy.actor_for(request.user, programme, pk)
    return _actor_page(request, actor, TiesForm())


def _actor_page(
    request: HttpRequest, actor: LinkageActor, form: TiesForm, status: int = 200
) -> HttpResponse:
    wave = actor.wave
    _offer(form, "partner", wave)
    slug = wave.cluster.programme.slug
    actors_url = reverse("diagnosis:linkage-actors", args=[slug, wave.pk])
    context = linkage_frame(
        wave.cluster, "actors", above(wave.cluster), (wave.name, actors_url)
    )
    surveyed = {True: "yes", False: "no", None: ""}[actor.surveyed]
    context |= {
        "actor": actor,
        "wave": wave,
        "form": form,
        "facts": ActorFactsForm(initial={"kind": actor.kind, "surveyed": surveyed}),
        "partners": queries.partners_of(actor),
        "named_by": queries.named_by(actor),
        "next": queries.next_to_ask(actor),
    }
    return render(request, "diagnosis/linkage_actor.html", context, status=status)


@login_required
@require_POST
def note_linkages(request: HttpRequest, programme: str, pk: UUID) -> HttpResponse:
    """Note what an actor says of one partner."""
    actor = linkage_policy.actor_for(request.user, programme, pk, to="edit")
    form = TiesForm(request.POST)
    _offer(form, "partner", actor.wave)
    if form.is_valid():
        made = saved(
            form,
            lambda: rules.note_linkages(
                actor, form.cleaned_data["partner"], form.ties(), by=request.user
            ),
        )
        if made:
            messages.success(request, gettext("Noted. Is there another partner?"))
            return redirect("diagnosis:linkage-actor", programme, pk)
    return _actor_page(request, actor, form, 422)


@login_required
@require_POST
def note_no_linkage(request: HttpRequest, programme: str, pk: UUID) -> HttpResponse:
    """Note that an actor answered, and that this is all there is."""
    actor = linkage_policy.actor_for(request.user, programme, pk, to="edit")
    rules.note_linkages(actor, None, (), by=request.user)
    after = queries.next_to_ask(actor)
    if after is None:
        messages.success(request, gettext("All firms of the list have answered."))
        return redirect("diagnosis:linkage-actors", programme, actor.wave_id)
    return redirect("diagnosis:linkage-actor", programme, after.pk)


@login_required
@require_POST
def change_linkage_actor(
    request: HttpRequest, programme: str, pk: UUID
) -> HttpResponse:
    """Change what an actor is, and whether it answered."""
    actor = linkage_policy.actor_for(request.user, programme, pk, to="edit")
    form = ActorFactsForm(request.POST)
    if not form.is_valid():
        messages.error(request, gettext("Choose a kind from the list."))
        return redirect("diagnosis:linkage-actor", programme, pk)
    rules.change_linkage_actor(actor, by=request.user, **form.told())
    messages.success(request, gettext("The changes are saved."))
    return redirect("diagnosis:linkage-actor", programme, pk)


@login_required
@require_POST
def retire_linkage_actor(
    request: HttpRequest, programme: str, pk: UUID
) -> HttpResponse:
    """Take an actor off the list of a wave."""
    actor = linkage_policy.actor_for(request.user, programme, pk, to="edit")
    return act(
        request,
        lambda: rules.retire_linkage_actor(actor, by=request.user),
        gettext("“%(name)s” is off the list.") % {"name": actor},
        "diagnosis:linkage-actors",
        programme,
        actor.wave_id,
    )


@login_required
@require_POST
def retire_linkage(request: HttpRequest, programme: str, pk: UUID) -> HttpResponse:
    """Take a linkage back."""
    linkage = linkage_policy.linkage_for(request.user, programme, pk)
    rules.retire_linkage(linkage, by=request.user)
    messages.success(request, gettext("The linkage is taken back."))
    actor = queries.actors_of(linkage.wave).filter(organisation=linkage.source).first()
    if actor is None:
        return redirect("diagnosis:linkage-actors", programme, linkage.wave_id)
    return redirect("diagnosis:linkage-actor", programme, actor.pk)


def _offer(form: Any, name: str, wave: Wave) -> None:
    """Say among whom a name is looked for, and which names are suggested."""
    programme = wave.cluster.programme
    form.fields[name].offer(
        programme, programme.organisations.current(), queries.names_in(wave)
    )
