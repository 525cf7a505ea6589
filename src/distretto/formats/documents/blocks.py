"""What a report is made of, before it is PDF or Word."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from typing import TypeGuard

from distretto.formats.charts.language import Language
from distretto.formats.charts.picture import Cell, Picture, Table


@dataclass(frozen=True)
class Heading:
    """A heading; level 2 begins a section, 3 a part of one."""

    text: str
    level: int = 2


@dataclass(frozen=True)
class Text:
    """A paragraph."""

    text: str


@dataclass(frozen=True)
class Quote:
    """What people said, in minutes or reasons."""

    text: str


@dataclass(frozen=True)
class Facts:
    """Pairs of a name and what is said of it; pairs that say nothing are left out."""

    pairs: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, *pairs: tuple[str, str]) -> "Facts":
        """The pairs that say something."""
        return cls(tuple(pair for pair in pairs if pair[1]))


@dataclass(frozen=True)
class Listing:
    """A table, the widths of its columns (“2fr” or “15mm”), and a note beneath it.

    `caption` is what it is called where documents number their tables.
    """

    table: Table
    widths: tuple[str, ...] = ()
    note: str = ""
    caption: str = ""


@dataclass(frozen=True)
class Drawing:
    """A picture that was drawn by hand, as SVG ready for print.

    `description` says what it shows to those who do not see it; `table` has the
    figures behind it, for pages; `on_page` is the drawing whose colours follow a page.
    """

    title: str
    svg: str
    description: str
    caption: str = ""
    table: Table | None = None
    on_page: str = ""


@dataclass(frozen=True)
class Photo:
    """A photo as JPEG, drawn sharper than its `width` and `height` on the page."""

    title: str
    jpeg: bytes
    width: int
    height: int
    description: str
    caption: str = ""


@dataclass(frozen=True)
class Captioned:
    """A table or picture under its number; `of` is “table” or “figure”.

    A table in several pieces has one number: the later ones are continued.
    """

    block: Listing | Picture | Drawing
    of: str
    number: int
    text: str
    is_continued: bool = False


Block = Heading | Text | Quote | Facts | Listing | Picture | Drawing | Photo | Captioned


@dataclass(frozen=True)
class Numbering:
    """The words of a document whose tables and figures have numbers.

    `tables` and `figures` are the headings of their lists.
    """

    table: str
    figure: str
    continued: str
    tables: str
    figures: str

    def label(self, block: Captioned) -> str:
        """The word before the number."""
        return self.table if block.of == "table" else self.figure

    def named(self, block: Captioned) -> str:
        """Word, number and caption in one line."""
        return f"{self.label(block)} {block.number}: {block.text}"


@dataclass(frozen=True)
class About:
    """What the file says of itself: who made it, of what it speaks, of which day."""

    author: str
    subject: str = ""
    day: date | None = None


def is_section(block: Block) -> TypeGuard[Heading]:
    """Whether a block is the heading of a section."""
    return isinstance(block, Heading) and block.level == 2


def front_of(blocks: Sequence[Block]) -> Sequence[Block]:
    """What stands before the first section; nothing where there is no section."""
    begin = next((at for at, block in enumerate(blocks) if is_section(block)), 0)
    return blocks[:begin]


def parts_of(table: Table, most: int) -> Iterator[Table]:
    """A wide table in pieces of about equal width, each with the first column.

    `most` columns fit beside the first one; more would run into each other.
    """
    rest = len(table.columns) - 1
    pieces = max(1, -(-rest // most))
    cuts = [1 + rest * piece // pieces for piece in range(pieces + 1)]
    for begin, end in pairwise(cuts):
        keep = (0, *range(begin, end))
        yield Table(
            tuple(table.columns[at] for at in keep),
            tuple(tuple(row[at] for at in keep) for row in table.rows),
        )


def in_its_direction(block: Block, language: Language) -> Block:
    """A block whose texts each run in their own direction, as in a dictionary."""
    own = language.own
    match block:
        case Heading(text, level):
            return Heading(own(text), level)
        case Text(text):
            return Text(own(text))
        case Quote(text):
            return Quote(own(text))
        case Facts(pairs):
            return Facts(tuple((name, own(said)) for name, said in pairs))
        case Listing(table, widths, note, caption):
            turned = _table_in_its_direction(table, language)
            return Listing(turned, widths, note, own(caption))
        case Captioned(inner):
            turned_inner = in_its_direction(inner, language)
            assert isinstance(turned_inner, Listing | Picture | Drawing)
            return replace(block, block=turned_inner, text=own(block.text))
    return block


def _table_in_its_direction(table: Table, language: Language) -> Table:
    def own(cell: Cell) -> Cell:
        return language.own(cell) if isinstance(cell, str) else cell

    return Table(
        tuple(replace(each, name=language.own(each.name)) for each in table.columns),
        tuple(tuple(map(own, row)) for row in table.rows),
    )
