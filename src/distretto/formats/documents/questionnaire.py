"""A questionnaire on paper, to be filled in by hand."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from distretto.formats.charts.language import Language
from distretto.formats.charts.picture import Column, Table
from distretto.formats.documents import blocks as parts
from distretto.formats.documents.typeset import typeset
from distretto.formats.questionnaire.conditions import conjuncts
from distretto.formats.questionnaire.model import (
    CONSENT,
    Block,
    Question,
    Questionnaire,
)

# Of the paper itself, by language: it is handed out where the site is not.
_WORDS = {
    "en": {
        "only_if": "Only if {question} is “{answer}”",
        "not_if": "Not if {question} is “{answer}”",
        "above": "Only if {question} is more than {number}",
        "several": "Tick all that apply",
        "several_of": "several may be given",
        "day": "Day, month, year",
        "position": "Latitude and longitude",
        "codes": "Codes for the table",
        "version": "Version {version}",
        "consent": "Go on only if the answer to the first question is “{answer}”.",
    },
    "fr": {
        "only_if": "Seulement si {question} est « {answer} »",
        "not_if": "Pas si {question} est « {answer} »",
        "above": "Seulement si {question} dépasse {number}",
        "several": "Cocher toutes les réponses qui conviennent",
        "several_of": "plusieurs réponses possibles",
        "day": "Jour, mois, année",
        "position": "Latitude et longitude",
        "codes": "Codes du tableau",
        "version": "Version {version}",
        "consent": "Continuer seulement si la première réponse est « {answer} ».",
    },
}
_IS = re.compile(r"^\$\{(\w+)\}\s*=\s*['\"]([^'\"]*)['\"]$")
_NOT = re.compile(r"^not\(selected\(\$\{(\w+)\},\s*['\"]([^'\"]*)['\"]\)\)$")
_ABOVE = re.compile(r"^\$\{(\w+)\}\s*>\s*([\d.]+)$")
_EMPTY_CIRCLE, _EMPTY_BOX, _LINE = "○", "☐", "_" * 40


@dataclass(frozen=True)
class _Paper:
    """A questionnaire in one language."""

    form: Questionnaire

    @property
    def language(self) -> str:
        return self.form.languages[0]

    def word(self, key: str, **gaps: object) -> str:
        return _WORDS.get(self.language, _WORDS["en"])[key].format(**gaps)

    def text(self, labels: Any) -> str:
        return self.form.label(labels, self.language)

    @property
    def title(self) -> str:
        return self.text(self.form.titles)

    @property
    def lead(self) -> str:
        """The version, and what consent is for."""
        told = [self.word("version", version=self.form.version)]
        if self.agreeing:
            words = (self._answer(CONSENT, each) for each in self.agreeing)
            told.append(self.word("consent", answer=" / ".join(words)))
        return " · ".join(told)

    @property
    def agreeing(self) -> list[str]:
        """The answers that may be ticked and agree to take part."""
        consent = self.form.by_code.get(CONSENT)
        return [
            each.name
            for each in (self.form.offered(consent) if consent else ())
            if each.name in self.form.agreeing and not each.is_retired
        ]

    def blocks(self) -> Iterator[tuple[Block, str, list[Question]]]:
        """Blocks with something to ask, each under its heading."""
        for block in self.form.blocks:
            asked = [
                each
                for each in block.questions
                if not each.is_retired and each.kind != "calculate"
            ]
            if asked:
                letter = "" if block.inside else f"{block.code}  "
                yield block, f"{letter}{self.text(block.labels)}", asked

    def condition(self, asked: Question | Block) -> str:
        """When to ask it, in words; what cannot be worded stands as it is.

        That consent is needed is said once, at the head of the paper.
        """
        parts = conjuncts(asked.relevant)
        return "; ".join(
            self._worded(each) for each in parts if not self._is_consent(each)
        )

    def _is_consent(self, condition: str) -> bool:
        found = _IS.match(condition)
        if found is None or found[1] != CONSENT:
            return False
        return self.agreeing == [found[2]]

    def _worded(self, condition: str) -> str:
        for pattern, key in ((_IS, "only_if"), (_NOT, "not_if")):
            if found := pattern.match(condition):
                return self.word(
                    key, question=found[1], answer=self._answer(*found.groups())
                )
        if found := _ABOVE.match(condition):
            return self.word("above", question=found[1], number=found[2])
        return condition

    def _answer(self, code: str, name: str) -> str:
        question = self.form.by_code.get(code)
        offered = self.form.offered(question) if question else ()
        return next((self.text(c.labels) for c in offered if c.name == name), name)

    def choices(self, question: Question) -> list[str]:
        """What may be ticked."""
        return [
            self.text(choice.labels)
            for choice in self.form.offered(question)
            if not choice.is_retired
        ]

    def space(self, question: Question) -> str:
        """What stands beside the line to write on: the unit, or what to write."""
        if question.is_quantity:
            return self.form.measure(question, self.language)
        kinds = {"date": "day", "geopoint": "position"}
        return self.word(kinds[question.kind]) if question.kind in kinds else ""


def to_pdf(questionnaire: Questionnaire) -> bytes:
    """The questionnaire as a PDF to print."""
    paper = _Paper(questionnaire)
    language = Language(paper.language)
    data = {
        "title": paper.title,
        "words": {key: paper.word(key) for key in ("several", "several_of", "codes")},
        "lead": paper.lead,
        "blocks": [
            {
                "heading": heading,
                "condition": paper.condition(block),
                "repeat": block.repeat,
                "questions": [_question(paper, each) for each in asked],
            }
            for block, heading, asked in paper.blocks()
        ],
    }
    return typeset("questionnaire.typ", data, language)


def _question(paper: _Paper, question: Question) -> dict[str, Any]:
    return {
        "code": question.code,
        "label": paper.text(question.labels),
        "hint": paper.text(question.hints),
        "condition": paper.condition(question),
        "kind": question.kind,
        "several": question.kind == "multi",
        "choices": paper.choices(question),
        "space": paper.space(question),
    }


def to_word(questionnaire: Questionnaire) -> bytes:
    """The questionnaire for Word."""
    from distretto.formats.documents.word import Paper

    paper = _Paper(questionnaire)
    page = Paper(Language(paper.language))
    page.title(paper.title)
    page.add(parts.Text(paper.lead))
    for block, heading, asked in paper.blocks():
        page.add(parts.Heading(heading, 2))
        if condition := paper.condition(block):
            page.paragraph(condition, "Caption")
        if block.repeat:
            for each in _repeated(paper, block, asked):
                page.add(each)
        else:
            for question in asked:
                for line, style in _lines(paper, question):
                    page.paragraph(line, style)
    return page.content()


def _lines(paper: _Paper, question: Question) -> Iterator[tuple[str, str]]:
    """A question as paragraphs: its words, what to know, room for the answer."""
    yield f"{question.code}  {paper.text(question.labels)}", "Heading 2"
    choices = paper.choices(question)
    how = paper.word("several") if question.kind == "multi" else ""
    told = (paper.condition(question), paper.text(question.hints), how)
    note = ". ".join(each for each in told if each)
    if note:
        yield note, "Caption"
    if choices:
        sign = _EMPTY_BOX if question.kind == "multi" else _EMPTY_CIRCLE
        # A sign stays with its words at the end of a line.
        signed = (
            f"{sign} {choice}".replace(" ", "\N{NO-BREAK SPACE}") for choice in choices
        )
        yield "   ".join(signed), "Normal"
    elif question.kind != "note":
        yield f"{_LINE} {paper.space(question)}".rstrip(), "Normal"


def _repeated(
    paper: _Paper, block: Block, asked: list[Question]
) -> Iterator[parts.Block]:
    """A table with a row for each time, and the codes of answers beneath."""
    head = [Column("row", "")]
    head += [Column(each.code, paper.text(each.labels)) for each in asked]
    rows = tuple(
        (str(number), *("" for _ in asked)) for number in range(1, block.repeat + 1)
    )
    codes = [_codes(paper, each) for each in asked if paper.choices(each)]
    yield parts.Listing(Table(tuple(head), rows), note=" ".join(codes))


def _codes(paper: _Paper, question: Question) -> str:
    numbered = enumerate(paper.choices(question), start=1)
    codes = ", ".join(f"{number} {choice}" for number, choice in numbered)
    also = f" ({paper.word('several_of')})" if question.kind == "multi" else ""
    return f"{paper.text(question.labels)}{also} {codes}."
