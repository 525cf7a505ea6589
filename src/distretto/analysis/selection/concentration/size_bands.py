"""The Herfindahl index of plants where only bands of sizes are published."""

from typing import Any

import narwhals as nw
from narwhals.typing import IntoFrameT

from distretto.analysis.checks import check_table, known


def plant_herfindahl_from_bands(
    bands: IntoFrameT,
    *,
    size: str = "employment",
    plants: str = "plants",
    lower: str = "lower",
    upper: str = "upper",
    industry: str = "industry",
) -> IntoFrameT:
    """Herfindahl index of each industry's plants, from size bands [schmalensee1977].

    H[i] = sum over bands of n (m^2 + v) / (sum over bands of n m)^2

    A band has n plants of mean size m. v is the variance of the sizes in it: of sizes
    at equal steps around m, as wide as the band allows, d = min(m - lower, upper - m),
    v = d^2 (1 - 1/n^2) / 3.

    Parameters
    ----------
    bands : table, one row per industry x band
        `industry`, `plants` (count), `size` (persons in all plants of the band),
        `lower` and `upper` (the ends of the band, persons; `upper` null where it is
        open). Null is unknown; a band without plants may be left out.
    size, plants, lower, upper, industry : str
        Names of the columns.

    Returns
    -------
    table of the same kind, one row per industry
        `plants` (count), `plant_herfindahl` (dimensionless), its bounds
        `herfindahl_low` (all plants of a band of one size) and `herfindahl_high` (all
        at its ends; where it is open, all but one at its lower end),
        `plant_fourth_power` for the variance of Ellison and Glaeser's index, and
        `known_share` (of the industry's plants that are in bands with known persons).
        Null where it is below 1, nobody is employed, or the mean of a band is not
        within it. The order of rows is not promised.

    Raises
    ------
    InputError
        A column is missing, a number is negative or text, or a code is blank.
    """
    frame = check_table(
        bands, keys=(industry,), counts=(plants, size, lower, upper), name="size bands"
    )
    rows = frame.select(
        industry,
        known(plants).alias("_n"),
        known(size).alias("_persons"),
        known(lower).alias("_low"),
        known(upper).alias("_high"),
    )
    moments: Any = _moments(rows.filter(~(nw.col("_n") == 0) | nw.col("_n").is_null()))
    names = ("_n", "_persons", "_even", "_stepped", "_ends", "_fourth", "_told")
    sums = moments.group_by(industry).agg(
        *(nw.col(name).sum() for name in names),
        nw.len().alias("_bands"),
        nw.col("_ends").count().alias("_sound"),
    )
    return _indices(sums, industry).to_native()


def _moments(rows: Any) -> Any:
    """For each band: sums of squares (low, stepped, high) and of fourth powers."""
    n, persons = nw.col("_n"), nw.col("_persons")
    low, high = nw.col("_low"), nw.col("_high")
    of_each = nw.when((n > 0) & ~persons.is_null()).then(persons / n)
    rows = rows.with_columns(of_each.alias("_mean"))
    mean = nw.col("_mean")
    within = (mean >= low) & (high.is_null() | (mean <= high))
    reach = nw.when(high.is_null() | (mean - low < high - mean)).then(mean - low)
    rows = rows.with_columns(
        nw.when(within).then(mean).alias("_mean"),
        reach.otherwise(high - mean).alias("_reach"),
    )
    # n sizes at equal steps, each in the middle of its own n-th of the band: their
    # variance is width / 3, and their fourth moment about the mean `tail`.
    around = nw.col("_reach") * nw.col("_reach")
    width = around * (1.0 - 1.0 / (n * n))
    tail = width * around * (3.0 - 7.0 / (n * n)) / 15.0
    square = mean * mean
    largest = persons - (n - 1.0) * low
    at_ends = n * (square + (mean - low) * (high - mean))
    one_large = (n - 1.0) * low * low + largest * largest
    return rows.with_columns(
        (n * square).alias("_even"),
        (n * (square + width / 3.0)).alias("_stepped"),
        # The most that n sizes can have: at the ends, and never more than one plant
        # with all that is over.
        nw.when(high.is_null() | (one_large < at_ends))
        .then(one_large)
        .otherwise(at_ends)
        .alias("_ends"),
        (n * (square * square + 2.0 * square * width + tail)).alias("_fourth"),
        nw.when(~mean.is_null()).then(n).alias("_told"),
    )


def _indices(sums: Any, industry: str) -> Any:
    persons = nw.col("_persons")
    sound = (nw.col("_sound") == nw.col("_bands")) & (persons > 0)
    square = persons * persons
    found = sums.with_columns(
        nw.when(nw.col("_n") > 0)
        .then(nw.col("_told").fill_null(0.0) / nw.col("_n"))
        .alias("known_share")
    )
    results = {
        "plant_herfindahl": nw.col("_stepped") / square,
        "herfindahl_low": nw.col("_even") / square,
        "herfindahl_high": nw.col("_ends") / square,
        "plant_fourth_power": nw.col("_fourth") / (square * square),
    }
    return found.select(
        industry,
        nw.col("_n").alias("plants"),
        *(nw.when(sound).then(one).alias(name) for name, one in results.items()),
        "known_share",
    )
