"""Rules of the house that no tool knows: read the tree, and say what breaks them."""

import ast
import re
import subprocess
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

from distretto.web.history import deeds

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "distretto"
WEB = SOURCE / "web"


def tracked() -> list[Path]:
    """Every text file of the project, as git knows it."""
    if not (ROOT / ".git").exists():
        pytest.skip("not a git checkout: which files belong to the project is unknown")
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True, text=True
    ).stdout
    paths = [ROOT / name for name in listed.split("\0") if name]
    binary = {".png", ".jpg", ".ico", ".parquet", ".xlsx", ".woff2", ".ttf", ".gz"}
    return [path for path in paths if path.is_file() and path.suffix not in binary]


def places(pattern: re.Pattern[str], paths: list[Path]) -> list[str]:
    """Where a pattern occurs: path, line, what was found."""
    return [
        f"{path.relative_to(ROOT)}:{number}: {found[0]}"
        for path in paths
        for number, line in enumerate(path.read_text(errors="replace").splitlines(), 1)
        if (found := pattern.search(line))
    ]


def calls(path: Path) -> Iterator[ast.Call]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call):
            yield node


def name_of(call: ast.Call) -> str:
    called = call.func
    return (
        called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
    )


PYTHON = sorted(SOURCE.rglob("*.py"))
VIEWS = [path for path in PYTHON if "views" in path.relative_to(SOURCE).as_posix()]
TEMPLATES = sorted(WEB.rglob("templates/**/*.html"))


# --- Code ---------------------------------------------------------------------------


def test_views_load_through_the_policy():
    """Whoever writes get_object_or_404 in a view has forgotten who may see it."""
    assert not places(re.compile(r"get_(object|list)_or_404"), VIEWS)


def test_nobody_catches_everything():
    bare = re.compile(r"except( Exception)?( as \w+)?:")
    assert not places(bare, PYTHON)


def test_versioned_records_are_not_written_in_bulk():
    """Bulk writes make no versions, unless a rule makes them itself, tested."""
    makes_versions = (
        WEB / "register" / "rules" / "places.py",
        WEB / "history" / "rules" / "undoing.py",
        WEB / "history" / "rules" / "writing.py",
    )
    bulk = re.compile(r"\.bulk_(create|update)\(")
    rules = [path for path in PYTHON if "rules" in path.relative_to(SOURCE).as_posix()]
    rules = [path for path in rules if path not in makes_versions]
    assert not places(bulk, rules)


@pytest.mark.parametrize("word", ["utils", "helpers", "common", "misc"])
def test_no_module_without_a_name_of_its_own(word):
    assert not [path for path in PYTHON if word in (path.stem, path.parent.name)]


# Words with two meanings have one here: see docs/glossary.md.
BANNED = {
    "stat_cluster": "grouping",
    "location_coefficient": "location_quotient",
    "beneficiary_firm": "firm",
    "workplan": "action plan",
    "log_frame": "logframe",
    "cda": "agent",
    "project_manager": "manager",
}


def test_no_banned_synonym_in_identifiers():
    found = []
    for path in PYTHON:
        for node in ast.walk(ast.parse(path.read_text())):
            name = getattr(node, "name", None) or getattr(node, "id", None)
            if isinstance(name, str) and name.lower() in BANNED:
                found.append(f"{path}: {name}: say {BANNED[name.lower()]}")
    assert not found


# --- Templates ----------------------------------------------------------------------

WANTS = re.compile(r"\{# .*(Wants|Blocks|Stands alone)\b.* #\}")


@pytest.mark.parametrize(
    "path", TEMPLATES, ids=lambda path: path.relative_to(WEB).as_posix()
)
def test_every_template_says_what_it_wants(path):
    text = path.read_text()
    if "allauth" in path.parts or "account" in path.parts or "mfa" in path.parts:
        pytest.skip("what these want is allauth's to say")
    assert WANTS.match(text.splitlines()[0]), "the first line says what it wants"
    for start in re.finditer(r"\{% partialdef [\w-]+( inline)? %\}\s*", text):
        assert WANTS.match(text, start.end()), start[0]


def test_no_page_hides_what_every_page_shows():
    """What a view calls like a thing of the frame takes its place there."""
    of_the_frame = {"rail", "steps", "theme", "version", "languages"}
    frame = (SOURCE / "web/ui/templates/ui/base.html").read_text().split("#}")[0]
    assert all(name in frame for name in of_the_frame)
    hidden = [
        f"{path.relative_to(SOURCE)}:{key.lineno} {key.value}"
        for path in sorted(SOURCE.glob("web/**/*.py"))
        if "views" in path.relative_to(SOURCE).as_posix()
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Dict)
        for key in node.keys
        if isinstance(key, ast.Constant) and key.value in of_the_frame
    ]
    assert not hidden


