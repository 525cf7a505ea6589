"""Long tables over years in, one joined table out."""

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from distretto.analysis.selection.relatedness.complexity import economic_complexity
from distretto.analysis.selection.relatedness.matrices import (
    presence,
    revealed_advantage,
)
from distretto.analysis.selection.relatedness.opportunity import opportunity
from distretto.analysis.selection.relatedness.panel import complexity_panel
from distretto.analysis.selection.relatedness.proximity import proximity
from distretto.analysis.selection.specialisation import location_quotient
from distretto.errors import InputError

REGIONS, INDUSTRIES = 6, 7


def values(year: int) -> np.ndarray:
    rng = np.random.default_rng(year)
    return rng.integers(0, 60, (REGIONS, INDUSTRIES)) * (
        rng.random((REGIONS, INDUSTRIES)) < 0.7
    )


def long(*years: int) -> pl.DataFrame:
    """Pairs without anybody are not listed."""
    rows = [
        (f"r{r}", f"i{i}", year, int(found))
        for year in years
        for (r, i), found in np.ndenumerate(values(year))
        if found
    ]
    names = ["region", "industry", "year", "employment"]
    return pl.DataFrame(rows, schema=names, orient="row")


def test_every_pair_of_every_year_has_its_measures():
    panel = complexity_panel(long(2001, 2005), year="year")
    cells = panel.cells
    assert cells.height == 2 * REGIONS * INDUSTRIES
    assert [one.year for one in panel.years] == ["2001", "2005"]
    for number, year in enumerate((2001, 2005)):
        matrix = presence(revealed_advantage(values(year)))
        index = economic_complexity(matrix)
        reach = opportunity(matrix, proximity(matrix), index.pci)
        part = cells.filter(pl.col("year") == year)

        def of(name: str, part: pl.DataFrame = part) -> np.ndarray:
            return part[name].to_numpy().astype(float).reshape(REGIONS, INDUSTRIES)

        np.testing.assert_array_equal(of("employment"), values(year))
        np.testing.assert_allclose(of("rca"), revealed_advantage(values(year)))
        np.testing.assert_array_equal(of("is_present"), matrix)
        np.testing.assert_allclose(of("density"), reach.density, rtol=1e-5)
        np.testing.assert_allclose(of("opportunity_gain"), reach.gain, atol=1e-5)
        np.testing.assert_allclose(of("eci")[:, 0], index.eci, atol=1e-9)
        np.testing.assert_allclose(of("pci")[0], index.pci, atol=1e-9)
        np.testing.assert_allclose(of("opportunity_value")[:, 3], reach.value, 1e-5)
        assert of("diversity")[:, 0].tolist() == index.diversity.tolist()
        assert of("ubiquity")[0].tolist() == index.ubiquity.tolist()
        found = panel.years[number].complexity
        np.testing.assert_allclose(found.eci, index.eci, atol=1e-9)


@pytest.mark.parametrize("kind", [pl.Categorical(), pl.Enum])
def test_dictionaries_of_codes_are_read_as_text_is(kind):
    table = long(2001, 2002).sample(fraction=1, shuffle=True, seed=1)
    texts = complexity_panel(table, year="year").cells
    if kind is pl.Enum:
        backwards = [f"{letter}{k}" for letter in "ri" for k in range(9, -1, -1)]
        kind = pl.Enum(backwards)
    coded = table.with_columns(pl.col("region", "industry").cast(kind))
    found = complexity_panel(coded, year="year").cells
    assert found["region"].dtype == coded["region"].dtype
    plain = found.with_columns(pl.col("region", "industry").cast(pl.String))
    assert plain.equals(texts)


def test_numbers_as_codes_and_no_year():
    table = long(2001).with_columns(
        pl.col("region").str.slice(1).cast(pl.Int64) + 13001,
    )
    panel = complexity_panel(table.drop("year"))
    assert panel.cells["region"][0] == 13001
    assert panel.years[0].year is None
    expected = complexity_panel(long(2001).drop("year"))
    assert panel.cells["eci"].equals(expected.cells["eci"])


@pytest.mark.parametrize(
    "convert",
    [
        pl.DataFrame.to_arrow,
        lambda table: pd.DataFrame(table.to_dict(as_series=False)),
    ],
)
def test_the_same_kind_comes_back(convert):
    table = convert(long(2001))
    found = complexity_panel(table, year="year").cells
    assert type(found) is type(table)
    expected = complexity_panel(long(2001), year="year").cells
    columns = found["pci"]
    plain = columns.to_pylist() if isinstance(found, pa.Table) else columns.tolist()
    np.testing.assert_allclose(
        np.array(plain, dtype=float), expected["pci"].to_numpy(), atol=1e-12
    )


def test_unknown_cells_are_null_and_counted():
    some = long(2001)["industry"][0]
    table = long(2001).with_columns(
        pl.when(pl.col("region").eq("r0") & pl.col("industry").eq(some))
        .then(None)
        .otherwise(pl.col("employment"))
        .alias("employment")
    )
    unknown = table["employment"].null_count()
    assert unknown == 1
    panel = complexity_panel(table, year="year")
    row = panel.cells.filter(region="r0", industry=some)
    for name in ("employment", "rca", "is_present", "opportunity_gain"):
        assert row[name].to_list() == [None]
    assert panel.years[0].unknown_cells == 1
    assert any("1 cell is unknown" in str(note) for note in panel.years[0].notes)


def test_an_empty_region_is_kept_and_named():
    extra = pl.DataFrame(
        {"region": ["r9"], "industry": ["i0"], "year": [2001], "employment": [0]}
    )
    panel = complexity_panel(pl.concat([long(2001), extra]), year="year")
    rows = panel.cells.filter(region="r9")
    assert rows.height == INDUSTRIES
    assert rows["is_present"].to_list() == [False] * INDUSTRIES
    assert rows["rca"].null_count() == INDUSTRIES
    assert rows["eci"].null_count() == INDUSTRIES
    assert panel.years[0].left_out_regions == ("r9",)
    told = [str(note) for note in panel.years[0].notes]
    assert any(note.startswith("1 region has no index") for note in told)
    assert any("“r9”" in note for note in told)


def test_an_advantage_measured_elsewhere_is_taken():
    table = long(2001).drop("year")
    measured = location_quotient(table)
    found = complexity_panel(measured, advantage_column="lq")
    own = complexity_panel(table)
    assert found.cells["is_present"].equals(own.cells["is_present"])
    assert "rca" not in found.cells.columns
    np.testing.assert_allclose(found.cells["eci"], own.cells["eci"], atol=1e-9)


def test_where_nothing_has_an_order_a_note_says_so():
    table = pl.DataFrame(
        {"region": ["a", "b"], "industry": ["10", "25"], "employment": [3, 4]}
    )
    panel = complexity_panel(table)
    assert panel.cells["eci"].null_count() == 4
    assert any("no order" in str(note) for note in panel.years[0].notes)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda table: table.lazy(), "lazy_cells"),
        (lambda table: pl.concat([table, table[:1]]), "duplicated_key"),
        (lambda table: table.with_columns(region=None), "blank_key"),
        (lambda table: table.drop("employment"), "no_such_column"),
    ],
)
def test_what_cannot_be_read_is_told(change, code):
    with pytest.raises(InputError) as refusal:
        complexity_panel(change(long(2001)), year="year")
    assert refusal.value.code == code
