"""Two records beside each other, group by group, in the words of the page."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import formats
from django.utils.translation import gettext

from distretto.web.register import kinds
from distretto.web.register.models import Organisation
from distretto.web.register.rules.merging import (
    GROUPS,
    is_stricter,
    is_unknown,
    sets_pointing_at,
)


@dataclass(frozen=True)
class Row:
    """One group of facts of two records; `take` is whether the other's is proposed."""

    group: str
    label: str
    ours: str
    theirs: str
    differs: bool
    take: bool


def rows_of(kept: Organisation, other: Organisation) -> list[Row]:
    """The groups of which at least one record knows something."""
    words = kinds.words_of(kept.programme)
    return [
        row
        for group in GROUPS
        if (row := _row(group, kept, other, words)).ours or row.theirs
    ]


def _row(
    group: str, kept: Organisation, other: Organisation, words: kinds.Words
) -> Row:
    ours, theirs = (_told(each, group, words) for each in (kept, other))
    return Row(
        group=group,
        label=_label(group),
        ours=ours,
        theirs=theirs,
        differs=ours != theirs,
        # What this record does not know, it takes from the other.
        take=(is_unknown(kept, group) and not is_unknown(other, group))
        or (group == "consent" and is_stricter(other, kept)),
    )


def _label(group: str) -> str:
    if group == "point":
        return gettext("Point on the map")
    name = str(Organisation._meta.get_field(group).verbose_name)  # type: ignore[union-attr]
    return name[:1].upper() + name[1:]


def _told(each: Organisation, group: str, words: kinds.Words) -> str:
    if is_unknown(each, group):
        return ""
    if group == "kind":
        return words.kind_name(each.kind)
    said = [_value(each, name, words) for name in GROUPS[group]]
    return " · ".join(text for text in said if text)


def _value(each: Organisation, name: str, words: kinds.Words) -> str:
    value: Any = getattr(each, name)
    shown = getattr(each, f"get_{name}_display", None)
    if value in (None, "", []):
        return ""
    if name == "size_class":
        return words.size_name(value)
    if shown is not None:
        return str(shown())
    if isinstance(value, bool):
        return gettext("Yes") if value else gettext("No")
    if isinstance(value, date):
        return formats.date_format(value)
    if isinstance(value, float):
        return f"{value:.5f}".rstrip("0").rstrip(".")
    return ", ".join(value) if isinstance(value, list) else str(value)


def hanging_on(each: Organisation) -> Sequence[str]:
    """What else points at a record, counted in words."""
    counted: Counter[str] = Counter()
    for _field, records in sets_pointing_at(each):
        counted[str(records.model._meta.verbose_name)] += records.count()
    return [f"{name}: {count}" for name, count in counted.items() if count]
