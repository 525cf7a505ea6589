"""Establishment lists: codes are tidied, and however long the list, memory is not."""

import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest

from distretto.formats.layouts import understand


def counted(path: Path, **options) -> dict[tuple[str, str], tuple[float, float]]:
    """Establishments and persons of each cell."""
    cells = understand(path, **options).table().cells
    keys = ("region", "industry")
    return {
        tuple(row[key] for key in keys): (row["establishments"], row["employment"])
        for row in cells.iter_rows(named=True)
    }


@pytest.fixture
def parquet(tmp_path):
    def write(**columns) -> Path:
        path = tmp_path / "firms.parquet"
        pl.DataFrame(columns).write_parquet(path)
        return path

    return write


def test_one_code_written_in_two_ways_is_one_cell(parquet):
    """By hand: leather in Kano is 5 + 7 + 9 persons in three establishments."""
    path = parquet(
        district=["Kano", " Kano", "Kano ", "Lagos"],
        activity=["1511", "1511", " 1511", "1511"],
        persons=[5, 7, 9, 2],
    )
    found = counted(
        path,
        layout="establishments",
        columns={"region": "district", "industry": "activity", "employment": "persons"},
    )
    assert found == {("Kano", "1511"): (3, 21), ("Lagos", "1511"): (1, 2)}


def test_codes_that_are_numbers_become_text(parquet):
    path = parquet(
        region=[1.0, 1.0, 2.0], industry=[1511, 1511, 1512], employment=[5, None, 4]
    )
    assert counted(path, layout="establishments") == {
        ("1", "1511"): (2, None),  # one size is unknown, so the cell's is
        ("2", "1512"): (1, 4),
    }


def test_a_list_may_be_laid_out_under_names_of_ours(parquet):
    """The region stands in a column headed “industry”, and the other way round."""
    path = parquet(industry=["Kano", "Lagos"], region=["1511", "1512"], year=[2018] * 2)
    found = counted(
        path,
        layout="establishments",
        columns={"region": "industry", "industry": "region"},
    )
    assert found == {("Kano", "1511"): (1, None), ("Lagos", "1512"): (1, None)}


def test_rows_without_a_place_or_a_branch_are_listed_by_row(parquet):
    path = parquet(
        region=["Kano", None, "Kano", " ", None],
        industry=["1511", "1511", "", "1512", None],
        employment=[5, 7, 9, 2, None],
    )
    understood = understand(path, layout="establishments")
    # A Parquet file has no heading, so its first row is 1. The last row is wholly
    # blank, so it is no establishment.
    assert [(p.code, p.row) for p in understood.errors] == [
        ("blank_key", 2),
        ("blank_key", 3),
        ("blank_key", 4),
    ]
    assert understood.problem_count == 3


def test_no_establishment_is_lost_where_codes_are_of_several_levels(parquet):
    """At two digits, one coded “13” and one coded “1311” are both of 13."""
    path = parquet(
        region=["Kano", "Kano", "Lagos"],
        industry=["13", "1311", "2511"],
        employment=[5, 7, 9],
    )
    found = counted(path, layout="establishments", level=2)
    assert found == {("Kano", "13"): (2, 12), ("Lagos", "25"): (1, 9)}


@pytest.mark.parametrize(
    ("sizes", "is_estimate"),
    [(("5", "12", ""), False), (("5", "10-49", ""), True), (("small", "5", "5"), True)],
)
def test_sizes_written_as_text_are_no_bands(tmp_path, sizes, is_estimate):
    """A CSV is text throughout; “12” is twelve persons, and nobody's estimate."""
    path = tmp_path / "plants.csv"
    lines = [f"Kano,1511,{size}" for size in sizes]
    path.write_text("\n".join(["region,industry,size", *lines]) + "\n")
    understood = understand(path, accept_problems=True)
    assert understood.table().origin["is_estimate"] is is_estimate
    notes = " ".join(map(str, understood.notes))
    assert ("estimated from size bands" in notes) is is_estimate


PEAK = """
import sys
from pathlib import Path
from distretto.formats.layouts import read
assert read(sys.argv[1]).cells["establishments"].sum() == float(sys.argv[2])
status = Path("/proc/self/status").read_text()
print(next(line.split()[1] for line in status.splitlines() if "VmHWM" in line))
"""


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="asks /proc for peak memory")
def test_memory_does_not_grow_with_the_rows(tmp_path):
    """Twelve million rows of mixed keys are some 430 MB; one million some 35 MB."""
    million = pl.int_range(1_000_000, eager=True)
    part = pl.DataFrame(
        {
            "region": (million * 7919 % 200).cast(pl.String),
            "industry": (1000 + million * 104_729 % 50).cast(pl.String),
            "employment": million % 90,
        }
    ).lazy()
    peaks = []
    for times in (1, 12):
        path = tmp_path / f"{times}.parquet"
        pl.concat([part] * times).sink_parquet(path)
        command = [sys.executable, "-c", PEAK, str(path), str(times * 1_000_000)]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
        peaks.append(int(done.stdout) / 1024)
    assert peaks[1] - peaks[0] < 200, peaks
