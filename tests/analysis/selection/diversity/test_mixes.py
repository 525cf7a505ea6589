"""Indices of the mix of industries of regions."""

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from distretto.analysis.selection.concentration.gini import locational_gini
from distretto.analysis.selection.diversity.entropy import shannon_entropy
from distretto.analysis.selection.diversity.hachman import hachman_index
from distretto.analysis.selection.diversity.herfindahl import herfindahl_index
from distretto.analysis.selection.diversity.krugman import krugman_specialisation
from distretto.analysis.selection.diversity.regional_gini import regional_gini
from distretto.analysis.selection.diversity.variety import related_variety
from distretto.errors import InputError

#         13 yarn  14 cloth  62 code   all       s
# east      50        25        25     100   .5  .25 .25
# west       -        50        50     100   0   .5  .5
# north      -         -       200     200   0   0   1
# whole     50        75       275     400   .125 .1875 .6875
CELLS = pl.DataFrame(
    {
        "region": ["east", "east", "east", "west", "west", "north"],
        "industry": ["131", "132", "620", "132", "620", "620"],
        "employment": [50, 25, 25, 50, 50, 200],
    }
)


def of(table: pl.DataFrame, region: str, column: str) -> float | None:
    return table.filter(pl.col("region") == region)[column].item()


def test_krugman_by_hand():
    """East: |.5 - .125| + |.25 - .1875| + |.25 - .6875| = .375 + .0625 + .4375."""
    found = krugman_specialisation(CELLS)
    assert of(found, "east", "krugman") == pytest.approx(0.875)
    # North: it lacks yarn and cloth, .125 + .1875, and has .3125 more of code.
    assert of(found, "north", "krugman") == pytest.approx(0.625)


def test_krugman_against_the_mean_of_the_others_by_hand():
    """East against the mean of (0, .5, .5) and (0, 0, 1), which is (0, .25, .75):
    .5 + 0 + .5. North against (.25, .375, .375): .25 + .375 + .625.
    """
    found = krugman_specialisation(CELLS, against="mean-of-others")
    assert of(found, "east", "krugman") == pytest.approx(1.0)
    assert of(found, "north", "krugman") == pytest.approx(1.25)


def test_hachman_by_hand():
    """North: LQ of code = 1 / .6875, times its share 1; one over that is .6875."""
    found = hachman_index(CELLS)
    assert of(found, "north", "hachman") == pytest.approx(0.6875)
    mean = 0.5**2 / 0.125 + 0.25**2 / 0.1875 + 0.25**2 / 0.6875
    assert of(found, "east", "hachman") == pytest.approx(1 / mean)


def test_herfindahl_by_hand():
    found = herfindahl_index(CELLS)
    assert of(found, "east", "herfindahl") == pytest.approx(0.375)
    assert of(found, "east", "equivalent_industries") == pytest.approx(8 / 3)
    assert of(found, "north", "herfindahl") == 1


def test_entropy_by_hand():
    """.5 x 1 + .25 x 2 + .25 x 2 = 1.5 bits, of log2(3) at most."""
    found = shannon_entropy(CELLS)
    assert of(found, "east", "entropy") == pytest.approx(1.5)
    assert of(found, "east", "evenness") == pytest.approx(1.5 / np.log2(3))
    assert of(found, "north", "entropy") == 0
    # 1 x log2(1 / .6875)
    assert of(found, "north", "divergence") == pytest.approx(-np.log2(0.6875))


def test_related_variety_by_hand():
    """East by two digits: 13 has .75 and 62 has .25.

    Unrelated .75 log2(4/3) + .25 log2(4); related: in 13, shares 2/3 and 1/3 of .75.
    """
    found = related_variety(CELLS)
    unrelated = 0.75 * np.log2(4 / 3) + 0.25 * 2
    within = 2 / 3 * np.log2(3 / 2) + 1 / 3 * np.log2(3)
    assert of(found, "east", "unrelated_variety") == pytest.approx(unrelated)
    assert of(found, "east", "related_variety") == pytest.approx(0.75 * within)
    assert of(found, "east", "variety") == pytest.approx(1.5)


def test_groups_of_any_kind():
    """All of one group: everything is related; as many as industries: nothing is."""
    codes = ["131", "132", "620"]
    one = pl.DataFrame({"industry": codes, "group": ["all"] * 3})
    found = related_variety(CELLS, groups=one)
    assert of(found, "east", "related_variety") == pytest.approx(1.5)
    assert of(found, "east", "unrelated_variety") == 0
    each = pl.DataFrame({"industry": codes, "group": codes})
    found = related_variety(CELLS, groups=each)
    assert of(found, "east", "related_variety") == pytest.approx(0)
    assert of(found, "east", "unrelated_variety") == pytest.approx(1.5)


def test_an_industry_without_a_group_is_unknown():
    some = pl.DataFrame({"industry": ["131", "132"], "group": ["a", "a"]})
    found = related_variety(CELLS, groups=some)
    assert of(found, "east", "variety") is None
    loose = related_variety(CELLS, groups=some, minimum_known_share=0)
    assert of(loose, "east", "related_variety") == pytest.approx(
        2 / 3 * np.log2(3 / 2) + 1 / 3 * np.log2(3)
    )


@pytest.mark.parametrize("digits", [0, -1, 1.5, True])
def test_digits_are_one_or_more(digits):
    with pytest.raises(InputError) as refusal:
        related_variety(CELLS, digits=digits)
    assert refusal.value.code == "digits_not_above_zero"


