"""Identification tests: the grid of candidates by tests, and their answers."""

from dataclasses import astuple
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from distretto.errors import gettext_noop
from distretto.web.selection.forms.candidates import FilterForm, sent_candidates
from distretto.web.selection.forms.identification import (
    AnswerForm,
    OpenAnswersForm,
    OpenCell,
    TestForm,
)
from distretto.web.selection.policy import rounds as policy
from distretto.web.selection.policy import secrecy
from distretto.web.selection.queries import candidates as candidate_queries
from distretto.web.selection.queries import identification as queries
from distretto.web.selection.rules import identification as rules
from distretto.web.selection.views.replies import page
from distretto.web.ui.replies import act, posted, saved

_CHANGED = gettext_noop(
    "The answer was changed here and is not saved. Save it; or put it back as it was, "
    "and withdraw it then."
)


@login_required
def identification(request: HttpRequest, programme: str, pk: UUID) -> HttpResponse:
    """Candidates by tests; open answers are given in the table, all in one go."""
    may = "help" if request.method == "POST" else "view"
    round_ = policy.round_for(request.user, programme, pk, to=may)
    may_help = policy.may(round_, "help") and not round_.is_decided
    filters = FilterForm(request.GET)
    shown = Paginator(
        candidate_queries.listed(round_, filters.wanted()), queries.PAGE
    ).get_page(request.GET.get("page"))
    candidates = sent_candidates(request.POST, round_) or shown.object_list
    tests, answers = queries.answers_of(round_, candidates)
    seen = secrecy.seen_figures(secrecy.reader_of(round_), candidates)
    lines = [(each, answers[each.pk]) for each in candidates]
    form = OpenAnswersForm(posted(request), lines=lines)
    if form.is_valid() and saved(form, lambda: _answer(form, request)):
        return redirect(request.get_full_path())
    context = {
        "round": round_,
        "filters": filters,
        "masked": secrecy.said_of(round_, seen.values()),
        "page": shown,
        "tests": tests,
        "lines": form.rows() if may_help else _read_only(lines),
        "bases": queries.bases_of(answers.values()),
        "may_help": may_help,
        "has_open": may_help and bool(form.open),
    }
    return page(request, "identification.html", context, form)


def _answer(form: OpenAnswersForm, request: HttpRequest) -> bool:
    given = [astuple(each) for each in form.given()]
    count = rules.answer_many(given, by=request.user)
    told = ngettext(
        "%(count)d answer is saved.", "%(count)d answers are saved.", count
    ) % {"count": count}
    messages.success(request, told)
    return True


def _read_only(lines: list[Any]) -> list[tuple[Any, list[OpenCell]]]:
    return [(each, [OpenCell(said) for said in answers]) for each, answers in lines]


@login_required
def add_test(request: HttpRequest, programme: str, pk: UUID) -> HttpResponse:
    """The tests of the round, and a form for another."""
    round_ = policy.round_for(request.user, programme, pk, to="help")
    # What was typed of a new test when another was removed stands in the address.
    form = TestForm(posted(request), initial=request.GET.dict())
    if form.is_valid():
        fields = form.cleaned_data
        if saved(form, lambda: rules.add_test(round_, by=request.user, **fields)):
            return redirect("selection:add-test", programme, pk)
    context = {"round": round_, "tests": round_.tests.current()}
    return page(request, "tests.html", context, form)


@login_required
def change_test(
    request: HttpRequest, programme: str, pk: UUID, test: UUID
) -> HttpResponse:
    """Change a test."""
    round_ = policy.round_for(request.user, programme, pk, to="help")
    found = policy.part_of(round_.tests, test)
    form = TestForm(posted(request), instance=found)
    if form.is_valid():
        fields = form.cleaned_data
        if saved(form, lambda: rules.change_test(found, by=request.user, **fields)):
            return redirect("selection:add-test", programme, pk)
    return page(request, "change_test.html", {"round": round_, "test": found}, form)


@login_required
@require_POST
def remove_test(
    request: HttpRequest, programme: str, pk: UUID, test: UUID
) -> HttpResponse:
    """Take a test away; what was typed of a new one stays in its fields."""
    round_ = policy.round_for(request.user, programme, pk, to="help")
    found = policy.part_of(round_.tests, test)
    typed = {name: request.POST.get(name, "") for name in TestForm.Meta.fields}
    kept = urlencode({name: text for name, text in typed.items() if text})
    tests = reverse("selection:add-test", args=[programme, pk])
    return act(
        request,
        lambda: rules.remove_test(found, by=request.user),
        _("The test is removed. Its answers are kept in the history."),
        f"{tests}?{kept}" if kept else tests,
    )


@login_required
def answer_test(
    request: HttpRequest, programme: str, pk: UUID, candidate: UUID, test: UUID
) -> HttpResponse:
    """Answer one test for one candidate by hand, with evidence."""
    round_ = policy.round_for(request.user, programme, pk, to="help")
    found = policy.candidate_of(round_, candidate)
    asked = policy.part_of(round_.tests, test)
    back = _back(
        request, reverse("selection:candidate", args=[programme, pk, candidate])
    )
    given = asked.answers.current().filter(candidate=found).first()
    form = AnswerForm(posted(request), instance=given)
    if "withdraw" in request.POST:
        if not form.has_changed():
            return act(
                request,
                lambda: rules.take_answer_back(asked, found, by=request.user),
                _("The answer by hand is withdrawn."),
                back,
            )
        form.add_error(None, _(_CHANGED))
    if form.is_valid():
        said = form.cleaned_data
        if saved(
            form, lambda: rules.answer_test(asked, found, by=request.user, **said)
        ):
            return redirect(back)
    answer = queries.answered(asked, found, given)
    context = {
        "round": round_,
        "candidate": found,
        "test": asked,
        "answer": answer,
        "back": back,
    }
    return page(request, "answer_test.html", context, form)


def _back(request: HttpRequest, otherwise: str) -> str:
    """Where the reader came from: a page of this site that the address names."""
    asked = request.GET.get("back", "")
    is_ours = url_has_allowed_host_and_scheme(asked, allowed_hosts=None)
    return asked if is_ours else otherwise
