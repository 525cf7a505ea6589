"""A tree of problems as a drawing: effects above, causes below, arrows between.

Drawn by hand as SVG, with the classes that follow a page's theme; the same drawing
goes into documents with fixed colours.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from distretto.analysis.diagnosis.problems import ProblemTree
from distretto.errors import gettext_noop, ngettext_noop
from distretto.formats.charts import render, theme
from distretto.formats.charts import svg as drawings
from distretto.formats.charts.language import Language
from distretto.formats.charts.lettering import lines_of
from distretto.formats.charts.picture import Column, Table
from distretto.formats.documents.blocks import Drawing
from distretto.formats.sociogram.looks import lettering, painted

BOX, GAP, BETWEEN = 168.0, 22.0, 46.0  # width of a box, gap beside, space between rows
LINE, SIZE, MOST_LINES = 14.0, 10.5, 5
PAD = 8.0
_TITLE = gettext_noop("Problem tree")
_TOLD = ngettext_noop(
    "%(count)s problem, causes below what they bring about.",
    "%(count)s problems, causes below what they bring about.",
)
_CAUSED = gettext_noop("Caused by")
_PROBLEM = gettext_noop("Problem")


@dataclass(frozen=True)
class Leaf:
    """A problem as it stands in the tree."""

    words: str
    is_core: bool = False


def draw_problem_tree(
    tree: ProblemTree,
    leaves: Mapping[str, Leaf],
    causes: Sequence[tuple[str, str]],
    language: Language,
) -> Drawing:
    """The tree for a page and for print, with its table.

    `causes` are pairs (cause, effect) of the keys of `leaves`.
    """
    lines = {key: _lines(leaf.words) for key, leaf in leaves.items()}
    widest = max((len(layer) for layer in tree.layers), default=1)
    width = widest * (BOX + GAP) + GAP
    places, height = _places(tree, lines, width)
    parts = [_arrow(places[cause], places[effect]) for cause, effect in causes]
    parts += [
        _box(places[key], lines[key], leaf.is_core) for key, leaf in leaves.items()
    ]
    told = language.say_counted(*_TOLD, len(leaves)) % {"count": len(leaves)}
    svg = (
        f'<svg xmlns="{drawings.SVG}" width="{width:.0f}" height="{height:.0f}" '
        f'viewBox="0 0 {width:.0f} {height:.0f}" role="img" aria-label="{told}" '
        'font-family="Noto Sans, Noto Sans Arabic, sans-serif">'
        f"{''.join(parts)}</svg>"
    )
    return _drawing(svg, told, _table(leaves, causes, language), language)


def _drawing(svg: str, told: str, table: Table, language: Language) -> Drawing:
    digest = hashlib.sha256(svg.encode()).hexdigest()
    printed = drawings.for_print(
        svg, key=f"p{digest[:8]}", description=told, fonts=render.font_folders()
    )
    return Drawing(language.say(_TITLE), printed, told, table=table, on_page=svg)


def _lines(words: str) -> list[str]:
    return lines_of(words.split(), BOX - 2 * PAD, SIZE, most=MOST_LINES) or [""]


@dataclass(frozen=True)
class _Place:
    x: float
    y: float
    height: float


def _places(
    tree: ProblemTree, lines: Mapping[str, list[str]], width: float
) -> tuple[dict[str, _Place], float]:
    places: dict[str, _Place] = {}
    y = GAP
    for layer in tree.layers:
        tall = max(len(lines[key]) for key in layer) * LINE + 2 * PAD
        step = width / len(layer)
        for place, key in enumerate(layer):
            height = len(lines[key]) * LINE + 2 * PAD
            places[key] = _Place(step * (place + 0.5), y + (tall - height) / 2, height)
        y += tall + BETWEEN
    return places, y - BETWEEN + GAP


def _box(place: _Place, lines: Sequence[str], is_core: bool) -> str:
    edge = theme.ACCENT if is_core else theme.LINE
    left = place.x - BOX / 2
    box = (
        f'<rect x="{left:.1f}" y="{place.y:.1f}" width="{BOX:g}" '
        f'height="{place.height:.1f}" rx="4" '
        f"{painted(theme.PAPER, edge, 2.2 if is_core else 1.2)}/>"
    )
    texts = [
        lettering(
            line,
            place.x,
            place.y + PAD + LINE * (number + 0.75),
            size=SIZE,
            colour=theme.INK,
            anchor="middle",
            weight=600 if is_core else 400,
        )
        for number, line in enumerate(lines)
    ]
    return box + "".join(texts)


def _arrow(cause: _Place, effect: _Place) -> str:
    """From the top of the cause to the foot of what it brings about."""
    x1, y1 = cause.x, cause.y
    x2, y2 = effect.x, effect.y + effect.height
    bend = (y1 - y2) / 2
    line = (
        f'<path d="M{x1:.1f},{y1:.1f}C{x1:.1f},{y1 - bend:.1f} {x2:.1f},'
        f'{y2 + bend:.1f} {x2:.1f},{y2 + 5:.1f}" class="s-{theme.NAMES[theme.MUTED]}" '
        f'fill="none" stroke="{theme.MUTED}" stroke-width="1.3"/>'
    )
    head = (
        f'<path d="M{x2:.1f},{y2 + 0.5:.1f}l-4,7h8z" '
        f"{painted(theme.MUTED, theme.MUTED, 0)}/>"
    )
    return line + head


def _table(
    leaves: Mapping[str, Leaf], causes: Sequence[tuple[str, str]], language: Language
) -> Table:
    by_effect: dict[str, list[str]] = {}
    for cause, effect in causes:
        by_effect.setdefault(effect, []).append(leaves[cause].words)
    columns = (
        Column("problem", language.say(_PROBLEM)),
        Column("causes", language.say(_CAUSED)),
    )
    rows = [
        (leaf.words, "; ".join(by_effect.get(key, []))) for key, leaf in leaves.items()
    ]
    return Table(columns, tuple(rows))
