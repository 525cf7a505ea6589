"""Employment by district and industry in Lindara, as its statistics office prints it.

Three clusters stand in the table, and four traps:

- knitwear in Marsovia: 118 firms, growing (shaped like Ludhiana);
- footwear across the border of Rivanta and Xanthea, which neither district alone
  shows in full (shaped like Merkato);
- handloom in Tarkesh: many tiny units, mostly women (shaped like Chanderi);
- a cement works in Imbarra: a high quotient, and a single firm;
- ropes in Ysmera: a tiny district whose quotient is huge and whose firms are three;
- footwear in Wadimar, beside the footwear cluster: suppressed, so unknown;
- "Total" rows, which would be counted twice by whoever adds up the column.
"""

from functools import cache

import numpy as np
import polars as pl

from distretto.example.districts import DISTRICTS
from distretto.example.industries import INDUSTRIES

YEARS = (2020, 2025)
SEED = 1998
TOTAL = "Total"

# District, industry, year: establishments and persons employed. The cells that the
# story is about are written down; all others are drawn.
Cell = tuple[int, int]
_STORY: dict[tuple[str, str], tuple[Cell, Cell]] = {
    ("L13", "1430"): ((96, 2310), (118, 3240)),
    ("L13", "1391"): ((21, 240), (26, 330)),
    ("L18", "1520"): ((58, 640), (66, 790)),
    ("L24", "1520"): ((47, 455), (61, 640)),
    ("L24", "1511"): ((9, 120), (12, 165)),
    ("L20", "1312"): ((512, 1580), (540, 1610)),
    ("L11", "3100"): ((66, 520), (71, 560)),
    ("L05", "2393"): ((38, 190), (33, 150)),
    ("L09", "2394"): ((1, 910), (1, 905)),
    ("L25", "1394"): ((3, 41), (3, 44)),
    ("L23", "1520"): ((4, 52), (4, 57)),
}
# Published without employment, because so few firms could be recognised.
_SUPPRESSED = (("L23", "1520"), ("L16", "2011"), ("L03", "2710"))
# Persons employed in a tiny district, in place of its drawn size.
_TINY = "L25"


@cache
def employment() -> pl.DataFrame:
    """The published table: one row per district, industry and year, and the totals.

    Returns
    -------
    DataFrame
        Columns district, name, industry, title, year, establishments (count) and
        employment (persons). `employment` is null where it is
        suppressed; the totals of districts and industries include what is
        suppressed, as a statistics office's do.
    """
    full = _cells()
    marks = pl.struct("district", "industry").is_in(
        [{"district": d, "industry": i} for d, i in _SUPPRESSED]
    )
    shown = full.with_columns(
        employment=pl.when(marks).then(None).otherwise(pl.col("employment"))
    )
    sums = pl.col("establishments", "employment").sum()
    return (
        pl.concat(
            [
                shown,
                full.group_by("district", "year")
                .agg(sums)
                .with_columns(industry=pl.lit(TOTAL)),
                full.group_by("industry", "year")
                .agg(sums)
                .with_columns(district=pl.lit(TOTAL)),
                full.group_by("year")
                .agg(sums)
                .with_columns(district=pl.lit(TOTAL), industry=pl.lit(TOTAL)),
            ],
            how="diagonal",
        )
        .with_columns(
            name=pl.col("district").replace_strict(DISTRICTS, default="Lindara"),
            title=pl.col("industry").replace_strict(
                {code: industry.title for code, industry in INDUSTRIES.items()},
                default="All industries",
            ),
        )
        .select(
            "district",
            "name",
            "industry",
            "title",
            "year",
            "establishments",
            "employment",
        )
        .sort("year", "district", "industry")
    )


def _cells() -> pl.DataFrame:
    """All cells with their true employment, before anything is suppressed."""
    random = np.random.default_rng(SEED)
    size = random.lognormal(0.0, 0.35, len(DISTRICTS))
    size[list(DISTRICTS).index(_TINY)] = 0.04
    share = size / size.sum()
    # Every district leans a little: some industries above, some below the country.
    lean = random.lognormal(-0.02, 0.2, (len(DISTRICTS), len(INDUSTRIES)))
    rows = []
    for d, district in enumerate(DISTRICTS):
        for i, industry in enumerate(INDUSTRIES.values()):
            persons = random.poisson(industry.employment * share[d] * lean[d, i])
            if told := _STORY.get((district, industry.code)):
                cells = told
            else:
                cells = _drawn(random, int(persons), industry.persons_per_establishment)
            rows += [
                (district, industry.code, year, establishments, employed)
                for year, (establishments, employed) in zip(YEARS, cells, strict=True)
                if establishments
            ]
    return pl.DataFrame(
        rows,
        schema=["district", "industry", "year", "establishments", "employment"],
        orient="row",
    )


def _drawn(
    random: np.random.Generator, persons: int, per_firm: float
) -> tuple[Cell, Cell]:
    """A cell at both years: what was there, and a growth of a few percent or a loss."""
    later = round(persons * random.normal(1.05, 0.06))
    return _firms(persons, per_firm), _firms(max(later, 0), per_firm)


def _firms(persons: int, per_firm: float) -> Cell:
    """Establishments that employ so many persons: at least one where there is one."""
    return (max(1, round(persons / per_firm)), persons) if persons else (0, 0)
