"""Indicators of a survey's categories under the questions that they are made of."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl
from django.utils.translation import gettext

from distretto.analysis.diagnosis.bottlenecks.indicators import Indicator
from distretto.formats.questionnaire.model import Questionnaire
from distretto.formats.survey.found import Found
from distretto.notes import recalled


@dataclass(frozen=True)
class OfCategory:
    """The indicators of one category, with its name."""

    name: str
    rows: Sequence[Mapping[str, Any]]


def indicator_name(each: Indicator, form: Questionnaire, language: str) -> str:
    """The wording of the first question that an indicator is made of."""
    question = form.by_code.get(next(iter(each.questions), ""))
    return (form.label(question.labels, language) if question else "") or each.code


def lacking(
    codes: Iterable[str], form: Questionnaire, language: str
) -> dict[str, list[str]]:
    """By category, the indicators that count for nothing: nothing to compare with."""
    without = set(codes)
    found: dict[str, list[str]] = {}
    for each in form.indicators:
        if each.code in without:
            name = indicator_name(each, form, language)
            found.setdefault(each.category, []).append(name)
    return found


def lacking_told(rows: Iterable[Mapping[str, Any]]) -> list[str]:
    """For a reader of the picture: which categories lack an indicator, and which."""
    sentence = gettext(
        "%(bottleneck)s is without “%(indicators)s”: there is no figure to compare the "
        "answers with."
    )
    return [
        sentence
        % {"bottleneck": row["name"], "indicators": "”, “".join(row["lacking"])}
        for row in rows
        if row.get("lacking")
    ]


def worded(
    rows: Iterable[Mapping[str, Any]], form: Questionnaire, language: str
) -> list[dict[str, Any]]:
    """Rows of indicators with the wording of their first question."""
    indicators = {each.code: each for each in form.indicators}
    return [
        {
            "indicator": row["indicator"],
            "label": indicator_name(indicators[row["indicator"]], form, language),
            **{key: cell for key, cell in row.items() if key != "indicator"},
        }
        for row in rows
        if row["indicator"] in indicators
    ]


def alarms(
    content: Mapping[str, Any], form: Questionnaire, language: str
) -> list[dict[str, Any]]:
    """Where some firms say yes and none may."""
    rows = content["tables"].get("alarms", ())
    return [row for row in worded(rows, form, language) if row["firms"]]


def found_in(content: Mapping[str, Any], form: Questionnaire, language: str) -> Found:
    """What is kept as the tables of a workbook, with the wording of indicators."""
    tables = {
        name: pl.DataFrame(
            worded(rows, form, language) if name in ("indicators", "alarms") else rows,
            infer_schema_length=None,
        )
        for name, rows in content["tables"].items()
        if rows
    }
    notes = tuple(recalled(note) for note in content["notes"])
    return Found("bottlenecks", tables, content["settings"], notes)


def by_category(
    categories: Iterable[Mapping[str, Any]],
    rows: Iterable[Mapping[str, Any]],
    form: Questionnaire,
    language: str,
) -> list[OfCategory]:
    """Estimates of each indicator, beneath its category, in the categories' order.

    Those of a hidden category are hidden with it. A category without any is left out:
    what is published has none.
    """
    indicators = {each.code: each for each in form.indicators}
    known = worded(rows, form, language)
    found = [
        OfCategory(
            category["name"],
            [
                row | {"unit": unit_of(indicators[row["indicator"]], form, language)}
                for row in known
                if row["category"] == category["category"]
            ],
        )
        for category in categories
        if category["indicators"] and not category["is_hidden"]
    ]
    return [each for each in found if each.rows]


def unit_of(each: Indicator, form: Questionnaire, language: str) -> str:
    """The unit of its value; a ratio, a sum or a count has none of one question."""
    question = form.by_code.get(next(iter(each.terms), ""))
    is_plain = len(each.terms) == 1 and not each.over and each.times == 1
    if question is None or not is_plain:
        return ""
    return form.measure(question, language)
