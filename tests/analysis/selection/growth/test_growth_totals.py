"""Growth by totals of what the cells count, and what is in no row. By hand."""

import polars as pl
import pytest

from distretto.analysis.selection.growth.explained import explain_growth
from distretto.analysis.selection.growth.life_cycle import life_cycle
from distretto.analysis.selection.growth.shift_share import shift_share, shift_share_by
from distretto.analysis.selection.table import AlikeTotals, RegionIndustryTable
from distretto.notes import Note


def figures(keys: tuple[str, ...], *rows) -> pl.DataFrame:
    """A row for each year: the keys, then what there was in 2015 and in 2018."""
    names = (*keys, "year", "employment")
    listed = [
        (*row[: len(keys)], year, jobs)
        for row in rows
        for year, jobs in zip((2015, 2018), row[len(keys) :], strict=True)
    ]
    kinds = {**dict.fromkeys(keys, pl.String), "year": pl.Int32}
    return pl.DataFrame(
        listed, schema={**kinds, "employment": pl.Float64}, orient="row"
    ).select(names)


# Private cells; of region b one is hidden. Of the private whole, 50 are of no region.
CELLS = figures(
    ("region", "industry"),
    ("a", "x", 100, 120),
    ("a", "y", 100, 100),
    ("b", "x", 100, 100),
    ("b", "y", None, None),
)
PRIVATE = figures(("region",), ("a", 200, 220), ("b", 150, 170))
ALL_OWNERS = figures(("region",), ("a", 300, 420), ("b", 250, 270))
INDUSTRIES = figures(("industry",), ("x", 220, 253), ("y", 180, 187))
WHOLE = {2015: {"employment": 400.0}, 2018: {"employment": 440.0}}
SENTENCE = Note("Growth is of private firms.")


def table(covers_regions: bool = True, cells: pl.DataFrame = CELLS, **more):
    alike = AlikeTotals(PRIVATE, WHOLE, covers_regions, SENTENCE)
    told = {"region_totals": ALL_OWNERS, "industry_totals": INDUSTRIES, "alike": alike}
    return RegionIndustryTable(cells, **{**told, **more})


def parts(row) -> list[float]:
    names = ("national", "mix", "regional", "unattributed")
    return [round(row[name], 3) for name in names]


def test_regions_grow_beside_the_totals_of_what_the_cells_count():
    """The whole 10 %, x 15 %, y 7/180. a: nation 20; mix 5 + 100 (7/180 - .1) = -1.111;
    itself 120 - 115 + 100 - 103.889 = 1.111. b: nation 15, mix 5, itself 100 - 115;
    20 in all, so that 15 are not told. Over all owners a would have won 120."""
    found = explain_growth(table())
    a, b = found.rows.sort("code").to_dicts()
    assert (a["value_start"], a["value_end"], a["known_share"]) == (200, 220, 1)
    assert parts(a) == [20, -1.111, 1.111, 0]
    assert parts(b) == [15, 5, -15, 15]
    assert not a["is_minimum"] and not b["is_minimum"]
    assert SENTENCE in found.notes
    said = " ".join(map(str, found.notes))
    assert "The whole grows as its published total: 400 jobs in 2015 and 440" in said


def test_the_total_is_the_published_one_and_the_jobs_of_no_region_are_a_row():
    """400 to 440; 50 to 50 are of no region: as the whole they would have won 5. Taken
    apart are 300 of 400."""
    found = explain_growth(table())
    total, rest = found.total, found.rest
    assert (total["value_start"], total["value_end"], total["change"]) == (400, 440, 40)
    assert parts(total) == [40, 3.889, -13.889, 10]
    assert rest is not None
    assert (rest["value_start"], rest["value_end"]) == (50, 50)
    assert parts(rest) == [5, 0, 0, -5]
    assert total["known_share"] == 0.75
    assert total["is_minimum"] is False


def test_a_wider_area_is_compared_with_and_is_not_the_total_of_the_regions():
    found = explain_growth(table(covers_regions=False))
    assert found.total["value_start"] == 350 and found.rest is None
    assert found.total["national"] == pytest.approx(35)


def test_quotients_keep_the_totals_over_all_owners():
    found = explain_growth(table(), by="industry", region="a")
    wanted = life_cycle(
        CELLS,
        start=2015,
        end=2018,
        region_totals=ALL_OWNERS,
        industry_totals=INDUSTRIES,
    ).filter(region="a", industry="x")
    x = found.rows.filter(code="x")
    assert x["lq_start"].to_list() == wanted["lq_start"].to_list()
    assert x["lq_end"].to_list() == wanted["lq_end"].to_list()
    assert found.total["change"] == 20 and found.rest is None


