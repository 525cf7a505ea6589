"""How firmly a choice stands when the weights move."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt
import numpy as np

from distretto.analysis.selection.robustness import Robustness
from distretto.errors import gettext_noop
from distretto.formats.charts import theme
from distretto.formats.charts.language import ENGLISH, Language
from distretto.formats.charts.listing import Layout, kinds
from distretto.formats.charts.picture import Column, Picture, Table
from distretto.formats.charts.svg import local_link

TITLE = gettext_noop("How firmly the choice stands when weights move")
CANDIDATE = gettext_noop("Candidate")
SHARE = gettext_noop("Among the first %(top)s")
BEST, WORST = gettext_noop("Best rank"), gettext_noop("Worst rank")
IN_TOP = gettext_noop("Among the first %(top)s with the weights as agreed")
NOT_IN_TOP = gettext_noop("Not among them")
RANKS = gettext_noop("rank %(best)s to %(worst)s")
ONE_RANK = gettext_noop("always rank %(best)s")
TIP = gettext_noop("%(name)s: among the first %(top)s in %(share)s of the draws")
DESCRIPTION = gettext_noop(
    "For each candidate, in what share of the draws it stays among the first %(top)s. "
    "Candidates: %(count)s. Draws: %(draws)s. Highest: %(first)s with %(share)s."
)
HOW = gettext_noop(
    "Weights moved at random around those agreed; draws: %(draws)s, seed: %(seed)s. "
    "The shares describe the ranking under such weights; they are not probabilities "
    "that a choice is right."
)
CHANGED = gettext_noop(
    "In %(share)s of the draws the first %(top)s are not the same candidates."
)
TIED = gettext_noop(
    "With the weights as agreed, candidates tie at the edge of the choice: more are "
    "among the first than there are places, and which of the tied comes in is not "
    "counted as a change."
)


@dataclass(frozen=True)
class Stand:
    """One candidate under moved weights; None where there is nothing to say."""

    name: str
    in_top_share: float | None
    rank_best: int | None = None
    rank_worst: int | None = None
    is_in_top: bool = False
    is_at_edge: bool = False
    link: str = ""


def stands(result: Robustness, names: dict[str, str] | None = None) -> list[Stand]:
    """The candidates of an analysis that are in the ranking."""
    return [
        Stand(
            name=(names or {}).get(key, key),
            in_top_share=float(result.in_top_share[place]),
            rank_best=int(result.rank_best[place]),
            rank_worst=int(result.rank_worst[place]),
            is_in_top=bool(result.is_in_top[place]),
            is_at_edge=bool(result.is_at_edge[place]),
        )
        for place, key in enumerate(result.candidates)
        if not np.isnan(result.in_top_share[place])
    ]


def robustness(
    candidates: Iterable[Stand],
    *,
    top: int,
    draws: int,
    seed: int | None = None,
    changed_share: float | None = None,
    most: int = 20,
    language: Language = ENGLISH,
    width: int = 680,
) -> Picture:
    """In what share of the draws each candidate stays among the first, as dots.

    The highest first; behind each its range of ranks. `changed_share` is in how many
    draws the first are other candidates.
    """
    order = sorted(candidates, key=_from_the_highest)
    shown = order[:most]
    layout = Layout(width, rtl=language.is_rtl, behind=110)
    rows = layout.named([_row(each, top, language) for each in shown])
    return Picture(
        chart=_chart(rows, layout, top, language),
        data={"rows": rows},
        table=_table(order, top, language),
        title=language.say(TITLE),
        description=_description(order, top, draws, language),
        notes=_notes(order, top, draws, seed, changed_share, language),
        language=language,
    )


def _from_the_highest(each: Stand) -> tuple[bool, float, int]:
    share = each.in_top_share
    return share is None, -(share or 0), each.rank_best or 0


def _row(each: Stand, top: int, language: Language) -> dict[str, Any]:
    share = language.percent(each.in_top_share, 0)
    said = {"name": each.name, "top": language.number(top), "share": share}
    ranks = _ranks(each, language)
    return {
        "name": each.name,
        "share": each.in_top_share,
        "word": language.join([share, ranks]),
        "tip": language.join([language.say(TIP) % said, ranks]),
        "kind": _kind(each.is_in_top, top, language),
        "link": local_link(each.link) if each.link else None,
    }


def _ranks(each: Stand, language: Language) -> str:
    if each.rank_best is None or each.rank_worst is None:
        return ""
    template = ONE_RANK if each.rank_best == each.rank_worst else RANKS
    return language.say(template) % {
        "best": language.number(each.rank_best),
        "worst": language.number(each.rank_worst),
    }


def _kind(is_in_top: bool, top: int, language: Language) -> str:
    template = IN_TOP if is_in_top else NOT_IN_TOP
    return language.say(template) % {"top": language.number(top)}


def _chart(
    rows: Sequence[dict[str, Any]], layout: Layout, top: int, language: Language
) -> alt.TopLevelMixin:
    base = alt.Chart(alt.NamedData("rows")).encode(
        y=layout.y(rows), description="tip:N", href="link:N"
    )
    colours = {
        _kind(True, top, language): theme.ACCENT,
        _kind(False, top, language): theme.MUTED,
    }
    x = alt.X(
        "share:Q",
        scale=layout.scale(0, 1),
        axis=alt.Axis(
            title=None,
            values=[0, 0.25, 0.5, 0.75, 1],
            labelExpr="format(100 * datum.value, '.0f') + '\u00a0%'",
        ),
    )
    shift = layout.mark_shift
    stems = base.mark_rule(strokeWidth=1.5, yOffset=shift).encode(
        x=x, x2=alt.datum(0), color=kinds(colours, layout)
    )
    dots = base.mark_circle(size=90, opacity=1, yOffset=shift).encode(
        x=x, color=kinds(colours, layout)
    )
    end = 0 if layout.rtl else layout.plot_width
    words = base.mark_text(color=theme.MUTED, dy=shift, **layout.reading(12))
    above = layout.names(base)
    return (
        alt.layer(stems, dots, words.encode(x=alt.value(end), text="word:N"), *above)
        .properties(**layout.size(len(rows)))
        .configure(**theme.config(rtl=layout.rtl))
    )


def _table(order: Sequence[Stand], top: int, language: Language) -> Table:
    say = language.say
    share = say(SHARE) % {"top": language.number(top)}
    columns = (
        Column("name", say(CANDIDATE)),
        Column("share", share, "share"),
        Column("best", say(BEST), "count"),
        Column("worst", say(WORST), "count"),
    )
    return Table(
        columns,
        tuple((e.name, e.in_top_share, e.rank_best, e.rank_worst) for e in order),
    )


def _description(
    order: Sequence[Stand], top: int, draws: int, language: Language
) -> str:
    first = order[0] if order else Stand(language.unknown, None)
    return language.say(DESCRIPTION) % {
        "top": language.number(top),
        "count": language.number(len(order)),
        "draws": language.number(draws),
        "first": first.name,
        "share": language.percent(first.in_top_share, 0),
    }


def _notes(
    order: Sequence[Stand],
    top: int,
    draws: int,
    seed: int | None,
    changed_share: float | None,
    language: Language,
) -> tuple[str, ...]:
    say = language.say
    shown = language.unknown if seed is None else str(seed)
    notes = [say(HOW) % {"draws": language.number(draws), "seed": shown}]
    if changed_share is not None:
        share = language.percent(changed_share, 0)
        notes.append(say(CHANGED) % {"share": share, "top": language.number(top)})
    if any(each.is_at_edge for each in order):
        notes.append(say(TIED))
    return tuple(notes)
