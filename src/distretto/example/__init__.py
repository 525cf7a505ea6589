"""The worked example: Lindara, an island that does not exist.

Everything here is fictitious, generated from a seed, and shaped like documented
cluster programmes: a knitwear, a footwear and a handloom cluster, and the traps
that a careless selection falls into. The tutorial, the tests and the site's
example programme all use it.

>>> from distretto.example import employment
>>> employment().columns
['district', 'name', 'industry', 'title', 'year', 'establishments', 'employment']
"""

from distretto.example.districts import DISTRICTS, district_shapes, districts_geojson
from distretto.example.employment import YEARS, employment
from distretto.example.industries import INDUSTRIES

__all__ = [
    "DISTRICTS",
    "INDUSTRIES",
    "YEARS",
    "district_shapes",
    "districts_geojson",
    "employment",
]