def test_without_totals_of_their_own_kind_regions_are_what_is_visible():
    """Those over all owners are no substitute: b has 100 to 100 and a hidden cell."""
    alike = AlikeTotals(None, {}, True, SENTENCE)
    found = explain_growth(table(alike=alike))
    b = found.rows.filter(code="b").to_dicts()[0]
    assert (b["value_start"], b["change"], b["is_minimum"]) == (100, 0, True)
    assert found.total["is_minimum"] is True
    # All totals of industries are known: 220 + 180 to 253 + 187, 10 %.
    assert b["national"] == pytest.approx(10)


RECODED = pl.concat(
    [
        CELLS,
        figures(
            ("region", "industry"), ("a", "old", 30, 0), ("b", "old", None, 0)
        ).filter(pl.col("year") == 2015),
        figures(("region", "industry"), ("a", "new", 0, 33)).filter(
            pl.col("year") == 2018
        ),
    ]
)


def test_codes_of_one_year_are_told_with_their_jobs():
    """Of “old” 45 are published, 30 visible; of “new” nothing but 33 is visible."""
    old = figures(("industry",), ("old", 45, 0)).filter(pl.col("year") == 2015)
    told = table(cells=RECODED, industry_totals=pl.concat([INDUSTRIES, old]))
    found = explain_growth(told, by="industry")
    said = " ".join(map(str, found.notes))
    assert "1 industry code is in 2015 and not in 2018: “old”, with 45 jobs" in said
    assert "1 industry code is in 2018 and not in 2015: “new”, with 33 jobs" in said
    assert "probably revised between 2015 and 2018" in said
    # y of b is; “old” and “new” had other codes, which is not to be hidden.
    assert "1 cell is hidden in 2015 or 2018" in said
    unknown = found.rows.filter(pl.col("change").is_null())["code"]
    assert sorted(unknown) == ["new", "old"]
    # 400 to 440 as published, of which x and y have all.
    assert (found.total["value_start"], found.rest) == (400, None)
    of_b = explain_growth(told, by="industry", region="b")
    assert "“old”, with an unknown number of jobs" in " ".join(map(str, of_b.notes))
    of_old = " ".join(map(str, explain_growth(told, industry="old").notes))
    assert "“old”, with 45 jobs" in of_old and "“new”, with 33 jobs" in of_old
    of_x = " ".join(map(str, explain_growth(told, industry="x").notes))
    assert "industry code" not in of_x


def test_a_region_of_one_year_is_told():
    """c joined later, with 7 jobs."""
    more = figures(("region", "industry"), ("c", "x", 0, 7)).filter(
        pl.col("year") == 2018
    )
    found = explain_growth(table(cells=pl.concat([CELLS, more]), alike=None))
    said = " ".join(map(str, found.notes))
    assert "1 region is in 2018 and not in 2015: “c”, with 7 jobs" in said


def test_the_whole_is_the_totals_known_in_both_years_where_they_are_more():
    """y has no total in 2018. x: 500 to 600, more than the 300 of the visible cells, so
    that the whole grew by 20 %; y of a, 100 jobs, would have won 20."""
    told = figures(("industry",), ("x", 500, 600), ("y", 180, None))
    asked = {"start": 2015, "end": 2018, "industry_totals": told}
    cells = shift_share(CELLS, **asked)
    y = cells.filter(region="a", industry="y").to_dicts()[0]
    assert y["national"] == pytest.approx(20) and y["mix"] is None
    x = cells.filter(region="a", industry="x").to_dicts()[0]
    assert x["mix"] == pytest.approx(0) and x["regional"] == pytest.approx(0)
    # 220 would be less than the 300 visible, which grew to 320.
    few = told.with_columns(employment=pl.col("employment") * 0.44)
    cells = shift_share(CELLS, **{**asked, "industry_totals": few})
    assert cells.filter(region="a", industry="y")["national"].item() == pytest.approx(
        100 * 20 / 300
    )


def test_rows_say_where_hidden_cells_are_in_no_figure():
    asked = {"start": 2015, "end": 2018}
    bare = shift_share_by(CELLS, by="region", **asked)
    assert dict(bare.select("region", "is_minimum").iter_rows()) == {
        "a": False,
        "b": True,
    }
    told = shift_share_by(CELLS, by="region", region_totals=PRIVATE, **asked)
    assert not told["is_minimum"].any()
