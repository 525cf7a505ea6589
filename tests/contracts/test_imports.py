"""Every module of the library and the command can be imported first.

A circle of imports shows only to whoever enters it at the wrong place.
"""

import subprocess
import sys
from pathlib import Path

import pytest

import distretto

ROOT = Path(distretto.__file__).parent
FLOORS = ("analysis", "formats", "example", "cli")
MODULES = sorted(
    "distretto." + ".".join(path.relative_to(ROOT).with_suffix("").parts)
    for floor in FLOORS
    for path in (ROOT / floor).rglob("*.py")
    if path.stem not in {"__init__", "__main__"}
)
# One process tries them all; what it has seen of the house it forgets between tries.
TRY = """
import importlib, sys
for name in sys.argv[1:]:
    for seen in [each for each in sys.modules if each.startswith("distretto")]:
        del sys.modules[seen]
    try:
        importlib.import_module(name)
    except ImportError as error:
        print(name, error)
"""


@pytest.mark.parametrize("floor", FLOORS)
def test_every_module_can_be_imported_first(floor: str) -> None:
    names = [name for name in MODULES if name.split(".")[1] == floor]
    tried = subprocess.run(
        [sys.executable, "-c", TRY, *names], capture_output=True, text=True
    )
    assert (tried.stdout, tried.returncode) == ("", 0), tried.stderr[-2000:]
