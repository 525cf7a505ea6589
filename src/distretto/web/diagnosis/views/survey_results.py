"""What a survey says, and how its answers were got."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_POST

from distretto.errors import MethodError
from distretto.web.diagnosis import sample_files, survey_indicators, survey_pictures
from distretto.web.diagnosis.forms.responses import BenchmarksForm
from distretto.web.diagnosis.models import Form, Survey
from distretto.web.diagnosis.policy import surveys as policy
from distretto.web.diagnosis.queries import questionnaires
from distretto.web.diagnosis.queries import survey_results as queries
from distretto.web.diagnosis.rules import survey_results as rules
from distretto.web.diagnosis.rules import surveys as survey_rules
from distretto.web.diagnosis.views.surveys import survey_frame
from distretto.web.register.kinds import words_of
from distretto.web.ui.downloads import XLSX, download
from distretto.web.ui.replies import posted
from distretto.web.ui.templatetags.ui import explain

ROWS_SHOWN = 25


@login_required
@require_GET
def results(request: HttpRequest, programme: str, pk: UUID) -> HttpResponse:
    """Bottlenecks with their intervals; before they are given out, for the staff."""
    survey = policy.survey_for(request.user, programme, pk, to="view")
    return _results(request, survey)


def _results(
    request: HttpRequest, survey: Survey, *, status: int = 200, **more: Any
) -> HttpResponse:
    published = queries.last_published(survey)
    content, error = _content(survey, published)
    context = survey_frame(survey, "results") | {
        "published": published,
        "content": content,
        "error": error,
    }
    if content:
        context |= _shown(request, _asked_by(survey, published, content), content)
    if content and policy.may(survey.wave.cluster.programme, "edit"):
        context["benchmarks_form"] = _benchmarks(request, survey)
    return render(request, "diagnosis/results.html", context | more, status=status)


def _content(
    survey: Survey, published: Any
) -> tuple[dict[str, Any] | None, MethodError | None]:
    """Who may see single firms sees what is there now, others what was given out."""
    programme = survey.wave.cluster.programme
    if not policy.may(programme, "firms"):
        return (published.content if published else None), None
    if not survey.responses.current().filter(is_complete=True).exists():
        return None, None
    try:
        return queries.results_of(survey), None
    except MethodError as refusal:
        return None, refusal


def _asked_by(survey: Survey, published: Any, content: Any) -> Form:
    """The version that what is shown was asked by."""
    is_published = published and content is published.content
    found: Form = published.asked_by if is_published else survey.form
    return found


def _shown(
    request: HttpRequest, asked_by: Form, content: dict[str, Any]
) -> dict[str, Any]:
    form = questionnaires.whole(asked_by)
    language = questionnaires.language_for(form)
    tables = content["tables"]
    rows = survey_pictures.named(content, form, language)
    variables = survey_pictures.variables_in(tables)
    by = request.GET.get("by", next(iter(variables), ""))
    return {
        "rows": rows,
        "picture": survey_pictures.picture_of(rows, survey_pictures.level_of(content))
        if any(row["severe_share"] is not None for row in rows)
        else None,
        "variables": variables,
        "groups": survey_pictures.groups_of(
            content, by, form, language, words_of(asked_by.programme)
        ),
        "indicators": survey_indicators.by_category(
            rows, tables.get("indicators", ()), form, language
        ),
        "level": survey_pictures.level_of(content),
        "alarms": survey_indicators.alarms(content, form, language),
        "worst": [row for row in rows if row["severe_share"]][:3],
        "language": language,
    }


@login_required
@require_GET
def results_file(request: HttpRequest, programme: str, pk: UUID) -> HttpResponse:
    """The results that this person may see, as a workbook."""
    survey = policy.survey_for(request.user, programme, pk, to="view")
    published = queries.last_published(survey)
    content, _error = _content(survey, published)
    if not content:
        return redirect("diagnosis:results", programme, pk)
    form = questionnaires.whole(_asked_by(survey, published, content))
    found = survey_indicators.found_in(content, form, questionnaires.language_for(form))
    title = gettext("Bottlenecks: %(wave)s") % {"wave": survey.wave}
    work = sample_files.workbook_of(found, title)
    return download(work, f"{gettext('bottlenecks')}.xlsx", XLSX)


@login_required
@require_POST
def set_benchmarks(request: HttpRequest, programme: str, pk: UUID) -> HttpResponse:
    """Say what indicators are compared with."""
    survey = policy.survey_for(request.user, programme, pk, to="edit")
    form = _benchmarks(request, survey)
    if form.is_valid():
        survey_rules.set_benchmarks(survey, form.benchmarks(), by=request.user)
        messages.success(request, gettext("The changes are saved."))
        return redirect("diagnosis:results", programme, pk)
    return _results(request, survey, benchmarks_form=form, status=422)


def _benchmarks(request: HttpRequest, survey: Survey) -> BenchmarksForm:
    form = questionnaires.whole(survey.form)
    return BenchmarksForm(
        posted(request),
        questionnaire=form,
        language=questionnaires.language_for(form),
        initial=survey.benchmarks,
    )


@login_required
@require_POST
def publish_results(request: HttpRequest, programme: str, pk: UUID) -> HttpResponse:
    """Give the results out to everybody of the programme."""
    survey = policy.survey_for(request.user, programme, pk, to="edit")
    try:
        rules.publish_results(survey, by=request.user)
    except MethodError as refusal:
        messages.error(request, explain(refusal))
    else:
        messages.success(request, gettext("The results are published."))
    return redirect("diagnosis:results", programme, pk)


@login_required
@require_GET
def quality(request: HttpRequest, programme: str, pk: UUID) -> HttpResponse:
    """What is odd in the answers, the interviewers, and whom to ask again."""
    survey = policy.survey_for(request.user, programme, pk)
    told = request.GET.get("seed", "")
    seed = int(told) if told.isdigit() and len(told) < 10 else queries.SEED
    has_answers = survey.responses.current().filter(is_complete=True).exists()
    found = queries.quality_of(survey, seed=seed) if has_answers else None
    context = survey_frame(survey, "quality") | {"found": found, "seed": seed}
    if found:
        context |= _quality(survey, found)
    return render(request, "diagnosis/quality.html", context)


def _quality(survey: Survey, found: dict[str, Any]) -> dict[str, Any]:
    """The first rows of each list, with the responses that they speak of."""
    form = questionnaires.whole(survey.form)
    language = questionnaires.language_for(form)
    lists = {name: rows[:ROWS_SHOWN] for name, rows in found["tables"].items()}
    keys = {
        row["response"] for rows in lists.values() for row in rows if "response" in row
    }
    about = {
        each.key: each
        for each in survey.responses.current()
        .filter(key__in=keys)
        .select_related("organisation")
        .defer("answers", "repeats", "organisation__note")
    }
    for rows in lists.values():
        for row in rows:
            row["about"] = about.get(row.get("response"))
    agreement = found["agreement"]
    questions = agreement["questions"][:ROWS_SHOWN] if agreement else []
    for row in [*lists["outliers"], *questions]:
        question = form.by_code.get(row["question"])
        row["label"] = form.label(question.labels, language) if question else ""
        row["is_year"] = question is not None and question.unit == "year"
    return {"lists": lists, "agreement": agreement, "questions": questions}
