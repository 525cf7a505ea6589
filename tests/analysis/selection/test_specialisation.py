"""Location quotient, its symmetric form, focus and size."""

import math

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from distretto.analysis.selection.explanation import explain_location_quotient
from distretto.analysis.selection.specialisation import (
    focus,
    location_quotient,
    size,
    symmetric_location_quotient,
)
from distretto.errors import InputError

#           leather (15)  other (47)  total
# Kano           30           70       100    leather share 0.30
# Lagos          10          290       300    leather share 0.0333
# Nigeria        40          360       400    leather share 0.10
NIGERIA = pl.DataFrame(
    {
        "region": ["Kano", "Kano", "Lagos", "Lagos"],
        "industry": ["15", "47", "15", "47"],
        "employment": [30, 70, 10, 290],
    }
)


def at(table: pl.DataFrame, region: str, industry: str, column: str) -> float | None:
    here = (pl.col("region") == region) & (pl.col("industry") == industry)
    return table.filter(here)[column].item()


def test_the_worked_example_by_hand():
    lq = location_quotient(NIGERIA)
    assert at(lq, "Kano", "15", "lq") == pytest.approx(3.0)
    assert at(lq, "Lagos", "15", "lq") == pytest.approx(1 / 3)
    assert at(lq, "Kano", "47", "lq") == pytest.approx(0.7 / 0.9)


def test_the_test_vector_of_the_method():
    """1,200 of 20,000 in the region, 30,000 of 2,000,000 in the nation: LQ 4.0."""
    cells = pl.DataFrame({"region": ["r"], "industry": ["1311"], "employment": [1_200]})
    lq = location_quotient(
        cells,
        region_totals=pl.DataFrame({"region": ["r"], "employment": [20_000]}),
        industry_totals=pl.DataFrame({"industry": ["1311"], "employment": [30_000]}),
        grand_total=2_000_000,
    )
    assert at(lq, "r", "1311", "lq") == pytest.approx(4.0)
    assert at(lq, "r", "1311", "region_known_share") == pytest.approx(0.06)
    assert at(lq, "r", "1311", "industry_known_share") == pytest.approx(0.04)


def test_symmetric_form_by_hand():
    slq = symmetric_location_quotient(NIGERIA)
    assert at(slq, "Kano", "15", "slq") == pytest.approx((3 - 1) / (3 + 1))
    assert at(slq, "Lagos", "15", "slq") == pytest.approx(-0.5)  # a third: the mirror
    assert "lq" not in slq.columns


def test_focus_and_size_by_hand():
    assert at(focus(NIGERIA), "Kano", "15", "focus") == pytest.approx(0.30)
    assert at(size(NIGERIA), "Kano", "15", "size") == pytest.approx(0.75)


def test_a_suppressed_cell_stays_unknown_and_is_not_zero():
    cells = NIGERIA.with_columns(
        employment=pl.Series([None, 70, 10, 290], dtype=pl.Int64)
    )
    published = pl.DataFrame({"region": ["Kano", "Lagos"], "employment": [100, 300]})
    lq = location_quotient(
        cells,
        region_totals=published,
        industry_totals=pl.DataFrame(
            {"industry": ["15", "47"], "employment": [40, 360]}
        ),
    )
    assert at(lq, "Kano", "15", "lq") is None
    # What is published still gives the right quotients elsewhere.
    assert at(lq, "Lagos", "15", "lq") == pytest.approx(1 / 3)
    assert at(lq, "Kano", "47", "region_known_share") == pytest.approx(0.7)
    assert at(lq, "Lagos", "15", "industry_known_share") == pytest.approx(0.25)


def test_without_published_totals_the_known_share_of_an_incomplete_sum_is_unknown():
    cells = NIGERIA.with_columns(
        employment=pl.Series([None, 70, 10, 290], dtype=pl.Int64)
    )
    result = focus(cells)
    assert at(result, "Kano", "47", "focus") == 1.0  # of what is visible
    assert at(result, "Kano", "47", "region_known_share") is None
    assert at(result, "Lagos", "47", "region_known_share") == 1.0


