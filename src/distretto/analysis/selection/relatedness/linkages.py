"""Similarity of industries from other tables: whom they buy from, whom they employ."""

from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from distretto.analysis.selection.relatedness.matrices import (
    Floats,
    check_matrix,
    check_square,
    check_values,
)
from distretto.errors import InputError, gettext_noop


def input_output_linkage(
    flows: ArrayLike,
    *,
    sales: ArrayLike | None = None,
    purchases: ArrayLike | None = None,
) -> Floats:
    """Buyer-supplier linkage, the largest of four shares [ellison2010].

    IO[i, j] = max(f[i, j] / s[i], f[j, i] / s[j], f[i, j] / p[j], f[j, i] / p[i])

    f[i, j] is what i sells to j, s[i] what i sells to anybody, p[j] what j buys.

    Parameters
    ----------
    flows : array of shape (industries, industries)
        Sales of the row to the column (money of one year); NaN is unknown.
    sales, purchases : arrays of shape (industries,), optional
        Totals with final demand and value added, or with industries that are not
        among the rows. Default: the sums of the rows and of the columns.

    Returns
    -------
    array of shape (industries, industries)
        Shares from 0 to 1, symmetric: 0.2 means that one of the two has a fifth of its
        purchases or sales with the other. NaN where no share of the pair is known.

    Raises
    ------
    InputError
        Not a square matrix of numbers of zero or more, or totals do not fit it.
    """
    matrix = check_values(check_square(flows))
    sold = _totals(sales, np.nansum(matrix, axis=1), "sales")
    bought = _totals(purchases, np.nansum(matrix, axis=0), "purchases")
    with np.errstate(divide="ignore", invalid="ignore"):
        of_sales = np.where(sold > 0, matrix.T / sold, np.nan).T
        of_purchases = np.where(bought > 0, matrix / bought, np.nan)
    larger = np.fmax(of_sales, of_purchases)
    return np.fmax(larger, larger.T)


def _totals(given: ArrayLike | None, sums: Floats, name: str) -> Floats:
    if given is None:
        return sums
    totals = check_values(np.atleast_2d(np.asarray(given, dtype=np.float64)))[0]
    if totals.shape != sums.shape:
        raise InputError(
            "totals_differ_in_length",
            gettext_noop(
                "There are %(found)s totals of “%(name)s” for %(industries)s "
                "industries. Give one for each."
            ),
            found=totals.size,
            name=name,
            industries=sums.size,
        )
    return totals


def industry_flows(use: ArrayLike, make: ArrayLike) -> Floats:
    """Flows between industries from tables of use and make [miller2009].

    F = D U with D[i, c] = V[i, c] / sum of V[j, c] over j

    Who buys a commodity buys it from the industries that make it, in proportion to
    what they make of it (industry technology).

    Parameters
    ----------
    use : array of shape (commodities, industries)
        U: what each industry buys of each commodity (money).
    make : array of shape (industries, commodities)
        V: what each industry makes of each commodity (money).

    Returns
    -------
    array of shape (industries, industries)
        Sales of the row to the column, in the unit of `use`. A commodity that nobody
        makes (an import) is nobody's sale.

    Raises
    ------
    InputError
        Not matrices of numbers of zero or more, or they do not fit each other.
    """
    bought, made = _all_known(use, "use"), _all_known(make, "make")
    if made.shape != bought.T.shape:
        raise InputError(
            "use_does_not_fit_make",
            gettext_noop(
                "The table of use has %(commodities)s commodities by %(industries)s "
                "industries, that of make %(found)s. Give the same of both, in the "
                "same order."
            ),
            commodities=bought.shape[0],
            industries=bought.shape[1],
            found=" x ".join(map(str, made.shape)),
        )
    of_all = made.sum(axis=0)
    share = np.divide(made, of_all, out=np.zeros_like(made), where=of_all > 0)
    return share @ bought


