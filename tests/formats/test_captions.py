"""Long documents: numbers of tables and figures, and what the file says of itself."""

import io
from datetime import date

import docx
from pypdf import PdfReader

from distretto.formats.charts.language import ENGLISH
from distretto.formats.charts.picture import Column, Table
from distretto.formats.documents import printed, word
from distretto.formats.documents.blocks import (
    About,
    Captioned,
    Drawing,
    Heading,
    Listing,
    Numbering,
    Text,
    parts_of,
)
from distretto.formats.documents.captions import captions_in, numbered

TABLE = Table((Column("name", "Name"),), (("Looms",),))
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"></svg>'
NUMBERING = Numbering("Table", "Figure", "continued", "Tables", "Figures")
BLOCKS = [
    Heading("5 Profile"),
    Heading("Types of unit", 3),
    Listing(TABLE),
    Listing(TABLE),
    Text("They add up."),
    Listing(TABLE),
    Listing(TABLE, caption="Members"),
    Drawing("Map", SVG, "A map."),
]
ABOUT = About("Lindara programme", "Knitwear", date(2026, 5, 4))


def test_tables_are_called_by_their_own_name_or_the_heading_above():
    told = [each for each in numbered(BLOCKS) if isinstance(each, Captioned)]
    assert [(each.of, each.number, each.text, each.is_continued) for each in told] == [
        ("table", 1, "Types of unit", False),
        ("table", 1, "Types of unit", True),
        ("table", 2, "Types of unit", False),
        ("table", 3, "Members", False),
        ("figure", 1, "Map", False),
    ]
    assert len(captions_in(told, "table")) == 3


def test_a_heading_that_became_a_caption_is_not_said_twice():
    headings = [each.text for each in numbered(BLOCKS) if isinstance(each, Heading)]
    assert headings == ["5 Profile"]


def captions(*blocks):
    told = [each for each in numbered(blocks) if isinstance(each, Captioned)]
    return [(each.number, each.text, each.is_continued) for each in told]


def test_a_heading_stays_above_a_table_with_a_name_of_its_own():
    blocks = [Heading("Who works here", 3), Listing(TABLE, caption="Members")]
    first, second = numbered(blocks)
    assert first == blocks[0]
    assert (second.number, second.text) == (1, "Members")
    # The same words are not said twice.
    assert len([*numbered([Heading("Members", 3), blocks[1]])]) == 1


def test_a_table_is_continued_by_its_columns_or_by_its_rows():
    name, first, second = Column("name", "Name"), Column("a", "A"), Column("b", "B")
    columns = (name, first, second)
    wide = Table(columns, (("Looms", 1, 2), ("Dyers", 3, 4)))
    more = Table(columns, (("Spinners", 5, 6),))
    others = Table((name, first), (("Germany", 1), ("Italy", 2)))
    long = [Listing(wide), Listing(more)]
    assert captions(Heading("Units"), *long) == [
        (1, "Units", False),
        (1, "Units", True),
    ]
    pieces = map(Listing, parts_of(wide, 1))
    assert captions(Heading("Units"), *pieces) == [
        (1, "Units", False),
        (1, "Units", True),
    ]
    assert captions(Heading("Units"), Listing(wide), Listing(others)) == [
        (1, "Units", False),
        (2, "Units", False),
    ]


def test_word_counts_the_tables_itself_and_knows_its_author():
    made = word.document(
        "Study", BLOCKS, ENGLISH, contents="Contents", numbering=NUMBERING, about=ABOUT
    )
    file = docx.Document(io.BytesIO(made))
    xml = file.element.xml
    # Three numbered tables and one figure; their lists.
    assert xml.count("SEQ Table") == 3 and xml.count("SEQ Figure") == 1
    assert 'TOC \\h \\z \\c "Table"' in xml and 'TOC \\h \\z \\c "Figure"' in xml
    core = file.core_properties
    assert (core.author, core.title, core.subject) == (
        "Lindara programme",
        "Study",
        "Knitwear",
    )
    assert core.created.date() == date(2026, 5, 4) and core.comments == ""


def test_no_document_says_that_it_is_of_its_template():
    core = docx.Document(
        io.BytesIO(word.document("Minutes", [], ENGLISH))
    ).core_properties
    assert core.author == "" and core.created.year > 2013


def test_the_pdf_has_numbers_lists_and_an_author():
    made = printed.document(
        "Study", BLOCKS, ENGLISH, contents="Contents", numbering=NUMBERING, about=ABOUT
    )
    read = PdfReader(io.BytesIO(made))
    first = read.pages[0].extract_text().replace("\xa0", " ")
    assert "Tables" in first and "Table 3" in first and "Figures" in first
    rest = read.pages[1].extract_text().replace("\xa0", " ")
    assert "Table 1: Types of unit" in rest and "Table 1, continued" in rest
    assert "Figure 1: Map" in rest
    assert read.metadata.author == "Lindara programme"
    assert read.metadata.creation_date.date() == date(2026, 5, 4)


def test_a_document_without_sections_begins_with_its_lists():
    blocks = [Heading("Types of unit", 3), Listing(TABLE), Text("They add up.")]
    how = {"contents": "Contents", "numbering": NUMBERING}
    pages = PdfReader(io.BytesIO(printed.document("Study", blocks, ENGLISH, **how)))
    first, second = (each.extract_text().replace("\xa0", " ") for each in pages.pages)
    assert "Tables" in first and "Table 1" in first and "They add up." not in first
    assert "Contents" not in first and "They add up." in second
    file = docx.Document(io.BytesIO(word.document("Study", blocks, ENGLISH, **how)))
    said = [each.text for each in file.paragraphs]
    assert said.index("Tables") < said.index("They add up.")
    assert "Contents" not in said


def test_one_page_stays_one_page():
    long = [Text("Firms hardly do anything together. " * 12) for _ in range(12)]
    pages = {
        is_one_page: len(
            PdfReader(
                io.BytesIO(
                    printed.document("Snapshot", long, ENGLISH, is_one_page=is_one_page)
                )
            ).pages
        )
        for is_one_page in (True, False)
    }
    assert pages == {True: 1, False: 2}


def test_a_tall_picture_leaves_room_for_words():
    """400 by 1600 pixels are 10.6 by 42.3 cm; 16.5 cm is the most, and 4.1 wide."""
    svg = SVG.replace('width="40" height="20"', 'width="400" height="1600"')
    told = [Text("Before."), Drawing("Chain", svg, "A chain."), Text("After.")]
    (shape,) = docx.Document(
        io.BytesIO(word.document("Study", told, ENGLISH))
    ).inline_shapes
    assert (round(shape.width.cm, 1), round(shape.height.cm, 1)) == (4.1, 16.5)
    (page,) = PdfReader(io.BytesIO(printed.document("Study", told, ENGLISH))).pages
    assert "Before." in page.extract_text() and "After." in page.extract_text()
