"""The measures of linkages as a page shows them: tables, and sentences."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

import polars as pl
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from distretto.analysis.diagnosis.linkages import remarks
from distretto.analysis.diagnosis.linkages.interval import LEAST_COVERAGE
from distretto.analysis.diagnosis.linkages.measures import LinkageMeasures
from distretto.formats.linkages.meanings import is_thin, meanings
from distretto.formats.linkages.words import HEADINGS, VALUES
from distretto.web.diagnosis.forms.linkages import ATTRIBUTE_NAMES
from distretto.web.diagnosis.linkage_institutions import (
    by_institution,
    is_whole_told,
    of_all_institutions,
)
from distretto.web.diagnosis.queries.linkage_measures import views_in
from distretto.web.diagnosis.queries.linkages import Held

VIEWS = {
    "everybody": _("Everybody"),
    "without_team": _("Without the project team"),
    "firms": _("Firms alone"),
}
# Each measure of the whole, and how its number is written.
WHOLE = {
    "actors": "count",
    "surveyed": "count",
    "coverage": "share",
    "known_pairs_share": "share",
    "ties": "count",
    "density": "share",
    "valued_density": "number",
    "mean_degree": "number",
    "isolates": "count",
    "unheard": "count",
    "components": "count",
    "giant_share": "share",
    "cut_actors": "count",
    "transitivity": "share",
    "degree_centralisation": "share",
    "betweenness_centralisation": "share",
    "core_size": "count",
    "core_fit": "number",
    "core_density": "share",
    "between_density": "share",
    "periphery_density": "share",
    "outside_share": "share",
    "conflicts": "count",
    "directed_ties": "count",
    "directed_density": "share",
    "directed_mean_degree": "number",
    "reciprocity": "share",
    "given_centralisation": "share",
    "received_centralisation": "share",
}
# Notes of the library that the sentences say already.
SAID = frozenset({remarks.TOO_FEW, remarks.LOW, remarks.PARTLY, remarks.CONFLICTS[0]})
OF_ACTOR = (
    *("kind", "group", "surveyed", "degree", "given", "received", "betweenness"),
    *("is_core", "is_cut", "constraint", "coupling", "partners_coupling"),
    *("outside_ties", "knowledge_role"),
    *("coordinator", "itinerant", "representative", "gatekeeper", "liaison"),
)
# What the columns of the table of actors say, as a legend beneath it tells it.
OF_COLUMN = {
    "surveyed": _("Asked, and answered. Of others only what partners told is known."),
    "degree": _("With how many others it is tied, whoever of the two told so."),
    "given": _("How many it named itself."),
    "received": _("How many named it."),
    "betweenness": _(
        "How many pairs of others reach each other the shortest way through it. Who "
        "has most is a broker."
    ),
    "is_core": _("Belongs to those who are tied closely with each other."),
    "is_cut": _("If it left, others would be cut off from the rest."),
    "constraint": _(
        "Low: its partners do not know each other, and news reaches it from many "
        "sides. Near 1 and above: they all know each other."
    ),
    "outside_ties": _("With how many outside the cluster it is tied."),
    "knowledge_role": _(
        "Whether a firm brings knowledge in from outside, passes it on, or stands "
        "apart."
    ),
    "coordinator": _("Stands between two of its own group, so many times."),
    "itinerant": _("Stands between two of one group that is not its own."),
    "representative": _("Stands between its own group and another, on the way out."),
    "gatekeeper": _("Stands between another group and its own, on the way in."),
    "liaison": _("Stands between two groups, neither of which is its own."),
}


def views(held: Held) -> list[tuple[str, Any]]:
    """Who may be counted, with the words for it."""
    return [(each, VIEWS[each]) for each in views_in(held)]


def measures(
    found: LinkageMeasures,
    relation: str,
    view: str,
    *,
    withheld: Collection[str],
    fewest: int,
    names: bool,
) -> dict[str, Any]:
    """The measures of one kind of linkage: side by side, and in sentences.

    `withheld` are views that the reader may not see. With `names` the sentences name
    actors.
    """
    every = {row["view"]: row for row in found.whole.to_dicts()}
    rows = {each: row for each, row in every.items() if each not in withheld}
    shown = view if view in rows else next(iter(rows))
    mixing = [
        row
        for row in found.mixing.to_dicts()
        if row["view"] == shown and row["attribute"] != "group"
    ]
    institutions = found.institutions.get(relation)
    is_told = institutions is not None and is_whole_told(institutions, fewest)
    named = {key: str(name) for key, name in ATTRIBUTE_NAMES.items()}
    people = found.actors.filter(pl.col("view") == shown).to_dicts() if names else []
    return {
        "views": [
            {"name": VIEWS[each], "is_thin": is_thin(row)} for each, row in rows.items()
        ],
        "is_thin": is_thin(rows[shown]),
        "least": LEAST_COVERAGE,
        "whole": _whole(rows),
        "meanings": meanings(
            rows[shown],
            [row for row in mixing if row["attribute"] != "kind"],
            institutions if is_told and shown != "firms" else None,
            attribute_names=named,
            actors=people,
        ),
        "mixing": [row | {"name": named[row["attribute"]]} for row in mixing],
        "views_left_out": [VIEWS[each] for each in every if each not in rows],
        "of_all_institutions": of_all_institutions(institutions, fewest),
        "by_institution": by_institution(institutions, fewest),
        "fewest": fewest,
        "notes": [each for each in found.notes if each.template not in SAID],
        "view_name": VIEWS[shown],
        "level": found.settings["level"],
        "brokers_by": named.get(found.settings["by"][0], ""),
    }


def _whole(rows: Mapping[str, Mapping[str, Any]]) -> list[dict[str, Any]]:
    """A line for each measure that any view has, with its value in each view."""
    return [
        {
            "key": key,
            "name": gettext(HEADINGS[key]),
            "kind": kind,
            "cells": [
                {
                    "value": row[key],
                    "low": row["density_low"] if key == "density" else None,
                    "high": row["density_high"] if key == "density" else None,
                }
                for row in rows.values()
            ],
        }
        for key, kind in WHOLE.items()
        if any(row[key] is not None for row in rows.values())
    ]


def actor_columns(rows: pl.DataFrame) -> list[dict[str, Any]]:
    """The columns of the table of actors: those that say something."""
    return [
        {
            "key": key,
            "name": gettext(HEADINGS[key]),
            "is_number": rows[key].dtype.is_numeric(),
            "meaning": OF_COLUMN.get(key, ""),
        }
        for key in OF_ACTOR
        if key in rows.columns and not rows[key].is_null().all()
    ]


def actor_rows(
    rows: pl.DataFrame, columns: Sequence[dict[str, Any]], pks: Mapping[str, UUID]
) -> list[dict[str, Any]]:
    """Actors with the cells of those columns."""
    return [
        {
            "name": row["actor"],
            "pk": pks.get(row["actor"]),
            "is_isolate": row["is_isolate"],
            "cells": [(each, _said(_known(row, each["key"]))) for each in columns],
        }
        for row in rows.to_dicts()
    ]


def _known(row: Mapping[str, Any], key: str) -> Any:
    """A cell; of whom nobody knows whether they have ties, no number of them."""
    is_unheard = not row["degree"] and not row["is_isolate"]
    return None if is_unheard and key in ("degree", "betweenness") else row[key]


def _said(value: Any) -> Any:
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(value, str):
        return gettext(VALUES[value]) if value in VALUES else value
    return value
