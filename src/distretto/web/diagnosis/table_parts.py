"""Tables and pictures of a study as blocks, for its Word and PDF."""

from collections.abc import Iterator
from dataclasses import replace

from distretto.errors import gettext_noop
from distretto.formats.charts.language import Language
from distretto.formats.charts.picture import Table
from distretto.formats.documents.blocks import Block, Heading, Listing, Text, parts_of
from distretto.web.diagnosis import study_tables as tables
from distretto.web.diagnosis.chain_checks import chain_checks
from distretto.web.diagnosis.models import ChainStage, Study
from distretto.web.diagnosis.queries.study_rows import StudyRows
from distretto.web.diagnosis.study_checks import (
    cost_checks,
    matrix_checks,
    service_checks,
)
from distretto.web.diagnosis.study_measures import StudyMeasures
from distretto.web.diagnosis.study_parts import part
from distretto.web.diagnosis.table_pictures import chain_picture, cost_picture

WIDTH = 640
MONEY = gettext_noop("Money in %(unit)s.")
SOURCES = gettext_noop("Sources: %(sources)s.")
_MOST_COLUMNS = 6  # beside the first, on a sheet of A4


def measures_of(study: Study) -> StudyMeasures:
    """What follows of the tables of a study, each asked for when it is needed."""
    return StudyMeasures(StudyRows(study))


def _listed(named: tables.Named) -> list[Block]:
    """A table in pieces that fit a sheet, under its title."""
    if not named.table.rows:
        return []
    return [Heading(named.title, 3), *_pieces(named)]


def _pieces(named: tables.Named, *, note: str = "") -> Iterator[Block]:
    """The pieces, with what money is told in beneath the last one."""
    told = [named.language.say(MONEY) % {"unit": named.unit}] if named.unit else []
    *first, last = parts_of(named.lean, _MOST_COLUMNS)
    yield from map(Listing, first)
    yield Listing(last, note=" ".join([*told, *filter(None, [note])]))


@part("profile")
def profile(study: Study, language: Language) -> list[Block]:
    """T1: the figures of the cluster with their sources."""
    return _listed(tables.profile_on_paper(measures_of(study), language))


@part("units")
def units(study: Study, language: Language) -> list[Block]:
    """T2: the types of unit."""
    return _listed(tables.units(measures_of(study), language))


@part("chain")
def chain(study: Study, language: Language) -> list[Block]:
    """T3: the map of the value chain, its stages, flows and framework; what adds up."""
    found = measures_of(study)
    if not found.rows.stages:
        return []
    return [
        chain_picture(found, language, WIDTH),
        *_listed(tables.stages(found, language)),
        *_listed(tables.flows(found, language)),
        *_listed(tables.frames(found, language)),
        *map(Text, chain_checks(found, language)),
    ]


@part("costs")
def costs(study: Study, language: Language) -> list[Block]:
    """T4: what a unit of the product costs, stage by stage."""
    found = measures_of(study)
    told: list[Block] = []
    for stage in found.rows.stages:
        picture = cost_picture(found, stage, language, WIDTH)
        if picture is not None:
            told += [Heading(stage.name, 3), picture, *_costs(found, stage, language)]
    return told


def _costs(
    found: StudyMeasures, stage: ChainStage, language: Language
) -> Iterator[Block]:
    """The table without its sources, which stand beneath it."""
    named = tables.costs_of_stage(found, stage, language)
    sources = dict.fromkeys(str(row[-1]) for row in named.table.rows if row[-1])
    figures = Table(
        named.table.columns[:-1], tuple(row[:-1] for row in named.table.rows)
    )
    note = language.say(SOURCES) % {"sources": "; ".join(sources)} if sources else ""
    yield from _pieces(replace(named, table=figures), note=note)
    yield from map(Text, cost_checks(found, stage, language))


@part("institutions")
def institutions(study: Study, language: Language) -> list[Block]:
    """T5: who offers which service; gaps and overlaps."""
    found = measures_of(study)
    listed = _listed(tables.institutions(found, language))
    return [*listed, *map(Text, matrix_checks(found, language))]


@part("services")
def services(study: Study, language: Language) -> list[Block]:
    """T9: demand and supply of services."""
    found = measures_of(study)
    listed = _listed(tables.services(found, language))
    return [*listed, *map(Text, service_checks(found, language))]


@part("benchmarks")
def benchmarks(study: Study, language: Language) -> list[Block]:
    """The indicators of the profile beside those of others."""
    found = measures_of(study)
    listed = _listed(tables.benchmarks(found, language))
    return [*listed, *map(Text, tables.benchmark_reasons(found, language))]
