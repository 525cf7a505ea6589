"""Complexity, related industries and prospects of a published table, worked by hand."""

import math

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from distretto.analysis.selection import table_frames
from distretto.analysis.selection.cluster_source import read, read_years
from distretto.analysis.selection.relatedness.by_complexity import (
    industries_by_complexity,
    regions_by_complexity,
)
from distretto.analysis.selection.relatedness.chances import own_density, turns_of
from distretto.analysis.selection.relatedness.complexity import economic_complexity
from distretto.analysis.selection.relatedness.entry_exit import entry_and_exit
from distretto.analysis.selection.relatedness.prospects import prospects_of_region
from distretto.analysis.selection.relatedness.related import (
    Linkage,
    related_industries,
)
from distretto.analysis.selection.relatedness.table_matrix import (
    matrix_of,
    table_matrix,
)
from distretto.analysis.selection.table import RegionIndustryTable
from distretto.errors import InputError

# Jobs. All regions and all industries have 12 in all (of 48), so that the quotient is
# jobs / 3, and at least 1 where there are 3 or more:
#
#          yarn carpets boats nets            yarn carpets boats nets
# Dalton     6     6      0     0    Dalton    1      1      0     0
# Rome       6     3      0     3    Rome      1      1      0     1
# Savannah   0     0      6     6    Savannah  0      0      1     1
# Tybee      0     3      6     3    Tybee     0      1      1     1
JOBS = {
    "Dalton": (6, 6, 0, 0),
    "Rome": (6, 3, 0, 3),
    "Savannah": (0, 0, 6, 6),
    "Tybee": (0, 3, 6, 3),
}
NAMES = ("yarn", "carpets", "boats", "nets")


def table(jobs=JOBS, **more) -> RegionIndustryTable:
    cells = pl.DataFrame(
        [
            {"region": region, "industry": name, "employment": count}
            for region, counts in jobs.items()
            for name, count in zip(NAMES, counts, strict=True)
            if count != 0
        ],
        schema_overrides={"employment": pl.Float64},
    )
    return RegionIndustryTable(cells.with_columns(establishments=1.0), **more)


def row_of(found, code: str) -> dict:
    return found.rows.filter(code=code).to_dicts()[0]


def test_what_goes_with_yarn_is_counted_by_hand():
    """Yarn is in Dalton and Rome; carpets are in both, and in Tybee.

    Both 2, chance 2 x 3 / 4 = 1.5, proximity 2 / 3. Nets: Rome only, 2 x 3 / 4 = 1.5,
    1 / 3. Boats: none.
    """
    found = related_industries(table(), "yarn")
    assert found.rows["code"].to_list() == ["carpets", "nets", "boats"]
    carpets = row_of(found, "carpets")
    assert (carpets["both"], carpets["regions"], carpets["own_regions"]) == (2, 3, 2)
    assert carpets["by_chance"] == pytest.approx(1.5)
    assert carpets["proximity"] == pytest.approx(2 / 3)
    assert row_of(found, "nets")["proximity"] == pytest.approx(1 / 3)
    assert row_of(found, "boats")["both"] == 0
    assert carpets["linkage"] is None and carpets["mean_rank"] is None


def test_what_chance_would_give_is_counted_by_hand():
    """Three of four regions have carpets: which, there are 4 ways, 2 with both of yarn.

    Nets: every choice of three has one of yarn's two, at least. Boats: none is no less.
    Corrected (Benjamini and Hochberg): 0.5 x 3 / 1 is above 1, so that all are 1.
    """
    rows = related_industries(table(), "yarn").rows
    told = dict(rows.select("code", "p_value").iter_rows())
    assert told == pytest.approx({"carpets": 0.5, "nets": 1, "boats": 1})
    assert rows["adjusted_p_value"].to_list() == pytest.approx([1, 1, 1])


def tail(both: int, one: int, other: int, number: int) -> float:
    """Ways to choose `other` of all regions with so many of `one`, or more, of all."""
    ways = sum(
        math.comb(one, k) * math.comb(number - one, other - k)
        for k in range(both, min(one, other) + 1)
    )
    return ways / math.comb(number, other)


