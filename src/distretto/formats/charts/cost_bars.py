"""Cost structures as stacked bars: the median firm, the best one, a benchmark."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt

from distretto.errors import gettext_noop
from distretto.formats.charts import theme
from distretto.formats.charts.labels import columns_within
from distretto.formats.charts.language import ENGLISH, Language
from distretto.formats.charts.lettering import text_width
from distretto.formats.charts.picture import Column, Picture, Table

TITLE = gettext_noop("What a unit of the product costs")
DESCRIPTION = gettext_noop(
    "A bar for each of %(firms)s, made of the parts of the price of one unit: "
    "%(parts)s."
)
FIRM, PART = gettext_noop("Firm"), gettext_noop("Part")
AMOUNT = gettext_noop("Amount")
OF_WHOLE = gettext_noop("Share of the whole")
LACKING = gettext_noop("Unknown, and not in the bar of %(firm)s: %(parts)s.")
LOSS = gettext_noop("A loss is not drawn: %(firm)s, %(amount)s.")
_ROW, _BAR = 58, 26


@dataclass(frozen=True)
class CostBar:
    """One firm with the amounts of its parts, in one order for all; None is unknown."""

    firm: str
    amounts: tuple[float | None, ...]

    @property
    def is_drawn(self) -> bool:
        return any(each is not None and each > 0 for each in self.amounts)


def cost_bars(
    bars: Sequence[CostBar],
    parts: Sequence[str],
    *,
    money: str = "",
    language: Language = ENGLISH,
    width: int = 680,
) -> Picture:
    """One bar a firm on one scale. `money` is what amounts are in: “EUR a piece”."""
    drawn = [each for each in bars if each.is_drawn]
    pieces = list(_pieces(drawn, parts, language))
    names = [
        {"firm": each.firm, "row": place, "x": 0.0} for place, each in enumerate(drawn)
    ]
    return Picture(
        chart=_chart(drawn, parts, pieces, money, language, width),
        data={"pieces": pieces, "names": names},
        table=_table(bars, parts, money, language),
        title=language.say(TITLE),
        description=language.say(DESCRIPTION)
        % {"firms": ", ".join(e.firm for e in drawn), "parts": ", ".join(parts)},
        notes=tuple(_notes(drawn, parts, language)),
        language=language,
    )


def _pieces(
    bars: Sequence[CostBar], parts: Sequence[str], language: Language
) -> Iterator[dict[str, Any]]:
    for row, bar in enumerate(bars):
        begin = 0.0
        for place, (part, amount) in enumerate(zip(parts, bar.amounts, strict=True)):
            if amount is None or amount <= 0:
                continue
            said = language.figure(amount)
            yield {
                "row": row,
                "part": part,
                "begin": begin,
                "end": begin + amount,
                "middle": begin + amount / 2,
                "said": said,
                "place": place,
                "tip": f"{bar.firm}, {part}: {said}",
            }
            begin += amount


def _notes(
    bars: Sequence[CostBar], parts: Sequence[str], language: Language
) -> Iterator[str]:
    for bar in bars:
        pairs = list(zip(parts, bar.amounts, strict=True))
        if lacking := [part for part, amount in pairs if amount is None]:
            told = {"firm": bar.firm, "parts": ", ".join(lacking)}
            yield language.say(LACKING) % told
        for _part, amount in pairs:
            if amount is not None and amount < 0:
                loss = {"firm": bar.firm, "amount": language.figure(amount)}
                yield language.say(LOSS) % loss


# White letters are read on these of the twelve colours, and ink on the others.
_DARK = frozenset({0, 3, 5, 8})


def _chart(
    bars: Sequence[CostBar],
    parts: Sequence[str],
    pieces: Sequence[dict[str, Any]],
    money: str,
    language: Language,
    width: int,
) -> alt.LayerChart:
    most = max((each["end"] for each in pieces), default=1.0)
    inside = width - 16
    across = alt.Scale(
        domain=[0, most], reverse=language.is_rtl, nice=False, zero=False
    )
    down = alt.Scale(
        domain=[0, max(len(bars), 1)], reverse=True, nice=False, zero=False
    )
    data = alt.Chart(alt.NamedData("pieces"))
    axis = alt.Axis(title=money or None, tickCount=5, grid=True, domain=False)
    begin = alt.X("begin:Q", scale=across, axis=axis)
    legend = alt.Legend(title=None, columns=columns_within(list(parts), inside))
    colours = alt.Scale(domain=list(parts), range=list(theme.KINDS[: len(parts)]))
    shown = data.transform_calculate(
        top=f"datum.row + {1 - (_BAR + 4) / _ROW}", low=f"datum.row + {1 - 4 / _ROW}"
    )
    rectangles = shown.mark_rect(stroke=theme.PAPER, strokeWidth=1).encode(
        x=begin,
        x2="end:Q",
        y=alt.Y("top:Q", scale=down, axis=None),
        y2="low:Q",
        color=alt.Color("part:N", scale=colours, legend=legend),
        description="tip:N",
    )
    layers = [rectangles, *_said(data, pieces, across, down, inside / most)]
    layers.append(_names(across, down, language))
    size = {"width": inside, "height": _ROW * max(len(bars), 1)}
    return (
        alt.layer(*layers)
        .properties(**size)
        .configure(**theme.config(rtl=language.is_rtl))
    )


def _said(
    data: alt.Chart,
    pieces: Sequence[dict[str, Any]],
    across: alt.Scale,
    down: alt.Scale,
    pixels: float,
) -> Iterator[alt.Chart]:
    """The amounts, where a piece has room for its own."""
    for is_dark, ink in ((True, theme.PAPER), (False, "#000000")):
        rooms = [
            f"(datum.row == {each['row']} && datum.place == {each['place']})"
            for each in pieces
            if (each["place"] in _DARK) == is_dark
            and (each["end"] - each["begin"]) * pixels
            > text_width(each["said"], 11) + 8
        ]
        if rooms:
            yield (
                data.transform_filter(" || ".join(rooms))
                .transform_calculate(y=f"datum.row + {1 - (_BAR / 2 + 4) / _ROW}")
                .mark_text(baseline="middle", fontSize=11, color=ink, aria=False)
                .encode(
                    x=alt.X("middle:Q", scale=across),
                    y=alt.Y("y:Q", scale=down, axis=None),
                    text="said:N",
                )
            )


def _names(across: alt.Scale, down: alt.Scale, language: Language) -> alt.Chart:
    return (
        alt.Chart(alt.NamedData("names"))
        .transform_calculate(y=f"datum.row + {1 - (_BAR + 14) / _ROW}")
        .mark_text(
            align="right" if language.is_rtl else "left",
            baseline="middle",
            fontWeight=600,
            color=theme.INK,
            aria=False,
        )
        .encode(
            x=alt.X("x:Q", scale=across),
            y=alt.Y("y:Q", scale=down, axis=None),
            text="firm:N",
        )
    )


def _table(
    bars: Sequence[CostBar], parts: Sequence[str], money: str, language: Language
) -> Table:
    say = language.say
    columns = (
        Column("firm", say(FIRM)),
        Column("part", say(PART)),
        Column("amount", say(AMOUNT), "number", money),
        Column("share", say(OF_WHOLE), "share"),
    )
    rows = []
    for bar in bars:
        known = [each for each in bar.amounts if each is not None]
        whole = sum(known) if len(known) == len(bar.amounts) else 0
        for part, amount in zip(parts, bar.amounts, strict=True):
            share = amount / whole if amount is not None and whole > 0 else None
            rows.append((bar.firm, part, amount, share))
    return Table(columns, tuple(rows))
