"""What every public function of `distretto.analysis` keeps.

Public is what its module lists in `__all__`, what says how it is called (a
“Parameters” section), and whatever another floor of the program imports.
"""

import ast
import copy
import importlib
import inspect
import itertools
import math
import pkgutil
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from types import FunctionType
from typing import Any

import numpy as np
import polars as pl
import pytest

import distretto.analysis
from distretto.analysis.diagnosis.answers.rules import Rule
from distretto.analysis.diagnosis.bottlenecks.indicators import Indicator
from distretto.analysis.diagnosis.linkages.graph import Graph
from distretto.analysis.diagnosis.linkages.survey import Linkages
from distretto.analysis.selection.agglomeration.bins import Bins
from distretto.analysis.selection.table import RegionIndustryTable
from distretto.errors import InputError

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "distretto"
KEYS = set(re.findall(r"^@\w+\{(\w+),", (ROOT / "docs/sources.bib").read_text(), re.M))
UNITS = re.compile(
    r"dimensionless|shares?\b|points|counts?\b|persons|units?\b|numbers?\b|ranks?\b"
)
# Functions without a formula of their own, which have no source to name.
NO_SOURCE = {
    "check_code": "looks a code up",
    "check_indicators": "looks at what was given",
    "assessor_summary": "means, medians and counts",
    "rank_candidates": "calls the methods, which name theirs",
    "plants_nearby": "counts plants",
    "reference_area": "adds up; computes no measure",
    "score_matrix": "reads scores; computes nothing",
    "views_of": "chooses kinds of actors",
    "kinds_in_both": "chooses kinds of linkage",
    "folded": "spells words plainly",
    "firm_name": "takes a name apart",
    "address_of": "takes an address apart",
}

# What was checked when it was made: a function of it may have nothing to refuse.
CHECKED = (Graph, Linkages)


def modules() -> Iterator[Any]:
    package = distretto.analysis
    for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        yield importlib.import_module(found.name)


def imported_elsewhere() -> set[tuple[str, str]]:
    """(module, name) of all that other floors take from `distretto.analysis`."""
    taken = set()
    for path in SOURCE.rglob("*.py"):
        if path.is_relative_to(SOURCE / "analysis"):
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ImportFrom) and node.module:
                taken |= {(node.module, name.name) for name in node.names}
    return taken


def public_functions() -> dict[str, FunctionType]:
    taken = imported_elsewhere()
    found = {}
    for module in modules():
        for name, thing in vars(module).items():
            if not inspect.isfunction(thing) or thing.__module__ != module.__name__:
                continue
            listed = name in getattr(module, "__all__", ())
            told = "\nParameters\n" in (inspect.getdoc(thing) or "")
            if listed or told or (module.__name__, name) in taken:
                found[name] = thing
    return found


PUBLIC = public_functions()
every_function = pytest.mark.parametrize("name", sorted(PUBLIC))


def sections(name: str) -> dict[str, str]:
    """The parts of a docstring by heading; what comes before the first is “”."""
    text = inspect.getdoc(PUBLIC[name]) or ""
    pieces = re.split(r"^(\w+)\n-+\n", text, flags=re.M)
    return {"": pieces[0], **dict(zip(pieces[1::2], pieces[2::2], strict=True))}


def described(name: str) -> set[str]:
    """Names of parameters told, here or by “those of `another function`”."""
    told = sections(name)
    names = set()
    for line in told.get("Parameters", "").splitlines():
        if line and not line.startswith(" "):
            names |= {part.strip() for part in line.split(" : ")[0].split(",")}
    for other in re.findall(r"are those of `(\w+)`", told[""]):
        names |= set(inspect.signature(PUBLIC[other]).parameters)
        names |= set(re.findall(r"`(\w+)` names", told[""]))
    return names


def test_the_walk_finds_the_measures():
    """The tests below would say nothing if nothing were found."""
    wanted = {"location_quotient", "focus", "size", "stars", "cluster_map"}
    wanted |= {"establishments_to_cells", "join_neighbours", "weighted_sum", "topsis"}
    assert wanted <= set(PUBLIC)


def takes_what_was_checked(name: str) -> bool:
    first = next(iter(inspect.signature(PUBLIC[name]).parameters.values()))
    return first.annotation in CHECKED


