"""Location quotients with intervals, shrunk, and in standard deviations."""

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binomtest

from distretto.analysis.selection.quotients.interval import location_quotient_interval
from distretto.analysis.selection.quotients.shrinkage import shrunken_location_quotient
from distretto.analysis.selection.quotients.standardised import (
    standardised_location_quotient,
)
from distretto.errors import InputError

REGIONS = ["r0", "r1", "r2", "r3", "r4", "r5"]
COUNTS = [12, 3, 0, 40, 5, 9]
TOTALS = pl.DataFrame(
    {"region": REGIONS, "establishments": [300, 120, 80, 500, 60, 240]}
)
FIRMS = pl.DataFrame({"region": REGIONS, "establishments": COUNTS}).with_columns(
    industry=pl.lit("shoes")
)
BY_FIRMS = {"region_totals": TOTALS, "value": "establishments"}


def column(table: pl.DataFrame, name: str) -> list[float | None]:
    return table.sort("region")[name].to_list()


# --- Interval -----------------------------------------------------------------------


@pytest.mark.parametrize("level", [0.8, 0.95, 0.99])
def test_the_interval_is_wilsons_as_scipy_has_it(level):
    """SciPy's Wilson interval of 12 of 69, and so on, over the region's share."""
    found = location_quotient_interval(FIRMS, level=level, **BY_FIRMS)
    for place, count in enumerate(COUNTS):
        wilson = binomtest(count, 69).proportion_ci(level, method="wilson")
        share = TOTALS["establishments"][place] / 1300
        assert column(found, "lq_low")[place] == pytest.approx(
            wilson.low / share, abs=1e-12
        )
        assert column(found, "lq_high")[place] == pytest.approx(wilson.high / share)
        assert column(found, "lq")[place] == pytest.approx(count / 69 / share)


def test_plants_of_unequal_size_count_as_fewer():
    """H = 0.1 is that of ten plants of one size: the interval of 10 of 10 x q."""
    plants = pl.DataFrame({"industry": ["shoes"], "plant_herfindahl": [0.1]})
    found = location_quotient_interval(FIRMS, plants=plants, **BY_FIRMS)
    assert column(found, "plants_equivalent") == pytest.approx([10] * 6)
    ten = FIRMS.with_columns(pl.col("establishments") * 10 / 69)
    alike = location_quotient_interval(ten, **BY_FIRMS)
    for name in ("lq_low", "lq_high"):
        assert column(found, name) == pytest.approx(column(alike, name), abs=1e-12)


def test_ninety_five_in_a_hundred_intervals_hold_the_truth():
    """Thirty plants of different sizes thrown at three regions, 2,000 times."""
    rng = np.random.default_rng(11)
    sizes = rng.lognormal(2, 0.5, 30)
    chance = np.array([0.2, 0.3, 0.5])
    whole = pl.DataFrame({"region": REGIONS[:3], "employment": [100.0, 300.0, 600.0]})
    herfindahl = (sizes**2).sum() / sizes.sum() ** 2
    throws = 2_000
    places = rng.choice(3, (throws, 30), p=chance)
    cells = pl.DataFrame(
        {
            "region": np.tile(REGIONS[:3], throws),
            "industry": np.repeat([f"i{one}" for one in range(throws)], 3),
            "employment": np.concatenate(
                [np.bincount(one, sizes, 3) for one in places]
            ),
        }
    )
    plants = pl.DataFrame({"industry": [f"i{one}" for one in range(throws)]})
    found = location_quotient_interval(
        cells,
        plants=plants.with_columns(plant_herfindahl=pl.lit(herfindahl)),
        region_totals=whole,
    )
    true = pl.DataFrame({"region": REGIONS[:3], "true": [2.0, 1.0, 0.5 / 0.6]})
    held = found.join(true, on="region").select(
        held=(pl.col("lq_low") <= pl.col("true"))
        & (pl.col("true") <= pl.col("lq_high"))
    )
    assert held["held"].mean() == pytest.approx(0.95, abs=0.015)


def test_small_cells_are_told():
    """69 plants: 3 there and 69 x 120 / 1300 = 6.4 expected is not small; with fewest
    10 it is. None there and 4.2 expected is."""
    found = location_quotient_interval(FIRMS, **BY_FIRMS)
    assert column(found, "is_small") == [False, False, True, False, False, False]
    ten = location_quotient_interval(FIRMS, fewest=10, **BY_FIRMS)
    assert column(ten, "is_small") == [False, True, True, False, True, False]


def test_an_unknown_cell_or_unknown_plants_have_no_interval():
    hidden = FIRMS.with_columns(establishments=pl.Series([None, 3, 0, 40, 5, 9]))
    published = pl.DataFrame({"industry": ["shoes"], "establishments": [69]})
    found = location_quotient_interval(hidden, industry_totals=published, **BY_FIRMS)
    assert column(found, "lq_low")[0] is None
    assert column(found, "is_small")[0] is False
    wilson = binomtest(3, 69).proportion_ci(method="wilson")
    assert column(found, "lq_high")[1] == pytest.approx(wilson.high / (120 / 1300))
    other = pl.DataFrame({"industry": ["hats"], "plant_herfindahl": [0.1]})
    none = location_quotient_interval(FIRMS, plants=other, **BY_FIRMS)
    assert column(none, "lq_low") == [None] * 6
    assert column(none, "lq")[0] is not None


@pytest.mark.parametrize("level", [0, 1, 95])
def test_a_level_that_is_no_share_is_refused(level):
    with pytest.raises(InputError) as refusal:
        location_quotient_interval(FIRMS, level=level, **BY_FIRMS)
    assert refusal.value.code == "level_out_of_range"


# --- Shrinkage ----------------------------------------------------------------------


