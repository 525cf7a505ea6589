"""Records to do deeds on: places, because they have few rules of their own."""

from collections.abc import Callable
from typing import Any

import pytest

from distretto.web.history.rules import deed
from distretto.web.register.models import Place


@pytest.fixture
def name_place(programme: Any, boris: Any) -> Callable[..., Place]:
    """`name_place("KN", "Knitton")` makes the place or renames it: one deed each."""

    def name(code: str, name: str, by: Any = boris) -> Place:
        with deed("place.named", by=by, programme=programme, about=name):
            place = Place.objects.filter(programme=programme, code=code).first()
            place = place or Place(programme=programme, code=code)
            place.name = name
            place.save()
        return place

    return name
