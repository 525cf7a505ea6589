"""The tables of a study (T1 to T5, T9), as numbers: for pages, files and documents."""

from collections.abc import Mapping

from distretto.web.diagnosis.study_tables.benchmarks import (
    benchmark_reasons,
    benchmarks,
    benchmarks_with_reasons,
)
from distretto.web.diagnosis.study_tables.chain import (
    BENCHMARK,
    BEST,
    MEDIAN,
    costs,
    costs_of_stage,
    flows,
    frames,
    part_name,
    stages,
)
from distretto.web.diagnosis.study_tables.named import Maker, Named
from distretto.web.diagnosis.study_tables.profile import (
    profile,
    profile_on_paper,
    units,
)
from distretto.web.diagnosis.study_tables.services import institutions, services

TABLES: Mapping[str, Maker] = {
    "profile": profile,
    "units": units,
    "stages": stages,
    "flows": flows,
    "frames": frames,
    "costs": costs,
    "institutions": institutions,
    "services": services,
    "benchmarks": benchmarks_with_reasons,
}

__all__ = [
    "BENCHMARK",
    "BEST",
    "MEDIAN",
    "TABLES",
    "Maker",
    "Named",
    "benchmark_reasons",
    "benchmarks",
    "costs",
    "costs_of_stage",
    "flows",
    "frames",
    "institutions",
    "part_name",
    "profile",
    "profile_on_paper",
    "services",
    "stages",
    "units",
]
