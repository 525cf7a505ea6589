"""Clusters that may be specialised by chance, on tables worked by hand."""

from dataclasses import replace

import numpy as np
import polars as pl
import pytest
from scipy.stats import binomtest

from distretto.analysis.selection.cluster_map import Thresholds, cluster_map
from distretto.analysis.selection.table import RegionIndustryTable
from distretto.analysis.selection.wilson import quantile, wilson
from distretto.errors import InputError

# Ten regions of a tenth of all jobs each. Mills: 24 of 100 in the first, of 5 jobs
# each. Shops: 1,300 of 10,000 in the first, of 2 jobs each.
NAMES = [f"r{n}" for n in range(10)]
MILLS = [24] + [9] * 4 + [8] * 5
SHOPS = [1_300] + [950] * 6 + [1_000] * 3


def table(mills: list[int] = MILLS, firms: bool = True, **more) -> RegionIndustryTable:
    counts = {"13": mills, "47": SHOPS}
    jobs = {"13": [5 * n for n in mills], "47": [2 * n for n in SHOPS]}
    cells = pl.DataFrame(
        {
            "region": NAMES * 2,
            "industry": ["13"] * 10 + ["47"] * 10,
            "establishments": [*counts["13"], *counts["47"]],
            "employment": [*jobs["13"], *jobs["47"]],
        }
    )
    if not firms:
        cells = cells.with_columns(establishments=pl.lit(None, pl.Int64))
    totals = pl.DataFrame({"region": NAMES, "employment": [100_000] * 10})
    return RegionIndustryTable(
        cells,
        region_totals=totals,
        grand_total={"employment": 1_000_000, "establishments": None},
        **more,
    )


def test_the_interval_is_that_of_the_share_of_plants():
    """24 of 100 plants where 10 are expected, by SciPy's own Wilson interval."""
    first = cluster_map(table()).cells.row(0, named=True)
    assert (first["region"], first["industry"]) == ("r0", "13")
    assert first["lq"] == pytest.approx(0.24 / 0.1)
    low, high = binomtest(24, 100).proportion_ci(0.95, method="wilson")
    assert first["lq_low"] == pytest.approx(low / 0.1, rel=1e-9)
    assert first["lq_high"] == pytest.approx(high / 0.1, rel=1e-9)


def test_few_plants_may_be_there_by_chance_and_many_may_not():
    """14 of 100 plants: 1.4 (0.9 to 2.2). 1,300 of 10,000 shops: 1.3 (1.24 to 1.37)."""
    some = [14] + [10] * 5 + [9] * 4
    limits = Thresholds(establishments=10, employment=10)
    found = cluster_map(table(some), thresholds=limits)
    assert found.clusters["industry"].to_list() == ["47"]
    mills = found.cells.row(0, named=True)
    assert mills["lq"] == pytest.approx(1.4)
    assert mills["lq_low"] == pytest.approx(10 * 0.0852, rel=0.01)
    assert mills["left_out"] == "certainty"
    assert found.funnel["enough_employment"] == 2
    assert found.funnel["certain"] == 1
    every = cluster_map(
        table(some),
        thresholds=Thresholds(establishments=10, employment=10, certainty=None),
    )
    assert every.funnel["certain"] == 2
    assert sorted(every.clusters["industry"]) == ["13", "47"]


def test_unequal_plants_make_the_interval_wider():
    """H = 0.04 stands for 25 plants of one size, a quarter of the 100 counted."""
    uneven = pl.DataFrame({"industry": ["13", "47"], "plant_herfindahl": [0.04, 1e-4]})
    found = cluster_map(table(plants=uneven))
    first = found.cells.row(0, named=True)
    low, high = binomtest(6, 25).proportion_ci(0.95, method="wilson")
    assert first["lq_low"] == pytest.approx(low / 0.1, rel=1e-9)
    assert first["lq_high"] == pytest.approx(high / 0.1, rel=1e-9)
    assert not any("is estimated from" in str(note) for note in found.notes)


def test_sizes_that_differ_between_regions_make_the_interval_wider():
    """Plants of 5 jobs, but of 15 in one region: they are unequal, nobody knows how.

    Mean 500 + 90 over 100 plants = 5.9. Mean square between ten regions:
    (9 x 9.1^2 + 91 x 0.9^2) / 9 = 91; squared by the mean 2.614. Shops are all alike.
    Pooled over 9 + 9 degrees, 1.307; mills: (9 x 2.614 + 10 x 1.307) / 19 = 1.926.
    """
    uneven = table()
    cells = uneven.cells.with_columns(
        employment=pl.when(pl.col("region") == "r1", pl.col("industry") == "13")
        .then(9 * 15)
        .otherwise("employment")
    )
    first = cluster_map(replace(uneven, cells=cells)).cells.row(0, named=True)
    n = 100 / (1 + 1.926)
    low, _ = wilson(np.float64(120 / 590), n, quantile(0.95))
    assert first["lq_low"] == pytest.approx(low / 0.1, rel=2e-3)


