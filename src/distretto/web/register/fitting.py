"""Which regions of a map can be places: their codes and names have a longest length."""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, replace

from distretto.errors import FormatError, gettext_noop, ngettext_noop
from distretto.formats.boundaries import Boundaries, CodePlace
from distretto.notes import Note, quoted
from distretto.web.register.models import Place

CODE: int = Place._meta.get_field("code").max_length  # type: ignore[assignment]
NAME: int = Place._meta.get_field("name").max_length  # type: ignore[assignment]
LISTED = 6
SHOWN = 60  # characters of what is too long


@dataclass(frozen=True)
class Fitted:
    """The regions of a map that can be places, and what is to be said of the others."""

    boundaries: Boundaries
    notes: tuple[Note, ...]


def fitted(
    boundaries: Boundaries, places: Iterable[CodePlace], *, file_name: str
) -> Fitted:
    """A map without the regions that cannot be places.

    `places` is where the codes could stand; the notes name those that are short enough.

    Raises
    ------
    FormatError
        None of its regions can be a place.
    """
    long = too_long(boundaries)
    if not long:
        return Fitted(boundaries, ())
    others = [
        place.name
        for place in places
        if codes_in(place) == place.different and place.name != boundaries.code_property
    ]
    if len(long) == len(boundaries.shapes):
        raise _none_fits(boundaries, others, file_name, long[0])
    out = set(long)
    shapes = {
        code: shape for code, shape in boundaries.shapes.items() if code not in out
    }
    return Fitted(replace(boundaries, shapes=shapes), tuple(_notes(long, others)))


def too_long(boundaries: Boundaries) -> list[str]:
    """Codes of the regions whose code or name is longer than a place may have."""
    return [
        code
        for code in boundaries.shapes
        if len(code) > CODE or len(boundaries.names[code]) > NAME
    ]


def codes_in(place: CodePlace) -> int:
    """How many different things stand there that are short enough for a code."""
    return bisect_right(place.lengths, CODE)


def _notes(long: list[str], others: list[str]) -> Iterable[Note]:
    regions = quoted([code[:SHOWN] for code in long], LISTED)
    yield Note(
        _LEFT_OUT, count=len(long), regions=regions, code_most=CODE, name_most=NAME
    )
    if others:
        yield Note(_SHORTER, properties=quoted(others, LISTED))


def _none_fits(
    boundaries: Boundaries, others: list[str], file_name: str, example: str
) -> FormatError:
    return FormatError(
        "regions_too_long",
        gettext_noop(
            "No region of “%(file)s” can be a place: a code has at most %(code_most)s "
            "characters and a name %(name_most)s; “%(property)s” has “%(example)s”. "
            "Choose another property for the codes (short enough: %(others)s)."
        ),
        file=file_name,
        property=boundaries.code_property,
        example=example[:SHOWN],
        others=", ".join(others[:LISTED]) or "–",
        code_most=CODE,
        name_most=NAME,
    )


_LEFT_OUT = ngettext_noop(
    "%(count)s region cannot be a place and is not added: its code has more than "
    "%(code_most)s characters, or its name more than %(name_most)s: %(regions)s.",
    "%(count)s regions cannot be places and are not added: their codes have more than "
    "%(code_most)s characters, or their names more than %(name_most)s: %(regions)s.",
)
_SHORTER = gettext_noop(
    "To have all regions, read the codes from a property whose codes are short enough: "
    "%(properties)s. It must have the codes that your tables use."
)
