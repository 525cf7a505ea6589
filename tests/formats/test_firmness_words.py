"""How firmly a choice stands, in words: each sentence by hand."""

import pytest

from distretto.formats.charts.language import ENGLISH
from distretto.formats.firmness_words import (
    Overturned,
    Swap,
    WithoutOne,
    nearest_weight,
    under_weights,
    without_one,
)

SWAP = Swap(("Handloom",), ("Footwear",), 1, 1)
MANY = Swap(("A", "B", "C"), ("X", "Y", "Z"), 3, 1203)


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (WithoutOne(1), "There is one assessor only"),
        (
            WithoutOne(3),
            "With the scores of any one assessor left out, the first 2 stay",
        ),
        (
            WithoutOne(3, 1, (SWAP,)),
            "change in 1 case of 3: “Footwear” for “Handloom”.",
        ),
        (WithoutOne(3, 2, (SWAP, SWAP)), "in 2 cases of 3: “Footwear” for “Handloom”."),
        (WithoutOne(3, 1, (MANY,)), "“X, Y, Z and 1,200 more” for “A, B, C”."),
    ],
)
def test_what_single_voices_decide(found, said):
    assert said in without_one(found, 2, ENGLISH)


def test_what_weights_decide():
    assert under_weights(2, 10_000, 0.004, ENGLISH).startswith(
        "In 99\N{NO-BREAK SPACE}% of 10,000 draws of other weights the first 2"
    )
    assert nearest_weight(None, ENGLISH).startswith("No change of a single weight")
    nearest = Overturned("Exports", 0.2, 0.182, "Handloom", "Footwear")
    assert "at 18.2\N{NO-BREAK SPACE}% instead of 20.0" in nearest_weight(
        nearest, ENGLISH
    )
