"""What a survey found, on the screen."""

from collections.abc import Iterator, Sequence
from typing import Any

import polars as pl

from distretto.cli.text_table import Column, filled, text_table
from distretto.formats.survey.bottlenecks import is_gap_hidden, is_seen_hidden
from distretto.formats.survey.columns import COLUMNS, SHARE
from distretto.formats.survey.found import SHEETS, Found, alike

UNKNOWN, HIDDEN = "–", "hidden"
# What stands on the screen of each kind; all tables are in a file.
_SHOWN = {
    "sample": ("strata", "precision"),
    "answers": (
        *("imports", "problems", "inconsistent", "outliers", "enumerators"),
        *("again", "unplaced"),
    ),
    "bottlenecks": (),
}
_WIDEST, _LINES = 60, 3


def survey_text(found: Found, *, top: int, width: int) -> str:
    """The tables of a kind, `top` rows of each, then the notes."""
    parts = [_heading(found)]
    if found.kind == "bottlenecks":
        parts += [_categories(found, width), *_groups(found, width), _alarms(found)]
    for name in _SHOWN[found.kind]:
        if name in found.tables and found.tables[name].height:
            parts.append(_listed(found, name, top, width))
    parts.append("\n".join(filled([f"· {note}" for note in found.notes], width)))
    return "\n\n".join(part for part in parts if part)


def _heading(found: Found) -> str:
    if found.kind == "sample":
        firms = found.tables["firms"]["role"].value_counts(name="count")
        counts = dict(firms.iter_rows())
        drawn, reserve = counts.get("sample", 0), counts.get("replacement", 0)
        return f"{drawn:,} firms drawn, {reserve:,} in reserve. -o FILE has them."
    if found.kind == "answers":
        told = [
            f"{found.tables[name].height:,} {word}"
            for name, word in (
                ("responses", "responses"),
                ("answers", "answers"),
                ("problems", "problems"),
                ("inconsistent", "that do not fit"),
                ("outliers", "outliers"),
            )
        ]
        return f"{', '.join(told)}."
    return ""


def _listed(found: Found, name: str, top: int, width: int) -> str:
    table = found.tables[name]
    if name == "imports":
        counts = dict(table["became"].value_counts(name="count").iter_rows())
        kinds = ("new", "changed", "unchanged", "gone")
        return f"{', '.join(f'{counts.get(kind, 0):,} {kind}' for kind in kinds)}."
    if name == "problems":
        table = table.drop("code")
    known = [name for name in table.columns if table[name].count()]
    shown = known or table.columns
    rows = [
        [_cell(column, value) for column, value in zip(shown, row, strict=True)]
        for row in table.select(shown).head(top).iter_rows()
    ]
    text = text_table(rows, [_column(table, column) for column in shown], width)
    rest = table.height - len(rows)
    more = f"\n... and {rest:,} more: --top shows more, -o FILE.xlsx all."
    return f"{SHEETS[name]}\n{text}{more if rest else ''}"


def _column(table: pl.DataFrame, name: str) -> Column:
    heading = COLUMNS.get(name, (name, "", 0))[0]
    if table[name].dtype.is_numeric():
        return Column(heading, right=True)
    return Column(heading, widest=_WIDEST, lines=_LINES)


def _cell(column: str, value: Any) -> str:
    if value is None:
        return UNKNOWN
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        if COLUMNS.get(column, ("", "", 0))[1] == SHARE:
            return _share(value)
        return f"{value:,.3g}" if abs(value) < 1000 else f"{value:,.0f}"
    return f"{value:,}" if isinstance(value, int) else str(value)


def _share(value: float | None) -> str:
    return UNKNOWN if value is None else f"{100 * value:.0f} %"


def _number(value: float | None, decimals: int = 1, sign: str = "") -> str:
    return UNKNOWN if value is None else f"{value:{sign}.{decimals}f}"


def _categories(found: Found, width: int) -> str:
    columns = [
        Column("Bottleneck", widest=36),
        Column("Firms", right=True),
        Column("Severe for", right=True),
        Column("95 %", right=True),
        Column("Mean", right=True),
        Column("As seen", right=True),
        Column("Gap", right=True),
        Column("Among three", right=True),
    ]
    level = found.settings.get("level", 0.95)
    columns[3] = Column(f"{100 * float(str(level)):g} %", right=True)
    is_hiding = bool(found.settings["fewest"])
    rows = [
        _category(row, is_hiding)
        for row in found.tables["categories"].iter_rows(named=True)
    ]
    key = (
        "Severe: a score of 3 or more, from 0 to 4. As seen: how much of an obstacle "
        "firms say it is, from 0 to 4. Gap: as seen less the mean."
    )
    told = [key, *_alike(found.tables["categories"])]
    return "\n".join([text_table(rows, columns, width), *filled(told, width)])


def _alike(categories: pl.DataFrame) -> list[str]:
    """Which categories may as well be the first."""
    others = categories.filter("like_first")["name"].to_list()
    return [str(note) for note in alike(categories["name"][0], others)]


def _category(row: dict[str, Any], is_hiding: bool) -> list[str]:
    if row["is_hidden"]:
        return [row["name"], HIDDEN, *[""] * 6]
    low, high = row["severe_share_low"], row["severe_share_high"]
    return [
        row["name"],
        f"{row['firms']:,}",
        _share(row["severe_share"]),
        UNKNOWN if low is None else f"{_share(low)} … {_share(high)}",
        _number(row["mean"]),
        HIDDEN if is_hiding and is_seen_hidden(row) else _number(row["seen_mean"]),
        HIDDEN if is_hiding and _lacks_gap(row) else _number(row["gap"], sign="+"),
        _share(row["named_share"]),
    ]


def _lacks_gap(row: dict[str, Any]) -> bool:
    return is_seen_hidden(row) or is_gap_hidden(row)


def _groups(found: Found, width: int) -> Iterator[str]:
    """For each variable the share of firms for which a category is severe."""
    groups = found.tables["groups"]
    measured = found.tables["categories"].filter(pl.col("indicators") > 0)
    order = measured["name"].to_list()
    for variable in groups["variable"].unique(maintain_order=True):
        of_it = groups.filter(pl.col("variable") == variable)
        levels = of_it["group"].unique(maintain_order=True).to_list()
        cells = {
            (row["name"], row["group"]): _shown(row)
            for row in of_it.iter_rows(named=True)
        }
        rows = [[name, *(cells[name, level] for level in levels)] for name in order]
        yield _matrix(f"Severe for, by {variable}", levels, rows, width)


def _matrix(
    heading: str, levels: Sequence[str | None], rows: list[list[str]], width: int
) -> str:
    columns = [Column("Bottleneck", widest=36)]
    columns += [Column(level or "unknown", right=True) for level in levels]
    return f"{heading}\n{text_table(rows, columns, width)}"


def _shown(row: dict[str, Any]) -> str:
    return HIDDEN if row["is_hidden"] else _share(row["severe_share"])


def _alarms(found: Found) -> str:
    lines = []
    for row in found.tables["alarms"].iter_rows(named=True):
        if row["is_hidden"]:
            lines.append(f"{row['indicator']}: there are firms; how many is hidden.")
        elif row["firms"]:
            lines.append(f"{row['indicator']}: {row['firms']:,} firms.")
    return "\n".join(["Not to be tolerated:", *lines]) if lines else ""
