"""What assessors are called beside their scores: by name, or by a code.

Blind scoring protects assessors from each other until the end; a code protects them
from everybody afterwards. Codes go by the ids of the seats, not by the order in which
people were invited or listed, which all can see. The history keeps names.
"""

import hashlib
from collections.abc import Iterable
from uuid import UUID

from django.utils.translation import gettext as _

from distretto.web.selection.models import Assessor, Round

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def labels(round_: Round, *, by_name: bool) -> dict[UUID, str]:
    """What each assessor of a round is called, in the order to be shown in."""
    seats = list(round_.assessors.current().select_related("user"))
    return _names(seats) if by_name else _codes(seats)


def _names(seats: Iterable[Assessor]) -> dict[UUID, str]:
    """Names; two of one name are told apart."""
    seen: dict[str, int] = {}
    names = {}
    for seat in seats:
        name = str(seat.user)
        seen[name] = seen.get(name, 0) + 1
        names[seat.pk] = name if seen[name] == 1 else f"{name} ({seen[name]})"
    return names


def _codes(seats: Iterable[Assessor]) -> dict[UUID, str]:
    mixed = sorted(seats, key=lambda seat: hashlib.sha256(seat.pk.bytes).digest())
    return {
        seat.pk: _("Assessor %(code)s") % {"code": code(place)}
        for place, seat in enumerate(mixed)
    }


def code(place: int) -> str:
    """A, B ... Z, AA, AB ..., from place 0 on."""
    rest, at = divmod(place, len(LETTERS))
    return (code(rest - 1) if rest else "") + LETTERS[at]
