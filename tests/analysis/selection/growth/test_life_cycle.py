"""Growth of quotients, and the stages that the rule reads from them."""

import polars as pl
import pytest

from distretto.analysis.selection.growth.life_cycle import (
    Cutoffs,
    explain_stage,
    life_cycle,
)
from distretto.analysis.selection.growth.quotients import location_quotient_growth
from distretto.errors import InputError

PERIOD = {"start": 2010, "end": 2012}


def cells(jobs: dict[tuple[str, str], tuple]) -> pl.DataFrame:
    rows = [
        (r, i, year, n)
        for (r, i), ends in jobs.items()
        for year, n in zip((2010, 2012), ends, strict=True)
    ]
    kinds = {"region": pl.String, "industry": pl.String}
    kinds |= {"year": pl.Int64, "employment": pl.Float64}
    return pl.DataFrame(rows, schema=kinds, orient="row")


def of(found: pl.DataFrame, region: str, industry: str) -> dict:
    return found.filter(region=region, industry=industry).to_dicts()[0]


TWO = cells(
    {
        ("a", "x"): (20, 40),
        ("a", "rest"): (80, 60),
        ("b", "x"): (30, 10),
        ("b", "rest"): (70, 90),
    }
)


def test_the_growth_of_a_quotient_by_hand():
    """a: 20 % of 100 against 50 of 200, .8; then 40 % against 50 of 200, 1.6."""
    found = of(location_quotient_growth(TWO, **PERIOD), "a", "x")
    assert (found["lq_start"], found["lq_end"]) == pytest.approx((0.8, 1.6))
    assert found["lq_change"] == pytest.approx(0.8)
    assert found["lq_growth"] == pytest.approx(1.0)


def test_a_figure_that_comes_out_of_hiding_is_no_growth():
    """The third region's x is hidden in 2010, and so counts in neither year: a's
    quotients are of 20 in 100 and 50 in 300, then of 40 in 100 and 50 in 300."""
    more = cells({("c", "x"): (None, 500), ("c", "rest"): (100, 100)})
    found = location_quotient_growth(pl.concat([TWO, more]), **PERIOD)
    first = of(found, "a", "x")
    assert first["lq_start"] == pytest.approx(0.2 / (50 / 300))
    assert first["lq_end"] == pytest.approx(0.4 / (50 / 300))
    assert first["lq_is_estimate"]
    hidden = of(found, "c", "x")
    assert (hidden["value_end"], hidden["lq_end"], hidden["lq_growth"]) == (
        500,
        None,
        None,
    )


def test_totals_published_in_one_year_only_are_used_in_neither():
    totals = pl.DataFrame(
        {"region": ["a", "a", "b"], "year": [2010, 2012, 2010]}
    ).with_columns(employment=pl.Series([100, 100, 400]))
    found = location_quotient_growth(TWO, region_totals=totals, **PERIOD)
    plain = location_quotient_growth(TWO, **PERIOD)
    assert of(found, "b", "x")["lq_end"] == of(plain, "b", "x")["lq_end"]
    assert of(found, "b", "x")["lq_start"] == of(plain, "b", "x")["lq_start"]


# Region k is looked at; the rest of the economy keeps the shares of x and all.
def stage_of(jobs: tuple, others: tuple = (1000, 1000), **cutoffs) -> str | None:
    table = cells(
        {
            ("k", "x"): jobs,
            ("k", "rest"): (10_000, 10_000),
            ("l", "x"): others,
            ("l", "rest"): (100_000, 100_000),
        }
    )
    found = life_cycle(table, cutoffs=Cutoffs(**cutoffs), **PERIOD)
    return of(found, "k", "x")["stage"]


@pytest.mark.parametrize(
    ("jobs", "stage"),
    [
        ((1000, 1500), "growing"),  # LQ about 5 and rising
        ((100, 200), "emerging"),  # grows, but has fewer than 500 jobs
        ((0, 200), "emerging"),  # came from nothing
        ((1000, 1000), "mature"),
        ((1500, 1000), "declining"),
        ((600, 400), "declining"),  # it was no small one
        ((1010, 995), "mature"),  # falls by .7 % a year: it holds
        ((200, 100), "none"),  # it never was a cluster
        ((0, 0), "none"),
        ((100, None), None),
    ],
)
def test_each_stage(jobs, stage):
    assert stage_of(jobs) == stage


def test_growth_with_a_falling_quotient_is_not_growing():
    """x grows everywhere, elsewhere tenfold: the region falls behind."""
    assert stage_of((1000, 1500), others=(1000, 10_000)) == "mature"


def test_a_small_industry_that_grows_with_all_others_is_not_emerging():
    """x grows alike in both regions, and its quotient all but stays; 100 are few."""
    assert stage_of((100, 130), others=(1000, 1300)) == "none"
    assert stage_of((100, 130), others=(1000, 1000)) == "emerging"


def test_a_cluster_that_grows_with_its_industry_is_growing():
    assert stage_of((1000, 1300), others=(5000, 6500)) == "growing"


def test_the_cutoffs_decide():
    """1,000 to 1,060 in two years: 2.96 % a year."""
    assert stage_of((1000, 1060)) == "growing"
    assert stage_of((1000, 1060), growth=0.03) == "mature"
    assert stage_of((1000, 1500), small=2000) == "emerging"
    assert stage_of((1000, 1500), specialised=9) == "emerging"
    with pytest.raises(InputError, match="-1"):
        Cutoffs(small=-1)


def test_the_rule_is_told_with_its_own_figures():
    """1,000 to 1,210 in two years is 10 % a year, LQ 2 to 2.42 as well."""
    said = explain_stage(1000, 1210, 2.0, 2.42, stage="growing", years=2)
    assert str(said) == (
        "Growing: from 1,000 to 1,210 (+10% a year, at least 1%), LQ from 2 to 2.42 "
        "(+10% a year, no fall of more than 1%); no fewer than 500, and an LQ of 1 or "
        "more."
    )
    new = explain_stage(0, 200, 0.0, 1.5, stage="emerging", years=2)
    assert "from 0 to 200 (from nothing," in str(new)
    assert str(explain_stage(1, None, 1, 1, stage=None, years=2)).startswith("Unknown")


@pytest.mark.parametrize(
    "stage", ["emerging", "growing", "mature", "declining", "none"]
)
def test_every_stage_has_its_sentence(stage):
    assert len(str(explain_stage(700, 600, 2, 1.5, stage=stage, years=1))) > 60