def test_a_total_of_zero_has_no_quotient():
    cells = NIGERIA.with_columns(employment=pl.Series([0, 0, 10, 290]))
    lq = location_quotient(cells)
    assert at(lq, "Kano", "15", "lq") is None  # 0 / 0: neither 1 nor infinite
    assert at(lq, "Lagos", "15", "lq") == pytest.approx(1.0)
    published = pl.DataFrame({"industry": ["15", "47"], "employment": [0, 300]})
    nobody = location_quotient(cells, industry_totals=published)
    assert at(nobody, "Lagos", "15", "lq") is None
    nothing = location_quotient(NIGERIA.with_columns(employment=pl.lit(0)))
    assert nothing["lq"].null_count() == 4


def test_an_industry_without_anybody_elsewhere():
    """The whole industry in one region: LQ is total over region, 400 / 100."""
    cells = NIGERIA.with_columns(employment=pl.Series([30, 70, 0, 300]))
    assert at(location_quotient(cells), "Kano", "15", "lq") == pytest.approx(4.0)
    assert at(location_quotient(cells), "Lagos", "15", "lq") == 0.0


def test_a_reference_by_shares_and_by_totals():
    shares = pl.DataFrame({"industry": ["15"], "share": [0.05]})
    by_share = location_quotient(NIGERIA, reference=shares)
    assert at(by_share, "Kano", "15", "lq") == pytest.approx(0.30 / 0.05)
    assert at(by_share, "Kano", "47", "lq") is None  # not listed: undefined
    totals = pl.DataFrame({"industry": ["15", "47"], "employment": [500, 9_500]})
    by_total = location_quotient(NIGERIA, reference=totals)
    assert at(by_total, "Kano", "15", "lq") == pytest.approx(6.0)
    larger = location_quotient(NIGERIA, reference=totals, grand_total=20_000)
    assert at(larger, "Kano", "15", "lq") == pytest.approx(0.30 / (500 / 20_000))


def test_shares_in_percent_are_refused():
    percent = pl.DataFrame({"industry": ["15"], "share": [5.0]})
    with pytest.raises(InputError) as refusal:
        location_quotient(NIGERIA, reference=percent)
    assert refusal.value.code == "share_above_one"
    assert "1.5 % is 0.015" in str(refusal.value)


#          10    25    47   total   manufacturing
# North    20    40    40    100         60
# South    80    20   100    200        100
# All     100    60   140    300        160
TWO = pl.DataFrame(
    {
        "region": ["North"] * 3 + ["South"] * 3,
        "industry": ["10", "25", "47"] * 2,
        "employment": [20, 40, 40, 80, 20, 100],
    }
)


@pytest.mark.parametrize("base", ["manufacturing", ["10", "25"]])
def test_the_base_changes_the_quotient(base):
    whole = location_quotient(TWO)
    assert at(whole, "North", "25", "lq") == pytest.approx((40 / 100) / (60 / 300))
    within = location_quotient(TWO, base=base, classification="ISIC4")
    assert at(within, "North", "25", "lq") == pytest.approx((40 / 60) / (60 / 160))
    assert at(within, "North", "47", "lq") is None  # outside the base
    assert at(within, "North", "47", "region_known_share") is None


def test_published_industries_outside_the_base_do_not_count():
    published = pl.DataFrame(
        {"industry": ["10", "25", "47"], "employment": [200, 120, 280]}
    )
    within = location_quotient(
        TWO, base="manufacturing", classification="ISIC4", industry_totals=published
    )
    assert at(within, "North", "25", "lq") == pytest.approx((40 / 60) / (120 / 320))


@pytest.mark.parametrize(
    ("classification", "inside"),
    [
        ("NAICS2017", {"311"}),  # manufacturing is 31-33; 10 is no sector
        ("ISIC4", {"10", "C13", "311"}),  # and 10-33 in ISIC and its children
        ("CLAE", {"10", "C13", "311"}),
    ],
)
def test_manufacturing_by_classification(classification, inside):
    codes = ["10", "C13", "311", "47", "62"]
    cells = pl.DataFrame(
        {"region": ["r"] * 5, "industry": codes, "employment": [1] * 5}
    )
    lq = location_quotient(cells, base="manufacturing", classification=classification)
    assert set(lq.filter(pl.col("lq").is_not_null())["industry"]) == inside


