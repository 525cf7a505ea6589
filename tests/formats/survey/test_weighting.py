"""What each response stands for, by the file of the sample."""

import polars as pl
import pytest

from distretto.errors import FormatError
from distretto.formats.survey.groups import with_size_class
from distretto.formats.survey.weighting import WEIGHT, weighted_answers

# 10 firms in a, 6 drawn; 4 in b, 2 drawn.
SAMPLE = pl.DataFrame(
    {
        "firm": ["1", "2", "3", "4"],
        "stratum": ["a", "a", "a", "b"],
        "population": [10, 10, 10, 4],
        "sampled": [6, 6, 6, 2],
    }
)


@pytest.fixture
def sample(tmp_path):
    SAMPLE.write_csv(tmp_path / "sample.csv")
    return tmp_path / "sample.csv"


def test_those_who_answered_stand_for_their_stratum(sample):
    wide = pl.DataFrame({"response": ["x", "y", "z"], "code": ["1", " 2", "4"]})
    found = weighted_answers(wide, sample, key="code")
    assert found.wide[WEIGHT].to_list() == [5, 5, 4]  # 10 / 2, 10 / 2, 4 / 1
    assert found.population == {"a": 10, "b": 4}
    assert (found.known_share, found.lost) == (1, 0)


def test_a_response_of_another_firm_is_left_out_and_counted(sample):
    wide = pl.DataFrame({"response": ["x", "y"], "code": ["1", "99"]})
    found = weighted_answers(wide, sample, key="code")
    assert found.wide["response"].to_list() == ["x"] and found.lost == 1
    assert found.known_share == pytest.approx(10 / 14)


def test_answers_without_the_code_are_refused(sample):
    with pytest.raises(FormatError, match="no column “code”"):
        weighted_answers(pl.DataFrame({"response": ["x"]}), sample, key="code")


def test_size_classes_are_by_workers():
    wide = pl.DataFrame({"workers": [9.0, 10, 49, 50, 249, 250, None]})
    assert with_size_class(wide)["size_class"].to_list() == [
        *("micro", "small", "small", "medium", "medium", "large"),
        None,
    ]


def test_size_classes_may_be_those_of_a_country():
    wide = pl.DataFrame({"workers": [4.0, 5, 19, 20, 300, None]})
    found = with_size_class(wide, {"tiny": 0, "small": 5, "large": 20})
    assert found["size_class"].to_list() == [
        *("tiny", "small", "small", "large", "large"),
        None,
    ]