def test_chances_are_those_of_all_ways_to_choose_and_corrected_by_their_number():
    """Benjamini and Hochberg: the least p n / rank of those that are no smaller."""
    found = related_industries(years(), "i04", year=2017).rows.to_dicts()
    expected = [
        tail(*(int(row[name]) for name in ("both", "own_regions", "regions")), 30)
        for row in found
    ]
    assert [row["p_value"] for row in found] == pytest.approx(expected)
    order = sorted(expected)
    ratios = [p * len(order) / rank for rank, p in enumerate(order, start=1)]
    corrected = [min(ratios[order.index(p) :]) for p in expected]
    assert [row["adjusted_p_value"] for row in found] == pytest.approx(corrected)
    assert min(corrected) < max(corrected)


def test_what_is_in_no_region_has_no_chance():
    """The largest quotient is 2: at 2.1 nobody is specialised in anything."""
    rows = related_industries(table(), "yarn", threshold=2.1).rows
    for name in ("p_value", "adjusted_p_value"):
        assert rows[name].null_count() == rows.height == 3


def test_the_mean_rank_is_that_of_both_measures():
    """By place carpets 1, nets 2; by trade nets 1, carpets 2; of boats nothing."""
    shares = np.full((3, 3), np.nan)
    shares[0, 1] = shares[1, 0] = 0.1
    shares[0, 2] = shares[2, 0] = 0.4
    linkage = Linkage(("yarn", "carpets", "nets"), shares)
    found = related_industries(table(), "yarn", linkage=linkage)
    ranks = {row["code"]: row["mean_rank"] for row in found.rows.to_dicts()}
    assert ranks == {"carpets": 1.5, "nets": 1.5, "boats": None}
    # Of equal ranks, the one that is nearer by place.
    assert found.rows["code"].to_list() == ["carpets", "nets", "boats"]


def test_a_hidden_cell_is_neither_there_nor_absent():
    """With Rome's carpets hidden, yarn and carpets are counted without Rome."""
    hidden = table({**JOBS, "Rome": (6, None, 0, 3)})
    found = related_industries(hidden, "yarn", minimum_known_share=0)
    carpets = row_of(found, "carpets")
    assert (carpets["both"], carpets["own_regions"]) == (1, 1)
    assert any("are hidden" in str(n) or "is hidden" in str(n) for n in found.notes)
    strict = related_industries(hidden, "yarn", minimum_known_share=1)
    assert row_of(strict, "carpets")["proximity"] is None


def test_a_total_that_was_published_is_what_quotients_are_of():
    """With 120 jobs in Dalton, 6 in yarn are no specialisation: 6/120 < 12/156."""
    totals = pl.DataFrame(
        {"region": list(JOBS), "employment": [120.0, 12.0, 12.0, 12.0]}
    )
    found = related_industries(table(region_totals=totals), "yarn")
    assert found.settings["own_regions"] == 1


@pytest.mark.parametrize("code", ["silk", ""])
def test_an_industry_that_is_not_there_is_refused(code):
    with pytest.raises(InputError) as refusal:
        related_industries(table(), code)
    assert refusal.value.code == "no_such_code"


def test_complexity_is_that_of_the_matrix_of_presence():
    expected = economic_complexity(
        table_matrix(table(), "employment", None, None, 1).presence.numbers(np.float64)
    )
    regions, industries = (
        regions_by_complexity(table()),
        industries_by_complexity(table()),
    )
    assert dict(regions.rows.select("code", "eci").iter_rows()) == pytest.approx(
        dict(zip(sorted(JOBS), expected.eci, strict=True))
    )
    assert dict(industries.rows.select("code", "pci").iter_rows()) == pytest.approx(
        dict(zip(sorted(NAMES), expected.pci, strict=True))
    )
    assert regions.rows["eci"].to_list() == sorted(expected.eci, reverse=True)


def test_diversity_and_ubiquity_are_counted_by_hand():
    """Rome has yarn (of 2 regions), carpets (3) and nets (3): 8/3 on average."""
    rome = row_of(regions_by_complexity(table()), "Rome")
    assert rome["diversity"] == 3
    assert rome["mean_ubiquity"] == pytest.approx(8 / 3)
    carpets = row_of(industries_by_complexity(table()), "carpets")
    assert carpets["ubiquity"] == 3
    assert carpets["mean_diversity"] == pytest.approx((2 + 3 + 3) / 3)


def test_a_small_table_says_that_it_is_small_and_who_fixed_the_sign():
    notes = " ".join(map(str, regions_by_complexity(table()).notes))
    assert "4 regions and 4 industries" in notes
    assert "Which end is the complex one" in notes


