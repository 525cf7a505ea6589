"""The sample as a workbook: the work list of interviewers, strata and precision."""

import tempfile
from pathlib import Path

import polars as pl
from django.http import HttpResponse
from django.utils.translation import gettext

from distretto.formats.survey.found import Found
from distretto.formats.survey.results import write_results
from distretto.web.diagnosis.models import Survey
from distretto.web.diagnosis.queries.samples import state_names, work_list
from distretto.web.ui.downloads import XLSX, download
from distretto.web.ui.pictures import page_language

SCHEMA = dict.fromkeys(
    ("code", "firm", "stratum", "place", "address", "phone", "state", "replaces"),
    pl.String,
)


def sample_workbook(survey: Survey) -> HttpResponse:
    """Everybody who is asked, one row each, with what finds them."""
    names = state_names()
    rows = [
        (
            each.code,
            each.organisation.name,
            each.stratum,
            each.organisation.place.name if each.organisation.place else None,
            each.organisation.address or None,
            each.organisation.phone or None,
            names[each.became],  # type: ignore[attr-defined]
            each.replaces.code if each.replaces else None,
        )
        for each in work_list(survey)
    ]
    found = survey.sample_findings
    tables = {"firms": pl.DataFrame(rows, schema=SCHEMA, orient="row")}
    for name in ("strata", "precision"):
        if found.get(name):
            tables[name] = pl.DataFrame(found[name], infer_schema_length=None)
    title = gettext("Firms to ask: %(wave)s") % {"wave": survey.wave}
    content = workbook_of(Found("sample", tables, survey.sampling), title)
    return download(content, f"{gettext('sample')}.xlsx", XLSX)


def workbook_of(found: Found, title: str) -> bytes:
    """Tables of a survey as a workbook in the language of the page."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "found.xlsx"
        write_results(found, path, title=title, language=page_language())
        return path.read_bytes()
