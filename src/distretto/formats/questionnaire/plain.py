"""A questionnaire as plain data, as JSON and databases keep it, and back again."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from distretto.analysis.diagnosis.answers.rules import Rule
from distretto.analysis.diagnosis.bottlenecks.indicators import Indicator
from distretto.errors import FormatError, gettext_noop
from distretto.formats.questionnaire.model import (
    Block,
    Choice,
    Question,
    Questionnaire,
)


def to_plain(questionnaire: Questionnaire) -> dict[str, Any]:
    """Everything of a questionnaire as dictionaries, lists, texts and numbers."""
    return asdict(questionnaire)


def from_plain(plain: Mapping[str, Any]) -> Questionnaire:
    """The questionnaire that `to_plain` wrote, perhaps by way of JSON.

    Raises
    ------
    FormatError
        A part is missing or is not known here: it was written by something else.
    """
    try:
        return _questionnaire(plain)
    except (KeyError, TypeError, AttributeError) as failure:
        raise FormatError(
            "not_a_questionnaire",
            gettext_noop(
                "This is not a questionnaire as the program writes it: “%(reason)s”. "
                "Give JSON of “distretto diagnosis questionnaire”, or an XLSForm."
            ),
            reason=str(failure),
        ) from failure


def _questionnaire(plain: Mapping[str, Any]) -> Questionnaire:
    made = {
        "languages": tuple(plain["languages"]),
        "blocks": tuple(_block(each) for each in plain["blocks"]),
        "choices": {
            name: tuple(Choice(**choice) for choice in offered)
            for name, offered in plain["choices"].items()
        },
        "indicators": tuple(_indicator(each) for each in plain.get("indicators", ())),
        "rules": tuple(Rule(**each) for each in plain.get("rules", ())),
        "biggest": tuple(plain.get("biggest", ())),
    }
    return Questionnaire(**{**plain, **made})


def _block(plain: Mapping[str, Any]) -> Block:
    questions = tuple(Question(**each) for each in plain["questions"])
    return Block(**{**plain, "questions": questions})


def _indicator(plain: Mapping[str, Any]) -> Indicator:
    tuples = {name: tuple(plain.get(name, ())) for name in ("mean_of", "anchors")}
    return Indicator(**{**plain, **tuples})
