"""Scoring: who scores and how far they are; an assessor's own sheet."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from distretto.errors import RuleError
from distretto.web.selection import figures
from distretto.web.selection.forms.rounds import ReasonForm
from distretto.web.selection.forms.scoring import InviteForm, ScoreForm
from distretto.web.selection.models import Candidate, Round
from distretto.web.selection.policy import rounds as policy
from distretto.web.selection.policy import secrecy
from distretto.web.selection.queries import identification
from distretto.web.selection.queries import ranking as rankings
from distretto.web.selection.queries import scoring as queries
from distretto.web.selection.rules import scoring as rules
from distretto.web.selection.views.replies import about, page
from distretto.web.ui.replies import Rule, act, posted
from distretto.web.ui.templatetags.ui import explain


@login_required
@require_GET
def scoring(request: HttpRequest, programme: str, pk: UUID) -> HttpResponse:
    """Who scores, how far each is, and what is missing before the end."""
    return _scoring_page(request, policy.round_for(request.user, programme, pk))


def _scoring_page(
    request: HttpRequest, round_: Round, typed: dict[str, Any] | None = None
) -> HttpResponse:
    context = {
        "round": round_,
        "progress": queries.progress(round_),
        "gates": [] if round_.is_scoring_closed else list(rules.closing_gates(round_)),
        "invite_form": InviteForm(round_=round_),
        "may_manage": policy.may(round_, "manage"),
        "typed": typed,
    }
    return page(request, "scoring.html", context)


def _do(
    request: HttpRequest, round_: Round, rule: Rule, said: Any, key: object
) -> HttpResponse:
    """Call a rule that takes a reason; where it refuses, what was typed stays."""
    try:
        rule()
    except RuleError as refusal:
        messages.error(request, str(explain(refusal)))
        typed = {"key": key, "reason": request.POST.get("reason", "")}
        answer = _scoring_page(request, round_, typed)
        answer.status_code = 409
        return answer
    messages.success(request, said)
    return redirect("selection:scoring", round_.programme.slug, round_.pk)


@login_required
@require_POST
def invite_assessor(request: HttpRequest, programme: str, pk: UUID) -> HttpResponse:
    """Name a person of the programme as assessor."""
    round_ = policy.round_for(request.user, programme, pk, to="manage")
    form = InviteForm(request.POST, round_=round_)
    if not form.is_valid():
        messages.error(request, _("Choose a person of the programme."))
        return redirect("selection:scoring", programme, pk)
    person = form.cleaned_data["person"].user
    return act(
        request,
        lambda: rules.invite_assessor(round_, person, by=request.user),
        _("%(person)s is an assessor now.") % {"person": person},
        "selection:scoring",
        programme,
        pk,
    )


def _reason(request: HttpRequest) -> str:
    form = ReasonForm(request.POST)
    return str(form.cleaned_data["reason"]) if form.is_valid() else ""


@login_required
@require_POST
def dismiss_assessor(
    request: HttpRequest, programme: str, pk: UUID, assessor: UUID
) -> HttpResponse:
    """Take an assessor off the round, with the reason."""
    round_ = policy.round_for(request.user, programme, pk, to="manage")
    seat = policy.part_of(round_.assessors, assessor)
    return _do(
        request,
        round_,
        lambda: rules.dismiss_assessor(seat, by=request.user, reason=_reason(request)),
        _("%(person)s is no longer an assessor.") % {"person": seat.user},
        seat.pk,
    )


@login_required
@require_POST
def close_scoring(request: HttpRequest, programme: str, pk: UUID) -> HttpResponse:
    """Close the scoring, and work the ranking out once."""
    round_ = policy.round_for(request.user, programme, pk, to="manage")

    def close() -> None:
        closed = rules.close_scoring(round_, by=request.user, reason=_reason(request))
        rankings.result_of(closed)

    told = _("The scoring is closed. Everybody sees the scores now.")
    return _do(request, round_, close, told, "close")


@login_required
@require_POST
def reopen_scoring(request: HttpRequest, programme: str, pk: UUID) -> HttpResponse:
    """Open the scoring again, with a reason."""
    round_ = policy.round_for(request.user, programme, pk, to="manage")
    return _do(
        request,
        round_,
        lambda: rules.reopen_scoring(round_, by=request.user, reason=_reason(request)),
        _("The scoring is open again, and blind."),
        "reopen",
    )


@login_required
@require_GET
def sheet(request: HttpRequest, programme: str, pk: UUID) -> HttpResponse:
    """An assessor's own sheet: the candidates, and what is done of each."""
    round_ = policy.round_for(request.user, programme, pk, to="score")
    lines = queries.sheet(round_.my_assessor)
    context = {
        "round": round_,
        "lines": lines,
        "todo": next((each for each in lines if not each.is_done), None),
        "empty": sum(max(0, each.of - each.given) for each in lines),
    }
    return page(request, "sheet.html", context)


