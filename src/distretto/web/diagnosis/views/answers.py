"""Answers of a survey: exports as a dry run, single responses, their firms."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import (
    require_GET,
    require_http_methods,
    require_POST,
)

from distretto.errors import MethodError
from distretto.web.diagnosis.forms.responses import AnswersUploadForm, LeaveOutForm
from distretto.web.diagnosis.models import AnswerFile, Response, Survey
from distretto.web.diagnosis.policy import surveys as policy
from distretto.web.diagnosis.queries import questionnaires, said, samples
from distretto.web.diagnosis.queries import responses as queries
from distretto.web.diagnosis.queries import surveys as counted
from distretto.web.diagnosis.rules import answer_files as rules
from distretto.web.diagnosis.rules import responses as response_rules
from distretto.web.diagnosis.views.surveys import survey_frame
from distretto.web.register import arriving, files, reading
from distretto.web.register.queries.alike import alike_names
from distretto.web.register.rules.datasets import is_being_read
from distretto.web.register.taking_files import takes_files
from distretto.web.ui.templatetags.ui import explain

ON_A_PAGE = 50
PROBLEMS_SHOWN = 15
CHANGES_SHOWN = 25
MOST_CHOICES = 2000


@login_required
@require_GET
def answers(request: HttpRequest, programme: str, pk: UUID) -> HttpResponse:
    """Exports that came in, and the responses there are."""
    survey = policy.survey_for(request.user, programme, pk)
    return _answers(request, survey, AnswersUploadForm())


def _answers(
    request: HttpRequest,
    survey: Survey,
    form: AnswersUploadForm,
    *,
    status: int = 200,
    error: MethodError | None = None,
) -> HttpResponse:
    state = request.GET.get("state", "")
    found = queries.listed(survey, state=state)
    context = survey_frame(survey, "answers") | {
        "files": survey.files.current().select_related("run"),
        "form": form,
        "error": error,
        "limit_mb": arriving.limit_bytes() // arriving.MEBIBYTE,
        "page": Paginator(found, ON_A_PAGE).get_page(request.GET.get("page")),
        "state": state,
        "counts": counted.counts_of(survey),
    }
    return render(request, "diagnosis/answers.html", context, status=status)


@takes_files(policy.survey_for, methods=("POST",))
def upload_answers(request: HttpRequest, survey: Survey) -> HttpResponse:
    """Give an export; its dry run comes next."""
    form = AnswersUploadForm(request.POST, request.FILES)
    if not form.is_valid():
        return _answers(request, survey, form, status=422)
    try:
        file = rules.upload_answers(
            form.cleaned_data["file"], survey=survey, by=request.user
        )
    except MethodError as refusal:
        return _answers(request, survey, form, status=422, error=refusal)
    programme = survey.wave.cluster.programme
    return redirect("diagnosis:answer-file", programme.slug, file.pk)


@login_required
@require_GET
def answer_file(request: HttpRequest, programme: str, pk: UUID) -> HttpResponse:
    """One export: being read, understood, taken in, or refused with the reason."""
    file = policy.answer_file_for(request.user, programme, pk)
    return _answer_file(request, file)


def _answer_file(
    request: HttpRequest, file: AnswerFile, *, status: int = 200, **more: Any
) -> HttpResponse:
    details = _details(file)
    problems = details.get("problems", [])
    changes = details.get("changes", [])
    faults = file.findings.get("faults", 0)
    context = (
        survey_frame(file.survey, "answers")
        | {
            "file": file,
            "found": file.findings,
            "is_being_read": is_being_read(file),  # type: ignore[arg-type]
            "problems": problems[:PROBLEMS_SHOWN],
            "problems_more": max(0, faults - PROBLEMS_SHOWN),
            "changes": _of_firms(file, changes[:CHANGES_SHOWN]),
        }
    )
    return render(request, "diagnosis/answer_file.html", context | more, status=status)


def _of_firms(file: AnswerFile, changes: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Changes with what their responses go by."""
    known = queries.called(file.survey, (each["response"] for each in changes))
    return [each | {"called": known.get(each["response"])} for each in changes]


def _details(file: AnswerFile) -> dict[str, Any]:
    name = file.findings.get("details")
    return (reading.kept_details(name) if name else None) or {}


