"""Scores by several methods beside each other, with ranges where scores are missing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt

from distretto.analysis.selection.ranking_result import Ranking
from distretto.errors import gettext_noop
from distretto.formats.charts import theme
from distretto.formats.charts.language import ENGLISH, Language
from distretto.formats.charts.listing import Layout
from distretto.formats.charts.picture import Cell, Column, Picture, Table

TITLE = gettext_noop("Three methods beside each other")
CANDIDATE = gettext_noop("Candidate")
METHODS = {
    "weighted-sum": gettext_noop("Weighted sum"),
    "topsis": gettext_noop("TOPSIS"),
    "promethee": gettext_noop("PROMETHEE II"),
}
SCORE = gettext_noop("%(method)s: score")
LOW, HIGH = gettext_noop("%(method)s: lowest"), gettext_noop("%(method)s: highest")
RANK = gettext_noop("%(method)s: rank")
RULED_OUT = gettext_noop("ruled out")
TIP = gettext_noop("%(name)s, %(method)s: %(score)s, rank %(rank)s")
TIP_RANGE = gettext_noop("between %(low)s and %(high)s, rank %(best)s to %(worst)s")
DESCRIPTION = gettext_noop(
    "The score of each candidate by each method, as dots, with a line over the scores "
    "that are possible where some are missing. Candidates: %(count)s. First: %(first)s."
)
LINES = gettext_noop(
    "The number is the rank. A line spans all scores that are possible where an "
    "assessor's score is missing; a missing score is never counted as zero."
)


@dataclass(frozen=True)
class MethodScore:
    """One candidate's score by one method; None for those ruled out."""

    score: float | None
    rank: int | None
    low: float | None = None
    high: float | None = None
    rank_best: int | None = None
    rank_worst: int | None = None


# By method, by candidate (as it is called).
Scores = Mapping[str, Mapping[str, MethodScore]]


def method_scores(
    rankings: Mapping[str, Ranking], names: Mapping[str, str] | None = None
) -> dict[str, dict[str, MethodScore]]:
    """The scores of an analysis, under the names of the candidates."""
    told = names or {}
    return {
        method: {
            told.get(row.candidate, row.candidate): MethodScore(
                score=row.score,
                rank=row.rank,
                low=row.score_low,
                high=row.score_high,
                rank_best=row.rank_best,
                rank_worst=row.rank_worst,
            )
            for row in ranking.rows()
        }
        for method, ranking in rankings.items()
    }


def score_ranges(
    scores: Scores,
    *,
    language: Language = ENGLISH,
    width: int = 680,
) -> Picture:
    """A strip of dots for each method, in the order of the first method's ranks."""
    order = _order(scores)
    narrow = width < 480
    data: dict[str, list[dict[str, Any]]] = {}
    strips = []
    for place, method in enumerate(scores):
        layout = _Strip(width, len(scores), is_first=place == 0, rtl=language.is_rtl)
        rows = layout.named([_row(n, method, scores, language) for n in order])
        data[method] = rows
        strips.append(_strip(method, rows, layout, language))
    if language.is_rtl and not narrow:
        strips.reverse()
    put = alt.vconcat if narrow else alt.hconcat
    chart = put(*strips, spacing=16).configure(**theme.config(rtl=language.is_rtl))
    return Picture(
        chart=chart,
        data=data,
        table=_table(scores, order, language),
        title=language.say(TITLE),
        description=language.say(DESCRIPTION)
        % {
            "count": language.number(len(order)),
            "first": order[0] if order else language.unknown,
        },
        notes=(language.say(LINES),),
        language=language,
    )


def _order(scores: Scores) -> list[str]:
    first = next(iter(scores.values()), {})
    return sorted(first, key=lambda name: (first[name].rank is None, first[name].rank))


