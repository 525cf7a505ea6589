"""Coagglomeration of pairs and groups; the cluster index of cells."""

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from distretto.analysis.selection.concentration.cluster_index import cluster_index
from distretto.analysis.selection.concentration.coagglomeration import (
    coagglomeration,
    group_coagglomeration,
)
from distretto.analysis.selection.concentration.dartboard import ellison_glaeser_gamma
from distretto.errors import InputError

#         yarn   cloth   other    all     a
# east     60      40      20     120    0.4
# west     40      10      70     120    0.4
# north     -      50      10      60    0.2
# all     100     100     100     300
CELLS = pl.DataFrame(
    {
        "region": ["east"] * 3 + ["west"] * 3 + ["north"] * 2,
        "industry": ["yarn", "cloth", "other"] * 2 + ["cloth", "other"],
        "employment": [60, 40, 20, 40, 10, 70, 50, 10],
    }
)


def test_a_pair_by_hand():
    """Yarn: q - a = 0.2, 0, -0.2; cloth: 0, -0.3, 0.3. Their product sums to -0.06,
    and 1 - (0.16 + 0.16 + 0.04) = 0.64: gamma = -0.06 / 0.64.
    """
    found = coagglomeration(CELLS)
    assert found.between("yarn", "cloth") == pytest.approx(-0.06 / 0.64)
    assert found.between("cloth", "yarn") == found.between("yarn", "cloth")
    assert np.isnan(found.between("yarn", "yarn"))
    assert found.industries == ("cloth", "other", "yarn")


def ellison_glaeser_of_group(counts, whole, group, herfindahl):
    """The index of a group as published, with plants [ellison1997]."""
    parts = counts[:, group] / counts[:, group].sum(axis=0)
    weights = counts[:, group].sum(axis=0) / counts[:, group].sum()
    whole2 = (whole**2).sum()
    raw = ((parts - whole[:, None]) ** 2).sum(axis=0)
    own = ellison_glaeser_gamma(raw, herfindahl, whole2)
    together = ((parts @ weights - whole) ** 2).sum()
    plants = (weights**2 * herfindahl).sum()
    alone = (own * weights**2 * (1 - herfindahl)).sum()
    return (together / (1 - whole2) - plants - alone) / (1 - (weights**2).sum())


def table_of(counts: np.ndarray) -> pl.DataFrame:
    regions, industries = np.indices(counts.shape)
    return pl.DataFrame(
        {
            "region": [f"r{one}" for one in regions.ravel()],
            "industry": [f"i{one}" for one in industries.ravel()],
            "employment": counts.ravel().astype(float),
        }
    )


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(2, 5))
def test_the_index_of_a_group_is_the_published_one_whatever_its_plants(seed, number):
    rng = np.random.default_rng(seed)
    counts = rng.integers(1, 60, (6, 7))
    herfindahl = rng.uniform(0.01, 0.9, number)  # drops out
    group = rng.permutation(7)[:number]
    expected = ellison_glaeser_of_group(
        counts, counts.sum(axis=1) / counts.sum(), group, herfindahl
    )
    names = [f"i{one}" for one in group]
    found = group_coagglomeration(table_of(counts), names)
    assert found == pytest.approx(expected, abs=1e-12)


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_hidden_cells_leave_out_their_region_for_the_pair(seed):
    """Each pair by itself, over the regions where both are known: a plain loop."""
    rng = np.random.default_rng(seed)
    counts = rng.integers(1, 60, (6, 4)).astype(float)
    counts[rng.random((6, 4)) < 0.2] = np.nan
    totals = np.nansum(counts, axis=1) + 100
    regions = [f"r{one}" for one in range(6)]
    found = coagglomeration(
        table_of(counts),
        region_totals=pl.DataFrame({"region": regions, "employment": totals}),
        minimum_known_share=0,
    )
    for one, other in [(0, 1), (0, 2), (1, 3)]:
        seen = ~np.isnan(counts[:, one]) & ~np.isnan(counts[:, other])
        whole = totals[seen] / totals[seen].sum()
        parts = counts[seen][:, [one, other]]
        apart = parts / parts.sum(axis=0) - whole[:, None]
        spread = 1 - (whole**2).sum()
        expected = (apart[:, 0] @ apart[:, 1]) / spread if spread > 1e-9 else np.nan
        if np.isnan(expected) or not seen.any():
            continue
        assert found.gamma[one, other] == pytest.approx(expected, abs=1e-9)
        assert found.known_share[one, other] == pytest.approx(
            totals[seen].sum() / totals.sum()
        )
    assert not found.is_estimate


