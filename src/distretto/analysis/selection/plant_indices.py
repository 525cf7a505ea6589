"""Herfindahl indices of plants by industry, as measures of cells read them."""

from typing import Any

import narwhals as nw
from narwhals.typing import IntoFrame

from distretto.analysis.checks import Frame, check_joinable, check_table, known

HERFINDAHL = "plant_herfindahl"
NAME = "Herfindahl indices of plants"


def check_indices(plants: IntoFrame, industry: str) -> Frame:
    """The table, refused where an industry is there twice or an index is odd."""
    keys, counts = (industry,), (HERFINDAHL,)
    return check_table(plants, keys=keys, counts=counts, unique=True, name=NAME)


def numbers_of_plants(rows: Frame, plants: IntoFrame, industry: str, name: str) -> Any:
    """By industry, 1 / H: how many plants of one size it comes to, as column `name`."""
    told: Any = check_joinable(rows, check_indices(plants, industry), industry, NAME)
    herfindahl = known(HERFINDAHL)
    number = nw.when(herfindahl > 0).then(1.0 / herfindahl)
    return told.select(industry, number.alias(name))
