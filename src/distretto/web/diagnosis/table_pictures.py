"""Pictures of the tables of a study: the value chain, and costs as bars.

To define a chart takes longer than a page may, so the finished picture is kept under
all that it is drawn from.
"""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

from django.core.cache import caches

from distretto.formats.charts.cost_bars import CostBar, cost_bars
from distretto.formats.charts.language import Language
from distretto.formats.charts.picture import Picture
from distretto.formats.charts.value_chain import value_chain_map
from distretto.formats.charts.value_chain_marks import ChainFlow as DrawnFlow
from distretto.formats.charts.value_chain_marks import ChainStage as DrawnStage
from distretto.formats.charts.value_chain_strips import FRAMEWORK, SUPPORT, Layer
from distretto.web.diagnosis.models import ChainStage
from distretto.web.diagnosis.numbers import number
from distretto.web.diagnosis.study_checks import FIRM_NAMES
from distretto.web.diagnosis.study_measures import StudyMeasures
from distretto.web.diagnosis.study_tables import part_name
from distretto.web.ui.pictures import Shown, page_language, shown

EDITION = 4  # raise it when a picture is made differently

_ABREAST = 2  # stages that can be read beside each other on a phone

Drawn = tuple[list[DrawnStage], list[DrawnFlow], list[Layer], str]
Bars = tuple[list[CostBar], list[str], str]


def shown_chain(found: StudyMeasures) -> Shown | None:
    """The map of the value chain on a page; None without stages."""
    drawn, language = _chain(found), page_language()
    if not drawn[0]:
        return None
    return _kept(drawn, lambda width: _chain_map(drawn, language, width))


def is_wide(found: StudyMeasures) -> bool:
    """Whether so many stages stand beside each other that a phone has no room."""
    beside = Counter(each.order for each in found.rows.stages)
    return max(beside.values(), default=0) > _ABREAST


def shown_costs(found: StudyMeasures, stage: ChainStage) -> Shown | None:
    """The costs of a stage on a page; None where no bar can be drawn."""
    language = page_language()
    drawn = _bars(found, stage, language)
    if not drawn[0]:
        return None
    return _kept(drawn, lambda width: _cost_bars(drawn, language, width))


def _kept(drawn: Any, make: Callable[[int], Picture]) -> Shown:
    told = repr((EDITION, page_language().code, drawn))
    key = "study-table-" + hashlib.sha256(told.encode()).hexdigest()
    kept: Shown | None = caches["pictures"].get(key)
    if kept is None:
        kept = shown(make)
        caches["pictures"].set(key, kept)
    return kept


def chain_picture(found: StudyMeasures, language: Language, width: int) -> Picture:
    """The map of the value chain, with who supports and what shapes it beneath."""
    return _chain_map(_chain(found), language, width)


def _chain_map(drawn: Drawn, language: Language, width: int) -> Picture:
    stages, flows, layers, money = drawn
    return value_chain_map(
        stages,
        flows,
        layers=layers,
        money=money,
        language=language,
        width=width,
    )


def _chain(found: StudyMeasures) -> Drawn:
    built = found.build_up.stages.iter_rows(named=True)
    places = {each.pk: place for place, each in enumerate(found.rows.stages)}
    stages = [
        DrawnStage(
            each.name,
            each.order,
            each.actors,
            each.women,
            price["price_out"],
            price["final_share"],
            each.governs,
        )
        for each, price in zip(found.rows.stages, built, strict=True)
    ]
    flows = [
        DrawnFlow(
            places[each.source_stage_id],
            places[each.target_stage_id],
            each.kind,
            number(each.share),
        )
        for each in found.rows.flows
    ]
    return stages, flows, list(_layers(found)), found.rows.money


def _layers(found: StudyMeasures) -> Iterator[Layer]:
    """Who supports the chain, and what shapes it, kind by kind."""
    names = {each.institution.name for each in found.rows.provisions}
    if names:
        yield Layer(SUPPORT, (tuple(sorted(names)),))
    kinds: dict[str, list[str]] = {}
    for each in found.rows.frames:
        kinds.setdefault(each.kind, []).append(each.name)
    if kinds:
        yield Layer(FRAMEWORK, tuple(tuple(kinds[kind]) for kind in kinds))


def cost_picture(
    found: StudyMeasures, stage: ChainStage, language: Language, width: int
) -> Picture | None:
    """The cost structure of a stage as bars; None where nothing of it is known."""
    drawn = _bars(found, stage, language)
    return _cost_bars(drawn, language, width) if drawn[0] else None


def _cost_bars(drawn: Bars, language: Language, width: int) -> Picture:
    bars, parts, money = drawn
    return cost_bars(bars, parts, money=money, language=language, width=width)


def _bars(found: StudyMeasures, stage: ChainStage, language: Language) -> Bars:
    parts = found.costs_of(stage).parts
    bars = [
        CostBar(language.say(name), tuple(parts[firm].to_list()))
        for firm, name in FIRM_NAMES.items()
    ]
    names = [part_name(each) for each in parts["part"]]
    return [each for each in bars if each.is_drawn], names, found.rows.money
