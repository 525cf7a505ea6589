"""Stars for size, specialisation and focus."""

import polars as pl
import pytest

from distretto.analysis.selection.stars import stars
from distretto.errors import InputError

# Eleven regions of one hundred persons; the first has 60 in wool, the others 2 each:
# wool 80 of 1,100. LQ of the first 0.60 / (80 / 1100) = 8.25, of the others 0.275.
REGIONS = [f"r{number:02}" for number in range(11)]
CELLS = pl.DataFrame(
    {
        "region": REGIONS * 2,
        "industry": ["wool"] * 11 + ["other"] * 11,
        "employment": [60] + [2] * 10 + [40] + [98] * 10,
    }
)


def of(table: pl.DataFrame, region: str, industry: str) -> dict[str, float | None]:
    row = (pl.col("region") == region) & (pl.col("industry") == industry)
    return table.filter(row).row(0, named=True)


def test_the_top_tenth_earns_the_star():
    """Of 11 in the industry the first two (1.1, rounded up); of 22 cells three."""
    starred = stars(CELLS)
    first = of(starred, "r00", "wool")
    assert first["lq"] == pytest.approx(8.25)
    assert (first["lq_star"], first["size_star"]) == (1, 1)
    # Ten cells have a focus of 0.98 and share the first place: they earn it together.
    assert first["focus_star"] == 0
    assert of(starred, "r05", "other")["focus_star"] == 1
    assert first["stars"] == 2
    # Ten regions tie for the second place in wool: together they earn the star.
    assert of(starred, "r03", "wool")["size_star"] == 1
    assert of(starred, "r03", "wool")["lq_star"] == 0


def test_thresholds_are_parameters():
    strict = of(stars(CELLS, lq_star=9.0, size_top=0.05), "r00", "wool")
    assert (strict["lq_star"], strict["size_star"]) == (0, 1)  # one always earns it
    assert of(stars(CELLS, size_top=0.05), "r03", "wool")["size_star"] == 0
    easy = of(stars(CELLS, focus_top=0.6), "r00", "wool")
    assert easy["focus_star"] == 1  # 13.2, rounded up, of 22: wool in r00 is 11th
    none = stars(CELLS, size_top=0.0, focus_top=0.0, lq_star=100)
    assert none["stars"].sum() == 0


def test_unknown_has_no_stars_and_zero_has_none_to_win():
    cells = CELLS.with_columns(
        employment=pl.Series([None, 0] + [2] * 9 + [40] + [98] * 10, dtype=pl.Int64)
    )
    starred = stars(cells)
    unknown, nobody = of(starred, "r00", "wool"), of(starred, "r01", "wool")
    assert {unknown[name] for name in ("lq_star", "size_star", "stars")} == {None}
    assert nobody["stars"] == 0


@pytest.mark.parametrize("share", [-0.1, 1.5, float("nan")])
def test_a_share_out_of_range_is_refused(share):
    with pytest.raises(InputError) as refusal:
        stars(CELLS, size_top=share)
    assert refusal.value.code == "not_a_share"


def test_zeros_do_not_widen_the_top_tenth():
    """One region of 21 has wool: it alone is ranked, and the zeros earn nothing."""
    regions = [f"r{number:02}" for number in range(21)]
    cells = pl.DataFrame(
        {
            "region": regions * 2,
            "industry": ["wool"] * 21 + ["other"] * 21,
            "employment": [5] + [0] * 20 + [95] + [100] * 20,
        }
    )
    wool = stars(cells).filter(pl.col("industry") == "wool")
    assert wool["size_star"].to_list() == [1] + [0] * 20
    assert wool["focus_star"].sum() == 0
