"""Identification tests: the grid of candidates by tests, and their answers."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from distretto.web.selection.forms.candidates import FilterForm
from distretto.web.selection.forms.identification import AnswerForm, TestForm
from distretto.web.selection.policy import rounds as policy
from distretto.web.selection.queries import candidates as candidate_queries
from distretto.web.selection.queries import identification as queries
from distretto.web.selection.rules import identification as rules
from distretto.web.selection.views.replies import act, page, posted, saved


@login_required
@require_GET
def identification(request: HttpRequest, programme: str, pk: UUID) -> HttpResponse:
    """Candidates by tests, with what each answer rests on."""
    round_ = policy.round_for(request.user, programme, pk)
    filters = FilterForm(request.GET)
    found = candidate_queries.listed(round_, filters.wanted())
    shown = Paginator(found, candidate_queries.PAGE).get_page(request.GET.get("page"))
    tests, answers = queries.answers_of(round_, shown.object_list)
    context = {
        "round": round_,
        "filters": filters,
        "page": shown,
        "tests": tests,
        "lines": [(each, answers[each.pk]) for each in shown.object_list],
        "bases": queries.bases_of(answers.values()),
        "may_help": policy.may(round_, "help") and not round_.is_decided,
    }
    return page(request, "identification.html", context)


@login_required
def add_test(request: HttpRequest, programme: str, pk: UUID) -> HttpResponse:
    """The tests of the round, and a form for another."""
    round_ = policy.round_for(request.user, programme, pk, to="help")
    form = TestForm(posted(request))
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
    """Take a test away."""
    round_ = policy.round_for(request.user, programme, pk, to="help")
    found = policy.part_of(round_.tests, test)
    return act(
        request,
        lambda: rules.remove_test(found, by=request.user),
        _("The test is removed. Its answers are kept in the history."),
        "selection:add-test",
        programme,
        pk,
    )


@login_required
def answer_test(
    request: HttpRequest, programme: str, pk: UUID, candidate: UUID, test: UUID
) -> HttpResponse:
    """Answer one test for one candidate by hand, with evidence."""
    round_ = policy.round_for(request.user, programme, pk, to="help")
    found = policy.candidate_of(round_, candidate)
    asked = policy.part_of(round_.tests, test)
    back = ("selection:candidate", programme, pk, candidate)
    if "withdraw" in request.POST:
        return act(
            request,
            lambda: rules.take_answer_back(asked, found, by=request.user),
            _("The answer by hand is withdrawn."),
            *back,
        )
    given = asked.answers.current().filter(candidate=found).first()
    form = AnswerForm(posted(request), instance=given)
    if form.is_valid():
        said = form.cleaned_data
        if saved(
            form, lambda: rules.answer_test(asked, found, by=request.user, **said)
        ):
            return redirect(*back)
    answer = queries.answered(asked, found, given)
    context = {"round": round_, "candidate": found, "test": asked, "answer": answer}
    return page(request, "answer_test.html", context, form)
