"""Which region or industry is the total of all: told, named so, or shown by figures.

What is beyond doubt is taken, with a note. What is only likely is asked about: a
total counted as a region doubles the table, a region taken for the total is lost.
"""

from collections.abc import Sequence

import polars as pl

from distretto.errors import FormatError, gettext_noop
from distretto.formats import hierarchy, wholes
from distretto.formats.layouts.groups import sum_of_all
from distretto.formats.layouts.model import COUNTS, NO_TOTAL, Choices
from distretto.formats.layouts.questions import ask, some
from distretto.formats.layouts.rows import Rows
from distretto.formats.listed import line_of
from distretto.notes import Note

OTHER = {"region": "industry", "industry": "region"}


def check_told(rows: Rows, choices: Choices) -> None:
    """Refuse a total of all that is in no row, instead of passing over it."""
    for kind, label in (
        ("region", choices.total_region),
        ("industry", choices.total_industry),
    ):
        if label and label != NO_TOTAL and label not in set(rows.frame[kind]):
            raise FormatError(
                "no_such_total",
                gettext_noop(
                    "There is no region “%(label)s” that could be the total of all. "
                    "Give its code as the table has it."
                )
                if kind == "region"
                else gettext_noop(
                    "There is no industry “%(label)s” that could be the total of all. "
                    "Give its code as the table has it."
                ),
                label=label,
            )


def told_totals(choices: Choices) -> tuple[str | None, str | None]:
    """The totals of regions and of industries that a person named."""
    told = (choices.total_region, choices.total_industry)
    region, industry = (None if label == NO_TOTAL else label for label in told)
    return region, industry


def leave_out(rows: Rows, labels: Sequence[str]) -> None:
    """Drop the regions and industries that a person named, and say so."""
    if not labels:
        return
    named = pl.col("region").is_in(labels) | pl.col("industry").is_in(labels)
    present = set(rows.frame["region"]) | set(rows.frame["industry"])
    missing = [label for label in labels if label not in present]
    if missing:
        raise FormatError(
            "nothing_to_leave_out",
            gettext_noop(
                "There is no region or industry “%(label)s” to leave out. Give codes "
                "as the table has them."
            ),
            label=missing[0],
        )
    rows.frame = rows.frame.filter(~named)
    rows.notes.append(
        Note(gettext_noop("Left out as asked: %(labels)s."), labels=tuple(labels))
    )


def fuller(frame: pl.DataFrame) -> str:
    """The measure with fewer unknown cells."""
    return min(COUNTS, key=lambda name: int(frame[name].null_count()))


def total_of(
    rows: Rows, key: str, choices: Choices, listed: pl.DataFrame
) -> str | None:
    """The label of the total of all regions, or of all industries; None without one.

    What is likely and not sure becomes a question among the problems of `rows`.
    `listed` has the rows that were left out too: groups among them prove a total.
    """
    told = choices.total_region if key == "region" else choices.total_industry
    if told:
        if told == NO_TOTAL:
            _doubt(rows, key)
        return told_totals(choices)[0 if key == "region" else 1]
    labels = rows.frame[key].unique().to_list()
    if len(labels) < 2:
        return None
    named = hierarchy.total_labels(labels)
    if named:
        return _named(rows, key, labels, named)
    measure = fuller(rows.frame)
    by_sums = hierarchy.total_by_sums(rows.frame, key, OTHER[key], measure)
    if by_sums is not None:
        rows.notes.append(Note(_TAKEN_FOR_TOTAL[key, "sums"], label=by_sums))
        return by_sums
    proven = _by_code(rows, key, labels) or _by_groups(rows, key, measure, listed)
    if proven is None:
        _ask_if_likely(rows, key, measure, choices)
    return proven


def _doubt(rows: Rows, key: str) -> None:
    """Let results say so where what was told to be no total looks like one."""
    label = hierarchy.dominant(rows.frame, key, OTHER[key], fuller(rows.frame))
    if label is not None:
        rows.notes.append(Note(_NO_TOTAL_TOLD[key], label=label))


def _named(rows: Rows, key: str, labels: list[str], named: list[str]) -> str | None:
    if len(labels) <= len(named):
        return None
    for extra in named[1:]:  # "Total" and "Total, all industries": one is enough
        rows.frame = rows.frame.filter(pl.col(key) != extra)
    rows.notes.append(Note(_TAKEN_FOR_TOTAL[key, "name"], label=named[0]))
    return named[0]


def _by_code(rows: Rows, key: str, labels: list[str]) -> str | None:
    """The region whose code is that of the whole, if no figure contradicts it."""
    official = wholes.official_wholes(labels) if key == "region" else {}
    if len(official) != 1:
        return None
    [(label, parts)] = official.items()
    if len(parts) < len(labels) - 1 or not _holds(rows, label, parts):
        return None
    rows.notes.append(Note(_TAKEN_FOR_TOTAL[key, "code"], label=label))
    return label