def regrouped_flows(flows: ArrayLike, shares: ArrayLike) -> Floats:
    """Flows between industries of another classification [miller2009].

    G = S' F S

    Parameters
    ----------
    flows : array of shape (industries, industries)
        F: sales of the row to the column.
    shares : array of shape (industries, groups)
        S: what share (0 to 1) of each industry belongs to each group. A row that adds
        up to less than 1 leaves the rest out: know which do.

    Returns
    -------
    array of shape (groups, groups)
        Sales of the row to the column, in the unit of `flows`.

    Raises
    ------
    InputError
        The matrices do not fit, or an industry belongs to groups by more than 1.
    """
    matrix = _all_known(check_square(flows), "flows")
    parts = _all_known(shares, "shares")
    if len(parts) != len(matrix) or (parts.sum(axis=1) > 1 + 1e-9).any():
        raise InputError(
            "shares_do_not_fit",
            gettext_noop(
                "The shares have %(found)s rows for %(industries)s industries, and the "
                "largest sum of a row is %(sum)s. Give a row for each industry, of "
                "shares that add up to 1 or less."
            ),
            found=len(parts),
            industries=len(matrix),
            sum=float(parts.sum(axis=1).max(initial=0)),
        )
    return parts.T @ matrix @ parts


def _all_known(values: ArrayLike, name: str) -> Floats:
    """A matrix of numbers of zero or more; sums of it would take unknown for zero."""
    matrix = check_values(values)
    if np.isnan(matrix).any():
        raise InputError(
            "flow_unknown",
            gettext_noop(
                "Unknown figures in the table “%(name)s”: %(count)s. Sums over them "
                "would be too small: give 0 where nothing is sold, or leave out the "
                "industries that have them."
            ),
            name=name,
            count=int(np.isnan(matrix).sum()),
        )
    return matrix


Comparison = Literal["correlation", "cosine"]


def profile_similarity(
    profiles: ArrayLike, *, method: Comparison = "correlation"
) -> Floats:
    """Similarity of industries by their profiles, such as occupations [delgado2016].

    correlation: r[i, j] of the shares a[i, k] and a[j, k] over k

    cosine: sum of a[i, k] a[j, k] / sqrt(sum of a[i, k]^2 sum of a[j, k]^2)

    with a[i, k] = x[i, k] / sum of x[i, k] over k. Occupations (or skills) give skill
    similarity, size bands size similarity, regions the correlation of location
    (LC-Employment, LC-Establishments).

    Parameters
    ----------
    profiles : array of shape (industries, features)
        Counts or amounts of zero or more; NaN is unknown.
    method : "correlation" or "cosine"

    Returns
    -------
    array of shape (industries, industries)
        Dimensionless, -1 (correlation) or 0 (cosine) to 1, symmetric. Each pair is
        compared over the features known of both; NaN where fewer than two are
        (correlation), where a profile is flat (correlation) or empty.

    Raises
    ------
    InputError
        Not a matrix of numbers of zero or more, or no such method.
    """
    given = check_values(check_matrix(profiles))
    if method not in ("correlation", "cosine"):
        raise InputError(
            "no_such_comparison",
            gettext_noop(
                "Profiles are not compared by “%(found)s”. Say “correlation” or "
                "“cosine”."
            ),
            found=method,
        )
    sums = np.nansum(given, axis=1, keepdims=True)
    known = (~np.isnan(given)).astype(np.float64)
    shares = np.divide(
        np.nan_to_num(given), sums, out=np.zeros_like(given), where=sums > 0
    )
    products, squares = shares @ shares.T, shares**2 @ known.T
    if method == "cosine":
        return _ratio(products, squares * squares.T)
    number, first = known @ known.T, shares @ known.T
    with np.errstate(divide="ignore", invalid="ignore"):
        together = products - first * first.T / number
        spread = squares - first**2 / number
    # What is left of a flat profile is rounding.
    spread = np.where(spread > 1e-12 * squares, spread, 0)
    return _ratio(together, spread * spread.T)


def _ratio(products: Floats, squares: Floats) -> Floats:
    found = np.full(products.shape, np.nan)
    np.divide(products, np.sqrt(squares), out=found, where=squares > 0)
    return np.clip(found, -1, 1)
