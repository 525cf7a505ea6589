"""Reports and minutes for Word, with styles that people can change."""

from collections.abc import Sequence
from datetime import UTC, datetime, time
from io import BytesIO
from typing import Any

from distretto.formats.charts.language import Language
from distretto.formats.charts.picture import Picture
from distretto.formats.charts.render import png, png_of
from distretto.formats.documents import blocks as parts
from distretto.formats.documents import sections
from distretto.formats.documents.captions import captions_in, numbered
from distretto.formats.selection_report import SelectionReport

_TEXT_WIDTH_CM = 16.5
_TALLEST_CM = 16.5
_MUTED = "5B6571"
# Pixels of a picture to one of its layout.
SHARP = 2.5
# What follows the size of letters in the schema of the format.
_AFTER_SIZE = ("w:highlight", "w:u", "w:effect", "w:rtl", "w:cs", "w:lang")


def selection_report(report: SelectionReport) -> bytes:
    """The report for Word."""
    return document(sections.title(report), sections.sections(report), report.language)


def document(
    title: str,
    blocks: Sequence[parts.Block],
    language: Language,
    *,
    contents: str = "",
    numbering: parts.Numbering | None = None,
    about: parts.About | None = None,
    is_one_page: bool = False,
) -> bytes:
    """Blocks under a title for Word, in the house style.

    With `contents`, the heading of a table of contents, that table follows what stands
    before the first section. With `numbering`, tables and figures have numbers and
    lists. One page is set smaller; Word may still need a second.
    """
    from distretto.formats.documents import word_fields

    paper = Paper(language, numbering)
    if is_one_page:
        paper.set_smaller()
    paper.title(title)
    paper.about(about)
    if numbering:
        blocks = list(numbered(blocks))
    front = parts.front_of(blocks)
    for block in front:
        paper.add(block)
    headings = [b.text for b in blocks if parts.is_section(b)]
    if contents and headings:
        paper.contents(contents, word_fields.SECTIONS, headings)
    if numbering:
        for of, heading in (("table", numbering.tables), ("figure", numbering.figures)):
            if titles := [numbering.named(b) for b in captions_in(blocks, of)]:
                paper.contents(heading, word_fields.captions(of), titles)
    for block in blocks[len(front) :]:
        paper.add(block)
    return paper.content()


