"""Fixtures that tests of every floor share."""

from pathlib import Path

import pytest

SHARED_DATA = Path(__file__).resolve().parents[2] / "shared" / "data"


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real open data beside the repository; skips where it is missing."""
    if not SHARED_DATA.is_dir():
        pytest.skip(
            "the folder shared/data beside the repository is not here: "
            "tests on real open data are skipped"
        )
    return SHARED_DATA
