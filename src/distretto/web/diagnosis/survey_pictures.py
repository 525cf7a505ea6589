"""Results of a survey in the words of the page: rows, groups and the picture."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.cache import caches
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from distretto.formats.charts.bottlenecks import Severe, severe_shares
from distretto.formats.questionnaire.model import Questionnaire
from distretto.formats.survey.groups import LARGE, SIZES
from distretto.web.ui.pictures import Shown, page_language, shown

# Of what is kept in the cache of pictures: another number draws all of them anew.
SEVERE_SHARES = 1
VARIABLES = {
    "size_class": _("Size of the firm"),
    "owner_sex": _("Owner"),
    "chain_stage": _("Stage of the chain"),
    "place": _("Place"),
}
SIZE_NAMES = {
    "micro": _("1 to 9 persons"),
    "small": _("10 to 49 persons"),
    "medium": _("50 to 249 persons"),
    "large": _("250 persons or more"),
}
assert {*SIZE_NAMES} == {*(name for name, _below in SIZES), LARGE}


@dataclass(frozen=True)
class Groups:
    """One variable: its groups as columns, a row for each category."""

    variable: str
    title: str
    groups: list[str]
    rows: list[tuple[str, list[Mapping[str, Any]]]]


def named(
    rows: Sequence[Mapping[str, Any]], form: Questionnaire, language: str
) -> list[dict[str, Any]]:
    """Categories under their names, with the remedies that go with them."""
    return [
        dict(
            row,
            name=_name(row["category"], form, language),
            remedy=form.label(form.remedies.get(row["category"], {}), language),
        )
        for row in rows
    ]


def _name(category: str, form: Questionnaire, language: str) -> str:
    return form.label(form.categories.get(category, {}), language) or category


def picture_of(rows: Sequence[Mapping[str, Any]]) -> Shown:
    """The bars of the share of firms for which each category is severe."""
    found = [
        Severe(
            name=row["name"],
            firms=row["firms"],
            share=row["severe_share"],
            low=row["severe_share_low"],
            high=row["severe_share_high"],
            seen=row["seen_severe_share"],
        )
        for row in rows
    ]
    language = page_language()
    # Even the definition of the picture takes a while: it is made once for its figures.
    told = f"{language.code} {SEVERE_SHARES} {found}"
    key = f"severe-shares-{hashlib.sha256(told.encode()).hexdigest()}"
    kept = caches["pictures"].get(key)
    if kept is None:
        kept = shown(lambda width: severe_shares(found, language=language, width=width))
        caches["pictures"].set(key, kept)
    assert isinstance(kept, Shown)
    return kept


def variables_in(tables: Mapping[str, Any]) -> dict[str, str]:
    """What the results are told apart by."""
    there = dict.fromkeys(row["variable"] for row in tables.get("groups", ()))
    return {name: str(VARIABLES.get(name, name)) for name in there}


def groups_of(
    tables: Mapping[str, Any], variable: str, form: Questionnaire, language: str
) -> Groups | None:
    """The groups of one variable beside each other, categories in their order."""
    rows = [row for row in tables.get("groups", ()) if row["variable"] == variable]
    if not rows:
        return None
    there = {row["group"] for row in rows}
    known = _order(variable, form)
    groups = [each for each in known if each in there]
    groups += sorted(there - {*groups, None}) + ([None] if None in there else [])
    cell = {(row["category"], row["group"]): row for row in rows}
    order = [row["category"] for row in tables["categories"]]
    return Groups(
        variable=variable,
        title=str(VARIABLES.get(variable, variable)),
        groups=[_group_name(variable, each, form, language) for each in groups],
        rows=[
            (
                _name(category, form, language),
                [cell[category, group] for group in groups],
            )
            for category in order
        ],
    )


def _order(variable: str, form: Questionnaire) -> list[str]:
    """Groups in the order of their sizes, or as the question offers them."""
    if variable == "size_class":
        return list(SIZE_NAMES)
    question = form.by_code.get(variable)
    return [each.name for each in form.offered(question)] if question else []


def _group_name(
    variable: str, group: str | None, form: Questionnaire, language: str
) -> str:
    if group is None:
        return gettext("unknown")
    if variable == "size_class":
        return str(SIZE_NAMES.get(group, group))
    question = form.by_code.get(variable)
    for choice in form.offered(question) if question else ():
        if choice.name == group:
            return form.label(choice.labels, language)
    return group
