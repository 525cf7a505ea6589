"""Pictures of a round, kept as they are finished under what they were made from."""

import hashlib
import json
from collections.abc import Callable
from typing import Any

from django.core.cache import caches
from django.urls import reverse
from django.utils.translation import get_language, gettext, ngettext

from distretto import __version__
from distretto.formats.charts import funnel as funnel_chart
from distretto.formats.charts import ranges as ranges_chart
from distretto.formats.charts import robustness as robustness_chart
from distretto.formats.charts.picture import Picture
from distretto.web.selection.models import Candidate, Round
from distretto.web.selection.queries.ranking import Result
from distretto.web.selection.queries.rounds import Funnel, FunnelStage
from distretto.web.ui.pictures import Shown, page_language, shown

SHOWN = 15  # candidates in a picture; the table beside it has them all, page by page
EDITION = 3  # raise it when a picture is made differently


def funnel_stages(round_: Round, numbers: Funnel) -> list[funnel_chart.Stage]:
    """The stages as the chart wants them, each leading to its place on the page."""
    page = reverse("selection:round", args=[round_.programme.slug, round_.pk])
    stages = [
        funnel_chart.Stage(
            name=str(each.title),
            count=each.reached,
            reasons=_reasons(each),
            link=f"{page}#{each.stage}",
        )
        for each in numbers.stages
    ]
    return [*_universes(numbers), *stages]


def _universes(numbers: Funnel) -> list[funnel_chart.Stage]:
    """The universe of the round, or that of each map where they differ."""
    if numbers.universes:
        return [
            funnel_chart.Stage(_universe_name(each.map_name), each.count, beside=True)
            for each in numbers.universes
        ]
    if numbers.universe is None:
        return []
    return [funnel_chart.Stage(gettext("Universe"), numbers.universe)]


def _universe_name(map_name: str) -> str:
    if not map_name:
        return gettext("Universe")
    return f"{gettext('Universe')}: {page_language().own(map_name)}"


def _reasons(stage: FunnelStage) -> str:
    """Why candidates left, each reason behind the names of those that it was given."""
    named: dict[str, list[str]] = {}
    for each in stage.leavers:
        named.setdefault(each.left_because, []).append(each.name)
    said = [f"{', '.join(names)}: {reason}" for reason, names in named.items()]
    if more := stage.left - len(stage.leavers):
        words = ngettext("and %(number)d more", "and %(number)d more", more)
        said.append(words % {"number": more})
    return " · ".join(said)


def funnel(round_: Round, numbers: Funnel) -> Shown | None:
    """The funnel of a round; None while it is empty."""
    if not numbers.stages[0].reached:
        return None
    stages = funnel_stages(round_, numbers)

    def make(width: int) -> Picture:
        return funnel_chart.funnel(stages, language=page_language(), width=width)

    return _kept(["funnel", *map(str, stages)], make)


def stands(result: Result, names: dict[str, str]) -> list[robustness_chart.Stand]:
    """How each candidate fares when the weights move."""
    runs = result.kept["robustness"]
    ranks = result.kept["methods"]["weighted-sum"]["rank"]
    return [
        robustness_chart.Stand(
            name=names[pk],
            in_top_share=runs["in_top_share"][place],
            rank_best=runs["rank_best"][place],
            rank_worst=runs["rank_worst"][place],
            is_in_top=ranks[place] <= runs["top"],
            is_at_edge=runs["at_edge"][place],
        )
        for place, pk in enumerate(result.candidates)
        if ranks[place] is not None and pk in names
    ]


def robustness(result: Result) -> Shown | None:
    """How often each of the first candidates stays among the first."""
    runs = result.kept["robustness"]
    if runs is None:
        return None
    names = _names(result, result.order("robustness")[:SHOWN])

    def make(width: int) -> Picture:
        return robustness_chart.robustness(
            stands(result, names),
            top=runs["top"],
            draws=runs["draws"],
            seed=runs["seed"],
            changed_share=runs["top_changed_share"],
            most=SHOWN,
            language=page_language(),
            width=width,
        )

    return _kept(["robustness", result.fingerprint, *names.values()], make)


def method_scores(result: Result, names: dict[str, str]) -> ranges_chart.Scores:
    """The three methods side by side, as the chart wants them."""
    return {
        method: {
            names[pk]: ranges_chart.MethodScore(
                score=columns["score"][place],
                rank=columns["rank"][place],
                low=columns["score_low"][place],
                high=columns["score_high"][place],
                rank_best=columns["rank_best"][place],
                rank_worst=columns["rank_worst"][place],
            )
            for place, pk in enumerate(result.candidates)
            if pk in names
        }
        for method, columns in result.kept["methods"].items()
    }


def ranges(result: Result) -> Shown | None:
    """The scores of the first candidates by each method, with their ranges."""
    names = _names(result, result.order()[:SHOWN])
    if not names:
        return None

    def make(width: int) -> Picture:
        return ranges_chart.score_ranges(
            method_scores(result, names), language=page_language(), width=width
        )

    return _kept(["ranges", result.fingerprint, *names.values()], make)


def _names(result: Result, places: list[int]) -> dict[str, str]:
    ids = [result.candidates[place] for place in places]
    found = Candidate.objects.filter(pk__in=ids).values_list("pk", "name")
    return {str(pk): name for pk, name in found}


def _kept(said: list[Any], make: Callable[[int], Picture]) -> Shown:
    """The finished picture: drawn once for what it says, in one language.

    Even its definition takes longer than a page may.
    """
    text = json.dumps([__version__, EDITION, get_language(), *said])
    key = f"round-{hashlib.sha256(text.encode()).hexdigest()}"
    kept: Shown | None = caches["pictures"].get(key)
    if kept is None:
        kept = shown(make)
        caches["pictures"].set(key, kept)
    return kept
