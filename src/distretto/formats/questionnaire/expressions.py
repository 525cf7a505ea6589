"""Conditions of questions, in the language of XLSForm expressions."""

import re

_NAMED = re.compile(r"\$\{([^}]+)\}")
_BOUNDS = re.compile(
    r"^\s*\.\s*>=\s*(?P<low>-?[\d.]+)\s*(?:and\s*\.\s*<=\s*(?P<high>-?[\d.]+)\s*)?"
    r"(?:and\s+(?P<more>.+))?$|^\s*\.\s*<=\s*(?P<only>-?[\d.]+)\s*$"
)


def named_in(expression: str) -> set[str]:
    """The codes of the questions that an expression names."""
    return set(_NAMED.findall(expression))


def bounds_expression(low: float | None, high: float | None, more: str = "") -> str:
    """The constraint of a range, with another one after it."""
    parts = [] if low is None else [f". >= {low:.15g}"]
    parts += [] if high is None else [f". <= {high:.15g}"]
    parts += [more] if more else []
    return " and ".join(parts)


def bounds_in(expression: str) -> tuple[float | None, float | None, str]:
    """Low end, high end, and what else a constraint asks for."""
    found = _BOUNDS.match(expression or "")
    if not found:
        return None, None, expression or ""
    if found["only"]:
        return None, float(found["only"]), ""
    high = None if found["high"] is None else float(found["high"])
    return float(found["low"]), high, found["more"] or ""