@every_function
def test_the_docstring_is_complete(name):
    told = sections(name)
    first = told[""].strip().split("\n\n")[0]
    assert re.search(r"\.(\s|$)|\]\.?$", first), "begins with a sentence"
    assert "Returns" in told
    if "are those of `" in told[""]:
        return
    assert "Parameters" in told
    assert "Raises" in told or takes_what_was_checked(name)
    assert "Never" not in told.get("Raises", ""), "says what it raises, or nothing"
    assert UNITS.search(told["Returns"] + told[""]), "says a unit, or “dimensionless”"


@every_function
def test_parameters_told_are_those_of_the_signature(name):
    assert described(name) == set(inspect.signature(PUBLIC[name]).parameters)


@every_function
def test_the_source_is_listed(name):
    keys = set(re.findall(r"\[([a-z]+\d{4}[a-z]?)", inspect.getdoc(PUBLIC[name]) or ""))
    if name in NO_SOURCE:
        assert not keys, f"{name} names a source: take it out of NO_SOURCE"
    else:
        assert keys, "names no source"
        assert keys <= KEYS, f"not in docs/sources.bib: {keys - KEYS}"


@every_function
def test_a_test_names_it(name):
    here = Path(__file__)
    word = re.compile(rf"\b{name}\b")
    tests = (path for path in (ROOT / "tests").rglob("*.py") if path != here)
    assert any(word.search(path.read_text()) for path in tests)


# How each function is called with a table of counts (or scores) of our making.

CELLS = pl.DataFrame(
    {
        "region": ["a", "a", "b", "b"],
        "industry": ["10", "25", "10", "25"],
        "establishments": [30.0, 40.0, 50.0, 60.0],
        "employment": [300.0, 700.0, 100.0, 2900.0],
    }
)
THREE = pl.concat(
    [
        CELLS,
        pl.DataFrame(
            {
                "region": ["a", "c", "c"],
                "industry": ["31", "31", "10"],
                "establishments": [5.0, 6.0, 2.0],
                "employment": [50.0, 60.0, 90.0],
            }
        ),
    ]
)
LIST = CELLS.select("region", "industry", size="employment")
YEARS = pl.concat([CELLS.with_columns(year=pl.lit(year)) for year in (2015, 2018)])
PERIOD = {"start": 2015, "end": 2018}
NEAR = pl.DataFrame({"region": ["a"], "neighbour": ["b"]})
SCORES = pl.DataFrame(
    {"candidate": ["k", "l", "m"], "p": [1.0, 3.0, 5.0], "q": [4.0, 2.0, 3.0]}
)
WEIGHTS = {"p": 0.5, "q": 0.5}
POINTS = pl.DataFrame(
    {"x": [0.0, 1.0, 3.0], "y": [0.0, 2.0, 1.0], "size": [5.0, 9.0, 2.0]}
)


HERFINDAHL = pl.DataFrame({"industry": ["10", "25"], "plant_herfindahl": [0.2, 0.1]})
BANDS = pl.DataFrame(
    {
        "industry": ["10", "10"],
        "plants": [4, 2],
        "employment": [20.0, 60.0],
        "lower": [2, 10],
        "upper": [9, None],
    }
)
AREAS = pl.DataFrame({"region": ["a", "b"], "area": [5.0, 2.5], "population": [90, 70]})


Call = tuple[Callable[[pl.DataFrame], Any], pl.DataFrame, str]


def selection(name: str, **settings: Any) -> Callable[[pl.DataFrame], Any]:
    return lambda table: PUBLIC[name](table, **settings)


def votes(table: pl.DataFrame) -> Any:
    points = table.drop("candidate").to_numpy()
    return PUBLIC["assessor_summary"](np.stack([points, points, points]))


def left_out(table: pl.DataFrame) -> Any:
    points = table.drop("candidate").to_numpy()
    return PUBLIC["choice_without_each"](
        np.stack([points, points]), list(WEIGHTS.values()), top=1
    )


def explained(table: pl.DataFrame) -> Any:
    figures = table["employment"].to_list()
    return PUBLIC["explain_location_quotient"](
        figures[0] if figures else math.nan,
        1_000,
        reference_industry_total=400,
        reference_total=4_000,
    )


def plane(table: pl.DataFrame) -> Any:
    return PUBLIC["sites_in_plane"](table["x"], table["y"], unit="km")


