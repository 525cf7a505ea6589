"""T4: what a unit of the product costs, stage by stage."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_http_methods

from distretto.web.diagnosis import study_checks as checks
from distretto.web.diagnosis import study_tables
from distretto.web.diagnosis.forms.study_rows import CostsForm
from distretto.web.diagnosis.models import ChainStage
from distretto.web.diagnosis.policy import studies as policy
from distretto.web.diagnosis.policy import study_rows as rows_policy
from distretto.web.diagnosis.rules import study_rows as rules
from distretto.web.diagnosis.study_measures import StudyMeasures
from distretto.web.diagnosis.table_parts import measures_of
from distretto.web.diagnosis.table_pictures import shown_costs
from distretto.web.diagnosis.views.study_tables import table_frame
from distretto.web.ui.pictures import page_language
from distretto.web.ui.replies import posted, saved


@login_required
@require_GET
def study_costs(request: HttpRequest, programme: str, pk: UUID) -> HttpResponse:
    """The cost structure of each stage that has one, beside others."""
    found = policy.study_for(request.user, programme, pk)
    measures = measures_of(found)
    stages, told = measures.rows.stages, {each.stage_id for each in measures.rows.costs}
    context = table_frame(found, "costs") | {
        "shown": [_of_stage(measures, each) for each in stages if each.pk in told],
        "untold": [each for each in stages if each.pk not in told],
    }
    return render(request, "diagnosis/study_costs.html", context)


def _of_stage(measures: StudyMeasures, stage: ChainStage) -> dict[str, Any]:
    """The table, the bars and the checks of one stage."""
    language = page_language()
    return {
        "stage": stage,
        "named": study_tables.costs_of_stage(measures, stage, language),
        "checks": checks.cost_checks(measures, stage, language),
        "picture": shown_costs(measures, stage),
    }


@login_required
@require_http_methods(["GET", "POST"])
def edit_costs(request: HttpRequest, programme: str, pk: UUID) -> HttpResponse:
    """The cost structure of one stage, all parts on one sheet."""
    stage = rows_policy.stage_for(request.user, programme, pk)
    form = CostsForm(posted(request), stage=stage)
    if form.is_valid() and saved(
        form, lambda: rules.save_costs(stage, form.cells(), by=request.user)
    ):
        messages.success(request, gettext("The cost structure is saved."))
        there = reverse("diagnosis:study-costs", args=[programme, stage.study_id])
        return redirect(f"{there}#stage-{stage.pk}")
    context = table_frame(stage.study, "costs") | {"form": form, "stage": stage}
    status = 422 if form.is_bound else 200
    return render(request, "diagnosis/edit_costs.html", context, status=status)
