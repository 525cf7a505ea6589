"""A questionnaire: blocks of questions, lists of answers, how they are judged."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from distretto.analysis.diagnosis.answers.rules import Rule
from distretto.analysis.diagnosis.bottlenecks.indicators import Indicator
from distretto.errors import FormatError, gettext_noop
from distretto.formats.questionnaire.agreeing import agrees

Labels = Mapping[str, str]

QUANTITIES = ("count", "number", "percent")
OFFERED = ("yes_no", "likert", "select", "multi")
KINDS = (*QUANTITIES, *OFFERED, "text", "date", "geopoint", "note", "calculate")
YES_NO = "yes_no"
# The code of the question that says when somebody was asked.
DAY_OF_INTERVIEW = "interview_date"
# The code of the question that asks whether somebody agrees to take part.
CONSENT = "consent"


@dataclass(frozen=True)
class Choice:
    """An answer that is offered: its name in files, and its label by language.

    `number` is what it counts as where answers are numbers; the name, if that is one.
    """

    name: str
    labels: Labels
    number: float | None = None
    is_retired: bool = False


@dataclass(frozen=True)
class Question:
    """One question.

    Attributes
    ----------
    code : str
        Its name in forms and exports; it never changes its meaning.
    kind : str
        One of KINDS.
    labels, hints, constraint_messages : mapping of language to text
    unit, period : str
        Of a quantity, such as “hours per week”, “last month”.
    choices : str
        The list of answers offered.
    low, high : float or None
        The least and the greatest quantity that is possible.
    relevant, constraint, calculation : str
        In the language of XLSForm expressions.
    category : str
        The bottleneck category that it speaks to.
    is_sensitive : bool
        To be asked alone, and never shown for a firm.
    is_retired : bool
        Not asked any more; answers that were given stay.
    translated_from : mapping of language to text
        The words that a translation was made from, where they have changed since.
    """

    code: str
    kind: str
    labels: Labels
    hints: Labels = field(default_factory=dict)
    unit: str = ""
    period: str = ""
    choices: str = ""
    required: bool = False
    low: float | None = None
    high: float | None = None
    relevant: str = ""
    constraint: str = ""
    constraint_messages: Labels = field(default_factory=dict)
    calculation: str = ""
    category: str = ""
    is_sensitive: bool = False
    is_retired: bool = False
    translated_from: Labels = field(default_factory=dict)

    @property
    def is_quantity(self) -> bool:
        """Whether the answer is a number with a unit."""
        return self.kind in QUANTITIES

    @property
    def is_asked(self) -> bool:
        """Whether somebody is to answer it: notes and calculations need nobody."""
        return not self.is_retired and self.kind not in ("note", "calculate")

    @property
    def is_number(self) -> bool:
        """Whether the answer is a number, or counts as one."""
        return self.kind in (*QUANTITIES, "likert", "calculate")


@dataclass(frozen=True)
class Block:
    """Questions under one heading.

    `repeat` is how many times it is asked at most, 0 for a block without repeats;
    `repeat_count` how many times, as an expression; `inside` the block it stands in.
    """

    code: str
    labels: Labels
    questions: tuple[Question, ...] = ()
    inside: str = ""
    repeat: int = 0
    repeat_count: str = ""
    relevant: str = ""


@dataclass(frozen=True)
class Questionnaire:
    """A questionnaire in one version.

    Attributes
    ----------
    code, version : str
    titles : mapping of language to text
    languages : tuple of str
        The first is the one that everything has.
    blocks : tuple of Block
    choices : mapping of list to tuple of Choice
    categories, remedies : mapping of category to labels
    indicators : tuple of Indicator
    rules : tuple of Rule
    seen : mapping of category to question
        The question that asks how much of an obstacle it is.
    biggest : tuple of str
        The questions that ask for the biggest obstacles, in order.
    terms : mapping of a unit or period to labels
    """

    code: str
    version: str
    titles: Labels
    languages: tuple[str, ...]
    blocks: tuple[Block, ...]
    choices: Mapping[str, tuple[Choice, ...]]
    categories: Mapping[str, Labels] = field(default_factory=dict)
    remedies: Mapping[str, Labels] = field(default_factory=dict)
    indicators: tuple[Indicator, ...] = ()
    rules: tuple[Rule, ...] = ()
    seen: Mapping[str, str] = field(default_factory=dict)
    biggest: tuple[str, ...] = ()
    terms: Mapping[str, Labels] = field(default_factory=dict)

    def all_questions(self) -> Iterator[tuple[Block, Question]]:
        """Every question beside its block, retired ones too."""
        for block in self.blocks:
            for question in block.questions:
                yield block, question

    @cached_property
    def repeat_of(self) -> Mapping[str, str]:
        """For each question that repeats, by its code, the block that repeats it.

        A plain group inside a repeat repeats with it; of repeats inside others, it is
        the innermost.
        """
        blocks = {block.code: block for block in self.blocks}
        found = {}
        for block, question in self.all_questions():
            repeat = nearest_repeat(blocks, block.code)
            if repeat:
                found[question.code] = repeat
        return found

    def outer_repeat(self, block: Block) -> str:
        """The block that repeats around a block; “” where none does."""
        return nearest_repeat({each.code: each for each in self.blocks}, block.inside)

    def repeated_questions(self, block: Block) -> tuple[Question, ...]:
        """What is asked at each repetition of a block, groups inside it included."""
        return tuple(
            question
            for _, question in self.all_questions()
            if self.repeat_of.get(question.code) == block.code
        )

    @cached_property
    def by_code(self) -> Mapping[str, Question]:
        """Every question by its code, retired ones too."""
        return {question.code: question for _, question in self.all_questions()}

    @property
    def asked(self) -> tuple[Question, ...]:
        """The questions that are not retired."""
        every = (question for _, question in self.all_questions())
        return tuple(question for question in every if not question.is_retired)

    def question(self, code: str) -> Question:
        """The question of a code.

        Raises
        ------
        FormatError
            There is none.
        """
        if code not in self.by_code:
            raise unknown_question(code, self.code)
        return self.by_code[code]

    def offered(self, question: Question) -> tuple[Choice, ...]:
        """The answers that a question offers, retired ones too."""
        return tuple(self.choices.get(question.choices, ()))

    @cached_property
    def agreeing(self) -> tuple[str, ...]:
        """The answers that agree to take part, retired ones too; () if none does.

        It is one as a rule, by its name or its label: “yes”, “oui”, “I agree”.
        """
        consent = self.by_code.get(CONSENT)
        offered = self.offered(consent) if consent else ()
        return tuple(
            each.name for each in offered if agrees((each.name, *each.labels.values()))
        )

    def agreed(self, answer: object) -> bool | None:
        """Whether an answer to the question of consent agrees to take part.

        What is offered beside an answer that agrees does not. None for no answer, and
        for one that nobody understands.
        """
        if answer is None or answer == "":
            return None
        consent = self.by_code.get(CONSENT)
        offered = self.offered(consent) if consent else ()
        if self.agreeing and any(each.name == answer for each in offered):
            return answer in self.agreeing
        return agrees((str(answer),))

    def measure(self, question: Question, language: str = "") -> str:
        """The unit and the period of a quantity: “hours per week, last month”."""
        told = [each for each in (question.unit, question.period) if each]
        return ", ".join(
            self.label(self.terms.get(each, {}), language) or each for each in told
        )

    def hint(self, question: Question, language: str = "") -> str:
        """What stands beneath a question: unit, period, and its hint."""
        parts = (self.measure(question, language), self.label(question.hints, language))
        return ". ".join(part for part in parts if part)

    def label(self, labels: Labels, language: str = "") -> str:
        """A text in a language; where it is lacking, in the first that has it."""
        order = (language, *self.languages)
        return next((labels[each] for each in order if labels.get(each)), "")


def nearest_repeat(blocks: Mapping[str, Block], code: str) -> str:
    """The block itself or the nearest around it that repeats; “” where none does."""
    passed: set[str] = set()
    while code in blocks and code not in passed:
        if blocks[code].repeat:
            return code
        passed.add(code)
        code = blocks[code].inside
    return ""


def unknown_question(code: str, questionnaire: str) -> FormatError:
    """The refusal of a code that no question has."""
    return FormatError(
        "unknown_question",
        gettext_noop(
            "The questionnaire “%(questionnaire)s” has no question “%(question)s”. "
            "Check its code."
        ),
        questionnaire=questionnaire,
        question=code,
    )
