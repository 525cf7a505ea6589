"""The parts of a change as stacked bars: gains to one side of nothing, losses to the
other, and the change itself as a mark and a number."""

from collections.abc import Mapping, Sequence
from typing import Any

import altair as alt

from distretto.errors import gettext_noop
from distretto.formats import growth_words as words
from distretto.formats.charts import theme
from distretto.formats.charts.language import ENGLISH, Language
from distretto.formats.charts.listing import DataRow, Layout, kinds
from distretto.formats.charts.picture import Column, Picture, Table
from distretto.formats.signs import signed

TITLE = gettext_noop("What the change is made of")
DESCRIPTION = gettext_noop(
    "Bars of %(count)s rows, each the sum of its parts: %(parts)s. Gains stand on one "
    "side of zero, losses on the other. The first is %(first)s with %(change)s."
)
MARK = gettext_noop("The mark and the number are the change, the sum of the parts.")
ROW = gettext_noop("Row")
CHANGE = gettext_noop("Change")
# One colour a part, in the order that keeps neighbours apart in lightness.
COLOURS = {
    "national": theme.KINDS[11],
    "mix": theme.KINDS[2],
    "neighbours": theme.KINDS[7],
    "regional": theme.KINDS[0],
    "competitive": theme.KINDS[0],
    "allocation": theme.KINDS[4],
    "unattributed": theme.STEPS[1],
}


def growth_bars(
    rows: Sequence[Mapping[str, Any]],
    parts: tuple[str, ...],
    *,
    language: Language = ENGLISH,
    width: int = 680,
) -> Picture:
    """A bar for each row (`code`, `name`, `change`, the parts), in the order given.

    A row whose change is unknown has no bar: the word “unknown” stands in its place.
    """
    say = language.say
    names = {part: say(words.PARTS[part]) for part in parts}
    layout = Layout(width, rtl=language.is_rtl, behind=96)
    listed = layout.named([_row(row, names, language) for row in rows])
    pieces = [
        {
            "name": row["name"],
            "kind": names[part],
            "place": place,
            "amount": row["parts"][part] or 0.0,
            "tip": row["tip"],
        }
        for row in listed
        for place, part in enumerate(parts)
    ]
    shown = [
        {key: row[key] for key in ("name", "change", "word", "tip")} for row in listed
    ]
    first = listed[0] if listed else {"full": language.unknown, "word": ""}
    return Picture(
        chart=_chart(listed, parts, names, layout),
        data={"rows": shown, "pieces": pieces},
        table=_table(rows, names, language),
        title=say(TITLE),
        description=say(DESCRIPTION)
        % {
            "count": language.number(len(listed)),
            "parts": ", ".join(names.values()),
            "first": first["full"],
            "change": first["word"],
        },
        notes=(
            say(MARK),
            *(say(words.MEANINGS[part]) for part in parts),
            *map(say, words.meaning_of_signs(rows)),
        ),
        language=language,
    )


def _row(
    row: Mapping[str, Any], names: Mapping[str, str], language: Language
) -> DataRow:
    name, change = words.name_of(row, language), row["change"]
    told = [
        f"{names[part]} {words.signed(row[part], language)}"
        for part in names
        if row[part] is not None
    ]
    sign = words.sign_of(row, "change")
    word = signed(sign, words.signed(change, language))
    return {
        "name": name,
        "full": name,
        "change": change,
        "word": word,
        "parts": {part: row[part] for part in names},
        "tip": f"{name}: {language.join([word, *told])}",
    }


def _chart(
    rows: Sequence[DataRow],
    parts: tuple[str, ...],
    names: Mapping[str, str],
    layout: Layout,
) -> Any:
    low, high = _reach(rows)
    scale = layout.scale(low, high)
    colours = {names[part]: COLOURS[part] for part in parts}
    base = alt.Chart(alt.NamedData("pieces")).encode(
        y=layout.y(rows), description="tip:N"
    )
    bars = base.mark_bar(**layout.bar()).encode(
        x=alt.X("amount:Q", scale=scale, axis=None, stack="zero"),
        color=kinds(colours, layout),
        order="place:O",
    )
    shift = layout.mark_shift
    whole = alt.Chart(alt.NamedData("rows")).encode(
        y=layout.y(rows), description="tip:N"
    )
    zero = whole.transform_calculate(at="0").mark_tick(
        color=theme.MUTED, thickness=1, height=layout.row_height / 2, yOffset=shift
    )
    zero = zero.encode(x=alt.X("at:Q", scale=scale, axis=None))
    # Two strokes, so that the mark is seen on dark parts and on light ones.
    edge, mark = (
        whole.mark_tick(
            color=colour, thickness=thickness, height=16, yOffset=shift
        ).encode(x=alt.X("change:Q", scale=scale, axis=None))
        for colour, thickness in ((theme.PAPER, 4), (theme.INK, 2))
    )
    number = whole.mark_text(color=theme.INK, dy=shift, **layout.reading(6)).encode(
        x=alt.value(0 if layout.rtl else layout.plot_width), text="word:N"
    )
    above = [each.encode(text="name:N") for each in layout.names(whole)]
    return (
        alt.layer(bars, zero, edge, mark, number, *above)
        .properties(**layout.size(len(rows)))
        .configure(**theme.config(rtl=layout.rtl))
    )


def _reach(rows: Sequence[Mapping[str, Any]]) -> tuple[float, float]:
    """How far the longest stacks go to either side, with a little room."""
    low = high = 0.0
    for row in rows:
        amounts = [number for number in row["parts"].values() if number]
        low = min(low, sum(number for number in amounts if number < 0))
        high = max(high, sum(number for number in amounts if number > 0))
    room = 0.02 * (high - low or 1.0)
    return low - room, high + room


def _table(
    rows: Sequence[Mapping[str, Any]], names: Mapping[str, str], language: Language
) -> Table:
    columns = (
        Column("name", language.say(ROW)),
        Column("change", language.say(CHANGE), "count"),
        *(Column(part, name, "count") for part, name in names.items()),
    )
    listed = [{**row, "name": words.name_of(row, language)} for row in rows]
    return Table(
        columns,
        tuple(tuple(words.shown(row, column) for column in columns) for row in listed),
    )
