"""The layers of the map of a value chain, for the rows that `marks_of` makes."""

from typing import Any

import altair as alt

from distretto.formats.charts import theme
from distretto.formats.charts.language import Language

_DASHES = {"goods": [1, 0], "money": [7, 4], "information": [2, 3]}


def chart_of(width: float, height: float, language: Language) -> alt.LayerChart:
    """Arrows, boxes above them, and the words on top."""
    axes = _axes(width, height)
    layers = [*_arrows(axes), _boxes_of(width, height), *_texts(axes)]
    size = {"width": width, "height": round(height)}
    return (
        alt.layer(*layers)
        .properties(**size)
        .configure(**{**theme.config(rtl=language.is_rtl), "padding": 2})
    )


def _scales(width: float, height: float) -> tuple[alt.Scale, alt.Scale]:
    plain = {"nice": False, "zero": False}
    return (
        alt.Scale(domain=[0, width], **plain),
        alt.Scale(domain=[0, round(height)], reverse=True, **plain),
    )


def _axes(width: float, height: float) -> dict[str, Any]:
    across, down = _scales(width, height)
    return {
        "x": alt.X("x:Q", scale=across, axis=None),
        "y": alt.Y("y:Q", scale=down, axis=None),
    }


def _arrows(axes: dict[str, Any]) -> list[alt.Chart]:
    lines = alt.Chart(alt.NamedData("lines"))
    drawn = [
        lines.transform_filter(alt.datum.kind == kind)
        .mark_line(strokeDash=dash, strokeJoin="round")
        .encode(
            **axes,
            detail="flow:N",
            description="tip:N",
            order="step:Q",
            strokeWidth=alt.StrokeWidth("wide:Q", scale=None, legend=None),
            color=alt.Color("colour:N", scale=None, legend=None),
        )
        for kind, dash in _DASHES.items()
    ]
    heads = (
        alt.Chart(alt.NamedData("heads"))
        .mark_point(shape="triangle", filled=True, opacity=1, aria=False)
        .encode(
            **axes,
            angle=alt.Angle("turn:Q", scale=None),
            size=alt.Size("area:Q", scale=None, legend=None),
            color=alt.Color("colour:N", scale=None, legend=None),
        )
    )
    return [*drawn, heads]


def _boxes_of(width: float, height: float) -> alt.Chart:
    across, down = _scales(width, height)
    return (
        alt.Chart(alt.NamedData("boxes"))
        .mark_rect(cornerRadius=5, aria=False)
        .encode(
            x=alt.X("left:Q", scale=across, axis=None),
            x2="right:Q",
            y=alt.Y("top:Q", scale=down, axis=None),
            y2="bottom:Q",
            fill=alt.Fill("fill:N", scale=None, legend=None),
            stroke=alt.Stroke("line:N", scale=None, legend=None),
            strokeWidth=alt.StrokeWidth("wide:Q", scale=None, legend=None),
        )
    )


def _texts(axes: dict[str, Any]) -> list[alt.Chart]:
    words = alt.Chart(alt.NamedData("words"))
    shares = alt.Chart(alt.NamedData("shares"))
    around = {"stroke": theme.PAPER, "strokeWidth": 4, "strokeJoin": "round"}
    plain = {"fontSize": 11, "fontWeight": 600, "aria": False}
    sized = alt.Size("size:Q", scale=None, legend=None)
    colour = alt.Color("colour:N", scale=None, legend=None)
    return [
        *(
            words.transform_filter(alt.datum.weight == weight)
            .mark_text(baseline="middle", fontWeight=weight, aria=False)
            .encode(**axes, text="text:N", size=sized, color=colour)
            for weight in (400, 600)
        ),
        shares.mark_text(
            baseline="middle", color=theme.PAPER, **around, **plain
        ).encode(**axes, text="text:N"),
        shares.mark_text(baseline="middle", color=theme.INK, **plain).encode(
            **axes, text="text:N"
        ),
    ]