def test_codes_that_settle_the_classification():
    """44 (retail) is a sector of NAICS and no division of ISIC; 47 the other way."""
    naics = pl.DataFrame(
        {"region": ["r"] * 3, "industry": ["22", "31", "44"], "employment": [1, 1, 1]}
    )
    lq = location_quotient(naics, base="manufacturing")
    assert at(lq, "r", "22", "lq") is None  # utilities
    isic = naics.with_columns(industry=pl.Series(["22", "31", "47"]))
    assert at(location_quotient(isic, base="manufacturing"), "r", "22", "lq") == 1.0
    unclear = naics.with_columns(industry=pl.Series(["22", "31", "32"]))
    with pytest.raises(InputError) as refusal:
        location_quotient(unclear, base="manufacturing")
    assert refusal.value.code == "unknown_classification"


def test_an_unknown_set_names_those_that_there_are():
    with pytest.raises(InputError, match=r"“manufacturing”, “traded”"):
        location_quotient(TWO, base="services", classification="ISIC4")


def test_metalworking_in_buenos_aires_depends_on_the_base(buenos_aires):
    """Published with the data: 3.045 among all groups; 414 of 4,484 workshops."""
    cells = buenos_aires.group_by("region", "industry").agg(establishments=pl.len())
    everything = location_quotient(cells, value="establishments")
    assert at(everything, "Tres de Febrero", "25", "establishments") == 414
    found = at(everything, "Tres de Febrero", "25", "lq")
    assert found == pytest.approx(3.045, abs=0.0005)
    assert at(everything, "General San Martín", "25", "lq") == pytest.approx(
        2.918, abs=0.0005
    )
    within = location_quotient(
        cells, value="establishments", base="manufacturing", classification="CLAE"
    )
    assert at(within, "Tres de Febrero", "25", "lq") == pytest.approx(1.55, abs=0.005)


def test_equal_to_the_official_quotients_of_georgia(georgia, georgia_rows):
    """Against the United States, whose shares follow from other counties' quotients.

    An official quotient is (e / county) / share, so share = (e / county) / LQ. The
    median over the other counties gives the share without the county under test.
    """
    county = georgia.region_totals.rename({"employment": "all"})
    official = georgia_rows.filter(
        (pl.col("agglvl_code") == 76)
        & (pl.col("own_code") == 5)
        & (pl.col("industry") == "3141")
        & (pl.col("lq_annual_avg_emplvl") > 1)
        & pl.col("employment").is_not_null()
    ).join(county, on="region")
    share = pl.col("employment") / pl.col("all") / pl.col("lq_annual_avg_emplvl")
    for whose, published in (("13313", 592.98), ("13129", 584.33), ("13213", 685.57)):
        others = official.filter(pl.col("region") != whose).select(share.median())
        reference = pl.DataFrame({"industry": ["3141"], "share": [others.item()]})
        lq = location_quotient(
            georgia.cells.drop("year"),
            region_totals=georgia.region_totals,
            reference=reference,
        )
        assert at(lq, whose, "3141", "lq") == pytest.approx(published, rel=1e-3)


def test_the_formula_with_its_own_figures():
    told = explain_location_quotient(
        1_200,
        20_000,
        reference_industry_total=30_000,
        reference_total=2_000_000,
    )
    assert told.lq == pytest.approx(4.0)
    assert told.formula == "(1,200 / 20,000) / (30,000 / 2,000,000) = 4"
    by_share = explain_location_quotient(1_200, 20_000, reference_share=0.015)
    assert by_share.formula == "(1,200 / 20,000) / 0.015 = 4"
    assert by_share.regional_share == pytest.approx(0.06)
    undefined = explain_location_quotient(
        0, 0, reference_industry_total=5, reference_total=10
    )
    assert undefined.lq is None
    assert undefined.formula.endswith("= undefined")
    assert explain_location_quotient(5, 10).lq is None


def test_the_formula_says_which_totals_are_too_small():
    figures = {"reference_industry_total": 45, "reference_total": 450}
    too_small = ("region_total", "reference_industry_total", "reference_total")
    told = explain_location_quotient(30, 100, **figures, minima=too_small)
    assert told.formula == "(30 / ≥ 100) / (≥ 45 / ≥ 450) ≈ 3"
    told = explain_location_quotient(
        30, 100, reference_share=0.1, minima=["region_total"]
    )
    assert told.formula == "(30 / ≥ 100) / 0.1 ≤ 3"


