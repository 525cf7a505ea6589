"""The map of a value chain: stages as boxes, flows as arrows, layers beneath."""

from collections.abc import Iterator, Sequence

from distretto.errors import gettext_noop
from distretto.formats.charts.chain_places import GOODS
from distretto.formats.charts.language import ENGLISH, Language
from distretto.formats.charts.picture import Column, Picture, Table
from distretto.formats.charts.value_chain_layers import chart_of
from distretto.formats.charts.value_chain_marks import (
    KINDS,
    ChainFlow,
    ChainStage,
    marks_of,
)
from distretto.formats.charts.value_chain_strips import Layer

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
PRICES_IN = gettext_noop("Prices in %(money)s.")
ADDS = gettext_noop("What a stage adds is its share of the final price.")
FROM, TO, KIND = (
    gettext_noop("From stage"),
    gettext_noop("To stage"),
    gettext_noop("Kind"),
)
SHARE = gettext_noop("Share of the channel")


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
    data, bottom = marks_of(stages, flows, layers, language, width)
    say, number = language.say, language.number
    return Picture(
        chart=chart_of(width, bottom, language),
        data=data,
        table=_table(stages, flows, language),
        title=say(TITLE),
        description=say(DESCRIPTION)
        % {"stages": number(len(stages)), "flows": number(len(flows))},
        notes=tuple(_notes(stages, flows, money, language)),
        language=language,
    )


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
