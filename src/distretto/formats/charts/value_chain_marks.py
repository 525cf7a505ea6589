"""What is drawn of a value chain: boxes, words, lines and heads, with their places."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from distretto.errors import gettext_noop, ngettext_noop
from distretto.formats.charts import theme
from distretto.formats.charts.chain_places import (
    GOODS,
    HEAD,
    Places,
    Route,
    chain_places,
)
from distretto.formats.charts.language import Language
from distretto.formats.charts.lettering import lines_of
from distretto.formats.charts.value_chain_strips import (
    Layer,
    Letters,
    letters_for,
    rectangle,
    strips_of,
)

PRICE = gettext_noop("Price %(price)s")
OF_FINAL = gettext_noop("adds %(share)s")
ACTORS = ngettext_noop("%(number)s actor", "%(number)s actors")
WOMEN = ngettext_noop("%(number)s woman", "%(number)s women")
KINDS = {
    "goods": gettext_noop("Goods"),
    "money": gettext_noop("Money"),
    "information": gettext_noop("Information"),
}
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


def marks_of(
    stages: Sequence[ChainStage],
    flows: Sequence[ChainFlow],
    layers: Sequence[Layer],
    language: Language,
    width: int,
) -> tuple[dict[str, Any], float]:
    """The rows of each layer, and how high the picture is."""
    letters = letters_for(width)
    places, lines = _placed(stages, flows, width, letters, language)
    strips = list(strips_of(layers, places.height, width, language))
    bottom = strips[-1].box["bottom"] + 2 if strips else places.height
    boxes = [*_boxes(stages, places), *(each.box for each in strips)]
    words = [
        *_words_of_stages(lines, places, letters.leading),
        *chain.from_iterable(each.words for each in strips),
    ]
    side = _Side(width, language.is_rtl)
    data = {
        "boxes": [side.box(each) for each in boxes],
        "words": [side.point(each) for each in words],
        "lines": [side.point(each) for each in _lines(stages, flows, places, language)],
        "heads": [side.head(each) for each in _heads(flows, places)],
        "shares": [side.point(each) for each in _shares(flows, places, language)],
    }
    return data, bottom


_Line = tuple[str, int, int, str]  # text, size, weight, colour


def _placed(
    stages: Sequence[ChainStage],
    flows: Sequence[ChainFlow],
    width: float,
    letters: Letters,
    language: Language,
) -> tuple[Places, list[list[_Line]]]:
    """Boxes as high as the longest of them needs, and the lines of each."""
    ranks = [each.rank for each in stages]
    ways = [(each.source, each.target, each.kind) for each in flows]
    flat = chain_places(ranks, ways, width=width, high=0)
    lines = [
        list(_lines_of(each, box.right - box.left - 12, letters, language))
        for each, box in zip(stages, flat.boxes, strict=True)
    ]
    high = letters.leading * max(map(len, lines), default=0) + 14
    return chain_places(ranks, ways, width=width, high=high), lines


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
        yield rectangle(
            box,
            fill=theme.PAPER,
            line=theme.ACCENT if each.governs else theme.MUTED,
            wide=3.0 if each.governs else 1.0,
        )


def _words_of_stages(
    lines: Sequence[Sequence[_Line]], places: Places, leading: int
) -> Iterator[dict[str, Any]]:
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
    stage: ChainStage, room: float, letters: Letters, language: Language
) -> Iterator[_Line]:
    for text in lines_of(stage.name.split(), room, letters.name, most=2):
        yield text, letters.name, 600, theme.INK
    for parts, colour in (
        (_people(stage, language), theme.MUTED),
        (_price(stage, language), theme.INK),
    ):
        for text in lines_of(parts, room, letters.small, between=" · "):
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
