"""Discs with numbers on a map, and the lines to what they stand for."""

from typing import Any

import altair as alt

from distretto.formats.charts import theme

DISC = 19


def positions(
    width: float, height: float, x: str = "x", y: str = "y"
) -> dict[str, Any]:
    """Positions in pixels, the origin at the top left."""
    across = alt.Scale(domain=[0, width], nice=False, zero=False)
    down = alt.Scale(domain=[height, 0], nice=False, zero=False)
    return {
        "x": alt.X(f"{x}:Q", scale=across, axis=None),
        "y": alt.Y(f"{y}:Q", scale=down, axis=None),
    }


def disc_layer(width: float, height: float) -> Any:
    """Discs of the data “discs”, numbered; a line leads to those that had to move."""
    chart = alt.Chart(alt.NamedData("discs"))
    moved = alt.datum.x != alt.datum.at_x
    leaders = (
        chart.transform_filter(moved)
        .mark_rule(color=theme.INK, strokeWidth=0.8)
        .encode(**positions(width, height), x2="at_x:Q", y2="at_y:Q")
    )
    discs = chart.mark_circle(
        size=DISC**2 * 0.9, color=theme.INK, opacity=1, stroke=theme.PAPER
    ).encode(**positions(width, height), description="tip:N", href="link:N")
    numbers = chart.mark_text(
        fontSize=11, fontWeight=600, color=theme.PAPER, dy=0.5
    ).encode(text="number:N", **positions(width, height))
    return alt.layer(leaders, discs, numbers)