def density(table: pl.DataFrame) -> Any:
    few = {"simulations": 19, "distances_km": [0.0, 2.0]}
    return PUBLIC["k_density"](plane(POINTS), [0, 1, 2], weights=table["size"], **few)


def densities(table: pl.DataFrame) -> Any:
    names = ["shoes"] * table.height
    few = {"simulations": 19, "minimum_plants": 2, "weights": table["size"]}
    return list(PUBLIC["k_densities"](plane(POINTS), names, **few))


def correlation(table: pl.DataFrame) -> Any:
    return PUBLIC["pair_correlation"](density(table), area_km2=9.0)


def m_of_points(table: pl.DataFrame) -> Any:
    few = {"simulations": 19, "distances_km": [2.5, 3.1]}
    return PUBLIC["m_function"](plane(POINTS), [0, 1], weights=table["size"], **few)


def k_of_points(table: pl.DataFrame) -> Any:
    few = {"simulations": 19, "reach_km": 3.0}
    return PUBLIC["ripley_k"](plane(table), [0, 1], area_km2=9.0, **few)


def stage(table: pl.DataFrame) -> Any:
    first = table["employment"].to_list()
    figures = first[0] if first else None, 900, 1.5, 2.0
    return PUBLIC["explain_stage"](*figures, stage="growing", years=3)


def looked_up(table: pl.DataFrame) -> Any:
    return PUBLIC["check_code"](table["region"].to_list(), "region", "a")


def pass_over(table: pl.DataFrame) -> Any:
    return PUBLIC["site_pairs"](plane(table), Bins.within(3.0, 4))


def all_industries(table: pl.DataFrame) -> Any:
    few = {"simulations": 19, "minimum_plants": 2, "weights": table["size"]}
    names = ["shoes"] * table.height
    return list(PUBLIC["localised_industries"](plane(POINTS), names, **few))


def near_each_other(table: pl.DataFrame) -> Any:
    return PUBLIC["plants_nearby"](plane(table), [0, 1], 2.0)


def of_base(table: pl.DataFrame) -> Any:
    return PUBLIC["industries_of_base"](table["industry"], "manufacturing")


def arrays_of_plants(table: pl.DataFrame) -> Any:
    return PUBLIC["plant_concentration"](
        table["region"], table["industry"], table["size"]
    )


def matrix(table: pl.DataFrame) -> Any:
    """Two columns of the numbers, as a caller might give them."""
    return np.array(table["employment"].to_list(), dtype=object).reshape(-1, 2)


def of_presence(name: str, *more: Any, **settings: Any) -> Callable[..., Any]:
    """Called with which of the numbers are 300 or more."""
    return lambda table: PUBLIC[name](
        PUBLIC["presence"](matrix(table), threshold=300), *more, **settings
    )


def turns(table: pl.DataFrame) -> Any:
    has = PUBLIC["presence"](matrix(table), threshold=300)
    return PUBLIC["entry_and_exit"](np.stack([has, 1 - has]), np.stack([has, has]))


def related(table: pl.DataFrame) -> Any:
    """Three industries, related by the numbers of the table."""
    if not table["size"].dtype.is_numeric():
        return [table["size"].to_list()]
    sizes = table["size"].to_numpy()
    return sizes[:, None] * sizes


def hierarchy(table: pl.DataFrame) -> Any:
    pytest.importorskip("sklearn", reason="scikit-learn, optional, is not here")
    return PUBLIC["hierarchical_density_clusters"](plane(table), minimum_size=2)


def hot_spots(table: pl.DataFrame) -> Any:
    numbered = table.with_row_index("region")
    line = pl.DataFrame({"region": [0, 1], "neighbour": [1, 2]})
    return PUBLIC["local_moran"](numbered, line, value="size")


def hot_in_table(name: str, *more: Any) -> Callable[[pl.DataFrame], Any]:
    return lambda table: PUBLIC[name](
        RegionIndustryTable(table), NEAR, *more, permutations=19
    )


def around(table: pl.DataFrame) -> Any:
    return PUBLIC["sites_around"](plane(table), plane(table), [1, 1, 2], reach_km=1.0)


def by_category(table: pl.DataFrame) -> Any:
    return PUBLIC["industries_by_category"](RegionIndustryTable(table), numbers=[2])