@login_required
def score_candidate(
    request: HttpRequest, programme: str, pk: UUID, candidate: UUID
) -> HttpResponse:
    """One candidate on an assessor's sheet: every criterion, then the next one."""
    round_ = policy.round_for(request.user, programme, pk, to="score")
    found = policy.candidate_of(round_, candidate)
    forms = [
        ScoreForm(posted(request), cell=cell)
        for cell in queries.cells(round_.my_assessor, found)
    ]
    refusal = None
    if request.method == "POST" and all(form.is_valid() for form in forms):
        refusal = _give_all(request, round_, found, forms)
        if refusal is None:
            return _next_candidate(round_, found)
    return _sheet_page(request, round_, found, forms, refusal)


def _give_all(
    request: HttpRequest, round_: Round, candidate: Candidate, forms: list[ScoreForm]
) -> RuleError | None:
    reason = request.POST.get("reason", "")
    try:
        for form in forms:
            said = form.said()
            if said is not None and form.has_changed():
                _give(request, round_, candidate, form, reason, said)
    except RuleError as refusal:
        return refusal
    return None


def _give(
    request: HttpRequest,
    round_: Round,
    candidate: Candidate,
    form: ScoreForm,
    reason: str,
    said: dict[str, Any],
) -> None:
    rules.give_score(
        round_.my_assessor,
        candidate,
        form.cell.criterion,
        by=request.user,
        reason=reason,
        **said,
    )


def _next_candidate(round_: Round, after: Candidate) -> HttpResponse:
    """The next unfinished candidate in the order of the sheet, else the sheet."""
    lines = queries.sheet(round_.my_assessor)
    places = [line.candidate.pk for line in lines]
    start = places.index(after.pk) if after.pk in places else -1
    ahead = [*lines[start + 1 :], *lines[: start + 1]]
    slug = round_.programme.slug
    for line in ahead:
        if not line.is_done:
            return redirect(
                "selection:score-candidate", slug, round_.pk, line.candidate.pk
            )
    return redirect("selection:sheet", slug, round_.pk)


def _sheet_page(
    request: HttpRequest,
    round_: Round,
    found: Candidate,
    forms: Iterable[ScoreForm],
    refusal: RuleError | None,
) -> HttpResponse:
    lines = queries.sheet(round_.my_assessor)
    _tests, answers = identification.answers_of(round_, [found])
    seen = secrecy.seen_figures(secrecy.reader_of(round_), [found])
    places = [line.candidate.pk for line in lines]
    context = {
        **about(request, round_),
        "candidate": found,
        "figures": figures.named(seen[found.pk].figures),
        "masked": secrecy.said_of(round_, seen.values()),
        "answers": answers[found.pk],
        "forms": forms,
        "number": places.index(found.pk) + 1 if found.pk in places else None,
        "of": len(places),
        "is_handed_in": bool(round_.my_assessor.handed_in_at)
        and not round_.is_scoring_closed,
        "error": refusal,
        "typed": {"key": "late", "reason": request.POST.get("reason", "")},
    }
    status = 409 if refusal else 422 if request.method == "POST" else 200
    return render(request, "selection/score_candidate.html", context, status=status)


@login_required
@require_POST
def give_score(
    request: HttpRequest, programme: str, pk: UUID, candidate: UUID, criterion: UUID
) -> HttpResponse:
    """Save one criterion at once: htmx gets the word that it is saved, or why not."""
    round_ = policy.round_for(request.user, programme, pk, to="score")
    found = policy.candidate_of(round_, candidate)
    asked = policy.part_of(round_.criteria, criterion)
    mine = queries.cells(round_.my_assessor, found)
    form = ScoreForm(
        request.POST, cell=next(each for each in mine if each.criterion == asked)
    )
    refusal = _give_all(request, round_, found, [form]) if form.is_valid() else None
    if not request.htmx:  # type: ignore[attr-defined]
        if refusal:
            messages.error(request, str(explain(refusal)))
        return redirect("selection:score-candidate", programme, pk, candidate)
    context = {"error": refusal, "form": form, "at": timezone.now()}
    status = 409 if refusal else 200 if form.is_valid() else 422
    template = "selection/score_candidate.html#score-saved"
    return render(request, template, context, status=status)


@login_required
@require_POST
def hand_in(request: HttpRequest, programme: str, pk: UUID) -> HttpResponse:
    """Say that one's sheet is complete."""
    round_ = policy.round_for(request.user, programme, pk, to="score")
    return act(
        request,
        lambda: rules.hand_in(round_.my_assessor, by=request.user),
        _("Handed in. Thank you."),
        "selection:sheet",
        programme,
        pk,
    )


@login_required
@require_POST
def take_sheet_back(request: HttpRequest, programme: str, pk: UUID) -> HttpResponse:
    """Take one's sheet back to go on with it."""
    round_ = policy.round_for(request.user, programme, pk, to="score")
    return act(
        request,
        lambda: rules.take_sheet_back(round_.my_assessor, by=request.user),
        _("The sheet is yours again."),
        "selection:sheet",
        programme,
        pk,
    )
