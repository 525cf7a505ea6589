"""Lists with a mark on each row: how bars, shares and weights are laid out.

On a wide picture names stand beside their rows, at the side where reading begins; on
a narrow one above them, with all the width.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt

from distretto.formats.charts import labels, lettering, theme

DataRow = dict[str, Any]

_NAME = 12  # pixels, of a name
_SMALL = 11  # pixels, of the second line of a name


@dataclass(frozen=True)
class Layout:
    """How a list of rows fills a picture of some width."""

    width: int
    rtl: bool = False
    # Pixels for the words behind the marks.
    behind: int = 80
    # Whether each name has a second line, `below` of its row, in a quieter colour.
    two_lines: bool = False

    @property
    def is_narrow(self) -> bool:
        """Whether names stand above their rows, as on a phone."""
        return self.width < 480

    @property
    def name_width(self) -> float:
        """Pixels for a name."""
        return self.width - 30 if self.is_narrow else self.width * 0.4

    @property
    def plot_width(self) -> float:
        """Pixels for the marks."""
        beside = 0 if self.is_narrow else self.name_width + 20
        return self.width - beside - self.behind

    @property
    def row_height(self) -> int:
        """Pixels for a row."""
        one = 42 if self.is_narrow else 26
        return one + 14 if self.two_lines else one

    def named(self, rows: Sequence[DataRow]) -> list[DataRow]:
        """The rows with names that fit, no two alike: a name is a row's place."""
        out: list[DataRow] = []
        seen: dict[str, int] = {}
        for row in rows:
            name = lettering.fits(str(row["name"]), self.name_width)
            seen[name] = seen.get(name, 0) + 1
            mark = f" ({seen[name]})" if seen[name] > 1 else ""
            out.append({**row, **self._below(row), "name": f"{name}{mark}"})
        return out

    def _below(self, row: DataRow) -> dict[str, str]:
        if not self.two_lines:
            return {}
        return {"below": lettering.fits(str(row["below"]), self.name_width, _SMALL)}

    def size(self, count: int) -> dict[str, float]:
        """Width and height for so many rows."""
        return {"width": self.plot_width, "height": max(1, count) * self.row_height}

    def y(self, rows: Sequence[DataRow]) -> alt.Y:
        """The rows in their order, which is handed over as a list: sorting by a field
        is lost where layers do not share it."""
        order = [row["name"] for row in rows]
        widest = max((lettering.text_width(name, _NAME) for name in order), default=0)
        axis = alt.Axis(
            title=None,
            domain=False,
            labelColor=theme.INK,
            labelPadding=10,
            labelLimit=self.name_width + 20,
            # The fonts of a device may be wider than the one that names are measured
            # by here: what is over is cut off at the edge of the picture.
            minExtent=min(1.12 * widest + 14, self.name_width + 20),
            orient="right" if self.rtl else "left",
        )
        return alt.Y(
            "name:N",
            sort=order,
            scale=alt.Scale(domain=order, paddingInner=0.3, paddingOuter=0.15),
            axis=None if self.is_narrow or self.two_lines else axis,
        )

    def scale(self, low: float, high: float) -> alt.Scale:
        """A scale that runs with the reading."""
        return alt.Scale(domain=[low, high], reverse=self.rtl, nice=False, zero=False)

    @property
    def mark_shift(self) -> float:
        """How far marks stand below the middle of their row."""
        if not self.is_narrow:
            return 0
        return 16 if self.two_lines else 9

    def bar(self) -> dict[str, Any]:
        """Bars beneath their names, on a narrow picture."""
        return {"height": 12, "yOffset": self.mark_shift} if self.is_narrow else {}

    def names(self, base: alt.Chart) -> list[alt.Chart]:
        """The names that are drawn: above their rows on a narrow picture, and at
        their side where they have two lines."""
        if not (self.is_narrow or self.two_lines):
            return []
        up = -9 if self.is_narrow else 0
        if not self.two_lines:
            return [self._name(base, "name", up, color=theme.INK)]
        return [
            self._name(base, "name", up - 7, color=theme.INK),
            self._name(base, "below", up + 8, color=theme.MUTED, fontSize=_SMALL),
        ]

    def _name(self, base: alt.Chart, field: str, down: int, **style: Any) -> alt.Chart:
        """A line of the names: it ends beside the plot, or begins where it begins."""
        begins = self.is_narrow != self.rtl
        away = 0 if self.is_narrow else -10
        x = self.plot_width - away if self.rtl else away
        align = "left" if begins else "right"
        mark = base.mark_text(dy=down, align=align, **style)
        return mark.encode(x=alt.value(x), text=f"{field}:N")

    def reading(self, away: float = 0) -> dict[str, Any]:
        """Words that begin at a point, so many pixels away from it."""
        side = {"align": "right" if self.rtl else "left"}
        return {**side, "dx": -away if self.rtl else away}


def bars(
    rows: Sequence[DataRow],
    layout: Layout,
    *,
    highest: float | None = None,
    colours: Mapping[str, str] | None = None,
    legend: bool = True,
) -> Any:
    """Bars from zero, each with its word behind it.

    A row has `name`, `value` (None: no bar), `word`, `tip`, and may have `link` and
    `kind`; `colours` gives each kind its colour, and makes the legend.
    """
    largest = highest or max((row["value"] or 0 for row in rows), default=0) or 1
    scale = layout.scale(0, largest * 1.02)
    base = alt.Chart(alt.NamedData("rows")).encode(
        y=layout.y(rows), description="tip:N", href="link:N"
    )
    mark = base.mark_bar(color=theme.ACCENT, **layout.bar())
    mark = mark.encode(x=alt.X("value:Q", scale=scale, axis=None))
    words = (
        base.transform_calculate(at="isValid(datum.value) ? datum.value : 0")
        .mark_text(color=theme.INK, dy=layout.mark_shift, **layout.reading(6))
        .encode(x=alt.X("at:Q", scale=scale, axis=None), text="word:N")
    )
    if colours:
        mark = mark.encode(color=kinds(colours, layout, legend=legend))
    return alt.layer(mark, words, *layout.names(base)).properties(
        **layout.size(len(rows))
    )


def kinds(
    colours: Mapping[str, str], layout: Layout, *, legend: bool = True
) -> alt.Color:
    """Colours by kind, with their legend."""
    columns = labels.columns_within(list(colours), layout.width)
    return alt.Color(
        "kind:N",
        scale=alt.Scale(domain=list(colours), range=list(colours.values())),
        legend=alt.Legend(title=None, columns=columns, symbolType="square")
        if legend
        else None,
    )