def of_a_table(name: str) -> Callable[[pl.DataFrame], Any]:
    return lambda table: PUBLIC[name](RegionIndustryTable(table))


SURVEY = pl.DataFrame(
    {
        "response": ["r1", "r2", "r3", "r4", "r5", "r6"],
        "x": [3.0, 1.0, 4.0, 1.0, 5.0, 9.0],
        "size": ["small", "small", "small", "large", "large", "large"],
        "stratum": ["a", "a", "a", "b", "b", "b"],
    }
)
JUDGED = [Indicator("X1", "TEC", terms={"x": 1}, anchors=(0, 1, 2, 3, 4))]
STRATA = pl.DataFrame(
    {"stratum": ["a", "b"], "population": [9.0, 20.0], "sampled": [3.0, 4.0]}
)


def of_survey(name: str, *more: Any, **settings: Any) -> Callable[..., Any]:
    return lambda table: PUBLIC[name](table, *more, **settings)


def first_of(table: pl.DataFrame, column: str) -> Any:
    return table[column].to_list()[0] if table.height else math.nan


def shown_before(table: pl.DataFrame) -> Any:
    keys = set(table["response"])
    return PUBLIC["told_by_difference"]({"now": keys}, [("then", keys - {"r1"})])


Call = tuple[Callable[[pl.DataFrame], Any], pl.DataFrame, str]
FIRMS = pl.DataFrame(
    {
        "name": ["Arka Tekstil", "Arka Textile Ltd", "Kestrel Foods"],
        "latitude": [41.1, 41.1, 52.0],
        "longitude": [27.8, 27.8, 0.1],
    }
)
LINKAGES = pl.DataFrame(
    {
        "from": ["k", "l", "m", "k"],
        "to": ["l", "m", "k", "m"],
        "strength": [1.0, 2.0, 3.0, 1.0],
    }
)


def of_names(name: str) -> Callable[[pl.DataFrame], Any]:
    return lambda table: [PUBLIC[name](text) for text in table["name"]]


def of_ties(name: str, *more: Any, directed: bool = True) -> Call:
    """Called with the graph of three actors that the ties make."""

    def call(table: pl.DataFrame) -> Any:
        linkages = PUBLIC["survey_of_linkages"](table)
        graph = PUBLIC["linkage_graph"](linkages, directed=directed)
        given = [each(graph) if callable(each) else each for each in more]
        return PUBLIC[name](graph, *given)

    return call, LINKAGES, "strength"


def of_linkages(name: str, **settings: Any) -> Call:
    return (
        lambda table: PUBLIC[name](PUBLIC["survey_of_linkages"](table), **settings),
        LINKAGES,
        "strength",
    )


def two_waves(table: pl.DataFrame) -> Any:
    linkages = PUBLIC["survey_of_linkages"](table)
    return PUBLIC["compare_linkages"](linkages, linkages, permutations=9)


PROBLEMS = pl.DataFrame(
    {
        "problem": ["dust", "noise"],
        "share": [0.5, 0.2],
        "severity": [3.0, 4.0],
        "feasibility": [2.0, 5.0],
    }
)


def tree_of(table: pl.DataFrame) -> Any:
    names = table["problem"].to_list()
    return PUBLIC["problem_tree"](names, list(itertools.pairwise(names)))


