"""Price build-up, channels and cost structure, by hand and by theorems."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from distretto.analysis.diagnosis.cost_structure import cost_structure
from distretto.analysis.diagnosis.value_chain import (
    channel_shares,
    price_build_up,
    price_joints,
)
from distretto.errors import InputError

# By hand, for one sari: yarn 400 of 400; the weaver buys it at 420 (20 lost on the
# way), adds costs of 480 and a margin of 100: 1,000. The trader buys at 1,000, adds
# 150 and 250: 1,400, but asks 1,500: 100 are not accounted for.
SARI = pl.DataFrame(
    {
        "stage": ["yarn", "weaving", "trade"],
        "price_in": [0.0, 420.0, 1000.0],
        "costs": [350.0, 480.0, 150.0],
        "margin": [50.0, 100.0, 250.0],
        "price_out": [400.0, 1000.0, 1500.0],
    }
)


def test_the_price_of_a_sari_builds_up():
    found = price_build_up(SARI)
    assert found.final_price == 1500
    assert found.stages["value_added"].to_list() == [400, 580, 500]
    shares = found.stages["final_share"].to_list()
    assert shares == pytest.approx([400 / 1500, 580 / 1500, 500 / 1500])
    assert found.stages["margin_share"].to_list() == pytest.approx([0.125, 0.1, 1 / 6])
    assert found.stages["difference"].to_list() == [0, 0, 100]
    assert found.stages["adds_up"].to_list() == [True, True, False]
    assert found.joints.rows() == [("yarn", "weaving", 20.0), ("weaving", "trade", 0.0)]


def test_an_unknown_part_is_no_zero():
    lacks = SARI.with_columns(costs=pl.Series([350.0, None, float("nan")]))
    found = price_build_up(lacks).stages
    assert found["difference"].to_list() == [0, None, None]
    assert found["adds_up"].to_list() == [True, None, None]
    last = SARI.with_columns(price_out=pl.Series([400.0, 1000.0, None]))
    assert price_build_up(last).final_price is None
    assert price_build_up(last).stages["final_share"].to_list() == [None] * 3


def test_a_chain_of_no_stage_and_one_with_a_stage_twice():
    assert price_build_up(SARI.clear()).final_price is None
    with pytest.raises(InputError) as refusal:
        price_build_up(pl.concat([SARI, SARI]))
    assert refusal.value.code == "duplicated_key"


money = st.floats(0, 1e6).map(lambda each: round(each, 2))


@given(st.lists(st.tuples(money, money, money, money), min_size=1, max_size=8))
def test_parts_of_the_final_price_add_up_to_it(rows):
    names = ("price_in", "costs", "margin", "price_out")
    told = pl.DataFrame(rows, schema=names, orient="row").with_columns(
        stage=pl.int_range(pl.len()).cast(pl.String)
    )
    found = price_build_up(told)
    whole = rows[0][0] + found.stages["value_added"].sum()
    whole += found.joints["difference"].sum()
    assert whole == pytest.approx(found.final_price, abs=1e-6)


# Two knitters beside each other buy yarn at 78. The shop buys from both, at 104 and
# 126, and pays 130: 4 more than the dearer of them gets.
KNITWEAR = pl.DataFrame(
    {
        "stage": ["yarn", "hand", "machine", "shop"],
        "price_in": [0.0, 78.0, 70.0, 130.0],
        "price_out": [78.0, 104.0, 126.0, 260.0],
    }
)


def handed(*rows):
    return pl.DataFrame(
        rows, schema={"source": str, "target": str, "price": float}, orient="row"
    )


DELIVERIES = handed(
    ("yarn", "hand", None),
    ("yarn", "machine", None),
    ("hand", "shop", None),
    ("machine", "shop", None),
)


def joints(stages, ways):
    found = price_joints(stages, ways)
    ends = found.select("stage", "end", "difference").rows()
    return {(stage, end): off for stage, end, off in ends}


def test_what_one_gets_the_next_pays_along_every_flow():
    """Machine knitters say 70 where yarn is sold at 78: 8 less than the cheapest."""
    assert joints(KNITWEAR, DELIVERIES) == {
        ("hand", "pays"): 0,
        ("machine", "pays"): -8,
        ("shop", "pays"): 4,
    }
    found = price_joints(KNITWEAR, DELIVERIES)
    assert found["others"].to_list()[-1] == ["hand", "machine"]
    assert found["adds_up"].to_list() == [True, False, False]


def test_a_price_of_a_flow_is_held_against_both_ends():
    """Sold to the shop at 120: 16 above what hand knitters say that they get."""
    one = handed(("yarn", "hand", None), ("hand", "shop", 120.0))
    found = joints(KNITWEAR, one)
    assert found == {("hand", "pays"): 0, ("shop", "pays"): 10, ("hand", "gets"): -16}
    # Two channels, at 100 and at 110: 104 lies between.
    both = handed(("hand", "shop", 100.0), ("hand", "machine", 110.0))
    assert joints(KNITWEAR, both)["hand", "gets"] == 0
    # Of the second channel nothing is known, so neither is what lies between.
    open_one = handed(("hand", "shop", 100.0), ("hand", "machine", None))
    assert joints(KNITWEAR, open_one)["hand", "gets"] is None


def test_an_unknown_price_leaves_its_joints_open():
    unknown = KNITWEAR.with_columns(price_out=pl.Series([78.0, None, 126.0, 260.0]))
    found = joints(unknown, DELIVERIES)
    assert found["shop", "pays"] is None and found["hand", "pays"] == 0
    assert price_joints(KNITWEAR, DELIVERIES.clear()).is_empty()


def test_a_flow_of_a_stage_that_is_not_there():
    with pytest.raises(InputError) as refusal:
        price_joints(KNITWEAR, handed(("mill", "hand", None)))
    assert refusal.value.code == "stage_not_listed"
    assert "“mill”" in str(refusal.value)


def flows(*rows):
    return pl.DataFrame(
        rows, schema={"source": str, "target": str, "share": float}, orient="row"
    )


def test_channels_of_each_stage():
    """0.6 + 0.4 is all; 0.5 + 0.3 lacks 0.2; 0.7 + 0.5 is 0.2 too much; of 0.7 and an
    unknown share, 0.3 is left for the unknown one."""
    found = channel_shares(
        flows(
            ("w", "trader", 0.6),
            ("w", "shop", 0.4),
            ("x", "trader", 0.5),
            ("x", "shop", 0.3),
            ("y", "trader", 0.7),
            ("y", "shop", 0.5),
            ("z", "trader", 0.7),
            ("z", "shop", None),
            ("u", "shop", None),
        )
    )
    verdicts = dict(zip(found["source"], found["verdict"], strict=True))
    assert verdicts == {
        "w": "whole",
        "x": "less",
        "y": "more",
        "z": "open",
        "u": "open",
    }
    expected = [0.0, 0.2, -0.2, 0.3, None]
    got = found["difference"].to_list()
    assert got[:4] == pytest.approx(expected[:4])
    assert got[4] is None
    assert found["told"].to_list()[4] is None


def test_three_thirds_rounded_to_whole_per_cents_are_a_whole():
    found = channel_shares(flows(*(("w", each, 0.33) for each in "abc")))
    assert found["verdict"].to_list() == ["whole"]


@given(st.lists(st.integers(0, 100), min_size=1, max_size=8))
def test_shares_told_and_missing_are_one(shares):
    rows = [("s", str(place), share / 100) for place, share in enumerate(shares)]
    found = channel_shares(flows(*rows)).row(0, named=True)
    assert found["told"] + found["difference"] == pytest.approx(1)
    assert found["told"] == pytest.approx(sum(shares) / 100)


COSTS = pl.DataFrame(
    {
        "part": ["material", "labour", "margin"],
        "median": [500.0, 300.0, 200.0],
        "best": [450.0, 250.0, 300.0],
        "benchmark": [400.0, None, 350.0],
    }
)


def test_the_median_firm_against_the_others():
    """Median: 1,000 in all, so 50, 30 and 20 per cent; a price of 1,040 has 40 that no
    part explains. The benchmark's labour is unknown, so its whole is, too."""
    found = cost_structure(COSTS, prices={"median": 1040})
    assert found.parts["median_share"].to_list() == pytest.approx([0.5, 0.3, 0.2])
    assert found.parts["benchmark_share"].to_list() == [None] * 3
    assert found.parts["above_best"].to_list() == [50, 50, -100]
    assert found.parts["above_benchmark"].to_list() == [100, None, -150]
    assert found.wholes.rows() == [
        ("median", 1000, 0, 1000, 1040, 40),
        ("best", 1000, 0, 1000, None, None),
        ("benchmark", 750, 1, None, None, None),
    ]


def test_a_margin_may_be_a_loss_and_a_cost_may_not():
    loss = COSTS.with_columns(median=pl.Series([500.0, 300.0, -50.0]))
    assert cost_structure(loss).wholes["whole"].to_list()[0] == 750
    with pytest.raises(InputError) as refusal:
        cost_structure(COSTS.with_columns(median=pl.Series([-1.0, 300.0, 5.0])))
    assert refusal.value.code == "not_a_count"


@given(st.lists(money.filter(bool), min_size=1, max_size=9))
def test_shares_of_the_parts_sum_to_one(amounts):
    told = pl.DataFrame({"part": [str(place) for place in range(len(amounts))]})
    told = told.with_columns(
        *(pl.Series(firm, amounts) for firm in ("median", "best", "benchmark"))
    )
    found = cost_structure(told, prices={"best": sum(amounts)})
    assert found.parts["median_share"].sum() == pytest.approx(1)
    assert found.parts["above_best"].to_list() == [0] * len(amounts)
    assert found.wholes["difference"].to_list()[1] == pytest.approx(0, abs=1e-6)
