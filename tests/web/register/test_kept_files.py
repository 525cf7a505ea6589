"""What the site keeps is there whole or not at all, and made anew when damaged."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage

from distretto.example.districts import district_shapes
from distretto.web.register import kept_files
from distretto.web.register.models import Dataset, Place
from distretto.web.register.queries import (
    details_of,
    industries,
    neighbours_of,
    region_industry_table,
)

pytestmark = pytest.mark.django_db


def cut(name: str, left: int) -> Path:
    """A kept file as a process leaves it that is killed in the middle of writing."""
    file = Path(default_storage.path(name))
    whole = file.read_bytes()
    assert len(whole) > left
    file.write_bytes(whole[:left])
    return file


def test_a_failure_in_the_middle_leaves_the_file_as_it_was(
    monkeypatch: pytest.MonkeyPatch, files_aside: Path
) -> None:
    kept_files.keep("folder/kept", b"whole")

    def full(path: Path, content: bytes) -> None:
        with path.open("wb") as file:
            file.write(content[:2])
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(KeyboardInterrupt):
        kept_files.keep("folder/kept", b"another")
    with pytest.raises(KeyboardInterrupt):
        kept_files.keep("folder/new", b"another")
    assert [each.name for each in (files_aside / "folder").iterdir()] == ["kept"]
    assert (files_aside / "folder" / "kept").read_bytes() == b"whole"


def test_what_is_damaged_counts_as_missing() -> None:
    kept_files.keep("kept.json", b'{"a": 1}')
    assert kept_files.found("kept.json", json.loads) == {"a": 1}
    cut("kept.json", 4)
    assert kept_files.found("kept.json", json.loads) is None
    assert kept_files.found("other.json", json.loads) is None


@pytest.mark.parametrize("left", [0, 100])
def test_neighbours_are_computed_anew(programme: Any, left: int) -> None:
    for code, shape in district_shapes().items():
        Place.objects.create(
            programme=programme,
            code=code,
            name=code,
            shape=shape.__geo_interface__,
            shape_hash=code,
        )
    first = neighbours_of(programme)
    assert first.height
    folder = Path(default_storage.path("neighbours"))
    (file,) = folder.iterdir()
    cut(f"neighbours/{file.name}", left)
    assert neighbours_of(programme).equals(first)
    assert file.stat().st_size > left


def test_concordances_are_computed_anew() -> None:
    industries._concordances.cache_clear()
    first = industries._concordances("NACE21")
    (file,) = Path(default_storage.path("concordances")).iterdir()
    cut(f"concordances/{file.name}", 50)
    industries._concordances.cache_clear()
    assert industries._concordances("NACE21") == first
    assert json.loads(file.read_text()) == first


@pytest.mark.parametrize("left", [0, 100])
def test_the_table_of_a_dataset_is_made_anew(dataset: Dataset, left: int) -> None:
    def regions() -> list[str]:
        cells: Any = region_industry_table(dataset).cells
        return sorted(cells.collect()["region"])

    assert regions() == ["N1", "N1", "N1", "N2", "N2", "N2"]
    for name in dataset.cells.values():
        cut(name, left)
    assert regions() == ["N1", "N1", "N1", "N2", "N2", "N2"]


def test_long_lists_are_made_anew(dataset: Dataset) -> None:
    first = details_of(dataset)
    assert first["preview"]["rows"]
    cut(dataset.findings["details"], 20)
    assert details_of(dataset) == first
    file = Path(default_storage.path(dataset.findings["details"]))
    assert json.loads(file.read_text()) == first
