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
        data={"rows": rows},
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
    """How much of a picture's width is for the names of its rows.

    On a narrow picture a name stands above its bar and has all the width.
    """
    return width - 30 if is_narrow(width) else width * 0.42


def is_narrow(width: int) -> bool:
    """Whether names stand above their bars, as on a phone."""
    return width < 480


def rows_axis(order: list[str], width: int, *, rtl: bool) -> alt.Y:
    """The axis of a list: names in the given order, at the reading side.

    The order is handed over as a list: sorting by a field is lost in layers.
    """
    return alt.Y(
        "name:N",
        sort=order,
        scale=alt.Scale(domain=order, paddingInner=0.3, paddingOuter=0.15),
        axis=None
        if is_narrow(width)
        else alt.Axis(
            title=None,
            domain=False,
            labelColor=theme.INK,
            labelLimit=name_width(width) + 20,
            orient="right" if rtl else "left",
        ),
    )


def row_names(base: alt.Chart, width: int, *, rtl: bool) -> list[alt.Chart]:
    """On a narrow picture: the names above their rows, at the reading side."""
    if not is_narrow(width):
        return []
    across = plot_width(width)
    mark = base.mark_text(align="right" if rtl else "left", dy=-9, color=theme.INK)
    return [mark.encode(x=alt.value(across if rtl else 0), text="name:N")]


def plot_width(width: int) -> float:
    """What is left for the bars, beside names and numbers."""
    return width - (80 if is_narrow(width) else name_width(width) + 100)


def row_height(width: int) -> int:
    """The height of a row; twice the text where names stand above."""
    return 42 if is_narrow(width) else _ROW


def _chart(
    rows: list[dict[str, Any]], language: Language, width: int
) -> alt.LayerChart:
    rtl = language.is_rtl
    largest = max((each["value"] or 0 for each in rows), default=0) or 1
    scale = alt.Scale(domain=[0, largest * 1.02], reverse=rtl, nice=False)
    base = alt.Chart(alt.NamedData("rows")).encode(
        y=rows_axis([each["name"] for each in rows], width, rtl=rtl),
        description="tip:N",
        href="link:N",
    )
    narrow = is_narrow(width)
    bars = base.mark_bar(
        color=theme.ACCENT, **({"height": 12, "yOffset": 9} if narrow else {})
    ).encode(x=alt.X("value:Q", scale=scale, axis=None))
    words = (
        base.transform_calculate(at="isValid(datum.value) ? datum.value : 0")
        .mark_text(
            align="right" if rtl else "left",
            dx=-6 if rtl else 6,
            dy=10 if narrow else 0,
            color=theme.INK,
        )
        .encode(x=alt.X("at:Q", scale=scale, axis=None), text="word:N")
    )
    return (
        alt.layer(bars, words, *row_names(base, width, rtl=rtl))
        .properties(
            width=plot_width(width), height=max(1, len(rows)) * row_height(width)
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
