"""Industries that hold others of the list, without codes that say so: asked about."""

import polars as pl

from distretto.errors import gettext_noop
from distretto.formats import hierarchy
from distretto.formats.layouts.model import Choices
from distretto.formats.layouts.questions import ask, some
from distretto.formats.layouts.rows import Rows
from distretto.formats.listed import line_of
from distretto.formats.subtotals import find_subtotals

SHOWN_PARTS = 3
COVERED = 0.9  # of the other industries within one that is the total of all


def sum_of_all(frame: pl.DataFrame, measure: str) -> str | None:
    """The industry that is proven to hold (nearly) all others of the list, if any.

    Where the others' codes begin with it the levels of the codes say so, and it is
    one of them.
    """
    found = find_subtotals(frame, "industry", "region", measure)
    others = frame["industry"].n_unique() - 1
    for label in found.parts:
        held = found.within(label) | set(found.again)
        nested = sum(each.startswith(label) for each in held)
        if len(held) >= COVERED * others and nested < 0.5 * len(held):
            return label
    return None


def ask_industry_groups(
    rows: Rows, used: list[str], total: str | None, measure: str, choices: Choices
) -> None:
    """Ask about all industries that are sums of others, in one question.

    Parameters
    ----------
    rows : all rows as published; a question is added to its problems
    used : industries that are counted
    total : the industry that is the total of all, if any
    measure : the measure to compare
    """
    listed = rows.frame.filter(pl.col("industry").is_in([*used, total or ""]))
    found = find_subtotals(listed, "industry", "region", measure)
    counted = set(used) - {total}
    groups = [label for label in found.doubled() if label in counted]
    if not groups:
        return
    label, parts = next(
        (each for each in found.parts.items() if each[0] in counted),
        (total or groups[0], found.parts.get(total or "", groups)),
    )
    order = {each: place for place, each in enumerate(used)}
    groups.sort(key=lambda each: (hierarchy.digits_of(each) or 0, order[each]))
    ask(
        rows,
        "maybe_groups",
        gettext_noop(
            "%(labels)s hold other industries of the list and would count everybody "
            "twice, because the figures add up: “%(label)s” is %(parts)s. Leave them "
            "out, or say that each is an industry of its own."
        ),
        {
            "labels": some(groups),
            "codes": line_of(groups),
            "label": label,
            "parts": " + ".join(parts[:SHOWN_PARTS])
            + (" + ..." if len(parts) > SHOWN_PARTS else ""),
            "key": "industry",
        },
        value=groups[0],
        accepted=choices.accept_totals,
    )
