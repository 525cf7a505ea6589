"""Changes to the answers that a questionnaire offers: each gives a new version."""

from collections.abc import Callable
from dataclasses import replace

from distretto.errors import FormatError, gettext_noop
from distretto.formats.questionnaire.editing import next_version
from distretto.formats.questionnaire.model import Choice, Questionnaire

Choices = tuple[Choice, ...]


def choice_reworded(
    questionnaire: Questionnaire, offered: str, name: str, language: str, label: str
) -> Questionnaire:
    """A new version in which an answer of a list is worded otherwise in one language.

    Every question that offers the list has the new wording.
    """

    def change(choices: Choices) -> Choices:
        return tuple(
            replace(each, labels={**each.labels, language: label})
            if each.name == name
            else each
            for each in choices
        )

    return _with_list(questionnaire, offered, change)


def with_choice(
    questionnaire: Questionnaire, offered: str, choice: Choice
) -> Questionnaire:
    """A new version that offers one answer more, at the end of a list.

    Raises
    ------
    FormatError
        The name was used in this list before: two answers would be mixed.
    """
    if any(each.name == choice.name for each in questionnaire.choices[offered]):
        raise FormatError(
            "choice_twice",
            gettext_noop(
                "The name “%(choice)s” belongs to another answer of this list, perhaps "
                "a retired one. Give the new answer a name of its own, so that the two "
                "are not mixed."
            ),
            choice=choice.name,
        )
    return _with_list(questionnaire, offered, lambda choices: (*choices, choice))


def judged_by_answer(questionnaire: Questionnaire, code: str) -> bool:
    """Whether each answer to a question has a severity of its own."""
    return any(
        each.severities and code in each.terms for each in questionnaire.indicators
    )


def with_severity(
    questionnaire: Questionnaire, code: str, name: str, severity: float
) -> Questionnaire:
    """A new version in which an answer to a question has this severity, 0 to 4."""
    indicators = tuple(
        replace(each, severities={**each.severities, name: severity})
        if each.severities and code in each.terms
        else each
        for each in questionnaire.indicators
    )
    version = next_version(questionnaire.version)
    return replace(questionnaire, indicators=indicators, version=version)


def _with_list(
    questionnaire: Questionnaire, offered: str, change: Callable[[Choices], Choices]
) -> Questionnaire:
    changed = change(tuple(questionnaire.choices[offered]))
    return replace(
        questionnaire,
        choices={**questionnaire.choices, offered: changed},
        version=next_version(questionnaire.version),
    )
