"""Locational Gini coefficients and Hoover's index."""

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from distretto.analysis.selection.concentration.gini import locational_gini
from distretto.analysis.selection.concentration.hoover import hoover_concentration
from distretto.errors import InputError

#          leather  other   all    a      q      C = q / a
# north       60      140   200   0.2    0.6     3
# middle      40      260   300   0.3    0.4     4/3
# south        -      500   500   0.5    0       0
THREE = pl.DataFrame(
    {
        "region": ["north", "north", "middle", "middle", "south"],
        "industry": ["leather", "other", "leather", "other", "other"],
        "employment": [60, 140, 40, 260, 500],
    }
)


def of(table: pl.DataFrame, industry: str, column: str) -> float | None:
    return table.filter(pl.col("industry") == industry)[column].item()


def from_matrix(counts: np.ndarray) -> pl.DataFrame:
    regions, industries = np.indices(counts.shape)
    return pl.DataFrame(
        {
            "region": [f"r{one}" for one in regions.ravel()],
            "industry": [f"i{one}" for one in industries.ravel()],
            "employment": counts.ravel().astype(float),
        }
    )


def test_the_lorenz_curve_by_hand():
    """South, middle, north: the curve passes (0.5, 0), (0.8, 0.4) and (1, 1).

    Under it 0.3 x 0.4 / 2 + 0.2 x (0.4 + 1) / 2 = 0.06 + 0.14 = 0.2; between it and
    the diagonal 0.5 - 0.2 = 0.3.
    """
    assert of(locational_gini(THREE), "leather", "gini") == pytest.approx(0.6)
    area = locational_gini(THREE, convention="area")
    assert of(area, "leather", "gini") == pytest.approx(0.3)


def test_the_gini_of_quotients_by_hand():
    """C = 0, 4/3, 3 with mean 13/9: 2 / (9 x 13/9) x
    (1 (0 - 13/9) + 2 (4/3 - 13/9) + 3 (3 - 13/9)) = 2/13 x (-13/9 - 2/9 + 14/3)
    = 2/13 x 3 = 6/13.
    """
    found = locational_gini(THREE, convention="quotients")
    assert of(found, "leather", "gini") == pytest.approx(6 / 13)


def test_hoover_by_hand():
    """(|0.6 - 0.2| + |0.4 - 0.3| + |0 - 0.5|) / 2 = 0.5."""
    assert of(hoover_concentration(THREE), "leather", "hoover") == pytest.approx(0.5)


# The example matrix of EconGeo's own page on `locational_gini`.
ECONGEO = np.array(
    [
        [100, 0, 0, 0, 0],
        [0, 15, 5, 70, 10],
        [0, 20, 10, 20, 50],
        [0, 25, 30, 5, 40],
        [0, 40, 55, 5, 0],
    ]
)


def test_the_area_by_cross_products_as_econgeo_has_it():
    """EconGeo 2.0 sums cross products of neighbouring points of the curve."""
    found = locational_gini(from_matrix(ECONGEO), convention="area")
    whole = ECONGEO.sum(axis=1) / ECONGEO.sum()
    for place, column in enumerate(ECONGEO.T):
        order = np.argsort(column / whole, kind="stable")
        x, y = np.cumsum(whole[order]), np.cumsum(column[order]) / column.sum()
        area = (y[1:] @ x[:-1] - y[:-1] @ x[1:]) / 2
        assert of(found, f"i{place}", "gini") == pytest.approx(abs(area))


def test_an_industry_in_one_of_five_equal_regions():
    """By hand: the curve is flat up to 0.8, then rises to 1: area 0.5 - 0.1 = 0.4."""
    found = locational_gini(from_matrix(ECONGEO), convention="area")
    assert of(found, "i0", "gini") == pytest.approx(0.4)


def test_a_hidden_cell_makes_the_index_unknown_until_less_is_asked_for():
    cells = pl.concat(
        [
            THREE,
            pl.DataFrame(
                {"region": ["south"], "industry": ["leather"], "employment": [None]},
                schema=THREE.schema,
            ),
        ]
    )
    totals = pl.DataFrame(
        {"region": ["north", "middle", "south"], "employment": [200, 300, 500]}
    )
    strict = hoover_concentration(cells, region_totals=totals)
    assert of(strict, "leather", "hoover") is None
    assert of(strict, "leather", "known_share") == pytest.approx(0.5)
    assert of(strict, "other", "hoover") is not None
    # Without the south: q = 0.6 and 0.4 against a = 0.4 and 0.6.
    known = hoover_concentration(cells, region_totals=totals, minimum_known_share=0.5)
    assert of(known, "leather", "hoover") == pytest.approx(0.2)
    assert not of(known, "leather", "is_estimate")


