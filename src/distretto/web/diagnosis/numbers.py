"""Numbers of records as the analysis takes them."""

from decimal import Decimal


def number(value: Decimal | int | float | None) -> float | None:
    """A number as a float; unknown stays unknown."""
    return None if value is None else float(value)