@dataclass(frozen=True)
class _Strip(Layout):
    """One of several strips side by side; only the first has the names."""

    count: int = 1
    is_first: bool = True

    def __init__(self, width: int, count: int, *, is_first: bool, rtl: bool) -> None:
        object.__setattr__(self, "count", count)
        object.__setattr__(self, "is_first", is_first)
        super().__init__(width, rtl=rtl, behind=60)

    @property
    def name_width(self) -> float:
        return self.width - 30 if self.is_narrow else self.width * 0.33

    @property
    def plot_width(self) -> float:
        if self.is_narrow:
            return self.width - 60
        return (self.width - self.name_width - 20) / max(self.count, 1) - 36

    def y(self, rows: Sequence[dict[str, Any]]) -> alt.Y:
        y = super().y(rows)
        if not self.is_first:
            y["axis"] = None
        return y


def _row(name: str, method: str, scores: Scores, language: Language) -> dict[str, Any]:
    found = scores[method][name]
    low = found.score if found.low is None else found.low
    high = found.score if found.high is None else found.high
    return {
        "name": name,
        "score": found.score,
        "low": low,
        "high": high,
        "word": language.say(RULED_OUT) if found.rank is None else str(found.rank),
        "tip": _tip(name, method, found, language),
    }


def _tip(name: str, method: str, found: MethodScore, language: Language) -> str:
    say = language.say
    if found.rank is None:
        return f"{name}: {say(RULED_OUT)}"
    tip = say(TIP) % {
        "name": name,
        "method": _name(method, language),
        "score": language.short(found.score),
        "rank": found.rank,
    }
    if found.low == found.high:
        return tip
    spread = say(TIP_RANGE) % {
        "low": language.short(found.low),
        "high": language.short(found.high),
        "best": found.rank_best,
        "worst": found.rank_worst,
    }
    return language.join([tip, spread])


def _name(method: str, language: Language) -> str:
    return language.say(METHODS.get(method, method))


def _strip(
    method: str, rows: list[dict[str, Any]], layout: _Strip, language: Language
) -> Any:
    known = [row for row in rows if row["score"] is not None]
    low = min((row["low"] for row in known), default=0)
    high = max((row["high"] for row in known), default=1)
    room = (high - low or 1) * 0.08
    scale = layout.scale(low - room, high + room)
    # Numbers of two decimals would run into each other on a narrow strip.
    axis = alt.Axis(title=None, tickCount=4, labelOverlap="parity", labelSeparation=6)
    x = alt.X("score:Q", scale=scale, axis=axis)
    base = alt.Chart(alt.NamedData(method)).encode(
        y=layout.y(rows), description="tip:N"
    )
    shift = layout.mark_shift
    spans = base.mark_rule(
        strokeWidth=4, opacity=0.35, yOffset=shift, color=theme.ACCENT
    )
    dots = base.mark_circle(size=80, opacity=1, yOffset=shift, color=theme.ACCENT)
    end = 0 if layout.rtl else layout.plot_width
    words = base.mark_text(color=theme.INK, dy=shift, **layout.reading(6))
    above = layout.names(base)
    title = alt.TitleParams(
        _name(method, language),
        anchor="end" if layout.rtl else "start",
        frame="group",
        fontSize=12,
        fontWeight=600,
        color=theme.INK,
    )
    return alt.layer(
        spans.encode(x=alt.X("low:Q", scale=scale), x2="high:Q"),
        dots.encode(x=x),
        words.encode(x=alt.value(end), text="word:N"),
        *above,
    ).properties(title=title, **layout.size(len(rows)))


def _table(scores: Scores, order: Sequence[str], language: Language) -> Table:
    columns = [Column("name", language.say(CANDIDATE))]
    for method in scores:
        named = {"method": _name(method, language)}
        for key, template, kind in (
            ("rank", RANK, "count"),
            ("score", SCORE, "number"),
            ("low", LOW, "number"),
            ("high", HIGH, "number"),
        ):
            name = language.say(template) % named
            columns.append(Column(f"{method}-{key}", name, kind))
    rows = tuple(_cells(name, scores, language) for name in order)
    return Table(tuple(columns), rows)


def _cells(name: str, scores: Scores, language: Language) -> tuple[Cell, ...]:
    """The ranks and scores of a candidate; of one ruled out there are none."""
    cells: list[Cell] = [name]
    for found in (by_name[name] for by_name in scores.values()):
        if found.rank is None:
            cells += [language.say(RULED_OUT), "–", "–", "–"]
        else:
            cells += [found.rank, found.score, found.low, found.high]
    return tuple(cells)
