"""The decision: written down, validated, announced; clusters made of the chosen."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from distretto.web.selection.forms.decision import DecisionForm, ValidateForm
from distretto.web.selection.forms.rounds import AnnounceForm
from distretto.web.selection.models import Round
from distretto.web.selection.policy import rounds as policy
from distretto.web.selection.queries import decision as queries
from distretto.web.selection.rules import decision as rules
from distretto.web.selection.views.replies import page
from distretto.web.ui.replies import act, posted, saved


@login_required
def decision(request: HttpRequest, programme: str, pk: UUID) -> HttpResponse:
    """The decision: to be written while it is a draft, to be read once validated."""
    may = "manage" if request.method == "POST" else "view"
    round_ = policy.round_for(request.user, programme, pk, to=may)
    draft = queries.draft_of(round_)
    form = _form(request, round_, draft)
    if form is not None and form.is_valid():
        said = _written(form)
        if saved(form, lambda: rules.write_decision(round_, by=request.user, **said)):
            told = _("The decision is written down. It binds nobody until validated.")
            messages.success(request, told)
            return redirect("selection:decision", programme, pk)
    return _decision_page(request, round_, draft, form)


def _form(
    request: HttpRequest, round_: Round, draft: queries.Draft, is_final: bool = False
) -> DecisionForm | None:
    """The decision to be written; None where that time is over, or not come."""
    if round_.stage != Round.Stage.SCORED or not policy.may(round_, "manage"):
        return None
    return DecisionForm(
        posted(request),
        instance=draft.decision,
        candidates=[line.candidate for line in draft.lines],
        choices=draft.choices,
        is_final=is_final,
        ruled_out={line.candidate.pk for line in draft.lines if line.vetoes},
    )


def _written(form: DecisionForm) -> dict[str, Any]:
    """What was typed, as the rules take it."""
    said = form.cleaned_data
    names = (*form.Meta.fields, "reasons_for_rest")
    return {"verdicts": form.verdicts(), **{name: said[name] for name in names}}


def _decision_page(
    request: HttpRequest,
    round_: Round,
    draft: queries.Draft,
    form: DecisionForm | None,
    announce_form: AnnounceForm | None = None,
) -> HttpResponse:
    may_manage = policy.may(round_, "manage")
    # A draft is the committee's own until it is validated.
    shown = draft.decision if may_manage or draft.is_binding else None
    context = {
        "round": round_,
        "draft": draft,
        "decision": shown,
        "gates": list(rules.validation_gates(round_)) if may_manage else [],
        "validate_form": ValidateForm(posted(request)),
        "announce_form": announce_form or AnnounceForm(),
        "may_manage": may_manage,
        "rows": [
            (line, fields)
            for line, (_candidate, *fields) in zip(
                draft.lines, form.rows() if form else [], strict=False
            )
        ],
    }
    answer = page(request, "decision.html", context, form)
    if announce_form is not None:
        answer.status_code = 422
    return answer


@login_required
@require_POST
def validate_decision(request: HttpRequest, programme: str, pk: UUID) -> HttpResponse:
    """Write the decision down as it was typed, and make it binding."""
    round_ = policy.round_for(request.user, programme, pk, to="manage")
    draft = queries.draft_of(round_)
    form = _form(request, round_, draft, is_final=True)
    reason = request.POST.get("reason", "")
    if form is None:  # then the rule says why not
        return act(
            request,
            lambda: rules.validate_decision(round_, by=request.user, reason=reason),
            "",
            "selection:decision",
            programme,
            pk,
        )
    if form.is_valid():
        by, said = request.user, _written(form)
        if saved(
            form,
            lambda: rules.validate_decision(round_, by=by, reason=reason, written=said),
        ):
            messages.success(request, _("The decision is validated."))
            return redirect("selection:decision", programme, pk)
    return _decision_page(request, round_, draft, form)


@login_required
@require_POST
def announce(request: HttpRequest, programme: str, pk: UUID) -> HttpResponse:
    """Announce the choice to everybody in the programme."""
    round_ = policy.round_for(request.user, programme, pk, to="manage")
    form = AnnounceForm(request.POST)
    if form.is_valid():
        on = form.cleaned_data["on"]
        if saved(form, lambda: rules.announce(round_, by=request.user, on=on)):
            messages.success(request, _("The choice is announced."))
            return redirect("selection:decision", programme, pk)
    draft = queries.draft_of(round_)
    return _decision_page(request, round_, draft, None, form)


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
