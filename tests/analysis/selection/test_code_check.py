"""A region or industry that a table does not have: what may have been meant."""

import pytest

from distretto.analysis.selection.measured import check_code
from distretto.errors import InputError

CODES = ["13001", "13213", "13311", "13313", "47065"]
NAMES = {"13213": "Murray", "13311": "White", "13313": "Whitfield", "99": "Whitby"}


def refusal(code: str, names=None) -> str:
    with pytest.raises(InputError) as refused:
        check_code(CODES, "region", code, names)
    assert refused.value.code == "no_such_code"
    return str(refused.value)


def test_a_code_of_the_table_is_taken():
    check_code(CODES, "region", "13313")


@pytest.mark.parametrize(
    ("told", "nearest"),
    [
        ("13312", "13311"),  # four figures alike, as 13313 has; the first of the two
        ("4706", "47065"),
        ("99999", "13001"),  # none alike: the first
    ],
)
def test_the_nearest_code_is_offered(told, nearest):
    assert f"such as “{nearest}”" in refusal(told)


@pytest.mark.parametrize(
    ("told", "meant"),
    [
        ("whitfield", "“13313” (Whitfield)"),
        ("White", "“13311” (White)"),
        ("Whit", "“13311” (White), “13313” (Whitfield)"),
        ("Withfield", "“13313” (Whitfield)"),  # mistyped
    ],
)
def test_a_name_leads_to_its_code(told, meant):
    assert refusal(told, NAMES).endswith(f"Give its code: {meant}.")


def test_a_table_without_codes_offers_none():
    with pytest.raises(InputError):
        check_code([], "industry", "14")
