"""Surveys: those of a cluster, setting one up, its sample and its work list."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import (
    require_GET,
    require_http_methods,
    require_POST,
)

from distretto.errors import MethodError
from distretto.web.diagnosis import sample_files
from distretto.web.diagnosis.forms.surveys import SampleForm, SurveyForm
from distretto.web.diagnosis.models import Form, SampledFirm, Survey, Wave
from distretto.web.diagnosis.policy import clusters
from distretto.web.diagnosis.policy import surveys as policy
from distretto.web.diagnosis.queries import questionnaires, samples
from distretto.web.diagnosis.queries import surveys as queries
from distretto.web.diagnosis.rules import samples as sample_rules
from distretto.web.diagnosis.rules import surveys as rules
from distretto.web.diagnosis.views.frame import frame
from distretto.web.diagnosis.views.questionnaires import answer_form
from distretto.web.ui.templatetags.ui import explain

ON_A_PAGE = 50
State = SampledFirm.State
# What an interviewer may say of a firm, and in which order.
SAID = (State.TO_ASK, State.ASKED, State.REFUSED, State.GONE)
# Of a firm in these an interview is begun, or gone on with.
INTERVIEWED = (State.TO_ASK, State.ASKED)


def survey_frame(survey: Survey, tab: str) -> dict[str, Any]:
    """What every page of one survey says of where it stands."""
    cluster = survey.wave.cluster
    found = frame(cluster, "survey")
    slug = cluster.programme.slug
    there = reverse("diagnosis:surveys", args=[slug, cluster.pk])
    found["trail"].append((gettext("Survey"), there))
    return found | {"survey": survey, "tab": tab}


@login_required
@require_GET
def surveys(request: HttpRequest, programme: str, pk: UUID) -> HttpResponse:
    """The surveys of a cluster, wave by wave."""
    found = clusters.cluster_for(request.user, programme, pk)
    context = frame(found, "survey") | {
        "surveys": list(queries.surveys_of(found)),
        "waves": list(queries.waves_without_survey(found)),
    }
    return render(request, "diagnosis/surveys.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def add_survey(request: HttpRequest, programme: str, pk: UUID) -> HttpResponse:
    """Choose what a wave asks."""
    wave = clusters.wave_for(request.user, programme, pk, to="edit")
    context = frame(wave.cluster, "survey") | {"wave": wave}
    form = _survey_form(request, wave)
    if request.method == "POST" and form.is_valid():
        try:
            rules.add_survey(
                wave, _chosen(form), form.cleaned_data["blocks"], by=request.user
            )
        except MethodError as refusal:
            context["error"] = refusal
        else:
            messages.success(request, gettext("The survey is set up."))
            return redirect("diagnosis:surveys", programme, wave.cluster_id)
    return _show(request, "diagnosis/edit_survey.html", context | {"form": form})


@login_required
@require_http_methods(["GET", "POST"])
def edit_survey(request: HttpRequest, programme: str, pk: UUID) -> HttpResponse:
    """Ask by another version or other blocks."""
    survey = policy.survey_for(request.user, programme, pk, to="edit")
    form = _survey_form(request, survey.wave, survey)
    if request.method == "POST" and form.is_valid():
        rules.edit_survey(
            survey, _chosen(form), form.cleaned_data["blocks"], by=request.user
        )
        messages.success(request, gettext("The changes are saved."))
        return redirect("diagnosis:surveys", programme, survey.wave.cluster_id)
    context = survey_frame(survey, "") | {"wave": survey.wave, "form": form}
    return _show(request, "diagnosis/edit_survey.html", context)


@login_required
@require_GET
def survey_file(
    request: HttpRequest, programme: str, pk: UUID, ending: str
) -> HttpResponse:
    """The questionnaire with the blocks that the survey asks, as a file."""
    survey = policy.survey_for(request.user, programme, pk)
    asked = questionnaires.asked_in(survey)
    return answer_form(asked, ending, request.GET.get("language", ""))


def _survey_form(
    request: HttpRequest, wave: Wave, survey: Survey | None = None
) -> SurveyForm:
    there = list(
        Form.objects.current()
        .filter(programme=wave.cluster.programme)
        .order_by("-created_at")
    )
    asked = request.GET.get("form") or (str(survey.form_id) if survey else "")
    shown = next((each for each in there if str(each.pk) == asked), None)
    shown = shown or (there[0] if there else None)
    initial = {
        "form": str(shown.pk) if shown else "",
        "blocks": survey.blocks if survey else [],
    }
    data = request.POST if request.method == "POST" else None
    return SurveyForm(data, forms_=there, shown=shown, initial=initial)


def _chosen(form: SurveyForm) -> Form:
    chosen = form.chosen()
    assert chosen is not None  # a valid form has one
    return chosen


def _show(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    status = 422 if request.method == "POST" else 200
    return render(request, template, context, status=status)


@login_required
@require_GET
def sample(request: HttpRequest, programme: str, pk: UUID) -> HttpResponse:
    """The work list of the sample; before it is drawn, the plan and what it gives."""
    survey = policy.survey_for(request.user, programme, pk)
    if not survey.sample_findings or request.GET.get("plan"):
        return _plan(request, survey)
    state = request.GET.get("state", "")
    found = samples.work_list(survey, state=state)
    context = survey_frame(survey, "sample") | {
        "found": survey.sample_findings,
        "page": Paginator(found, ON_A_PAGE).get_page(request.GET.get("page")),
        "state": state,
        "names": samples.state_names(),
        "states": [*SAID, State.SPARE],
        "said": SAID,
        "open": INTERVIEWED,
        "asked": queries.asked_of(survey),
        "has_responses": survey.responses.current().filter(is_complete=True).exists(),
    }
    return render(request, "diagnosis/sample.html", context)


def _plan(
    request: HttpRequest, survey: Survey, *, error: MethodError | None = None
) -> HttpResponse:
    told: Any = request.POST if request.method == "POST" else request.GET
    form = SampleForm(told if "seed" in told else None)
    firms = samples.firms_of(survey.wave.cluster)
    context = survey_frame(survey, "sample") | {
        "form": form,
        "firm_count": firms.height,
    }
    if form.is_bound and form.is_valid() and error is None:
        try:
            drawn = samples.drawn_by(form.plan(), firms)
            context["found"] = samples.findings_of(drawn)
        except MethodError as refusal:
            error = refusal
    status = 409 if error else 422 if form.is_bound and not form.is_valid() else 200
    return render(
        request, "diagnosis/plan_sample.html", context | {"error": error}, status=status
    )


@login_required
@require_POST
def draw_sample(request: HttpRequest, programme: str, pk: UUID) -> HttpResponse:
    """Draw the firms to ask."""
    survey = policy.survey_for(request.user, programme, pk, to="edit")
    form = SampleForm(request.POST)
    if not form.is_valid():
        return _plan(request, survey)
    try:
        sample_rules.draw_sample(survey, form.plan(), by=request.user)
    except MethodError as refusal:
        return _plan(request, survey, error=refusal)
    messages.success(request, gettext("The sample is drawn."))
    return redirect("diagnosis:sample", programme, pk)


@login_required
@require_POST
def set_state(request: HttpRequest, programme: str, pk: UUID) -> HttpResponse:
    """Note what became of a firm of the sample."""
    firm = policy.sampled_for(request.user, programme, pk)
    state = request.POST.get("state", "")
    if state in SAID:
        try:
            sample_rules.set_state(firm, state, by=request.user)
        except MethodError as refusal:
            messages.error(request, explain(refusal))
    back = reverse("diagnosis:sample", args=[programme, firm.survey_id])
    return redirect(f"{back}?{request.GET.urlencode()}#firm-{firm.pk}")


@login_required
@require_GET
def sample_file(request: HttpRequest, programme: str, pk: UUID) -> HttpResponse:
    """The work list as a workbook."""
    survey = policy.survey_for(request.user, programme, pk)
    return sample_files.sample_workbook(survey)
