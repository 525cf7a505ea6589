"""The words of growth: its parts, methods and stages, for screens, pages and files."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import polars as pl

from distretto.analysis.selection.growth.remarks import VALUES
from distretto.errors import gettext_noop
from distretto.formats import signs
from distretto.formats.charts.language import Language
from distretto.formats.charts.picture import Bounded, Cell, Column

PARTS = {
    "national": gettext_noop("Nation"),
    "mix": gettext_noop("Mix of industries"),
    "neighbours": gettext_noop("Neighbours"),
    "regional": gettext_noop("Region itself"),
    "competitive": gettext_noop("Competitive"),
    "allocation": gettext_noop("Allocation"),
    "unattributed": gettext_noop("Not told apart"),
}
MEANINGS = {
    "national": gettext_noop(
        "Nation: the change, had it grown as the reference area as a whole."
    ),
    "mix": gettext_noop(
        "Mix of industries: what came of having industries that grew faster or slower."
    ),
    "neighbours": gettext_noop(
        "Neighbours: what the same industry did otherwise in the regions around."
    ),
    "regional": gettext_noop(
        "Region itself: what the region did otherwise than these; its own strength or "
        "weakness, or chance."
    ),
    "competitive": gettext_noop(
        "Competitive: how far industries ran ahead, had the region the usual structure."
    ),
    "allocation": gettext_noop(
        "Allocation: whether the region is specialised where it runs ahead."
    ),
    "unattributed": gettext_noop(
        "Not told apart: in figures that are hidden in one of the years, of no region "
        "or under a code that is not in both years, or without a rate of growth to be "
        "compared with."
    ),
}
METHODS = {
    "dunn": gettext_noop("Shift-share (Dunn 1960)"),
    "esteban-marquillas": gettext_noop("Shift-share (Esteban-Marquillas 1972)"),
    "dynamic": gettext_noop("Shift-share, year by year (Barff and Knight 1988)"),
    "spatial": gettext_noop(
        "Shift-share with neighbours beside the nation (Nazara and Hewings 2004)"
    ),
    "spatial-instead": gettext_noop(
        "Shift-share with neighbours in the nation’s place (Nazara and Hewings 2004)"
    ),
}
WHOLE = gettext_noop("All together")
RESTS = {
    "region": gettext_noop("Hidden, or of no region"),
    "industry": gettext_noop("Hidden, or under another code"),
}
SIGNS = gettext_noop(
    "≥ means “at least”, and ≈ “about”: cells that are hidden in one of the years are "
    "in no figure of the row. It tells only of the cells that are known in both, and "
    "the true change may be more or less."
)
LEAD = gettext_noop(
    "%(name)s: %(start)s %(what)s in %(from)s and %(end)s in %(to)s, %(change)s. Of "
    "these: %(parts)s."
)
PART = gettext_noop("%(name)s %(number)s")
BESIDE = gettext_noop(
    "Against the reference area as a whole that is %(beside)s, of which %(rest)s "
    "cannot be told apart: the parts that are told are of visible figures only."
)
OTHERS = gettext_noop("%(count)s others")
UNKNOWN = gettext_noop("%(name)s: the change from %(from)s to %(to)s is unknown.")


def signed(number: float | None, language: Language) -> str:
    """A change with its sign; nothing has none."""
    if number is None:
        return language.unknown
    rounded = round(number)
    # Between words from right to left, a sign would wander behind its number.
    plus = "\N{LEFT-TO-RIGHT MARK}" * language.is_rtl + "+"
    return (plus if rounded > 0 else "") + language.number(float(rounded))


def shown(row: Mapping[str, Any], column: Column) -> Cell:
    """A figure behind its sign; a count without decimals, so that nothing is never
    shown as minus nothing."""
    cell: Any = row.get(column.key)
    if cell is None or column.kind != "count":
        return cell
    sign = sign_of(row, column.key)
    return Bounded(round(cell), sign) if sign else round(cell)


def name_of(row: Mapping[str, Any], language: Language) -> str:
    """A row's code and name, or the words for the whole."""
    if row.get("code") is None:
        return language.say(WHOLE)
    name = row.get("name")
    return f"{row['code']} {name}" if name and name != row["code"] else str(row["code"])


def shown_parts(total: Mapping[str, Any], parts: tuple[str, ...]) -> tuple[str, ...]:
    """The parts, and what is not told apart where there is any."""
    rest = total.get("unattributed")
    return (*parts, "unattributed") if rest and abs(rest) >= 0.5 else parts


def parts_among(
    rows: Sequence[Mapping[str, Any]], parts: tuple[str, ...]
) -> tuple[str, ...]:
    """The parts, and what is not told apart where any of the rows has some."""
    rest = max((row["unattributed"] or 0.0 for row in rows), key=abs, default=0.0)
    return shown_parts({"unattributed": rest}, parts)


def lead(
    total: Mapping[str, Any],
    parts: tuple[str, ...],
    settings: Mapping[str, Any],
    language: Language,
) -> str:
    """The whole in two sentences, and in a third how much of it is not told."""
    told = {
        "name": name_of(total, language),
        "from": str(settings["from"]),
        "to": str(settings["to"]),
    }
    if total["change"] is None:
        return language.say(UNKNOWN) % told
    listed = [
        language.say(PART)
        % {
            "name": language.say(PARTS[part]).lower(),
            "number": signed(total[part], language),
        }
        for part in shown_parts(total, parts)
    ]
    whole = language.say(LEAD) % {
        **told,
        **{
            name: signs.signed(sign_of(total, column), text)
            for name, column, text in (
                ("start", "value_start", language.number(total["value_start"])),
                ("end", "value_end", language.number(total["value_end"])),
                ("change", "change", signed(total["change"], language)),
            )
        },
        "what": language.say(VALUES[settings["value"]]),
        "parts": ", ".join(listed),
    }
    return whole + _beside_nation(total, language)


def _beside_nation(total: Mapping[str, Any], language: Language) -> str:
    """What is known for certain of a region or industry of which much is not told."""
    rest = total.get("unattributed")
    is_part = total.get("code") is not None and total.get("national") is not None
    if not is_part or not rest or abs(rest) < 0.5:
        return ""
    return " " + language.say(BESIDE) % {
        "beside": signed(total["change"] - total["national"], language),
        "rest": signed(rest, language),
    }


def sign_of(row: Mapping[str, Any], column: str) -> str:
    """The sign before a figure that lacks hidden cells; empty where it is whole."""
    if not row.get("is_minimum") or row.get(column) is None:
        return ""
    if column == "change":
        return signs.ABOUT
    return signs.AT_LEAST if column in ("value_start", "value_end") else ""


def meaning_of_signs(rows: Iterable[Mapping[str, Any]]) -> tuple[str, ...]:
    """What the signs mean, where there are any."""
    return (SIGNS,) if any(sign_of(row, "change") for row in rows) else ()


def largest(rows: pl.DataFrame, most: int) -> pl.DataFrame:
    """The rows with the largest changes either way, in the order they have."""
    if rows.height <= most:
        return rows
    size = rows["change"].abs().fill_null(-1)
    kept = size.arg_sort(descending=True).head(most).sort()
    return rows[kept]