def test_an_unknown_comparison_is_refused():
    with pytest.raises(InputError) as refusal:
        krugman_specialisation(CELLS, against="nation")
    assert refusal.value.code == "no_such_comparison"


def test_the_regional_gini_is_the_locational_one_turned_round():
    turned = CELLS.rename({"region": "industry", "industry": "region"})
    for convention in ("lorenz", "area", "quotients"):
        by_region = regional_gini(CELLS, convention=convention).sort("region")
        by_industry = locational_gini(turned, convention=convention).sort("industry")
        assert by_region["gini"].to_list() == by_industry["gini"].to_list()


def test_another_area_to_compare_with():
    """The nation has (100, 100, 200): east |.5 - .25| + 0 + |.25 - .5|."""
    nation = pl.DataFrame(
        {"industry": ["131", "132", "620"], "employment": [100, 100, 200]}
    )
    found = krugman_specialisation(CELLS, industry_totals=nation)
    assert of(found, "east", "krugman") == pytest.approx(0.5)


MEASURES = [
    (krugman_specialisation, {}),
    (krugman_specialisation, {"against": "mean-of-others"}),
    (hachman_index, {}),
    (regional_gini, {}),
    (herfindahl_index, {}),
    (shannon_entropy, {}),
    (related_variety, {}),
]


@pytest.mark.parametrize(("measure", "options"), MEASURES)
def test_a_hidden_cell_leaves_its_industry_out_of_the_region(measure, options):
    """East without yarn is as east would be in a world without yarn."""
    hidden = CELLS.with_columns(
        employment=pl.Series([None, 25, 25, 50, 50, 200], dtype=pl.Int64)
    )
    totals = pl.DataFrame(
        {"industry": ["131", "132", "620"], "employment": [50, 75, 275]}
    )
    strict = measure(hidden, industry_totals=totals, **options)
    name = strict.columns[1]
    assert of(strict, "east", name) is None
    assert of(strict, "east", "known_share") == pytest.approx(0.875)
    loose = measure(hidden, industry_totals=totals, minimum_known_share=0.8, **options)
    world = measure(
        CELLS.filter(pl.col("industry") != "131"),
        industry_totals=totals.filter(pl.col("industry") != "131"),
        **options,
    )
    assert of(loose, "east", name) == pytest.approx(of(world, "east", name))
    assert not of(loose, "east", "is_estimate")


def against_others(counts: np.ndarray) -> np.ndarray:
    shares = counts / counts.sum(axis=1, keepdims=True)
    others = [
        np.delete(shares, place, axis=0).mean(axis=0) for place in range(len(shares))
    ]
    return np.abs(shares - others).sum(axis=1)


@settings(max_examples=8, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_by_plain_loops_over_a_matrix(seed):
    """Each index from the matrix, as EconGeo and REAT write it."""
    rng = np.random.default_rng(seed)
    counts = rng.integers(0, 9, (4, 5))
    counts[:, 0] += 1
    regions, industries = np.indices(counts.shape)
    cells = pl.DataFrame(
        {
            "region": [f"r{one}" for one in regions.ravel()],
            "industry": [f"{one // 2}{one}" for one in industries.ravel()],
            "employment": counts.ravel(),
        }
    )
    short = cells.filter(pl.col("employment") > 0)
    shares = counts / counts.sum(axis=1, keepdims=True)
    whole = counts.sum(axis=0) / counts.sum()
    logs = np.log2(shares, where=shares > 0, out=np.zeros(shares.shape))
    lq = np.divide(shares, whole, where=whole > 0, out=np.zeros(shares.shape))
    expected = {
        "krugman": np.abs(shares - whole).sum(axis=1),
        "hachman": 1 / (shares * lq).sum(axis=1),
        "herfindahl": (shares**2).sum(axis=1),
        "entropy": -(shares * logs).sum(axis=1),
    }
    for measure in (
        krugman_specialisation,
        hachman_index,
        herfindahl_index,
        shannon_entropy,
    ):
        for table in (cells, short):
            found = measure(table).sort("region")
            name = found.columns[1]
            assert found[name].to_numpy() == pytest.approx(expected[name], abs=1e-12)
    others = krugman_specialisation(short, against="mean-of-others").sort("region")
    assert others["krugman"].to_numpy() == pytest.approx(against_others(counts))
    variety = related_variety(short, digits=1).sort("region")
    parts = variety["related_variety"] + variety["unrelated_variety"]
    assert parts.to_numpy() == pytest.approx(expected["entropy"], abs=1e-12)


def test_a_region_with_nobody_has_no_mix():
    empty = pl.concat(
        [
            CELLS,
            pl.DataFrame(
                {"region": ["south"], "industry": ["620"], "employment": [0]},
                schema=CELLS.schema,
            ),
        ]
    )
    for measure, options in MEASURES:
        found = measure(empty, **options)
        assert of(found, "south", found.columns[1]) is None
        assert of(found, "east", found.columns[1]) == pytest.approx(
            of(measure(CELLS, **options), "east", found.columns[1])
        )


def test_a_single_region_has_no_others():
    east = CELLS.filter(pl.col("region") == "east")
    found = krugman_specialisation(east, against="mean-of-others")
    assert of(found, "east", "krugman") is None
