"""The figures of regions that are tested for hot spots, and the test of an industry."""

from collections.abc import Collection
from dataclasses import dataclass

import narwhals as nw
import numpy as np
import polars as pl
from narwhals.typing import IntoDataFrame

from distretto.analysis.selection.cluster_source import COUNTS, Source
from distretto.analysis.selection.delineation import components, read_links
from distretto.analysis.selection.hotspots.local_moran import LocalMoran, local_moran
from distretto.analysis.selection.measured import way_out
from distretto.analysis.selection.specialisation import location_quotient
from distretto.errors import InputError, gettext_noop
from distretto.notes import Note, percentage

MEASURES = ("lq", "slq", "count")
HOT = "high-high"
MUCH_HIDDEN = 0.05  # share of the figures
FEWEST_DRAWS, MOST_DRAWS = 999, 99_999


@dataclass(frozen=True)
class Asked:
    """What a test of regions was asked for."""

    measure: str
    weight: str | None
    permutations: int | None
    enough: int
    level: float
    seed: int

    def draws(self, regions: int, most: int) -> int:
        """Draws for each of so many regions: `most` in all, where nobody says."""
        if self.permutations is not None:
            return self.permutations
        return min(max(most // max(regions, 1), FEWEST_DRAWS), MOST_DRAWS)


def figures_of(
    source: Source, asked: Asked, industries: Collection[str]
) -> pl.DataFrame:
    """Every region with its counts, quotients and the measure, for each industry.

    A region without a cell has none of the industry: 0, unless it has nothing at all,
    so that its quotient is 0 / 0.
    """
    if asked.measure not in MEASURES:
        raise InputError(
            "no_such_measure",
            gettext_noop(
                "Hot spots are of “lq”, “slq” or “count”, not of “%(found)s”. Shares "
                "of a region give the same ones as “lq”, shares of the industry the "
                "same as “count”."
            ),
            found=asked.measure,
        )
    filled = _filled(source, industries)
    within = source.base is not None
    quotients = location_quotient(
        filled.drop("is_empty"),
        region_totals=None if within else source.region_totals,
        industry_totals=source.industry_totals,
        grand_total=None if within else source.grand_total,
        base=source.base,
        base_totals=source.region_totals if within else None,
        base_total=source.grand_total if within else None,
        classification=source.family,
        value=source.value,
    )
    value, lq = pl.col(source.value), pl.col("lq")
    none = (value == 0) & ~pl.col("is_empty")
    own = quotients.filter(pl.col("industry").is_in(list(industries)))
    return (
        own.join(
            filled.select("region", "industry", "is_empty"), on=["region", "industry"]
        )
        .with_columns(lq=pl.when(none).then(0.0).otherwise(lq))
        .with_columns(slq=(lq - 1) / (lq + 1))
        .with_columns(_measure=value if asked.measure == "count" else asked.measure)
    )


def _filled(source: Source, industries: Collection[str]) -> pl.DataFrame:
    """The cells, with a zero for each region that lists none of these industries."""
    regions = source.cells.select("region").unique()
    if source.region_totals is not None:
        totals = source.region_totals.select("region")
        regions = pl.concat([regions, totals]).unique()
    named = pl.DataFrame({"industry": list(industries)}, schema={"industry": pl.String})
    wanted = regions.join(named, how="cross")
    keys = ["region", "industry"]
    lacking = wanted.join(source.cells, on=keys, how="anti").with_columns(
        pl.lit(0.0).alias(each) for each in COUNTS
    )
    cells = pl.concat([source.cells.select(*keys, *COUNTS), lacking])
    empty = _empty(source)
    return cells.join(empty, on="region", how="left").sort(keys)


def _empty(source: Source) -> pl.DataFrame:
    """`is_empty`: regions in which nothing is known to be, and nothing hidden."""
    value = source.value
    all_regions = source.cells.group_by("region").agg(
        ((pl.col(value) == 0).fill_null(False).all()).alias("is_empty")
    )
    if source.region_totals is None:
        return all_regions
    told = source.region_totals.select("region", _told=value)
    joined = all_regions.join(told, on="region", how="full", coalesce=True)
    return joined.select(
        "region",
        is_empty=(
            pl.when(pl.col("_told").is_not_null())
            .then(pl.col("_told") == 0)
            .otherwise(pl.col("is_empty").fill_null(False))
        ),
    )


def tested(
    figures: pl.DataFrame, neighbours: IntoDataFrame, asked: Asked, permutations: int
) -> LocalMoran:
    """Local Moran's I of the measure of one industry."""
    return local_moran(
        figures.select("region", value="_measure"),
        neighbours,
        value="value",
        weight=asked.weight,
        permutations=permutations,
        enough=asked.enough,
        level=asked.level,
        seed=asked.seed,
    )


def hot_regions(found: LocalMoran, kind: str = HOT) -> list[str]:
    """The regions that are significantly of a kind."""
    told = zip(found.regions, found.quadrant, found.is_significant, strict=True)
    return [code for code, which, is_sure in told if is_sure and which == kind]


def spots(
    found: LocalMoran, neighbours: IntoDataFrame, weight: str | None
) -> pl.DataFrame:
    """`region` and `hot_spot`: significant high-high regions joined by neighbours.

    The spot of most regions is number 1; of those alike, the first by its codes.
    """
    hot = sorted(hot_regions(found))
    nodes = pl.DataFrame({"region": hot}, schema={"region": pl.String})
    links = read_links(_counting(neighbours, weight))
    assert links is not None
    labels = components(nodes.with_columns(industry=pl.lit("")), links)
    joined = nodes.select("region", _label=pl.Series(labels, dtype=pl.Int64))
    order = (
        joined.group_by("_label")
        .agg(pl.len(), first=pl.col("region").min())
        .sort("len", "first", descending=[True, False])
        .with_row_index("hot_spot", offset=1)
        .select("_label", pl.col("hot_spot").cast(pl.Int64))
    )
    return joined.join(order, on="_label", how="left").select("region", "hot_spot")


def _counting(neighbours: IntoDataFrame, weight: str | None) -> IntoDataFrame:
    """The pairs that count: those of no weight join nothing."""
    if weight is None:
        return neighbours
    frame = nw.from_native(neighbours, eager_only=True)
    counting: IntoDataFrame = frame.filter(nw.col(weight) > 0).to_native()
    return counting


def hidden_notes(figures: pl.DataFrame, source: Source) -> list[Note]:
    """Where much is hidden, what is seen is not like what is not."""
    hidden = figures["_measure"].null_count() / max(figures.height, 1)
    if hidden <= MUCH_HIDDEN:
        return []
    return [Note(_LEANING, share=percentage(hidden)), *way_out(source)]


def scale_notes(measure: str, value: str) -> list[Note]:
    """What is to be known where regions of different size are compared by counts."""
    if measure != "count":
        return []
    return [Note(_COUNTS if value == "employment" else _COUNTS_OF_PLANTS)]


def draw_notes(found: LocalMoran) -> list[Note]:
    """Where draws are so few that a region alone could never be told."""
    measured = int(np.isfinite(found.p_value).sum())
    least = 2 / (found.permutations + 1)
    if not measured or least * measured <= found.level:
        return []
    together = int(np.ceil(least * measured / found.level))
    if together <= int(found.is_significant.sum()):
        return []
    needed = int(np.ceil(2 * measured / found.level))
    return [
        Note(_FEW_DRAWS, draws=found.permutations, least=together, needed=needed),
    ]


_LEANING = gettext_noop(
    "%(share)s of the figures are unknown. Offices hide figures where firms are few: "
    "what is left are regions that have none and large ones, and large ones beside "
    "each other then look hot."
)
_COUNTS = gettext_noop(
    "Jobs are compared as they are: large regions are hot for every industry. Ask so "
    "only where regions are of one size."
)
_COUNTS_OF_PLANTS = gettext_noop(
    "Establishments are compared as they are: large regions are hot for every "
    "industry. Ask so only where regions are of one size."
)
_FEW_DRAWS = gettext_noop(
    "With %(draws)s draws, fewer than %(least)s significant regions cannot be told "
    "from chance: %(needed)s draws would tell a single one."
)