counts = st.integers(0, 10**6)


@st.composite
def tables(draw, unknown: bool = False) -> pl.DataFrame:
    """Some regions by some industries; with `unknown`, some cells are null."""
    cell = st.none() | counts if unknown else counts
    pairs = draw(
        st.dictionaries(
            st.tuples(st.sampled_from("abcde"), st.sampled_from("vwxyz")),
            cell,
            min_size=1,
        )
    )
    return pl.DataFrame(
        {
            "region": [region for region, _ in pairs],
            "industry": [industry for _, industry in pairs],
            "employment": pl.Series(list(pairs.values()), dtype=pl.Int64),
        }
    )


@given(tables())
def test_the_weighted_mean_over_regions_is_one(cells):
    """sum over r of (E_r / E) LQ_ri = 1 for each industry that employs anybody."""
    total = cells["employment"].sum()
    weights = cells.group_by("region").agg(
        (pl.col("employment").sum() / total).alias("weight")
    )
    lq = location_quotient(cells).join(weights, on="region")
    means = lq.group_by("industry").agg(
        (pl.col("lq") * pl.col("weight")).sum().alias("mean"),
        pl.col("employment").sum(),
    )
    for mean in means.filter(pl.col("employment") > 0)["mean"]:
        assert mean == pytest.approx(1.0)


@given(tables())
def test_shares_add_up_to_one(cells):
    for measure, key in ((focus, "region"), (size, "industry")):
        sums = (
            measure(cells)
            .group_by(key)
            .agg(
                pl.col(measure.__name__).sum().alias("sum"), pl.col("employment").sum()
            )
        )
        for one in sums.filter(pl.col("employment") > 0)["sum"]:
            assert one == pytest.approx(1.0)


@given(tables(unknown=True), st.randoms())
def test_the_order_of_the_rows_does_not_matter(cells, random):
    places = list(range(cells.height))
    random.shuffle(places)
    straight = location_quotient(cells)
    shuffled = location_quotient(cells[places])
    assert straight[places].equals(shuffled)  # and rows stay where they were


@given(tables(unknown=True))
def test_unknown_never_becomes_a_number(cells):
    for measure, column in (
        (location_quotient, "lq"),
        (symmetric_location_quotient, "slq"),
        (focus, "focus"),
        (size, "size"),
    ):
        result = measure(cells)
        hidden = result.filter(pl.col("employment").is_null())
        assert hidden[column].null_count() == hidden.height
        known = result[column].drop_nulls()
        assert all(math.isfinite(number) for number in known)


@given(tables())
def test_the_symmetric_form_lies_between_minus_one_and_one(cells):
    both = symmetric_location_quotient(cells)["slq"].drop_nulls()
    assert all(-1 <= number < 1 for number in both)


def test_narrow_integers_do_not_run_over():
    """Two regions of 2,000,000,000 overflow 32 bits when added up."""
    cells = pl.DataFrame(
        {
            "region": ["a", "b"],
            "industry": ["x", "x"],
            "employment": pl.Series([2_000_000_000] * 2, dtype=pl.Int32),
        }
    )
    assert size(cells)["size"].to_list() == [0.5, 0.5]
    assert location_quotient(cells)["lq"].to_list() == pytest.approx([1.0, 1.0])


def test_other_column_names_and_extra_columns_stay():
    renamed = NIGERIA.rename({"region": "state", "industry": "isic"}).with_columns(
        note=pl.lit("kept")
    )
    lq = location_quotient(renamed, region="state", industry="isic")
    assert lq.columns[:4] == ["state", "isic", "employment", "note"]
    assert lq["lq"][0] == pytest.approx(3.0)


