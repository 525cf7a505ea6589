"""The command itself: quick, complete, and true about its commands."""

import re
import subprocess
import sys

import pytest
from click.testing import CliRunner

import distretto
from distretto.cli import main
from distretto.cli.lazy import LazyGroup


def lazy_commands(group=main, path=()):
    """Every command that is loaded lazily, with its line in the help."""
    for name, (_, line) in group.lazy.items():
        command = group.get_command(None, name)
        yield (*path, name), line, command
        if isinstance(command, LazyGroup):
            yield from lazy_commands(command, (*path, name))


def test_help_says_of_each_command_what_it_says_of_itself():
    for path, line, command in lazy_commands():
        assert command.get_short_help_str(limit=200) == line, path


def test_help_names_no_argument_that_the_command_has_not():
    names = {"TABLE", "EXPORT", "REGISTER", "LIST", "SCORES"}
    for path, _, command in lazy_commands():
        own = {param.metavar or "" for param in command.params}
        own |= {(param.name or "").upper() for param in command.params}
        for param in command.params:
            said = set(re.findall(r"\b[A-Z]+\b", getattr(param, "help", "") or ""))
            assert said & names <= own, (path, param.opts)
            assert "Column of the whether" not in (getattr(param, "help", "") or "")


def test_help_and_version():
    runner = CliRunner()
    assert "selection" in runner.invoke(main, ["--help"]).stdout
    assert "rank" in runner.invoke(main, ["selection", "-h"]).stdout
    version = runner.invoke(main, ["--version"]).stdout
    assert version == f"distretto {distretto.__version__}\n"
    assert runner.invoke(main, ["selection", "lottery"]).exit_code == 2


@pytest.mark.parametrize("arguments", [["--help"], ["selection", "--help"]])
def test_help_imports_nothing_heavy(arguments):
    heavy = ("numpy", "polars", "narwhals", "django", "scipy", "altair")
    code = (
        "import sys\nfrom distretto.cli import main\n"
        f"main({arguments!r}, standalone_mode=False)\n"
        f"loaded = [name for name in {heavy!r} if name in sys.modules]\n"
        "sys.exit(' '.join(loaded) or 0)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr.decode()
