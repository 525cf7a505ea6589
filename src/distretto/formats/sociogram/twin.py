"""The table behind a sociogram: who is tied to whom, in words."""

import numpy as np

from distretto.errors import gettext_noop
from distretto.formats.charts.language import Language
from distretto.formats.charts.picture import Column, Table
from distretto.formats.sociogram.looks import KIND_WORDS
from distretto.formats.sociogram.shown import CONFLICT, Shown

ACTOR, KIND, GROUP = gettext_noop("Actor"), gettext_noop("Kind"), gettext_noop("Group")
TIES, NEW, LOST = gettext_noop("Ties"), gettext_noop("New"), gettext_noop("Lost")
PARTNERS = gettext_noop("Tied to")
LOST_WITH = gettext_noop("No longer tied to")
WISHED_ONLY = gettext_noop("Wished for, not there yet")
UNWISHED = gettext_noop("There, not wished for")
UNWISHED_WITH = gettext_noop("Tied to, and does not wish to be")
WISHED = gettext_noop("Ties wished for")
WISHED_WITH = gettext_noop("Wishes to be tied to")
HOSTILE = gettext_noop("In conflict with")
OF_ACTOR = ("actor", "kind", "group", "degree", "new", "lost", "is_near")


def table_of(shown: Shown, numbers: dict[str, str], language: Language) -> Table:
    """A row for each actor of the picture, those of most ties first."""
    say = language.say
    is_compared = len(shown.waves) == 2
    ties, new, lost, partners, lost_with = (
        (WISHED, WISHED_ONLY, UNWISHED, WISHED_WITH, UNWISHED_WITH)
        if shown.is_wish
        else (TIES, NEW, LOST, PARTNERS, LOST_WITH)
    )
    columns = [
        Column("actor", say(ACTOR)),
        Column("kind", say(KIND)),
        *([] if numbers else [Column("group", say(GROUP))]),
        Column("degree", say(ties), "count"),
        *([Column("new", say(new), "count")] if is_compared else []),
        *([Column("lost", say(lost), "count")] if is_compared else []),
        Column("partners", say(partners)),
        *([Column("lost_partners", say(lost_with))] if is_compared else []),
        *([Column("hostile", say(HOSTILE))] if CONFLICT in shown.status else []),
    ]
    rows = [
        tuple(row[column.key] for column in columns)
        for row in _rows(shown, numbers, language)
    ]
    return Table(tuple(columns), tuple(rows))


def _rows(
    shown: Shown, numbers: dict[str, str], language: Language
) -> list[dict[str, str | int | None]]:
    held = (
        shown.actors.select(*OF_ACTOR)  # people's own columns may have any name
        .with_row_index("place")
        .filter("is_near")
        .sort("degree", descending=True, maintain_order=True)
    )
    names = [numbers.get(name, name) for name in shown.actors["actor"]]
    is_lost, is_hostile = shown.status == "lost", shown.status == CONFLICT
    partners = _partners(shown, names, ~is_lost & ~is_hostile)
    gone, hostile = (_partners(shown, names, each) for each in (is_lost, is_hostile))
    return [
        {
            "actor": names[row["place"]],
            "kind": language.say(KIND_WORDS[row["kind"]]),
            "group": row["group"],
            "degree": row["degree"],
            "new": row["new"],
            "lost": row["lost"],
            "partners": partners[row["place"]],
            "lost_partners": gone[row["place"]],
            "hostile": hostile[row["place"]],
        }
        for row in held.iter_rows(named=True)
    ]


def _partners(shown: Shown, names: list[str], kept: np.ndarray) -> list[str]:
    found: list[dict[str, None]] = [{} for _ in names]
    for i, j in zip(shown.i[kept].tolist(), shown.j[kept].tolist(), strict=True):
        found[i][names[j]] = None
        found[j][names[i]] = None
    return [", ".join(sorted(each, key=_order)) for each in found]


def _order(name: str) -> tuple[int, str]:
    return (int(name), "") if name.isdecimal() else (0, name)