CALLS: dict[str, Call] = {
    "problem_priorities": (selection("problem_priorities"), PROBLEMS, "share"),
    "problem_tree": (tree_of, PROBLEMS, ""),
    **{name: (of_names(name), FIRMS, "") for name in ("folded", "firm_name")},
    "address_of": (of_names("address_of"), FIRMS, ""),
    "duplicates_within": (selection("duplicates_within"), FIRMS, "latitude"),
    "match_against": (
        lambda table: PUBLIC["match_against"](table, FIRMS),
        FIRMS,
        "latitude",
    ),
    **{
        name: (selection(name), CELLS, "employment")
        for name in (
            "location_quotient",
            "symmetric_location_quotient",
            "focus",
            "size",
            "stars",
        )
    },
    "check_code": (looked_up, CELLS, ""),
    "establishments_to_cells": (selection("establishments_to_cells"), LIST, "size"),
    "cluster_map": (
        lambda table: PUBLIC["cluster_map"](RegionIndustryTable(table)),
        CELLS,
        "employment",
    ),
    "reference_area": (
        lambda table: PUBLIC["reference_area"](RegionIndustryTable(table)),
        CELLS,
        "employment",
    ),
    **{
        name: (selection(name, **PERIOD), YEARS, "employment")
        for name in (
            "shift_share",
            "gerfin_ratios",
            "location_quotient_growth",
            "life_cycle",
        )
    },
    "shift_share_by": (
        selection("shift_share_by", by="region", **PERIOD),
        YEARS,
        "employment",
    ),
    "explain_growth": (
        lambda table: PUBLIC["explain_growth"](RegionIndustryTable(table)),
        YEARS,
        "employment",
    ),
    "explain_stage": (stage, CELLS, "employment"),
    "disclosure": (selection("disclosure"), CELLS, "employment"),
    "explain_location_quotient": (explained, CELLS, "employment"),
    "join_neighbours": (selection("join_neighbours", neighbours=NEAR), CELLS, ""),
    **{
        name: (selection(name, weights=WEIGHTS), SCORES, "p")
        for name in (
            "weighted_sum",
            "topsis",
            "promethee_ii",
            "rank_candidates",
            "score_matrix",
        )
    },
    "robustness": (
        selection("robustness", weights=WEIGHTS, top=1, draws=50),
        SCORES,
        "p",
    ),
    "weight_to_overturn": (
        selection("weight_to_overturn", weights=WEIGHTS, top=1),
        SCORES,
        "p",
    ),
    "assessor_summary": (votes, SCORES, "p"),
    "choice_without_each": (left_out, SCORES, "p"),
    "sites_in_plane": (plane, POINTS, "x"),
    "sites_on_globe": (
        lambda table: PUBLIC["sites_on_globe"](table["x"], table["y"]),
        POINTS,
        "x",
    ),
    "site_pairs": (pass_over, POINTS, "x"),
    "k_density": (density, POINTS, "size"),
    "k_densities": (densities, POINTS, "size"),
    "localised_industries": (all_industries, POINTS, "size"),
    "plants_nearby": (near_each_other, POINTS, "x"),
    "industries_of_base": (of_base, CELLS, ""),
    "pair_correlation": (correlation, POINTS, "size"),
    "m_function": (m_of_points, POINTS, "size"),
    "ripley_k": (k_of_points, POINTS, "x"),
    **{
        name: (selection(name, **settings), CELLS, "employment")
        for name, settings in {
            "locational_gini": {},
            "hoover_concentration": {},
            "ellison_glaeser": {"plants": HERFINDAHL},
            "maurel_sedillot": {"plants": HERFINDAHL},
            "coagglomeration": {},
            "cluster_index": {"regions": AREAS},
            "location_quotient_interval": {"plants": HERFINDAHL},
            "shrunken_location_quotient": {},
            "standardised_location_quotient": {},
            "krugman_specialisation": {},
            "hachman_index": {},
            "regional_gini": {},
            "herfindahl_index": {},
            "shannon_entropy": {},
            "related_variety": {},
        }.items()
    },
    "group_coagglomeration": (
        lambda table: PUBLIC["group_coagglomeration"](table, ["10", "25"]),
        CELLS,
        "employment",
    ),
    "plant_herfindahl": (selection("plant_herfindahl"), LIST, "size"),
    "plant_herfindahl_from_bands": (
        selection("plant_herfindahl_from_bands"),
        BANDS,
        "employment",
    ),
    "theil": (
        lambda table: PUBLIC["theil"](table["employment"], table["region"]),
        CELLS,
        "employment",
    ),
    "plant_concentration": (arrays_of_plants, LIST, "size"),
    **{
        name: (
            lambda table, name=name: PUBLIC[name](matrix(table)),
            CELLS,
            "employment",
        )
        for name in ("revealed_advantage", "presence")
    },
    **{
        name: (of_presence(name), CELLS, "employment")
        for name in ("proximity", "relatedness", "economic_complexity", "fitness")
    },
    "cooccurrence_probability": (
        lambda table: PUBLIC["cooccurrence_probability"](matrix(table)),
        CELLS,
        "employment",
    ),
    "relatedness_density": (
        of_presence("relatedness_density", np.eye(2)),
        CELLS,
        "employment",
    ),
    "opportunity": (
        of_presence("opportunity", np.eye(2), [0.0, 1.0]),
        CELLS,
        "employment",
    ),
    "complexity_panel": (selection("complexity_panel"), CELLS, "employment"),
    **{
        name: (
            lambda table, name=name: PUBLIC[name](matrix(table)),
            CELLS,
            "employment",
        )
        for name in ("input_output_linkage", "profile_similarity")
    },
    **{
        name: (
            lambda table, name=name: PUBLIC[name](matrix(table), np.eye(2)),
            CELLS,
            "employment",
        )
        for name in ("industry_flows", "regrouped_flows")
    },
    "entry_and_exit": (turns, CELLS, "employment"),
    "validation_scores": (
        lambda table: PUBLIC["validation_scores"](related(table), [0, 0, 1]),
        POINTS,
        "size",
    ),
    "cluster_categories": (
        lambda table: PUBLIC["cluster_categories"](
            {"near": related(table)}, ["a", "b", "c"], numbers=[2]
        ),
        POINTS,
        "size",
    ),
    "density_clusters": (
        lambda table: PUBLIC["density_clusters"](
            plane(table), reach_km=2.0, minimum_plants=2
        ),
        POINTS,
        "x",
    ),
    "hierarchical_density_clusters": (hierarchy, POINTS, "x"),
    "local_moran": (hot_spots, POINTS, "size"),
    "hot_spots_of_industry": (
        hot_in_table("hot_spots_of_industry", "10"),
        CELLS,
        "employment",
    ),
    "hot_spots_by_industry": (
        hot_in_table("hot_spots_by_industry"),
        CELLS,
        "employment",
    ),
    "point_clusters": (
        lambda table: PUBLIC["point_clusters"](plane(table), [0] * len(table)),
        POINTS,
        "x",
    ),
    "sites_around": (around, POINTS, "x"),
    "chance_clusters": (
        lambda table: PUBLIC["chance_clusters"](
            plane(table), 2, reach_km=2.0, minimum_plants=2, simulations=19
        ),
        POINTS,
        "x",
    ),
    "reach_of_share": (
        lambda table: PUBLIC["reach_of_share"](plane(table), minimum_plants=2),
        POINTS,
        "x",
    ),
    **{
        name: (of_a_table(name), CELLS, "employment")
        for name in (
            "industries_by_concentration",
            "pairs_by_coagglomeration",
            "regions_by_specialisation",
            "regions_by_complexity",
            "industries_by_complexity",
        )
    },
    "related_industries": (
        lambda table: PUBLIC["related_industries"](RegionIndustryTable(table), "10"),
        CELLS,
        "employment",
    ),
    "prospects_of_region": (
        lambda table: PUBLIC["prospects_of_region"](RegionIndustryTable(table), "a"),
        CELLS,
        "employment",
    ),
    "industries_by_category": (by_category, THREE, "employment"),
    "cluster_background": (
        lambda table: PUBLIC["cluster_background"](
            RegionIndustryTable(table), regions=["a"], industry="10"
        ),
        CELLS,
        "employment",
    ),
    "industries_of_region": (
        lambda table: PUBLIC["industries_of_region"](RegionIndustryTable(table), "a"),
        CELLS,
        "employment",
    ),
    **{
        name: of_ties(name)
        for name in (
            "density",
            "valued_density",
            "mean_degree",
            "reciprocity",
            "transitivity",
            "pieces",
            "degrees",
            "betweenness",
            "degree_centralisation",
            "betweenness_centralisation",
            "constraint",
            "coupling",
            "coverage",
            "known_pairs",
            "density_interval",
            "reports_of",
        )
    },
    "core_periphery": of_ties("core_periphery", directed=False),
    "stress_layout": of_ties("stress_layout", directed=False),
    **{
        name: of_ties(name, lambda graph: ["x", "y", None][: len(graph)])
        for name in ("external_internal", "brokerage", "tie_blocks")
    },
    "knowledge_roles": of_ties("knowledge_roles", lambda graph: [1] * len(graph)),
    "qap_correlation": of_ties("qap_correlation", lambda graph: graph),
    "survey_of_linkages": (
        lambda table: PUBLIC["survey_of_linkages"](table),
        LINKAGES,
        "strength",
    ),
    **{
        name: of_linkages(name)
        for name in (
            "linkage_graph",
            "institution_ties",
            "measure_linkages",
            "has_direction",
            "views_of",
        )
    },
    "compare_linkages": (two_waves, LINKAGES, "strength"),
    "kinds_in_both": (
        lambda table: PUBLIC["kinds_in_both"](
            *[PUBLIC["survey_of_linkages"](table)] * 2
        ),
        LINKAGES,
        "strength",
    ),
}

