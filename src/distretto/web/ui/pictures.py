"""Pictures on a page: a chart drawn once and kept by the hash of its definition."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.cache import caches
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext, ngettext

from distretto.formats.charts.language import Language
from distretto.formats.charts.picture import Column, Picture


@dataclass(frozen=True)
class Shown:
    """A picture as a template shows it."""

    svg: SafeString
    title: str
    description: str
    caption: str
    columns: tuple[Column, ...]
    rows: list[list[str]]

    @property
    def cells(self) -> list[list[tuple[Column, str]]]:
        """The rows with the column beside each cell."""
        return [list(zip(self.columns, row, strict=True)) for row in self.rows]

    @property
    def table(self) -> dict[str, Any]:
        """The figures behind the drawing, in words."""
        return {"columns": self.columns, "rows": self.rows}


def page_language() -> Language:
    """The language of the page, for charts made on it."""
    return Language(get_language() or "en", gettext, ngettext)


def shown(chart: Picture | Shown | Callable[[int], Picture]) -> Shown:
    """A picture drawn for the page.

    A function of the width gives two drawings, for screens and for phones; the style
    sheet shows the one that fits.
    """
    if isinstance(chart, Shown):
        return chart
    from distretto.formats.charts import render

    if isinstance(chart, Picture):
        return _beside_its_table(chart, _drawn(chart))
    wide, narrow = chart(render.WIDE), chart(render.NARROW)
    both = "".join(
        f'<div class="picture-{size}">{_drawn(each)}</div>'
        for size, each in (("wide", wide), ("narrow", narrow))
    )
    return _beside_its_table(wide, both)


def _drawn(chart: Picture) -> str:
    """The drawing from the cache, drawn first if it is not there."""
    from distretto.formats.charts import render

    key = render.spec_hash(chart)
    kept = caches["pictures"].get(key)
    if kept is None:
        kept = render.svg(chart)
        caches["pictures"].set(key, kept)
    return str(kept)


def _beside_its_table(chart: Picture, drawing: str) -> Shown:
    return Shown(
        # Made by our own renderer, which lets neither scripts nor addresses through.
        svg=mark_safe(drawing),
        title=chart.title,
        description=chart.description,
        caption=chart.caption,
        columns=chart.table.columns,
        rows=chart.table.worded(chart.language),
    )
