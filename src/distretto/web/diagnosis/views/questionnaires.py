"""Questionnaires: put into use, looked at, changed in versions, given out as files."""

import tempfile
from pathlib import Path
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import (
    require_GET,
    require_http_methods,
    require_POST,
)

from distretto.errors import MethodError
from distretto.formats.questionnaire import editing, results
from distretto.formats.questionnaire.built_in import bottleneck_questionnaire
from distretto.formats.questionnaire.model import Questionnaire
from distretto.formats.xlsform.reading import read_xlsform
from distretto.web.accounts.models import Programme
from distretto.web.diagnosis.forms.questionnaires import (
    KIND_NAMES,
    FormUploadForm,
    QuestionForm,
)
from distretto.web.diagnosis.forms.wording import WordingForm
from distretto.web.diagnosis.models import Form
from distretto.web.diagnosis.policy import surveys as policy
from distretto.web.diagnosis.queries import questionnaires as queries
from distretto.web.diagnosis.rules import questionnaires as rules
from distretto.web.register.taking_files import takes_files
from distretto.web.ui.downloads import XLSX, download
from distretto.web.ui.replies import posted
from distretto.web.ui.templatetags.ui import explain

TYPES = {
    "xlsx": XLSX,
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "json": "application/json",
}


@login_required
@require_GET
def forms(request: HttpRequest, programme: str) -> HttpResponse:
    """The questionnaires of a programme, version by version."""
    found = policy.programme_for(request.user, programme)
    there = list(queries.forms_of(found))
    built_in = bottleneck_questionnaire()
    context = _frame(found) | {
        "forms": there,
        "has_built_in": any(
            (each.code, each.version) == (built_in.code, built_in.version)
            for each in there
        ),
    }
    return render(request, "diagnosis/forms.html", context)


def _frame(programme: Programme, *trail: tuple[str, str]) -> dict[str, Any]:
    slug = programme.slug
    return {
        "programme": programme,
        "here": "diagnosis",
        "trail": [
            (gettext("Diagnosis"), reverse("diagnosis:clusters", args=[slug])),
            (gettext("Questionnaires"), reverse("diagnosis:forms", args=[slug])),
            *trail,
        ],
    }


def _of(form: Form) -> tuple[str, str]:
    return str(form), reverse("diagnosis:form", args=[form.programme.slug, form.pk])


@login_required
@require_POST
def use_built_in(request: HttpRequest, programme: str) -> HttpResponse:
    """Put the bottleneck questionnaire of the method into use."""
    found = policy.programme_for(request.user, programme, to="edit")
    try:
        form = rules.use_built_in(found, by=request.user)
    except MethodError as refusal:
        messages.error(request, explain(refusal))
        return redirect("diagnosis:forms", programme)
    messages.success(request, gettext("The questionnaire is in use."))
    return redirect("diagnosis:form", programme, form.pk)


@takes_files(policy.programme_for)
def upload_form(request: HttpRequest, programme: Programme) -> HttpResponse:
    """Take a questionnaire from an XLSForm."""
    is_sent = request.method == "POST"
    form = FormUploadForm(request.POST, request.FILES) if is_sent else FormUploadForm()
    context: dict[str, Any] = _frame(programme) | {"form": form}
    if is_sent and form.is_valid():
        arrived = form.cleaned_data["file"]
        try:
            read = _read(arrived.path, arrived.name or "form.xlsx", programme)
            made = rules.add_uploaded(
                read.questionnaire, programme=programme, by=request.user
            )
        except MethodError as refusal:
            context["error"] = refusal
        else:
            for problem in read.problems[:10]:
                messages.warning(request, explain(problem))
            messages.success(request, gettext("The questionnaire is in use."))
            return redirect("diagnosis:form", programme.slug, made.pk)
    status = 422 if is_sent else 200
    return render(request, "diagnosis/upload_form.html", context, status=status)


def _read(path: Path, name: str, programme: Programme) -> Any:
    """The form under its name; one that came from a form in use keeps to that.

    So questions that were taken out of it are retired, and their answers stay.
    """
    with tempfile.TemporaryDirectory(prefix="distretto-") as folder:
        named = Path(folder) / (Path(name).name or "form.xlsx")
        named.symlink_to(path)
        read = read_xlsform(named)
        known = queries.known_as(programme, read.questionnaire.code)
        return read_xlsform(named, known) if known else read


@login_required
@require_GET
def form(request: HttpRequest, programme: str, pk: UUID) -> HttpResponse:
    """One block of a questionnaire at a time, in a language."""
    found = policy.form_for(request.user, programme, pk)
    questionnaire = queries.whole(found)
    block = _block(questionnaire, request.GET.get("block", ""))
    language = queries.language_for(questionnaire, request.GET.get("language", ""))
    context = _frame(found.programme) | {
        "form": found,
        "questionnaire": questionnaire,
        "language": language,
        "blocks": [
            (each.code, questionnaire.label(each.labels, language), len(each.questions))
            for each in questionnaire.blocks
        ],
        "shown_block": block,
        "heading": questionnaire.label(block.labels, language),
        "questions": queries.shown_questions(questionnaire, block, language),
        "kinds": KIND_NAMES,
        "asked_count": len(questionnaire.asked),
        "is_used": found.surveys.current().exists(),
    }
    return render(request, "diagnosis/form.html", context)


