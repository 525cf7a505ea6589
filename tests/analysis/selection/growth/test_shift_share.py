"""Shift-share against a published table, sums by hand, and its own laws."""

import polars as pl
import pytest

from distretto.analysis.selection.growth.ratios import gerfin_ratios
from distretto.analysis.selection.growth.shift_share import shift_share, shift_share_by
from distretto.errors import InputError


def cells(*rows) -> pl.DataFrame:
    kinds = {"region": pl.String, "industry": pl.String}
    kinds |= {"year": pl.Int32, "employment": pl.Float64}
    return pl.DataFrame(rows, schema=kinds, orient="row")


def paired(codes: str, figures: tuple) -> list[tuple]:
    return list(zip(codes, figures, strict=True))


def row(found: pl.DataFrame, **keys) -> dict:
    return found.filter(
        *(pl.col(name) == key for name, key in keys.items())
    ).to_dicts()[0]


# G. Krumme, University of Washington, Geography 350: “Shift & Share Table with Excel
# Explanations”. Regional jobs 1985 and 1995 by industry, and what the nation grew by.
HOLUKULUKU = cells(
    *(("H", code, 1985, jobs) for code, jobs in paired("ABCD", (500, 100, 200, 200))),
    *(("H", code, 1995, jobs) for code, jobs in paired("ABCD", (1000, 100, 250, 280))),
)
# The nation's shares of 1985 in per cent, and the same grown by 10, 20, 30, 40 %.
NATION = cells(
    *(("", code, 1985, share) for code, share in paired("ABCD", (5, 20, 40, 30))),
    *(("", code, 1995, share) for code, share in paired("ABCD", (5.5, 24, 52, 42))),
).drop("region")
PERIOD = {"start": 1985, "end": 1995}
COMPARED = {"reference": NATION, "reference_total": {1985: 100.0, 1995: 129.0}}


def test_dunn_as_published():
    """His table: total shift, differential and composition effect of each industry."""
    found = shift_share(HOLUKULUKU, **PERIOD, **COMPARED)
    assert found["change"].to_list() == [500, 0, 50, 80]
    assert found["regional"].to_list() == pytest.approx([450, -20, -10, 0], abs=1e-9)
    assert found["mix"].to_list() == pytest.approx([-95, -9, 2, 22])
    whole = row(shift_share_by(HOLUKULUKU, by="region", **PERIOD, **COMPARED))
    assert whole["national"] == pytest.approx(290)
    assert whole["regional"] == pytest.approx(420)
    assert whole["mix"] == pytest.approx(-80)
    assert (whole["change"], whole["unattributed"], whole["known_share"]) == (630, 0, 1)


def test_esteban_marquillas_by_hand():
    """Homothetic jobs: 1,000 x 5 % = 50, 200, 400, 300; growth ahead of the nation's
    industry: .9, -.2, -.05, 0. Competitive 45, -40, -20, 0; the rest is allocation."""
    found = shift_share(HOLUKULUKU, method="esteban-marquillas", **PERIOD, **COMPARED)
    assert found["competitive"].to_list() == pytest.approx([45, -40, -20, 0], abs=1e-9)
    assert found["allocation"].to_list() == pytest.approx([405, 20, 10, 0], abs=1e-9)


def test_gerfin_by_hand():
    """1,630 / 1,000 against 1.29; expected 550 + 120 + 260 + 280 = 1,210."""
    found = row(gerfin_ratios(HOLUKULUKU, **PERIOD, **COMPARED))
    assert found["growth_ratio"] == pytest.approx(1.63 / 1.29)
    assert found["structural_ratio"] == pytest.approx(1.21 / 1.29)
    assert found["locational_ratio"] == pytest.approx(1630 / 1210)
    assert found["known_share"] == 1


# Three regions, one industry beside the rest, three years.
STEPS = cells(
    *(("a", "x", year, jobs) for year, jobs in ((1, 100), (2, 150), (3, 120))),
    *(("b", "x", year, jobs) for year, jobs in ((1, 100), (2, 100), (3, 130))),
    *(("c", "x", year, jobs) for year, jobs in ((1, 200), (2, 150), (3, 150))),
    *((r, "rest", year, 100) for r in "abc" for year in (1, 2, 3)),
)