def _by_groups(rows: Rows, key: str, measure: str, listed: pl.DataFrame) -> str | None:
    """The industry that groups in the list, and what is in them, add up to."""
    if key != "industry":
        return None
    label = sum_of_all(listed, measure)
    if label is None or label not in set(rows.frame[key]):
        return None
    rows.notes.append(Note(_TAKEN_FOR_TOTAL[key, "groups"], label=label))
    return label


def _holds(rows: Rows, label: str, parts: list[str]) -> bool:
    """Whether a region is at least the sum of others in whatever can be compared."""
    keys = ("region", "industry")
    shares = [
        share
        for measure in COUNTS
        if (share := wholes.holding_share(rows.frame, label, parts, keys, measure))
        is not None
    ]
    return bool(shares) and min(shares) >= wholes.HOLDING


def _ask_if_likely(rows: Rows, key: str, measure: str, choices: Choices) -> None:
    """Ask about what is probably a total, or several; warn where it is a suspicion."""
    frame = rows.frame
    groups = _groups(rows, frame[key].unique().to_list()) if key == "region" else []
    likely = _likely(frame, key, measure)
    if groups:
        _ask_groups(rows, groups, choices)
    elif label := likely or hierarchy.dominant(frame, key, OTHER[key], measure):
        _ask(rows, key, label, choices)


def _groups(rows: Rows, labels: list[str]) -> list[str]:
    """Regions such as 13000 that stand among their own parts, where there are some."""
    official = wholes.official_wholes(labels)
    return sorted(
        label for label, parts in official.items() if _holds(rows, label, parts)
    )


def _likely(frame: pl.DataFrame, key: str, measure: str) -> str | None:
    """The largest label, where it is as much as all others together nearly always."""
    sums = frame.group_by(key).agg(pl.col(measure).sum()).sort(measure, key)
    labels = sums[key].to_list()
    if len(labels) < 4:
        return None
    share = wholes.holding_share(
        frame, labels[-1], labels[:-1], (key, OTHER[key]), measure
    )
    return labels[-1] if share is not None and share >= wholes.HOLDING else None


def _ask(rows: Rows, key: str, label: str, choices: Choices) -> None:
    ask(
        rows,
        "maybe_total",
        _IS_IT_THE_TOTAL[key],
        {"label": label, "key": key},
        value=label,
        accepted=choices.accept_totals,
    )


def _ask_groups(rows: Rows, groups: list[str], choices: Choices) -> None:
    ask(
        rows,
        "maybe_groups",
        gettext_noop(
            "%(labels)s are probably totals of the regions whose codes begin alike, "
            "and would count everybody twice. Leave them out, or say that no region is "
            "a total."
        ),
        {"labels": some(groups), "codes": line_of(groups), "key": "region"},
        value=groups[0],
        accepted=choices.accept_totals,
    )


_IS_IT_THE_TOTAL = {
    "region": gettext_noop(
        "“%(label)s” is probably the total of all regions, because its figures "
        "outweigh those of the others; counted as a region it would double the table. "
        "Say whether it is the total region, or none is."
    ),
    "industry": gettext_noop(
        "“%(label)s” is probably the total of all industries, because its figures "
        "outweigh those of the others; counted as an industry it would double the "
        "table. Say whether it is the total industry, or none is."
    ),
}
# By what it is the total of, and how that is known.
_TAKEN_FOR_TOTAL = {
    ("region", "name"): gettext_noop(
        "“%(label)s” was taken for the total of the regions; it is not counted as one "
        "of them."
    ),
    ("region", "sums"): gettext_noop(
        "“%(label)s” was taken for the total of the regions, because it is the sum of "
        "the others; it is not counted as one of them. If it is one, name “none” as "
        "the total region."
    ),
    ("region", "code"): gettext_noop(
        "“%(label)s” was taken for the total of the regions, because its code stands "
        "for all of theirs and its figures are not less than their sum; it is not "
        "counted as one of them. If it is one, name “none” as the total region."
    ),
    ("industry", "name"): gettext_noop(
        "“%(label)s” was taken for the total of the industries; it is not counted as "
        "one of them."
    ),
    ("industry", "sums"): gettext_noop(
        "“%(label)s” was taken for the total of the industries, because it is the sum "
        "of the others; it is not counted as one of them. If it is one, name “none” as "
        "the total industry."
    ),
    ("industry", "groups"): gettext_noop(
        "“%(label)s” was taken for the total of the industries, because groups of them "
        "that stand in the list add up to it; it is not counted as one of them. If it "
        "is one, name “none” as the total industry."
    ),
}
_NO_TOTAL_TOLD = {
    "region": gettext_noop(
        "“%(label)s” has the largest figures throughout, and was counted as a region, "
        "as told."
    ),
    "industry": gettext_noop(
        "“%(label)s” has the largest figures throughout, and was counted as an "
        "industry, as told."
    ),
}
