"""Notes keep their gaps: what each template names is what is given to fill it."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parents[2] / "src" / "distretto"
MARKS = {"gettext_noop": 1, "ngettext_noop": 2}
GAP = re.compile(r"%\((\w+)\)s")
# A sign that is no gap; two of them are one for people.
LOOSE = re.compile(r"(?<!%)(?:%%)*%(?!\(\w+\)s|%)")
TREES = {path: ast.parse(path.read_text()) for path in sorted(SOURCE.rglob("*.py"))}


def marked(node: ast.AST) -> list[list[str]]:
    """The templates marked anywhere in an expression, each in its forms."""
    return [
        [ast.literal_eval(form) for form in each.args]
        for each in ast.walk(node)
        if isinstance(each, ast.Call) and getattr(each.func, "id", "") in MARKS
    ]


def constants(path: Path) -> dict[str, list[list[str]]]:
    """The marked templates behind each name of a module, imported ones too."""
    found = {}
    for node in TREES[path].body:
        if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            names = [each.id for each in targets if isinstance(each, ast.Name)]
            found |= {name: marked(node.value) for name in names}
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith(
            "distretto."
        ):
            where = SOURCE.parent / f"{node.module.replace('.', '/')}.py"
            wanted = {each.name for each in node.names if each.name.isupper()}
            if wanted and where in TREES:
                there = constants(where)
                found |= {name: there[name] for name in wanted if name in there}
    return found


def notes() -> Iterator[tuple[Path, ast.Call, list[list[str]]]]:
    """Every note that is made, with the templates it may have."""
    for path, tree in TREES.items():
        known = constants(path)
        for call in ast.walk(tree):
            if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "Note":
                names = {
                    each.id
                    for each in ast.walk(call.args[0])
                    if isinstance(each, ast.Name)
                }
                behind = [each for name in names for each in known.get(name, [])]
                yield path, call, marked(call.args[0]) + behind


NOTES = [
    pytest.param(call, templates, id=f"{path.relative_to(SOURCE)}:{call.lineno}")
    for path, call, templates in notes()
    # A note of plain data is made where it is read back.
    if path.name != "notes.py"
]


def test_there_are_notes():
    assert len(NOTES) > 40


@pytest.mark.parametrize(("call", "templates"), NOTES)
def test_what_fills_a_note_is_what_its_template_names(call, templates):
    assert templates, "mark the template with gettext_noop or ngettext_noop"
    given = {each.arg for each in call.keywords}
    for forms in templates:
        assert len(forms) == 1 or "count" in given
        for form in forms:
            assert set(GAP.findall(form)) == given, form
            assert not LOOSE.search(form), form
