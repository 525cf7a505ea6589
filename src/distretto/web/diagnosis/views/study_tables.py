"""Pages of the tables of a study: profile, units, chain, institutions, services."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import (
    require_GET,
    require_http_methods,
    require_POST,
)

from distretto.web.diagnosis import study_checks as checks
from distretto.web.diagnosis import study_table_files, study_tables
from distretto.web.diagnosis.chain_checks import chain_checks
from distretto.web.diagnosis.forms.study_rows import FigureForm
from distretto.web.diagnosis.models import Study
from distretto.web.diagnosis.policy import studies as policy
from distretto.web.diagnosis.policy import study_rows as rows_policy
from distretto.web.diagnosis.profile_groups import groups_of, without_figure
from distretto.web.diagnosis.queries.offered_figures import Offer, offered
from distretto.web.diagnosis.rules import study_rows as rules
from distretto.web.diagnosis.starters import STARTERS
from distretto.web.diagnosis.study_measures import StudyMeasures
from distretto.web.diagnosis.study_rows import FIGURE
from distretto.web.diagnosis.table_parts import measures_of
from distretto.web.diagnosis.table_pictures import is_wide, shown_chain
from distretto.web.diagnosis.views.frame import frame
from distretto.web.diagnosis.views.matrix_grid import grid_of
from distretto.web.ui.pictures import page_language
from distretto.web.ui.replies import act, posted, saved


def table_frame(found: Study, table: str) -> dict[str, Any]:
    """What every page of a table says of where it stands."""
    return {
        **frame(found.cluster, "study"),
        "study": found,
        "table": table,
        "may_edit": found.may_edit,  # type: ignore[attr-defined]
        "kinds": study_table_files.KINDS,
    }


@login_required
@require_http_methods(["GET", "POST"])
def study_profile(request: HttpRequest, programme: str, pk: UUID) -> HttpResponse:
    """T1: figures with their sources, conflicting ones side by side."""
    to = "edit" if request.method == "POST" else "view"
    found = policy.study_for(request.user, programme, pk, to=to)
    begun = {"indicator": request.GET.get("indicator"), "unit": request.GET.get("unit")}
    form = FigureForm(posted(request), study=found, initial=begun)
    if form.is_valid() and saved(
        form,
        lambda: rules.add_row(FIGURE, form.facts(), study=found, by=request.user),
    ):
        messages.success(request, gettext("The row is entered."))
        return redirect("diagnosis:study-profile", programme, pk)
    return _show_profile(request, found, form)


def _show_profile(request: HttpRequest, found: Study, form: FigureForm) -> HttpResponse:
    measures = measures_of(found)
    figures = measures.rows.figures
    context = {
        **table_frame(found, "profile"),
        "form": form,
        "groups": groups_of(measures),
        "starters": STARTERS,
        "lacking": without_figure(figures, STARTERS),
        "offers": [each for each in _offers(found, measures) if not each.of],
    }
    status = 422 if form.is_bound else 200
    return render(request, "diagnosis/study_profile.html", context, status=status)


def _offers(found: Study, measures: StudyMeasures) -> list[Offer]:
    if not found.may_edit:  # type: ignore[attr-defined]
        return []
    return offered(found, measures.rows.figures, timezone.localdate())


@login_required
@require_POST
def take_figure(request: HttpRequest, programme: str, pk: UUID) -> HttpResponse:
    """Take over a figure of the register or of step 1, or all that a page offers."""
    found = policy.study_for(request.user, programme, pk, to="edit")
    asked, of_others = request.POST.get("key", ""), "benchmarks" in request.POST
    taken = [
        each.facts()
        for each in _offers(found, measures_of(found))
        if asked in ("", each.key) and bool(each.of) == of_others
    ]
    return act(
        request,
        lambda: rules.take_figures(taken, study=found, by=request.user),
        gettext("The figures are taken over."),
        "diagnosis:study-benchmarks" if of_others else "diagnosis:study-profile",
        programme,
        pk,
    )


@login_required
@require_POST
def use_figure(request: HttpRequest, programme: str, pk: UUID) -> HttpResponse:
    """Let this value count, and say why."""
    figure = rows_policy.figure_for(request.user, programme, pk)
    reason = request.POST.get("reason", "")[:300]
    return act(
        request,
        lambda: rules.use_figure(figure, reason=reason, by=request.user),
        gettext("This value is the one that is used."),
        "diagnosis:study-profile",
        programme,
        figure.study_id,
    )


@login_required
@require_GET
def study_units(request: HttpRequest, programme: str, pk: UUID) -> HttpResponse:
    """T2: the types of unit."""
    found = policy.study_for(request.user, programme, pk)
    told = study_tables.units(measures_of(found), page_language())
    context = table_frame(found, "units") | {"named": told, "kind": "unit-type"}
    return render(request, "diagnosis/study_units.html", context)


@login_required
@require_GET
def study_chain(request: HttpRequest, programme: str, pk: UUID) -> HttpResponse:
    """T3: the value chain as a picture, its stages, flows, framework and checks."""
    found = policy.study_for(request.user, programme, pk)
    measures, language = measures_of(found), page_language()
    context = table_frame(found, "chain") | {
        "picture": shown_chain(measures),
        "is_wide": is_wide(measures),
        "checks": chain_checks(measures, language),
        "stages": study_tables.stages(measures, language),
        "flows": study_tables.flows(measures, language),
        "frames": study_tables.frames(measures, language),
    }
    return render(request, "diagnosis/study_chain.html", context)


@login_required
@require_GET
def study_institutions(request: HttpRequest, programme: str, pk: UUID) -> HttpResponse:
    """T5: services by institutions, with gaps and overlaps."""
    found = policy.study_for(request.user, programme, pk)
    measures, language = measures_of(found), page_language()
    context = table_frame(found, "institutions") | {
        "grid": grid_of(measures),
        "checks": checks.matrix_checks(measures, language),
        "named": study_tables.institutions(measures, language),
    }
    return render(request, "diagnosis/study_institutions.html", context)


@login_required
@require_GET
def study_services(request: HttpRequest, programme: str, pk: UUID) -> HttpResponse:
    """T9: demand and supply of services."""
    found = policy.study_for(request.user, programme, pk)
    measures, language = measures_of(found), page_language()
    context = table_frame(found, "services") | {
        "named": study_tables.services(measures, language),
        "checks": checks.service_checks(measures, language),
    }
    return render(request, "diagnosis/study_services.html", context)


@login_required
@require_GET
def study_benchmarks(request: HttpRequest, programme: str, pk: UUID) -> HttpResponse:
    """The same indicators of other clusters."""
    found = policy.study_for(request.user, programme, pk)
    measures, language = measures_of(found), page_language()
    context = table_frame(found, "benchmarks") | {
        "named": study_tables.benchmarks(measures, language),
        "reasons": study_tables.benchmark_reasons(measures, language),
        "figures": [each for each in measures.rows.figures if each.of],
        "offers": [each for each in _offers(found, measures) if each.of],
    }
    return render(request, "diagnosis/study_benchmarks.html", context)


@login_required
@require_GET
def study_table_file(
    request: HttpRequest, programme: str, pk: UUID, table: str, ending: str
) -> HttpResponse:
    """One table as CSV or Excel."""
    found = policy.study_for(request.user, programme, pk)
    measures = measures_of(found)
    return study_table_files.answer(measures, table, ending, page_language())
