"""Litzenberger and Sternberg's cluster index of each cell."""

from typing import Any

import narwhals as nw
from narwhals.typing import IntoFrame, IntoFrameT

from distretto.analysis.checks import Frame, check_joinable, check_table, known
from distretto.analysis.selection.totals import attach


def cluster_index(
    cells: IntoFrameT,
    regions: IntoFrame,
    *,
    industry_totals: IntoFrame | None = None,
    value: str = "employment",
    establishments: str = "establishments",
    area: str = "area",
    population: str = "population",
    region: str = "region",
    industry: str = "industry",
) -> IntoFrameT:
    """Cluster index of each industry in each region [litzenberger2006].

    CI = relative density x relative stock / relative size
       = [(e / A[r]) / (e[i] / A)] [(e / P[r]) / (e[i] / P)] / [(e / b) / (e[i] / b[i])]

    e is the industry's employment in the region and b its establishments, e[i] and b[i]
    the same over all regions; A[r] and P[r] are the region's area and population, A and
    P those of all regions. It is computed as (e b / (A[r] P[r])) / (e[i] b[i] / (A P)),
    which is the same and also holds where nobody is employed.

    Parameters
    ----------
    cells : table, one row per region x industry
        `region`, `industry`, `value` (persons) and `establishments` (count). Null is
        unknown; a pair that is not listed is zero.
    regions : table, one row per region
        `region`, `area` (in any one unit, above zero) and `population` (persons) of
        *all* regions of the area that is compared with.
    industry_totals : table, optional
        `industry`, `value` and `establishments`: published totals of industries. Where
        there is none, the sum of the cells, if all are known.
    value, establishments, area, population, region, industry : str
        Names of the columns.

    Returns
    -------
    table of the same kind, the rows of `cells`
        With `relative_density`, `relative_stock`, `relative_size` and `cluster_index`
        (dimensionless; 1 as on average, null where undefined or unknown; the relative
        size is null where nobody is employed). Litzenberger and Sternberg take 4 for
        the threshold of a cluster. `industry_known_share` (0 to 1) is the share of the
        industry's total that the visible cells explain; null where nobody knows.

    Raises
    ------
    InputError
        A column is missing, a number is negative or text, or a key comes twice.
    """
    counts = (value, establishments)
    frame = check_table(
        cells, keys=(region, industry), counts=counts, unique=True, name="cells"
    )
    places = _places(frame, regions, region, area, population)
    totals = _industry_totals(frame, industry_totals, industry, counts)
    rows = attach(frame, (places, region), (totals, industry))
    persons, firms = known(value), known(establishments)
    persons_of, firms_of = nw.col("_persons_of"), nw.col("_firms_of")
    area_share, people_share = nw.col("_area_share"), nw.col("_people_share")
    part = nw.when(persons_of > 0).then(persons / persons_of)
    firm_part = nw.when(firms_of > 0).then(firms / firms_of)
    density = nw.when(area_share > 0).then(part / area_share)
    stock = nw.when(people_share > 0).then(part / people_share)
    per_person = nw.when(people_share > 0).then(firm_part / people_share)
    marks = [name for name in _MARKS if name != "industry_known_share"]
    return (
        rows.with_columns(
            density.alias("relative_density"),
            stock.alias("relative_stock"),
            nw.when(firm_part > 0).then(part / firm_part).alias("relative_size"),
            (density * per_person).alias("cluster_index"),
        )
        .drop(*marks)
        .to_native()
    )


_MARKS = (
    "_area_share",
    "_people_share",
    "_persons_of",
    "_firms_of",
    "industry_known_share",
)


def _places(
    frame: Frame, regions: IntoFrame, region: str, area: str, population: str
) -> Frame:
    """Each region's share of area and population of all regions; null if any lacks."""
    table: Any = check_table(
        regions,
        keys=(region,),
        counts=(area, population),
        unique=True,
        name="table of regions",
    )
    table = check_joinable(frame, table, region, "table of regions")
    rows = table.select(
        region,
        known(area).alias("_area_share"),
        known(population).alias("_people_share"),
    )
    wholes = rows.select(*(_whole_if_known(name) for name in _MARKS[:2]))
    joined = rows.join(wholes, how="cross")
    return joined.select(
        region,
        *(
            nw.when(nw.col(f"{name}_all") > 0)
            .then(nw.col(name) / nw.col(f"{name}_all"))
            .alias(name)
            for name in _MARKS[:2]
        ),
    )


def _whole_if_known(name: str) -> nw.Expr:
    column = nw.col(name)
    return nw.when(column.null_count() == 0).then(column.sum()).alias(f"{name}_all")


def _industry_totals(
    frame: Frame,
    industry_totals: IntoFrame | None,
    industry: str,
    counts: tuple[str, str],
) -> Frame:
    value, establishments = counts
    persons, firms = known(value), known(establishments)
    rows: Any = frame.select(
        industry,
        persons.alias("_persons"),
        firms.alias("_firms"),
        nw.when(persons.is_null()).then(1.0).otherwise(0.0).alias("_no_persons"),
        nw.when(firms.is_null()).then(1.0).otherwise(0.0).alias("_no_firms"),
    )
    names = ("_persons", "_firms", "_no_persons", "_no_firms")
    sums = rows.group_by(industry).agg(*(nw.col(name).sum() for name in names))
    visible = nw.col("_persons").fill_null(0.0)
    whole: nw.Expr = nw.when(nw.col("_no_persons") == 0).then(visible)
    firms_of: nw.Expr = nw.when(nw.col("_no_firms") == 0).then(
        nw.col("_firms").fill_null(0.0)
    )
    if industry_totals is not None:
        sums = _with_published(frame, sums, industry_totals, industry, counts)
        whole = nw.coalesce(nw.col("_told_persons"), whole)
        firms_of = nw.coalesce(nw.col("_told_firms"), firms_of)
    totals = sums.select(
        industry,
        visible.alias("_visible"),
        whole.alias("_persons_of"),
        firms_of.alias("_firms_of"),
    )
    of = nw.col("_persons_of")
    share = nw.when(of > 0).then(nw.col("_visible") / of)
    return totals.with_columns(share.alias("industry_known_share")).drop("_visible")


def _with_published(
    frame: Frame,
    sums: Any,
    industry_totals: IntoFrame,
    industry: str,
    counts: tuple[str, str],
) -> Any:
    name = "industry totals"
    table = check_table(
        industry_totals, keys=(industry,), counts=counts, unique=True, name=name
    )
    told = check_joinable(frame, table, industry, name).select(
        industry,
        known(counts[0]).alias("_told_persons"),
        known(counts[1]).alias("_told_firms"),
    )
    return sums.join(told, on=industry, how="left")
