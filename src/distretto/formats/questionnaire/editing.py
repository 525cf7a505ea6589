"""Changes to a questionnaire: each gives a new version, and loses no question."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import replace

from distretto.errors import FormatError, gettext_noop
from distretto.formats.questionnaire.expressions import named_in
from distretto.formats.questionnaire.model import Block, Question, Questionnaire
from distretto.formats.questionnaire.translating import with_words


def with_question(
    questionnaire: Questionnaire, block: str, question: Question
) -> Questionnaire:
    """A new version with one question more, at the end of a block.

    Raises
    ------
    FormatError
        There is no such block, or the code was used before: answers to two questions
        would be mixed.
    """
    if question.code in questionnaire.by_code:
        raise FormatError(
            "question_twice",
            gettext_noop(
                "The code “%(question)s” belongs to another question, perhaps a "
                "retired one. Give the new question a code of its own, so that their "
                "answers are not mixed."
            ),
            question=question.code,
        )
    _check_blocks(questionnaire, [block])
    blocks = tuple(
        replace(each, questions=(*each.questions, question))
        if each.code == block
        else each
        for each in questionnaire.blocks
    )
    return _next(questionnaire, blocks)


def reworded(
    questionnaire: Questionnaire, code: str, language: str, label: str
) -> Questionnaire:
    """A new version in which a question is worded otherwise in one language.

    Translations that stay while the first language changes are older than it from then
    on. For another meaning, retire the question and add one with a code of its own.
    """

    source = questionnaire.languages[0]

    def change(question: Question) -> Question:
        return with_words(question, {**question.labels, language: label}, source)

    changed = _changed(questionnaire, code, change)
    if language in changed.languages:
        return changed
    return replace(changed, languages=(*changed.languages, language))


def confirmed(questionnaire: Questionnaire, code: str, language: str) -> Questionnaire:
    """A new version in which an older translation still fits the words of today."""

    def change(question: Question) -> Question:
        left = {**question.translated_from}
        left.pop(language, None)
        return replace(question, translated_from=left)

    return _changed(questionnaire, code, change)


def hinted(
    questionnaire: Questionnaire, code: str, language: str, hint: str
) -> Questionnaire:
    """A new version in which another hint stands beneath a question, or none."""

    def change(question: Question) -> Question:
        hints = {**question.hints, language: hint}
        return replace(
            question, hints={key: each for key, each in hints.items() if each}
        )

    return _changed(questionnaire, code, change)


def retired(questionnaire: Questionnaire, code: str) -> Questionnaire:
    """A new version that does not ask a question; answers given to it stay."""
    return _changed(
        questionnaire, code, lambda question: replace(question, is_retired=True)
    )


def only_blocks(questionnaire: Questionnaire, codes: Iterable[str]) -> Questionnaire:
    """The questionnaire with some of its blocks, in their order.

    Block A, identity and consent, is always there: answers need a firm and its
    consent. A repeated block comes with the block that it stands in. Indicators and
    rules that lack a question are left out.

    Raises
    ------
    FormatError
        There is no such block.
    """
    wanted = {code.strip() for code in codes if code.strip()}
    _check_blocks(questionnaire, wanted)
    first = questionnaire.blocks[0].code
    kept = {first, *wanted}
    blocks = tuple(
        each for each in questionnaire.blocks if {each.code, each.inside} & kept
    )
    there = {question.code for each in blocks for question in each.questions}
    return replace(
        questionnaire,
        blocks=tuple(_without_lost_relevance(each, there) for each in blocks),
        indicators=tuple(
            each for each in questionnaire.indicators if {*each.questions} <= there
        ),
        rules=tuple(each for each in questionnaire.rules if {*each.questions} <= there),
        seen={key: code for key, code in questionnaire.seen.items() if code in there},
        biggest=tuple(code for code in questionnaire.biggest if code in there),
    )


def in_language(questionnaire: Questionnaire, language: str) -> Questionnaire:
    """The questionnaire with this language first; forms open in it.

    Raises
    ------
    FormatError
        It is not there in that language.
    """
    if language not in questionnaire.languages:
        raise FormatError(
            "unknown_language",
            gettext_noop(
                "The questionnaire is not there in “%(language)s”. Its languages are: "
                "%(languages)s."
            ),
            language=language,
            languages=", ".join(questionnaire.languages),
        )
    order = dict.fromkeys((language, *questionnaire.languages))
    return replace(questionnaire, languages=tuple(order))


def _without_lost_relevance(block: Block, there: set[str]) -> Block:
    """Conditions on questions that are not asked would hide theirs for ever."""

    def mend(question: Question) -> Question:
        return replace(
            question,
            relevant=question.relevant if named_in(question.relevant) <= there else "",
            constraint=question.constraint
            if named_in(question.constraint) <= there
            else "",
        )

    relevant = block.relevant if named_in(block.relevant) <= there else ""
    return replace(
        block, relevant=relevant, questions=tuple(map(mend, block.questions))
    )


def _changed(
    questionnaire: Questionnaire, code: str, change: Callable[[Question], Question]
) -> Questionnaire:
    questionnaire.question(code)
    blocks = tuple(
        replace(
            block,
            questions=tuple(
                change(each) if each.code == code else each for each in block.questions
            ),
        )
        for block in questionnaire.blocks
    )
    return _next(questionnaire, blocks)


def _next(questionnaire: Questionnaire, blocks: tuple[Block, ...]) -> Questionnaire:
    return replace(
        questionnaire, blocks=blocks, version=next_version(questionnaire.version)
    )


def next_version(version: str) -> str:
    """The version after this one: 1 → 2, 1.9 → 1.10, 2026a → 2026a.1."""
    head, dot, last = version.rpartition(".")
    if last.isdigit():
        return f"{head}{dot}{int(last) + 1}"
    return f"{version}.1"


def free_version(version: str, taken: Collection[str], longest: int) -> str:
    """This version, or the next after it that is not taken, in so many signs.

    A version that is too long gives way to its number: the end of the rest is cut.
    """
    found = version[:longest]
    while found in taken:
        head, dot, number = next_version(found).rpartition(".")
        room = max(longest - len(f"{dot}{number}"), 0)
        found = f"{head[:room]}{dot}{number}"[:longest]
    return found


def _check_blocks(questionnaire: Questionnaire, codes: Iterable[str]) -> None:
    known = [block.code for block in questionnaire.blocks]
    for code in codes:
        if code not in known:
            raise FormatError(
                "unknown_block",
                gettext_noop(
                    "The questionnaire has no block “%(block)s”. Its blocks are: "
                    "%(blocks)s."
                ),
                block=code,
                blocks=", ".join(known),
            )