@pytest.mark.parametrize("spread", [0.8, 1.3])
def test_chance_alone_leaves_about_as_many_as_it_should(spread: float):
    """Plants of unequal, unknown sizes thrown at random: at 95 %, 2.5 % are too high.

    Among those that look specialised the share is larger; taken for equal in size,
    half of them passed.
    """
    rng = np.random.default_rng(3)
    weights = rng.dirichlet(np.full(100, 0.7))
    rows = []
    for industry in range(60):
        number = int(rng.integers(40, 600))
        at = rng.choice(100, number, p=weights)
        size = np.ceil(rng.lognormal(2, spread, number))
        jobs, firms = np.bincount(at, size, 100), np.bincount(at, minlength=100)
        here = np.flatnonzero(firms)
        rows += [(f"r{r}", f"i{industry}", jobs[r], int(firms[r])) for r in here]
    names = ["region", "industry", "employment", "establishments"]
    cells = pl.DataFrame(rows, schema=names, orient="row")
    limits = Thresholds(establishments=5, employment=50)
    found = cluster_map(RegionIndustryTable(cells), thresholds=limits).funnel
    assert found["enough_employment"] > 500
    assert found["certain"] < 0.08 * found["enough_employment"]


def test_where_totals_leave_out_hidden_cells_there_is_no_interval():
    """Without a total, 24 of 90 plants' jobs are known: the quotient is about that."""
    hidden = table().cells.with_columns(
        employment=pl.when(pl.col("region") == "r9").then(None).otherwise("employment")
    )
    found = cluster_map(RegionIndustryTable(hidden))
    assert found.cells["lq"].count()
    assert not found.cells["lq_low"].count() and not found.cells["lq_shrunken"].count()
    assert "not tested for chance" in " ".join(map(str, found.notes))


def test_uncounted_plants_leave_no_interval_and_are_not_taken_for_uncertain():
    found = cluster_map(table(firms=False))
    assert sorted(found.clusters["industry"]) == ["13", "47"]
    assert found.clusters["lq_low"].null_count() == 2
    said = " ".join(map(str, found.notes))
    assert "There are no intervals" in said
    assert "2 clusters were not tested for chance" in said
    asked_nothing = cluster_map(
        table(firms=False), thresholds=Thresholds(certainty=None)
    )
    assert "tested for chance" not in " ".join(map(str, asked_nothing.notes))


def test_against_another_area_the_interval_stretches_with_the_quotient():
    """A nation with half the share of mills: everything about them is twice as much."""
    mine = cluster_map(table()).cells.row(0, named=True)
    nation = pl.DataFrame({"industry": ["13", "47"], "share": [0.00025, 0.02]})
    other = cluster_map(table(), reference=nation).cells.row(0, named=True)
    for name in ("lq", "lq_low", "lq_high", "lq_shrunken"):
        assert other[name] == pytest.approx(2 * mine[name], rel=1e-9)


def test_a_joined_cluster_is_surer_than_its_parts():
    """20 of 100 in each of two neighbours of a tenth, and 40 in both of a fifth."""
    pair = [20, 20] + [8] * 4 + [7] * 4
    links = pl.DataFrame({"region": ["r0"], "neighbour": ["r1"]})
    limits = Thresholds(establishments=10, employment=10)
    joined = cluster_map(table(pair), neighbours=links, thresholds=limits)
    cluster = joined.clusters.filter(industry="13").row(0, named=True)
    low, _ = binomtest(40, 100).proportion_ci(0.95, method="wilson")
    assert cluster["regions"] == ["r0", "r1"]
    assert cluster["lq_low"] == pytest.approx(low / 0.2, rel=1e-9)
    said = " ".join(map(str, joined.notes))
    assert "a little less sure than its interval says" in said
    alone = joined.cells.row(0, named=True)
    assert alone["lq_low"] < cluster["lq_low"]
    assert alone["lq_shrunken"] < cluster["lq_shrunken"] < cluster["lq"] == 2.0


def test_a_chain_of_many_regions_is_pointed_at():
    """Twelve of forty regions in a row share all mills, 12 each and 40 jobs apiece."""
    names = [f"r{n:02}" for n in range(40)]
    cells = pl.DataFrame(
        {
            "region": names[:12] + names,
            "industry": ["13"] * 12 + ["47"] * 40,
            "establishments": [12] * 12 + [100] * 40,
            "employment": [480] * 12 + [1_000] * 40,
        }
    )
    links = pl.DataFrame({"region": names[:-1], "neighbour": names[1:]})
    found = cluster_map(RegionIndustryTable(cells), neighbours=links)
    assert found.clusters["regions"].list.len().to_list() == [12]
    said = " ".join(map(str, found.notes))
    assert "1 cluster has more than 10 regions (12)" in said


def test_a_threshold_below_one_asks_for_no_certainty():
    found = cluster_map(table(), thresholds=Thresholds(0, 0, 0))
    assert found.clusters.height == 20


@pytest.mark.parametrize("level", [0, 1, 1.5, -0.1])
def test_a_certainty_that_is_none_is_refused(level):
    with pytest.raises(InputError, match="between 0 and 1"):
        Thresholds(certainty=level)
