"""The map of a value chain: stages as boxes, flows as arrows, layers beneath."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, cycle
from typing import Any

import altair as alt

from distretto.errors import gettext_noop, ngettext_noop
from distretto.formats.charts import theme
from distretto.formats.charts.chain_places import (
    GOODS,
    HEAD,
    Places,
    Route,
    chain_places,
)
from distretto.formats.charts.labels import Box, fits, text_width
from distretto.formats.charts.language import ENGLISH, Language
from distretto.formats.charts.picture import Column, Picture, Table

TITLE = gettext_noop("Map of the value chain")
DESCRIPTION = gettext_noop(
    "The stages of the value chain from top to bottom, with arrows for what goes from "
    "one to another. Stages: %(stages)s. Flows: %(flows)s."
)
WIDTHS = gettext_noop(
    "Arrows of goods are as wide as the share of their channel; grey where it is "
    "unknown."
)
OTHERS = gettext_noop("Dashed: money. Dotted: information.")
GOVERNS = gettext_noop("A thick frame: governs the chain.")
PRICE = gettext_noop("Price %(price)s")
PRICES_IN = gettext_noop("Prices in %(money)s.")
ADDS = gettext_noop("What a stage adds is its share of the final price.")
OF_FINAL = gettext_noop("adds %(share)s")
ACTORS = ngettext_noop("%(number)s actor", "%(number)s actors")
WOMEN = ngettext_noop("%(number)s woman", "%(number)s women")
SUPPORT = gettext_noop("Support institutions")
FRAMEWORK = gettext_noop("Framework: rules, infrastructure, authorities")
FROM, TO, KIND = (
    gettext_noop("From stage"),
    gettext_noop("To stage"),
    gettext_noop("Kind"),
)
SHARE = gettext_noop("Share of the channel")
KINDS = {
    "goods": gettext_noop("Goods"),
    "money": gettext_noop("Money"),
    "information": gettext_noop("Information"),
}
_DASHES = {"goods": [1, 0], "money": [7, 4], "information": [2, 3]}
_COLOURS = {"goods": theme.STEPS[4], "money": theme.KINDS[1], "information": theme.INK}
_FORWARD = {0: (0, -1), 90: (1, 0), 180: (0, 1), 270: (-1, 0)}
_LINE, _WIDEST = 1.6, 13.0


@dataclass(frozen=True)
class ChainStage:
    """A stage by its rank from the first to the last; unknown is None."""

    name: str
    rank: int
    actors: int | None = None
    women: int | None = None
    price: float | None = None
    final_share: float | None = None
    governs: bool = False


@dataclass(frozen=True)
class ChainFlow:
    """What goes from one stage to another, by their places in the list."""

    source: int
    target: int
    kind: str = GOODS
    share: float | None = None
    price: float | None = None
    terms: str = ""


@dataclass(frozen=True)
class _Type:
    """Sizes of letters and the distance of lines, in pixels."""

    name: int
    small: int
    leading: int


# A phone shows its drawing a little smaller than it is.
_ON_PHONE, _ON_SHEET = _Type(15, 13, 20), _Type(13, 11, 17)
_PHONE = 500


def _type_for(width: float) -> _Type:
    return _ON_PHONE if width < _PHONE else _ON_SHEET


@dataclass(frozen=True)
class Layer:
    """What stands around the chain: a title, and groups of names, a line each."""

    title: str
    groups: tuple[tuple[str, ...], ...]


def value_chain_map(
    stages: Sequence[ChainStage],
    flows: Sequence[ChainFlow],
    *,
    layers: Sequence[Layer] = (),
    money: str = "",
    language: Language = ENGLISH,
    width: int = 680,
) -> Picture:
    """Boxes in the order of the chain; beneath them who supports and what shapes it.

    `money` is the currency and the unit that prices are told for, “EUR a piece”.
    """
    places, lines = _placed(stages, flows, width, language)
    strips = list(_strips(layers, places.height, width, language))
    bottom = strips[-1].box["bottom"] + 2 if strips else places.height
    words = [
        *_words_of_stages(lines, places, width),
        *chain(*(e.words for e in strips)),
    ]
    side = _Side(width, language.is_rtl)
    data = {
        "boxes": [
            side.box(each)
            for each in (*_boxes(stages, places), *(e.box for e in strips))
        ],
        "words": [side.point(each) for each in words],
        "lines": [side.point(each) for each in _lines(stages, flows, places, language)],
        "heads": [side.head(each) for each in _heads(flows, places)],
        "shares": [side.point(each) for each in _shares(flows, places, language)],
    }
    say, number = language.say, language.number
    return Picture(
        chart=_chart(width, bottom, language),
        data=data,
        table=_table(stages, flows, language),
        title=say(TITLE),
        description=say(DESCRIPTION)
        % {"stages": number(len(stages)), "flows": number(len(flows))},
        notes=tuple(_notes(stages, flows, money, language)),
        language=language,
    )


_Line = tuple[str, int, int, str]  # text, size, weight, colour


def _placed(
    stages: Sequence[ChainStage],
    flows: Sequence[ChainFlow],
    width: float,
    language: Language,
) -> tuple[Places, list[list[_Line]]]:
    """Boxes as high as the longest of them needs, and the lines of each."""
    ranks = [each.rank for each in stages]
    ways = [(each.source, each.target, each.kind) for each in flows]
    flat = chain_places(ranks, ways, width=width, high=0)
    letters = _type_for(width)
    lines = [
        list(_lines_of(each, box.right - box.left - 12, letters, language))
        for each, box in zip(stages, flat.boxes, strict=True)
    ]
    high = letters.leading * max(map(len, lines), default=0) + 14
    return chain_places(ranks, ways, width=width, high=high), lines


def _notes(
    stages: Sequence[ChainStage],
    flows: Sequence[ChainFlow],
    money: str,
    language: Language,
) -> Iterator[str]:
    if money and any(each.price is not None for each in stages):
        yield language.say(PRICES_IN) % {"money": money}
    if any(each.final_share is not None for each in stages):
        yield language.say(ADDS)
    kinds = {each.kind for each in flows}
    if GOODS in kinds:
        yield language.say(WIDTHS)
    if kinds - {GOODS}:
        yield language.say(OTHERS)
    if any(each.governs for each in stages):
        yield language.say(GOVERNS)


@dataclass(frozen=True)
class _Side:
    """Turns what was placed from left to right where reading goes the other way."""

    width: float
    is_rtl: bool

    def _x(self, x: float) -> float:
        return round(self.width - x if self.is_rtl else x, 1)

    def point(self, row: dict[str, Any]) -> dict[str, Any]:
        return {**row, "x": self._x(row["x"]), "y": round(row["y"], 1)}

    def head(self, row: dict[str, Any]) -> dict[str, Any]:
        turn = (360 - row["turn"]) % 360 if self.is_rtl else row["turn"]
        return {**self.point(row), "turn": turn}

    def box(self, row: dict[str, Any]) -> dict[str, Any]:
        ends = sorted((self._x(row["left"]), self._x(row["right"])))
        return {**row, "left": ends[0], "right": ends[1]}


def _boxes(stages: Sequence[ChainStage], places: Places) -> Iterator[dict[str, Any]]:
    for each, box in zip(stages, places.boxes, strict=True):
        yield _rectangle(
            box,
            fill=theme.PAPER,
            line=theme.ACCENT if each.governs else theme.MUTED,
            wide=3.0 if each.governs else 1.0,
        )


def _rectangle(box: Box, *, fill: str, line: str, wide: float) -> dict[str, Any]:
    return {
        "left": box.left,
        "right": box.right,
        "top": box.top,
        "bottom": box.bottom,
        "fill": fill,
        "line": line,
        "wide": wide,
    }


def _words_of_stages(
    lines: Sequence[Sequence[_Line]], places: Places, width: float
) -> Iterator[dict[str, Any]]:
    leading = _type_for(width).leading
    for told, box in zip(lines, places.boxes, strict=True):
        middle = (box.top + box.bottom) / 2
        for place, (text, size, weight, colour) in enumerate(told):
            yield {
                "x": (box.left + box.right) / 2,
                "y": middle + leading * (place - (len(told) - 1) / 2),
                "text": text,
                "size": size,
                "weight": weight,
                "colour": colour,
            }


def _lines_of(
    stage: ChainStage, room: float, letters: _Type, language: Language
) -> Iterator[_Line]:
    for text in list(_wrapped(stage.name.split(), room, letters.name, " "))[:2]:
        yield text, letters.name, 600, theme.INK
    for parts, colour in (
        (_people(stage, language), theme.MUTED),
        (_price(stage, language), theme.INK),
    ):
        for text in _wrapped(parts, room, letters.small):
            yield text, letters.small, 400, colour


def _people(stage: ChainStage, language: Language) -> list[str]:
    return [
        language.say_counted(*words, count) % {"number": language.number(count)}
        for words, count in ((ACTORS, stage.actors), (WOMEN, stage.women))
        if count is not None
    ]


def _price(stage: ChainStage, language: Language) -> list[str]:
    said = []
    if stage.price is not None:
        said.append(language.say(PRICE) % {"price": language.figure(stage.price)})
    if stage.final_share is not None:
        share = language.percent(stage.final_share, 0)
        said.append(language.say(OF_FINAL) % {"share": share})
    return said


def _lines(
    stages: Sequence[ChainStage],
    flows: Sequence[ChainFlow],
    places: Places,
    language: Language,
) -> Iterator[dict[str, Any]]:
    for place, (flow, route) in enumerate(zip(flows, places.routes, strict=True)):
        tip = _tip(stages, flow, language)
        for step, (x, y) in enumerate(route.line):
            yield {
                "flow": place,
                "step": step,
                "x": x,
                "y": y,
                "wide": _wide(flow, route),
                "colour": _colour(flow),
                "kind": flow.kind,
                "tip": tip,
            }


def _tip(stages: Sequence[ChainStage], flow: ChainFlow, language: Language) -> str:
    ends = f"{stages[flow.source].name} – {stages[flow.target].name}"
    share = "" if flow.kind != GOODS else language.percent(flow.share, 0)
    return language.join([ends, language.say(KINDS[flow.kind]), share])


def _wide(flow: ChainFlow, route: Route) -> float:
    if flow.kind != GOODS or flow.share is None:
        return _LINE
    # Lanes at the side have no room for more.
    most = _WIDEST if route.turn == 180 else _WIDEST / 2
    return round(_LINE + (most - _LINE) * flow.share, 1)


def _colour(flow: ChainFlow) -> str:
    if flow.kind == GOODS and flow.share is None:
        return theme.MUTED
    return _COLOURS[flow.kind]


def _heads(flows: Sequence[ChainFlow], places: Places) -> Iterator[dict[str, Any]]:
    for flow, route in zip(flows, places.routes, strict=True):
        (x, y), wide = route.line[-1], _wide(flow, route)
        across, down = _FORWARD[route.turn]
        yield {
            "x": x + across * HEAD / 2,
            "y": y + down * HEAD / 2,
            "turn": route.turn,
            "area": (wide + 9) ** 2 * 0.55,
            "colour": _colour(flow),
        }


def _shares(
    flows: Sequence[ChainFlow], places: Places, language: Language
) -> Iterator[dict[str, Any]]:
    for flow, route in zip(flows, places.routes, strict=True):
        if flow.share is not None:
            x, y = route.label
            text = language.percent(flow.share, 0)
            yield {"x": x, "y": y, "text": text}


@dataclass(frozen=True)
class _Strip:
    """A layer as it is drawn: its box, and the words in it."""

    box: dict[str, Any]
    words: list[dict[str, Any]]


def _strips(
    layers: Sequence[Layer], top: float, width: float, language: Language
) -> Iterator[_Strip]:
    """The layers under each other, each in a box as high as its names need."""
    small, leading = _type_for(width).small, _type_for(width).leading
    for layer, fill in zip(layers, cycle((theme.STEPS[0], theme.PAPER)), strict=False):
        groups = (_wrapped(each, width - 24, small) for each in layer.groups)
        title = _wrapped(language.say(layer.title).split(), width - 24, small + 1, " ")
        told = [
            *((line, 600) for line in title),
            *((line, 400) for line in chain(*groups)),
        ]
        box = Box(2, top + 18, width - 2, top + 18 + leading * len(told) + 16)
        yield _Strip(
            _rectangle(box, fill=fill, line=theme.LINE, wide=1.0),
            [
                {
                    "x": width / 2,
                    "y": box.top + 16 + leading * place,
                    "text": text,
                    "size": small + (1 if weight == 600 else 0),
                    "weight": weight,
                    "colour": theme.INK,
                }
                for place, (text, weight) in enumerate(told)
            ],
        )
        top = box.bottom - 8


def _wrapped(
    parts: Sequence[str], width: float, size: float, between: str = " · "
) -> Iterator[str]:
    """The parts in as many lines as they need."""
    line = ""
    for part in parts:
        longer = f"{line}{between}{part}" if line else part
        if line and text_width(longer, size) > width:
            yield line
            longer = part
        line = fits(longer, width, size)
    if line:
        yield line


def _chart(width: float, height: float, language: Language) -> alt.LayerChart:
    axes = _axes(width, height)
    layers = [*_arrows(axes), _boxes_of(width, height), *_texts(axes)]
    size = {"width": width, "height": round(height)}
    return (
        alt.layer(*layers)
        .properties(**size)
        .configure(**{**theme.config(rtl=language.is_rtl), "padding": 2})
    )


def _scales(width: float, height: float) -> tuple[alt.Scale, alt.Scale]:
    plain = {"nice": False, "zero": False}
    return (
        alt.Scale(domain=[0, width], **plain),
        alt.Scale(domain=[0, round(height)], reverse=True, **plain),
    )


def _axes(width: float, height: float) -> dict[str, Any]:
    across, down = _scales(width, height)
    return {
        "x": alt.X("x:Q", scale=across, axis=None),
        "y": alt.Y("y:Q", scale=down, axis=None),
    }


def _arrows(axes: dict[str, Any]) -> list[alt.Chart]:
    lines = alt.Chart(alt.NamedData("lines"))
    drawn = [
        lines.transform_filter(alt.datum.kind == kind)
        .mark_line(strokeDash=dash, strokeJoin="round")
        .encode(
            **axes,
            detail="flow:N",
            description="tip:N",
            order="step:Q",
            strokeWidth=alt.StrokeWidth("wide:Q", scale=None, legend=None),
            color=alt.Color("colour:N", scale=None, legend=None),
        )
        for kind, dash in _DASHES.items()
    ]
    heads = (
        alt.Chart(alt.NamedData("heads"))
        .mark_point(shape="triangle", filled=True, opacity=1, aria=False)
        .encode(
            **axes,
            angle=alt.Angle("turn:Q", scale=None),
            size=alt.Size("area:Q", scale=None, legend=None),
            color=alt.Color("colour:N", scale=None, legend=None),
        )
    )
    return [*drawn, heads]


def _boxes_of(width: float, height: float) -> alt.Chart:
    across, down = _scales(width, height)
    return (
        alt.Chart(alt.NamedData("boxes"))
        .mark_rect(cornerRadius=5, aria=False)
        .encode(
            x=alt.X("left:Q", scale=across, axis=None),
            x2="right:Q",
            y=alt.Y("top:Q", scale=down, axis=None),
            y2="bottom:Q",
            fill=alt.Fill("fill:N", scale=None, legend=None),
            stroke=alt.Stroke("line:N", scale=None, legend=None),
            strokeWidth=alt.StrokeWidth("wide:Q", scale=None, legend=None),
        )
    )


def _texts(axes: dict[str, Any]) -> list[alt.Chart]:
    words = alt.Chart(alt.NamedData("words"))
    shares = alt.Chart(alt.NamedData("shares"))
    around = {"stroke": theme.PAPER, "strokeWidth": 4, "strokeJoin": "round"}
    plain = {"fontSize": 11, "fontWeight": 600, "aria": False}
    sized = alt.Size("size:Q", scale=None, legend=None)
    colour = alt.Color("colour:N", scale=None, legend=None)
    return [
        *(
            words.transform_filter(alt.datum.weight == weight)
            .mark_text(baseline="middle", fontWeight=weight, aria=False)
            .encode(**axes, text="text:N", size=sized, color=colour)
            for weight in (400, 600)
        ),
        shares.mark_text(
            baseline="middle", color=theme.PAPER, **around, **plain
        ).encode(**axes, text="text:N"),
        shares.mark_text(baseline="middle", color=theme.INK, **plain).encode(
            **axes, text="text:N"
        ),
    ]


def _table(
    stages: Sequence[ChainStage],
    flows: Sequence[ChainFlow],
    language: Language,
) -> Table:
    """The flows; the stages have a table of their own."""
    say = language.say
    columns = (
        Column("source", say(FROM)),
        Column("target", say(TO)),
        Column("kind", say(KIND)),
        Column("share", say(SHARE), "share"),
    )
    rows = tuple(
        (
            stages[each.source].name,
            stages[each.target].name,
            say(KINDS[each.kind]),
            each.share,
        )
        for each in flows
    )
    return Table(columns, rows)
