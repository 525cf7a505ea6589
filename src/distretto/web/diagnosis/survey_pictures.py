"""Results of a survey in the words of the page: rows, groups and the picture."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.cache import caches
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from distretto.formats.charts.bottlenecks import Severe, severe_shares
from distretto.formats.questionnaire.model import Questionnaire
from distretto.formats.survey.bottlenecks import is_gap_hidden, is_seen_hidden
from distretto.formats.survey.groups import SIZE, SIZES
from distretto.web.diagnosis.severe_words import not_shown
from distretto.web.diagnosis.survey_indicators import lacking, lacking_told
from distretto.web.register.kinds import Words
from distretto.web.ui.pictures import Shown, page_language, shown

# Of what is kept in the cache of pictures: another number draws all of them anew.
SEVERE_SHARES = 3
VARIABLES = {
    SIZE: _("Size of the firm"),
    "owner_sex": _("Owner"),
    "chain_stage": _("Stage of the chain"),
    "place": _("Place"),
}


@dataclass(frozen=True)
class Groups:
    """One variable: its groups as columns, a row for each category."""

    variable: str
    title: str
    groups: list[str]
    rows: list[tuple[str, list[Mapping[str, Any]]]]


def named(
    content: Mapping[str, Any], form: Questionnaire, language: str
) -> list[dict[str, Any]]:
    """Categories under their names, with the remedies that go with them.

    `lacking` are the indicators that are left out for want of a figure to compare with;
    `seen_is_hidden` and `gap_is_hidden`, whether figures of few firms are.
    """
    left_out = lacking(content.get("without_reference", ()), form, language)
    return [
        dict(
            row,
            name=_name(row["category"], form, language),
            remedy=form.label(form.remedies.get(row["category"], {}), language),
            lacking=left_out.get(row["category"], []),
            seen_is_hidden=is_seen_hidden(row),
            gap_is_hidden=is_gap_hidden(row),
        )
        for row in content["tables"]["categories"]
    ]


def _name(category: str, form: Questionnaire, language: str) -> str:
    return form.label(form.categories.get(category, {}), language) or category


def bars_of(rows: Iterable[Mapping[str, Any]]) -> list[Severe]:
    """The categories as a picture takes them."""
    return [
        Severe(
            name=row["name"],
            firms=row["firms"],
            share=row["severe_share"],
            low=row["severe_share_low"],
            high=row["severe_share_high"],
            seen=row["seen_severe_share"],
            # Results that were given out before this was measured do not say.
            is_like_first=bool(row.get("like_first")),
        )
        for row in rows
    ]


def level_of(content: Mapping[str, Any]) -> float:
    """The level of the intervals, a share from 0 to 1."""
    return float(content["settings"]["level"])


def picture_of(rows: Sequence[Mapping[str, Any]], level: float) -> Shown:
    """The bars of the share of firms for which each category is severe."""
    found, notes = bars_of(rows), [*lacking_told(rows), *not_shown(rows)]
    language = page_language()
    # Even the definition of the picture takes a while: it is made once for its figures.
    told = f"{language.code} {SEVERE_SHARES} {level} {notes} {found}"
    key = f"severe-shares-{hashlib.sha256(told.encode()).hexdigest()}"
    kept = caches["pictures"].get(key)
    if kept is None:
        kept = shown(
            lambda width: severe_shares(
                found, level=level, notes=notes, language=language, width=width
            )
        )
        caches["pictures"].set(key, kept)
    assert isinstance(kept, Shown)
    return kept


def variables_in(tables: Mapping[str, Any]) -> dict[str, str]:
    """What the results are told apart by."""
    there = dict.fromkeys(row["variable"] for row in tables.get("groups", ()))
    return {name: str(VARIABLES.get(name, name)) for name in there}


def groups_of(
    content: Mapping[str, Any],
    variable: str,
    form: Questionnaire,
    language: str,
    words: Words,
) -> Groups | None:
    """The groups of one variable beside each other, categories in their order."""
    tables = content["tables"]
    rows = [row for row in tables.get("groups", ()) if row["variable"] == variable]
    if not rows:
        return None
    there = {row["group"] for row in rows}
    known = (
        size_names(content, words)
        if variable == SIZE
        else _offered(variable, form, language)
    )
    groups = [each for each in known if each in there]
    groups += sorted(there - {*groups, None}) + ([None] if None in there else [])
    cell = {(row["category"], row["group"]): row for row in rows}
    # Of what nothing measures, no share of firms is known for any group.
    order = [row["category"] for row in tables["categories"] if row["indicators"]]
    return Groups(
        variable=variable,
        title=str(VARIABLES.get(variable, variable)),
        groups=[
            gettext("unknown") if each is None else known.get(each, each)
            for each in groups
        ],
        rows=[
            (
                _name(category, form, language),
                [cell[category, group] for group in groups],
            )
            for category in order
        ],
    )


def size_names(content: Mapping[str, Any], words: Words) -> dict[str, str]:
    """The size classes that results are told apart by, with the persons of each.

    They are kept with the results: a programme may change its classes.
    """
    classes = content.get("size_classes") or [*SIZES.items()]
    ends = [least for _code, least in classes[1:]]
    return {
        code: _size_name(words.size_name(code), least, below)
        for (code, least), below in zip(classes, [*ends, None], strict=True)
    }


def _size_name(name: str, least: int, below: int | None) -> str:
    number = page_language().number
    if below is None:
        told = gettext("%(name)s: %(least)s persons or more")
        return told % {"name": name, "least": number(least)}
    most = number(below - 1)
    if not least:
        return gettext("%(name)s: up to %(most)s persons") % {
            "name": name,
            "most": most,
        }
    told = gettext("%(name)s: %(least)s to %(most)s persons")
    return told % {"name": name, "least": number(least), "most": most}


def _offered(variable: str, form: Questionnaire, language: str) -> dict[str, str]:
    """The answers that a question offers, in their order."""
    question = form.by_code.get(variable)
    return {
        choice.name: form.label(choice.labels, language)
        for choice in (form.offered(question) if question else ())
    }
