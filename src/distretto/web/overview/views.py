"""The first pages: home, and the home of a programme."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext

from distretto.web.accounts import policy
from distretto.web.accounts.models import Programme
from distretto.web.overview import queries
from distretto.web.overview.context import Rail
from distretto.web.overview.next_step import NextStep, next_step


@login_required
def home(request: HttpRequest) -> HttpResponse:
    """To the only programme; else the choice, or what to do where there is none."""
    programmes = Rail(request).programmes
    if len(programmes) == 1:
        return redirect("overview:programme", programmes[0].slug)
    return render(
        request, "overview/home.html", {"programmes": programmes, "here": "home"}
    )


@login_required
def programme(request: HttpRequest, programme: str) -> HttpResponse:
    """How far the programme is, and what to do next."""
    found = policy.programme_for(request.user, programme)
    state = queries.state_of(found)
    step = next_step(state, may_work=found.my_role.kind in policy.STAFF)
    context = {
        "programme": found,
        "here": "programme",
        "state": state,
        "next_step": step,
        "next_sentence": gettext(step.sentence),
        "next_button": gettext(step.button) if step.button else "",
        "next_url": address_of(step, found, state),
    }
    return render(request, "overview/programme.html", context)


def address_of(step: NextStep, programme: Programme, state: queries.State) -> str:
    """Where the button of a next step leads; empty while that page is not built."""
    parts = [programme.slug, *([state.latest_round] if step.of_round else [])]
    try:
        return reverse(step.page, args=parts) if step.page else ""
    except NoReverseMatch:
        return ""
