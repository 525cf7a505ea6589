"""What every page shows beside its own content."""

from typing import Any

from django.http import HttpRequest

from distretto.method import Step


def rail(request: HttpRequest) -> dict[str, Any]:
    """The six steps of the method, for the rail at the side of the page."""
    return {"steps": list(Step)}