CALLS |= {
    "severities": (of_survey("severities", JUDGED), SURVEY, "x"),
    "category_scores": (
        lambda table: PUBLIC["category_scores"](PUBLIC["severities"](table, JUDGED)),
        SURVEY,
        "x",
    ),
    "check_indicators": (
        lambda table: PUBLIC["check_indicators"](
            [replace(JUDGED[0], anchors=tuple(table["x"][:5].sort()))]
        ),
        SURVEY.with_columns(x=pl.int_range(6).cast(pl.Float64)),
        "",
    ),
    "stratified_means": (
        of_survey("stratified_means", ["x"], stratum="stratum"),
        SURVEY,
        "x",
    ),
    "share_interval": (
        lambda table: PUBLIC["share_interval"](
            first_of(table, "share"), 0.1, 9, freedom=8
        ),
        pl.DataFrame({"share": [0.4]}),
        "share",
    ),
    "hidden_cells": (
        lambda table: PUBLIC["hidden_cells"](table["size"].to_list()),
        POINTS,
        "size",
    ),
    "told_by_difference": (shown_before, SURVEY, ""),
    "bottlenecks": (of_survey("bottlenecks", JUDGED, by=["size"]), SURVEY, "x"),
    "broken_rules": (
        of_survey("broken_rules", [Rule("r", {"x": 1}, plus=4)]),
        SURVEY,
        "x",
    ),
    "outliers": (of_survey("outliers", ["x"]), SURVEY, "x"),
    "reinterview_draw": (of_survey("reinterview_draw"), SURVEY, ""),
    "agreement": (
        lambda table: PUBLIC["agreement"](table, SURVEY, ["x", "size"]),
        SURVEY,
        "",
    ),
    "enumerator_quality": (
        of_survey("enumerator_quality", enumerator="size", minutes="x"),
        SURVEY,
        "x",
    ),
    "allocated_sizes": (
        lambda table: PUBLIC["allocated_sizes"](table["size"].to_list(), 9),
        POINTS,
        "size",
    ),
    "stratified_sample": (
        of_survey(
            "stratified_sample",
            4,
            strata=["size"],
            firm="response",
            allocation="neyman",
            spread="x",
        ),
        SURVEY,
        "x",
    ),
    "response_weights": (
        lambda table: PUBLIC["response_weights"](table, SURVEY),
        STRATA,
        "population",
    ),
    "expected_precision": (of_survey("expected_precision"), STRATA, "population"),
    "sample_size": (
        lambda table: PUBLIC["sample_size"](first_of(table, "population"), 0.05),
        STRATA,
        "population",
    ),
}

