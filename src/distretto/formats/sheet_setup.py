"""How sheets of Excel look and print: widths, heights, heads, A4."""

from collections.abc import Sequence
from typing import Any

A4 = 9
_NARROWEST, _WIDEST = 10, 46
_UPRIGHT = 95  # letters that fit across a sheet of A4 held upright
_SMALLEST = 240  # letters across a sheet on its side
_LINE = 15.0  # points


def widths_of(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> list[int]:
    """The width of each column in letters: its longest text, within reason.

    Words of a heading may stand beneath each other.
    """
    words = [max((len(w) for w in head.split()), default=0) for head in heads]
    for row in rows:
        words = [max(most, len(text)) for most, text in zip(words, row, strict=True)]
    return [min(max(most + 2, _NARROWEST), _WIDEST) for most in words]


def lines_of(texts: Sequence[str], widths: Sequence[int]) -> int:
    """How many lines a row needs when its texts are wrapped."""
    needed = (
        sum(-(-max(len(part), 1) // max(width - 1, 1)) for part in text.split("\n"))
        for text, width in zip(texts, widths, strict=False)
    )
    return max(needed, default=1)


def set_height(
    sheet: Any, row: int, texts: Sequence[str], widths: Sequence[int]
) -> None:
    """A row as high as its wrapped texts; programs do not all see to it themselves."""
    lines = lines_of(texts, widths)
    if lines > 1:
        sheet.set_row(row, _LINE * lines)


def for_paper(sheet: Any, widths: Sequence[int], *, head: int | None = None) -> None:
    """A4, as wide as the paper, on its side where that is wide; the head repeated."""
    sheet.set_paper(A4)
    if sum(widths) > _UPRIGHT:
        sheet.set_landscape()
    # Smaller print than this nobody reads: then the columns go on a further page.
    pages = -(-sum(widths) // _SMALLEST)
    sheet.fit_to_pages(max(pages, 1), 0)
    if pages > 1:
        sheet.repeat_columns(0)
    sheet.set_margins(left=0.6, right=0.6, top=0.7, bottom=0.7)
    sheet.set_footer("&L&A&R&P / &N")
    if head is not None:
        sheet.repeat_rows(head)
