"""From a list of establishments to cells."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from distretto.analysis.selection.regions import establishments_to_cells
from distretto.errors import InputError

#              sizes              firms  persons
# north, 15    5, 30, 12            3       47
# north, 47    8, unknown           2    unknown, at least 8
# south, 15    unknown              1    unknown
LIST = pl.DataFrame(
    {
        "region": ["north"] * 5 + ["south"],
        "industry": ["15", "15", "15", "47", "47", "15"],
        "size": [5, 30, 12, 8, None, None],
    }
)


def rows(table: pl.DataFrame) -> list[tuple]:
    return table.sort("region", "industry").rows()


def test_by_hand():
    assert rows(establishments_to_cells(LIST)) == [
        ("north", "15", 3, 47.0, 47.0, 1.0),
        ("north", "47", 2, None, 8.0, 0.5),
        ("south", "15", 1, None, None, 0.0),
    ]


def test_a_part_may_be_allowed_to_be_unknown():
    half = rows(establishments_to_cells(LIST, minimum_known_share=0.5))
    assert [row[3] for row in half] == [47.0, 8.0, None]
    with pytest.raises(InputError, match="give a share from 0 to 1"):
        establishments_to_cells(LIST, minimum_known_share=50)


def test_nothing_known_stays_unknown_however_little_is_asked():
    """Asked for a share of zero, a cell without any size still has no employment."""
    none = rows(establishments_to_cells(LIST, minimum_known_share=0.0))
    assert none[2][3] is None


def test_a_list_without_sizes_counts_establishments():
    cells = establishments_to_cells(LIST, size=None)
    assert [row[2:4] for row in rows(cells)] == [(3, None), (2, None), (1, None)]


def test_one_cell_for_each_year():
    years = LIST.with_columns(year=pl.Series([2020, 2020, 2021, 2020, 2021, 2020]))
    cells = establishments_to_cells(years, year="year")
    assert sorted(cells.select("region", "industry", "year", "establishments").rows())[
        :2
    ] == [("north", "15", 2020, 2), ("north", "15", 2021, 1)]


def test_buenos_aires(buenos_aires):
    """4,484 metal workshops, 414 of them in Tres de Febrero, as published."""
    cells = establishments_to_cells(buenos_aires)
    assert cells["establishments"].sum() == 47_093
    metal = cells.filter(pl.col("industry") == "25")
    assert metal["establishments"].sum() == 4_484
    here = metal.filter(pl.col("region") == "Tres de Febrero")
    assert here["establishments"].item() == 414
    assert here["known_share"].item() == 1.0


def test_sizes_that_are_no_counts_are_refused():
    with pytest.raises(InputError, match=r"row 4, column “size”: “-8” is not a count"):
        establishments_to_cells(
            LIST.with_columns(size=pl.Series([5, 30, 12, -8, None, None]))
        )
    bands = LIST.with_columns(size=pl.Series(["a. 1-9"] * 6))
    with pytest.raises(InputError, match=r"“a. 1-9” is not a count"):
        establishments_to_cells(bands)


def test_a_blank_code_is_refused():
    blank = LIST.with_columns(region=pl.Series([*["north"] * 4, None, "south"]))
    with pytest.raises(InputError, match="row 5: column “region” is blank"):
        establishments_to_cells(blank)


sizes = st.none() | st.integers(0, 10**5)
places = st.tuples(st.sampled_from("abc"), st.sampled_from("xyz"), sizes)


@given(st.lists(places))
def test_sums_add_up(listed):
    table = pl.DataFrame(
        listed,
        schema={"region": pl.String, "industry": pl.String, "size": pl.Int32},
        orient="row",
    )
    cells = establishments_to_cells(table)
    assert cells["establishments"].sum() == table.height
    assert cells["employment_known"].sum() == table["size"].sum()
    whole = cells.filter(pl.col("known_share") == 1.0)
    assert whole["employment"].equals(whole["employment_known"], check_names=False)
    assert cells.height == table.select("region", "industry").n_unique()
