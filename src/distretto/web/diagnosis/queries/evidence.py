"""Pieces of evidence under the codes by which texts cite them: E1, E2 ...

A code is the place of a piece among all that were ever entered for the study, so that
it stays what it is when others are taken out.
"""

import re
from collections.abc import Iterable
from uuid import UUID

from distretto.web.diagnosis.models import Evidence, Study

CITATION = re.compile(r"\[E(\d{1,4})\]")


def codes_of(study: Study) -> dict[UUID, str]:
    """The code of each piece of evidence, taken out or not."""
    entered = study.evidence.order_by("created_at", "pk").values_list("pk", flat=True)
    return {pk: f"E{place}" for place, pk in enumerate(entered, 1)}


def with_codes(study: Study, pieces: Iterable[Evidence]) -> list[Evidence]:
    """The pieces, each with its `code`."""
    codes, found = codes_of(study), list(pieces)
    for piece in found:
        piece.code = codes[piece.pk]  # type: ignore[attr-defined]
    return found


def cited_in(text: str) -> set[str]:
    """The codes that a text cites."""
    return {f"E{number}" for number in CITATION.findall(text)}


def without_citations(text: str) -> str:
    """A text as it is read aloud."""
    return re.sub(rf"\s*{CITATION.pattern}", "", text)
