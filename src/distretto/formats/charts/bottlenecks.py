"""Bottlenecks as bars with their intervals, beside what firms say of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt

from distretto.errors import gettext_noop
from distretto.formats.charts import theme
from distretto.formats.charts.language import ENGLISH, Language
from distretto.formats.charts.listing import Layout
from distretto.formats.charts.picture import Cell, Column, Picture, Table
from distretto.formats.survey.found import alike

TITLE = gettext_noop("Firms for which each bottleneck is severe")
DESCRIPTION = gettext_noop(
    "A bar for each category: the share of firms for which it is severe, with the "
    "interval of the estimate; a ring where firms call it a major obstacle. The "
    "first is %(first)s with %(share)s."
)
NOTHING = gettext_noop("Too few firms have answered for a picture.")
LINES = gettext_noop(
    "A bar is the share of firms whose measured severity is 3 or more of 4. The line "
    "over it spans the %(level)s interval of the estimate. A ring is the share of "
    "firms that call it a major or very severe obstacle. Figures of few firms are "
    "hidden."
)
TIP = gettext_noop(
    "%(name)s: severe for %(share)s of firms, between %(low)s and %(high)s"
)
TIP_SEEN = gettext_noop("seen as major by %(share)s")
NAME = gettext_noop("Bottleneck")
FIRMS = gettext_noop("Firms")
SHARE, LOW, HIGH = (
    gettext_noop("Severe for"),
    gettext_noop("At least"),
    gettext_noop("At most"),
)
SEEN = gettext_noop("Seen as major by")


@dataclass(frozen=True)
class Severe:
    """One category: shares of firms from 0 to 1, None where unknown or hidden.

    `is_like_first` says that its share cannot be told apart from that of the first.
    """

    name: str
    firms: int | None
    share: float | None
    low: float | None
    high: float | None
    seen: float | None
    is_like_first: bool = False


def severe_shares(
    found: Sequence[Severe],
    *,
    level: float = 0.95,
    notes: Sequence[str] = (),
    language: Language = ENGLISH,
    width: int = 720,
) -> Picture:
    """A bar for each category that is known, in the order given.

    `level` is that of the intervals; `notes` are sentences that stand with its own.
    """
    known = [each for each in found if each.share is not None]
    layout = Layout(width, rtl=language.is_rtl, behind=56)
    rows = layout.named([_row(each, language) for each in known])
    return Picture(
        chart=_chart(rows, layout).configure(**theme.config(rtl=language.is_rtl)),
        data={"rows": rows},
        table=_table(found, language),
        title=language.say(TITLE),
        description=_description(known, language),
        notes=(
            language.say(LINES) % {"level": language.percent(level, 0)},
            *_alike(known, language),
            *notes,
        ),
        language=language,
    )


def _description(known: Sequence[Severe], language: Language) -> str:
    if not known or known[0].share is None:
        return language.say(NOTHING)
    gaps = {"first": known[0].name, "share": language.percent(known[0].share)}
    return language.say(DESCRIPTION) % gaps


def _alike(known: Sequence[Severe], language: Language) -> list[str]:
    if not known:
        return []
    others = [each.name for each in known if each.is_like_first]
    return [note.said(language) for note in alike(known[0].name, others)]


def _row(each: Severe, language: Language) -> dict[str, Any]:
    share = each.share or 0.0
    low = share if each.low is None else each.low
    high = share if each.high is None else each.high
    tip = language.say(TIP) % {
        "name": each.name,
        "share": language.percent(share),
        "low": language.percent(low),
        "high": language.percent(high),
    }
    if each.seen is not None:
        seen = language.say(TIP_SEEN) % {"share": language.percent(each.seen)}
        tip = language.join([tip, seen])
    return {
        "name": each.name,
        "value": share,
        "low": low,
        "high": high,
        "seen": each.seen,
        "word": language.percent(share),
        "tip": tip,
    }


def _chart(rows: list[dict[str, Any]], layout: Layout) -> Any:
    scale = layout.scale(0, 1)
    shift = layout.mark_shift
    axis = alt.Axis(title=None, format="%", tickCount=5)
    x = alt.X("value:Q", scale=scale, axis=axis)
    base = alt.Chart(alt.NamedData("rows")).encode(
        y=layout.y(rows), description="tip:N"
    )
    bar = layout.bar() or {"height": 14}
    end = 0 if layout.rtl else layout.plot_width
    seen = base.transform_filter("isValid(datum.seen)")
    return alt.layer(
        base.mark_bar(color=theme.ACCENT, opacity=0.85, **bar).encode(
            x=x, x2=alt.datum(0)
        ),
        base.mark_rule(color=theme.INK, strokeWidth=1.6, yOffset=shift).encode(
            x=alt.X("low:Q", scale=scale), x2="high:Q"
        ),
        seen.mark_point(
            size=70, filled=False, strokeWidth=2, yOffset=shift, color=theme.INK
        ).encode(x=alt.X("seen:Q", scale=scale)),
        base.mark_text(color=theme.INK, dy=shift, **layout.reading(6)).encode(
            x=alt.value(end), text="word:N"
        ),
        *layout.names(base),
    ).properties(**layout.size(len(rows)))


def _table(found: Sequence[Severe], language: Language) -> Table:
    columns = (
        Column("name", language.say(NAME)),
        Column("firms", language.say(FIRMS), "count"),
        *(
            Column(key, language.say(name), "share")
            for key, name in (
                ("share", SHARE),
                ("low", LOW),
                ("high", HIGH),
                ("seen", SEEN),
            )
        ),
    )
    rows: list[tuple[Cell, ...]] = [
        (each.name, each.firms, each.share, each.low, each.high, each.seen)
        for each in found
    ]
    return Table(columns, tuple(rows))
