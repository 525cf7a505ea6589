"""The bottleneck questionnaire that comes with the program, read from its files."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from distretto.analysis.diagnosis.answers.rules import SENSES, Rule
from distretto.analysis.diagnosis.bottlenecks.indicators import (
    Indicator,
    check_indicators,
)
from distretto.errors import FormatError, gettext_noop
from distretto.formats.questionnaire.model import (
    QUANTITIES,
    YES_NO,
    Block,
    Choice,
    Labels,
    Question,
    Questionnaire,
)

FIRST = "en"
TRANSLATED = ("fr",)
_BIGGEST = ("biggest_first", "biggest_second", "biggest_third")


@cache
def bottleneck_questionnaire() -> Questionnaire:
    """The questionnaire of the thirteen bottleneck categories, blocks A to P."""
    wording, judging = _read("bottlenecks.toml"), _read("severity.toml")
    words = _Words({code: _read(f"bottlenecks.{code}.toml") for code in TRANSLATED})
    return Questionnaire(
        code=wording["code"],
        version=wording["version"],
        titles=words.all(wording["title"], "title"),
        languages=(FIRST, *TRANSLATED),
        blocks=tuple(_block(each, words) for each in wording["blocks"]),
        choices=_choices(wording, words),
        categories=_named(wording, "categories", words),
        remedies=_named(wording, "remedies", words),
        indicators=indicators_of(judging),
        rules=_rules(judging["rules"]),
        seen=judging["seen"],
        biggest=_BIGGEST,
        terms=_terms_of_measure(wording, words),
    )


def read_severities(path: str | Path) -> tuple[Indicator, ...]:
    """Indicators with thresholds of one's own, from a file like `severity.toml`.

    Raises
    ------
    FormatError
        The file is not there or is not TOML.
    InputError
        An indicator is not well made.
    """
    try:
        return indicators_of(tomllib.loads(Path(path).read_text(encoding="utf-8")))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as failure:
        raise FormatError(
            "no_severities",
            gettext_noop(
                "“%(file)s” has no thresholds of severity: %(reason)s. Give a file in "
                "TOML with a table [indicators.TEC] and so on."
            ),
            file=Path(path).name,
            reason=str(failure),
        ) from failure


def _read(name: str) -> dict[str, Any]:
    text = files(__package__).joinpath(name).read_text(encoding="utf-8")
    return tomllib.loads(text)


class _Words:
    """Texts in every language in which they are there."""

    def __init__(self, translations: Mapping[str, Mapping[str, Any]]) -> None:
        self.translations = translations

    def all(self, text: str, *path: str) -> Labels:
        """A text of the first language, with what stands at the path in others."""
        if not text:
            return {}
        found = {FIRST: text}
        for language, translated in self.translations.items():
            here: Any = translated
            for step in path:
                here = here.get(step, {}) if isinstance(here, Mapping) else {}
            if isinstance(here, str) and here:
                found[language] = here
        return found


def _named(
    wording: Mapping[str, Any], table: str, words: _Words
) -> Mapping[str, Labels]:
    return {code: words.all(name, table, code) for code, name in wording[table].items()}


def _terms_of_measure(
    wording: Mapping[str, Any], words: _Words
) -> Mapping[str, Labels]:
    """Units and periods in every language."""
    told = {
        question[key]: words.all(question[key], "terms", question[key])
        for block in wording["blocks"]
        for question in block["questions"]
        for key in ("unit", "period")
        if key in question
    }
    return told


def _choices(
    wording: Mapping[str, Any], words: _Words
) -> Mapping[str, tuple[Choice, ...]]:
    numbers = wording["numbers"]
    return {
        name: tuple(
            Choice(
                each,
                words.all(label, "choices", name, each),
                numbers.get(name, {}).get(
                    each, float(each) if each.isdigit() else None
                ),
            )
            for each, label in offered.items()
        )
        for name, offered in wording["choices"].items()
    }


def _block(told: Mapping[str, Any], words: _Words) -> Block:
    return Block(
        code=told["code"],
        labels=words.all(told["label"], "blocks", told["code"]),
        questions=tuple(_question(each, words) for each in told["questions"]),
        inside=told.get("inside", ""),
        repeat=told.get("repeat", 0),
        repeat_count=told.get("repeat_count", ""),
        relevant=told.get("relevant", ""),
    )


def _question(told: Mapping[str, Any], words: _Words) -> Question:
    code, kind = told["code"], told["type"]
    is_quantity = kind in QUANTITIES
    # A quantity is never below zero unless the file says so, a share not above 100.
    high = told.get("high", 100.0 if kind == "percent" else None)
    return Question(
        code=code,
        kind=kind,
        labels=words.all(told["label"], "questions", code),
        hints=words.all(told.get("hint", ""), "hints", code),
        unit=told.get("unit", ""),
        period=told.get("period", ""),
        choices=YES_NO if kind == YES_NO else told.get("choices", ""),
        required=told.get("required", False),
        low=float(told.get("low", 0)) if is_quantity else None,
        high=float(high) if is_quantity and high is not None else None,
        relevant=told.get("relevant", ""),
        constraint=told.get("constraint", ""),
        constraint_messages=words.all(
            told.get("constraint_message", ""), "constraint_messages", code
        ),
        category=told.get("category", ""),
        is_sensitive=told.get("sensitive", False),
    )


def indicators_of(judging: Mapping[str, Any]) -> tuple[Indicator, ...]:
    """The indicators of a file such as `severity.toml`, checked."""
    return check_indicators(
        _indicator(code, category, told)
        for category, members in judging.get("indicators", {}).items()
        for code, told in members.items()
    )


def _indicator(code: str, category: str, told: Mapping[str, Any]) -> Indicator:
    return Indicator(
        code=code,
        category=category,
        terms=_terms(told.get("of", {})),
        over=_terms(told.get("over", {})),
        times=float(told.get("times", 1)),
        mean_of=tuple(told.get("mean_of", ())),
        counted=told.get("counted", ""),
        lacking=told.get("lacking", ""),
        severities={name: float(s) for name, s in told.get("severities", {}).items()},
        anchors=tuple(map(float, told.get("anchors", ()))),
        relative_to=told.get("relative_to", ""),
        zero_if=told.get("zero_if", {}),
        is_zero_tolerance=told.get("zero_tolerance", False),
    )


def _terms(told: str | Mapping[str, float]) -> Mapping[str, float]:
    if isinstance(told, str):
        return {told: 1.0}
    return {name: float(factor) for name, factor in told.items()}


def _rules(told: Mapping[str, Mapping[str, Any]]) -> tuple[Rule, ...]:
    rules = []
    for code, each in told.items():
        sense = next(name for name in SENSES if name in each)
        rules.append(
            Rule(
                code=code,
                left=_terms(each["left"]),
                right=_terms(each[sense]),
                sense=sense,
                plus=float(each.get("plus", 0)),
                within=float(each.get("within", 0)),
                says=each["says"],
            )
        )
    return tuple(rules)
