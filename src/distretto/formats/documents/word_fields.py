"""Fields of a Word document: what Word fills in itself, such as numbers and lists."""

from collections.abc import Iterator, Sequence
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

# Sections of the first two levels, with links.
SECTIONS = 'TOC \\o "1-2" \\h'
# Names of the sequences of captions, the same in every language.
_SEQUENCES = {"table": "Table", "figure": "Figure"}


def captions(of: str) -> str:
    """The instruction of a list of tables or figures."""
    return f'TOC \\h \\z \\c "{_SEQUENCES[of]}"'


def number(paragraph: Any, of: str, told: int) -> None:
    """The number of a table or figure, counted by Word; `told` until it counts."""
    run = paragraph.add_run(str(told))
    field(paragraph, f"SEQ {_SEQUENCES[of]} \\* ARABIC").append(run._r)


def field(paragraph: Any, instruction: str) -> Any:
    """A field at the end of a paragraph."""
    found = OxmlElement("w:fldSimple")
    found.set(qn("w:instr"), instruction)
    paragraph._p.append(found)
    return found


def listing(file: Any, instruction: str, titles: Sequence[str]) -> Iterator[Any]:
    """A field that Word fills with titles and pages when it is asked to.

    Until then, and in programs without such fields, it lists the titles.
    """
    paragraph = file.add_paragraph()
    for place, title in enumerate(titles):
        if place == 0:
            for kind, text in (("begin", ""), ("", instruction), ("separate", "")):
                _mark(paragraph.add_run(), kind, text)
        else:
            paragraph = file.add_paragraph()
        paragraph.add_run(title)
        if place < len(titles) - 1:
            yield paragraph
    _mark(paragraph.add_run(), "end", "")
    yield paragraph


def _mark(run: Any, kind: str, text: str) -> None:
    """A mark of a field, or its instruction."""
    if kind:
        mark = OxmlElement("w:fldChar")
        mark.set(qn("w:fldCharType"), kind)
    else:
        mark = OxmlElement("w:instrText")
        mark.text = text
    run._r.append(mark)


def fill_when_opened(file: Any) -> None:
    """Word offers to fill in the fields when the document is opened."""
    settings = file.settings.element
    if settings.find(qn("w:updateFields")) is None:
        asked = OxmlElement("w:updateFields")
        asked.set(qn("w:val"), "true")
        settings.append(asked)