def test_dynamic_by_hand():
    """The whole: 700, 700, 700; x: 400, 400, 400. So all of a's change is its own in
    each year: 50, then -30."""
    found = row(
        shift_share(STEPS, start=1, end=3, method="dynamic"), region="a", industry="x"
    )
    assert [found[each] for each in ("national", "mix", "regional")] == [0, 0, 20]


def test_dynamic_differs_where_the_nation_swings():
    """x of the nation: 100, 200, 100; the whole: 200, 300, 200. Region a: 10, 10, 10.
    National: 10 (1.5 - 1) + 10 (2/3 - 1) = 5 - 10/3; mix: 10 (2 - 1.5) + 10 (1/2 - 2/3)
    = 5 - 10/6; regional: 10 (1 - 2) + 10 (1 - 1/2) = -5."""
    jobs = {"a": (10, 10, 10), "b": (90, 190, 90)}
    table = cells(
        *((r, "x", y, n) for r, all_of in jobs.items() for y, n in enumerate(all_of)),
        *(("b", "rest", year, 100) for year in range(3)),
    )
    found = row(
        shift_share(table, start=0, end=2, method="dynamic"), region="a", industry="x"
    )
    assert found["national"] == pytest.approx(5 - 10 / 3)
    assert found["mix"] == pytest.approx(5 - 10 / 6)
    assert found["regional"] == pytest.approx(-5)


def test_spatial_by_hand():
    """a's neighbours b (weight 1) and c (weight 3): 100 + 600 = 700 at the start and
    130 + 450 = 580 at the end: x around a grew by 580/700 - 1. The nation's: 400, 400.
    """
    pairs = pl.DataFrame(
        {"region": ["a", "a"], "neighbour": ["b", "c"], "weight": [1.0, 3.0]}
    )
    around = 100 * (580 / 700 - 1)
    asked = {"start": 1, "end": 3, "neighbours": pairs}
    beside = row(
        shift_share(STEPS, method="spatial", **asked), region="a", industry="x"
    )
    assert (beside["national"], beside["mix"]) == (0, 0)
    assert beside["neighbours"] == pytest.approx(around)
    assert beside["regional"] == pytest.approx(20 - around)
    instead = row(
        shift_share(STEPS, method="spatial-instead", **asked), region="a", industry="x"
    )
    assert "mix" not in instead
    assert instead["neighbours"] == pytest.approx(around)
    # Who has no neighbour has no neighbours' part, and the sum says so.
    lone = shift_share_by(STEPS, by="region", method="spatial", **asked)
    assert row(lone, region="b")["unattributed"] == 30
    assert row(lone, region="b")["known_share"] == 0


def test_a_neighbour_of_unknown_weight_counts_as_hidden_and_not_as_none():
    """As if b alone were near: 130/100 - 1 of a's 100; one neighbour is not known."""
    pairs = pl.DataFrame(
        {"region": ["a", "a"], "neighbour": ["b", "c"], "weight": [1.0, None]}
    )
    asked = {"start": 1, "end": 3, "neighbours": pairs}
    found = row(shift_share(STEPS, method="spatial", **asked), region="a", industry="x")
    assert found["neighbours"] == pytest.approx(100 * (130 / 100 - 1))
    assert found["neighbours_hidden"] == 1


def test_a_hidden_neighbour_is_left_out_at_both_ends():
    hidden = STEPS.with_columns(
        employment=pl.when(
            (pl.col("region") != "c")
            | (pl.col("industry") != "x")
            | (pl.col("year") != 3)
        ).then("employment")
    )
    pairs = pl.DataFrame({"region": ["a", "a"], "neighbour": ["b", "c"]})
    found = row(
        shift_share(hidden, start=1, end=3, method="spatial-instead", neighbours=pairs),
        region="a",
        industry="x",
    )
    assert found["neighbours_hidden"] == 1
    assert found["neighbours"] + found["national"] == pytest.approx(30)  # as b grew


HIDDEN = cells(
    ("a", "x", 1, 100),
    ("a", "x", 2, None),
    ("a", "rest", 1, 100),
    ("a", "rest", 2, 110),
    ("b", "x", 1, 50),
    ("b", "x", 2, 60),
    ("b", "rest", 1, 100),
    ("b", "rest", 2, 100),
)
SHORT = {"start": 1, "end": 2}


