"""Answers in numbers are finite, or unknown."""

import math

import polars as pl
import pytest

from distretto.analysis.diagnosis.quantities import check_quantities
from distretto.errors import InputError


@pytest.mark.parametrize("values", [[1.0, -2.0], [None, math.nan], [None, None], []])
def test_numbers_and_blanks_pass(values):
    check_quantities(pl.DataFrame({"x": values}), ["x"])


@pytest.mark.parametrize("values", [["many"], [math.inf], [True, False]])
def test_what_is_no_finite_number_is_refused(values):
    with pytest.raises(InputError, match="Question “x” is a quantity"):
        check_quantities(pl.DataFrame({"x": values}), ["x"])
