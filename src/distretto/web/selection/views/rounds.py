"""Rounds: the list, a new one, the funnel, its settings."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from distretto.web.accounts import policy as accounts
from distretto.web.selection import round_pictures
from distretto.web.selection.forms.rounds import CloseListForm, NewRoundForm, RoundForm
from distretto.web.selection.models import Round
from distretto.web.selection.policy import rounds as policy
from distretto.web.selection.queries import rounds as queries
from distretto.web.selection.rules import rounds as rules
from distretto.web.selection.views import report
from distretto.web.selection.views.replies import page
from distretto.web.ui.replies import posted, saved


@login_required
@require_GET
def rounds(request: HttpRequest, programme: str) -> HttpResponse:
    """The rounds of a programme that the reader may see."""
    found = accounts.programme_for(request.user, programme, to="list", may=policy.MAY)
    context = {
        "programme": found,
        "here": "selection",
        "rounds": queries.rounds_of(found, request.user),
        "may_manage": accounts.may_in(found, "manage", policy.MAY),
    }
    return render(request, "selection/rounds.html", context)


@login_required
def new_round(request: HttpRequest, programme: str) -> HttpResponse:
    """Start a round with the tests and criteria of the method."""
    found = accounts.programme_for(request.user, programme, to="manage", may=policy.MAY)
    form = NewRoundForm(posted(request))
    if form.is_valid():
        fields = form.cleaned_data
        made = saved(form, lambda: rules.start_round(found, by=request.user, **fields))
        if made:
            return redirect("selection:round", found.slug, made.pk)
    context = {"programme": found, "here": "selection", "form": form}
    status = 422 if form.is_bound else 200
    return render(request, "selection/new_round.html", context, status=status)


@login_required
@require_GET
def round_page(request: HttpRequest, programme: str, pk: UUID) -> HttpResponse:
    """The funnel of a round, and what to do next."""
    round_ = policy.round_for(request.user, programme, pk)
    funnel = queries.funnel(round_)
    context = {
        "round": round_,
        "funnel": funnel,
        "picture": round_pictures.funnel(round_, funnel),
        "next": queries.next_step(round_, funnel),
        "report_kinds": report.KINDS,
        "offers_names": round_.is_scoring_closed
        and not round_.names_assessors
        and policy.may(round_, "names"),
        "may_manage": policy.may(round_, "manage"),
        "may_help": policy.may(round_, "help"),
    }
    return page(request, "round.html", context)


@login_required
def change_round(request: HttpRequest, programme: str, pk: UUID) -> HttpResponse:
    """Change name, purpose, number to choose or seed."""
    round_ = policy.round_for(request.user, programme, pk, to="manage")
    form = RoundForm(posted(request), instance=Round.objects.get(pk=pk))
    if form.is_valid():
        fields = dict(form.cleaned_data)
        made = saved(
            form, lambda: rules.change_round(round_, by=request.user, **fields)
        )
        if made:
            return redirect("selection:round", programme, pk)
    return page(request, "change_round.html", {"round": round_}, form)


@login_required
def close_long_list(request: HttpRequest, programme: str, pk: UUID) -> HttpResponse:
    """Close the long list: who is not on the short list leaves, each with a reason."""
    round_ = policy.round_for(request.user, programme, pk, to="manage")
    funnel = queries.funnel(round_, names_leavers=False)
    leaving = queries.left_behind(round_)
    more = funnel.stages[0].here - len(leaving)
    form = CloseListForm(posted(request), leaving=leaving, more=more)
    if form.is_valid() and saved(form, lambda: _close(round_, form, request.user)):
        return redirect("selection:round", programme, pk)
    context = {"round": round_, "funnel": funnel, "more": more}
    return page(request, "close_long_list.html", context, form)


def _close(round_: Round, form: CloseListForm, by: Any) -> Round:
    reason = form.cleaned_data.get("reason", "")
    return rules.close_long_list(round_, by=by, reason=reason, reasons=form.reasons())
