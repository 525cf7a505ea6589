"""What is wrong with a questionnaire, in sentences, before anybody is asked."""

import re
from collections import Counter
from collections.abc import Iterator

from distretto.errors import gettext_noop
from distretto.formats.problems import Problem
from distretto.formats.questionnaire.expressions import named_in
from distretto.formats.questionnaire.model import (
    CONSENT,
    KINDS,
    OFFERED,
    Question,
    Questionnaire,
)
from distretto.formats.questionnaire.translating import older_translations

_NAME = re.compile(r"^[A-Za-z_][A-Za-z0-9_.-]*$")
_BLANK = re.compile(r"\s")


def problems_of(questionnaire: Questionnaire) -> tuple[Problem, ...]:
    """Everything that would go wrong in the field or afterwards; () where all is well.

    A missing translation is a warning: the first language is shown in its place.
    """
    return (
        *_twice(questionnaire),
        *_blocks(questionnaire),
        *(
            problem
            for question in questionnaire.asked
            for problem in _of_question(questionnaire, question)
        ),
        *_order(questionnaire),
        *_lists(questionnaire),
        *_consent(questionnaire),
        *_judging(questionnaire),
        *_translations(questionnaire),
    )


def _problem(code: str, template: str, /, **gaps: object) -> Problem:
    return Problem(code, template, gaps)


def _twice(questionnaire: Questionnaire) -> Iterator[Problem]:
    codes = [question.code for _, question in questionnaire.all_questions()]
    codes += [block.code for block in questionnaire.blocks]
    for code, times in Counter(codes).items():
        if times > 1:
            yield _problem(
                "code_twice",
                gettext_noop(
                    "The code “%(code)s” is used %(times)s times. Every question and "
                    "block needs a code of its own."
                ),
                code=code,
                times=times,
            )


def _blocks(questionnaire: Questionnaire) -> Iterator[Problem]:
    known = {block.code for block in questionnaire.blocks}
    for block in questionnaire.blocks:
        if not [each for each in block.questions if not each.is_retired]:
            yield _problem(
                "empty_block",
                gettext_noop(
                    "Block “%(block)s” asks nothing. Add a question, or leave the "
                    "block out."
                ),
                block=block.code,
            )
        if block.inside and block.inside not in known:
            yield _problem(
                "block_nowhere",
                gettext_noop(
                    "Block “%(block)s” stands inside “%(outer)s”, which is not there."
                ),
                block=block.code,
                outer=block.inside,
            )


def _of_question(questionnaire: Questionnaire, question: Question) -> Iterator[Problem]:
    code = question.code
    if not _NAME.match(code):
        yield _problem("odd_code", _ODD_CODE, question=code)
    if question.kind not in KINDS:
        yield _problem("unknown_kind", _KIND, question=code, kind=question.kind)
    if question.is_quantity and not question.unit:
        yield _problem("no_unit", _NO_UNIT, question=code)
    if question.is_quantity and not question.period:
        yield _problem("no_period", _NO_PERIOD, question=code)
    low, high = question.low, question.high
    if low is not None and high is not None and low > high:
        gaps = {"question": code, "low": f"{low:g}", "high": f"{high:g}"}
        yield _problem("range_upside_down", _RANGE, **gaps)
    if question.kind in OFFERED and not questionnaire.offered(question):
        yield _problem("no_choices", _NO_LIST, question=code, list=question.choices)
    if question.kind == "calculate" and not question.calculation:
        yield _problem("no_calculation", _NO_CALCULATION, question=code)
    for name in sorted(named_in(f"{question.relevant} {question.constraint}")):
        other = questionnaire.by_code.get(name)
        if other is None or other.is_retired:
            gaps = {"question": code, "other": name}
            yield _problem("condition_on_nothing", _CONDITION, **gaps)


_ODD_CODE = gettext_noop(
    "The code “%(question)s” cannot be a name in a form: begin with a letter or “_”, "
    "and go on with letters, digits, “_”, “-” or “.”."
)
_KIND = gettext_noop(
    "Question “%(question)s”: there is no kind of question “%(kind)s”."
)
_NO_UNIT = gettext_noop(
    "Question “%(question)s” asks for a quantity and has no unit. Say in which unit "
    "to answer."
)
_NO_PERIOD = gettext_noop(
    "Question “%(question)s” asks for a quantity and has no period. Say of which time "
    "it is asked, such as “last 12 months”, or “now”."
)
_RANGE = gettext_noop(
    "Question “%(question)s” allows from %(low)s to %(high)s: the low end is above the "
    "high end."
)
_NO_LIST = gettext_noop(
    "Question “%(question)s” offers the answers of the list “%(list)s”, which is not "
    "there or is empty."
)
_NO_CALCULATION = gettext_noop(
    "Question “%(question)s” is calculated, but nothing says how."
)
_CONDITION = gettext_noop(
    "Question “%(question)s” depends on “%(other)s”, which is not asked. Add that "
    "question, or take the condition away."
)


