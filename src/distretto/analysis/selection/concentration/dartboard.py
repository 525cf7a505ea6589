"""The formulas of the dartboard: plants thrown at regions as large as they are.

They are plain arithmetic, so that the same lines serve columns of a table (narwhals
expressions) and arrays. Where a plant falls into region r with chance a[r], the raw
concentration G = sum over r of (q[r] - a[r])^2 of an industry with plant shares z has
the mean and variance below [ellison1997].

`whole2` and `whole3` are the sums of a[r]^2 and a[r]^3, `herfindahl` is the sum of
z^2 and `fourth` the sum of z^4.
"""

from typing import Any

# Numbers, arrays or expressions of a table, as the caller has them.
Quantity = Any


def ellison_glaeser_gamma(
    raw: Quantity, herfindahl: Quantity, whole2: Quantity
) -> Quantity:
    """gamma = (G - (1 - whole2) H) / ((1 - whole2) (1 - H)); E gamma = 0 by chance."""
    spread = 1.0 - whole2
    return (raw - spread * herfindahl) / (spread * (1.0 - herfindahl))


def maurel_sedillot_gamma(
    square: Quantity, herfindahl: Quantity, whole2: Quantity
) -> Quantity:
    """gamma = ((Q - whole2) / (1 - whole2) - H) / (1 - H), Q the sum of q[r]^2."""
    return ((square - whole2) / (1.0 - whole2) - herfindahl) / (1.0 - herfindahl)


def expected_raw(herfindahl: Quantity, whole2: Quantity) -> Quantity:
    """E G = (1 - whole2) H, where plants are thrown at random."""
    return (1.0 - whole2) * herfindahl


def variance_of_raw(
    herfindahl: Quantity, fourth: Quantity, whole2: Quantity, whole3: Quantity
) -> Quantity:
    """Variance of G where plants are thrown at random [ellison1997].

    2 (H^2 (whole2 - 2 whole3 + whole2^2) - Z (whole2 - 4 whole3 + 3 whole2^2)), Z the
    sum of z^4.
    """
    square = whole2 * whole2
    pairs = herfindahl * herfindahl * (whole2 - 2.0 * whole3 + square)
    return 2.0 * (pairs - fourth * (whole2 - 4.0 * whole3 + 3.0 * square))
