"""What is read of the register, by pages here and by the steps above."""

from distretto.web.register.queries.datasets import (
    datasets_in_use,
    region_industry_table,
)
from distretto.web.register.queries.places import (
    neighbours_of,
    places_matching,
    shapes_of,
)

__all__ = [
    "datasets_in_use",
    "neighbours_of",
    "places_matching",
    "region_industry_table",
    "shapes_of",
]
