"""How much the true location quotients of an industry vary between regions."""

import numpy as np
import polars as pl
from numpy.typing import ArrayLike, NDArray
from scipy.interpolate import CubicSpline
from scipy.special import gammaln

from distretto.analysis.selection.cluster_source import Source
from distretto.analysis.selection.measured import own_shares

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
# Between these variances the likelihood is looked for its highest point; below the
# first, true quotients differ by less than 3 % and are taken for equal.
LEAST, MOST = 1e-3, 1e3
COARSE, FINE = 18, 13  # points of the two searches
KNOTS = 400


def variance_of_quotients(
    observed: ArrayLike,
    region: ArrayLike,
    industry: ArrayLike,
    *,
    shares: ArrayLike,
    plants: ArrayLike,
) -> Floats:
    """Variance of the true location quotients by maximum likelihood [clayton1987].

    x[r, i] ~ Poisson(LQ[r, i] n[i] a[r]),  LQ[r, i] ~ Gamma with mean 1, variance A[i]

    x are plants of one size, so that they need not be whole numbers. Their likelihood
    is that of the negative binomial distribution. Small regions, where x is mostly 0
    or by accident much more than n a, have little weight in it; in the moments of
    Marshall (1991) their noise can hide what a large region shows beyond doubt.

    `observed`, of shape (cells,), is what part (0 to 1) of the industry, as far as it
    is known, is in each cell; NaN where that is hidden. Pairs that are not listed are
    zero. `region` and `industry` say where in `shares` (a, 0 to 1) and in `plants` (n,
    above 0, NaN unknown) the cells belong. The answer is A by industry: 0 where chance
    explains all differences, NaN where n is unknown.
    """
    a, n = np.asarray(shares, float), np.asarray(plants, float)
    at, of = np.asarray(region, np.int64), np.asarray(industry, np.int64)
    part = np.asarray(observed, float)
    cells = _Cells(a, n, at, of, part)
    first = np.geomspace(LEAST, MOST, COARSE)
    grid = np.broadcast_to(np.log(first), (len(n), COARSE))
    best = cells.likelihood(grid).argmax(axis=1)
    step = np.log(first[1] / first[0])
    middle = np.log(first[best])
    around = middle[:, None] + np.linspace(-step, step, FINE)
    log_variance = _peak(around, cells.likelihood(around))
    found = np.where(log_variance <= np.log(LEAST), 0.0, np.exp(log_variance))
    return np.where(n > 0, found, np.nan)


class _Cells:
    """The cells with somebody, and the sums over those with nobody, listed or not.

    What a cell adds for being none falls out against what it adds for being seen, so
    that only cells with somebody need be looked at again and again.
    """

    def __init__(
        self, a: Floats, n: Floats, at: Integers, of: Integers, part: Floats
    ) -> None:
        self.n = np.where(n > 0, n, 1.0)
        hidden = np.isnan(part)
        unseen = np.bincount(of[hidden], a[at[hidden]], len(n))
        known = self.n * (1.0 - np.minimum(unseen, 1.0))
        some = (part > 0) & (a[at] > 0)  # not NaN either
        self.of, self.x = of[some], known[of[some]] * part[some]
        self.mean = self.n[of[some]] * a[at[some]]
        self.cells = np.bincount(self.of, minlength=len(n))
        self.plants = np.bincount(self.of, self.x, len(n))
        self.hidden_of = of[hidden]
        self.hidden_mean = self.n[of[hidden]] * a[at[hidden]]
        knots = np.linspace(-35.0, 35.0, KNOTS)
        sums = np.array([np.log1p(a * each).sum() for each in np.exp(knots)])
        self.of_all = CubicSpline(knots, sums)

    def likelihood(self, log_variance: Floats) -> Floats:
        """Of each industry (rows) at each logarithm of the variance (columns)."""
        columns = [
            self._at(np.exp(-log_variance[:, place]))
            for place in range(log_variance.shape[1])
        ]
        return np.stack(columns, axis=1)

    def _at(self, theta: Floats) -> Floats:
        """θ = 1 / A of each industry."""
        count = len(self.n)
        own = theta[self.of]
        terms = gammaln(self.x + own) - self.x * np.log1p(self.mean / own)
        of_cells = np.bincount(self.of, terms, count)
        empty = self.cells * gammaln(theta) + self.plants * np.log(theta)
        hidden = np.log1p(self.hidden_mean / theta[self.hidden_of])
        unseen = np.bincount(self.hidden_of, hidden, count)
        return of_cells - empty - theta * (self.of_all(np.log(self.n / theta)) - unseen)


