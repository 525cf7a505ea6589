"""Industry codes against their classification: which it is, zeros lost, strangers."""

import polars as pl

from distretto.errors import gettext_noop
from distretto.formats import classifications, hierarchy
from distretto.formats.guessing import Guess, guess
from distretto.formats.layouts.model import Choices
from distretto.formats.layouts.rows import LISTED, Rows
from distretto.formats.problems import Problem, counted
from distretto.formats.tables import Table


def read_codes(rows: Rows, table: Table, choices: Choices) -> str | None:
    """The classification, told or guessed; mends and checks the codes in `rows`."""
    codes = _codes(rows)
    if not any(hierarchy.digits_of(code) for code in codes):
        return choices.classification
    column = rows.columns.get("industry", "industry")
    key = choices.classification
    if key is None:
        guessed = guess(column, codes)
        rows.notes += _told(guessed)
        key = guessed.key
    if key is None:
        return None
    _restore_zeros(rows, codes, key)
    _list_strangers(rows, table, column, key)
    add_titles(rows, _codes(rows), key)
    return key


def add_titles(rows: Rows, codes: list[str], key: str | None) -> None:
    """Titles of the classification, where the table has none of its own."""
    rows.industry_names = classifications.titles_for(codes, key) | rows.industry_names


def _told(guessed: Guess) -> list[str]:
    """What the codes were taken for, and what they might be too, in sentences."""
    others = ", ".join(guessed.others)
    if guessed.key is None:
        unclear = (
            f"The industry codes fit {others}, which do not mean the same by them, and "
            "have no titles: name the classification."
        )
        return [unclear] if others else []
    name = classifications.CLASSIFICATIONS[guessed.key]
    taken = f"The industry codes were taken for {name}."
    as_well = (
        f"They fit {others} as well: name the classification if it is one of them."
    )
    return [f"{taken} {as_well}" if others else taken]


def _codes(rows: Rows) -> list[str]:
    labels = sorted(rows.frame["industry"].unique().to_list())
    totals = set(hierarchy.total_labels(labels))
    return [label for label in labels if label not in totals]


def _restore_zeros(rows: Rows, codes: list[str], key: str) -> None:
    restored = classifications.restore_zeros(codes, key)
    if not restored:
        return
    rows.frame = rows.frame.with_columns(pl.col("industry").replace(restored))
    rows.industry_names = {
        restored.get(code, code): title for code, title in rows.industry_names.items()
    }
    first = min(restored)
    rows.notes.append(
        f"{counted(len(restored), 'industry code')} had lost a leading zero, which was "
        f"put back (“{first}” is “{restored[first]}”)."
    )


def _list_strangers(rows: Rows, table: Table, column: str, key: str) -> None:
    """Unknown codes stay in use, under their own code, and are told."""
    strangers = classifications.unknown_codes(_codes(rows), key)
    places = rows.frame.group_by("industry").agg(pl.col("row").min(), pl.len())
    first = {code: (row, times) for code, row, times in places.iter_rows()}
    for code, near in sorted(strangers.items())[:LISTED]:
        row, times = first[code]
        template = _UNKNOWN_NEAR if near else _UNKNOWN
        rows.problems.append(
            Problem(
                "unknown_industry",
                template,
                {
                    "code": code,
                    "near": near,
                    "classification": classifications.CLASSIFICATIONS[key],
                    "times": counted(times, "row"),
                },
                table.sheet,
                row,
                column,
                code,
                "warning",
            )
        )


_UNKNOWN = gettext_noop(
    "“%(code)s” is no industry of %(classification)s (%(times)s). It is kept as it is; "
    "check it, or name another classification."
)
_UNKNOWN_NEAR = gettext_noop(
    "“%(code)s” is no industry of %(classification)s (%(times)s); the nearest is "
    "“%(near)s”. It is kept as it is; check it, or name another classification."
)
