"""Numbers and captions of the tables and figures of a long document."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from distretto.formats.charts.picture import Cell, Column, Picture, Table
from distretto.formats.documents.blocks import (
    Block,
    Captioned,
    Drawing,
    Heading,
    Listing,
)

_NUMBER = re.compile(r"^\d+ ")


def numbered(blocks: Sequence[Block]) -> Iterator[Block]:
    """The blocks with their tables and figures under numbers.

    A table is called what it says itself, else by the heading right above it, which it
    then stands in for, else by its part or section. A table without a name of its own
    that follows one of its kind without a word between is the next piece of it.
    """
    counted: Counter[str] = Counter()
    heading = ""
    before: Block | None = None
    for block, after in zip(blocks, [*blocks[1:], None], strict=True):
        if isinstance(block, Heading):
            heading = _NUMBER.sub("", block.text)
            if not _becomes_caption(block, after):
                yield block
        elif isinstance(block, Listing):
            is_continued = _is_piece(block, before)
            counted["table"] += not is_continued
            text = block.caption or heading
            yield Captioned(block, "table", counted["table"], text, is_continued)
        elif isinstance(block, Picture | Drawing):
            counted["figure"] += 1
            text = block.title or heading
            yield Captioned(block, "figure", counted["figure"], text)
        else:
            yield block
        before = block


def _becomes_caption(heading: Heading, after: Block | None) -> bool:
    """A heading of a part, above a table that has no other name."""
    if heading.level <= 2 or not isinstance(after, Listing):
        return False
    return after.caption in ("", heading.text)


def _is_piece(listing: Listing, before: Block | None) -> bool:
    """The same columns go on, or more columns of the same rows."""
    if listing.caption or not isinstance(before, Listing):
        return False
    one, other = before.table, listing.table
    return one.columns == other.columns or _row_names(one) == _row_names(other)


def _row_names(table: Table) -> tuple[tuple[Column, ...], list[Cell]]:
    return table.columns[:1], [row[0] for row in table.rows]


def captions_in(blocks: Sequence[Block], of: str) -> list[Captioned]:
    """The numbered tables or figures, each once."""
    return [
        each
        for each in blocks
        if isinstance(each, Captioned) and each.of == of and not each.is_continued
    ]
