"""Fixtures that tests of every floor share."""

import os
import shutil
import tempfile
from pathlib import Path

import django
import pytest
from hypothesis import settings

# A busy machine is slow, not wrong.
settings.register_profile("distretto", deadline=None)
settings.load_profile("distretto")

SHARED_DATA = Path(__file__).resolve().parents[2] / "shared" / "data"

# Tests never touch the data of somebody's running site. This stands here and not in a
# fixture because the settings are read once, before the first fixture. Parallel
# workers inherit the folder of the run and each keep a part of it.
_RUN_FOLDER = "DISTRETTO_TEST_FOLDER"
_is_first = _RUN_FOLDER not in os.environ
if _is_first:
    os.environ[_RUN_FOLDER] = tempfile.mkdtemp(prefix="distretto-test-")
_data = Path(os.environ[_RUN_FOLDER]) / os.environ.get("PYTEST_XDIST_WORKER", "one")
os.environ["DISTRETTO_DATA"] = str(_data)
os.environ["DJANGO_SETTINGS_MODULE"] = "distretto.web.settings"
# The conftest of tests/web imports models, which is sooner than pytest-django sets up.
django.setup()

from distretto.web.catalogues import compile_stale  # noqa: E402  (after the settings)

compile_stale()


def pytest_unconfigure() -> None:
    if _is_first:
        shutil.rmtree(os.environ[_RUN_FOLDER], ignore_errors=True)


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real open data beside the repository; skips where it is missing."""
    if not SHARED_DATA.is_dir():
        pytest.skip(
            "the folder shared/data beside the repository is not here: "
            "tests on real open data are skipped"
        )
    return SHARED_DATA
