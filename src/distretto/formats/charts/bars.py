"""The best clusters as a list with bars: read like a table, seen like a picture."""

from collections.abc import Iterable, Mapping
from typing import Any

import altair as alt

from distretto.errors import gettext_noop
from distretto.formats.charts import clusters as rows_of
from distretto.formats.charts import labels, theme
from distretto.formats.charts.clusters import About, Row, is_number
from distretto.formats.charts.language import ENGLISH, Language
from distretto.formats.charts.picture import Column, Picture, Table, word
from distretto.formats.charts.svg import local_link

TITLE = gettext_noop("The first clusters, by %(measure)s")
DESCRIPTION = gettext_noop(
    "The first clusters in their order, as bars. The bar shows: %(measure)s. Clusters: "
    "%(count)s. The first is %(first)s with %(value)s."
)
# What a bar may show: the name for people, and how its numbers are written.
MEASURES = {
    "employment": (gettext_noop("Employment"), "count"),
    "establishments": (gettext_noop("Establishments"), "count"),
    "lq": (gettext_noop("Location quotient"), "number"),
    "focus": (gettext_noop("Focus"), "share"),
    "size": (gettext_noop("Size"), "share"),
}

_ROW = 26


def bar_list(
    clusters: Iterable[Row],
    *,
    measure: str = "employment",
    top: int = 15,
    about: About | None = None,
    links: Mapping[int, str] | None = None,
    language: Language = ENGLISH,
    width: int = 680,
) -> Picture:
    """The first clusters in the order of their rank, with one measure as a bar.

    An unknown measure has no bar: the word “unknown” stands in its place.
    """
    about = about or About()
    found = rows_of.ranked(clusters, top)
    name, kind = MEASURES[measure]
    column = Column(measure, language.say(name), kind)
    rows = [_row(row, column, about, links or {}, language, width) for row in found]
    return Picture(
        chart=_chart(rows, language, width),
        table=_table(found, column, language),
        title=language.say(TITLE) % {"measure": column.name},
        description=_description(rows, column, language),
        notes=about.note(language),
        language=language,
    )


def _row(
    row: Row,
    column: Column,
    about: About,
    links: Mapping[int, str],
    language: Language,
    width: int,
) -> dict[str, Any]:
    rank, value = int(row["rank"]), row.get(column.key)
    known = value if is_number(value) else None
    name = rows_of.name_of(row, language)
    return {
        "rank": rank,
        "name": labels.fits(f"{rank}. {name}", name_width(width)),
        "full": name,
        "value": known,
        "word": word(column, known, language),
        "tip": f"{rank}. {rows_of.tip_of(row, language, about)}",
        "link": local_link(links[rank]) if rank in links else None,
    }


def name_width(width: int) -> float:
    """How much of a picture's width is for the names of its rows."""
    return width * 0.42


def rows_axis(order: list[str], width: int, *, rtl: bool) -> alt.Y:
    """The axis of a list: names in the given order, at the reading side.

    The order is handed over as a list: sorting by a field is lost in layers.
    """
    return alt.Y(
        "name:N",
        sort=order,
        scale=alt.Scale(domain=order, paddingInner=0.3, paddingOuter=0.15),
        axis=alt.Axis(
            title=None,
            domain=False,
            labelColor=theme.INK,
            labelLimit=name_width(width) + 20,
            orient="right" if rtl else "left",
        ),
    )


def _chart(
    rows: list[dict[str, Any]], language: Language, width: int
) -> alt.LayerChart:
    rtl = language.is_rtl
    largest = max((each["value"] or 0 for each in rows), default=0) or 1
    scale = alt.Scale(domain=[0, largest * 1.02], reverse=rtl, nice=False)
    base = alt.Chart(alt.Data(values=rows)).encode(
        y=rows_axis([each["name"] for each in rows], width, rtl=rtl),
        description="tip:N",
        href="link:N",
    )
    bars = base.mark_bar(color=theme.ACCENT).encode(
        x=alt.X("value:Q", scale=scale, axis=None)
    )
    words = (
        base.transform_calculate(at="isValid(datum.value) ? datum.value : 0")
        .mark_text(
            align="right" if rtl else "left", dx=-6 if rtl else 6, color=theme.INK
        )
        .encode(x=alt.X("at:Q", scale=scale, axis=None), text="word:N")
    )
    return (
        alt.layer(bars, words)
        .properties(
            width=width - name_width(width) - 100, height=max(1, len(rows)) * _ROW
        )
        .configure(**theme.config(rtl=rtl))
    )


def _table(found: list[dict[str, Any]], column: Column, language: Language) -> Table:
    say = language.say
    columns = (
        Column("rank", say(rows_of.RANK), "count"),
        Column("cluster", say(rows_of.CLUSTER)),
        column,
    )
    rows = tuple(
        (
            int(row["rank"]),
            rows_of.name_of(row, language),
            row[column.key] if is_number(row.get(column.key)) else None,
        )
        for row in found
    )
    return Table(columns, rows)


def _description(rows: list[dict[str, Any]], column: Column, language: Language) -> str:
    first = rows[0] if rows else {"full": language.unknown, "word": language.unknown}
    return language.say(DESCRIPTION) % {
        "count": language.number(len(rows)),
        "measure": column.name,
        "first": first["full"],
        "value": first["word"],
    }
