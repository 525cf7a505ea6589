"""Firms and institutions of the knitwear cluster of Marsovia. None of them exists.

The mixture is that of a documented knitwear cluster: many small makers, a few large
ones that export, job workers who knit, dye or finish for them.
"""

from dataclasses import dataclass
from functools import cache

import numpy as np
from shapely.geometry import Point, Polygon

from distretto.example.districts import DISTRICTS, district_shapes

SEED = 1997
DISTRICT = "Marsovia"
COUNT = 120

_FIRST = (
    "Adira", "Belmar", "Cadenza", "Dorvel", "Esparo", "Filano", "Gresta", "Halvor",
    "Ilmara", "Jorane", "Kestra", "Lunova", "Mirasol", "Nadeva", "Ormeta", "Pellora",
    "Quenta", "Rivolta", "Sorana", "Tavira", "Ulmera", "Vasqua", "Wendal", "Xilona",
    "Ysolde", "Zarina", "Amberly", "Borvane", "Castell", "Delmira",
)  # fmt: skip
_SECOND = (
    "Knits", "Knitwear", "Hosiery", "Woollens", "Finishing", "Dye Works", "Yarns",
    "Garments", "Fabrics", "Apparel",
)  # fmt: skip
_STAGE = {
    "Finishing": "Finishing",
    "Dye Works": "Processing",
    "Yarns": "Inputs and raw material",
}
MAKING = "Making of the main product"
# Persons employed: of how many firms, and from how many to how many persons.
_SIZES = ((0.42, 2, 4), (0.38, 5, 19), (0.16, 20, 99), (0.04, 100, 260))
_STREETS = ("Mill Lane", "Canal Street", "Old Market", "Harbour Road", "Weavers' Row")

INSTITUTIONS: tuple[tuple[str, str], ...] = (
    ("Marsovia Institute of Textile Skills", "training"),
    ("Lindara Wool and Fibre Laboratory", "research"),
    ("Marsovia Technical College", "university"),
    ("Cooperative Bank of Marsovia", "finance"),
    ("Lindara Export Desk", "support_institution"),
    ("Marsovia District Office of Industry", "authority"),
    ("Knit and Dye Workers' Group", "worker_group"),
    ("Needle and Thread Design Studio", "bds_provider"),
    ("Lindara Small Loans Society", "finance"),
    ("Women in Knitwear Circle", "ngo"),
)


@dataclass(frozen=True)
class ExampleFirm:
    """A firm as the register would know it."""

    name: str
    employees: int
    women: int
    chain_stage: str
    owner: str
    founded: int
    is_registered: bool
    exports: bool
    phone: str
    address: str
    latitude: float
    longitude: float


@cache
def knitwear_firms() -> tuple[ExampleFirm, ...]:
    """The firms, the same each time."""
    chance = np.random.default_rng(SEED)
    names = [f"{first} {second}" for second in _SECOND for first in _FIRST]
    order = chance.permutation(len(names))[:COUNT]
    area = _area()
    return tuple(_firm(names[place], area, chance) for place in order)


def _firm(name: str, area: Polygon, chance: np.random.Generator) -> ExampleFirm:
    shares = [share for share, _low, _high in _SIZES]
    _share, low, high = _SIZES[int(chance.choice(len(_SIZES), p=shares))]
    employees = int(chance.integers(low, high + 1))
    longitude, latitude = _point(area, chance)
    stage = next((s for word, s in _STAGE.items() if name.endswith(word)), MAKING)
    return ExampleFirm(
        name=name,
        employees=employees,
        women=int(chance.binomial(employees, 0.55)),
        chain_stage=stage,
        owner=str(chance.choice(["women", "men", "both"], p=[0.22, 0.68, 0.10])),
        founded=int(chance.integers(1972, 2023)),
        is_registered=bool(chance.random() < (0.4 if employees < 5 else 0.9)),
        exports=bool(chance.random() < (0.03 if employees < 20 else 0.35)),
        phone=f"+000 55 {chance.integers(100, 999)} {chance.integers(100, 999)}",
        address=f"{chance.integers(1, 140)} {chance.choice(_STREETS)}",
        latitude=latitude,
        longitude=longitude,
    )


def _area() -> Polygon:
    code = next(code for code, name in DISTRICTS.items() if name == DISTRICT)
    return district_shapes()[code]


def _point(area: Polygon, chance: np.random.Generator) -> tuple[float, float]:
    """Near the middle of the district, where the mills are, and never outside it."""
    middle = area.representative_point()
    west, south, east, north = area.bounds
    while True:
        longitude = chance.normal(middle.x, (east - west) / 9)
        latitude = chance.normal(middle.y, (north - south) / 9)
        if area.contains(Point(longitude, latitude)):
            return round(float(longitude), 5), round(float(latitude), 5)
