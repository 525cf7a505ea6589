"""Stakeholders on a grid: how much it matters to them, and how much they can move."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import ceil, sqrt
from typing import Any

import altair as alt

from distretto.errors import gettext_noop
from distretto.formats.charts import theme
from distretto.formats.charts.language import ENGLISH, Language
from distretto.formats.charts.lettering import fits
from distretto.formats.charts.picture import Column, Picture, Table

TITLE = gettext_noop("Stakeholders by interest and influence")
INTEREST = gettext_noop("Interest (1 to 5)")
INFLUENCE = gettext_noop("Influence (1 to 5)")
NUMBER, NAME = gettext_noop("No."), gettext_noop("Stakeholder")
ATTITUDE, GROUP = gettext_noop("Attitude"), gettext_noop("Group")
DESCRIPTION = gettext_noop(
    "A grid of stakeholders: to the right those to whom it matters more, higher up "
    "those who can move more. Placed: %(count)s."
)
NOT_PLACED = gettext_noop(
    "In the table only, because interest or influence is not known: %(count)s."
)
COLOURS = gettext_noop(
    "A full disc: for it. A thick ring: against it. A thin ring: neutral, or not known."
)

SCALE = range(1, 6)
_HEIGHT = 0.72
_DISC, _NAME = 22, 18  # pixels


@dataclass(frozen=True)
class Stake:
    """A stakeholder by number and name; unknown is None."""

    number: int
    name: str
    interest: int | None
    influence: int | None
    attitude: int | None = None
    attitude_name: str = ""
    group_name: str = ""

    @property
    def is_placed(self) -> bool:
        return self.interest is not None and self.influence is not None


def stakeholder_grid(
    stakes: Sequence[Stake],
    *,
    groups: Mapping[str, str],
    high_from: int,
    language: Language = ENGLISH,
    width: int = 680,
) -> Picture:
    """Numbered discs in the cells of a grid of five by five.

    `groups` are the names of the four quarters by “close”, “satisfied”, “informed” and
    “monitor”; `high_from` is the first value that counts as high on either scale.
    """
    points = list(_points(stakes, width))
    placed = [each for each in stakes if each.is_placed]
    say, number = language.say, language.number
    missing = len(stakes) - len(placed)
    notes = [say(COLOURS)] if placed else []
    if missing:
        notes.append(say(NOT_PLACED) % {"count": number(missing)})
    return Picture(
        chart=_chart(width, language),
        data={"stakes": points, "quarters": _quarters(groups, high_from, width)},
        table=_table(stakes, language),
        title=say(TITLE),
        description=say(DESCRIPTION) % {"count": number(len(placed))},
        notes=tuple(notes),
        language=language,
    )


def _size(width: int) -> tuple[int, int]:
    across = width - 70
    return across, max(400, round(width * _HEIGHT))


def _points(stakes: Sequence[Stake], width: int) -> Iterator[dict[str, Any]]:
    """Where each disc stands: those of one cell beside and beneath each other."""
    across, down = _size(width)
    cells: dict[tuple[int, int], list[Stake]] = defaultdict(list)
    for each in stakes:
        if each.interest is not None and each.influence is not None:
            cells[(each.interest, each.influence)].append(each)
    for (interest, influence), inside in cells.items():
        # The name of the quarter stands above, and as much is left free beneath.
        columns, rows, size = _packed(len(inside), across / 5, down / 5 - 2 * _NAME)
        for place, each in enumerate(inside):
            column, row = place % columns, place // columns
            in_row = min(columns, len(inside) - row * columns)
            yield {
                "interest": interest
                + (column - (in_row - 1) / 2) * size / (across / 5),
                "influence": influence + ((rows - 1) / 2 - row) * size / (down / 5),
                "number": str(each.number),
                "tip": f"{each.number}. {each.name}",
                "side": _side(each.attitude),
                "area": (size - 2) ** 2,
                "letters": min(11.0, size * 0.5),
            }


def _packed(count: int, width: float, height: float) -> tuple[int, int, float]:
    """Columns and rows of so many discs in a cell, and their size: the largest that
    there is room for, in the shape that is nearest to a square."""

    def size(columns: int) -> float:
        return min(_DISC, width / columns, height / ceil(count / columns))

    columns = max(
        range(1, count + 1), key=lambda each: (size(each), -abs(each - sqrt(count)))
    )
    return columns, ceil(count / columns), size(columns)


def _side(attitude: int | None) -> str:
    if attitude is None or attitude == 0:
        return "open"
    return "for" if attitude > 0 else "against"


def _quarters(
    groups: Mapping[str, str], high_from: int, width: int
) -> list[dict[str, Any]]:
    """The four quarters with their names in the outer corner of each."""
    low, middle, high = 0.5, high_from - 0.5, 5.5
    across, _down = _size(width)
    spans = {
        "monitor": (low, low, middle, middle),
        "informed": (middle, low, high, middle),
        "satisfied": (low, middle, middle, high),
        "close": (middle, middle, high, high),
    }
    return [
        {
            "name": fits(groups[key], (x2 - x1) * across / 5 - 12, 12),
            "x1": x1,
            "x2": x2,
            "y1": y1,
            "y2": y2,
            "middle": (x1 + x2) / 2,
            "is_close": key == "close",
        }
        for key, (x1, y1, x2, y2) in spans.items()
    ]


def _chart(width: int, language: Language) -> alt.LayerChart:
    across, down = _size(width)
    return (
        alt.layer(*_ground(language), *_discs(language))
        .properties(width=across, height=down)
        .configure(**theme.config(rtl=language.is_rtl))
    )


def _axes(language: Language, x: str, y: str) -> dict[str, Any]:
    scale = alt.Scale(domain=[0.5, 5.5], nice=False, zero=False)
    told: dict[str, Any] = {"values": list(SCALE), "grid": False, "format": "d"}
    return {
        "x": alt.X(
            f"{x}:Q",
            scale=scale,
            axis=alt.Axis(title=language.say(INTEREST), **told),
        ),
        "y": alt.Y(
            f"{y}:Q",
            scale=scale,
            axis=alt.Axis(title=language.say(INFLUENCE), **told),
        ),
    }


def _ground(language: Language) -> list[alt.Chart]:
    """The quarters: the one to manage closely tinted, each with its name on top."""
    quarters = alt.Chart(alt.NamedData("quarters"))
    axes = _axes(language, "x1", "y1")
    box = quarters.mark_rect(stroke=theme.LINE, strokeWidth=1).encode(
        **axes,
        x2="x2:Q",
        y2="y2:Q",
        color=alt.condition(
            "datum.is_close", alt.value(theme.STEPS[1]), alt.value(theme.PAPER)
        ),
    )
    names = quarters.mark_text(
        fontSize=12, fontWeight=600, color=theme.MUTED, baseline="top", dy=7
    ).encode(**_axes(language, "middle", "y2"), text="name:N")
    return [box, names]


def _discs(language: Language) -> list[alt.Chart]:
    chart = alt.Chart(alt.NamedData("stakes"))
    axes = _axes(language, "interest", "influence")
    size = alt.Size("area:Q", scale=None, legend=None)
    looks = {
        "for": {"color": theme.ACCENT, "stroke": theme.ACCENT, "strokeWidth": 1.5},
        "against": {"color": theme.PAPER, "stroke": theme.INK, "strokeWidth": 2.5},
        "open": {"color": theme.PAPER, "stroke": theme.MUTED, "strokeWidth": 1},
    }
    layers = []
    for side, look in looks.items():
        shown = chart.transform_filter(alt.datum.side == side)
        layers.append(
            shown.mark_circle(opacity=1, **look).encode(
                **axes, size=size, description="tip:N"
            )
        )
        ink = theme.PAPER if side == "for" else theme.INK
        layers.append(
            shown.mark_text(fontWeight=600, color=ink, dy=0.5).encode(
                **axes,
                text="number:N",
                size=alt.Size("letters:Q", scale=None, legend=None),
            )
        )
    return layers


def _table(stakes: Sequence[Stake], language: Language) -> Table:
    say = language.say
    columns = (
        Column("number", say(NUMBER), "count"),
        Column("name", say(NAME)),
        Column("interest", say(INTEREST), "count"),
        Column("influence", say(INFLUENCE), "count"),
        Column("attitude", say(ATTITUDE)),
        Column("group", say(GROUP)),
    )
    return Table(
        columns,
        tuple(
            (
                each.number,
                each.name,
                each.interest,
                each.influence,
                each.attitude_name or language.unknown,
                each.group_name or language.unknown,
            )
            for each in stakes
        ),
    )
