"""Maps on their way in: looked at as a dry run, before any place is made of them."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core import signing
from django.core.files.storage import default_storage

from distretto.errors import FormatError, MethodError, RuleError, gettext_noop
from distretto.formats.boundaries import (
    Boundaries,
    CodePlace,
    code_places,
    read_boundaries,
)
from distretto.notes import Note
from distretto.web.accounts.models import Programme
from distretto.web.register import arriving, fitting
from distretto.web.register.queries.datasets import regions_of_datasets

FOLDER = "boundaries"
# Larger maps would keep a page waiting; nobody sees that much detail.
LIMIT_BYTES = 32 * arriving.MEBIBYTE
SALT = "register.boundaries"
# A map is looked at and accepted within a day, or forgotten; what a power cut left
# half-arrived goes with it. Accepted shapes stand in the records.
FORGOTTEN_AFTER = 24 * 3600


@dataclass(frozen=True)
class KeptMap:
    """An uploaded map between the look and the yes: nothing of it is in the records."""

    sha256: str
    file_name: str
    programme_id: str

    @property
    def stored(self) -> str:
        return arriving.kept_name(FOLDER, self.sha256)

    @property
    def token(self) -> str:
        """What stands for it in addresses; nobody else can make one."""
        said = [self.sha256, self.file_name, self.programme_id]
        return signing.dumps(said, salt=SALT)


@dataclass(frozen=True)
class LookedAt:
    """What a map was understood to be.

    Attributes
    ----------
    boundaries : the regions, by the code property that was chosen
    code_places : where else the codes could stand
    there : codes of places that are there already
    left_out : what is said of regions that cannot be places
    mismatch : why the regions of the datasets were not found in it, or None
    """

    boundaries: Boundaries
    code_places: tuple[CodePlace, ...]
    there: frozenset[str]
    data_regions: int
    mismatch: MethodError | None
    left_out: tuple[Note, ...] = ()

    @property
    def rows(self) -> list[dict[str, Any]]:
        """Each region with code, name, and whether it is there already, by code."""
        names = self.boundaries.names
        return [
            {"code": code, "name": names[code], "is_there": code in self.there}
            for code in sorted(self.boundaries.shapes)
        ]

    @property
    def new_count(self) -> int:
        return len(self.boundaries.shapes) - self.there_count

    @property
    def there_count(self) -> int:
        return sum(code in self.there for code in self.boundaries.shapes)


def keep_map(arrived: arriving.ArrivingFile, programme: Programme) -> KeptMap:
    """Keep an uploaded map, if it is one.

    Raises
    ------
    MethodError
        It is too large or no map of regions; nothing of it is kept.
    """
    if arrived.is_too_large or arrived.size_bytes > LIMIT_BYTES:
        raise RuleError(
            "map_too_large_here",
            gettext_noop(
                "“%(file)s” has more than the %(most)s MB that a map may have here. "
                "Simplify the boundaries first: a tenth of the points draws the same "
                "map."
            ),
            file=arrived.name,
            most=LIMIT_BYTES // arriving.MEBIBYTE,
        )
    for folder in (FOLDER, arriving.FOLDER):
        arriving.forget(folder, after=FORGOTTEN_AFTER)
    was_there = default_storage.exists(arriving.kept_name(FOLDER, arrived.sha256))
    kept = KeptMap(arrived.sha256, arrived.name or "map", str(programme.pk))
    arriving.keep(arrived, FOLDER)
    try:
        look_at(kept, programme)
    except MethodError:
        if not was_there:
            default_storage.delete(kept.stored)
        raise
    return kept


def kept_map(token: str, programme: Programme) -> KeptMap | None:
    """The map that a token of this programme stands for, if it is still kept."""
    try:
        said = signing.loads(token, salt=SALT, max_age=FORGOTTEN_AFTER)
    except signing.BadSignature:
        return None
    kept = KeptMap(*said)
    is_ours = kept.programme_id == str(programme.pk)
    return kept if is_ours and default_storage.exists(kept.stored) else None


def look_at(
    kept: KeptMap, programme: Programme, *, code_property: str | None = None
) -> LookedAt:
    """What a kept map was understood to be: the dry run.

    Codes are matched with the regions of the datasets; where these are other regions,
    the map is read by itself, and `mismatch` says so.

    Raises
    ------
    FormatError
        It is no map of regions, or none of its regions can be a place.
    """
    regions = regions_of_datasets(programme)
    mismatch: MethodError | None = None
    with arriving.under_its_name(kept.stored, kept.file_name) as path:
        places = code_places(path)
        if not places:
            raise _without_codes(kept)
        try:
            if not regions:
                found = _by_itself(path, places, code_property)
            else:
                found = read_boundaries(
                    path, list(regions), names=regions, code_property=code_property
                )
        except FormatError as refusal:
            if refusal.code != "regions_do_not_match":
                raise
            mismatch = refusal
            found = _by_itself(path, places, code_property)
    there = programme.places.current().values_list("code", flat=True)
    fit = fitting.fitted(found, places, file_name=kept.file_name)
    return LookedAt(
        fit.boundaries, places, frozenset(there), len(regions), mismatch, fit.notes
    )


def _by_itself(
    path: Path, places: tuple[CodePlace, ...], code_property: str | None
) -> Boundaries:
    """The map by the property that tells most regions apart, unless one is named.

    Values that are too long for codes do not count.
    """
    best = max(places, key=fitting.codes_in).name
    return read_boundaries(path, code_property=code_property or best)


def _without_codes(kept: KeptMap) -> FormatError:
    return FormatError(
        "map_without_codes",
        gettext_noop(
            "The regions of “%(file)s” have no code of their own. Give each a code in "
            "its id or in a property, the same code as in your tables."
        ),
        file=kept.file_name,
    )