def test_sums_that_lack_hidden_cells_say_so():
    cells = THREE.with_columns(
        employment=pl.Series([60, None, 40, 260, 500], dtype=pl.Int64)
    )
    found = hoover_concentration(cells)
    assert of(found, "leather", "is_estimate")
    assert of(found, "leather", "known_share") == 1


def test_where_nobody_knows_the_size_of_a_region_the_known_share_is_unknown():
    cells = pl.DataFrame(
        {
            "region": ["a", "a", "b"],
            "industry": ["10", "20", "10"],
            "employment": [5, 5, None],
        }
    )
    found = hoover_concentration(cells)
    assert of(found, "10", "known_share") is None
    assert of(found, "10", "hoover") is None


def test_an_industry_without_anybody_has_no_index():
    cells = THREE.with_columns(
        employment=pl.when(pl.col("industry") == "leather")
        .then(0)
        .otherwise("employment")
    )
    assert of(locational_gini(cells), "leather", "gini") is None
    assert of(hoover_concentration(cells), "leather", "hoover") is None


def test_a_region_that_is_only_among_the_totals_has_nobody_in_any_industry():
    """As if the table listed zeros: south holds half of the whole."""
    totals = pl.DataFrame(
        {"region": ["north", "middle", "south"], "employment": [200, 300, 500]}
    )
    leather = THREE.filter(pl.col("industry") == "leather")
    found = locational_gini(leather, region_totals=totals)
    assert of(found, "leather", "gini") == pytest.approx(0.6)
    quotients = locational_gini(leather, region_totals=totals, convention="quotients")
    assert of(quotients, "leather", "gini") == pytest.approx(6 / 13)


def test_an_unknown_convention_is_refused():
    with pytest.raises(InputError) as refusal:
        locational_gini(THREE, convention="gini")
    assert refusal.value.code == "no_such_convention"


COUNTS = arrays.arrays(
    np.int64,
    st.tuples(st.integers(2, 6), st.integers(2, 5)),
    elements=st.integers(0, 50),
)


@settings(max_examples=8, deadline=None)
@given(COUNTS)
def test_listing_zeros_or_leaving_them_out_is_the_same(counts):
    counts[:, 0] += 1  # every region has somebody
    full = from_matrix(counts)
    short = full.filter(pl.col("employment") > 0)
    for measure in (
        hoover_concentration,
        locational_gini,
        lambda cells: locational_gini(cells, convention="quotients"),
    ):
        column = measure(full).columns[1]
        all_listed = measure(full).sort("industry").drop_nulls(column)
        some = measure(short).sort("industry")
        assert some["industry"].to_list() == all_listed["industry"].to_list()
        assert some[column].to_list() == pytest.approx(
            all_listed[column].to_list(), abs=1e-12
        )


@settings(max_examples=25, deadline=None)
@given(COUNTS, st.integers(2, 9))
def test_indices_stay_in_their_range_and_do_not_know_the_unit(counts, factor):
    counts[:, 0] += 1
    cells = from_matrix(counts)
    for measure, most in (
        (hoover_concentration, 1.0),
        (locational_gini, 1.0),
        (lambda table: locational_gini(table, convention="area"), 0.5),
    ):
        found = measure(cells).sort("industry")
        column = found.columns[1]
        assert found[column].drop_nulls().is_between(-1e-12, most).all()
        scaled = measure(cells.with_columns(pl.col("employment") * factor))
        assert scaled.sort("industry")[column].to_list() == pytest.approx(
            found[column].to_list(), abs=1e-12
        )


def test_an_industry_spread_as_the_whole_is_has_zero():
    counts = np.outer([3, 5, 7], [1, 2, 4])
    for convention in ("lorenz", "area", "quotients"):
        found = locational_gini(from_matrix(counts), convention=convention)
        assert found["gini"].to_list() == pytest.approx([0, 0, 0], abs=1e-12)
