"""A cluster map as text for people: a table with units, and the notes beneath."""

from collections.abc import Callable
from typing import Any

from distretto.analysis.selection.cluster_map import DEFAULT_LEVEL, ClusterMap
from distretto.cli.text_table import Column, filled, text_table
from distretto.formats.problems import part_of_all
from distretto.formats.signs import MARKED, meanings, sign_of, signed

UNKNOWN = "–"
LOW = "LQ low"
ROOMY = 100  # columns of a terminal that has room for the interval too


def map_text(found: ClusterMap, *, top: int, width: int) -> str:
    """The first `top` clusters, what they mean, and what was left out."""
    rows = found.clusters.head(top).to_dicts()
    if not rows:
        parts = ["\n".join(filled([f"No clusters. {found.absence}"], width))]
    else:
        parts = [_table(rows, width)]
    legend = [*_legend(found, rows, width), *meanings(rows, MARKED)]
    parts.append("\n".join(filled(legend, width)))
    parts.append("\n".join(filled(_beneath(found, len(rows)), width)))
    return "\n\n".join(part for part in parts if part)


def _table(rows: list[dict[str, Any]], width: int) -> str:
    """The table; a column of which nothing is known, or without room, is left out."""
    columns, cells = _columns(), [_row(row) for row in rows]
    bare = {"growth": not _has_growth(rows), LOW: not _has_interval(rows, width)}
    told = [
        place
        for place, column in enumerate(columns)
        if not bare.get(column.heading, False)
    ]
    kept = [[row[place] for place in told] for row in cells]
    return text_table(kept, [columns[place] for place in told], width)


def _has_growth(rows: list[dict[str, Any]]) -> bool:
    return any(row["growth"] is not None for row in rows)


def _has_interval(rows: list[dict[str, Any]], width: int) -> bool:
    return width >= ROOMY and any(row["lq_low"] is not None for row in rows)


def _columns() -> list[Column]:
    return [
        Column("#", right=True),
        Column("regions", widest=34, lines=3),
        Column("industry", widest=40, lines=3),
        Column("jobs", right=True),
        Column("firms", right=True),
        Column("LQ", right=True),
        Column(LOW, right=True),
        Column("focus", right=True),
        Column("size", right=True),
        Column("growth", right=True),
        Column("stars"),
        Column("known", right=True),
    ]


def _row(row: dict[str, Any]) -> list[str]:
    return [
        str(row["rank"]),
        ", ".join(_named(row)),
        _industry(row),
        _or_unknown(row["employment"], _count),
        _or_unknown(row["establishments"], _count),
        _measure(row, "lq", _ratio),
        _or_unknown(row["lq_low"], _ratio),
        _measure(row, "focus", _share),
        _measure(row, "size", _share),
        _or_unknown(row["growth"], "{:+.0%}".format),
        _measure(row, "stars", lambda stars: "★" * int(stars) or "·"),
        _or_unknown(row["known_share"], lambda share: part_of_all(share, 0)),
    ]


def _named(row: dict[str, Any]) -> list[str]:
    names = row["region_names"] or row["regions"]
    return [name or code for name, code in zip(names, row["regions"], strict=True)]


def _industry(row: dict[str, Any]) -> str:
    code, name = row["industry"], row["industry_name"]
    return f"{code} {name}" if name and name != code else str(code)


def _or_unknown(value: Any, style: Callable[[Any], str]) -> str:
    return UNKNOWN if value is None else style(value)


def _measure(row: dict[str, Any], name: str, style: Callable[[Any], str]) -> str:
    """A measure behind its sign, where it rests on an incomplete total."""
    return signed(sign_of(row, name), _or_unknown(row[name], style))


def _count(value: float) -> str:
    return f"{value:,.0f}"


def _ratio(value: float) -> str:
    return f"{value:,.2f}" if value < 100 else f"{value:,.0f}"


def _share(value: float) -> str:
    return part_of_all(value)


def _legend(found: ClusterMap, rows: list[dict[str, Any]], width: int) -> list[str]:
    value = found.settings["value"]
    year = found.settings["year"]
    estimate = found.settings.get("employment_is_estimate")
    growth = f", growth since {found.settings['growth_from']}"
    return [
        f"LQ, focus and size are of {value}"
        + (f", {year}" if year else "")
        + (growth if _has_growth(rows) else "")
        + (". Jobs are estimated from size bands" if estimate else "")
        + ". LQ: how many times the reference's share the industry has there.",
        *(_interval(found) if _has_interval(rows, width) else ()),
        "focus: share of the region; size: share of the industry; known: share of the "
        f"industry that is published. {UNKNOWN} is unknown, not zero.",
    ]


def _interval(found: ClusterMap) -> list[str]:
    level = found.settings["certainty"] or DEFAULT_LEVEL
    return [f"LQ low: low end of the quotient's interval of {level:.4g}."]


def _beneath(found: ClusterMap, shown: int) -> list[str]:
    settings, funnel = found.settings, found.funnel
    lines = []
    if found.known_share is not None:
        lines.append(_known(found.known_share, settings))
    lines += [
        f"{funnel['listed']:,} cells listed, {funnel['known']:,} known, "
        f"{funnel['specialised']:,} with LQ ≥ {settings['lq']:g}, joined to "
        f"{funnel['joined']:,} clusters;",
        f"  {funnel['joined'] - funnel['enough_establishments']:,} left out with fewer "
        f"than {settings['establishments']:g} establishments, "
        f"{funnel['enough_establishments'] - funnel['enough_employment']:,} more with "
        f"fewer than {settings['employment']:g} jobs: "
        f"{funnel['enough_employment']:,} remain"
        + _uncertain(settings["certainty"], funnel),
    ]
    rest = found.clusters.height - shown
    if rest > 0:
        lines.append(f"{rest:,} more: --top {found.clusters.height} shows all.")
    return lines + [f"· {note}" for note in found.notes]


def _known(share: float, settings: dict[str, Any]) -> str:
    value, of = settings["value"], settings["known_share_of"]
    if of == value:
        return f"{part_of_all(share)} of all {value} is in cells whose figure is known."
    return f"{part_of_all(share)} of all {of} are in cells whose {value} is known."


def _uncertain(certainty: float | None, funnel: dict[str, int]) -> str:
    if certainty is None:
        return "."
    gone = funnel["enough_employment"] - funnel["certain"]
    return (
        f", {gone:,} of which may be specialised by chance (at {certainty:.4g}): "
        f"{funnel['certain']:,} clusters (--certainty 0 keeps all)."
    )
