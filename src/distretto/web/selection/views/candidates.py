"""Candidates: the list, nomination, one candidate's page, moves, vetoes."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from distretto.web.selection import figures
from distretto.web.selection.forms.candidates import (
    CandidateForm,
    FigureForm,
    FilterForm,
    MoveForm,
    VetoForm,
)
from distretto.web.selection.forms.rounds import ReasonForm
from distretto.web.selection.models import Candidate, Round, Veto
from distretto.web.selection.policy import rounds as policy
from distretto.web.selection.policy import secrecy
from distretto.web.selection.queries import candidates as queries
from distretto.web.selection.queries import comparison, identification
from distretto.web.selection.queries import rounds as round_queries
from distretto.web.selection.queries.candidates import PAGE
from distretto.web.selection.rules import candidates as rules
from distretto.web.selection.rules import vetoes as veto_rules
from distretto.web.selection.views.replies import page
from distretto.web.ui.replies import act, posted, saved

_MOVES: dict[str, Any] = {
    MoveForm.SHORTLIST: rules.shortlist,
    MoveForm.LEAVE: rules.leave,
    MoveForm.RETURN: rules.take_back,
}


@login_required
@require_GET
def candidates(request: HttpRequest, programme: str, pk: UUID) -> HttpResponse:
    """The candidates of a round, filtered and sorted."""
    round_ = policy.round_for(request.user, programme, pk)
    return _candidates_page(request, round_, MoveForm(round_=round_))


def _candidates_page(
    request: HttpRequest, round_: Round, move: MoveForm
) -> HttpResponse:
    """The list; with what was ticked, chosen and typed where a move was refused."""
    filters = FilterForm(request.GET)
    wanted = queries.given_order(round_, filters.wanted())
    found = queries.listed(round_, wanted)
    shown = Paginator(found, PAGE).get_page(request.GET.get("page"))
    _tests, answers = identification.answers_of(round_, shown.object_list)
    seen = secrecy.seen_figures(secrecy.reader_of(round_), shown.object_list)
    ticked = move.ticked()
    context = {
        "round": round_,
        "filters": filters,
        "wanted": wanted,
        "sorts": queries.sorts_of(round_),
        "page": shown,
        "lines": [
            (
                each,
                identification.counts(answers[each.pk]),
                str(each.pk) in ticked,
                seen[each.pk].figures,
            )
            for each in shown.object_list
        ],
        "masked": secrecy.said_of(round_, seen.values()),
        "bases": figures.bases_of(
            figures.base_in_use(seen[each.pk].figures, "lq")
            for each in shown.object_list
        ),
        "move": move,
        "may_help": policy.may(round_, "help") and not round_.is_decided,
        "can_close_long_list": _can_close_long_list(round_),
    }
    return page(request, "candidates.html", context, move)


def _can_close_long_list(round_: Round) -> bool:
    if round_.stage != Round.Stage.LONG_LIST or not policy.may(round_, "manage"):
        return False
    return round_queries.funnel(round_, names_leavers=False).can_close_long_list


@login_required
def move_candidates(request: HttpRequest, programme: str, pk: UUID) -> HttpResponse:
    """Short-list, let leave or take back one candidate or many."""
    round_ = policy.round_for(request.user, programme, pk, to="help")
    asked = request.GET.urlencode()
    listed = reverse("selection:candidates", args=[programme, pk])
    listed += f"?{asked}" if asked else ""
    if request.method != "POST":  # a link of the list as it was refused
        return redirect(listed)
    form = MoveForm(request.POST, round_=round_)
    back = _uuid(request.POST.get("back", ""))
    one = round_.candidates.current().filter(pk__in=back).first()
    is_done = form.is_valid() and _moved(request, form)
    if one and is_done:
        return redirect("selection:candidate", programme, pk, one.pk)
    if one:
        return _candidate_page(request, round_, one, FigureForm(), form)
    return redirect(listed) if is_done else _candidates_page(request, round_, form)


def _moved(request: HttpRequest, form: MoveForm) -> bool:
    said = form.cleaned_data
    move, chosen = _MOVES[said["action"]], list(said["candidates"])
    moved = saved(form, lambda: move(chosen, by=request.user, reason=said["reason"]))
    if not moved:
        return False
    words = ngettext(
        "Done for %(number)d candidate.",
        "Done for %(number)d candidates.",
        len(moved),
    ) % {"number": len(moved)}
    messages.success(request, words)
    return True


def _uuid(text: str) -> list[UUID]:
    try:
        return [UUID(text)]
    except ValueError:
        return []


@login_required
def nominate_candidate(request: HttpRequest, programme: str, pk: UUID) -> HttpResponse:
    """Put a candidate on the long list by hand."""
    round_ = policy.round_for(request.user, programme, pk, to="help")
    late = round_.has_reached(Round.Stage.SHORT_LIST)
    form = CandidateForm(posted(request), late=late)
    if form.is_valid():
        fields = form.cleaned_data
        made = saved(form, lambda: rules.nominate(round_, by=request.user, **fields))
        if made:
            return redirect("selection:candidate", programme, pk, made.pk)
    return page(request, "nominate_candidate.html", {"round": round_}, form)


@login_required
@require_GET
def candidate_page(
    request: HttpRequest, programme: str, pk: UUID, candidate: UUID
) -> HttpResponse:
    """One candidate: figures with sources, answers, vetoes, scores, history."""
    round_ = policy.round_for(request.user, programme, pk)
    found = policy.candidate_of(round_, candidate)
    return _candidate_page(
        request, round_, found, FigureForm(), MoveForm(round_=round_)
    )


def _candidate_page(
    request: HttpRequest,
    round_: Round,
    found: Candidate,
    figure_form: FigureForm,
    move: MoveForm,
) -> HttpResponse:
    _tests, answers = identification.answers_of(round_, [found])
    seen = secrecy.seen_figures(secrecy.reader_of(round_), [found])
    by_name = policy.may(round_, "names")
    parts = comparison.parts_of(round_, found, by_name=by_name)
    context = {
        "round": round_,
        "candidate": found,
        "figures": figures.named(seen[found.pk].figures),
        "masked": secrecy.said_of(round_, seen.values()),
        "answers": answers[found.pk],
        "bases": identification.bases_of(answers.values()),
        "vetoes": queries.vetoes_of([found]).get(found.pk, []),
        "deeds": queries.story(found),
        "choice": queries.choice_of(found),
        "parts": parts,
        "total": comparison.explained_sum(parts),
        "figure_form": figure_form,
        "move": move,
        "veto_form": VetoForm(round_=round_),
        "may_help": policy.may(round_, "help"),
        "may_move": policy.may(round_, "help") and not round_.is_decided,
        "may_veto": policy.may(round_, "veto") and not round_.is_decided,
        "may_manage": policy.may(round_, "manage"),
    }
    return page(
        request, "candidate.html", context, move if move.is_bound else figure_form
    )


@login_required
def change_candidate(
    request: HttpRequest, programme: str, pk: UUID, candidate: UUID
) -> HttpResponse:
    """Correct what is said of a candidate."""
    round_ = policy.round_for(request.user, programme, pk, to="help")
    found = policy.candidate_of(round_, candidate)
    form = CandidateForm(posted(request), instance=found)
    if form.is_valid():
        fields = form.cleaned_data
        if saved(
            form, lambda: rules.change_candidate(found, by=request.user, **fields)
        ):
            return redirect("selection:candidate", programme, pk, candidate)
    context = {"round": round_, "candidate": found}
    return page(request, "change_candidate.html", context, form)


@login_required
@require_POST
def add_figure(
    request: HttpRequest, programme: str, pk: UUID, candidate: UUID
) -> HttpResponse:
    """Add a figure with its source; one that contradicts another stands beside it."""
    round_ = policy.round_for(request.user, programme, pk, to="help")
    found = policy.candidate_of(round_, candidate)
    form = FigureForm(request.POST)
    if form.is_valid() and saved(
        form,
        lambda: rules.add_figure(
            found, form.figure_key(), form.figure(), by=request.user
        ),
    ):
        return redirect("selection:candidate", programme, pk, candidate)
    return _candidate_page(request, round_, found, form, MoveForm(round_=round_))


@login_required
@require_POST
def settle_figure(
    request: HttpRequest, programme: str, pk: UUID, candidate: UUID
) -> HttpResponse:
    """Take another of the contradicting figures, or take one away, with a reason."""
    round_ = policy.round_for(request.user, programme, pk, to="help")
    found = policy.candidate_of(round_, candidate)
    rule = rules.remove_figure if "remove" in request.POST else rules.use_figure
    key, place = request.POST.get("key", ""), request.POST.get("place", "")
    reason = request.POST.get("reason", "")
    number = int(place) if place.isdecimal() else -1
    return act(
        request,
        lambda: rule(found, key, number, by=request.user, reason=reason),
        _("The figures are settled."),
        "selection:candidate",
        programme,
        pk,
        candidate,
    )


@login_required
@require_POST
def raise_veto(
    request: HttpRequest, programme: str, pk: UUID, candidate: UUID
) -> HttpResponse:
    """Rule a candidate out on a ground."""
    round_ = policy.round_for(request.user, programme, pk, to="veto")
    found = policy.candidate_of(round_, candidate)
    form = VetoForm(request.POST, round_=round_)
    said = form.cleaned_data if form.is_valid() else {"ground": ""}
    return act(
        request,
        lambda: veto_rules.raise_veto(found, by=request.user, **said),
        _("“%(candidate)s” is ruled out.") % {"candidate": found},
        "selection:candidate",
        programme,
        pk,
        candidate,
    )


@login_required
@require_POST
def withdraw_veto(
    request: HttpRequest, programme: str, pk: UUID, candidate: UUID, veto: UUID
) -> HttpResponse:
    """Take a veto back, with the reason."""
    round_ = policy.round_for(request.user, programme, pk, to="veto")
    found = policy.candidate_of(round_, candidate)
    standing: Veto = policy.part_of(found.vetoes, veto)
    policy.check_may_withdraw(round_, standing, request.user)
    standing.candidate = found
    form = ReasonForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    return act(
        request,
        lambda: veto_rules.withdraw_veto(standing, by=request.user, reason=reason),
        _("The veto is withdrawn."),
        "selection:candidate",
        programme,
        pk,
        candidate,
    )
