"""Lists of firms: all of them, the dry run of one, the yes, and what was taken in."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_POST

from distretto.errors import RuleError
from distretto.web.register import files, policy, reading
from distretto.web.register.forms.firm_lists import AcceptListForm, ListReadingForm
from distretto.web.register.models import FirmList
from distretto.web.register.queries import firm_lists as queries
from distretto.web.register.rules import firm_lists as rules
from distretto.web.register.rules.datasets import is_being_read
from distretto.web.register.views.frame import frame, list_frame
from distretto.web.ui.templatetags.ui import explain

ON_A_PAGE = 50
PROBLEMS_SHOWN = 15


@login_required
@require_GET
def firm_lists(request: HttpRequest, programme: str) -> HttpResponse:
    """Lists that were taken in, or are on their way; newest first."""
    found = policy.register_for(request.user, programme, to="rows")
    lists = found.firm_lists.current().select_related("cluster")
    context = {
        **list_frame(found, "firm_lists"),
        "page": Paginator(lists, ON_A_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "register/firm_lists.html", context)


@login_required
@require_GET
def firm_list(request: HttpRequest, programme: str, pk: UUID) -> HttpResponse:
    """One list: being read, understood, taken in, or refused with the reason."""
    return _firm_list(request, policy.firm_list_for(request.user, programme, pk))


def _firm_list(
    request: HttpRequest, found: FirmList, *, status: int = 200, **more: Any
) -> HttpResponse:
    details = _details(found)
    problems = details.get("problems", [])
    context = {
        **frame(found.programme, "firm_lists"),
        "firm_list": found,
        "is_being_read": is_being_read(found),
        "found": found.findings,
        "columns": queries.columns_understood(found),
        "problems": problems[:PROBLEMS_SHOWN],
        "problems_more": max(0, len(problems) - PROBLEMS_SHOWN),
        "preview": details.get("preview"),
        "known": queries.known_shares(found),
        "reading_form": ListReadingForm(firm_list=found),
        "form": AcceptListForm(
            initial={"name": found.name, "source": found.source, "year": found.year},
            error_count=found.findings.get("error_count", 0),
        ),
    }
    return render(request, "register/firm_list.html", context | more, status=status)


def _details(found: FirmList) -> dict[str, Any]:
    name = found.findings.get("details")
    return (reading.kept_details(name) if name else None) or {}


@login_required
@require_POST
def read_firm_list(request: HttpRequest, programme: str, pk: UUID) -> HttpResponse:
    """Read a list again, as told."""
    found = policy.firm_list_for(request.user, programme, pk, to="edit")
    form = ListReadingForm(request.POST, firm_list=found)
    if not form.is_valid():
        return _firm_list(request, found, status=422, reading_form=form)
    try:
        rules.read_firm_list(found, by=request.user, told=form.told())
    except RuleError as refusal:
        return _firm_list(request, found, status=409, error=refusal)
    return redirect("register:firm-list", programme, pk)


@login_required
@require_POST
def accept_firm_list(request: HttpRequest, programme: str, pk: UUID) -> HttpResponse:
    """Enter the firms of a list."""
    found = policy.firm_list_for(request.user, programme, pk, to="edit")
    form = AcceptListForm(
        request.POST, error_count=found.findings.get("error_count", 0)
    )
    if not form.is_valid():
        return _firm_list(request, found, status=422, form=form)
    try:
        taken = rules.accept_firm_list(found, form.facts(), by=request.user)
    except RuleError as refusal:
        return _firm_list(request, found, status=409, form=form, error=refusal)
    if taken.status == FirmList.Status.ACCEPTED:
        messages.success(request, gettext("The list is taken in."))
    return redirect("register:firm-list", programme, pk)


@login_required
@require_POST
def retire_firm_list(request: HttpRequest, programme: str, pk: UUID) -> HttpResponse:
    """Take a list off the page of lists."""
    found = policy.firm_list_for(request.user, programme, pk, to="edit")
    try:
        rules.retire_firm_list(found, by=request.user)
    except RuleError as refusal:
        messages.error(request, explain(refusal))
        return redirect("register:firm-list", programme, pk)
    messages.success(request, gettext("The list is off the page."))
    return redirect("register:firm-lists", programme)


@login_required
@require_GET
def firm_list_file(request: HttpRequest, programme: str, pk: UUID) -> FileResponse:
    """The file as it was uploaded."""
    found = policy.firm_list_for(request.user, programme, pk)
    if not found.file:
        raise Http404
    return FileResponse(
        found.file.open("rb"), as_attachment=True, filename=found.file_name
    )


@login_required
@require_GET
def firm_list_problems_csv(
    request: HttpRequest, programme: str, pk: UUID
) -> HttpResponse:
    """Every problem of a list, as a file to work through beside it."""
    found = policy.firm_list_for(request.user, programme, pk)
    return files.problems_csv(_details(found).get("problems", []), found.file_name)
