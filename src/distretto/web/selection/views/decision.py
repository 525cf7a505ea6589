"""The decision: written down, validated, announced; clusters made of the chosen."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from distretto.web.selection.forms.decision import DecisionForm
from distretto.web.selection.forms.rounds import AnnounceForm, ReasonForm
from distretto.web.selection.models import Round
from distretto.web.selection.policy import rounds as policy
from distretto.web.selection.queries import decision as queries
from distretto.web.selection.rules import decision as rules
from distretto.web.selection.views.replies import act, page, posted, saved


@login_required
def decision(request: HttpRequest, programme: str, pk: UUID) -> HttpResponse:
    """The decision: to be written while it is a draft, to be read once validated."""
    may = "manage" if request.method == "POST" else "view"
    round_ = policy.round_for(request.user, programme, pk, to=may)
    draft = queries.draft_of(round_)
    form = None
    if round_.stage == Round.Stage.SCORED and policy.may(round_, "manage"):
        form = DecisionForm(
            posted(request),
            instance=draft.decision,
            candidates=[line.candidate for line in draft.lines],
            choices=draft.choices,
        )
    if form is not None and form.is_valid() and _written(request, round_, form):
        return redirect("selection:decision", programme, pk)
    return _decision_page(request, round_, draft, form)


def _written(request: HttpRequest, round_: Round, form: DecisionForm) -> Any:
    said = form.cleaned_data
    fields = {name: said[name] for name in form.Meta.fields}
    return saved(
        form,
        lambda: rules.write_decision(
            round_,
            form.verdicts(),
            by=request.user,
            reasons_for_rest=said["reasons_for_rest"],
            **fields,
        ),
    )


def _decision_page(
    request: HttpRequest, round_: Round, draft: queries.Draft, form: Any
) -> HttpResponse:
    may_manage = policy.may(round_, "manage")
    # A draft is the committee's own until it is validated.
    shown = draft.decision if may_manage or draft.is_binding else None
    context = {
        "round": round_,
        "draft": draft,
        "decision": shown,
        "gates": list(rules.validation_gates(round_)) if may_manage else [],
        "reason_form": ReasonForm(),
        "announce_form": AnnounceForm(),
        "may_manage": may_manage,
        "rows": [
            (line, fields)
            for line, (_candidate, *fields) in zip(
                draft.lines, form.rows() if form else [], strict=False
            )
        ],
    }
    return page(request, "decision.html", context, form)


@login_required
@require_POST
def validate_decision(request: HttpRequest, programme: str, pk: UUID) -> HttpResponse:
    """Make the decision binding."""
    round_ = policy.round_for(request.user, programme, pk, to="manage")
    form = ReasonForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    return act(
        request,
        lambda: rules.validate_decision(round_, by=request.user, reason=reason),
        _("The decision is validated."),
        "selection:decision",
        programme,
        pk,
    )


@login_required
@require_POST
def announce(request: HttpRequest, programme: str, pk: UUID) -> HttpResponse:
    """Announce the choice to everybody in the programme."""
    round_ = policy.round_for(request.user, programme, pk, to="manage")
    form = AnnounceForm(request.POST)
    if not form.is_valid():
        return _decision_page(request, round_, queries.draft_of(round_), None)
    return act(
        request,
        lambda: rules.announce(round_, by=request.user, on=form.cleaned_data["on"]),
        _("The choice is announced."),
        "selection:decision",
        programme,
        pk,
    )


@login_required
@require_POST
def make_cluster(
    request: HttpRequest, programme: str, pk: UUID, candidate: UUID
) -> HttpResponse:
    """Make a cluster of the register of a chosen candidate."""
    round_ = policy.round_for(request.user, programme, pk, to="manage")
    found = policy.candidate_of(round_, candidate)
    return act(
        request,
        lambda: rules.make_cluster(found, by=request.user),
        _("“%(candidate)s” is a cluster of the register now.") % {"candidate": found},
        "selection:decision",
        programme,
        pk,
    )
