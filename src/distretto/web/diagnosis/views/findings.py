"""The board of findings, votes on them, and the options that follow."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import (
    require_GET,
    require_http_methods,
    require_POST,
)

from distretto.errors import RuleError
from distretto.web.diagnosis.forms.studies import (
    FindingForm,
    MoveForm,
    OptionForm,
    VotesForm,
    bottleneck_choices,
)
from distretto.web.diagnosis.models import Finding, StrategyOption, Study
from distretto.web.diagnosis.policy import clusters as cluster_policy
from distretto.web.diagnosis.policy import studies as policy
from distretto.web.diagnosis.queries import studies as queries
from distretto.web.diagnosis.rules import findings as rules
from distretto.web.diagnosis.views.studies import study_frame
from distretto.web.ui.replies import act, posted, saved, told


@login_required
@require_GET
def board(request: HttpRequest, programme: str, pk: UUID) -> HttpResponse:
    """Strengths, weaknesses, opportunities and threats, to be moved about."""
    return _board(request, policy.study_for(request.user, programme, pk))


def _board(
    request: HttpRequest, found: Study, *, status: int = 200, **more: Any
) -> HttpResponse:
    context = {
        **study_frame(found),
        "board": queries.board_of(found),
        "options": found.options.current().select_related("inside", "outside"),
        "bottlenecks": dict(bottleneck_choices()),
        "sees_confidential": cluster_policy.may(
            found.cluster.programme, "confidential"
        ),
        "option_form": OptionForm(study=found),
        **more,
    }
    template = "diagnosis/board.html"
    if request.htmx:  # type: ignore[attr-defined]
        template += "#board"
    return render(request, template, context, status=status)


@login_required
@require_http_methods(["GET", "POST"])
def add_finding(request: HttpRequest, programme: str, pk: UUID) -> HttpResponse:
    """Put a finding on the board."""
    found = policy.study_for(request.user, programme, pk, to="edit")
    form = FindingForm(
        posted(request),
        study=found,
        instance=Finding(study=found),
        initial={"quadrant": request.GET.get("quadrant", "S")},
    )
    context = study_frame(found) | {"form": form}
    if form.is_valid() and saved(
        form, lambda: rules.add_finding(found, by=request.user, **form.cleaned_data)
    ):
        return redirect("diagnosis:board", programme, pk)
    return _edit(request, context)


@login_required
@require_http_methods(["GET", "POST"])
def edit_finding(request: HttpRequest, programme: str, pk: UUID) -> HttpResponse:
    """Reword a finding, or rest it on other evidence."""
    finding = policy.part_for(Finding, request.user, programme, pk)
    form = FindingForm(posted(request), study=finding.study, instance=finding)
    context = study_frame(finding.study) | {"form": form, "finding": finding}
    if form.is_valid() and saved(
        form,
        lambda: rules.edit_finding(
            finding,
            statement=form.cleaned_data["statement"],
            bottleneck=form.cleaned_data["bottleneck"],
            evidence=form.cleaned_data["evidence"],
            by=request.user,
        ),
    ):
        return redirect("diagnosis:board", programme, finding.study_id)
    return _edit(request, context)


def _edit(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    status = 422 if context["form"].is_bound else 200
    return render(request, "diagnosis/edit_finding.html", context, status=status)


@login_required
@require_POST
def move_finding(request: HttpRequest, programme: str, pk: UUID) -> HttpResponse:
    """Move a finding to another place, by dragging or by a button."""
    finding = policy.part_for(Finding, request.user, programme, pk)
    form = MoveForm(request.POST)
    if form.is_valid():
        try:
            rules.move_finding(finding, by=request.user, **form.cleaned_data)
        except RuleError as refusal:
            if request.htmx:  # type: ignore[attr-defined]
                return _board(request, finding.study, status=409, error=refusal)
            messages.error(request, told(refusal))
    if request.htmx:  # type: ignore[attr-defined]
        return _board(request, finding.study)
    return redirect("diagnosis:board", programme, finding.study_id)


@login_required
@require_POST
def retire_finding(request: HttpRequest, programme: str, pk: UUID) -> HttpResponse:
    """Take a finding off the board."""
    finding = policy.part_for(Finding, request.user, programme, pk)
    return act(
        request,
        lambda: rules.retire_finding(finding, by=request.user),
        gettext("The finding is off the board."),
        "diagnosis:board",
        programme,
        finding.study_id,
    )


@login_required
@require_http_methods(["GET", "POST"])
def record_votes(request: HttpRequest, programme: str, pk: UUID) -> HttpResponse:
    """Write down how a meeting voted."""
    found = policy.study_for(request.user, programme, pk, to="edit")
    form = VotesForm(posted(request), findings=queries.findings_of(found))
    context = study_frame(found) | {"form": form}
    if form.is_valid() and saved(
        form,
        lambda: rules.record_votes(
            found, form.votes(), by=request.user, **form.meeting()
        ),
    ):
        messages.success(request, gettext("The votes are noted."))
        return redirect("diagnosis:board", programme, pk)
    status = 422 if form.is_bound else 200
    return render(request, "diagnosis/votes.html", context, status=status)


@login_required
@require_POST
def add_option(request: HttpRequest, programme: str, pk: UUID) -> HttpResponse:
    """Say what follows of two findings."""
    found = policy.study_for(request.user, programme, pk, to="edit")
    form = OptionForm(request.POST, study=found)
    if form.is_valid() and saved(
        form, lambda: rules.add_option(by=request.user, **form.cleaned_data)
    ):
        return redirect("diagnosis:board", programme, pk)
    return _board(request, found, status=422, option_form=form)


@login_required
@require_POST
def retire_option(request: HttpRequest, programme: str, pk: UUID) -> HttpResponse:
    """Take an option back."""
    option = policy.part_for(StrategyOption, request.user, programme, pk)
    return act(
        request,
        lambda: rules.retire_option(option, by=request.user),
        gettext("The option is taken back."),
        "diagnosis:board",
        programme,
        option.study_id,
    )
