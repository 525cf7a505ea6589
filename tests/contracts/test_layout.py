"""The layout follows the method: what a step that is built must have, and look back."""

from pathlib import Path

import pytest
from click.testing import CliRunner
from django.apps import apps
from django.db.models import Model

from distretto.cli import COMMANDS, main
from distretto.method import Step

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "distretto"
STEPS = [step.value for step in Step]


def has_package(folder: Path) -> bool:
    return (folder / "__init__.py").is_file()


BUILT = [step for step in STEPS if has_package(SOURCE / "web" / step)]


def test_steps_are_built_in_their_order():
    assert STEPS[: len(BUILT)] == BUILT


@pytest.mark.parametrize("step", BUILT)
def test_a_built_step_has_all_its_parts(step):
    assert has_package(SOURCE / "analysis" / step)
    assert (
        has_package(SOURCE / "cli" / step) or (SOURCE / "cli" / f"{step}.py").exists()
    )
    assert step in COMMANDS
    assert (ROOT / "docs" / "method" / f"{step}.md").is_file()
    for floor in ("analysis", "web"):
        assert list((ROOT / "tests" / floor / step).glob("test_*.py")), floor


@pytest.mark.parametrize("floor", ["analysis", "web", "cli"])
def test_no_part_of_a_step_is_there_before_the_step(floor):
    # The library and the commands of the step that is being built may come before
    # its pages.
    for step in STEPS[len(BUILT) + 1 :]:
        assert not has_package(SOURCE / floor / step)


@pytest.mark.parametrize("command", COMMANDS)
def test_the_help_of_every_command_opens(command):
    answer = CliRunner().invoke(main, [command, "--help"])
    assert answer.exit_code == 0, answer.output
    # The one line that `distretto --help` shows is the command's own.
    assert COMMANDS[command][1] in " ".join(answer.output.split())


# From the ground up. Import-linter keeps the imports; relations named by a string
# (“selection.Round”) it cannot see.
ORDER = [
    "ui",
    "history",
    "accounts",
    "work",
    "register",
    "selection",
    "diagnosis",
    "planning",
    "implementation",
    "networks",
    "monitoring",
    "handover",
    "services",
    "overview",
    "exchange",
]
OURS = [model for model in apps.get_models() if model._meta.app_label in ORDER]


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_relations_point_back(model: type[Model]) -> None:
    here = ORDER.index(model._meta.app_label)
    for field in model._meta.get_fields(include_hidden=True):
        other = field.related_model if field.is_relation and field.concrete else None
        # Who did it stands with every record.
        if other in OURS and other._meta.label != "accounts.User":
            assert ORDER.index(other._meta.app_label) <= here, field


def test_every_app_has_its_place_in_the_order():
    ours = {app.label for app in apps.get_app_configs() if "distretto" in app.name}
    assert ours <= set(ORDER)


def test_tests_mirror_the_source():
    """A folder of tests stands for a folder of the source, under the same name."""
    for floor in ("analysis", "formats", "web", "cli"):
        for folder in (ROOT / "tests" / floor).iterdir():
            if folder.is_dir() and not folder.name.startswith(("_", ".")):
                source = SOURCE / floor / folder.name
                assert source.is_dir() or source.with_suffix(".py").exists(), folder
