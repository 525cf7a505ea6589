"""Files and helpers of the tests of the register."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from shapely.geometry import box, mapping

from distretto.web.accounts.models import Programme, User
from distretto.web.register import arriving
from distretto.web.register.models import Dataset
from distretto.web.register.rules import datasets, places

# A small long table of two regions and three industries, one cell suppressed.
LONG = (
    b"region,industry,employment,establishments\n"
    b"N1,1410,300,12\nN1,1520,,3\nN1,1071,50,9\n"
    b"N2,1410,20,4\nN2,1520,700,31\nN2,1071,80,11\n"
)


@pytest.fixture(autouse=True)
def always_aside(files_aside: Path) -> None:
    """No test of the register writes anywhere else."""


@pytest.fixture
def kept_files(files_aside: Path) -> Callable[..., list[str]]:
    """The names of all files that are there; `without` leaves out a folder."""

    def listed(without: str = "no folder") -> list[str]:
        return sorted(
            str(path.relative_to(files_aside))
            for path in files_aside.rglob("*")
            if path.is_file() and without not in path.parts
        )

    return listed


@pytest.fixture
def arrived(files_aside: Path) -> Iterator[Callable[..., arriving.ArrivingFile]]:
    """`arrived(content, name)` is a file as it stands after it has arrived.

    It is closed at the end, as the request that brought it would be.
    """
    files = []

    def arrive(content: bytes, name: str = "table.csv") -> arriving.ArrivingFile:
        files.append(arriving.arrive(content, name))
        return files[-1]

    yield arrive
    for file in files:
        file.close()


@pytest.fixture
def long_table() -> bytes:
    """The small long table as it is uploaded."""
    return LONG


@pytest.fixture
def dataset(programme: Programme, amina: User, arrived: Any) -> Dataset:
    """The small long table, understood and waiting for a yes."""
    return datasets.upload_dataset(arrived(LONG), programme=programme, by=amina)


@pytest.fixture
def accepted(dataset: Dataset, amina: User) -> Dataset:
    """The same, in use."""
    return datasets.accept_dataset(
        dataset,
        name="Employment",
        source="By hand",
        licence="public domain",
        year=2024,
        accept_problems=False,
        by=amina,
    )


# Two unit squares side by side, and one that touches the second at a corner only.
SQUARES = {"N1": (0, 0), "N2": (1, 0), "N3": (2, 1)}
NAMES = {"N1": "São João", "N2": "Łódź", "N3": "Ñandú"}


@pytest.fixture
def geojson() -> Callable[..., bytes]:
    """`geojson({"N1": (0, 0)})` is a map of unit squares: `code`, `name`, `country`."""
    return _geojson


def _geojson(codes: Any = SQUARES, **properties: str) -> bytes:
    return json.dumps(
        {
            "type": "FeatureCollection",
            "features": [
                {
                    "type": "Feature",
                    "properties": {
                        "code": code,
                        "name": NAMES.get(code, code),
                        "country": "LI",
                        **properties,
                    },
                    "geometry": mapping(box(x, y, x + 1, y + 1)),
                }
                for code, (x, y) in codes.items()
            ],
        }
    ).encode()


@pytest.fixture
def squares(programme: Programme, amina: User, tmp_path: Path) -> None:
    """Three places."""
    from distretto.formats.boundaries import read_boundaries

    path = tmp_path / "squares.geojson"
    path.write_bytes(_geojson())
    places.add_places(
        read_boundaries(path, code_property="code"),
        programme=programme,
        source="By hand",
        licence="public domain",
        by=amina,
    )


@pytest.fixture
def upload(programme: Programme) -> Callable[..., Any]:
    """`upload(client, "upload-dataset", content, name)` sends a file through a page."""
    return _upload


def _upload(client: Client, page: str, content: bytes, name: str) -> Any:
    url = reverse(f"register:{page}", args=["lindara"])
    file = SimpleUploadedFile(name, content)
    return client.post(url, {"file": file}, follow=True)
