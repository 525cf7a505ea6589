"""Entering, changing and taking out one row of a table of a study."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from distretto.web.diagnosis.forms.study_rows import FORMS, RowForm
from distretto.web.diagnosis.models import Study
from distretto.web.diagnosis.policy import studies as policy
from distretto.web.diagnosis.policy import study_rows as rows_policy
from distretto.web.diagnosis.rules import study_rows as rules
from distretto.web.diagnosis.starters import STARTERS
from distretto.web.diagnosis.study_rows import RowKind
from distretto.web.diagnosis.views.study_tables import table_frame
from distretto.web.ui.replies import act, posted, saved

# What a link may say of a row that is not there yet.
BEGUN = ("indicator", "unit", "of", "service", "institution", "source_stage", "stage")


@login_required
@require_http_methods(["GET", "POST"])
def add_study_row(
    request: HttpRequest, programme: str, pk: UUID, kind: str
) -> HttpResponse:
    """Enter a row of a table."""
    row_kind = rows_policy.row_kind(kind)
    found = policy.study_for(request.user, programme, pk, to="edit")
    form = FORMS[kind](
        posted(request), study=found, initial=_begun(request, found, kind)
    )
    if form.is_valid() and saved(
        form,
        lambda: rules.add_row(row_kind, form.facts(), study=found, by=request.user),
    ):
        messages.success(request, gettext("The row is entered."))
        return _next(request, programme, found, row_kind)
    return _show(request, found, form)


def _begun(request: HttpRequest, study: Study, kind: str) -> dict[str, Any]:
    begun = {name: request.GET[name] for name in BEGUN if name in request.GET}
    if kind == "stage":
        begun["order"] = str(study.chain_stages.current().count() + 1)
    if kind == "unit-type":
        begun["currency"] = study.currency or study.cluster.programme.currency
        begun["order"] = str(study.unit_types.current().count() + 1)
    return begun


def _next(
    request: HttpRequest, programme: str, study: Study, kind: RowKind
) -> HttpResponse:
    """The table, or the empty form again where one row follows the other."""
    if "another" in request.POST:
        return redirect("diagnosis:add-study-row", programme, study.pk, kind.key)
    return redirect(f"diagnosis:{kind.page}", programme, study.pk)


@login_required
@require_http_methods(["GET", "POST"])
def edit_study_row(
    request: HttpRequest, programme: str, kind: str, pk: UUID
) -> HttpResponse:
    """Change a row of a table."""
    row_kind = rows_policy.row_kind(kind)
    row = rows_policy.row_for(request.user, programme, kind, pk)
    study = row.table_study
    form = FORMS[kind](posted(request), study=study, instance=row)
    if form.is_valid() and saved(
        form,
        lambda: rules.edit_row(
            row_kind, row, form.facts(), study=study, by=request.user
        ),
    ):
        messages.success(request, gettext("The changes are saved."))
        return redirect(f"diagnosis:{row_kind.page}", programme, study.pk)
    return _show(request, study, form, row=row)


def _show(
    request: HttpRequest, study: Study, form: RowForm, *, row: Any = None
) -> HttpResponse:
    context = {
        **table_frame(study, form.kind.page.removeprefix("study-")),
        "form": form,
        "kind": form.kind,
        "row": row,
        "page": f"diagnosis:{form.kind.page}",
        "starters": STARTERS,
    }
    status = 422 if form.is_bound else 200
    return render(request, "diagnosis/edit_study_row.html", context, status=status)


@login_required
@require_POST
def retire_study_row(
    request: HttpRequest, programme: str, kind: str, pk: UUID
) -> HttpResponse:
    """Take a row out of a table."""
    row_kind = rows_policy.row_kind(kind)
    row = rows_policy.row_for(request.user, programme, kind, pk)
    study = row.table_study
    return act(
        request,
        lambda: rules.retire_row(row_kind, row, study=study, by=request.user),
        gettext("The row is taken out."),
        f"diagnosis:{row_kind.page}",
        programme,
        study.pk,
    )
