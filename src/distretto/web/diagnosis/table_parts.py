"""Tables and pictures of a study as blocks, for its Word and PDF."""

from distretto.formats.charts.language import Language
from distretto.formats.documents.blocks import Block, Heading, Listing, Text, parts_of
from distretto.web.diagnosis import study_tables as tables
from distretto.web.diagnosis.models import Study
from distretto.web.diagnosis.queries.study_rows import StudyRows
from distretto.web.diagnosis.study_checks import (
    chain_checks,
    cost_checks,
    matrix_checks,
    service_checks,
)
from distretto.web.diagnosis.study_measures import StudyMeasures
from distretto.web.diagnosis.study_parts import part
from distretto.web.diagnosis.table_pictures import chain_picture, cost_picture

WIDTH = 640
_MOST_COLUMNS = 6  # beside the first, on a sheet of A4


def measures_of(study: Study) -> StudyMeasures:
    """What follows of the tables of a study, each asked for when it is needed."""
    return StudyMeasures(StudyRows(study))


def _listed(named: tables.Named) -> list[Block]:
    """A table in pieces that fit a sheet."""
    if not named.table.rows:
        return []
    pieces = parts_of(named.lean, _MOST_COLUMNS)
    return [Heading(named.title, 3), *map(Listing, pieces)]


@part("profile")
def profile(study: Study, language: Language) -> list[Block]:
    """T1: the figures of the cluster with their sources."""
    return _listed(tables.profile(measures_of(study), language))


@part("units")
def units(study: Study, language: Language) -> list[Block]:
    """T2: the types of unit."""
    return _listed(tables.units(measures_of(study), language))


@part("chain")
def chain(study: Study, language: Language) -> list[Block]:
    """T3: the map of the value chain, its stages and flows, and whether they add up."""
    found = measures_of(study)
    if not found.rows.stages:
        return []
    return [
        chain_picture(found, language, WIDTH),
        *_listed(tables.stages(found, language)),
        *_listed(tables.flows(found, language)),
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
            checks = map(Text, cost_checks(found, stage, language))
            told += [Heading(stage.name, 3), picture, *checks]
    return [*told, *_listed(tables.costs(found, language))]


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
    return _listed(tables.benchmarks(measures_of(study), language))