class Paper:
    """A Word document in the house style, from left to right or the other way."""

    def __init__(
        self, language: Language, numbering: parts.Numbering | None = None
    ) -> None:
        # Only the site's extra brings python-docx.
        import docx
        from docx.shared import Cm

        from distretto.formats.documents import word_fields

        self.language = language
        self.numbering = numbering
        self.file: Any = docx.Document()
        section = self.file.sections[0]
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = Cm(2.2)
        section.top_margin = section.bottom_margin = Cm(2.3)
        self._style("Normal", "Noto Sans", 9.5, "1D2733")
        self._style("Title", "Libertinus Serif", 24, "1D2733")
        self._style("Heading 1", "Libertinus Serif", 15, "0B5D74")
        self._style("Heading 2", "Noto Sans", 10.5, "1D2733")
        self._style("Quote", "Libertinus Serif", 11, "1D2733")
        self._style("Caption", "Noto Sans", 8, _MUTED)
        word_fields.field(section.footer.paragraphs[0], "PAGE")
        self.about(None)

    def set_smaller(self) -> None:
        """Letters and space of a document that shall fit one page."""
        from docx.shared import Pt

        self._style("Normal", "Noto Sans", 8, "1D2733")
        self._style("Title", "Libertinus Serif", 18, "1D2733")
        self._style("Heading 1", "Libertinus Serif", 12, "0B5D74")
        self.file.styles["Normal"].paragraph_format.space_after = Pt(2)
        self.file.styles["Heading 1"].paragraph_format.space_before = Pt(8)

    def _style(self, name: str, font: str, size: float, colour: str) -> None:
        from docx.oxml.ns import qn
        from docx.shared import Pt, RGBColor

        style = self.file.styles[name]
        style.font.name, style.font.size = font, Pt(size)
        style.font.color.rgb = RGBColor.from_string(colour)
        style.font.italic = False
        style.font.bold = style.font.cs_bold = name.startswith("Heading")
        size_letters(style.element.get_or_add_rPr(), size)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for name in ("w:asciiTheme", "w:hAnsiTheme", "w:cstheme"):
            fonts.attrib.pop(qn(name), None)
        fonts.set(qn("w:cs"), "Noto Sans Arabic")

    def title(self, text: str) -> None:
        """The title; it is also the document's title property."""
        self.file.core_properties.title = text
        self._turned(self.file.add_paragraph(text, style="Title"))

    def about(self, about: parts.About | None) -> None:
        """What the file says of itself, in place of what its template says."""
        core = self.file.core_properties
        core.author = core.last_modified_by = about.author if about else ""
        core.subject, core.comments = about.subject if about else "", ""
        core.language = self.language.code
        now = datetime.now(UTC)
        day = about.day if about else None
        core.modified = now
        core.created = datetime.combine(day, time(), UTC) if day else now

    def contents(self, heading: str, instruction: str, titles: Sequence[str]) -> None:
        """A table of contents, or a list of tables or figures, under its heading."""
        from distretto.formats.documents import word_fields

        self.paragraph(heading, "Heading 2")
        for paragraph in word_fields.listing(
            self.file, instruction, [_printable(each) for each in titles]
        ):
            self._turned(paragraph)
        word_fields.fill_when_opened(self.file)

    def add(self, block: parts.Block) -> None:
        """One block of a report."""
        match block:
            case Picture():
                self._picture(block)
            case parts.Drawing():
                self._picture(block)
            case parts.Photo():
                self._picture(block)
            case parts.Listing():
                self.table(block)
            case parts.Captioned():
                self._captioned(block)
            case parts.Facts(pairs):
                for name, said in pairs:
                    self._fact(name, said)
            case parts.Heading(text, level):
                self.paragraph(text, f"Heading {level - 1}")
            case parts.Quote(text):
                self.paragraph(text, "Quote")
            case parts.Text(text):
                self.paragraph(text)

    def paragraph(self, text: str, style: str = "Normal") -> None:
        """A paragraph of one style."""
        self._turned(self.file.add_paragraph(_printable(text), style=style))

    def _captioned(self, block: parts.Captioned) -> None:
        """A table beneath its caption, or a picture above it."""
        if block.of == "table":
            self._caption(block)
            self.add(block.block)
            return
        assert not isinstance(block.block, parts.Listing)
        self._drawn(block.block)
        self._caption(block)
        self.paragraph(block.block.caption, "Caption")

    def _caption(self, block: parts.Captioned) -> None:
        """“Table 3: ...”, the number a field of which Word makes lists."""
        from distretto.formats.documents import word_fields

        assert self.numbering is not None
        paragraph = self.file.add_paragraph(
            f"{self.numbering.label(block)} ", "Caption"
        )
        paragraph.paragraph_format.keep_with_next = block.of == "table"
        if block.is_continued:
            paragraph.add_run(f"{block.number}, {self.numbering.continued}")
        else:
            word_fields.number(paragraph, block.of, block.number)
            paragraph.add_run(f": {_printable(block.text)}")
        self._turned(paragraph)

    def _fact(self, name: str, said: str) -> None:
        from docx.shared import Pt, RGBColor

        paragraph = self.file.add_paragraph()
        label = paragraph.add_run(f"{_printable(name)}:")
        label.font.color.rgb = RGBColor.from_string(_MUTED)
        paragraph.add_run(f" {_printable(said)}")
        paragraph.paragraph_format.space_after = Pt(3)
        paragraph.paragraph_format.keep_with_next = True
        self._turned(paragraph)

    def _turned(self, paragraph: Any) -> None:
        """Right to left where the language runs so."""
        if not self.language.is_rtl:
            return
        from docx.oxml import OxmlElement

        # In the order that the schema of the format asks for.
        paragraph._p.get_or_add_pPr().insert_element_before(
            OxmlElement("w:bidi"), "w:jc", "w:rPr", "w:sectPr"
        )
        for run in paragraph.runs:
            # A run of Latin letters keeps its own direction, full stop and all.
            run.font.rtl = self.language.own(run.text) == run.text

    def _picture(self, picture: Picture | parts.Drawing | parts.Photo) -> None:
        self._drawn(picture)
        if picture.caption:
            self.paragraph(picture.caption, "Caption")

    def _drawn(self, picture: Picture | parts.Drawing | parts.Photo) -> None:
        from docx.oxml.ns import qn
        from docx.shared import Cm

        shape = self.file.add_picture(BytesIO(_pixels(picture)))
        # Its caption stays on the page of the picture.
        self.file.paragraphs[-1].paragraph_format.keep_with_next = True
        # 96 pixels to an inch, as the picture was laid out; never wider than the text,
        # nor so tall that the page before it stays white.
        natural = int(shape.width * 0.75 / SHARP)
        height = shape.height / shape.width
        shape.width = min(natural, Cm(_TEXT_WIDTH_CM), int(Cm(_TALLEST_CM) / height))
        shape.height = int(shape.width * height)
        shape._inline.find(qn("wp:docPr")).set("descr", picture.description)

    def table(self, listing: parts.Listing) -> None:
        """A table whose head is repeated on every page, and the note beneath it."""
        from docx.oxml import OxmlElement

        from distretto.formats.documents import word_table

        columns = listing.table.columns
        head = [column.name for column in columns]
        table = self.file.add_table(rows=0, cols=len(head), style="Normal Table")
        for texts in (head, *listing.table.worded(self.language)):
            for cell, text in zip(table.add_row().cells, texts, strict=True):
                cell.paragraphs[0].add_run(_printable(text))
                self._turned(cell.paragraphs[0])
        widths = word_table.widths_of(listing.widths, columns, _TEXT_WIDTH_CM)
        word_table.shape(table, columns, widths)
        if self.language.is_rtl:
            turned = OxmlElement("w:bidiVisual")
            table._tbl.tblPr.insert_element_before(
                turned, "w:tblW", "w:jc", "w:tblBorders", "w:tblLayout", "w:tblLook"
            )
        self.paragraph(listing.note, "Caption")

    def content(self) -> bytes:
        """The file."""
        out = BytesIO()
        self.file.save(out)
        return out.getvalue()


def _printable(text: str) -> str:
    """Text without control characters, which the format does not allow."""
    return "".join(mark for mark in text if mark in "\n\t" or ord(mark) >= 32)


def size_letters(properties: Any, size: float) -> None:
    """The size of Arabic letters, which Word keeps apart from that of Latin ones."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    told = OxmlElement("w:szCs")
    told.set(qn("w:val"), str(round(2 * size)))
    properties.insert_element_before(told, *_AFTER_SIZE)


def _pixels(picture: Picture | parts.Drawing | parts.Photo) -> bytes:
    """What Word shows of a picture."""
    if isinstance(picture, parts.Photo):
        return picture.jpeg
    if isinstance(picture, Picture):
        return png(picture, scale=SHARP)
    return png_of(picture.svg, scale=SHARP)