def test_what_is_hidden_in_one_year_is_no_loss():
    found = shift_share(HIDDEN, **SHORT)
    lost = row(found, region="a", industry="x")
    assert lost["value_start"] == 100
    assert lost["change"] is lost["national"] is lost["regional"] is None
    # x grew by 60/50 where it is known, not from 150 to 60.
    kept = row(found, region="b", industry="x")
    assert kept["national"] == pytest.approx(50 * (270 / 250 - 1))
    assert kept["regional"] == pytest.approx(0)
    region = row(shift_share_by(HIDDEN, by="region", **SHORT), region="a")
    assert (region["value_start"], region["change"]) == (100, 10)
    assert (region["hidden"], region["known_share"]) == (1, None)


def test_a_published_total_wins_and_tells_the_part_known():
    """a: 200 to 250 as published; W: 350 to 410. The known cell of 100 grew by 10."""
    totals = pl.DataFrame(
        {"region": ["a", "a", "b", "b"], "year": [1, 2, 1, 2]}
    ).with_columns(employment=pl.Series([200, 250, 150, 160]))
    told = shift_share_by(HIDDEN, by="region", region_totals=totals, **SHORT)
    found = row(told, region="a")
    assert (found["change"], found["known_share"]) == (50, 0.5)
    assert found["national"] == pytest.approx(200 * 60 / 350)
    parts = found["national"] + found["mix"] + found["regional"]
    assert found["unattributed"] == pytest.approx(50 - parts)
    assert found["unattributed"] > 1


def test_an_industry_whose_published_total_is_hidden_has_no_mix():
    totals = pl.DataFrame(
        {"industry": ["x", "x", "rest", "rest"], "year": [1, 2, 1, 2]}
    ).with_columns(employment=pl.Series([150, None, 200, 210]))
    found = shift_share(HIDDEN, industry_totals=totals, **SHORT)
    x = row(found, region="b", industry="x")
    assert (x["change"], x["mix"], x["regional"]) == (10, None, None)
    assert x["national"] is not None
    assert row(found, region="b", industry="rest")["regional"] == pytest.approx(-5)


def test_a_code_that_is_not_there_in_a_year_is_unknown_not_gone():
    """Industry 2 became 3 when the classification changed; region b joined later."""
    table = cells(
        ("a", "1", 1, 10),
        ("a", "1", 2, 12),
        ("a", "2", 1, 500),
        ("a", "3", 2, 510),
        ("b", "1", 2, 900),
    )
    found = shift_share(table, **SHORT)
    assert found["change"].to_list() == [2, None, None, None]
    # A pair that is not listed beside others that are is zero: it came, or it went.
    more = pl.concat([table, cells(("b", "3", 1, 5), ("b", "2", 2, 6))])
    came = row(shift_share(more, **SHORT), region="b", industry="1")
    assert (came["value_start"], came["change"], came["regional"]) == (0, 900, 900)
    assert (came["national"], came["mix"]) == (0, 0)


def test_what_came_new_cannot_be_split_by_esteban_marquillas():
    """A cell without a start has no rate; its jobs are left over and told."""
    table = cells(
        ("a", "x", 1, 0), ("a", "x", 2, 40), ("b", "x", 1, 80), ("b", "x", 2, 80)
    )
    asked = {**SHORT, "method": "esteban-marquillas"}
    found = row(shift_share(table, **asked), region="a")
    assert found["competitive"] is found["allocation"] is None
    whole = row(shift_share_by(table, by="industry", **asked))
    parts = [whole[part] for part in ("national", "mix", "competitive", "allocation")]
    assert sum(parts) + whole["unattributed"] == pytest.approx(whole["change"])
    assert whole["unattributed"] == pytest.approx(40)


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"start": 2, "end": 1}, "not_a_period"),
        ({"start": 1, "end": 1}, "not_a_period"),
        ({"start": 1, "end": 9}, "year_not_in_table"),
        ({**SHORT, "method": "carter"}, "no_such_method"),
        ({**SHORT, "method": "spatial"}, "needs_neighbours"),
    ],
)
def test_what_is_refused(asked, code):
    with pytest.raises(InputError) as refusal:
        shift_share(HIDDEN, **asked)
    assert refusal.value.code == code


def test_by_what_is_refused():
    with pytest.raises(InputError) as refusal:
        shift_share_by(HIDDEN, by="county", **SHORT)
    assert refusal.value.code == "no_such_grouping"


def test_a_cell_that_comes_twice_in_a_year_is_refused():
    with pytest.raises(InputError) as refusal:
        shift_share(pl.concat([HIDDEN, HIDDEN]), **SHORT)
    assert refusal.value.code == "duplicated_key"
