"""What a survey says of the bottlenecks, in the few words that a short text has."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext, ngettext

from distretto.formats.charts.language import Language
from distretto.formats.survey.found import alike

Row = Mapping[str, Any]


def most_severe(rows: Sequence[Row], language: Language) -> Iterator[tuple[str, str]]:
    """Under their names: what is severe for the most firms, and what firms name first.

    Which is the most severe is not said where the survey cannot tell it, and never
    without how many of the bottlenecks were measured.
    """
    measured = sorted(
        (row for row in rows if row["indicators"] and row["severe_share"]),
        key=lambda row: -row["severe_share"],
    )
    if measured:
        first, *others = measured
        like_it = [row["name"] for row in others if row.get("like_first")]
        told = [_severe(first, language)]
        told += [note.said(language) for note in alike(first["name"], like_it)]
        told += _of_how_many(rows)
        yield gettext("Severe for the most firms"), " ".join(told)
    named = max(rows, key=lambda row: row["first_share"] or 0, default=None)
    if named is not None and named["first_share"]:
        share = language.percent(named["first_share"], 0)
        told_named = gettext("%(bottleneck)s, by %(share)s of the firms.")
        yield (
            gettext("Named the biggest obstacle most often"),
            told_named % {"bottleneck": named["name"], "share": share},
        )


def _severe(row: Row, language: Language) -> str:
    told = gettext(
        "%(bottleneck)s, for %(share)s of the firms (between %(low)s and %(high)s)."
    )
    share, low, high = (
        language.percent(row[key], 0)
        for key in ("severe_share", "severe_share_low", "severe_share_high")
    )
    gaps = {"bottleneck": row["name"], "share": share, "low": low, "high": high}
    return told % gaps


def _of_how_many(rows: Sequence[Row]) -> Iterator[str]:
    known = [row for row in rows if row["severe_share"] is not None]
    if len(known) < len(rows):
        told = ngettext(
            "%(known)s of %(all)s bottleneck was measured.",
            "%(known)s of %(all)s bottlenecks were measured.",
            len(rows),
        )
        yield told % {"known": len(known), "all": len(rows)}


def not_shown(rows: Sequence[Row]) -> list[str]:
    """For a reader of the picture: which bottlenecks are not in it."""
    names = [row["name"] for row in rows if row["severe_share"] is None]
    if not names:
        return []
    told = gettext("Not shown, for nobody or too few were asked: %(names)s.")
    return [told % {"names": ", ".join(names)}]


def cell_of(row: Row, key: str) -> Any:
    """A figure of a category, or why it is not told."""
    if row.get(key) is not None:
        return row[key]
    if row["is_hidden"]:
        return gettext("hidden")
    if key.startswith(("firms", "severe", "mean")) and not row["indicators"]:
        return gettext("not asked")
    if key.startswith("seen") and row["seen_is_hidden"]:
        return gettext("hidden")
    return None