# Yarn is all that Dalton and Rome share; nobody has what Tybee has. Two figures of
# mean 0 and standard deviation 1 are 1 and -1.
APART = {"Dalton": (6, 6, 0, 0), "Rome": (6, 0, 6, 0), "Tybee": (0, 0, 0, 12)}


@pytest.mark.parametrize(("end", "other"), [("Dalton", "Rome"), ("Rome", "Dalton")])
def test_the_region_of_the_complex_end_is_above_the_mean(end, other):
    found = regions_by_complexity(table(APART), complex_end=end)
    assert found.rows["code"].to_list() == [end, other, "Tybee"]
    assert found.rows["eci"].to_list() == [
        pytest.approx(1),
        pytest.approx(-1),
        None,
    ]
    assert any("as asked" in str(note) for note in found.notes)
    # Of yarn, carpets and boats the one that only the complex end has is first.
    industries = industries_by_complexity(table(APART), complex_end=end).rows
    assert industries["code"][0] == {"Dalton": "carpets", "Rome": "boats"}[end]


def test_turning_the_order_turns_all_of_it():
    as_is = regions_by_complexity(table())
    last = as_is.rows["code"][-1]
    turned = regions_by_complexity(table(), complex_end=last)
    for name in ("eci", "opportunity_value"):
        before = dict(as_is.rows.select("code", name).iter_rows())
        after = dict(turned.rows.select("code", name).iter_rows())
        assert after == pytest.approx({code: -each for code, each in before.items()})


@pytest.mark.parametrize(
    ("end", "code"),
    [("Jos", "no_such_code"), ("Tybee", "complex_end_without_index")],
)
def test_an_end_that_has_no_place_in_the_order_is_refused(end, code):
    with pytest.raises(InputError) as refusal:
        regions_by_complexity(table(APART), complex_end=end)
    assert refusal.value.code == code


def test_where_everybody_has_everything_there_is_no_order():
    same = {region: (3, 3, 3, 3) for region in JOBS}
    found = regions_by_complexity(table(same))
    assert found.rows["eci"].null_count() == 4
    assert found.settings["has_order"] is False
    assert any("no order" in str(note) for note in found.notes)


def test_density_is_worked_by_hand():
    """Dalton has yarn and carpets. Nets: to yarn 1/3, carpets 2/3, boats 2/3.

    c(nets, yarn) = 1 of max(3, 2); c(nets, carpets) = Rome, Tybee = 2 of 3;
    c(nets, boats) = Savannah, Tybee = 2 of 3. Density (1/3 + 2/3) / (5/3) = 0.6.
    Boats: to yarn 0, to carpets 1 of 3, to nets 2 of 3: (1/3) / 1.
    """
    found = prospects_of_region(table(), "Dalton")
    assert set(found.rows["code"]) == {"nets", "boats"}
    assert row_of(found, "nets")["density"] == pytest.approx(0.6)
    assert row_of(found, "boats")["density"] == pytest.approx(1 / 3)
    (held,) = found.further
    assert set(held.rows["code"]) == {"yarn", "carpets"}
    assert found.listing().height == 4
    assert any("one year" in str(note) for note in found.notes)


def test_what_would_raise_complexity_comes_first():
    found = prospects_of_region(table(), "Dalton")
    eci = found.settings["eci"]
    raises = [row["pci"] > eci for row in found.rows.to_dicts()]
    assert found.rows["raises_complexity"].to_list() == raises
    assert raises == sorted(raises, reverse=True)
    # ECI is the mean PCI of what a region has.
    held = found.further[0].rows["pci"].to_list()
    assert eci == pytest.approx(sum(held) / len(held))


def test_what_is_hidden_is_on_neither_list():
    hidden = table({**JOBS, "Dalton": (6, 6, None, 0)})
    found = prospects_of_region(hidden, "Dalton", minimum_known_share=0)
    assert "boats" not in found.listing()["code"].to_list()
    assert any("on neither list" in str(note) for note in found.notes)


def years() -> RegionIndustryTable:
    """Thirty regions that take up and give up industries at random."""
    rng = np.random.default_rng(5)
    rows = [
        {
            "region": f"r{region:02}",
            "industry": f"i{industry:02}",
            "year": year,
            "employment": float(rng.integers(1, 60)),
        }
        for year in (2015, 2016, 2017)
        for region in range(30)
        for industry in range(25)
        if rng.random() < 0.3 + 0.4 * ((region + industry) % 2)
    ]
    return RegionIndustryTable(pl.DataFrame(rows))


