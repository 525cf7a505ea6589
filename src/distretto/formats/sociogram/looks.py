"""How actors and ties look: shapes, colours, lines, each with its words."""

from dataclasses import dataclass
from xml.sax.saxutils import escape

from distretto.analysis.diagnosis.linkages.survey import (
    FIRM,
    INSTITUTION,
    OUTSIDE,
    TEAM,
)
from distretto.analysis.diagnosis.linkages.tie_changes import KEPT, LOST, NEW
from distretto.errors import gettext_noop
from distretto.formats.charts import outlines, theme
from distretto.formats.sociogram.shown import CONFLICT, TIE, UNCLEAR

KIND_WORDS = {
    FIRM: gettext_noop("Firm"),
    INSTITUTION: gettext_noop("Institution"),
    TEAM: gettext_noop("Project team"),
    OUTSIDE: gettext_noop("Outside the cluster"),
}
KIND_COLOURS = {
    FIRM: theme.KINDS[0],
    INSTITUTION: theme.KINDS[2],
    TEAM: theme.KINDS[5],
    OUTSIDE: theme.KINDS[11],
}
# Colours of groups of firms: not the one of institutions, the team and the outside,
# nor the green and red of ties that came and went.
GROUP_COLOURS = tuple(theme.KINDS[k] for k in (0, 4, 3, 7, 6, 10))
REST = theme.KINDS[11]
# Of firms whose group is not known: pale with an edge, as nothing else is.
UNGROUPED = theme.UNKNOWN
GREEN, RED = theme.KINDS[9], theme.KINDS[1]


@dataclass(frozen=True)
class Line:
    """How ties of a status are drawn."""

    colour: str
    dash: str
    words: str


LINES = {
    UNCLEAR: Line(
        theme.MUTED, "1 3", gettext_noop("Tie known in one of the waves only")
    ),
    LOST: Line(RED, "5 3", gettext_noop("Lost tie")),
    KEPT: Line(theme.MUTED, "", gettext_noop("Tie in both waves")),
    TIE: Line(theme.MUTED, "", gettext_noop("Tie")),
    NEW: Line(GREEN, "", gettext_noop("New tie")),
    CONFLICT: Line(theme.KINDS[8], "2 2 6 2", gettext_noop("Conflict")),
}

# What the same lines say where the later of two waves is what is wished for.
WISHED = {
    LOST: gettext_noop("Tie that is there, not wished for"),
    KEPT: gettext_noop("Tie that is there and wished for"),
    NEW: gettext_noop("Tie wished for, not there yet"),
    TIE: gettext_noop("Tie wished for"),
}

# In a legend, what remains comes before what came and what went.
LEGEND_ORDER = (TIE, KEPT, NEW, LOST, UNCLEAR, CONFLICT)


def shape(kind: str, x: float, y: float, radius: float, paint: str, inside: str) -> str:
    """An actor as a mark: firm, institution, team and outside differ in shape."""
    if kind == INSTITUTION:
        side = 1.75 * radius
        where = f'x="{x - side / 2:.1f}" y="{y - side / 2:.1f}" width="{side:.1f}"'
        return f'<rect {where} height="{side:.1f}" rx="1.5" {paint}>{inside}</rect>'
    if kind in (TEAM, OUTSIDE):
        r = 1.25 * radius
        corners = (
            f"M{x:.1f},{y - r:.1f}l{r:.1f},{r:.1f}l{-r:.1f},{r:.1f}l{-r:.1f},{-r:.1f}z"
            if kind == TEAM
            else f"M{x:.1f},{y - r:.1f}l{r:.1f},{1.75 * r:.1f}h{-2 * r:.1f}z"
        )
        return f'<path d="{corners}" {paint}>{inside}</path>'
    return (
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}" {paint}>{inside}</circle>'
    )


def edge_of(colour: str) -> str:
    """The colour that an actor's edge has where it must be seen."""
    return theme.MUTED if colour == UNGROUPED else colour


def painted(fill: str, stroke: str, width: float, dash: str = "") -> str:
    """Attributes of a mark: colours with the classes that follow a page's theme."""
    classes = [
        f"{letter}-{theme.NAMES[colour]}"
        for letter, colour in (("f", fill), ("s", stroke))
        if colour in theme.NAMES
    ]
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    return (
        f'class="{" ".join(classes)}" fill="{fill}" stroke="{stroke}" '
        f'stroke-width="{width:g}"{dashed}'
    )


def lettering(
    text: str,
    x: float,
    y: float,
    *,
    size: float,
    colour: str,
    anchor: str = "start",
    weight: int = 400,
    halo: float = 0.0,
) -> str:
    """A text at its place, held at its left, its middle or its right end."""
    heavy = f' font-weight="{weight}"' if weight != 400 else ""
    where = (
        f'<text transform="translate({x:.1f},{y:.1f})" font-size="{size:g}" '
        f'text-anchor="{anchor}"{heavy} '
    )
    word = f"{escape(text)}</text>"
    plain = f'class="f-{theme.NAMES[colour]}" fill="{colour}"'
    if not halo:
        return f"{where}{plain}>{word}"
    around = (
        f'class="f-{theme.NAMES[colour]} s-paper" fill="{colour}" '
        f'stroke="{theme.PAPER}" stroke-width="{halo:g}" stroke-linejoin="round"'
    )
    if outlines.needs(text):  # an outline has its edge on top of it: drawn twice
        return f"{where}{around}>{word}{where}{plain}>{word}"
    return f'{where}{around} paint-order="stroke">{word}'
