"""Every index that needs plants, from a list of plants in arrays, in one go.

The functions on tables do the same on any engine; this is for a list of plants in
memory, of which all industries are wanted in milliseconds.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from distretto.analysis.checks import check_share
from distretto.analysis.selection.coding import Coded, coded
from distretto.analysis.selection.concentration.dartboard import (
    ellison_glaeser_gamma,
    expected_raw,
    maurel_sedillot_gamma,
    variance_of_raw,
)
from distretto.errors import InputError, gettext_noop

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class PlantConcentration:
    """How concentrated each industry is, beside what its plants' sizes explain.

    Attributes
    ----------
    industries : tuple
        Codes, in rising order; all arrays below have one value for each.
    plants : array of integers
        Plants of the industry (count).
    known_share : array
        Share of its plants whose size is known (0 to 1).
    herfindahl : array, dimensionless
        Herfindahl index of its plants.
    raw, expected, standard_error, z : arrays, dimensionless
        G of Ellison and Glaeser; its mean and standard deviation where plants are
        thrown at regions by chance; (G - expected) / standard_error.
    ellison_glaeser, maurel_sedillot : arrays, dimensionless
        0 by chance, above where concentrated. NaN where there is one plant or one
        region, or too few sizes are known.
    whole_square : float
        Sum of the squared shares of regions in the whole.
    """

    industries: tuple[Any, ...]
    plants: NDArray[np.int64]
    known_share: Floats
    herfindahl: Floats
    raw: Floats
    expected: Floats
    standard_error: Floats
    z: Floats
    ellison_glaeser: Floats
    maurel_sedillot: Floats
    whole_square: float


def plant_concentration(
    regions: ArrayLike | Coded,
    industries: ArrayLike | Coded,
    sizes: ArrayLike,
    *,
    region_totals: ArrayLike | None = None,
    minimum_known_share: float = 1.0,
) -> PlantConcentration:
    """Concentration of all industries from a list of plants [ellison1997].

    With the formulas of `ellison_glaeser` and of `maurel_sedillot` [maurel1999].

    Parameters
    ----------
    regions, industries : array or column of shape (n_plants,)
        Codes (text, whole numbers or categories) of each plant.
    sizes : array of shape (n_plants,)
        Persons employed by each plant, zero or more; NaN or null is unknown.
    region_totals : array of shape (n_regions,), optional
        Persons of each region over all industries, in rising order of the regions'
        codes. Default: the sums of the plants' known sizes.
    minimum_known_share : float
        The share (0 to 1) of an industry's plants whose size must be known for its
        indices to be given.

    Returns
    -------
    PlantConcentration
        All indices are dimensionless.

    Raises
    ------
    InputError
        The lengths differ, a code is blank, a size is negative or text, or the
        region totals are not one for each region.
    """
    enough = check_share(minimum_known_share, "minimum_known_share")
    places, kinds = coded(regions, "regions"), coded(industries, "industries")
    persons = _check_sizes(sizes, len(places.numbers), len(kinds.numbers))
    known = np.isfinite(persons)
    shown = np.where(known, persons, 0.0)
    cells = _cells(places, kinds, shown)
    whole = _whole(cells, places, region_totals)
    plants = np.bincount(kinds.numbers, minlength=kinds.count)
    sized = np.bincount(kinds.numbers, known, kinds.count)
    with np.errstate(divide="ignore", invalid="ignore"):
        share = sized / plants
        persons_of = np.where(share >= enough, cells.sum(axis=1), np.nan)
        persons_of[persons_of == 0] = np.nan
        herfindahl, fourth = _of_plants(kinds, shown, persons_of)
        return PlantConcentration(
            industries=kinds.labels,
            plants=plants,
            known_share=share,
            herfindahl=herfindahl,
            **_indices(cells, persons_of, whole, herfindahl, fourth),
        )


def _cells(places: Coded, kinds: Coded, shown: Floats) -> Floats:
    """Persons by industry and region."""
    cell = kinds.numbers * places.count + places.numbers
    sums = np.bincount(cell, shown, kinds.count * places.count)
    return np.asarray(sums, np.float64).reshape(kinds.count, places.count)


def _whole(cells: Floats, places: Coded, region_totals: ArrayLike | None) -> Floats:
    """Each region's share of the whole."""
    if region_totals is None:
        totals = cells.sum(axis=0)
    else:
        totals = _numbers(region_totals)
        right = totals.shape == (places.count,) and bool(np.all(totals >= 0))
        if not (right and np.isfinite(totals).all()):
            raise InputError(
                "region_totals_do_not_fit",
                gettext_noop(
                    "The region totals are not one number of zero or more for each of "
                    "the %(count)s regions, in rising order of their codes."
                ),
                count=places.count,
            )
    total = totals.sum()
    return totals / total if total > 0 else np.full(len(totals), np.nan)


def _of_plants(
    kinds: Coded, shown: Floats, persons_of: Floats
) -> tuple[Floats, Floats]:
    """Sums of squared and of fourth powers of the plants' shares of their industry."""
    square = shown * shown
    squares = np.bincount(kinds.numbers, square, kinds.count)
    fourths = np.bincount(kinds.numbers, square * square, kinds.count)
    return squares / persons_of**2, fourths / persons_of**4


def _indices(
    cells: Floats,
    persons_of: Floats,
    whole: Floats,
    herfindahl: Floats,
    fourth: Floats,
) -> dict[str, Any]:
    whole2, whole3 = float((whole**2).sum()), float((whole**3).sum())
    cells /= persons_of[:, None]  # in place: making room costs more than dividing
    square = np.einsum("ir,ir->i", cells, cells)
    cells -= whole
    raw = np.einsum("ir,ir->i", cells, cells)
    expected = expected_raw(herfindahl, whole2)
    variance = variance_of_raw(herfindahl, fourth, whole2, whole3)
    several = (herfindahl < 1) & (whole2 < 1)
    error = np.sqrt(np.where(several & (variance > 0), variance, np.nan))
    gamma = ellison_glaeser_gamma(raw, herfindahl, whole2)
    pairs = maurel_sedillot_gamma(square, herfindahl, whole2)
    return {
        "raw": raw,
        "expected": expected,
        "standard_error": error,
        "z": (raw - expected) / error,
        "ellison_glaeser": np.where(several, gamma, np.nan),
        "maurel_sedillot": np.where(several, pairs, np.nan),
        "whole_square": whole2,
    }


def _check_sizes(sizes: ArrayLike, regions: int, industries: int) -> Floats:
    """Sizes of zero or more, NaN where unknown, one for each plant."""
    persons = _numbers(sizes)
    if persons.shape != (regions,) or industries != regions:
        raise InputError(
            "plants_differ_in_length",
            gettext_noop(
                "There are %(regions)s regions, %(industries)s industries and "
                "%(sizes)s sizes. Give one of each for every plant."
            ),
            regions=regions,
            industries=industries,
            sizes=persons.size,
        )
    bad = (persons < 0) | np.isinf(persons)
    if bad.any():
        row = int(bad.argmax())
        raise InputError(
            "size_below_zero",
            gettext_noop(
                "Plant %(row)s has a size of %(found)s. Give persons of zero or more; "
                "leave it blank if it is unknown."
            ),
            row=row + 1,
            found=float(persons[row]),
        )
    return persons


def _numbers(values: ArrayLike) -> Floats:
    try:
        return np.asarray(values, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise InputError(
            "sizes_not_numbers",
            gettext_noop(
                "The sizes are not all numbers. Give persons employed, blank where "
                "unknown."
            ),
        ) from error
