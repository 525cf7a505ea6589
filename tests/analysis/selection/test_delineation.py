"""Neighbouring regions with the same specialisation join."""

import pandas as pd
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from distretto.analysis.selection.delineation import join_neighbours
from distretto.errors import InputError

# A chain a - b - c, and d apart. Wool in a, b and d; silk in a and c only: the link
# between a and c runs through b, which has no silk.
CELLS = pl.DataFrame(
    {
        "region": ["a", "b", "d", "a", "c"],
        "industry": ["wool", "wool", "wool", "silk", "silk"],
    }
)
CHAIN = pl.DataFrame({"region": ["a", "c"], "neighbour": ["b", "b"]})


def test_only_a_chain_of_specialised_regions_joins():
    joined = join_neighbours(CELLS, CHAIN)
    assert joined["cluster"].to_list() == [2, 2, 3, 0, 1]  # by industry, then region


def test_a_region_without_neighbours_stays_single():
    single = pl.DataFrame({"region": ["x", "a"], "industry": ["wool", "wool"]})
    assert join_neighbours(single, CHAIN)["cluster"].to_list() == [1, 0]


def test_pandas_rows_keep_their_index():
    """The index is not 0, 1, 2...: numbers must not slip to other rows."""
    cells = pd.DataFrame(CELLS.to_dict(as_series=False), index=[9, 7, 5, 3, 1])
    neighbours = pd.DataFrame(CHAIN.to_dict(as_series=False))
    joined = join_neighbours(cells, neighbours)
    assert joined.index.to_list() == [9, 7, 5, 3, 1]
    assert joined["cluster"].to_list() == [2, 2, 3, 0, 1]


def test_empty_tables():
    assert join_neighbours(CELLS.clear(), CHAIN).columns[-1] == "cluster"
    alone = join_neighbours(CELLS, CHAIN.clear())
    assert alone["cluster"].n_unique() == 5


def test_codes_of_another_map_are_refused():
    elsewhere = pl.DataFrame({"region": ["13001"], "neighbour": ["13003"]})
    with pytest.raises(InputError) as refusal:
        join_neighbours(CELLS, elsewhere)
    assert refusal.value.code == "no_common_regions"
    assert "the cells have “a”, the neighbours “13001”" in str(refusal.value)


def test_a_lazy_table_is_refused_with_what_to_do():
    with pytest.raises(InputError, match="Collect the table first"):
        join_neighbours(CELLS.lazy(), CHAIN)


def flooded(cells: set[tuple[str, str]], pairs: set[tuple[str, str]]) -> set[frozenset]:
    """The clusters by walking from cell to cell: slow and plain."""
    links = pairs | {(there, here) for here, there in pairs}
    left, clusters = set(cells), set()
    while left:
        reached, border = set(), {left.pop()}
        while border:
            region, industry = border.pop()
            reached.add((region, industry))
            near = {(there, industry) for here, there in links if here == region}
            border |= (near & cells) - reached
        left -= reached
        clusters.add(frozenset(reached))
    return clusters


cells = st.sets(st.tuples(st.sampled_from("abcdefgh"), st.sampled_from("xyz")))
pairs = st.sets(st.tuples(st.sampled_from("abcdefgh"), st.sampled_from("abcdefgh")))


@given(cells, pairs, st.randoms())
def test_equal_to_walking_from_cell_to_cell(cells, pairs, random):
    rows = list(cells)
    random.shuffle(rows)
    columns = {"region": pl.String, "industry": pl.String}
    frame = pl.DataFrame(rows, schema=columns, orient="row")
    links = pl.DataFrame(
        list(pairs), schema={"region": pl.String, "neighbour": pl.String}, orient="row"
    )
    known = {code for pair in pairs if pair[0] != pair[1] for code in pair}
    if cells and known and not known & {region for region, _ in cells}:
        with pytest.raises(InputError):
            join_neighbours(frame, links)
        return
    joined = join_neighbours(frame, links)
    groups = joined.group_by("cluster").agg("region", "industry")
    found = {
        frozenset(zip(group["region"], group["industry"], strict=True))
        for group in groups.to_dicts()
    }
    assert found == flooded(cells, pairs)
    ordered = joined.sort("industry", "region")["cluster"].unique(maintain_order=True)
    assert ordered.to_list() == list(range(len(found)))
