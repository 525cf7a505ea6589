"""Real trial: cluster categories of Georgia's industries, around the carpets of Dalton.

County establishments of the QCEW (2018, private, four-digit NAICS) and the detailed
input-output tables of 2017. Known beforehand: the largest inputs of carpet and rug
mills (314110) among the commodities are synthetic rubber and artificial fibres (3252A0:
3,185 million dollars) and textiles (313200: 590, 313100: 504).
"""

from pathlib import Path

import numpy as np
import polars as pl
import pytest

from distretto.analysis.selection.relatedness.categories import (
    ClusterCategories,
    cluster_categories,
)
from distretto.analysis.selection.relatedness.linkages import (
    industry_flows,
    input_output_linkage,
    profile_similarity,
    regrouped_flows,
)

CARPETS = "3141"
TEXTILES_AND_FIBRES = {"3131", "3132", "3133", "3149", "3252"}


def establishments(folder: Path) -> tuple[np.ndarray, list[str]]:
    """Establishments by industry and county; they are published for every cell."""
    cells = pl.read_csv(
        folder / "us_georgia_qcew" / "demo_private_naics4.csv.gz",
        schema_overrides={"area_fips": pl.String, "industry_code": pl.String},
    )
    counties = cells.filter(pl.col("year") == 2018, pl.col("area_fips") != "13000")
    wide = counties.pivot(
        "area_fips", index="industry_code", values="annual_avg_estabs"
    ).sort("industry_code")
    numbers = wide.drop("industry_code").fill_null(0).to_numpy().astype(float)
    return numbers, wide["industry_code"].to_list()


def tables(folder: Path) -> tuple[np.ndarray, np.ndarray, list[str], np.ndarray]:
    """Use and make between industries, their codes, and what each buys in all."""
    read = folder / "us_io_tables_bea"
    use = pl.read_csv(read / "Detail_Use_2017_PRO_BeforeRedef_17sch.csv.gz")
    make = pl.read_csv(read / "Detail_Make_2017_BeforeRedef_17sch.csv.gz")
    totals = {"T007", "T008"}
    industries = [c for c in make["rownames"] if c in use.columns and c not in totals]
    commodities = [c for c in use["rownames"] if c in make.columns and c not in totals]
    bought = use.filter(pl.col("rownames").is_in(commodities)).select(industries)
    made = make.filter(pl.col("rownames").is_in(industries)).select(commodities)
    inputs = use.filter(rownames="T008").select(industries).to_numpy()[0]
    # Scrap may be a negative input; it is nobody's purchase.
    return np.maximum(bought.to_numpy(), 0), made.to_numpy(), industries, inputs


def shares_of_groups(
    folder: Path, industries: list[str], groups: list[str]
) -> np.ndarray:
    """An industry of the tables is split evenly over its six-digit NAICS industries."""
    crosswalk = pl.read_csv(
        folder / "us_io_tables_bea" / "MasterCrosswalk.csv.gz", infer_schema_length=0
    )
    six = pl.col("NAICS_2017_Code").str.len_chars() == 6
    pairs = crosswalk.filter(six).select(
        industry="BEA_2017_Detail_Code", naics="NAICS_2017_Code"
    )
    counted = (
        pairs.unique()
        .with_columns(group=pl.col("naics").str.slice(0, 4))
        .group_by("industry", "group")
        .len()
        .with_columns(share=pl.col("len") / pl.col("len").sum().over("industry"))
    )
    shares = np.zeros((len(industries), len(groups)))
    row = {code: k for k, code in enumerate(industries)}
    column = {code: k for k, code in enumerate(groups)}
    for industry, group, _, share in counted.iter_rows():
        if industry in row and group in column:
            shares[row[industry], column[group]] = share
    return shares


@pytest.fixture(scope="module")
def linkage(shared_data) -> tuple[np.ndarray, list[str]]:
    """Buyer-supplier linkage of four-digit industries."""
    _, groups = establishments(shared_data)
    use, make, industries, inputs = tables(shared_data)
    shares = shares_of_groups(shared_data, industries, groups)
    flows = regrouped_flows(industry_flows(use, make), shares)
    found = input_output_linkage(
        flows, sales=make.sum(axis=1) @ shares, purchases=inputs @ shares
    )
    return found, groups


@pytest.fixture(scope="module")
def categories(shared_data, linkage) -> ClusterCategories:
    counts, groups = establishments(shared_data)
    return cluster_categories(
        {"LC-Establishments": profile_similarity(counts), "input-output": linkage[0]},
        groups,
        numbers=(30, 45),
    )


def test_the_known_inputs_of_carpet_mills_come_back(shared_data):
    """Commodities as they were published; of the industries that make them, carpet
    fibre spun in other textile mills moves some of it, but not the order of the first.
    """
    use, make, industries, _ = tables(shared_data)
    flows = industry_flows(use, make)
    bought = flows[:, industries.index("314110")]
    largest = [industries[k] for k in np.argsort(-bought)[:3]]
    assert largest == ["3252A0", "313100", "313200"]
    # Who buys does not change: only imports that nobody makes can be missing.
    assert bought.sum() <= use[:, industries.index("314110")].sum() + 1e-6
    assert bought.sum() > 0.95 * use[:, industries.index("314110")].sum()


def test_carpets_are_linked_to_fibres_and_textile_mills(linkage):
    found, groups = linkage
    row = found[groups.index(CARPETS)].copy()
    row[groups.index(CARPETS)] = np.nan
    order = np.argsort(np.where(np.isnan(row), -1, row))[::-1]
    nearest = {groups[k] for k in order[:8]}
    assert "3252" in nearest
    assert len(nearest & TEXTILES_AND_FIBRES) >= 3


def test_carpets_share_a_category_with_the_mills_that_spin_their_yarn(categories):
    """Third are motor vehicles, which carpets are laid in; then come fabric mills."""
    near = [code for code, _ in categories.nearest(CARPETS, 4)]
    assert near == ["3252", "3131", "3361", "3132"]
    assert "3131" in categories.members(CARPETS)


def test_the_categories_are_better_than_chance(categories):
    """The same categories handed out at random score lower, and moves do not harm."""
    from distretto.analysis.selection.relatedness.validation import validation_scores

    related = categories.category >= 0
    part = categories.average[np.ix_(related, related)]
    shuffled = np.random.default_rng(1).permutation(categories.category[related])
    by_chance = validation_scores(part, shuffled).score
    assert categories.after_moves.score > by_chance + 0.3
    assert categories.after_moves.score >= categories.before_moves.score
    assert len(categories.moves) < len(categories.industries)
    assert categories.category.max() + 1 == categories.candidates[0].categories
    scores = [one.score for one in categories.candidates]
    assert scores == sorted(scores, reverse=True)
    assert len(scores) == 3 * 2 * 2
