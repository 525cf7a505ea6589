"""The selection report as PDF, Word or Excel."""

from collections.abc import Callable
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from distretto.formats.documents import report_files
from distretto.formats.selection_report import SelectionReport
from distretto.web.selection.policy import rounds as policy
from distretto.web.selection.queries import report as queries
from distretto.web.ui.downloads import download

OFFICE = "application/vnd.openxmlformats-officedocument"
KINDS = (("pdf", _("PDF")), ("docx", _("Word")), ("xlsx", _("Excel")))
CONTENT_TYPES = {
    "pdf": "application/pdf",
    "docx": f"{OFFICE}.wordprocessingml.document",
    "xlsx": f"{OFFICE}.spreadsheetml.sheet",
}
WRITERS: dict[str, Callable[[SelectionReport], bytes]] = {
    "pdf": report_files.to_pdf,
    "docx": report_files.to_docx,
    "xlsx": report_files.to_xlsx,
}


@login_required
@require_GET
def download_report(
    request: HttpRequest, programme: str, pk: UUID, kind: str
) -> HttpResponse:
    """The report of a round, as far as the round has come.

    Assessors have codes in it. Who may read their names can ask for them: a report is
    handed on to people who may not.
    """
    round_ = policy.round_for(request.user, programme, pk)
    if kind not in WRITERS:
        raise Http404
    asked = round_.names_assessors or request.GET.get("assessors") == "names"
    by_name = asked and policy.may(round_, "names")
    content = WRITERS[kind](queries.report_of(round_, request.user, by_name=by_name))
    return as_file(content, kind, round_.name)


def as_file(content: bytes, kind: str, name: str) -> HttpResponse:
    """A file to keep, named after what is in it."""
    file_name = f"{slugify(name) or 'report'}.{kind}"
    return download(content, file_name, CONTENT_TYPES[kind])
