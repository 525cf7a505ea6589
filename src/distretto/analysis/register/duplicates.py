"""Records that may be the same firm, however differently they are written.

Candidates are found by rare letters of their names and by shared numbers, compared
field by field, and weighed as Fellegi and Sunter do; the weights come from the list
itself, drawn towards what is usual where it is short. What speaks for a pair and what
against stands beside its score.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl
from narwhals.typing import IntoFrame
from numpy.typing import NDArray

from distretto.analysis.checks import check_share
from distretto.analysis.register.candidate_pairs import (
    Ints,
    alike_names,
    grams_of,
    sharing,
    unique_pairs,
)
from distretto.analysis.register.comparing import LEVELS, USUAL, Compared, compare
from distretto.analysis.register.grouping import groups_of
from distretto.analysis.register.records import Records, records_of
from distretto.analysis.register.weighing import (
    UNKNOWN,
    Weights,
    bits_of,
    chances,
    weigh,
)

SAME = 0.9  # from this score on, two records are taken to be the same firm
POSSIBLE = 0.5  # from this one on, somebody should look
CAPPED = 0.6  # no more than this where something speaks plainly against
UNSURE = 0.89  # no more than this where one of the two names a unit and the other none
# So near, a name that stands there twice is shown.
NEARBY = {"address": "partly", "distance": "close", "place": "same"}
USUAL_SHARE = 0.1  # of candidate pairs that are the same firm, before the data speak
LEAST_WORDS = 3  # and numbers of an address by which records are brought together


@dataclass(frozen=True)
class Duplicates:
    """Pairs and groups of records that may be the same firm.

    Rows are counted from 0, as they stand in the table.

    Attributes
    ----------
    pairs : polars.DataFrame
        `left`, `right` (rows; of `match_against` left is of the new records, right of
        the known), `score` from 0 to 1, the most alike first; `against`: names of the
        fields that keep it from being the same; and for each field that somebody has
        its level (such as "same", "close", "different"; null where one record lacks
        it) and, for those that are weighed, `<field>_bits`: above 0 speaks for the
        same firm, below 0 against.
    groups : polars.DataFrame
        `group` (from 1) and `row`, for rows taken to be one firm; of `match_against`
        none.
    weights : polars.DataFrame
        `field`, `level`, how often pairs of the `same` firm and `other` pairs are at
        it, and `bits`, the log2 of both.
    compared : int
        Candidate pairs.
    same_at : float
        The score from which pairs are taken to be the same firm.
    """

    pairs: pl.DataFrame
    groups: pl.DataFrame
    weights: pl.DataFrame
    compared: int
    same_at: float = SAME


def duplicates_within(
    records: IntoFrame,
    *,
    columns: Mapping[str, str] | None = None,
    least: float = POSSIBLE,
    same_at: float = SAME,
) -> Duplicates:
    """Pairs of records of one list that may be the same firm [fellegi1969].

    score = 1 / (1 + 2^-b), b = log2(p / (1 - p)) + sum over fields of log2(m / u)

    where m and u are how often a field is at the level of agreement found, among pairs
    of the same firm and among others, and p is the share of the candidates that are the
    same; all three are found by EM on the candidates [dempster1977]. Names are compared
    by their rare letters [salton1988] and by their words. Different tax numbers or
    units, or a different name without a number in common, keep the score at 0.6 at
    most; a unit that only one of them names, at 0.89. The same name, with none of
    these and no other place known, is shown with 0.5 at least.

    Parameters
    ----------
    records : table of shape (n, any)
        Columns (text unless told otherwise) `name`, and where there are any `address`,
        `place`, `country`, `latitude` and `longitude` (numbers, degrees), `tax_number`,
        `phone`, `email`, `website`. Blank is unknown and says nothing.
    columns : dict of field to column, optional
        Where columns are called otherwise.
    least : float
        Dimensionless share; pairs below this score are left out.
    same_at : float
        Dimensionless share; pairs from this score on make groups.

    Returns
    -------
    Duplicates
        Scores are shares from 0 to 1: of pairs with that score, about so many are the
        same firm, as far as the fields are independent.

    Raises
    ------
    InputError
        There is no column of names, or one that was told is not there; coordinates
        are no numbers; a share is none.
    """
    check_share(least, "least"), check_share(same_at, "same_at")
    found = records_of(records, columns or {})
    return _duplicates(found, None, least, same_at)


def match_against(
    new: IntoFrame,
    known: IntoFrame,
    *,
    columns: Mapping[str, str] | None = None,
    known_columns: Mapping[str, str] | None = None,
    least: float = POSSIBLE,
    same_at: float = SAME,
) -> Duplicates:
    """Pairs of a new and a known record that may be the same firm [fellegi1969].

    Those of `duplicates_within`, but of one record of either list; what is twice within
    a list is not looked for.

    Parameters
    ----------
    new, known : tables of shape (n, any) and (m, any)
        As `records` of `duplicates_within`.
    columns, known_columns : dicts of field to column, optional
        Where columns of `new` or of `known` are called otherwise.
    least : float
        Dimensionless share; pairs below this score are left out.
    same_at : float
        Dimensionless share; from this score on a pair is taken to be the same.

    Returns
    -------
    Duplicates
        As of `duplicates_within` (scores are shares from 0 to 1), without groups;
        several pairs may have the same `left`, the best first.

    Raises
    ------
    InputError
        As `duplicates_within`, of either table.
    """
    check_share(least, "least"), check_share(same_at, "same_at")
    ours = records_of(new, columns or {}, "new records")
    theirs = records_of(known, known_columns or {}, "known records")
    return _duplicates(ours + theirs, len(ours), least, same_at)


def _duplicates(
    records: Records, new: int | None, least: float, same_at: float
) -> Duplicates:
    grams = grams_of(records.sorted_names)
    pairs = unique_pairs([alike_names(grams, new), *_sharing(records, new)])
    compared = compare(records, grams, pairs)
    weighed = {field: lv for field, lv in compared.levels.items() if field in USUAL}
    weights = weigh(weighed, USUAL, USUAL_SHARE)
    against = _against(compared)
    score = chances(weighed, weights)
    score = np.minimum(score, _most(compared, against))
    shown = np.maximum(score, _least(compared, against))
    return Duplicates(
        pairs=_pair_table(pairs, shown, compared, weights, against, new, least),
        groups=_group_table(pairs, score, same_at, new),
        weights=_weight_table(weights),
        compared=len(pairs),
        same_at=same_at,
    )


def _sharing(records: Records, new: int | None) -> list[Ints]:
    """Candidates that share what tells a firm: a name, an address, a number."""
    spelled = [
        " ".join([words, *sorted(numbers)])
        for words, numbers in zip(
            records.addresses, records.address_numbers, strict=True
        )
    ]
    telling = [each if each.count(" ") >= LEAST_WORDS - 1 else "" for each in spelled]
    found = [
        sharing(records.joined_names, records.addresses, new),
        sharing(telling, records.sorted_names, new),
    ]
    for held in (
        records.tax_numbers,
        records.phones,
        records.emails,
        records.email_domains,
        records.websites,
    ):
        # The first and the last of several: most records have one.
        for pick in (min, max):
            values = [pick(each) if each else "" for each in held]
            found.append(sharing(values, records.sorted_names, new))
    return found


def _against(compared: Compared) -> dict[str, NDArray[np.bool_]]:
    """Where a field speaks so plainly against that nothing else makes up for it."""
    levels = compared.levels
    shared = np.zeros(len(levels["name"]), dtype=bool)
    for field in ("tax_number", "phone", "email", "website"):
        if field in levels:
            shared |= levels[field] == 0
    found = {"name": (levels["name"] == len(LEVELS["name"]) - 1) & ~shared}
    for field in ("tax_number", "unit"):
        if field in levels:
            found[field] = levels[field] == len(LEVELS[field]) - 1
    return found


def _most(
    compared: Compared, against: Mapping[str, NDArray[np.bool_]]
) -> NDArray[np.float64]:
    """The highest score that each pair may have."""
    most = np.ones(len(compared.name_similarity))
    if "unit" in compared.levels:
        most[compared.levels["unit"] == 1] = UNSURE
    for flag in against.values():
        most[flag] = CAPPED
    return most


def _least(
    compared: Compared, against: Mapping[str, NDArray[np.bool_]]
) -> NDArray[np.float64]:
    """The lowest score that each pair is shown with.

    Whoever reads a list sees that a name stands there twice, and would trust nothing
    that passed it over: another telephone is no reason to, another address is one.
    """
    levels = compared.levels
    near = np.ones(len(levels["name"]), dtype=bool)
    for field in ("address", "distance", "place"):
        if field in levels:
            near &= levels[field] <= LEVELS[field].index(NEARBY[field])  # or unknown
    if "country" in levels:
        near &= levels["country"] != LEVELS["country"].index("different")
    alike = (levels["name"] == 0) & near
    for flag in against.values():
        alike &= ~flag
    return np.where(alike, POSSIBLE, 0.0)


def _pair_table(
    pairs: Ints,
    score: NDArray[np.float64],
    compared: Compared,
    weights: Weights,
    against: Mapping[str, NDArray[np.bool_]],
    new: int | None,
    least: float,
) -> pl.DataFrame:
    kept = np.flatnonzero(score >= least)
    kept = kept[np.lexsort((pairs[kept, 1], pairs[kept, 0], -score[kept]))]
    columns: dict[str, object] = {
        "left": pairs[kept, 0],
        "right": pairs[kept, 1] - (new or 0),
        "score": score[kept],
        "against": pl.Series(
            [[field for field, flag in against.items() if flag[at]] for at in kept],
            dtype=pl.List(pl.String),
        ),
    }
    for field, level in compared.levels.items():
        columns[field] = pl.Series(
            [LEVELS[field][at] if at != UNKNOWN else None for at in level[kept]],
            dtype=pl.String,
        )
        if field in weights.same:
            columns[f"{field}_bits"] = bits_of(level[kept], weights.bits(field))
    return pl.DataFrame(columns)


def _group_table(
    pairs: Ints, score: NDArray[np.float64], same_at: float, new: int | None
) -> pl.DataFrame:
    schema = {"group": pl.Int64, "row": pl.Int64}
    if new is not None:
        return pl.DataFrame(schema=schema)
    told = score >= min(POSSIBLE, same_at) / 2
    scored = [
        (left, right, each)
        for (left, right), each in zip(
            pairs[told].tolist(), score[told].tolist(), strict=True
        )
    ]
    links = [link for link in scored if link[2] >= same_at]
    groups = groups_of(links, {(left, right): s for left, right, s in scored})
    rows = [(number, row) for number, rows in enumerate(groups, 1) for row in rows]
    return pl.DataFrame(rows, schema=schema, orient="row")


def _weight_table(weights: Weights) -> pl.DataFrame:
    rows = [
        (field, level, float(same), float(other), float(bits))
        for field in weights.same
        for level, same, other, bits in zip(
            LEVELS[field],
            weights.same[field],
            weights.other[field],
            weights.bits(field),
            strict=True,
        )
    ]
    schema = {
        "field": pl.String,
        "level": pl.String,
        "same": pl.Float64,
        "other": pl.Float64,
        "bits": pl.Float64,
    }
    return pl.DataFrame(rows, schema=schema, orient="row")
