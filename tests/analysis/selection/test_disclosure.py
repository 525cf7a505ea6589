"""Masked cells and sums: every expected answer is worked out by hand beside it."""

import polars as pl
import pytest

from distretto.analysis.selection.disclosure import Disclosure, disclosure
from distretto.errors import InputError


def table(*rows: tuple[str, str, int | None, float | None, int | None]) -> pl.DataFrame:
    columns = ["region", "industry", "establishments", "employment", "cluster"]
    kinds = [pl.String, pl.String, pl.Int64, pl.Float64, pl.Int64]
    return pl.DataFrame(rows, dict(zip(columns, kinds, strict=True)), orient="row")


def masked(found: Disclosure) -> set[str]:
    rows = found.cells.filter("is_masked")
    return set(rows["region"] + "/" + rows["industry"])


# Shoes in A and B make a cluster of 1,300; B is 400 of two firms. Beside each stands
# food of many firms, and C is large in both.
DIFFERENCE = table(
    ("A", "shoes", 60, 900, 1),
    ("B", "shoes", 2, 400, 1),
    ("C", "shoes", 30, 700, None),
    ("A", "food", 50, 1000, None),
    ("B", "food", 40, 800, None),
    ("C", "food", 70, 2000, None),
)


def test_what_a_difference_would_tell_is_masked_beside_it() -> None:
    """1,300 - 900 = 400: the other member of the cluster goes too.

    What of A and of B is in clusters is just the masked cell, so it is masked too; and
    the total of A or B less food would be it, so food in A and B goes. Food of A and B
    together, 1,800 of 90 firms, may be known, and C is untouched.
    """
    found = disclosure(DIFFERENCE)
    assert masked(found) == {"A/shoes", "B/shoes", "A/food", "B/food"}
    assert found.parts == {"A", "B"}
    assert not found.clusters and not found.regions and not found.industries


def test_nothing_is_masked_where_enough_firms_stand_behind_everything() -> None:
    enough = DIFFERENCE.with_columns(establishments=pl.lit(5))
    found = disclosure(enough)
    assert not masked(found) and not found.total
    assert masked(disclosure(enough, fewest=6)) == {
        f"{region}/{industry}" for region in "ABC" for industry in ("shoes", "food")
    }


def test_an_unknown_number_of_firms_is_too_few() -> None:
    """Nobody knows whether the whole is of five firms: not even the total is shown."""
    unknown = DIFFERENCE.with_columns(establishments=pl.lit(None, pl.Int64))
    found = disclosure(unknown)
    assert found.masked_count == 6
    assert found.regions == set("ABC") and found.industries == {"shoes", "food"}
    assert found.clusters == {1} and found.total


def test_two_masked_members_of_too_few_firms_together_take_a_third() -> None:
    """Two and one firms are three: the sum less the others would be theirs."""
    found = disclosure(
        table(
            ("A", "shoes", 2, 10, None),
            ("B", "shoes", 1, 20, None),
            ("C", "shoes", 9, 30, None),
            ("D", "shoes", 9, 40, None),
            *[(r, "food", 3, 50, None) for r in "ABC"],
            ("D", "food", 9, 50, None),
            *[(r, "wool", 9, 60, None) for r in "ABCD"],
        )
    )
    assert "C/shoes" in masked(found) and "D/shoes" not in masked(found)


def test_a_total_of_too_few_firms_is_masked_and_another_beside_it() -> None:
    """Boats are built by two firms of A: their total is theirs.

    Boats less the whole would be it too, so wool, the smallest of the others (60 of
    shoes 70 and food 300), loses its total.
    """
    found = disclosure(
        table(
            ("A", "boats", 2, 30, None),
            ("A", "food", 40, 200, None),
            ("A", "wool", 10, 40, None),
            ("B", "food", 20, 100, None),
            ("B", "wool", 6, 20, None),
            ("B", "shoes", 8, 30, None),
            ("A", "shoes", 8, 40, None),
        )
    )
    assert found.industries == {"boats", "wool"}
    assert not found.regions and not found.total


def test_no_firms_need_no_protection_and_a_hidden_figure_is_no_member() -> None:
    rows = table(
        ("A", "shoes", 0, 0, None),
        ("A", "food", 2, None, None),
        ("A", "wool", 9, 90, None),
    )
    assert not masked(disclosure(rows))


def test_two_maps_of_one_table_do_not_tell_what_each_masks() -> None:
    """Shoes in A and B are a cluster on the one map, in B and C on the other.

    The first alone masks A and B and shows C; the second alone would show A, and 1,300
    less 900 would be B. Together both mask A, B and C.
    """
    other = pl.Series("other", [None, 2, 2, None, None, None], pl.Int64)
    both = DIFFERENCE.with_columns(other)
    first = disclosure(both, groups=("cluster", "other"))
    swapped = both.rename({"cluster": "other", "other": "cluster"})
    second = disclosure(swapped, groups=("other", "cluster"))
    shoes = {"A/shoes", "B/shoes", "C/shoes"}
    assert shoes <= masked(first)
    assert masked(first) == masked(second)
    alone = disclosure(swapped.drop("other"))
    assert "A/shoes" not in masked(alone)


def solvable(rows: pl.DataFrame, found: Disclosure) -> set[str]:
    """Cells that the shown sums of regions, industries and clusters give back.

    A masked cell is known exactly where it is the only unknown of a shown sum; what is
    found so is put in, and again, until nothing more is found.
    """
    at = rows.join(found.cells, on=["region", "industry"]).to_dicts()
    unknown = {n for n, row in enumerate(at) if row["is_masked"]}
    lines = []
    for key, hidden in (("region", found.regions), ("industry", found.industries)):
        for code in {row[key] for row in at} - hidden:
            lines.append({n for n, row in enumerate(at) if row[key] == code})
    for rank in {row["cluster"] for row in at} - found.clusters - {None}:
        lines.append({n for n, row in enumerate(at) if row["cluster"] == rank})
    told = set()
    while single := [line & unknown for line in lines if len(line & unknown) == 1]:
        for line in single:
            unknown -= line
            told |= line
    return {f"{at[n]['region']}/{at[n]['industry']}" for n in told}


@pytest.mark.parametrize("seed", range(12))
def test_no_masked_cell_is_found_by_subtraction(seed: int) -> None:
    """Tables at random, attacked by subtracting shown cells from shown sums."""
    import numpy as np

    rng = np.random.default_rng(seed)
    rows = [
        (f"R{r}", f"I{i}", int(rng.geometric(0.08)), float(rng.integers(1, 500)),
         i if rng.random() < 0.3 else None)
        for r in range(9) for i in range(7) if rng.random() < 0.7
    ]  # fmt: skip
    cells = table(*rows)
    found = disclosure(cells)
    assert found.masked_count >= cells.filter(pl.col("establishments") < 5).height > 0
    assert not solvable(cells, found)


def test_one_cell_twice_is_refused() -> None:
    with pytest.raises(InputError):
        disclosure(pl.concat([DIFFERENCE, DIFFERENCE]))
