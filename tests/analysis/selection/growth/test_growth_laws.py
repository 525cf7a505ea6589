"""Laws that hold for any table, with an oracle in exact fractions."""

from collections import defaultdict
from fractions import Fraction

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from distretto.analysis.selection.growth.parts import PARTS
from distretto.analysis.selection.growth.shift_share import shift_share, shift_share_by

YEARS = (2015, 2016, 2017)
REGIONS, INDUSTRIES = "abc", "xyz"
figures = st.one_of(st.none(), st.integers(0, 10**7), st.integers(0, 3))
Figures = dict[tuple[str, str, int], int | None]


@st.composite
def tables(draw, figure=figures) -> Figures:
    """Figures of some pairs in some years; None is hidden, lacking is not listed."""
    keys = [(r, i, y) for r in REGIONS for i in INDUSTRIES for y in YEARS]
    listed = draw(st.lists(st.sampled_from(keys), unique=True, min_size=1))
    # Some figure in every year, or the year is not in the table at all.
    listed += [("a", "x", year) for year in YEARS if ("a", "x", year) not in listed]
    return {key: draw(figure) for key in listed}


def table(figures: Figures) -> pl.DataFrame:
    rows = [(*key, found) for key, found in figures.items()]
    kinds = {"region": pl.String, "industry": pl.String}
    kinds |= {"year": pl.Int64, "employment": pl.Float64}
    return pl.DataFrame(rows, schema=kinds, orient="row")


PAIRS = pl.DataFrame(
    {"region": ["a", "a", "b", "c"], "neighbour": ["b", "c", "a", "a"]}
)


def asked(method: str) -> dict:
    spatial = {"neighbours": PAIRS} if method.startswith("spatial") else {}
    return {"start": YEARS[0], "end": YEARS[-1], "method": method, **spatial}


def close(found: float, wanted: float, size: float) -> bool:
    return abs(found - wanted) <= 1e-9 * (1 + size)


every_method = pytest.mark.parametrize("method", PARTS)


@every_method
@settings(max_examples=30)
@given(found=tables())
def test_the_parts_of_a_cell_add_up_to_its_change(method, found):
    for each in shift_share(table(found), **asked(method)).iter_rows(named=True):
        parts = [each[part] for part in PARTS[method]]
        if None not in parts:
            size = each["value_start"] + each["value_end"]
            # A part may be far larger than the figures: the reference may have grown
            # a thousandfold.
            size += sum(abs(part) for part in parts)
            assert close(sum(parts), each["value_end"] - each["value_start"], size)
            assert each["change"] == each["value_end"] - each["value_start"]


@every_method
@pytest.mark.parametrize("by", ["region", "industry"])
@settings(max_examples=20)
@given(found=tables())
def test_the_parts_of_a_sum_and_the_rest_add_up(by, method, found):
    sums = shift_share_by(table(found), by=by, **asked(method))
    for each in sums.drop_nulls("change").iter_rows(named=True):
        parts = [each[part] for part in (*PARTS[method], "unattributed")]
        size = sum(abs(part) for part in parts)
        assert close(sum(parts), each["change"], size)


@settings(max_examples=50)
@given(found=tables())
def test_dunn_is_what_exact_fractions_give(found):
    start, end = YEARS[0], YEARS[-1]
    wanted = oracle(found, start, end)
    shown = shift_share(table(found), start=start, end=end)
    assert len(shown) == len(wanted)
    for each in shown.iter_rows(named=True):
        exact = wanted[each["region"], each["industry"]]
        for name, number in exact.items():
            if number is None:
                assert each[name] is None, name
            else:
                assert each[name] == pytest.approx(float(number), rel=1e-9, abs=1e-6)


def oracle(figures: Figures, start: int, end: int) -> dict:
    """Dunn in fractions, by the rules told on the page: not listed is nobody, unless
    the region or the industry has no row at all in the year."""
    pairs = {(r, i) for r, i, year in figures if year in (start, end)}
    listed = {(r, y) for r, _, y in figures} | {(i, y) for _, i, y in figures}

    def at(r: str, i: str, y: int) -> int | None:
        if (r, y) not in listed or (i, y) not in listed:
            return None
        return figures.get((r, i, y), 0)

    known = {
        (r, i): (e0, e1)
        for r, i in pairs
        if (e0 := at(r, i, start)) is not None and (e1 := at(r, i, end)) is not None
    }
    industry: dict = defaultdict(lambda: [0, 0])
    whole = [0, 0]
    for (_, i), ends in known.items():
        for place, jobs in enumerate(ends):
            industry[i][place] += jobs
            whole[place] += jobs
    return {
        (r, i): parts(*known[r, i], *industry[i], *whole)
        if (r, i) in known
        else dict.fromkeys(("change", *PARTS["dunn"]))
        for r, i in pairs
    }


def parts(e0: int, e1: int, i0: int, i1: int, w0: int, w1: int) -> dict:
    as_industry = Fraction(e0 * i1, i0) if e0 else Fraction(0)
    as_whole = Fraction(e0 * w1, w0) if e0 else Fraction(0)
    return {
        "change": e1 - e0,
        "national": as_whole - e0,
        "mix": as_industry - as_whole,
        "regional": e1 - as_industry,
    }


@settings(max_examples=50)
@given(found=tables(st.integers(1, 10**6)))
def test_over_the_whole_area_mix_and_regional_parts_cancel(found):
    """Where the area is its own reference: what one region wins another loses.

    An industry that was nowhere at the start has no growth: what came of it stands in
    the regional part and not in the mix, so that only the two together cancel.
    """
    sums = shift_share(table(found), start=YEARS[0], end=YEARS[-1]).drop_nulls("change")
    size = sums["value_end"].sum() + sums["mix"].abs().sum()
    assert close(sums["mix"].sum() + sums["regional"].sum(), 0, size)
    starts = sums.group_by("industry").agg(pl.col("value_start").sum())["value_start"]
    if (starts > 0).all():
        assert close(sums["mix"].sum(), 0, size)
        assert close(sums["regional"].sum(), 0, size)


@settings(max_examples=50)
@given(found=tables())
def test_esteban_marquillas_splits_the_regional_part_of_dunn(found):
    whole = shift_share(table(found), **asked("dunn"))
    split = shift_share(table(found), **asked("esteban-marquillas"))
    for one, two in zip(whole.to_dicts(), split.to_dicts(), strict=True):
        if two["competitive"] is not None and two["allocation"] is not None:
            size = abs(two["competitive"]) + abs(two["allocation"])
            found = two["competitive"] + two["allocation"]
            assert close(found, one["regional"], size)


@settings(max_examples=50)
@given(found=tables())
def test_dynamic_over_one_year_is_dunn(found):
    one = {"start": 2015, "end": 2016}
    frame = table(found)
    assert shift_share(frame, method="dynamic", **one).equals(shift_share(frame, **one))


@settings(max_examples=50)
@given(found=tables(st.integers(0, 10**6)), key=st.integers(0, 100))
def test_hiding_a_figure_changes_no_change_that_is_known(found, key):
    """Whatever is hidden, in one year or in both: no known change is another one."""
    one = sorted(found)[key % len(found)]
    before = shift_share(table(found), start=YEARS[0], end=YEARS[-1])
    after = shift_share(table({**found, one: None}), start=YEARS[0], end=YEARS[-1])
    for was, now in zip(before.to_dicts(), after.to_dicts(), strict=True):
        is_hidden = (now["region"], now["industry"]) == one[:2] and one[2] != 2016
        assert now["change"] == (None if is_hidden else was["change"])
