"""Reports and minutes for Word, with styles that people can change."""

from collections.abc import Sequence
from io import BytesIO
from typing import Any, TypeGuard

from distretto.formats.charts.language import Language
from distretto.formats.charts.picture import Picture
from distretto.formats.charts.render import png, png_of
from distretto.formats.documents import blocks as parts
from distretto.formats.documents import sections
from distretto.formats.selection_report import SelectionReport

_TEXT_WIDTH_CM = 16.5
_MUTED = "5B6571"
# Sections of the first two levels, with links.
TOC = 'TOC \\o "1-2" \\h'
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
) -> bytes:
    """Blocks under a title for Word, in the house style.

    With `contents`, the heading of a table of contents, that table follows the title.
    """
    paper = Paper(language)
    paper.title(title)
    if contents:
        paper.contents(contents, [b.text for b in blocks if _is_section(b)])
    for block in blocks:
        paper.add(block)
    return paper.content()


class Paper:
    """A Word document in the house style, from left to right or the other way."""

    def __init__(self, language: Language) -> None:
        # Only the site's extra brings python-docx.
        import docx
        from docx.shared import Cm

        self.language = language
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
        self._number_pages(section.footer.paragraphs[0])

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

    def _number_pages(self, paragraph: Any) -> None:
        from docx.oxml import OxmlElement
        from docx.oxml.ns import qn

        field = OxmlElement("w:fldSimple")
        field.set(qn("w:instr"), "PAGE")
        paragraph._p.append(field)

    def title(self, text: str) -> None:
        """The title; it is also the document's title property."""
        self.file.core_properties.title = text
        self._turned(self.file.add_paragraph(text, style="Title"))

    def contents(self, heading: str, titles: Sequence[str]) -> None:
        """A table of contents: a field that Word fills with pages when it is asked to.

        Until then, and in programs without such fields, it lists the sections.
        """
        from docx.oxml import OxmlElement
        from docx.oxml.ns import qn

        self.paragraph(heading, "Heading 2")
        begin = self.file.add_paragraph()
        for place, title in enumerate(titles):
            paragraph = begin if place == 0 else self.file.add_paragraph()
            if place == 0:
                for kind, text in (("begin", ""), ("", TOC), ("separate", "")):
                    _field(paragraph.add_run(), kind, text)
            paragraph.add_run(_printable(title))
            self._turned(paragraph)
        _field(self.file.paragraphs[-1].add_run(), "end", "")
        asked = OxmlElement("w:updateFields")
        asked.set(qn("w:val"), "true")
        self.file.settings.element.append(asked)

    def add(self, block: parts.Block) -> None:
        """One block of a report."""
        match block:
            case Picture():
                self._picture(png(block, scale=SHARP), block)
            case parts.Drawing():
                self._picture(png_of(block.svg, scale=SHARP), block)
            case parts.Photo():
                self._picture(block.jpeg, block)
            case parts.Listing():
                self.table(block)
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

    def _picture(
        self, drawn: bytes, picture: Picture | parts.Drawing | parts.Photo
    ) -> None:
        from docx.oxml.ns import qn
        from docx.shared import Cm

        shape = self.file.add_picture(BytesIO(drawn))
        # Its caption stays on the page of the picture.
        self.file.paragraphs[-1].paragraph_format.keep_with_next = True
        most = Cm(_TEXT_WIDTH_CM)
        # 96 pixels to an inch, as the picture was laid out; never wider than the text.
        natural = int(shape.width * 0.75 / SHARP)
        height = shape.height / shape.width
        shape.width = min(natural, most)
        shape.height = int(shape.width * height)
        shape._inline.find(qn("wp:docPr")).set("descr", picture.description)
        if picture.caption:
            self.paragraph(picture.caption, "Caption")

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


def _is_section(block: parts.Block) -> TypeGuard[parts.Heading]:
    return isinstance(block, parts.Heading) and block.level == 2


def _field(run: Any, kind: str, text: str) -> None:
    """A mark of a field, or its instruction."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    if kind:
        mark = OxmlElement("w:fldChar")
        mark.set(qn("w:fldCharType"), kind)
    else:
        mark = OxmlElement("w:instrText")
        mark.text = text
    run._r.append(mark)


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
