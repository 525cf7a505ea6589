"""Datasets: the list, the dry run, the yes, and what is in use."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import (
    require_GET,
    require_http_methods,
    require_POST,
)

from distretto.errors import RuleError
from distretto.web.accounts.policy import may_in
from distretto.web.register import files, policy, queries
from distretto.web.register.forms.datasets import (
    FACTS,
    AcceptDatasetForm,
    DatasetFactsForm,
    ReadingForm,
    TotalsForm,
)
from distretto.web.register.models import Dataset
from distretto.web.register.rules import datasets as rules
from distretto.web.register.views.frame import frame, list_frame
from distretto.web.ui.reasons import act_for_a_reason

ON_A_PAGE = 50
PROBLEMS_SHOWN = 15
PROBLEMS_ON_A_PAGE = 100
TOTALS_SHOWN = 8


@login_required
@require_GET
def datasets(request: HttpRequest, programme: str) -> HttpResponse:
    """Uploaded tables, newest first."""
    found = policy.register_for(request.user, programme)
    page = Paginator(queries.datasets_in(found), ON_A_PAGE)
    context = {
        **list_frame(found, "datasets"),
        "page": page.get_page(request.GET.get("page")),
    }
    return render(request, "register/datasets.html", context)


@login_required
@require_GET
def dataset(request: HttpRequest, programme: str, pk: UUID) -> HttpResponse:
    """One dataset: being read, understood, in use, or refused with the reason."""
    return _dataset(request, policy.dataset_for(request.user, programme, pk))


def _dataset(
    request: HttpRequest, found: Dataset, *, status: int = 200, **more: Any
) -> HttpResponse:
    context = {
        **frame(found.programme, "datasets"),
        "dataset": found,
        "is_being_read": rules.is_being_read(found),
    }
    if found.status == Dataset.Status.REFUSED:
        return render(request, "register/dataset_refused.html", context | more)
    is_open = found.status in (Dataset.Status.UPLOADED, Dataset.Status.UNDERSTOOD)
    context |= _read(found)
    if is_open and found.programme.may_edit:  # type: ignore[attr-defined]
        context |= _asked(found)
        template = "register/dataset_check.html"
    else:
        template = "register/dataset.html"
    return render(request, template, context | more, status=status)


def _read(found: Dataset) -> dict[str, Any]:
    """What was found, as far as the role may see it."""
    role_sees_rows = may_in(found.programme, "rows", policy.MAY)
    details = queries.details_of(found)
    problems = details.get("problems", [])
    return {
        "found": found.findings,
        "columns": queries.columns_understood(found),
        "sees_rows": role_sees_rows,
        "preview": details.get("preview") if role_sees_rows else None,
        "problems": problems[:PROBLEMS_SHOWN] if role_sees_rows else [],
        "problems_more": max(0, len(problems) - PROBLEMS_SHOWN),
        "totals": details.get("totals", [])[:TOTALS_SHOWN] if role_sees_rows else [],
        "measures": queries.measures_of(found),
        "match": queries.region_match(found),
    }


def _asked(found: Dataset) -> dict[str, Any]:
    initial = {name: getattr(found, name) for name in FACTS}
    initial["is_published"] = queries.looks_published(found)
    return {
        "reading_form": ReadingForm(dataset=found),
        "form": AcceptDatasetForm(
            initial=initial, error_count=found.findings.get("error_count", 0)
        ),
    }


@login_required
@require_POST
def read_dataset(request: HttpRequest, programme: str, pk: UUID) -> HttpResponse:
    """Read a dataset again, as told."""
    found = policy.dataset_for(request.user, programme, pk, to="edit")
    form = ReadingForm(request.POST, dataset=found)
    if not form.is_valid():
        return _dataset(request, found, status=422, reading_form=form)
    try:
        rules.read_dataset(found, told=form.told(), by=request.user)
    except RuleError as refusal:
        return _dataset(request, found, status=409, error=refusal)
    return redirect("register:dataset", programme, pk)


@login_required
@require_POST
def answer_dataset(request: HttpRequest, programme: str, pk: UUID) -> HttpResponse:
    """Read a dataset again, with the answer to a question about its totals."""
    found = policy.dataset_for(request.user, programme, pk, to="edit")
    form = TotalsForm(request.POST)
    if not form.is_valid():
        return _dataset(request, found, status=422, answer_form=form)
    try:
        rules.answer_question(found, answer=form.cleaned_data, by=request.user)
    except RuleError as refusal:
        return _dataset(request, found, status=409, error=refusal)
    return redirect("register:dataset", programme, pk)


@login_required
@require_POST
def accept_dataset(request: HttpRequest, programme: str, pk: UUID) -> HttpResponse:
    """Take a dataset into use as it was understood."""
    found = policy.dataset_for(request.user, programme, pk, to="edit")
    form = AcceptDatasetForm(
        request.POST, error_count=found.findings.get("error_count", 0)
    )
    if not form.is_valid():
        return _dataset(request, found, status=422, form=form)
    try:
        rules.accept_dataset(
            found,
            by=request.user,
            accept_problems=form.cleaned_data.get("accept_problems", False),
            **form.facts(),
        )
    except RuleError as refusal:
        return _dataset(request, found, status=409, form=form, error=refusal)
    messages.success(request, gettext("The dataset is in use."))
    return redirect("register:dataset", programme, pk)


@login_required
@require_http_methods(["GET", "POST"])
def edit_dataset(request: HttpRequest, programme: str, pk: UUID) -> HttpResponse:
    """Correct name, source, licence and year."""
    found = policy.dataset_for(request.user, programme, pk, to="edit")
    initial = {name: getattr(found, name) for name in FACTS}
    sent = request.POST if request.method == "POST" else None
    form = DatasetFactsForm(sent, initial=initial)
    if form.is_valid():
        rules.edit_dataset(found, by=request.user, **form.facts())
        messages.success(request, gettext("The changes are saved."))
        return redirect("register:dataset", programme, pk)
    context = {
        **frame(found.programme, "datasets"),
        "dataset": found,
        "form": form,
    }
    status = 422 if form.errors else 200
    return render(request, "register/edit_dataset.html", context, status=status)


@login_required
@require_POST
def retire_dataset(request: HttpRequest, programme: str, pk: UUID) -> HttpResponse:
    """Take a dataset out of use."""
    found = policy.dataset_for(request.user, programme, pk, to="edit")
    return act_for_a_reason(
        request,
        lambda reason: rules.retire_dataset(found, by=request.user, reason=reason),
        gettext("The dataset is out of use."),
        "register:datasets",
        programme,
    )


@login_required
@require_GET
def dataset_file(request: HttpRequest, programme: str, pk: UUID) -> FileResponse:
    """The file as it was uploaded."""
    found = policy.dataset_for(request.user, programme, pk, to="rows")
    if not found.file:
        raise Http404
    return FileResponse(
        found.file.open("rb"), as_attachment=True, filename=found.file_name
    )


@login_required
@require_GET
def dataset_problems(request: HttpRequest, programme: str, pk: UUID) -> HttpResponse:
    """Every problem of a dataset that was kept with its place."""
    found = policy.dataset_for(request.user, programme, pk, to="rows")
    details = queries.details_of(found)
    page = Paginator(details.get("problems", []), PROBLEMS_ON_A_PAGE)
    context = {
        **frame(found.programme, "datasets"),
        "dataset": found,
        "page": page.get_page(request.GET.get("page")),
    }
    return render(request, "register/dataset_problems.html", context)


@login_required
@require_GET
def dataset_problems_csv(
    request: HttpRequest, programme: str, pk: UUID
) -> HttpResponse:
    """The same as a file to work through beside the table."""
    found = policy.dataset_for(request.user, programme, pk, to="rows")
    details = queries.details_of(found)
    return files.problems_csv(details.get("problems", []), found.file_name)
