"""Files are written whole or not at all."""

import pytest

from distretto.errors import FormatError
from distretto.formats.files import atomic_write, check_target


def test_a_file_appears_when_it_is_whole(tmp_path):
    target = tmp_path / "ranking.csv"
    with atomic_write(target) as path:
        path.write_text("half")
        assert not target.exists()
        assert path.suffix == ".csv"
        path.write_text("whole")
    assert target.read_text() == "whole"
    assert list(tmp_path.iterdir()) == [target]


@pytest.mark.parametrize("failure", [KeyboardInterrupt, ValueError])
def test_a_failure_leaves_what_was_there(tmp_path, failure):
    target = tmp_path / "ranking.csv"
    target.write_text("yesterday")
    with pytest.raises(failure), atomic_write(target) as path:
        path.write_text("half")
        raise failure
    assert target.read_text() == "yesterday"
    assert list(tmp_path.iterdir()) == [target]


def test_a_new_file_can_be_read_by_those_who_may_read_new_files(tmp_path):
    plain, ours = tmp_path / "plain", tmp_path / "ours"
    plain.touch()
    with atomic_write(ours) as path:
        path.touch()
    assert ours.stat().st_mode == plain.stat().st_mode


def test_a_place_that_cannot_be_written(tmp_path):
    with pytest.raises(FormatError) as refusal, atomic_write(tmp_path / "no" / "x.csv"):
        pass
    assert refusal.value.code == "cannot_write"
    assert "no such file or directory" in str(refusal.value)


@pytest.mark.parametrize(
    ("name", "code"), [("x.doc", "unknown_ending"), ("no/x.csv", "no_folder")]
)
def test_a_target_that_cannot_be_is_refused_before_the_work(tmp_path, name, code):
    check_target(tmp_path / "x.CSV", [".csv"])
    with pytest.raises(FormatError) as refusal:
        check_target(tmp_path / name, [".csv"])
    assert refusal.value.code == code
