"""How an industry's employment is divided among its plants."""

from typing import Any

import narwhals as nw
from narwhals.typing import IntoFrameT

from distretto.analysis.checks import check_share, check_table, known


def plant_herfindahl(
    plants: IntoFrameT,
    *,
    minimum_known_share: float = 1.0,
    size: str = "size",
    industry: str = "industry",
) -> IntoFrameT:
    """Herfindahl index of each industry's plants [herfindahl1950].

    H[i] = sum over plants of z^2,  z = size of the plant / size of the industry

    Parameters
    ----------
    plants : table, one row per plant
        `industry` (codes) and `size` (persons; null is unknown). Polars, pandas,
        PyArrow, DuckDB or Spark; a lazy table is grouped where it lies.
    minimum_known_share : float
        The share (0 to 1) of an industry's plants whose size must be known. At 1,
        the default, one unknown size makes the index unknown; below, it is that of
        the plants of known size.
    size, industry : str
        Names of the columns.

    Returns
    -------
    table of the same kind, one row per industry
        `plants` (count), `plant_herfindahl` (dimensionless: 1 where one plant has
        everything, 1/n where n plants are of one size), `plant_fourth_power` (sum of
        z^4, for the variance of Ellison and Glaeser's index) and `known_share` (share
        of the plants whose size is known). Null where nobody is employed or too few
        sizes are known. The order of rows is not promised.

    Raises
    ------
    InputError
        A column is missing, a size is negative or text, or a code is blank.
    """
    frame = check_table(plants, keys=(industry,), counts=(size,), name="plants")
    enough = check_share(minimum_known_share, "minimum_known_share")
    persons = known(size).alias("_persons")
    sizes = frame.select(industry, persons)
    x = nw.col("_persons")
    powers: Any = sizes.with_columns(
        (x * x).alias("_square"), (x * x * x * x).alias("_fourth")
    )
    sums = powers.group_by(industry).agg(
        nw.len().alias("plants"),
        x.count().alias("_sized"),
        x.sum(),
        nw.col("_square").sum(),
        nw.col("_fourth").sum(),
    )
    share = nw.col("_sized").cast(nw.Float64) / nw.col("plants").cast(nw.Float64)
    facts = sums.with_columns(share.alias("known_share"))
    sound = (nw.col("known_share") >= enough) & (x > 0)
    square = x * x
    return facts.select(
        industry,
        nw.col("plants").cast(nw.Int64),
        nw.when(sound).then(nw.col("_square") / square).alias("plant_herfindahl"),
        nw.when(sound)
        .then(nw.col("_fourth") / (square * square))
        .alias("plant_fourth_power"),
        "known_share",
    ).to_native()
