"""How many plants of one size each industry comes to, as far as the table tells."""

import polars as pl

from distretto.analysis.selection.cluster_source import Source
from distretto.analysis.selection.measured import sizes
from distretto.errors import gettext_noop
from distretto.notes import Note

# An industry of few regions borrows its inequality from all others, which count as
# much as so many regions of its own.
BORROWED = 10


def plants_of(
    source: Source, plants: pl.DataFrame | None = None
) -> tuple[pl.DataFrame | None, list[Note]]:
    """Herfindahl indices of plants, told or estimated; and notes.

    None where establishments are measured, for each of them chooses by itself. Null
    where establishments are not counted, or some of an industry are hidden.
    """
    if source.value == "establishments":
        return None, []
    if plants is not None:
        return plants.select("industry", "plant_herfindahl"), []
    number = pl.col("establishments")
    is_counted = (number > 0) & ~pl.col("establishments_is_minimum")
    counted = sizes(source, "industry").select(
        "industry", number=pl.when(is_counted).then(number)
    )
    uneven = counted.join(_unevenness(source), on="industry", how="left")
    index = (1.0 + pl.col("squared_cv")) / pl.col("number")
    estimated = uneven.select(
        "industry", index.clip(upper_bound=1.0).alias("plant_herfindahl")
    )
    is_told = estimated["plant_herfindahl"].count() > 0
    return estimated, [Note(_ESTIMATED if is_told else _NO_PLANTS)]


def _unevenness(source: Source) -> pl.DataFrame:
    """By industry the squared coefficient of variation of the sizes of its plants.

    Where plants of m jobs stand in a region by chance, m times the square of how far
    their mean is from that of the industry is on average the variance of sizes: so
    means by region tell it, without a single size (mean square between groups).
    """
    jobs, plants = pl.col(source.value), pl.col("establishments")
    seen = source.cells.filter(jobs.is_not_null(), plants > 0).sort(
        "industry", "region"
    )
    mean = jobs.sum() / plants.sum()
    spread = (plants * (jobs / plants - mean) ** 2).sum() / mean**2
    found = seen.group_by("industry", maintain_order=True).agg(
        spread=pl.when(mean > 0).then(spread), freedom=pl.len() - 1.0
    )
    whole = found.drop_nulls().filter(pl.col("freedom") > 0)
    if whole.is_empty():
        return found.select("industry", squared_cv=pl.lit(None, pl.Float64))
    pooled = float(whole["spread"].sum()) / float(whole["freedom"].sum())
    told = pl.col("spread").fill_null(0.0) + BORROWED * pooled
    return found.select("industry", squared_cv=told / (pl.col("freedom") + BORROWED))


_ESTIMATED = gettext_noop(
    "The sizes of plants are not known. How unequal they are is estimated from how "
    "much their average differs between regions; where single large plants are hidden, "
    "the true intervals are wider."
)
_NO_PLANTS = gettext_noop(
    "There are no intervals: they depend on how many plants an industry has and how "
    "unequal they are, and the table does not tell. Persons do not choose a region one "
    "by one."
)