@login_required
@require_POST
def accept_answers(request: HttpRequest, programme: str, pk: UUID) -> HttpResponse:
    """Enter the answers of an export."""
    file = policy.answer_file_for(request.user, programme, pk, to="edit")
    try:
        taken = rules.accept_answers(file, by=request.user)
    except MethodError as refusal:
        return _answer_file(request, file, status=409, error=refusal)
    if taken.status == AnswerFile.Status.ACCEPTED:
        messages.success(request, gettext("The answers are taken in."))
    return redirect("diagnosis:answer-file", programme, pk)


@login_required
@require_POST
def retire_answers(request: HttpRequest, programme: str, pk: UUID) -> HttpResponse:
    """Take an export off the list."""
    file = policy.answer_file_for(request.user, programme, pk, to="edit")
    try:
        rules.retire_answers(file, by=request.user)
    except MethodError as refusal:
        return _answer_file(request, file, status=409, error=refusal)
    return redirect("diagnosis:answers", programme, file.survey_id)


@login_required
@require_GET
def answer_problems(request: HttpRequest, programme: str, pk: UUID) -> HttpResponse:
    """Every problem of an export, as a file to work through beside it."""
    file = policy.answer_file_for(request.user, programme, pk)
    return files.problems_csv(_details(file).get("problems", []), file.file_name)


@login_required
@require_GET
def response(request: HttpRequest, programme: str, pk: UUID) -> HttpResponse:
    """What one respondent answered, and of which firm it is."""
    found = policy.response_for(request.user, programme, pk)
    return _response(request, found)


def _response(
    request: HttpRequest, found: Response, *, status: int = 200, **more: Any
) -> HttpResponse:
    survey = found.survey
    questionnaire = questionnaires.whole(survey.form)
    language = questionnaires.language_for(
        questionnaire, request.GET.get("language", "")
    )
    programme = survey.wave.cluster.programme
    name = str(found.answers.get(queries.NAME) or "")
    can_link = policy.may(programme, "edit") and found.organisation_id is None
    context = survey_frame(survey, "answers") | {
        "response": found,
        "blocks": said.said_in(found, questionnaire, language),
        "repeated": said.repeated_in(found, questionnaire, language),
        "gone": said.gone_in(found, questionnaire, language),
        "unplaced": said.unplaced_in(found, questionnaire),
        "language": language,
        "firm_name": name,
        "alike": alike_names(programme, {"name": name}) if can_link and name else [],
        "firms": samples.members_to_link(survey)[:MOST_CHOICES] if can_link else [],
        "others": _others(found),
        "form": LeaveOutForm(initial={"because": found.left_out_because}),
    }
    return render(request, "diagnosis/response.html", context | more, status=status)


def _others(found: Response) -> Any:
    """First interviews of the same firm, of which this may be the second."""
    if found.organisation_id is None:
        return []
    same = found.survey.responses.current().filter(
        organisation=found.organisation_id, repeats_interview__isnull=True
    )
    return same.exclude(pk=found.pk).defer("answers", "repeats")


@login_required
@require_POST
def link_response(request: HttpRequest, programme: str, pk: UUID) -> HttpResponse:
    """Say of which firm a response is."""
    found = policy.response_for(request.user, programme, pk, to="edit")
    told = request.POST.get("organisation", "")
    firm = policy.organisation_of(found.survey.wave.cluster.programme, told)
    response_rules.link_response(found, firm, by=request.user)
    said = gettext("The response is linked.") if firm else gettext("The link is off.")
    messages.success(request, said)
    return redirect("diagnosis:response", programme, pk)


@login_required
@require_http_methods(["POST"])
def leave_out(request: HttpRequest, programme: str, pk: UUID) -> HttpResponse:
    """Leave a response out of the results, or let it count again."""
    found = policy.response_for(request.user, programme, pk, to="edit")
    form = LeaveOutForm(request.POST)
    if not form.is_valid():
        return _response(request, found, status=422, form=form)
    response_rules.leave_out(found, form.cleaned_data["because"], by=request.user)
    messages.success(request, gettext("The changes are saved."))
    return redirect("diagnosis:response", programme, pk)


@login_required
@require_POST
def say_second(request: HttpRequest, programme: str, pk: UUID) -> HttpResponse:
    """Say that a response is a second interview."""
    found = policy.response_for(request.user, programme, pk, to="edit")
    told = request.POST.get("first", "")
    first = next((each for each in _others(found) if str(each.pk) == told), None)
    try:
        response_rules.say_second(found, first, by=request.user)
    except MethodError as refusal:
        messages.error(request, explain(refusal))
    else:
        messages.success(request, gettext("The changes are saved."))
    return redirect("diagnosis:response", programme, pk)