def _block(questionnaire: Questionnaire, code: str) -> Any:
    named = {each.code: each for each in questionnaire.blocks}
    if code and code not in named:
        raise Http404
    return named[code] if code else questionnaire.blocks[0]


@login_required
@require_http_methods(["GET", "POST"])
def edit_question(
    request: HttpRequest, programme: str, pk: UUID, code: str
) -> HttpResponse:
    """Word a question otherwise."""
    found = policy.form_for(request.user, programme, pk, to="edit")
    questionnaire = queries.whole(found)
    if code not in questionnaire.by_code:
        raise Http404
    question = questionnaire.by_code[code]
    form = WordingForm(posted(request), form=questionnaire, question=question)
    context = _frame(found.programme, _of(found)) | {
        "form": form,
        "edited": found,
        "question": question,
    }
    if form.is_valid():
        return _changed(
            request,
            found,
            form.change(),
            context | {"about": code},
            "diagnosis/edit_question.html",
        )
    return _show(request, "diagnosis/edit_question.html", context)


@login_required
@require_POST
def retire_question(
    request: HttpRequest, programme: str, pk: UUID, code: str
) -> HttpResponse:
    """Ask a question no more; answers to it stay."""
    found = policy.form_for(request.user, programme, pk, to="edit")
    try:
        changed = rules.change_form(
            found,
            lambda before: editing.retired(before, code),
            by=request.user,
            about=code,
        )
    except MethodError as refusal:
        messages.error(request, explain(refusal))
        return redirect("diagnosis:form", programme, pk)
    _say(request, found, changed)
    return redirect("diagnosis:form", programme, changed.pk)


@login_required
@require_http_methods(["GET", "POST"])
def add_question(
    request: HttpRequest, programme: str, pk: UUID, block: str
) -> HttpResponse:
    """Ask something more, at the end of a block."""
    found = policy.form_for(request.user, programme, pk, to="edit")
    questionnaire = queries.whole(found)
    into = _block(questionnaire, block)
    form = QuestionForm(posted(request), form=questionnaire)
    context = _frame(found.programme, _of(found)) | {
        "form": form,
        "edited": found,
        "name": questionnaire.label(into.labels) or block,
    }
    if form.is_valid():
        question = form.question(questionnaire.languages[0])
        return _changed(
            request,
            found,
            lambda before: editing.with_question(before, block, question),
            context | {"about": question.code},
            "diagnosis/add_question.html",
        )
    return _show(request, "diagnosis/add_question.html", context)


def _changed(
    request: HttpRequest,
    found: Form,
    change: rules.Change,
    context: dict[str, Any],
    template: str,
) -> HttpResponse:
    try:
        changed = rules.change_form(
            found, change, by=request.user, about=context["about"]
        )
    except MethodError as refusal:
        return render(request, template, context | {"error": refusal}, status=409)
    _say(request, found, changed)
    return redirect("diagnosis:form", found.programme.slug, changed.pk)


def _say(request: HttpRequest, before: Form, after: Form) -> None:
    said = gettext("The changes are saved.")
    if before.pk != after.pk:
        said = gettext(
            "A survey asks by version %(before)s, which stays as it is. The change is "
            "in version %(after)s."
        ) % {"before": before.version, "after": after.version}
    messages.success(request, said)


def _show(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    status = 422 if context["form"].is_bound else 200
    return render(request, template, context, status=status)


@login_required
@require_POST
def retire_form(request: HttpRequest, programme: str, pk: UUID) -> HttpResponse:
    """Take a version out of use."""
    found = policy.form_for(request.user, programme, pk, to="edit")
    try:
        rules.retire_form(found, by=request.user)
    except MethodError as refusal:
        messages.error(request, explain(refusal))
        return redirect("diagnosis:form", programme, pk)
    messages.success(request, gettext("The version is out of use."))
    return redirect("diagnosis:forms", programme)


@login_required
@require_GET
def form_file(
    request: HttpRequest, programme: str, pk: UUID, ending: str
) -> HttpResponse:
    """The questionnaire as an XLSForm, on paper, or as JSON."""
    found = policy.form_for(request.user, programme, pk)
    return answer_form(queries.whole(found), ending, request.GET.get("language", ""))


def answer_form(
    questionnaire: Questionnaire, ending: str, language: str
) -> HttpResponse:
    """A questionnaire as a download, the language asked for first."""
    if ending not in TYPES:
        raise Http404
    first = queries.language_for(questionnaire, language)
    shown = editing.in_language(questionnaire, first)
    name = f"{shown.code}-{shown.version}.{ending}"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        results.write_results(shown, path)
        content = path.read_bytes()
    return download(content, name, TYPES[ending])
