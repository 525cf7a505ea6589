"""The ranking: three methods side by side, and how firmly it stands."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from distretto.errors import MethodError
from distretto.formats.firmness_words import without_one
from distretto.notes import FURTHER
from distretto.web.selection import round_pictures
from distretto.web.selection.models import Round
from distretto.web.selection.policy import rounds as policy
from distretto.web.selection.queries import comparison
from distretto.web.selection.queries import criteria as criteria_queries
from distretto.web.selection.queries import ranking as queries
from distretto.web.selection.views.replies import page
from distretto.web.ui.pictures import page_language

SORTS = ("weighted-sum", "topsis", "promethee", "robustness")


@login_required
@require_GET
def ranking(request: HttpRequest, programme: str, pk: UUID) -> HttpResponse:
    """The candidates ranked, each number with the figures it is made of."""
    round_ = policy.round_for(request.user, programme, pk)
    sort = request.GET.get("sort", SORTS[0])
    sort = sort if sort in SORTS else SORTS[0]
    context: dict[str, Any] = {"round": round_, "sort": sort}
    try:
        result = queries.result_of(round_)
    except MethodError as refusal:
        return page(request, "ranking.html", context | {"error": refusal})
    shown = Paginator(result.order(sort), comparison.PAGE)
    return page(
        request,
        "ranking.html",
        context | _compared(round_, result, shown.get_page(request.GET.get("page"))),
    )


def _compared(round_: Round, result: queries.Result, shown: Any) -> dict[str, Any]:
    firmness = comparison.firmness(round_, result)
    vetoed = comparison.vetoed_places(result)[: comparison.PAGE]
    return {
        "page": shown,
        "lines": comparison.lines(round_, result, list(shown.object_list)),
        "vetoed": comparison.lines(round_, result, vetoed),
        "robustness": result.kept["robustness"],
        "tied_at_edge": _tied(firmness),
        "overturns": firmness.overturns,
        "nearest": firmness.nearest,
        "without_one": without_one(
            firmness.without, round_.places_to_choose, page_language()
        ),
        "picture": round_pictures.robustness(result),
        "ranges": round_pictures.ranges(result),
        "criteria": round_.criteria.current(),
        "late_changes": criteria_queries.changed_after_seen(round_),
    }


def _tied(firmness: comparison.Firmness) -> str:
    """Who ties at the edge: the first few by name, and how many more there are."""
    names = ", ".join(f"“{name}”" for name in firmness.tied)
    more = firmness.tied_count - len(firmness.tied)
    if more <= 0:
        return names
    language = page_language()
    said = language.say_counted(*FURTHER, more)
    return said % {"names": names, "count": language.number(more)}
