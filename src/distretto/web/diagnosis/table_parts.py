"""Tables and pictures of a study as blocks, for its Word and PDF."""

from collections.abc import Callable, Iterator, Mapping

from distretto.formats.charts.cost_bars import CostBar, cost_bars
from distretto.formats.charts.language import Language
from distretto.formats.charts.picture import Picture
from distretto.formats.charts.value_chain import ChainFlow as DrawnFlow
from distretto.formats.charts.value_chain import ChainStage as DrawnStage
from distretto.formats.charts.value_chain import value_chain_map
from distretto.formats.documents.blocks import Block, Heading, Listing, Text, parts_of
from distretto.web.diagnosis import study_tables as tables
from distretto.web.diagnosis.models import ChainStage, CostItem, Study
from distretto.web.diagnosis.queries.study_rows import StudyRows
from distretto.web.diagnosis.study_checks import (
    FIRM_NAMES,
    chain_checks,
    cost_checks,
    matrix_checks,
    service_checks,
)
from distretto.web.diagnosis.study_measures import StudyMeasures, number

WIDTH = 640
_MOST_COLUMNS = 6  # beside the first, on a sheet of A4
Make = Callable[[StudyMeasures, Language], Iterator[Block]]


def part(study: Study, key: str, language: Language) -> list[Block]:
    """The blocks of one part of the study; none where its tables are empty.

    Keys: profile, units, chain, costs, institutions, services, benchmarks.
    """
    return list(PARTS[key](StudyMeasures(StudyRows(study)), language))


def measures_of(study: Study) -> StudyMeasures:
    """What follows of the tables of a study, each asked for when it is needed."""
    return StudyMeasures(StudyRows(study))


def _listed(named: tables.Named) -> list[Block]:
    """A table in pieces that fit a sheet."""
    if not named.table.rows:
        return []
    pieces = parts_of(named.lean, _MOST_COLUMNS)
    return [Heading(named.title, 3), *map(Listing, pieces)]


def _profile(found: StudyMeasures, language: Language) -> Iterator[Block]:
    yield from _listed(tables.profile(found, language))


def _units(found: StudyMeasures, language: Language) -> Iterator[Block]:
    yield from _listed(tables.units(found, language))


def _chain(found: StudyMeasures, language: Language) -> Iterator[Block]:
    if found.rows.stages:
        yield chain_picture(found, language, WIDTH)
        yield from _listed(tables.stages(found, language))
        yield from _listed(tables.flows(found, language))
        yield from map(Text, chain_checks(found, language))


def _costs(found: StudyMeasures, language: Language) -> Iterator[Block]:
    for stage in found.rows.stages:
        if (picture := cost_picture(found, stage, language, WIDTH)) is not None:
            yield Heading(stage.name, 3)
            yield picture
            yield from map(Text, cost_checks(found, stage, language))
    yield from _listed(tables.costs(found, language))


def _institutions(found: StudyMeasures, language: Language) -> Iterator[Block]:
    yield from _listed(tables.institutions(found, language))
    yield from map(Text, matrix_checks(found, language))


def _services(found: StudyMeasures, language: Language) -> Iterator[Block]:
    yield from _listed(tables.services(found, language))
    yield from map(Text, service_checks(found, language))


def _benchmarks(found: StudyMeasures, language: Language) -> Iterator[Block]:
    yield from _listed(tables.benchmarks(found, language))


PARTS: Mapping[str, Make] = {
    "profile": _profile,
    "units": _units,
    "chain": _chain,
    "costs": _costs,
    "institutions": _institutions,
    "services": _services,
    "benchmarks": _benchmarks,
}


def chain_picture(found: StudyMeasures, language: Language, width: int) -> Picture:
    """The map of the value chain, with who supports it beneath."""
    built = found.build_up.stages.iter_rows(named=True)
    places = {each.pk: place for place, each in enumerate(found.rows.stages)}
    drawn = [
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
    names = dict.fromkeys(each.institution.name for each in found.rows.provisions)
    return value_chain_map(
        drawn,
        flows,
        institutions=sorted(names),
        money=found.rows.money,
        language=language,
        width=width,
    )


def cost_picture(
    found: StudyMeasures, stage: ChainStage, language: Language, width: int
) -> Picture | None:
    """The cost structure of a stage as bars; None where nothing of it is known."""
    parts = found.costs_of(stage).parts
    bars = [
        CostBar(language.say(name), tuple(parts[firm].to_list()))
        for firm, name in FIRM_NAMES.items()
    ]
    if not any(each.is_drawn for each in bars):
        return None
    names = [str(CostItem.Part(each).label) for each in parts["part"]]
    known = [each for each in bars if each.is_drawn]
    return cost_bars(
        known, names, money=found.rows.money, language=language, width=width
    )