CHAIN = pl.DataFrame(
    {
        "stage": ["spinning", "weaving"],
        "price_in": [0.0, 5.0],
        "costs": [4.0, 2.0],
        "margin": [1.0, 3.0],
        "price_out": [5.0, 10.0],
    }
)
CHANNELS = pl.DataFrame(
    {"source": ["a", "a"], "target": ["b", "c"], "share": [0.5, 0.5]}
)
HANDED = pl.DataFrame({"source": ["spinning"], "target": ["weaving"], "price": [5.0]})
COSTS = pl.DataFrame(
    {
        "part": ["material", "margin"],
        "median": [5.0, 1.0],
        "best": [4.0, 2.0],
        "benchmark": [3.0, 2.0],
    }
)
FIGURES = pl.DataFrame(
    {
        "indicator": ["firms", "firms"],
        "unit": ["firms", "firms"],
        "source": ["census", "list"],
        "value": [5.0, 7.0],
        "is_used": [True, False],
    }
)
SERVICES = pl.DataFrame(
    {
        "service": ["testing", "design"],
        "using_share": [0.2, 0.4],
        "willing_share": [0.5, 0.4],
        "aware_share": [0.6, 0.7],
    }
)
PROVISIONS = pl.DataFrame(
    {
        "service": ["testing"],
        "institution": ["Institute"],
        "target_group": ["all"],
        "quality": [4.0],
        "firms_a_year": [20.0],
    }
)

