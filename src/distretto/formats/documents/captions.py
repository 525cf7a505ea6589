"""Numbers and captions of the tables and figures of a long document."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from distretto.formats.charts.picture import Picture
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
    then stands in for, else by its part or section. Tables that follow each other
    without a word between them are pieces of one.
    """
    counted: Counter[str] = Counter()
    heading = ""
    before: Block | None = None
    for block, after in zip(blocks, [*blocks[1:], None], strict=True):
        if isinstance(block, Heading):
            heading = _NUMBER.sub("", block.text)
            if not (block.level > 2 and isinstance(after, Listing)):
                yield block
        elif isinstance(block, Listing):
            is_continued = isinstance(before, Listing) and not block.caption
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


def captions_in(blocks: Sequence[Block], of: str) -> list[Captioned]:
    """The numbered tables or figures, each once."""
    return [
        each
        for each in blocks
        if isinstance(each, Captioned) and each.of == of and not each.is_continued
    ]
