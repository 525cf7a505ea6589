"""Clusters as bubbles: how specialised, how concentrated, how many jobs."""

from collections.abc import Iterable, Mapping
from math import ceil, floor, hypot, log2, log10, sqrt
from typing import Any

import altair as alt

from distretto.errors import gettext_noop
from distretto.formats.charts import clusters as rows_of
from distretto.formats.charts import labels, theme
from distretto.formats.charts.clusters import About, Row, is_number
from distretto.formats.charts.language import ENGLISH, Language
from distretto.formats.charts.picture import Cell, Column, Picture, Table
from distretto.formats.charts.svg import local_link

TITLE = gettext_noop("How specialised, and how much of it")
LQ_AXIS = gettext_noop("Location quotient (each step doubles it)")
FOCUS_AXIS = (
    gettext_noop("Share of the region’s jobs (logarithmic)"),
    gettext_noop("Share of the region’s establishments (logarithmic)"),
    gettext_noop("Share of the region’s jobs in %(base)s (logarithmic)"),
    gettext_noop("Share of the region’s establishments in %(base)s (logarithmic)"),
)
_SIZE_JOBS = gettext_noop("Share of the industry’s jobs (logarithmic)")
_SIZE_FIRMS = gettext_noop("Share of the industry’s establishments (logarithmic)")
SIZE_AXIS = (_SIZE_JOBS, _SIZE_FIRMS, _SIZE_JOBS, _SIZE_FIRMS)
AREA = gettext_noop("Jobs (area of the bubble)")
FIRMS_AREA = gettext_noop("Establishments (area of the bubble)")
DESCRIPTION = gettext_noop(
    "Clusters as bubbles, numbered by rank: to the right the more specialised, higher "
    "up the larger share. Clusters: %(count)s. The first is %(first)s."
)
NOT_DRAWN = gettext_noop(
    "In the table only, because one of the two figures is not known: %(count)s."
)
NO_AREA = gettext_noop("An open ring: the number of jobs is not known.")
NO_FIRMS_AREA = gettext_noop("An open ring: the number of establishments is not known.")

_HEIGHT = 0.62
_MOST_STEPS = 8
_NUMBER = 16  # pixels, the room of a rank
_RING = 90  # the square about the open ring of an unknown mass


def bubbles(
    clusters: Iterable[Row],
    *,
    upward: str = "focus",
    top: int = 40,
    about: About | None = None,
    links: Mapping[int, str] | None = None,
    language: Language = ENGLISH,
    width: int = 680,
) -> Picture:
    """Clusters by location quotient (across) and focus or size (up).

    The area is the jobs, or the establishments where quotients are taken of these.
    Both scales are logarithmic. Clusters without one of the two figures stand in the
    table only; one without a known area is an open ring.
    """
    about = about or About()
    found = rows_of.ranked(clusters, top)
    drawn = [row for row in found if _is_placed(row, upward)]
    points = [_point(row, upward, about, links or {}, language) for row in drawn]
    return Picture(
        chart=_chart(points, upward, about, language, width),
        data={"clusters": points},
        table=_table(found, language),
        title=language.say(TITLE),
        description=_description(found, language),
        notes=_notes(found, drawn, about, language),
        language=language,
    )


def _is_placed(row: Row, upward: str) -> bool:
    return all(is_number(row.get(key)) and row[key] > 0 for key in ("lq", upward))


def _point(
    row: Row, upward: str, about: About, links: Mapping[int, str], language: Language
) -> dict[str, Any]:
    rank = int(row["rank"])
    return {
        "lq": row["lq"],
        "up": row[upward],
        "mass": row[about.value] if is_number(row.get(about.value)) else None,
        "rank": str(rank),
        "tip": f"{rank}. {rows_of.tip_of(row, language, about)}",
        "link": local_link(links[rank]) if rank in links else None,
    }


