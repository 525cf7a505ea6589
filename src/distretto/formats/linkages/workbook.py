"""The measures of linkages as an Excel workbook that people read and print."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polars as pl

from distretto.formats.charts.language import Language
from distretto.formats.linkages.lists import list_of_actors, list_of_ties
from distretto.formats.linkages.report import LinkageReport, change_dict
from distretto.formats.linkages.words import HEADINGS, heading_of, said
from distretto.formats.result_files import (
    MOST_ROWS,
    Asked,
    add_notes,
    add_sheet,
    no_room,
    workbook,
)
from distretto.formats.sheet_setup import for_paper, set_height, widths_of
from distretto.notes import Note

SHARE, WHOLE, PLAIN = "0.0%", "#,##0", "0.000"
SAMPLE = 200  # rows that decide how wide a column is


def write_workbook(found: LinkageReport, path: Path, asked: Asked) -> None:
    """A sheet of each kind of figures, then the ties and actors themselves."""
    language = asked.language
    with workbook(path, asked) as book:
        notes = []
        for name, frame in _sheets(found):
            if frame.width and frame.height:
                notes += no_room(frame.height)
                sheet = add_sheet(book, HEADINGS[name], language)
                _write(book, sheet, frame.head(MOST_ROWS), language)
        heads = [asked.title, asked.source]
        told: list[Note] = [*found.all_notes(), *notes]
        add_notes(book, [*heads, *(note.said(language) for note in told)], language)


def _sheets(found: LinkageReport) -> list[tuple[str, pl.DataFrame]]:
    return [
        ("sheet_whole", _turned(found.whole)),
        ("sheet_change", _changes(found)),
        ("sheet_actors", found.actors),
        ("sheet_mixing", found.mixing),
        ("sheet_institutions", found.institutions),
        ("sheet_ties_changed", _changed_ties(found)),
        ("sheet_ties", list_of_ties(found.waves)),
        ("sheet_listed", list_of_actors(found.waves)),
    ]


def _turned(whole: pl.DataFrame) -> pl.DataFrame:
    """A row for each measure is easier to read than forty columns."""
    keys = [name for name in ("wave", "relation", "view") if name in whole.columns]
    return (
        whole.unpivot(
            index=keys,
            on=[name for name in whole.columns if name not in keys],
            variable_name="measure",
            value_name="value",
        ).sort(keys, maintain_order=True)
        if len(whole)
        else whole
    )


# What kept, new and lost ties are where the later wave is what is wished for.
WISHED = {"kept": "wished_there", "new": "wished_only", "lost": "unwished"}


def _changes(found: LinkageReport) -> pl.DataFrame:
    rows = []
    for key, change in found.changes.items():
        told = change_dict(key, change)
        head = {name: told[name] for name in ("before", "after", "relation", "view")}
        named = {f"wave_{name}": head[name] for name in ("before", "after")}
        named |= {name: head[name] for name in ("relation", "view")}
        rows += [{**named, **row} for row in (*_counts(told), *told["measures"])]
    return pl.DataFrame(rows, infer_schema_length=None)


def _counts(told: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Actors and ties compared; ties with a direction are counted in both ways."""
    fates: dict[str, str] = {name: name for name in ("kept", "new", "lost")}
    others = ["jaccard", "entry_ties", "exit_ties", "qap_correlation", "qap_p_value"]
    if told["is_wish"]:  # nothing was kept or lost, and there is no test
        fates, others = WISHED, ["jaccard"]
    counted = "with_direction" if told["is_directed"] else "by_pairs"
    yield {"measure": "panel", "counted": None, "change": _number(told["panel"])}
    for name, measure in (fates | {name: name for name in others}).items():
        value = _number(told[name])
        yield {"measure": measure, "counted": counted, "change": value}
    if told["is_directed"]:
        for name, measure in fates.items():
            value = _number(told[f"pairs_{name}"])
            yield {"measure": measure, "counted": "by_pairs", "change": value}


def _number(value: Any) -> float | None:
    return None if value is None else float(value)


def _changed_ties(found: LinkageReport) -> pl.DataFrame:
    parts = [
        each.ties.select(
            pl.lit(before).alias("wave_before"),
            pl.lit(after).alias("wave_after"),
            pl.lit(relation).alias("relation"),
            pl.exclude("status"),
            pl.col("status").replace(WISHED if each.is_wish else {}),
        )
        for (before, after, relation, view), each in found.changes.items()
        if view in ("everybody", "firms")
    ]
    return pl.concat(parts).unique(maintain_order=True) if parts else pl.DataFrame()


def _write(book: Any, sheet: Any, frame: pl.DataFrame, language: Language) -> None:
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    text = book.add_format({"valign": "top"})
    heads = [heading_of(name, language) for name in frame.columns]
    sample = [
        [said(value, language) for value in row] for row in frame.head(SAMPLE).rows()
    ]
    widths = widths_of(heads, sample)
    for place, head in enumerate(heads):
        sheet.set_column(place, place, widths[place])
        sheet.write_string(0, place, head, bold)
    set_height(sheet, 0, heads, widths)
    for place, column in enumerate(frame):
        number = book.add_format({"num_format": _format(column), "valign": "top"})
        for row, value in enumerate(column, start=1):
            if value is None:
                continue
            if isinstance(value, bool | str):
                sheet.write_string(row, place, said(value, language), text)
            else:
                sheet.write_number(row, place, value, number)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(1, frame.height), len(heads) - 1)
    for_paper(sheet, widths, head=0)


def _format(column: pl.Series) -> str:
    if column.dtype.is_integer():
        return WHOLE
    return SHARE if column.name.endswith(("_share", "coverage")) else "0.000;-0.000;0"