def test_shrunken_quotients_are_those_of_esda():
    """esda 2.x, `smoothing.Empirical_Bayes` (Marshall 1991), with the counts as events
    and what a quotient of 1 would give as the population at risk."""
    found = shrunken_location_quotient(FIRMS, **BY_FIRMS)
    assert column(found, "lq_shrunken") == pytest.approx(
        [0.82834215, 0.74667824, 0.62010324, 1.40220396, 1.17946409, 0.80993547],
        abs=1e-8,
    )


def test_shrunken_quotients_with_plants_are_those_of_esda():
    """The same with 0.6 plants of one size for each establishment: n = 41.4."""
    plants = pl.DataFrame({"industry": ["shoes"], "plant_herfindahl": [1 / (69 * 0.6)]})
    found = shrunken_location_quotient(FIRMS, plants=plants, **BY_FIRMS)
    assert column(found, "lq_shrunken") == pytest.approx(
        [0.88865511, 0.86879797, 0.81974704, 1.29360628, 1.08070134, 0.8833515],
        abs=1e-8,
    )


def test_where_chance_explains_everything_all_quotients_are_one():
    """Counts as near to a quotient of 1 as whole numbers can be."""
    even = FIRMS.with_columns(establishments=pl.Series([16, 6, 4, 27, 3, 13]))
    found = shrunken_location_quotient(even, **BY_FIRMS)
    assert column(found, "lq_shrunken") == [1.0] * 6
    assert column(found, "weight") == [0.0] * 6


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(0, 60), min_size=6, max_size=6).filter(any))
def test_shrinking_moves_towards_one_and_listing_zeros_changes_nothing(counts):
    full = FIRMS.with_columns(establishments=pl.Series(counts))
    found = shrunken_location_quotient(full, **BY_FIRMS).sort("region")
    shares = TOTALS["establishments"] / 1300
    quotients = np.array(counts) / sum(counts) / shares.to_numpy()
    shrunk = found["lq_shrunken"].to_numpy()
    assert (np.abs(shrunk - 1) <= np.abs(quotients - 1) + 1e-12).all()
    assert ((shrunk - 1) * (quotients - 1) >= -1e-12).all()
    short = full.filter(pl.col("establishments") > 0)
    listed = found.filter(pl.col("establishments") > 0)["lq_shrunken"].to_list()
    again = shrunken_location_quotient(short, **BY_FIRMS)
    assert column(again, "lq_shrunken") == pytest.approx(listed, abs=1e-12)


# --- Standard deviations ------------------------------------------------------------


def test_standard_scores_by_hand():
    """LQ = 2, 1, 0 in regions of 100, 100 and 100: mean 1, sd = sqrt(2 / 2) = 1."""
    cells = pl.DataFrame(
        {"region": ["r0", "r1"], "industry": ["shoes"] * 2, "employment": [20, 10]}
    )
    totals = pl.DataFrame({"region": REGIONS[:3], "employment": [100, 100, 100]})
    found = standardised_location_quotient(cells, region_totals=totals)
    assert column(found, "lq_z") == pytest.approx([1, 0])
    assert column(found, "regions_compared") == [3, 3]


def test_standard_scores_are_numpys():
    shares = TOTALS["establishments"].to_numpy() / 1300
    quotients = np.array(COUNTS) / 69 / shares
    found = standardised_location_quotient(FIRMS, **BY_FIRMS)
    scores = (quotients - quotients.mean()) / quotients.std(ddof=1)
    assert column(found, "lq_z") == pytest.approx(scores.tolist())
    logs = np.log(quotients[quotients > 0])
    by_log = standardised_location_quotient(FIRMS, log=True, **BY_FIRMS)
    expected = ((logs - logs.mean()) / logs.std(ddof=1)).tolist()
    expected.insert(2, None)  # nobody there
    assert column(by_log, "lq_z") == [
        None if one is None else pytest.approx(one) for one in expected
    ]
    assert set(column(by_log, "regions_compared")) == {5}


def test_regions_that_are_all_alike_have_no_scores():
    even = TOTALS.with_columns(industry=pl.lit("all"))
    assert (
        column(standardised_location_quotient(even, **BY_FIRMS), "lq_z") == [None] * 6
    )


@pytest.mark.parametrize(
    ("measure", "name"),
    [
        (shrunken_location_quotient, "lq_shrunken"),
        (standardised_location_quotient, "lq_z"),
    ],
)
def test_a_hidden_cell_makes_its_industry_unknown_unless_less_is_asked_for(
    measure, name
):
    hidden = FIRMS.with_columns(establishments=pl.Series([None, 3, 0, 40, 5, 9]))
    strict = measure(hidden, **BY_FIRMS)
    assert column(strict, name) == [None] * 6
    assert column(strict, "industry_known_share") == pytest.approx([1000 / 1300] * 6)
    loose = measure(hidden, minimum_known_share=0.7, **BY_FIRMS)
    assert column(loose, name)[0] is None
    assert column(loose, "lq_is_estimate") == [False] * 6
    food = TOTALS.with_columns(industry=pl.lit("food")).select(hidden.columns)
    both = pl.concat([hidden, food])  # no totals: the whole lacks the hidden cell
    summed = measure(both, value="establishments", minimum_known_share=0)
    shoes = summed.filter(pl.col("industry") == "shoes")
    assert column(shoes, "lq_is_estimate") == [False, True, True, True, True, True]
    # As if the first region were in neither table.
    without = measure(
        FIRMS.filter(pl.col("region") != "r0"),
        region_totals=TOTALS.filter(pl.col("region") != "r0"),
        value="establishments",
    )
    assert column(loose, name)[1:] == pytest.approx(column(without, name), abs=1e-12)
