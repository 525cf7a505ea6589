"""Criteria and weights: agreed, fixed with minutes, never changed in silence."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from distretto.web.selection.forms.criteria import CriterionForm, FixForm, WeightsForm
from distretto.web.selection.forms.rounds import ReasonForm
from distretto.web.selection.models import Round
from distretto.web.selection.policy import rounds as policy
from distretto.web.selection.queries import criteria as queries
from distretto.web.selection.rules import criteria as rules
from distretto.web.selection.views.replies import page
from distretto.web.ui.replies import act, posted, saved


@login_required
@require_GET
def criteria(request: HttpRequest, programme: str, pk: UUID) -> HttpResponse:
    """The criteria under their headings, their weights, and who fixed them."""
    round_ = policy.round_for(request.user, programme, pk)
    return _criteria_page(request, round_)


def _criteria_page(
    request: HttpRequest, round_: Round, form: Any = None, fix_form: Any = None
) -> HttpResponse:
    listed = list(round_.criteria.current())
    closed = rules.needs_reason(round_)
    sent = [each for each in (form, fix_form) if each]
    draft = {
        "participants": round_.weights_participants,
        "minutes": round_.weights_minutes,
    }
    # Another button of the page may have been pressed: what was typed stays.
    draft |= {name: request.POST[name] for name in draft if name in request.POST}
    weights_form = form or WeightsForm(criteria=listed, with_reason=closed)
    overview = queries.overview(listed, weights_form.typed())
    fields = {criterion.pk: field for criterion, field in weights_form.rows()}
    context = {
        "round": round_,
        "overview": overview,
        "groups": [
            {
                "title": group.title,
                "weight": group.weight,
                "rows": [(each, fields[each.pk]) for each in group.criteria],
            }
            for group in overview.groups
        ],
        "weights_form": weights_form,
        "fix_form": fix_form or FixForm(initial=draft),
        "deeds": queries.weight_deeds(round_),
        "needs_reason": closed,
        "may_change": policy.may(round_, "manage") and not round_.is_decided,
    }
    wrong = next((each for each in sent if not each.is_valid()), None)
    return page(request, "criteria.html", context, wrong)


@login_required
@require_POST
def set_weights(request: HttpRequest, programme: str, pk: UUID) -> HttpResponse:
    """Propose weights, or change fixed ones with a reason."""
    round_ = policy.round_for(request.user, programme, pk, to="manage")
    form = WeightsForm(
        request.POST,
        criteria=round_.criteria.current(),
        with_reason=rules.needs_reason(round_),
    )
    if form.is_valid():
        said = {
            "reason": form.cleaned_data.get("reason", ""),
            "minutes": request.POST.get("minutes", ""),
            "participants": request.POST.get("participants", ""),
        }
        weights = form.weights()
        if saved(
            form, lambda: rules.set_weights(round_, weights, by=request.user, **said)
        ):
            return redirect("selection:criteria", programme, pk)
    return _criteria_page(request, round_, form)


@login_required
@require_POST
def fix_weights(request: HttpRequest, programme: str, pk: UUID) -> HttpResponse:
    """Fix criteria with the weights as typed, with minutes and participants."""
    round_ = policy.round_for(request.user, programme, pk, to="manage")
    form = FixForm(request.POST)
    typed = WeightsForm(
        request.POST,
        criteria=round_.criteria.current(),
        with_reason=rules.needs_reason(round_),
        needs_reason=False,  # the minutes are the reason
    )
    if form.is_valid() and typed.is_valid():
        said = form.cleaned_data | {"weights": typed.weights()}
        if saved(form, lambda: rules.fix_weights(round_, by=request.user, **said)):
            return redirect("selection:criteria", programme, pk)
    return _criteria_page(request, round_, typed, form)


@login_required
@require_POST
def unfix_weights(request: HttpRequest, programme: str, pk: UUID) -> HttpResponse:
    """Open criteria and weights again, with a reason; what was typed is kept."""
    round_ = policy.round_for(request.user, programme, pk, to="manage")
    form = WeightsForm(
        request.POST, criteria=round_.criteria.current(), with_reason=True
    )
    if form.is_valid():
        said = {"reason": form.cleaned_data["reason"], "weights": form.weights()}
        if saved(form, lambda: rules.unfix_weights(round_, by=request.user, **said)):
            told = _("Criteria and weights are open again. The scores are kept.")
            messages.success(request, told)
            return redirect("selection:criteria", programme, pk)
    return _criteria_page(request, round_, form)


def _reason(request: HttpRequest) -> str:
    form = ReasonForm(request.POST)
    return str(form.cleaned_data["reason"]) if form.is_valid() else ""


@login_required
def add_criterion(request: HttpRequest, programme: str, pk: UUID) -> HttpResponse:
    """Add a criterion."""
    round_ = policy.round_for(request.user, programme, pk, to="manage")
    closed = rules.needs_reason(round_)
    form = CriterionForm(posted(request), with_reason=closed)
    if form.is_valid():
        fields = form.cleaned_data
        if saved(form, lambda: rules.add_criterion(round_, by=request.user, **fields)):
            return redirect("selection:criteria", programme, pk)
    return page(request, "change_criterion.html", {"round": round_}, form)


@login_required
def change_criterion(
    request: HttpRequest, programme: str, pk: UUID, criterion: UUID
) -> HttpResponse:
    """Change the words of a criterion."""
    round_ = policy.round_for(request.user, programme, pk, to="manage")
    found = policy.part_of(round_.criteria, criterion)
    closed = rules.needs_reason(round_)
    form = CriterionForm(posted(request), instance=found, with_reason=closed)
    if form.is_valid():
        said = form.cleaned_data
        if saved(form, lambda: rules.change_criterion(found, by=request.user, **said)):
            return redirect("selection:criteria", programme, pk)
    context = {"round": round_, "criterion": found, "needs_reason": closed}
    return page(request, "change_criterion.html", context, form)


@login_required
@require_POST
def remove_criterion(
    request: HttpRequest, programme: str, pk: UUID, criterion: UUID
) -> HttpResponse:
    """Take a criterion away."""
    round_ = policy.round_for(request.user, programme, pk, to="manage")
    found = policy.part_of(round_.criteria, criterion)
    return act(
        request,
        lambda: rules.remove_criterion(found, by=request.user, reason=_reason(request)),
        _("The criterion is removed. Scores on it are kept in the history."),
        "selection:criteria",
        programme,
        pk,
    )
