"""The house theme of every picture: ink on paper, one accent, generous white.

Colours have names. A picture is drawn in the light colours; on a page each of them
becomes a CSS class, so that the same drawing follows the page's light, dark or print
colours. Each name has a colour of its own, because the name is found by the colour.
"""

from dataclasses import dataclass
from importlib.resources import files
from typing import Any

FONT = "Noto Sans"


@dataclass(frozen=True)
class Colour:
    """A named colour, and the token of the site that it follows, if there is one."""

    name: str
    light: str
    dark: str
    token: str = ""


# Twelve categories that people with any kind of colour vision can tell apart; grey
# is the last. The order keeps neighbours apart in lightness too.
_CATEGORIES = (
    ("#0b5d73", "#6fb9cb"),
    ("#cc6677", "#e08a99"),
    ("#ddcc77", "#ddcc78"),
    ("#332288", "#9d92e0"),
    ("#44aa99", "#58bfae"),
    ("#882255", "#cf72a3"),
    ("#999933", "#b9b957"),
    ("#88ccee", "#93d2f0"),
    ("#661100", "#c4775f"),
    ("#117733", "#5bb077"),
    ("#aa4499", "#cf82c2"),
    ("#888888", "#9a9a9b"),
)

_STEPS = (
    ("#f4f3ee", "#23282d"),
    ("#dbe9ec", "#213940"),
    ("#b2d2d8", "#28525c"),
    ("#7fb2bd", "#377482"),
    ("#45899a", "#5b9dac"),
    ("#14596b", "#a5d8e2"),
)

COLOURS = (
    Colour("ink", "#1d2733", "#e9e7e2", "ink"),
    Colour("muted", "#5b6571", "#a7afb7", "ink-muted"),
    Colour("line", "#d9dde2", "#3a434c", "line"),
    Colour("paper", "#fffffe", "#15191e", "paper"),
    Colour("accent", "#0b5d74", "#6fb9cc", "accent"),
    Colour("unknown", "#e9e6df", "#2b2f33"),
    Colour("little", "#e3e0d8", "#32363a"),
    *(Colour(f"step-{i}", *pair) for i, pair in enumerate(_STEPS)),
    *(Colour(f"kind-{i}", *pair) for i, pair in enumerate(_CATEGORIES, start=1)),
)

_BY_NAME = {colour.name: colour.light for colour in COLOURS}

INK, MUTED, LINE, PAPER, ACCENT, UNKNOWN, LITTLE = (
    _BY_NAME[name]
    for name in ("ink", "muted", "line", "paper", "accent", "unknown", "little")
)
STEPS = tuple(light for light, _ in _STEPS)
KINDS = tuple(light for light, _ in _CATEGORIES)

# Where a colour is found in a drawing, its name; the names end in CSS classes.
NAMES = {colour.light: colour.name for colour in COLOURS}


def config(*, rtl: bool = False) -> dict[str, Any]:
    """The Vega-Lite configuration of the house."""
    text = {"labelColor": MUTED, "titleColor": MUTED, "labelFontSize": 12}
    axis = {
        **text,
        "domainColor": LINE,
        "gridColor": LINE,
        "gridWidth": 0.5,
        "tickColor": LINE,
        "titleFontSize": 12,
        "titleFontWeight": 400,
        "titlePadding": 10,
        "labelPadding": 6,
        "ticks": False,
    }
    legend = {
        **text,
        "titleFontSize": 12,
        "titleFontWeight": 400,
        "titleLimit": 400,
        "labelLimit": 260,
        "symbolStrokeWidth": 0.5,
        "orient": "bottom",
        "direction": "horizontal",
    }
    return {
        "background": "transparent",
        "font": FONT,
        "padding": 4,
        "view": {"stroke": None},
        "axis": axis,
        "legend": legend,
        "range": {"category": list(KINDS)},
        "text": {"color": INK, "fontSize": 12},
        "axisY": {"orient": "right" if rtl else "left"},
    }


def css() -> str:
    """The style sheet that lets pictures inside a page follow its colours and fonts.

    The site serves it as a file; a stand-alone page holds it in its head.
    """
    return files(__package__).joinpath("theme.css").read_text("utf-8")


def make_css() -> str:
    """The text of theme.css, written from the colours above; a test compares them."""
    parts = [_HEAD, _variables(".picture", dark=False)]
    parts += [
        "@media (prefers-color-scheme: dark) {\n"
        + _variables(':root:not([data-theme="light"]) .picture', dark=True)
        + "}\n",
        _variables(':root[data-theme="dark"] .picture', dark=True),
        "@media print {\n" + _variables(":root .picture.picture", dark=False) + "}\n",
    ]
    for colour in COLOURS:
        name = colour.name
        parts.append(f".picture .f-{name} {{ fill: var(--picture-{name}); }}\n")
        parts.append(f".picture .s-{name} {{ stroke: var(--picture-{name}); }}\n")
    return "".join(parts)


def _variables(selector: str, *, dark: bool) -> str:
    lines = (_variable(each, dark=dark) for each in COLOURS)
    return f"{selector} {{\n" + "".join(lines) + "}\n"


def _variable(colour: Colour, *, dark: bool) -> str:
    value = colour.dark if dark else colour.light
    if colour.token:
        value = f"var(--{colour.token}, {value})"
    return f"  --picture-{colour.name}: {value};\n"


_HEAD = """\
/* Pictures inside a page: their colours follow the page's tokens, its light, dark or
   print theme, and its fonts. Written by distretto.formats.charts.theme.make_css. */
.picture { direction: ltr; container-type: inline-size; }
.picture svg { display: block; max-width: 100%; height: auto; margin-inline: auto; }
.picture text {
  font-family: var(--font-sans, "Noto Sans", "Noto Sans Arabic", sans-serif);
  font-variant-numeric: tabular-nums;
}
.picture a:focus-visible path { stroke: var(--picture-accent); stroke-width: 3; }
.picture .picture-narrow { display: none; }
@container (max-width: 540px) {
  .picture .picture-wide { display: none; }
  .picture .picture-narrow { display: block; }
}
"""