def test_a_hidden_cell_makes_its_pairs_unknown_unless_less_is_asked_for():
    hidden = CELLS.with_columns(
        employment=pl.when(
            (pl.col("region") == "east") & (pl.col("industry") == "other")
        )
        .then(None)
        .otherwise("employment")
    )
    found = coagglomeration(hidden)
    assert np.isnan(found.between("yarn", "other"))
    assert np.isfinite(found.between("yarn", "cloth"))
    assert found.is_estimate
    loose = coagglomeration(hidden, minimum_known_share=0.5)
    assert np.isfinite(loose.between("yarn", "other"))


def test_pairs_in_order_and_groups_that_are_none():
    found = coagglomeration(CELLS)
    values = [value for _, _, value in found.strongest(2)]
    assert len(values) == 2 and values[0] >= values[1]
    assert values[0] == np.nanmax(found.gamma)
    with pytest.raises(InputError) as refusal:
        found.of_group(["yarn", "yarn"])
    assert refusal.value.code == "group_too_small"
    with pytest.raises(InputError) as refusal:
        found.between("yarn", "wool")
    assert refusal.value.code == "no_such_industry"


def test_an_industry_without_anybody_has_no_pairs():
    nobody = pl.DataFrame(
        {"region": ["east"], "industry": ["wool"], "employment": [0]},
        schema=CELLS.schema,
    )
    found = coagglomeration(pl.concat([CELLS, nobody]))
    assert np.isnan(found.between("yarn", "wool"))
    assert np.isnan(found.of_group(["yarn", "wool"]))


# --- Litzenberger and Sternberg -----------------------------------------------------

REGIONS = pl.DataFrame(
    {"region": ["east", "west"], "area": [10.0, 30.0], "population": [200, 800]}
)
FIRMS = pl.DataFrame(
    {
        "region": ["east", "west"],
        "industry": ["yarn", "yarn"],
        "employment": [60, 40],
        "establishments": [6, 2],
    }
)


def test_the_cluster_index_by_hand():
    """East: density (60/10) / (100/40) = 2.4; stock (60/200) / (100/1000) = 3;
    size (60/6) / (100/8) = 0.8; index 2.4 x 3 / 0.8 = 9.
    """
    east = cluster_index(FIRMS, REGIONS).row(0, named=True)
    assert east["relative_density"] == pytest.approx(2.4)
    assert east["relative_stock"] == pytest.approx(3)
    assert east["relative_size"] == pytest.approx(0.8)
    assert east["cluster_index"] == pytest.approx(9)
    assert east["industry_known_share"] == 1


def test_nobody_employed_is_an_index_of_zero_and_a_hidden_cell_is_unknown():
    nobody = FIRMS.with_columns(
        employment=pl.Series([0, 40]), establishments=pl.Series([0, 2])
    )
    east = cluster_index(nobody, REGIONS).row(0, named=True)
    assert east["cluster_index"] == 0
    assert east["relative_size"] is None
    hidden = FIRMS.with_columns(employment=pl.Series([None, 40], dtype=pl.Int64))
    assert cluster_index(hidden, REGIONS)["cluster_index"].to_list() == [None, None]
    published = pl.DataFrame(
        {"industry": ["yarn"], "employment": [100], "establishments": [8]}
    )
    west = cluster_index(hidden, REGIONS, industry_totals=published).row(1, named=True)
    # (40/30) / (100/40) x (40/800) / (100/1000) / ((40/2) / (100/8))
    assert west["cluster_index"] == pytest.approx((16 / 30) * 0.5 / 1.6)
    assert west["industry_known_share"] == pytest.approx(0.4)


def test_a_region_without_an_area_makes_the_whole_unknown():
    lacking = REGIONS.with_columns(area=pl.Series([10.0, None]))
    assert cluster_index(FIRMS, lacking)["cluster_index"].to_list() == [None, None]
