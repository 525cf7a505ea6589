"""Problems in their order, and what causes what."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import (
    require_GET,
    require_http_methods,
    require_POST,
)

from distretto.web.diagnosis import study_parts
from distretto.web.diagnosis.forms.studies import (
    CauseForm,
    ProblemForm,
    bottleneck_choices,
)
from distretto.web.diagnosis.models import Problem, Study
from distretto.web.diagnosis.policy import studies as policy
from distretto.web.diagnosis.queries import studies as queries
from distretto.web.diagnosis.rules import problems as rules
from distretto.web.diagnosis.views.studies import study_frame
from distretto.web.ui.replies import act, posted, saved


@login_required
@require_GET
def problems(request: HttpRequest, programme: str, pk: UUID) -> HttpResponse:
    """The problems of the cluster, the most urgent first, and the tree of causes."""
    return _problems(request, policy.study_for(request.user, programme, pk))


def _problems(
    request: HttpRequest, found: Study, *, status: int = 200, **more: Any
) -> HttpResponse:
    context = {
        **study_frame(found),
        "ranked": queries.ranked_problems(found),
        "causes": queries.causes_of(found),
        "tree": study_parts.shown_tree(found),
        "bottlenecks": dict(bottleneck_choices()),
        "form": CauseForm(study=found),
        **more,
    }
    return render(request, "diagnosis/problems.html", context, status=status)


@login_required
@require_http_methods(["GET", "POST"])
def add_problem(request: HttpRequest, programme: str, pk: UUID) -> HttpResponse:
    """Name a problem."""
    found = policy.study_for(request.user, programme, pk, to="edit")
    form = ProblemForm(posted(request), study=found, instance=Problem(study=found))
    context = study_frame(found) | {"form": form}
    if form.is_valid() and saved(
        form, lambda: rules.add_problem(found, form.facts(), by=request.user)
    ):
        return redirect("diagnosis:problems", programme, pk)
    return _edit(request, context)


@login_required
@require_http_methods(["GET", "POST"])
def edit_problem(request: HttpRequest, programme: str, pk: UUID) -> HttpResponse:
    """Change what is said of a problem."""
    problem = policy.part_for(Problem, request.user, programme, pk)
    form = ProblemForm(posted(request), study=problem.study, instance=problem)
    context = study_frame(problem.study) | {"form": form, "problem": problem}
    if form.is_valid() and saved(
        form, lambda: rules.edit_problem(problem, form.facts(), by=request.user)
    ):
        return redirect("diagnosis:problems", programme, problem.study_id)
    return _edit(request, context)


def _edit(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    status = 422 if context["form"].is_bound else 200
    return render(request, "diagnosis/edit_problem.html", context, status=status)


@login_required
@require_POST
def retire_problem(request: HttpRequest, programme: str, pk: UUID) -> HttpResponse:
    """Take a problem off the list."""
    problem = policy.part_for(Problem, request.user, programme, pk)
    return act(
        request,
        lambda: rules.retire_problem(problem, by=request.user),
        gettext("The problem is off the list."),
        "diagnosis:problems",
        programme,
        problem.study_id,
    )


@login_required
@require_POST
def link_cause(request: HttpRequest, programme: str, pk: UUID) -> HttpResponse:
    """Say that one problem causes another."""
    found = policy.study_for(request.user, programme, pk, to="edit")
    form = CauseForm(request.POST, study=found)
    if form.is_valid() and saved(
        form, lambda: rules.link_cause(by=request.user, **form.cleaned_data)
    ):
        return redirect("diagnosis:problems", programme, pk)
    return _problems(request, found, status=422, form=form)


@login_required
@require_POST
def unlink_cause(request: HttpRequest, programme: str, pk: UUID) -> HttpResponse:
    """Take an arrow back."""
    link = policy.cause_for(request.user, programme, pk)
    return act(
        request,
        lambda: rules.unlink_cause(link, by=request.user),
        gettext("The arrow is taken back."),
        "diagnosis:problems",
        programme,
        link.cause.study_id,
    )
