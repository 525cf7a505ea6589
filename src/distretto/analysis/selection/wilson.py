"""Wilson's interval of a share, which stays within 0 and 1 where numbers are small."""

from statistics import NormalDist
from typing import Any

from distretto.errors import InputError, gettext_noop


def quantile(level: float) -> float:
    """The normal quantile that a two-sided interval of this level reaches to.

    Raises
    ------
    InputError
        The level is not between 0 and 1.
    """
    if not 0 < level < 1:
        raise InputError(
            "level_out_of_range",
            gettext_noop(
                "A level of %(found)s is not a share between 0 and 1. Give 0.95 for "
                "95 %%."
            ),
            found=level,
        )
    return NormalDist().inv_cdf((1.0 + level) / 2.0)


def wilson(share: Any, number: Any, z: float) -> tuple[Any, Any]:
    """The two ends of the interval [wilson1927].

    (p + z^2 / 2n -+ z sqrt(p (1 - p) / n + z^2 / 4n^2)) / (1 + z^2 / n)

    Of arrays, or of expressions of columns: `share` is p (0 to 1), and `number` how
    many it is a share of (above 0); z as `quantile` gives it.
    """
    middle = share + z * z / (2.0 * number)
    spread = share * (1.0 - share) / number + z * z / (4.0 * number * number)
    reach = z * spread**0.5
    stretch = 1.0 + z * z / number
    return (middle - reach) / stretch, (middle + reach) / stretch