@pytest.mark.parametrize(
    ("column", "cells", "code", "says"),
    [
        ("employment", [30, -70, 10, 290], "not_a_count", "row 2, column “employment”"),
        ("employment", [1.0, math.inf, 1, 1], "not_a_count", "“inf” is not a count"),
        ("employment", ["30", "a few", "1", "2"], "not_a_count", "row 2, column"),
        ("employment", ["30", "70", "1", "2"], "not_numbers", "holds String, not"),
        ("region", ["a", "b", None, "c"], "blank_key", "row 3: column “region”"),
        ("region", ["a", "a", "b", "a"], "duplicated_key", "“a”, “47”"),
    ],
)
def test_bad_input_is_a_sentence(column, cells, code, says):
    table = NIGERIA.with_columns(pl.Series(column, cells))
    with pytest.raises(InputError) as refusal:
        location_quotient(table)
    assert refusal.value.code == code
    assert says in str(refusal.value)


def test_a_missing_column_lists_those_that_are_there():
    with pytest.raises(InputError, match=r"“jobs”\. It has: “region”, “industry”"):
        location_quotient(NIGERIA, value="jobs")


def test_something_that_is_no_table():
    with pytest.raises(InputError, match="is a “list”, not a table"):
        location_quotient([1, 2, 3])


def test_keys_of_another_kind_are_named():
    numbered = pl.DataFrame({"region": [1, 2], "employment": [100, 300]})
    with pytest.raises(InputError) as refusal:
        location_quotient(NIGERIA, region_totals=numbered)
    assert refusal.value.code == "different_keys"


def test_nan_is_unknown():
    cells = NIGERIA.with_columns(employment=pl.Series([math.nan, 70.0, 10.0, 290.0]))
    lq = location_quotient(cells)
    assert at(lq, "Kano", "15", "lq") is None
    assert at(lq, "Lagos", "15", "lq") is not None


def test_pandas_rows_keep_their_index():
    cells = NIGERIA.to_pandas().set_axis(["d", "c", "b", "a"])
    lq = location_quotient(cells)
    assert lq.index.to_list() == ["d", "c", "b", "a"]
    assert lq.loc["d", "lq"] == pytest.approx(3.0)


def test_codes_as_categories():
    cells = NIGERIA.with_columns(pl.col("region", "industry").cast(pl.Categorical))
    assert location_quotient(cells)["lq"][0] == pytest.approx(3.0)
    totals = pl.DataFrame({"region": ["Kano", "Lagos"], "employment": [200, 300]})
    found = location_quotient(cells, region_totals=totals, grand_total=400)
    assert found["lq"][0] == pytest.approx((30 / 200) / (40 / 400))


def test_a_column_that_is_blank_altogether_is_unknown():
    cells = NIGERIA.with_columns(employment=pl.lit(None))
    assert location_quotient(cells)["lq"].null_count() == 4


def test_region_totals_over_all_industries_are_not_used_within_a_base():
    within = location_quotient(TWO, base=["10", "25"])
    all_industries = pl.DataFrame(
        {"region": ["North", "South"], "employment": [100, 200]}
    )
    told = location_quotient(
        TWO, base=["10", "25"], region_totals=all_industries, grand_total=300
    )
    assert told.equals(within)


def test_where_only_industries_are_published_they_make_the_grand_total():
    """Leather 60 and the rest 940 make 1,000, more than the 400 in the cells."""
    published = pl.DataFrame({"industry": ["15", "47"], "employment": [60, 940]})
    lq = location_quotient(NIGERIA, industry_totals=published)
    assert at(lq, "Kano", "15", "lq") == pytest.approx(0.30 / (60 / 1_000))


def test_an_industry_that_the_reference_has_nobody_in():
    nobody = pl.DataFrame({"industry": ["15", "47"], "share": [0.0, 1.0]})
    lq = location_quotient(NIGERIA, reference=nobody)
    assert at(lq, "Kano", "15", "lq") is None


@pytest.mark.parametrize("kind", ["polars", "pandas", "pyarrow"])
def test_rows_in_memory_keep_their_order(kind):
    """Joins do not promise it, and Arrow's do not keep it."""
    codes = [f"{number:04}" for number in range(2_000)]
    cells = pl.DataFrame(
        {
            "region": [code[::-1] for code in codes],
            "industry": codes,
            "employment": range(1, 2_001),
        }
    )
    kinds = {"polars": cells, "pandas": cells.to_pandas(), "pyarrow": cells.to_arrow()}
    assert list(location_quotient(kinds[kind])["industry"]) == (
        list(kinds[kind]["industry"])
    )