def test_no_style_or_script_attributes():
    """The policy of the browser refuses them, so they would do nothing."""
    inline = re.compile(r"\s(style|on\w+)=[\"']|<style|javascript:")
    assert not places(inline, TEMPLATES)


def test_every_form_that_posts_has_a_token():
    for path in TEMPLATES:
        text = path.read_text()
        # A form that goes nowhere is a picture of one.
        forms = re.findall(r"<form[^>]*method=[\"']post[^>]*>", text)
        posting = len([form for form in forms if 'action="#"' not in form])
        tokens = len(re.findall(r"\{% (csrf_token|form_token) %\}", text))
        assert tokens >= posting, path


# --- Settings, errors, deeds --------------------------------------------------------


def settings_read() -> set[str]:
    readers = {"text", "flag", "whole_number", "names", "folder", "secret_key"}
    return {
        call.args[0].value
        for call in calls(WEB / "settings.py")
        if name_of(call) in readers
        and call.args
        and isinstance(call.args[0], ast.Constant)
        and isinstance(call.args[0].value, str)
    }


@pytest.mark.parametrize("place", [".env.example", "docs/reference/settings.md"])
def test_every_setting_is_described(place):
    text = (ROOT / place).read_text()
    described = set(re.findall(r"\b(?:DISTRETTO_[A-Z_]*[A-Z]|DATABASE_URL)\b", text))
    assert settings_read() - described == set()
    known = settings_read() | {f"{name}_FILE" for name in settings_read()}
    assert described - known - {"DISTRETTO_TEST_DATABASE"} == set()


def test_every_deed_has_a_title():
    code = re.compile(r"[a-z_]+\.[a-z_]+")
    rules = [path for path in PYTHON if "rules" in path.relative_to(SOURCE).as_posix()]
    jobs = {
        call.args[0].value
        for path in rules
        for call in calls(path)
        if name_of(call) == "job" and isinstance(call.args[0], ast.Constant)
    }
    unnamed = {
        f"{path.relative_to(ROOT)}: {node.value}"
        for path in rules
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and code.fullmatch(node.value)
        and node.value not in {*deeds.all_titles(), *jobs}
    }
    assert not unnamed, "name them in the app's deeds.py"


ERRORS = {"MethodError", "InputError", "FormatError", "RuleError", "gate"}


def errors_raised() -> dict[str, set[str]]:
    """Every error code with the modules that raise it."""
    found: dict[str, set[str]] = defaultdict(set)
    for path in PYTHON:
        for call in calls(path):
            first = call.args[0] if call.args else None
            if name_of(call) in ERRORS and isinstance(first, ast.Constant):
                found[first.value].add(path.relative_to(SOURCE).as_posix())
    return found


def test_error_codes_are_codes():
    odd = [
        code for code in errors_raised() if not re.fullmatch(r"[a-z][a-z0-9_]+", code)
    ]
    assert not odd


def test_every_error_code_is_documented():
    reference = (ROOT / "docs" / "reference" / "errors.md").read_text()
    documented = set(re.findall(r"^\| `(\w+)` \|", reference, re.MULTILINE))
    assert documented == set(errors_raised()), "run: python scripts/write-errors"


def test_the_reference_lists_its_pages():
    folder = ROOT / "docs" / "reference"
    listed = set(re.findall(r"\((\w[\w-]*\.md)\)", (folder / "README.md").read_text()))
    assert listed == {page.name for page in folder.glob("*.md")} - {"README.md"}


# --- The tree ------------------------------------------------------------------------


def test_the_tree_names_no_machine_and_no_registry():
    somewhere = re.compile(
        r"(?<![\w/.-])/(?:work|root|home/\w+|Users/\w+)/[\w.]"
        r"|(?:index-url|extra-index|registry)\s*=\s*[\"']?https?://"
        r"|https?://(?:localhost|127\.0\.0\.1):\d+/(?:simple|pypi|npm)"
    )
    here = Path(__file__).name
    paths = [path for path in tracked() if path.name != here]
    assert not places(somewhere, paths)


def test_pinned_sets_carry_hashes_and_no_address():
    for path in sorted((ROOT / "requirements").glob("*.txt")):
        text = path.read_text()
        assert "--hash=sha256:" in text
        assert "://" not in text, path
        pins = re.findall(r"^[a-z0-9][\w.-]*(?:\[[\w,-]+\])?==\S+", text, re.MULTILINE)
        entries = re.findall(r"^[a-z0-9]\S*", text, re.MULTILINE)
        assert len(pins) == len(entries)


def test_the_version_is_said_once():
    version = re.search(
        r'^version = "(.+)"', (ROOT / "pyproject.toml").read_text(), re.M
    )
    from distretto import __version__

    assert version and version[1] == __version__
