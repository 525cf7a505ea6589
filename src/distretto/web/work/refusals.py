"""Errors kept beside a run, to be read later and in any language."""

from typing import Any

from distretto.errors import MethodError


def described(error: MethodError) -> dict[str, Any]:
    """An error as it is kept: its code, its sentence, and the figures in it."""
    params = {name: str(value) for name, value in error.params.items()}
    return {"code": error.code, "template": error.template, "params": params}


def recalled(kept: dict[str, Any]) -> MethodError:
    """The error that was kept."""
    return MethodError(kept["code"], kept["template"], **kept["params"])
