"""The tables of a cluster map's page: clusters, what each test left, and formulas."""

from typing import Any

from distretto.analysis.selection.cluster_map import ClusterMap
from distretto.analysis.selection.explanation import explain_location_quotient
from distretto.errors import gettext_noop
from distretto.formats.charts import clusters as rows_of
from distretto.formats.charts.language import Language
from distretto.formats.charts.picture import Bounded, Column, Table
from distretto.formats.map_words import (
    FUNNEL,
    has_interval,
    interval,
    interval_beneath,
)
from distretto.formats.signs import minima_of

INDUSTRY = gettext_noop("Industry")
REGIONS = gettext_noop("Regions")
GROWTH_SINCE = gettext_noop("Growth since %(year)s")
STAGE = gettext_noop("Stage")
LEFT = gettext_noop("Left over")
MOST_FORMULAS = 30


def cluster_table(
    rows: list[dict[str, Any]],
    language: Language,
    *,
    since: int | None = None,
    most: int = 6,
) -> Table:
    """The ranked clusters with all their measures, and at most so many regions named.

    Growth, `since` a year, has a column only where it is known of some cluster.
    """
    columns = _columns(language, since)
    if all(row.get("growth") is None for row in rows):
        columns = tuple(each for each in columns if each.key != "growth")
    named = [
        {
            **row,
            "industry": _industry(row),
            "regions": rows_of.regions_of(row, language, most),
        }
        for row in rows
    ]
    return Table(
        columns,
        tuple(
            tuple(_figure(row, each.key, language) for each in columns) for row in named
        ),
    )


def _figure(row: dict[str, Any], key: str, language: Language) -> Any:
    """A figure of a cluster; its quotient with the interval beneath."""
    figure = rows_of.measure_of(row, key)
    if key != "lq" or figure is None or not has_interval(row):
        return figure
    sign = figure.sign if isinstance(figure, Bounded) else ""
    return Bounded(float(figure), sign, interval_beneath(row, language))


def _columns(language: Language, since: int | None) -> tuple[Column, ...]:
    say = language.say
    return (
        Column("rank", say(rows_of.RANK), "count"),
        Column("industry", say(INDUSTRY)),
        Column("regions", say(REGIONS)),
        Column("employment", say(rows_of.EMPLOYMENT), "count"),
        Column("establishments", say(rows_of.ESTABLISHMENTS), "count"),
        Column("lq", say(rows_of.QUOTIENT), "number"),
        Column("focus", say(rows_of.FOCUS_NAME), "share"),
        Column("size", say(rows_of.SIZE_NAME), "share"),
        Column("growth", say(GROWTH_SINCE) % {"year": since}, "share"),
        Column("stars", say(rows_of.STARS), "count"),
        Column("known_share", say(rows_of.KNOWN), "share"),
    )


def _industry(row: dict[str, Any]) -> str:
    name = row.get("industry_name")
    return f"{row['industry']} {name}" if name else str(row["industry"])


def funnel_table(found: ClusterMap, language: Language) -> Table:
    """How many combinations each test left."""
    say = language.say
    columns = (
        Column("stage", say(STAGE)),
        Column("count", say(LEFT), "count"),
    )
    rows = tuple(
        (say(name), found.funnel[key])
        for key, name in FUNNEL.items()
        if key in found.funnel
    )
    return Table(columns, rows)


def formulas(
    rows: list[dict[str, Any]], level: float | None, language: Language
) -> list[list[str]]:
    """The location quotients of the first clusters with their own figures in them.

    `level` is that of their intervals; None is the default.
    """
    out = []
    for row in rows[:MOST_FORMULAS]:
        if row.get("value") is None or row.get("region_total") is None:
            continue
        explained = explain_location_quotient(
            row["value"],
            row["region_total"],
            reference_industry_total=row.get("reference_industry_total"),
            reference_total=row.get("reference_total"),
            reference_share=row.get("reference_share"),
            minima=minima_of(row),
        )
        name = f"{row['rank']}. {rows_of.name_of(row, language)}"
        beside = interval(row, level, language)
        out.append([name, f"LQ = {explained.formula}{beside}"])
    return out
