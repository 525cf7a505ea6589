"""The best clusters as a list with bars: read like a table, seen like a picture."""

from collections.abc import Iterable, Mapping
from typing import Any

from distretto.errors import gettext_noop
from distretto.formats.charts import clusters as rows_of
from distretto.formats.charts import theme
from distretto.formats.charts.clusters import About, Row, is_number
from distretto.formats.charts.language import ENGLISH, Language
from distretto.formats.charts.listing import Layout, bars
from distretto.formats.charts.picture import Cell, Column, Picture, Table, word
from distretto.formats.charts.svg import local_link

DESCRIPTION = gettext_noop(
    "The first clusters in their order, as bars. The bar shows: %(measure)s. Clusters: "
    "%(count)s. The first is %(first)s with %(value)s."
)
# What a bar may show: the name for people, how its numbers are written, the title.
MEASURES = {
    "employment": (
        gettext_noop("Employment"),
        "count",
        gettext_noop("The first clusters, by employment"),
    ),
    "establishments": (
        gettext_noop("Establishments"),
        "count",
        gettext_noop("The first clusters, by number of establishments"),
    ),
    "lq": (
        gettext_noop("Location quotient"),
        "number",
        gettext_noop("The first clusters, by location quotient"),
    ),
    "focus": (
        gettext_noop("Focus"),
        "share",
        gettext_noop("The first clusters, by focus"),
    ),
    "size": (
        gettext_noop("Size"),
        "share",
        gettext_noop("The first clusters, by size"),
    ),
}


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

    An unknown measure has no bar: the word “unknown” stands in its place. A name has
    two lines, its industry and its place, so that neither is cut for the other.
    """
    about = about or About()
    found = rows_of.ranked(clusters, top)
    name, kind, title = MEASURES[measure]
    column = Column(measure, language.say(name), kind)
    layout = Layout(width, rtl=language.is_rtl, two_lines=True)
    rows = layout.named(
        [_row(row, column, about, links or {}, language) for row in found]
    )
    return Picture(
        chart=bars(rows, layout).configure(**theme.config(rtl=layout.rtl)),
        data={"rows": rows},
        table=_table(found, column, language),
        title=language.say(title),
        description=_description(rows, column, language),
        notes=(
            *about.note(language),
            *rows_of.meaning_of_signs(found, language, measure),
        ),
        language=language,
    )


def _row(
    row: Row,
    column: Column,
    about: About,
    links: Mapping[int, str],
    language: Language,
) -> dict[str, Any]:
    rank, value = int(row["rank"]), row.get(column.key)
    known = value if is_number(value) else None
    name = rows_of.name_of(row, language)
    return {
        "rank": rank,
        "name": f"{rank}. {rows_of.industry_of(row)}",
        "below": rows_of.regions_of(row, language),
        "full": name,
        "value": known,
        "word": word(column, _cell(row, column), language),
        "tip": f"{rank}. {rows_of.tip_of(row, language, about)}",
        "link": local_link(links[rank]) if rank in links else None,
    }


def _cell(row: Row, column: Column) -> Cell:
    known = is_number(row.get(column.key))
    return rows_of.measure_of(row, column.key) if known else None


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
            _cell(row, column),
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