def _peak(places: Floats, heights: Floats) -> Floats:
    """Where the parabola through the highest point and its neighbours is highest."""
    rows = np.arange(len(places))
    best = heights.argmax(axis=1)
    inner = np.clip(best, 1, heights.shape[1] - 2)
    before, here, after = (heights[rows, inner + step] for step in (-1, 0, 1))
    bend = before - 2.0 * here + after
    with np.errstate(divide="ignore", invalid="ignore"):
        shift = np.where(bend < 0, 0.5 * (before - after) / bend, 0.0)
    step = places[:, 1] - places[:, 0]
    at_edge = best != inner
    return np.where(
        at_edge, places[rows, best], places[rows, inner] + np.clip(shift, -1, 1) * step
    )


def drawn_towards_one(own: pl.Expr, expected: pl.Expr) -> pl.Expr:
    """A quotient drawn towards 1, the more the fewer plants it rests on.

    `own` is the quotient within the table's area, `expected` how many plants of one
    size would be there with a quotient of 1, and the column `variance` that of
    `variances_by_industry`. Null where a total leaves out hidden cells.
    """
    variance = pl.col("variance")
    weight = variance / (variance + 1.0 / expected)
    return pl.when(quotient_is_known()).then(1.0 + weight * (own - 1.0))


def quotient_is_known() -> pl.Expr:
    """Whether no total of the quotient leaves out hidden cells."""
    return ~(pl.col("lq_is_maximum") | pl.col("lq_is_estimate"))


def variances_by_industry(
    source: Source,
    region_sizes: pl.DataFrame,
    plants: pl.DataFrame | None,
    minimum_known_share: float,
) -> pl.DataFrame:
    """`industry`, `plants` and `variance` of a table; null where it does not tell.

    `region_sizes` has `region` and its total. An industry of which less than
    `minimum_known_share` is in visible cells has no variance.
    """
    value = source.value
    shares = (
        region_sizes.sort("region")
        .select("region", share=pl.col("total") / pl.col("total").sum())
        .with_row_index("at")
    )
    seen = source.cells.group_by("industry").agg(pl.col(value).sum().alias("_seen"))
    number = (
        seen.select("industry", plants="_seen")
        if plants is None
        else plants.select("industry", plants=1.0 / pl.col("plant_herfindahl"))
    )
    listed = (
        seen.join(number, on="industry", how="left")
        .join(own_shares(source, "industry"), on="industry", how="left")
        .sort("industry")
        .with_row_index("of")
    )
    cells = source.cells.join(shares, on="region", maintain_order="left").join(
        listed, on="industry", maintain_order="left"
    )
    variance = variance_of_quotients(
        (cells[value] / cells["_seen"]).fill_nan(0.0).to_numpy(),
        cells["at"].to_numpy(),
        cells["of"].to_numpy(),
        shares=shares["share"].to_numpy(),
        plants=listed["plants"].cast(pl.Float64).to_numpy(),
    )
    enough = (pl.col("own_share") >= minimum_known_share).fill_null(True)
    told = listed.with_columns(variance=pl.Series(variance, dtype=pl.Float64))
    return told.select(
        "industry",
        "plants",
        pl.when(enough).then(pl.col("variance").fill_nan(None)).alias("variance"),
    )
