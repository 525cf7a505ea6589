"""Gaps, overlaps, demand and supply of services; figures that do not agree."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from distretto.analysis.diagnosis.conflicting_values import conflicting_values
from distretto.analysis.diagnosis.institutional_matrix import institutional_matrix
from distretto.errors import InputError

SHARES = dict.fromkeys(("using_share", "willing_share", "aware_share"), pl.Float64)
SERVICES = pl.DataFrame(
    [
        ("testing", 0.0, 0.5, 0.2),
        ("design", 0.3, 0.6, None),
        ("training", 0.4, 0.4, 0.9),
        ("credit", None, None, None),
        ("export help", 0.7, 0.5, 0.8),
        ("archive", 0.0, 0.05, 0.1),
    ],
    schema={"service": pl.String, **SHARES},
    orient="row",
)
KINDS = {
    "service": pl.String,
    "institution": pl.String,
    "target_group": pl.String,
    "quality": pl.Float64,
    "firms_a_year": pl.Float64,
}
PROVISIONS = pl.DataFrame(
    [
        ("design", "Institute", "small firms", 2.0, 20.0),
        ("training", "Institute", "Workers", 4.0, 30.0),
        ("training", "NGO", "workers ", 3.0, None),
        ("training", "College", "owners", None, 10.0),
        ("credit", "Bank", None, None, 40.0),
        ("export help", "Association", "exporters", 4.0, 60.0),
    ],
    schema=KINDS,
    orient="row",
)


def rows(**settings):
    found = institutional_matrix(SERVICES, PROVISIONS, **settings)
    return {row["service"]: row for row in found.services.iter_rows(named=True)}, found


def test_gaps_and_weak_services():
    """Testing is wanted by half and offered by nobody; 5 per cent want an archive;
    nobody knows whether credit is wanted, nor how good the only bank is."""
    verdicts = {name: row["verdict"] for name, row in rows()[0].items()}
    assert verdicts == {
        "testing": "gap",
        "design": "weak",
        "training": "served",
        "credit": "unrated",
        "export help": "alone",
        "archive": None,
    }
    assert rows()[0]["credit"]["is_needed"] is None
    assert rows()[0]["training"]["mean_quality"] == 3.5


def test_a_service_of_unknown_demand_that_nobody_offers_is_a_gap():
    alone = SERVICES.filter(pl.col("service") == "credit")
    found = institutional_matrix(alone, PROVISIONS.clear()).services
    assert found["verdict"].to_list() == ["gap"]
    assert found["served"].to_list() == [0]


def test_demand_that_is_not_served():
    """Of 100 firms 60 would pay for design and 30 use it: at least 30 of them do not
    use it, at most 60. Export help: 50 would pay, 70 use it: 0 to 30."""
    found = rows(firms=40)[0]
    bounds = {
        name: (row["unserved_least"], row["unserved_most"])
        for name, row in found.items()
    }
    assert bounds["design"] == pytest.approx((0.3, 0.6))
    assert bounds["export help"] == pytest.approx((0.0, 0.3))
    assert bounds["credit"] == (None, None)
    # 20 of 40 firms; 60 visits of 40 firms are all of them at most; training has an
    # institution that does not say how many.
    assert found["design"]["served_most"] == pytest.approx(0.5)
    assert found["export help"]["served_most"] == 1
    assert found["training"]["served_most"] is None
    assert found["testing"]["served_most"] == 0


def test_overlaps_are_several_for_the_same_group():
    overlaps = rows()[1].overlaps
    assert overlaps.rows() == [("training", "Workers", ["Institute", "NGO"])]


def test_a_provision_of_an_unknown_service_is_refused():
    with pytest.raises(InputError) as refusal:
        institutional_matrix(SERVICES.head(1), PROVISIONS)
    assert refusal.value.code == "service_not_listed"


@given(st.integers(0, 100), st.integers(0, 100))
def test_the_bounds_hold_for_every_way_shares_can_lie(using, willing):
    """Of 100 firms in a row, users stand first; those willing may begin anywhere."""
    told = pl.DataFrame(
        {
            "service": ["s"],
            "using_share": [using / 100],
            "willing_share": [willing / 100],
            "aware_share": [None],
        },
        schema_overrides=SHARES,
    )
    found = institutional_matrix(told, PROVISIONS.clear()).services.row(0, named=True)
    unserved = [
        sum(each >= using for each in range(begin, begin + willing))
        for begin in range(101 - willing)
    ]
    assert found["unserved_least"] == pytest.approx(min(unserved) / 100)
    assert found["unserved_most"] == pytest.approx(max(unserved) / 100)


def test_three_sources_of_one_figure():
    """Weavers: 3,500, 3,600 and 4,200: 700 apart, 19 per cent of the middle 3,600."""
    told = pl.DataFrame(
        {
            "indicator": ["weavers", "weavers", "weavers", "looms", "looms", "wage"],
            "unit": ["persons"] * 3 + ["looms"] * 2 + ["USD"],
            "source": ["census", "NGO", "traders", "census", "NGO", "survey"],
            "value": [3600.0, 4200.0, 3500.0, 2000.0, None, 0.0],
            "is_used": [True, False, False, False, False, True],
        }
    )
    found = conflicting_values(told)
    first = found.row(0, named=True)
    assert (first["lowest"], first["lowest_source"]) == (3500, "traders")
    assert (first["highest"], first["highest_source"]) == (4200, "NGO")
    assert first["spread"] == 700
    assert first["relative_spread"] == pytest.approx(700 / 3600)
    assert found["used"].to_list() == [3600, None, 0]
    assert found["is_conflict"].to_list() == [True, False, False]
    assert found["values"].to_list() == [3, 1, 1]
    assert found["relative_spread"].to_list()[2] is None


@given(st.lists(st.integers(-1000, 1000), min_size=1, max_size=8), st.data())
def test_what_is_used_lies_between_the_ends(values, data):
    used = data.draw(st.integers(0, len(values) - 1))
    told = pl.DataFrame(
        {
            "indicator": ["x"] * len(values),
            "unit": ["u"] * len(values),
            "source": [str(place) for place in range(len(values))],
            "value": values,
            "is_used": [place == used for place in range(len(values))],
        }
    )
    found = conflicting_values(told).row(0, named=True)
    assert found["lowest"] <= found["used"] <= found["highest"]
    assert found["spread"] == max(values) - min(values)
    assert found["is_conflict"] == (len(set(values)) > 1)
