"""The colours of the house can be told apart, in both themes.

Contrast is that of WCAG 2.2: (L1 + 0.05) / (L2 + 0.05) of relative luminances. Words
want 4.5, borders of controls and signs want 3.
"""

import re
from itertools import product
from pathlib import Path

import pytest

from distretto.formats.charts import theme as charts
from distretto.web import ui

TOKENS = Path(ui.__file__).parent / "static/ui/css/tokens.css"

PAPERS = ("paper", "paper-tint", "paper-deep")
WORDS = [
    *product(("ink", "ink-muted", "accent", "accent-strong", "problem"), PAPERS[:2]),
    ("ink", "paper-deep"),
    *product(("ink", "accent", "accent-strong"), ("accent-tint",)),
    ("ink-muted", "accent-tint"),
    *((tone, f"{tone}-tint") for tone in ("ok", "warning", "problem")),
    *(("ink", f"{tone}-tint") for tone in ("ok", "warning", "problem")),
    ("on-accent", "accent"),
    ("on-accent", "accent-strong"),
]
SIGNS = [
    *product(("line-strong", "accent", "thread"), PAPERS[:2]),
    ("accent", "accent-tint"),
]


def luminance(colour: str) -> float:
    def linear(channel: float) -> float:
        if channel <= 0.04045:
            return channel / 12.92
        return ((channel + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(int(colour[i : i + 2], 16) / 255) for i in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def colours(block: str) -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", block))


def themes() -> dict[str, dict[str, str]]:
    text = TOKENS.read_text()
    light, of_device, of_switch = re.findall(r":root[^{]*\{([^}]*)\}", text)
    assert colours(of_device) == colours(of_switch)
    return {"light": colours(light), "dark": colours(of_switch)}


def test_contrast_as_wcag_defines_it() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    # 4.54 is what the WCAG working group's own example gives for this grey.
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.005)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("pair", WORDS, ids="-on-".join)
def test_words_can_be_read(theme: str, pair: tuple[str, str]) -> None:
    tokens = themes()[theme]
    assert contrast(tokens[pair[0]], tokens[pair[1]]) >= 4.5


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("pair", SIGNS, ids="-on-".join)
def test_signs_can_be_seen(theme: str, pair: tuple[str, str]) -> None:
    tokens = themes()[theme]
    assert contrast(tokens[pair[0]], tokens[pair[1]]) >= 3


def test_dark_theme_names_every_colour_of_the_light_one() -> None:
    both = themes()
    assert both["light"].keys() == both["dark"].keys()


@pytest.mark.parametrize(
    "colour", [c for c in charts.COLOURS if c.token], ids=lambda c: c.token
)
def test_pictures_fall_back_on_near_the_same_colours(colour: charts.Colour) -> None:
    """Outside the site pictures have no tokens; inside they must not look foreign."""
    both = themes()
    for name, own in (("light", colour.light), ("dark", colour.dark)):
        token = both[name][colour.token]
        assert contrast(own, token) < 1.05
