"""Conditions of a form, held against answers: what Kobo and ODK do on the phone.

The part of XPath that XLSForms are written in: comparisons, `and`, `or`, arithmetic,
`not()`, `selected()`, `count-selected()`, `string-length()`, `true()`, `false()`. What
is not understood is unknown (None): then nothing is hidden and nothing refused.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

_TOKEN = re.compile(
    r"\s*(?:(?P<named>\$\{[^}]+\})|(?P<number>\d+(?:\.\d+)?)|(?P<text>'[^']*'|\"[^\"]*\")"
    r"|(?P<sign><=|>=|!=|[=<>()+*,-])|(?P<word>[A-Za-z][\w-]*)|(?P<here>\.))"
)
_LEVELS: tuple[tuple[str, ...], ...] = (
    ("or",),
    ("and",),
    ("=", "!="),
    ("<", "<=", ">", ">="),
    ("+", "-"),
    ("*", "div", "mod"),
)
Answers = Mapping[str, Any]
Node = Callable[[Answers, Any], Any]


def holds(expression: str, answers: Answers, here: Any = None) -> bool | None:
    """Whether a condition holds for some answers; None where it is not understood.

    Parameters
    ----------
    expression : as it stands in an XLSForm; a blank one always holds
    answers : mapping of question to answer; several are names parted by blanks
    here : the answer that a constraint speaks of, its “.”
    """
    if not expression.strip():
        return True
    node = _parsed(expression)
    return None if node is None else _truth(node(answers, here))


def conjuncts(expression: str) -> list[str]:
    """The conditions that must all hold; one alone where they are tied otherwise."""
    depth, start, parts = 0, 0, []
    try:
        matches = list(_matches(expression))
    except ValueError:
        return [expression.strip()]
    for match in matches:
        text = match[0].strip()
        depth += (text == "(") - (text == ")")
        if depth == 0 and text == "or":
            return [expression.strip()]
        if depth == 0 and text == "and":
            parts.append(expression[start : match.start()].strip())
            start = match.end()
    return [each for each in (*parts, expression[start:].strip()) if each]


@cache
def _parsed(expression: str) -> Node | None:
    try:
        reader = _Reader(_tokens(expression))
        node = reader.level(0)
        return None if reader.rest else node
    except (ValueError, IndexError):
        return None


def _tokens(expression: str) -> list[tuple[str, str]]:
    return [
        (each.lastgroup or "", each[each.lastgroup or 0])
        for each in _matches(expression)
    ]


def _matches(expression: str) -> Iterator[re.Match[str]]:
    place = 0
    while place < len(expression.rstrip()):
        match = _TOKEN.match(expression, place)
        if not match or not match.lastgroup:
            raise ValueError(expression)
        yield match
        place = match.end()


@dataclass
class _Reader:
    """Reads tokens from left to right, the loosest operators first."""

    rest: list[tuple[str, str]] = field(default_factory=list)

    def level(self, depth: int) -> Node:
        if depth == len(_LEVELS):
            return self.single()
        node = self.level(depth + 1)
        while self.rest and self.rest[0][1] in _LEVELS[depth]:
            node = _both(self.rest.pop(0)[1], node, self.level(depth + 1))
        return node

    def single(self) -> Node:
        kind, text = self.rest.pop(0)
        if kind == "named":
            return lambda answers, _here: answers.get(text[2:-1], "")
        if kind == "here":
            return lambda _answers, here: "" if here is None else here
        if kind == "number":
            return lambda _answers, _here: float(text)
        if kind == "text":
            return lambda _answers, _here: text[1:-1]
        if kind == "word":
            return self.called(text)
        if text == "-":
            node = self.single()
            return lambda answers, here: -_number(node(answers, here))
        if text == "(":
            node = self.level(0)
            self.expect(")")
            return node
        raise ValueError(text)

    def called(self, name: str) -> Node:
        self.expect("(")
        given: list[Node] = []
        while self.rest[0][1] != ")":
            if given:
                self.expect(",")
            given.append(self.level(0))
        self.expect(")")
        if name not in _FUNCTIONS or len(given) != _FUNCTIONS[name][0]:
            raise ValueError(name)
        function = _FUNCTIONS[name][1]
        return lambda answers, here: function(*(each(answers, here) for each in given))

    def expect(self, sign: str) -> None:
        if self.rest.pop(0)[1] != sign:
            raise ValueError(sign)


def _both(sign: str, left: Node, right: Node) -> Node:
    if sign == "and":
        return lambda a, h: _truth(left(a, h)) and _truth(right(a, h))
    if sign == "or":
        return lambda a, h: _truth(left(a, h)) or _truth(right(a, h))
    function = _SIGNS[sign]
    return lambda a, h: function(left(a, h), right(a, h))


def _number(value: Any) -> float:
    """As XPath does: what is no number is NaN, and compares to nothing."""
    try:
        return float(value)
    except (TypeError, ValueError):
        return float("nan")


def _text(value: Any) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value)


def _truth(value: Any) -> bool:
    if isinstance(value, float):
        return value == value and value != 0  # NaN is false
    return bool(value)


def _same(left: Any, right: Any) -> bool:
    if isinstance(left, float) or isinstance(right, float):
        return _number(left) == _number(right)
    return _text(left) == _text(right)


def _ratio(left: Any, right: Any) -> float:
    over = _number(right)
    return _number(left) / over if over else float("nan")


def _rest_of(left: Any, right: Any) -> float:
    over = _number(right)
    return _number(left) % over if over else float("nan")


_SIGNS: Mapping[str, Callable[[Any, Any], Any]] = {
    "=": _same,
    "!=": lambda left, right: not _same(left, right),
    "<": lambda left, right: _number(left) < _number(right),
    "<=": lambda left, right: _number(left) <= _number(right),
    ">": lambda left, right: _number(left) > _number(right),
    ">=": lambda left, right: _number(left) >= _number(right),
    "+": lambda left, right: _number(left) + _number(right),
    "-": lambda left, right: _number(left) - _number(right),
    "*": lambda left, right: _number(left) * _number(right),
    "div": _ratio,
    "mod": _rest_of,
}
_FUNCTIONS: Mapping[str, tuple[int, Callable[..., Any]]] = {
    "not": (1, lambda value: not _truth(value)),
    "true": (0, lambda: True),
    "false": (0, lambda: False),
    "selected": (2, lambda chosen, name: _text(name) in _text(chosen).split()),
    "count-selected": (1, lambda chosen: float(len(_text(chosen).split()))),
    "string-length": (1, lambda text: float(len(_text(text)))),
    "number": (1, _number),
    "string": (1, _text),
}
