"""Shift-share of the jobs of the US states, 2009 to 2018 (BEA), to the last job."""

from pathlib import Path

import polars as pl
import pytest

from distretto.analysis.selection.growth.parts import PARTS
from distretto.analysis.selection.growth.shift_share import shift_share, shift_share_by

NATION, ALL = "00000", "10"
# 70 is farms, the others the two-digit sectors; together they are 10, all jobs. Codes
# such as 80 or 90 group them by kind of work, and 50 is a part of 70.
SECTORS = ["70", *(str(code) for code in range(100, 2001, 100))]
# Not details: all jobs, kinds of work, and groups between sectors and details.
GROUPS = {"10", "20", "40", "50", "60", "80", "90", "510", "530", "2010"}
PERIOD = {"start": 2009, "end": 2018}


@pytest.fixture(scope="module")
def rows(shared_data: Path) -> pl.DataFrame:
    name = "us_states_bea_employment/state_employment_2009_2018_long.csv.gz"
    return pl.read_csv(
        shared_data / name,
        schema_overrides={"GeoFips": pl.String, "LineCode": pl.String},
        null_values=["NA"],
    ).select(
        "year", region="GeoFips", industry="LineCode", employment=pl.col("employment")
    )


@pytest.fixture(scope="module")
def states(rows) -> pl.DataFrame:
    """The 50 states and Washington, D. C.; regions of several begin with 9."""
    groups = pl.col("region").str.starts_with("9") | (pl.col("region") == NATION)
    return rows.filter(~groups)


@pytest.fixture(scope="module")
def totals(rows, states) -> dict:
    of_states = states.filter(pl.col("industry") == ALL).drop("industry")
    of_nation = rows.filter(pl.col("region") == NATION).drop("region")
    return {"region_totals": of_states, "industry_totals": of_nation}


def change_of(table: pl.DataFrame) -> float:
    years = {year: jobs["employment"].sum() for (year,), jobs in table.group_by("year")}
    return years[2018] - years[2009]


METHODS = [each for each in PARTS if not each.startswith("spatial")]


@pytest.mark.parametrize("method", METHODS)
def test_states_add_up_to_the_observed_change(method, states, totals):
    """27,109,300 jobs came, and every state's change is its published one."""
    sectors = states.filter(pl.col("industry").is_in(SECTORS))
    found = shift_share_by(sectors, by="region", method=method, **PERIOD, **totals)
    assert len(found) == 51
    published = totals["region_totals"].pivot("year", index="region")
    published = published.select("region", wanted=pl.col("2018") - pl.col("2009"))
    for each in found.join(published, on="region").iter_rows(named=True):
        parts = sum(each[part] for part in (*PARTS[method], "unattributed"))
        assert each["change"] == each["wanted"]
        assert parts == pytest.approx(each["wanted"], abs=1e-6)
    assert found["change"].sum() == change_of(totals["region_totals"]) == 27_109_300


def test_whole_states_leave_nothing_over(states, totals):
    """Where no sector is hidden at either end, nothing is left; six cells are."""
    sectors = states.filter(pl.col("industry").is_in(SECTORS))
    blank = sectors.filter(
        pl.col("employment").is_null(), pl.col("year").is_in([2009, 2018])
    )
    found = shift_share_by(sectors, by="region", **PERIOD, **totals)
    hidden = found.filter(pl.col("hidden") > 0)
    assert found["hidden"].sum() == 6
    assert set(hidden["region"]) == set(blank["region"])
    whole = found.filter(pl.col("hidden") == 0)
    assert whole["unattributed"].abs().max() < 0.5
    assert whole["known_share"].min() == pytest.approx(1)
    assert hidden["known_share"].max() < 1


def test_sectors_add_up_and_the_nation_wins_nothing_from_itself(states, totals):
    """By industry: national and mix are the nation's own change, nothing is regional
    beyond what is hidden and what the nation's figures are rounded by (hundreds)."""
    sectors = states.filter(pl.col("industry").is_in(SECTORS))
    found = shift_share_by(sectors, by="industry", **PERIOD, **totals)
    assert len(found) == len(SECTORS)
    assert found["change"].sum() == 27_109_300
    for each in found.iter_rows(named=True):
        parts = each["national"] + each["mix"]
        assert parts == pytest.approx(each["change"], abs=1e-6)
        assert each["regional"] + each["unattributed"] == pytest.approx(0, abs=1e-6)


def test_sectors_and_details_agree(states, totals):
    """The change of a state, and what the nation brought, do not depend on how finely
    industries are cut; only mix, region and what is hidden divide the rest anew."""
    codes = set(states["industry"])
    details = [
        code
        for code in codes
        if code not in GROUPS and not (code in SECTORS and has_parts(code, codes))
    ]
    by_sector, by_detail = (
        shift_share_by(
            states.filter(pl.col("industry").is_in(chosen)),
            by="region",
            **PERIOD,
            **totals,
        )
        for chosen in (SECTORS, details)
    )
    assert by_sector["region"].equals(by_detail["region"])
    for one, two in zip(by_sector.to_dicts(), by_detail.to_dicts(), strict=True):
        assert one["change"] == two["change"]
        assert one["national"] == pytest.approx(two["national"], abs=1e-6)
        rest = ("mix", "regional", "unattributed")
        left = [sum(each[part] for part in rest) for each in (one, two)]
        assert left[0] == pytest.approx(left[1], abs=1e-6)
        assert two["known_share"] > 0.9
    assert by_detail["hidden"].sum() > by_sector["hidden"].sum()


def has_parts(sector: str, codes: set[str]) -> bool:
    """Whether lines such as 101 stand below 100."""
    return any(
        code[:-2] == sector[:-2] and code != sector
        for code in codes
        if len(code) == len(sector) and len(code) > 2
    )


def test_a_sector_is_the_sum_of_its_details(states):
    """Where a sector and all its details are known in a state at both ends, the parts
    of the details add up to the sector's: change and nation exactly, mix and region
    together."""
    parts = ["1601", "1602", "1603", "1604"]  # of 1600, health and social assistance
    chosen = states.filter(pl.col("industry").is_in(["1600", *parts]))
    whole = {year: jobs for year, jobs in ((2009, 173_636_700), (2018, 200_746_000))}
    found = shift_share(chosen, reference_total=whole, **PERIOD)
    by_state = found.partition_by("region")
    compared = 0
    for state in by_state:
        sector = state.filter(pl.col("industry") == "1600").to_dicts()[0]
        details = state.filter(pl.col("industry") != "1600")
        if details["change"].null_count() or sector["change"] is None:
            continue
        if details["value_start"].sum() != sector["value_start"]:
            continue
        compared += 1
        assert details["change"].sum() == sector["change"]
        assert details["national"].sum() == pytest.approx(sector["national"], abs=1e-6)
        rest = details["mix"].sum() + details["regional"].sum()
        wanted = sector["mix"] + sector["regional"]
        assert rest == pytest.approx(wanted, abs=1e-6)
    assert compared > 40
