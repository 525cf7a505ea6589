"""The matrix of groups, and whose word the ties rest on."""

import polars as pl
import pytest

from distretto.analysis.diagnosis.linkages.blocks import reports_of, tie_blocks
from distretto.analysis.diagnosis.linkages.graph import linkage_graph
from distretto.analysis.diagnosis.linkages.survey import survey_of_linkages

# a and b knit, c and d dye; e is of no known stage. d was not asked.
ACTORS = pl.DataFrame(
    {
        "actor": list("abcde"),
        "group": ["knit", "knit", "dye", "dye", None],
        "surveyed": [True, True, True, False, True],
    }
)
TOLD = [("a", "b", 2), ("b", "a", 3), ("a", "c", 1), ("a", "d", 1), ("b", "c", -1)]


def survey(rows=TOLD):
    ties = pl.DataFrame(rows, schema=["from", "to", "strength"], orient="row")
    return survey_of_linkages(ties, ACTORS)


def cells(graph):
    found = tie_blocks(graph, ACTORS["group"].to_list())
    return {
        (row["group"], row["other"]): (row["ties"], row["known_pairs"], row["density"])
        for row in found.iter_rows(named=True)
    }


def test_ties_of_each_pair_of_groups():
    """Knitters: one tie of one pair. Between: a-c and a-d of 2 x 2 pairs. Dyers: c
    answered and named nobody, so that the one pair is known to have none."""
    found = cells(linkage_graph(survey()))
    assert found["knit", "knit"] == (1, 1, 1.0)
    assert found["knit", "dye"] == found["dye", "knit"] == (2, 4, 0.5)
    assert found["dye", "dye"] == (0, 1, 0.0)


def test_directed_goes_from_who_told():
    """d was not asked: of the four ways from dyers to knitters the two of c are
    known."""
    found = cells(linkage_graph(survey(), directed=True))
    assert found["knit", "knit"] == (2, 2, 1.0)
    assert found["knit", "dye"] == (2, 4, 0.5)
    assert found["dye", "knit"] == (0, 2, 0.0)


def test_of_pairs_that_nobody_told_the_density_is_unknown():
    silent = ACTORS.with_columns(surveyed=pl.col("actor") == "e")
    ties = pl.DataFrame(schema={"from": pl.String, "to": pl.String})
    graph = linkage_graph(survey_of_linkages(ties, silent))
    assert cells(graph)["knit", "dye"] == (0, 0, None)


def test_cells_add_up_to_the_whole():
    graph = linkage_graph(survey())
    found = tie_blocks(graph, ["one"] * 5)
    assert found["ties"].to_list() == [graph.count]
    assert found["known_pairs"].to_list() == [graph.possible]


@pytest.mark.parametrize(
    ("name", "count"),
    # a-b both; a-c by a alone, though c answered; a-d: d was not asked; b-c quarrel.
    [("both", 1), ("one", 1), ("unheard", 1), ("conflicts", 1), ("disputed", 0)],
)
def test_whose_word_ties_rest_on(name, count):
    found = reports_of(linkage_graph(survey(), directed=True))
    assert getattr(found, name) == count


def test_a_tie_told_against_a_conflict_is_disputed():
    graph = linkage_graph(survey([*TOLD, ("c", "b", 2)]), directed=True)
    found = reports_of(graph)
    assert (found.conflicts, found.disputed, found.one) == (1, 1, 2)
