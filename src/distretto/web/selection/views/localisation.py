"""Which industries stand close together: ask, wait, and look at the curves."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from distretto.analysis.selection.agglomeration.localised import Localised
from distretto.formats.localisation.page import lead, localisation_table
from distretto.formats.localisation.report import LocalisationReport
from distretto.formats.localisation.words import reading
from distretto.web.accounts import policy as accounts
from distretto.web.accounts.models import Programme
from distretto.web.register import queries as register
from distretto.web.selection import files, localisation_files
from distretto.web.selection import localisation_pictures as pictures
from distretto.web.selection.forms.localisation import LocalisationForm
from distretto.web.selection.policy import localisation as policy
from distretto.web.selection.policy.maps import MAY
from distretto.web.selection.queries import localisation as queries
from distretto.web.selection.rules.localisation import measure_localisation
from distretto.web.ui.pictures import page_language
from distretto.web.work.models import Run

INDUSTRIES_ON_A_PAGE = 50


@login_required
@require_GET
def localisation(request: HttpRequest, programme: str) -> HttpResponse:
    """What can be measured, and what has been."""
    found = accounts.programme_for(request.user, programme, may=MAY)
    return _asking(request, found, None)


def _asking(
    request: HttpRequest, programme: Programme, form: LocalisationForm | None
) -> HttpResponse:
    datasets = register.datasets_with_places(programme)
    newest = datasets.first()
    chosen = request.GET.get("dataset") or (newest.pk if newest else None)
    context = {
        "programme": programme,
        "here": "selection",
        "may_measure": accounts.may_in(programme, "measure", MAY),
        "has_datasets": newest is not None,
        "form": form
        or LocalisationForm(datasets=datasets, initial={"dataset": chosen}),
        "results": queries.results_in(programme),
    }
    status = 422 if form is not None else 200
    return render(request, "selection/localisation.html", context, status=status)


@login_required
@require_POST
def measure(request: HttpRequest, programme: str) -> HttpResponse:
    """Measure a list in the background, or show what was measured before."""
    found = accounts.programme_for(request.user, programme, to="measure", may=MAY)
    datasets = register.datasets_with_places(found)
    form = LocalisationForm(request.POST, datasets=datasets)
    if not form.is_valid():
        return _asking(request, found, form)
    dataset = form.cleaned_data["dataset"]
    dataset.programme = found
    run = measure_localisation(dataset, form.settings(), by=request.user)
    if run.state == Run.State.DONE:
        return redirect("selection:localised", found.slug, run.pk)
    return redirect("work:run", found.slug, run.pk)


@login_required
@require_GET
def localised(request: HttpRequest, programme: str, pk: UUID) -> HttpResponse:
    """A result: a sentence, all industries, and one of them in pictures."""
    result = policy.result_for(request.user, programme, pk)
    found, role = result.run.programme, result.run.programme.my_role
    context: dict[str, Any] = {
        "programme": found,
        "here": "selection",
        "result": result,
        "may_measure": accounts.may_in(found, "measure", MAY),
    }
    report = queries.report_of(result)
    if report is not None:
        context |= _shown(request, result, policy.seen(role, result.dataset, report))
    return render(request, "selection/localised.html", context)


def _shown(
    request: HttpRequest, result: queries.Result, seen: policy.SeenLocalisation
) -> dict[str, Any]:
    report, language = seen.report, page_language()
    context: dict[str, Any] = {
        "seen": seen,
        "notes": report.notes,
        "unused": report.points.problem_count,
    }
    if not report.found:
        return context
    first, chosen = report.found[0], _chosen(request, report)
    role = result.run.programme.my_role
    table = localisation_table(report, language)
    rows = list(zip(report.found, table.worded(language), strict=True))
    page = Paginator(rows, INDUSTRIES_ON_A_PAGE)
    return context | {
        "reading": reading(first, report.name_of(first.industry), language),
        "lead": lead(report, language),
        "columns": table.columns,
        "page": page.get_page(request.GET.get("page")),
        "chosen": chosen,
        "chosen_name": report.name_of(chosen.industry),
        "pictures": pictures.pictures_of(result, role, seen, chosen),
        "downloads": localisation_files.kinds_for(seen).items(),
    }


def _chosen(request: HttpRequest, report: LocalisationReport) -> Localised:
    """The industry that is asked for, else the first one."""
    asked = request.GET.get("industry")
    if asked is None:
        return report.found[0]
    for each in report.found:
        if each.industry == asked:
            return each
    raise Http404


@login_required
@require_GET
def pictures_page(request: HttpRequest, programme: str, pk: UUID) -> HttpResponse:
    """The pictures of an industry: one for htmx, all of them on a page."""
    result, seen = _whole(request, programme, pk)
    kind, role = request.GET.get("kind"), result.run.programme.my_role
    if kind not in (None, *pictures.KINDS):
        raise Http404
    chosen = _chosen(request, seen.report)
    asked = pictures.pictures_of(result, role, seen, chosen)
    wanted = [each for each in asked if kind in (None, each.kind)]
    if not wanted:  # there is one, and it is not for this reader
        raise PermissionDenied
    template = "selection/map_pictures.html" + ("#pictures" if request.htmx else "")  # type: ignore[attr-defined]
    context = {
        "programme": role.programme,
        "here": "selection",
        "pictures": [each.drawn() for each in wanted],
    }
    return render(request, template, context)


@login_required
@require_GET
def download(
    request: HttpRequest, programme: str, pk: UUID, kind: str
) -> HttpResponseBase:
    """A result as a file: a table, points, or a page to print."""
    result, seen = _whole(request, programme, pk)
    if kind not in files.KINDS:
        raise Http404
    if kind not in localisation_files.kinds_for(seen):
        raise PermissionDenied
    role = result.run.programme.my_role
    return localisation_files.localisation_file(result, role, seen, kind)


def _whole(
    request: HttpRequest, programme: str, pk: UUID
) -> tuple[queries.Result, policy.SeenLocalisation]:
    """A result whose file is there and that has an industry this reader may see."""
    result = policy.result_for(request.user, programme, pk)
    report = queries.report_of(result)
    if report is None:  # the page itself says why
        raise Http404
    seen = policy.seen(result.run.programme.my_role, result.dataset, report)
    if not seen.report.found:
        raise Http404
    return result, seen
