"""Firms of lists that may be the same, with the reasons in words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from distretto.analysis.register.duplicates import (
    SAME,
    Duplicates,
    duplicates_within,
    match_against,
)
from distretto.errors import FormatError, gettext_noop
from distretto.formats.charts.language import ENGLISH, Language
from distretto.formats.firm_lists.model import FirmList
from distretto.notes import Note

COMPARED = (
    *("name", "address", "place", "country", "latitude", "longitude"),
    *("tax_number", "phone", "email", "website"),
)
# How far fields agree, as people say it. What each is called in the tables of
# `analysis.register.comparing.LEVELS` stands first.
LEVEL_WORDS: Mapping[tuple[str, str], str] = {
    ("name", "same"): gettext_noop("same name"),
    ("name", "close"): gettext_noop("name nearly the same"),
    ("name", "alike"): gettext_noop("similar name"),
    ("name", "partly"): gettext_noop("name partly the same"),
    ("name", "different"): gettext_noop("different name"),
    ("unit", "same"): gettext_noop("same unit"),
    ("unit", "one_only"): gettext_noop("only one names a unit"),
    ("unit", "different"): gettext_noop("different unit"),
    ("address", "same"): gettext_noop("same address"),
    ("address", "close"): gettext_noop("address nearly the same"),
    ("address", "partly"): gettext_noop("address partly the same"),
    ("address", "different"): gettext_noop("different address"),
    ("place", "same"): gettext_noop("same place"),
    ("place", "different"): gettext_noop("different place"),
    ("country", "same"): gettext_noop("same country"),
    ("country", "different"): gettext_noop("different country"),
    ("distance", "same"): gettext_noop("same spot (150 m)"),
    ("distance", "close"): gettext_noop("within 1 km"),
    ("distance", "near"): gettext_noop("within 10 km"),
    ("distance", "far"): gettext_noop("10 to 50 km apart"),
    ("distance", "different"): gettext_noop("more than 50 km apart"),
    ("tax_number", "same"): gettext_noop("same tax number"),
    ("tax_number", "different"): gettext_noop("different tax number"),
    ("phone", "same"): gettext_noop("same telephone"),
    ("phone", "different"): gettext_noop("different telephone"),
    ("email", "same"): gettext_noop("same e-mail"),
    ("email", "domain"): gettext_noop("e-mail of the same house"),
    ("email", "different"): gettext_noop("different e-mail"),
    ("website", "same"): gettext_noop("same website"),
    ("website", "different"): gettext_noop("different website"),
}
SPEAK_FOR = frozenset({"same", "close", "alike", "domain", "near"})


@dataclass(frozen=True)
class AlikeFirms:
    """Pairs of firms that may be the same.

    Attributes
    ----------
    found : Duplicates
    firms, others : FirmList
        The lists that left and right rows are of; one list twice where duplicates
        were looked for within it.
    is_within : bool
    """

    found: Duplicates
    firms: FirmList
    others: FirmList
    is_within: bool

    @property
    def notes(self) -> tuple[Note, ...]:
        """What was compared, and how many were taken for the same."""
        pairs = self.found.pairs
        same = pairs.filter(pl.col("score") >= self.found.same_at).height
        return (
            Note(
                _COMPARED,
                pairs=self.found.compared,
                same=same,
                possible=pairs.height - same,
                score=self.found.same_at,
            ),
            *(() if pairs.height else (Note(_NONE),)),
        )

    def listing(self, language: Language = ENGLISH) -> pl.DataFrame:
        """A row for each pair: who, how sure, and what speaks for and against."""
        groups = dict(self.found.groups.select("row", "group").iter_rows())
        rows = [
            _row(pair, self, groups, language)
            for pair in self.found.pairs.iter_rows(named=True)
        ]
        return pl.DataFrame(rows, schema=PAIR_SCHEMA, orient="row")

    def group_listing(self) -> pl.DataFrame:
        """A row for each record of a group that is taken to be one firm."""
        told = self.firms.frame.select("row", "name", "address", "place", "country")
        numbered = told.with_row_index("at").with_columns(pl.col("at").cast(pl.Int64))
        groups = self.found.groups.rename({"row": "at"})
        return groups.join(numbered, on="at").sort("group", "row").drop("at")


def find_alike(
    firms: FirmList,
    against: FirmList | None = None,
    *,
    least: float,
    same_at: float = SAME,
) -> AlikeFirms:
    """Pairs within a list, or of one list and another.

    Raises
    ------
    FormatError
        A list has no names to compare.
    """
    tables = [_comparable(firms)]
    if against is None:
        found = duplicates_within(tables[0], least=least, same_at=same_at)
        return AlikeFirms(found, firms, firms, True)
    tables.append(_comparable(against))
    found = match_against(*tables, least=least, same_at=same_at)
    return AlikeFirms(found, firms, against, False)


def _comparable(firms: FirmList) -> pl.DataFrame:
    names = pl.coalesce("name", "legal_name").alias("name")
    table = firms.frame.select(names, *COMPARED[1:])
    if table["name"].count():
        return table
    raise FormatError(
        "no_names_to_compare",
        gettext_noop(
            "“%(file)s” has no names, by which firms are compared. Say which column is "
            "the name (--column name=COLUMN)."
        ),
        file=firms.file,
    )


# Columns of the listing of pairs.
PAIR_SCHEMA: Mapping[str, Any] = {
    "group": pl.Int64,
    "score": pl.Float64,
    "is_same": pl.Boolean,
    "row": pl.Int64,
    "name": pl.String,
    "address": pl.String,
    "other_row": pl.Int64,
    "other_name": pl.String,
    "other_address": pl.String,
    "speaks_for": pl.String,
    "speaks_against": pl.String,
}


def _row(
    pair: Mapping[str, Any],
    alike: AlikeFirms,
    groups: Mapping[int, int],
    language: Language,
) -> tuple[Any, ...]:
    here, there = groups.get(pair["left"]), groups.get(pair["right"])
    one = alike.firms.frame.row(pair["left"], named=True)
    other = alike.others.frame.row(pair["right"], named=True)
    told = list(reasons(pair))
    return (
        here if alike.is_within and here == there else None,
        pair["score"],
        pair["score"] >= alike.found.same_at,
        *(one["row"], one["name"] or one["legal_name"], one["address"]),
        *(other["row"], other["name"] or other["legal_name"], other["address"]),
        "; ".join(language.say(words) for words, speaks in told if speaks) or None,
        "; ".join(language.say(words) for words, speaks in told if not speaks) or None,
    )


def reasons(pair: Mapping[str, Any]) -> Iterator[tuple[str, bool]]:
    """What was compared of a pair in words, and whether it speaks for the same firm."""
    for (field, level), words in LEVEL_WORDS.items():
        if pair.get(field) == level:
            yield words, level in SPEAK_FOR


_COMPARED = gettext_noop(
    "%(pairs)s pairs were compared: %(same)s are taken for the same firm (score from "
    "%(score)s), and %(possible)s may be and should be looked at."
)
_NONE = gettext_noop("No two records are alike enough to be looked at.")