def _order(questionnaire: Questionnaire) -> Iterator[Problem]:
    """A condition looks back at answers, never forward."""
    asked: set[str] = set()
    for block, question in questionnaire.all_questions():
        for name in sorted(named_in(f"{question.relevant} {block.relevant}") - asked):
            if name in questionnaire.by_code:
                yield _problem(
                    "condition_on_later",
                    gettext_noop(
                        "Question “%(question)s” depends on “%(other)s”, which is "
                        "asked later. Ask that one first."
                    ),
                    question=question.code,
                    other=name,
                )
        asked.add(question.code)


def _lists(questionnaire: Questionnaire) -> Iterator[Problem]:
    for name, offered in questionnaire.choices.items():
        for choice, times in Counter(each.name for each in offered).items():
            if times > 1 or _BLANK.search(choice):
                yield _problem(
                    "odd_choice",
                    gettext_noop(
                        "The list “%(list)s” has the answer “%(choice)s”, which is "
                        "there twice or has a blank in its name. Names of answers are "
                        "single words, each once."
                    ),
                    list=name,
                    choice=choice,
                )


def _consent(questionnaire: Questionnaire) -> Iterator[Problem]:
    """Whoever agrees to take part must be known from those who do not."""
    asked = questionnaire.by_code.get(CONSENT)
    if asked is None or asked.is_retired:
        return
    offered = [each for each in questionnaire.offered(asked) if not each.is_retired]
    agreeing = [each.name for each in offered if each.name in questionnaire.agreeing]
    if offered and not agreeing:
        yield _problem("nobody_agrees", _NOBODY_AGREES, question=CONSENT)
    elif offered and len(agreeing) == len(offered):
        yield _problem("nobody_can_refuse", _NOBODY_REFUSES, question=CONSENT)
    elif len(agreeing) > 1:
        gaps = {"question": CONSENT, "answers": ", ".join(agreeing)}
        yield _problem("several_agree", _SEVERAL_AGREE, **gaps)


_NOBODY_AGREES = gettext_noop(
    "None of the answers to “%(question)s” is understood as agreeing to take part, and "
    "no response would count. Name that answer “yes”, or add a label such as “Yes”."
)
_NOBODY_REFUSES = gettext_noop(
    "Every answer to “%(question)s” is understood as agreeing to take part, and who "
    "refuses would be counted. Offer “no” too, or name the answer that refuses so."
)
_SEVERAL_AGREE = gettext_noop(
    "Several answers to “%(question)s” are understood as agreeing to take part: "
    "%(answers)s. Offer one that agrees, and ask anything else in a question of its "
    "own."
)


def _judging(questionnaire: Questionnaire) -> Iterator[Problem]:
    """Indicators and rules rest on questions that are asked, or were."""
    for indicator in questionnaire.indicators:
        for code in indicator.questions:
            if code not in questionnaire.by_code:
                yield _problem(
                    "indicator_of_nothing",
                    gettext_noop(
                        "Indicator “%(indicator)s” needs the question “%(question)s”, "
                        "which is not there."
                    ),
                    indicator=indicator.code,
                    question=code,
                )
                continue
            yield from _unjudged(questionnaire, indicator.severities, code)
    for rule in questionnaire.rules:
        for code in rule.questions:
            if code not in questionnaire.by_code:
                yield _problem(
                    "rule_of_nothing",
                    gettext_noop(
                        "The rule “%(rule)s” needs the question “%(question)s”, which "
                        "is not there."
                    ),
                    rule=rule.code,
                    question=code,
                )


def _unjudged(
    questionnaire: Questionnaire, severities: object, code: str
) -> Iterator[Problem]:
    if not isinstance(severities, dict) or not severities:
        return
    offered = questionnaire.offered(questionnaire.by_code[code])
    for choice in offered:
        if choice.name not in severities:
            yield _problem(
                "answer_without_severity",
                gettext_noop(
                    "The answer “%(choice)s” to “%(question)s” has no severity, and "
                    "would count as unknown. Give it one."
                ),
                choice=choice.name,
                question=code,
            )


def _translations(questionnaire: Questionnaire) -> Iterator[Problem]:
    first, *others = questionnaire.languages
    for question in questionnaire.asked:
        if not question.labels.get(first):
            yield _problem(
                "no_label",
                gettext_noop("Question “%(question)s” has no words in “%(language)s”."),
                question=question.code,
                language=first,
            )
        for language in others:
            if not question.labels.get(language):
                yield Problem(
                    "not_translated",
                    gettext_noop(
                        "Question “%(question)s” is not translated into "
                        "“%(language)s”; the first language is shown in its place."
                    ),
                    {"question": question.code, "language": language},
                    severity="warning",
                )
        for language, words in older_translations(question, questionnaire).items():
            yield Problem(
                "translation_older",
                gettext_noop(
                    "Question “%(question)s”: its wording has changed since it was "
                    "translated into “%(language)s”, from “%(words)s”. Translate it "
                    "anew, or say that it still fits."
                ),
                {"question": question.code, "language": language, "words": words},
                severity="warning",
            )
