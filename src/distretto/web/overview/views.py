"""The first pages: home, and the home of a programme."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from distretto.web.accounts import policy
from distretto.web.overview import queries
from distretto.web.overview.context import Rail, address
from distretto.web.overview.next_step import next_step
from distretto.web.selection.models import Round
from distretto.web.selection.queries import rounds as selection


@login_required
def home(request: HttpRequest) -> HttpResponse:
    """To the only programme; else the choice, or what to do where there is none."""
    programmes = Rail(request).programmes
    if len(programmes) == 1:
        return redirect("overview:programme", programmes[0].slug)
    may_found = policy.may_found(request.user)
    context = {"programmes": programmes, "here": "home", "may_found": may_found}
    return render(request, "overview/home.html", context)


@login_required
def programme(request: HttpRequest, programme: str) -> HttpResponse:
    """How far the programme is, and what to do next."""
    found = policy.programme_for(request.user, programme)
    state = queries.state_of(found)
    latest = next(iter(selection.rounds_of(found, request.user)), None)
    funnel = selection.funnel(latest, names_leavers=False) if latest else None
    context = {
        "programme": found,
        "here": "programme",
        "state": state,
        "latest": latest,
        "funnel": funnel,
        "facts": {
            "selection": facts(found, *of_selection(state)),
            "diagnosis": facts(found, *of_diagnosis(state)),
        },
        "next": to_do(found, state, latest, funnel),
        "round_url": address("selection:round", found, latest) if latest else "",
    }
    return render(request, "overview/programme.html", context)


def to_do(
    found: Any, state: queries.State, latest: Round | None, funnel: Any
) -> dict[str, str]:
    """The next step in words, with the address of its button."""
    if latest and (step := selection.next_step(latest, funnel)):
        url = address(step.url_name, found, latest)
        return {"sentence": step.sentence, "button": step.action, "url": url}
    general = next_step(state, may_work=found.my_role.kind in policy.STAFF)
    return {
        "sentence": _(general.sentence),
        "button": _(general.button) if general.button else "",
        "url": address(general.page, found) if general.page else "",
    }


Counted = tuple[str, int, str]


def of_selection(state: queries.State) -> list[Counted]:
    """What the selection rests on, counted."""
    return [
        (_("Places"), state.places, "register:places"),
        (_("Tables in use"), state.datasets, "register:datasets"),
        (_("Cluster maps"), state.maps, "selection:maps"),
        (_("Clusters"), state.clusters, "register:clusters"),
    ]


def of_diagnosis(state: queries.State) -> list[Counted]:
    """What is known of the clusters, counted."""
    return [
        (
            _("Firms and institutions"),
            state.organisations,
            "register:organisations",
        ),
        (_("Waves"), state.waves, "diagnosis:clusters"),
        (_("Studies"), state.studies, "diagnosis:clusters"),
    ]


def facts(found: Any, *counted: Counted) -> list[dict[str, Any]]:
    """Counts with the way to each."""
    return [
        {"name": name, "count": count, "url": address(page, found)}
        for name, count, page in counted
    ]
