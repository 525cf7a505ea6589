"""Growth as text for people: the whole in a sentence, a table, and the notes."""

from typing import Any

import polars as pl

from distretto.analysis.selection.growth.explained import Growth
from distretto.analysis.selection.growth.life_cycle import STAGES
from distretto.cli.text_table import Column, filled, text_table
from distretto.formats import growth_words as words
from distretto.formats.charts.language import ENGLISH
from distretto.formats.problems import part_of_all
from distretto.formats.signs import signed

UNKNOWN = "–"
ROOMY = 110  # columns of a terminal that has room for both years
HEADS = {
    "national": "nation",
    "mix": "mix",
    "neighbours": "neighbours",
    "regional": "itself",
    "competitive": "competitive",
    "allocation": "allocation",
    "unattributed": "not told",
}


def growth_text(found: Growth, *, top: int, width: int) -> str:
    """The rows with the largest changes, the total, and what the columns mean."""
    rows = words.largest(found.rows, top).to_dicts()
    parts = words.parts_among([*rows, found.total], found.parts)
    lead = words.lead(found.total, found.parts, found.settings, ENGLISH)
    beneath = [
        *(words.MEANINGS[part] for part in parts),
        *words.meaning_of_signs([*rows, found.total]),
        f"{UNKNOWN} is unknown, not zero.",
        *_more(found, len(rows)),
        *(f"· {note}" for note in found.notes),
    ]
    return "\n\n".join(
        [
            "\n".join(filled([lead], width)),
            _table(rows, parts, found, width),
            "\n".join(filled(beneath, width)),
        ]
    )


def _more(found: Growth, shown: int) -> list[str]:
    count = found.rows.height
    if count <= shown:
        return []
    return [f"The {shown:,} largest changes of {count:,}: --top {count} shows all."]


def _table(
    rows: list[dict[str, Any]], parts: tuple[str, ...], found: Growth, width: int
) -> str:
    settings, roomy = found.settings, width >= ROOMY
    stages = "stage" in found.rows.columns
    heads = [Column(settings["by"], widest=40, lines=2)]
    keys = ["name"]
    if roomy:
        heads += [Column(str(settings[key]), right=True) for key in ("from", "to")]
        keys += ["value_start", "value_end"]
    heads += [Column("change", right=True)]
    heads += [Column(HEADS[part], right=True) for part in parts]
    keys += ["change", *parts]
    if stages:
        heads.append(Column("stage"))
        keys.append("stage")
    elif roomy and "known_share" in found.rows.columns:
        heads.append(Column("known", right=True))
        keys.append("known_share")
    listed = [{**row, "name": words.name_of(row, ENGLISH)} for row in rows]
    if others := _others(found, rows):
        listed.append(others)
    if found.rest is not None:
        listed.append({**found.rest, "name": words.RESTS[settings["by"]]})
    listed.append({**found.total, "name": words.name_of(found.total, ENGLISH)})
    return text_table(
        [[_cell(row, key) for key in keys] for row in listed], heads, width
    )


def _others(found: Growth, rows: list[dict[str, Any]]) -> dict[str, Any] | None:
    """The sum of the rows that are not shown, so that the columns add up."""
    count = found.rows.height - len(rows)
    if not count:
        return None
    names = ("value_start", "value_end", "change", *found.parts, "unattributed")
    shown = [row for row in rows if row["change"] is not None]
    known = found.rows.drop_nulls("change")
    sums = {name: known[name].sum() - sum(row[name] for row in shown) for name in names}
    left = found.rows.filter(~pl.col("code").is_in([row["code"] for row in rows]))
    is_minimum = "is_minimum" in left.columns and bool(left["is_minimum"].any())
    name = words.OTHERS % {"count": f"{count:,}"}
    return {"name": name, "is_minimum": is_minimum, **sums}


def _cell(row: dict[str, Any], key: str) -> str:
    value = row.get(key)
    if value is None:
        return "" if key not in row and key in ("stage", "known_share") else UNKNOWN
    if isinstance(value, str):
        return STAGES.get(value, value) if key == "stage" else value
    if key == "known_share":
        return part_of_all(value, 0)
    is_end = key in ("value_start", "value_end")
    text = f"{value:,.0f}" if is_end else words.signed(value, ENGLISH)
    return signed(words.sign_of(row, key), text)