def _chart(
    points: list[dict[str, Any]],
    upward: str,
    about: About,
    language: Language,
    width: int,
) -> alt.LayerChart:
    across, down = width - 90, max(260, round(width * _HEIGHT))
    points.sort(key=lambda each: -(each["mass"] or 0))  # small ones on top
    _number(points, across, down, _areas(width))
    chart = alt.Chart(alt.NamedData("clusters"))
    axes = _axes(points, upward, about, language)
    base = chart.encode(**axes, description="tip:N", href="link:N")
    largest = max((each["mass"] or 0 for each in points), default=1)
    area = alt.Size(
        "mass:Q",
        scale=alt.Scale(domain=[0, largest or 1], range=list(_areas(width))),
        legend=alt.Legend(
            title=language.say(AREA if about.value == "employment" else FIRMS_AREA),
            symbolStrokeColor=theme.ACCENT,
            symbolFillColor="transparent",
            values=_round_values(largest),
            format=",.0f",
        ),
    )
    known, unknown = alt.datum.mass != None, alt.datum.mass == None  # noqa: E711
    filled = base.transform_filter(known).mark_circle(
        color=theme.ACCENT, opacity=0.55, stroke=theme.PAPER, strokeWidth=1
    )
    ring = base.transform_filter(unknown).mark_point(
        color=theme.ACCENT, size=_RING, strokeDash=[2, 2], filled=False
    )
    return (
        alt.layer(filled.encode(size=area), ring, *_numbers(chart, axes))
        .properties(width=across, height=down)
        .configure(**theme.config(rtl=language.is_rtl))
    )


def _areas(width: int) -> tuple[float, float]:
    """The areas of the smallest and the largest bubble, as squares about them."""
    return 30.0, (width / 9) ** 2


def _numbers(chart: alt.Chart, axes: dict[str, Any]) -> list[alt.Chart]:
    """Ranks on their bubbles, or beside them with a line to their middle."""
    numbered = chart.transform_filter(alt.datum.number != "")
    away = numbered.transform_filter(alt.datum.moved)
    lines = away.mark_rule(color=theme.INK, strokeWidth=0.7).encode(
        **axes, x2="line_lq:Q", y2="line_up:Q"
    )
    moved = {"x": axes["x"].copy(), "y": axes["y"].copy()}
    moved["x"].shorthand, moved["y"].shorthand = "number_lq:Q", "number_up:Q"
    words = numbered.encode(
        **moved, text="number:N", description="tip:N", href="link:N"
    )
    halo: dict[str, Any] = {"stroke": theme.PAPER, "strokeWidth": 2.5}
    return [
        lines,
        words.mark_text(fontSize=11, color=theme.PAPER, strokeJoin="round", **halo),
        words.mark_text(fontSize=11, color=theme.INK),
    ]


def _number(
    points: list[dict[str, Any]], across: int, down: int, areas: tuple[float, float]
) -> None:
    """Where the ranks stand, the best first: none covers another, nor a bubble that
    is no larger than a number. One without room within reach is in the table only."""
    steps = _powers([each["lq"] for each in points])
    shares = _round_shares([each["up"] for each in points])
    ordered = sorted(points, key=lambda each: int(each["rank"]))
    places = [
        (_place(p["lq"], steps) * across, (1 - _place(p["up"], shares)) * down)
        for p in ordered
    ]
    widths = _widths(ordered, areas)
    small = [
        labels.around(x, y, wide, wide)
        for (x, y), wide in zip(places, widths, strict=True)
        if wide < _NUMBER
    ]
    discs, _ = labels.place_discs(
        places, size=_NUMBER, width=across, height=down, taken=small
    )
    for point, disc in zip(ordered, discs, strict=True):
        point["number"] = point["rank"] if disc else ""
        point["moved"] = disc is not None and (disc.x, disc.y) != (disc.at_x, disc.at_y)
        if disc:
            for name, (x, y) in (("number", (disc.x, disc.y)), ("line", _edge(disc))):
                point[f"{name}_lq"] = _value(x / across, steps)
                point[f"{name}_up"] = _value(1 - y / down, shares)


def _edge(disc: labels.Disc) -> tuple[float, float]:
    """Where the line from a bubble ends: at the edge of its number."""
    away = hypot(disc.x - disc.at_x, disc.y - disc.at_y)
    part = 1 - (_NUMBER / 2 + 1) / away if away else 0
    return (
        disc.at_x + part * (disc.x - disc.at_x),
        disc.at_y + part * (disc.y - disc.at_y),
    )


def _widths(points: list[dict[str, Any]], areas: tuple[float, float]) -> list[float]:
    """How wide each bubble is, in pixels; an open ring where its mass is unknown."""
    largest = max((each["mass"] or 0 for each in points), default=0) or 1
    low, high = areas
    return [
        sqrt(_RING if p["mass"] is None else low + p["mass"] / largest * (high - low))
        for p in points
    ]


def _place(value: float, steps: list[float]) -> float:
    """Where a value stands on its axis, from 0 to 1."""
    return log2(value / steps[0]) / log2(steps[-1] / steps[0])


def _value(place: float, steps: list[float]) -> float:
    """What stands at a place of the axis, from 0 to 1."""
    return steps[0] * (steps[-1] / steps[0]) ** place


