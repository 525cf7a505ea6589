"""Files that people take along."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"


def download(content: bytes | str, name: str, content_type: str) -> HttpResponse:
    """A file to keep, under its name, in any script."""
    header = content_disposition_header(as_attachment=True, filename=name) or ""
    return HttpResponse(
        content, content_type=content_type, headers={"Content-Disposition": header}
    )


def csv_for_excel(content: bytes) -> bytes:
    """A CSV that says it is UTF-8: Excel takes it for that only where it does."""
    return "\N{BYTE ORDER MARK}".encode() + content