def test_chances_are_those_of_the_logit_over_all_years():
    table = years()
    found = prospects_of_region(table, "r03")
    each = [table_matrix(table, "employment", None, y, 1) for y in (2015, 2016, 2017)]
    has = np.stack([one.presence.numbers(np.float64) for one in each])
    near = np.stack([own_density(one.presence)[0] for one in each])
    model = entry_and_exit(has, near).entry.model
    for row in found.rows.head(5).to_dicts():
        odds = math.exp(model.intercept + model.slope * row["density"])
        assert row["entry_chance"] == pytest.approx(odds / (1 + odds))
    told = next(str(note) for note in found.notes if str(note).startswith("Entry:"))
    assert f"{model.events:,} entries among {model.observations:,} pairs" in told
    assert found.further[0].rows["exit_chance"].null_count() == 0


def test_a_region_that_is_new_in_a_year_has_entered_nothing():
    """Regions are drawn anew: what has no row at all in a year is unknown in it.

    The new region is the double of another, so that no quotient changes but by the
    common factor that all shares have; counted with it, it would enter everything.
    """
    cells = years().cells
    new = cells.filter(pl.col("region") == "r07", pl.col("year") == 2017)
    more = pl.concat([cells, new.with_columns(region=pl.lit("r99"))])
    _, year_before, this_year = read_years(
        RegionIndustryTable(more), "employment", None, 2017
    )
    last = matrix_of(this_year, 1)
    before = matrix_of(year_before, 1, like=last)
    assert before.known[-1].max() == 0 and before.known[:-1].min() == 1
    turns = turns_of([before.presence, last.presence])
    old = last.presence.numbers(np.float64)[:-1]
    entered = (before.presence.numbers(np.float64)[:-1] == 0) & (old == 1)
    assert turns.entry.events.sum() == entered.sum()


def test_a_table_of_three_years_is_read_and_checked_once(monkeypatch):
    asked_for = []
    once = table_frames.read_table
    monkeypatch.setattr(
        table_frames,
        "read_table",
        lambda *asked: asked_for.append(asked[-1]) or once(*asked),
    )
    found = prospects_of_region(years(), "r03")
    assert found.settings["years"] == [2015, 2016, 2017] and asked_for == ["cells"]


def test_the_source_of_each_year_is_that_of_the_year_alone():
    """Totals have years too, and a sector's: each year is compared with its own."""
    cells = pl.DataFrame(years().cells)
    keys = ["region", "year"]
    totals = cells.group_by(keys).agg(
        pl.col("employment").sum() + pl.col("year").first()
    )
    sectors = totals.with_columns(industry=pl.lit("i"))
    table = RegionIndustryTable(
        cells, region_totals=totals, region_group_totals=sectors
    )
    codes = cells["industry"].unique().to_list()
    for base in (None, codes):
        every = read_years(table, "employment", base, 2017)
        for one in every:
            alone = read(table, "employment", base, one.year)
            assert one.year == alone.year and one.cells.equals(alone.cells)
            order = one.region_totals.sort("region"), alone.region_totals.sort("region")
            assert order[0].equals(order[1])
            told = totals.filter(year=one.year).sort("region")["employment"].to_list()
            assert order[0]["employment"].to_list() == told


def test_years_after_the_one_asked_for_are_not_looked_at():
    found = prospects_of_region(years(), "r03", year=2016)
    assert found.settings["years"] == [2015, 2016]
    alone = prospects_of_region(years(), "r03", year=2015)
    assert alone.rows["entry_chance"].null_count() == alone.rows.height


@given(st.lists(st.lists(st.integers(0, 9), min_size=4, max_size=4), min_size=3))
def test_counts_never_exceed_what_they_are_counted_of(rows):
    jobs = {f"r{place:03}": tuple(row) for place, row in enumerate(rows)}
    if not any(any(row) for row in rows) or not any(row[0] for row in rows):
        return
    found = related_industries(table(jobs), "yarn")
    for row in found.rows.to_dicts():
        assert 0 <= row["both"] <= min(row["regions"], row["own_regions"])
        if row["p_value"] is not None:
            assert 0 < row["p_value"] <= row["adjusted_p_value"] <= 1
        if row["proximity"] is not None:
            assert 0 <= row["proximity"] <= 1