def _round_values(largest: float) -> list[float]:
    """Two sizes for the legend, in round numbers."""
    if not largest:
        return []
    step = 10 ** floor(len(str(int(largest))) - 1)
    high = max(step, largest // step * step)
    return [high / 10, high] if high >= 10 else [high]


def _axes(
    points: list[dict[str, Any]], upward: str, about: About, language: Language
) -> dict[str, Any]:
    say = language.say
    words = FOCUS_AXIS if upward == "focus" else SIZE_AXIS
    powers = _powers([each["lq"] for each in points])
    shares = _round_shares([each["up"] for each in points])
    return {
        "x": alt.X(
            "lq:Q",
            scale=_logarithmic(powers),
            axis=alt.Axis(
                title=say(LQ_AXIS),
                values=powers,
                format=",~r",
                grid=True,
            ),
        ),
        "y": alt.Y(
            "up:Q",
            scale=_logarithmic(shares),
            axis=alt.Axis(
                title=about.choose(words, language),
                values=shares,
                labelExpr="format(100 * datum.value, ',.2~r') + '\u00a0%'",
            ),
        ),
    }


def _logarithmic(steps: list[float]) -> alt.Scale:
    return alt.Scale(type="log", base=2, domain=[steps[0], steps[-1]], nice=False)


def _powers(values: list[float]) -> list[float]:
    """Powers of two about the values; every second or third where there are many."""
    if not values:
        return [1, 2]
    low, high = floor(log2(min(values))), ceil(log2(max(values)))
    if low == high:
        high += 1
    step = ceil((high - low) / 7)
    high = low + step * ceil((high - low) / step)
    return [2.0**each for each in range(low, high + 1, step)]


def _round_shares(values: list[float]) -> list[float]:
    """Round shares about the values: 1 %, 2 %, 5 %, 10 % ...; decades if many."""
    if not values:
        return [0.1, 1.0]
    low, high = min(values), max(values)
    steps: list[float] = []
    for leads in ((1, 2, 5), (1,)):
        steps = _between(low, high, leads)
        if len(steps) <= _MOST_STEPS:
            break
    return steps


def _between(low: float, high: float, leads: tuple[int, ...]) -> list[float]:
    """Round numbers from the last one up to `low` to the first one from `high` on."""
    decades = range(floor(log10(low)) - 1, ceil(log10(high)) + 2)
    ladder = [float(f"{lead}e{decade}") for decade in decades for lead in leads]
    first = max(place for place, step in enumerate(ladder) if step <= low)
    last = min(place for place, step in enumerate(ladder) if step >= high)
    return ladder[first : max(last, first + 1) + 1]


def _table(found: list[dict[str, Any]], language: Language) -> Table:
    say = language.say
    columns = (
        Column("rank", say(rows_of.RANK), "count"),
        Column("cluster", say(rows_of.CLUSTER)),
        Column("lq", say(rows_of.QUOTIENT), "number"),
        Column("focus", say(rows_of.FOCUS_NAME), "share"),
        Column("size", say(rows_of.SIZE_NAME), "share"),
        Column("employment", say(rows_of.EMPLOYMENT), "count"),
        Column("establishments", say(rows_of.ESTABLISHMENTS), "count"),
    )
    return Table(columns, tuple(_cells(row, language, columns) for row in found))


def _cells(
    row: Row, language: Language, columns: tuple[Column, ...]
) -> tuple[Cell, ...]:
    named = {**row, "cluster": rows_of.name_of(row, language)}
    cells = (rows_of.measure_of(named, column.key) for column in columns)
    return tuple(each if is_number(each) else None for each in cells)


def _description(found: list[dict[str, Any]], language: Language) -> str:
    first = rows_of.name_of(found[0], language) if found else language.unknown
    return language.say(DESCRIPTION) % {
        "count": language.number(len(found)),
        "first": first,
    }


def _notes(
    found: list[dict[str, Any]],
    drawn: list[dict[str, Any]],
    about: About,
    language: Language,
) -> tuple[str, ...]:
    notes = [*about.note(language)]
    if any(not is_number(row.get(about.value)) for row in drawn):
        by_jobs = about.value == "employment"
        notes.append(language.say(NO_AREA if by_jobs else NO_FIRMS_AREA))
    if missing := len(found) - len(drawn):
        notes.append(language.say(NOT_DRAWN) % {"count": language.number(missing)})
    notes += rows_of.meaning_of_signs(found, language)
    return tuple(notes)