CALLS |= {
    "price_build_up": (selection("price_build_up"), CHAIN, "price_in"),
    "price_joints": (
        selection("price_joints", flows=HANDED),
        CHAIN.select("stage", "price_in", "price_out"),
        "price_in",
    ),
    "channel_shares": (selection("channel_shares"), CHANNELS, "share"),
    "cost_structure": (selection("cost_structure"), COSTS, "median"),
    "conflicting_values": (selection("conflicting_values"), FIGURES, "value"),
    "institutional_matrix": (
        selection("institutional_matrix", provisions=PROVISIONS),
        SERVICES,
        "using_share",
    ),
}

INPUTS: dict[str, Callable[[pl.DataFrame, str], pl.DataFrame]] = {
    "as it should be": lambda table, column: table,
    "empty": lambda table, column: table.clear(),
    "NaN": lambda table, column: with_first(table, column, math.nan),
    "null": lambda table, column: with_first(table, column, None),
    "negative": lambda table, column: with_first(table, column, -1.0),
    "infinite": lambda table, column: with_first(table, column, math.inf),
    "text": lambda table, column: table.with_columns(pl.lit("a few").alias(column)),
}
REFUSED = {"negative", "infinite", "text"}
# Documented answers where others refuse: votes are compared, on no scale.
# And a coordinate may be negative.
OWN_ANSWERS = {("assessor_summary", "negative")} | {
    (name, "negative")
    for name in (
        "sites_in_plane",
        "sites_on_globe",
        "site_pairs",
        "ripley_k",
        "plants_nearby",
        "density_clusters",
        "hierarchical_density_clusters",
        "point_clusters",
        "sites_around",
        "chance_clusters",
        "reach_of_share",
        "local_moran",  # of any number
        "validation_scores",  # relatedness may be a correlation
        "cluster_categories",
        "duplicates_within",
        "match_against",
        "severities",  # answers may be negative
        "category_scores",
        "stratified_means",
        "bottlenecks",
        "broken_rules",
        "outliers",
        "duplicates_within",
        "match_against",
        "conflicting_values",  # a profit may be a loss
    )
}
# A strength of -1 is a conflict.
OWN_ANSWERS |= {
    (name, "negative") for name, call in CALLS.items() if call[1] is LINKAGES
}


def with_first(table: pl.DataFrame, column: str, value: float | None) -> pl.DataFrame:
    values = [value, *table[column].to_list()[1:]]
    return table.with_columns(pl.Series(column, values, dtype=pl.Float64))


def test_every_function_is_called_here():
    assert set(CALLS) == set(PUBLIC)


@pytest.mark.parametrize("kind", INPUTS)
@every_function
def test_odd_input_gives_a_sentence_or_an_answer(name, kind):
    call, table, column = CALLS[name]
    if not column and kind not in ("as it should be", "empty"):
        pytest.skip("takes no numbers")
    given = INPUTS[kind](table, column)
    before = copy.deepcopy(given)
    try:
        answer = call(given)
    except InputError as refusal:
        assert kind != "as it should be"
        assert str(refusal).endswith("."), "a sentence"
    else:
        may_pass = kind not in REFUSED or (name, kind) in OWN_ANSWERS
        assert may_pass, f"{name} took {kind} input for good: {answer}"
        assert not any(map(math.isinf, numbers_in(answer)))
    assert given.equals(before), "the input was changed"


def numbers_in(answer: Any) -> Iterator[float]:
    """Every number in a table, a dataclass, an array or a mapping."""
    if isinstance(answer, pl.DataFrame):
        yield from (
            number
            for column in answer.select(pl.selectors.float())
            for number in column.drop_nulls()
        )
    elif isinstance(answer, np.ndarray):
        if answer.dtype.kind == "f":
            yield from answer.ravel().tolist()
    elif isinstance(answer, dict):
        for part in answer.values():
            yield from numbers_in(part)
    elif isinstance(answer, list | tuple):
        for part in answer:
            yield from numbers_in(part)
    elif hasattr(answer, "__dataclass_fields__"):
        for part in answer.__dataclass_fields__:
            yield from numbers_in(getattr(answer, part))
    elif isinstance(answer, float):
        yield answer
