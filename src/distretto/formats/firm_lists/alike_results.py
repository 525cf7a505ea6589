"""Firms that may be the same, as a file: JSON, CSV or Excel."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from distretto.errors import gettext_noop
from distretto.formats.charts.language import ENGLISH, Language
from distretto.formats.files import atomic_write
from distretto.formats.firm_lists.alike import AlikeFirms
from distretto.formats.firm_lists.sheets import add_table
from distretto.formats.result_files import Asked, add_notes, csv_of, json_of, workbook

PAIRS = gettext_noop("Pairs")
GROUPS = gettext_noop("Groups")
WEIGHTS = gettext_noop("Weights")
HEADS = {
    "group": gettext_noop("Group"),
    "score": gettext_noop("Score (0 to 1)"),
    "is_same": gettext_noop("Taken for the same firm"),
    "row": gettext_noop("Row"),
    "name": gettext_noop("Name"),
    "address": gettext_noop("Address"),
    "place": gettext_noop("Place"),
    "country": gettext_noop("Country"),
    "other_row": gettext_noop("Row of the other"),
    "other_name": gettext_noop("Name of the other"),
    "other_address": gettext_noop("Address of the other"),
    "speaks_for": gettext_noop("Speaks for it"),
    "speaks_against": gettext_noop("Speaks against it"),
    "field": gettext_noop("Field"),
    "level": gettext_noop("Agreement"),
    "same": gettext_noop("Share of pairs of the same firm"),
    "other": gettext_noop("Share of other pairs"),
    "bits": gettext_noop("Weight (bits)"),
}


def to_json(found: AlikeFirms, top: int | None = None) -> bytes:
    """Pairs with all that was compared, groups and weights; null is unknown."""
    pairs = found.found.pairs.drop("left", "right", "score", "against").to_dicts()
    listed = found.listing().to_dicts()
    against = found.found.pairs["against"].to_list()
    told = [
        {**row, "kept_down_by": kept, "compared": compared}
        for row, kept, compared in zip(listed, against, pairs, strict=True)
    ]
    return json_of(
        {
            "list": found.firms.file,
            "against": None if found.is_within else found.others.file,
            "compared": found.found.compared,
            "same_at": found.found.same_at,
            "pairs": told[:top],
            "groups": found.group_listing().to_dicts(),
            "weights": found.found.weights.to_dicts(),
            "notes": [str(note) for note in found.notes],
        }
    )


def write_results(
    found: AlikeFirms,
    path: str | Path,
    *,
    title: str = "",
    source: str = "",
    language: Language = ENGLISH,
) -> None:
    """Write pairs of firms in the format that the file's ending names.

    Parameters
    ----------
    found : the pairs
    path : ends in one of `ENDINGS`
    title, source : told in the properties of a workbook
    language : of a workbook; data files are in English whatever the language

    Raises
    ------
    FormatError
        The file cannot be written.
    """
    asked = Asked(title or found.firms.file, source, language)
    with atomic_write(path) as target:
        _WRITERS[Path(path).suffix.lower()](found, Path(target), asked)


def _workbook(found: AlikeFirms, path: Path, asked: Asked) -> None:
    language = asked.language
    with workbook(path, asked) as book:
        add_table(book, PAIRS, found.listing(language), HEADS, language)
        if found.is_within:
            add_table(book, GROUPS, found.group_listing(), HEADS, language)
        add_table(book, WEIGHTS, found.found.weights, HEADS, language)
        lines = [note.said(language) for note in found.notes]
        add_notes(book, [asked.title, asked.source, *lines], language)


_WRITERS: dict[str, Callable[[AlikeFirms, Path, Asked], Any]] = {
    ".json": lambda found, path, _: path.write_bytes(to_json(found)),
    ".csv": lambda found, path, _: path.write_bytes(csv_of(found.listing())),
    ".xlsx": _workbook,
}
ENDINGS = tuple(_WRITERS)
