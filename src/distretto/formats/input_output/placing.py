"""Which industries of a table those of an input-output table are."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import numpy as np

from distretto.analysis.selection.relatedness.linkages import (
    input_output_linkage,
    regrouped_flows,
)
from distretto.analysis.selection.relatedness.related import Linkage
from distretto.errors import FormatError, gettext_noop, ngettext_noop
from distretto.formats.hierarchy import bare
from distretto.formats.input_output.flows import InputOutput
from distretto.formats.input_output.matrices import Floats
from distretto.formats.layouts.columns import listed
from distretto.formats.layouts.long import key
from distretto.formats.tables import read_table
from distretto.notes import Note, percentage, quoted

# “3252A0” begins as 3252 does; what follows is the table's own.
ROOT = re.compile(r"[A-Z]?\d+")
NAMED = 8  # names in a note


def linkage_of(
    table: InputOutput,
    industries: Sequence[str],
    concordance: Mapping[str, Sequence[str]] | None = None,
) -> Linkage:
    """The linkage of a table's industries.

    An industry of the input-output table that is several of the table's is split
    evenly over them. Without a concordance, codes that begin alike are the same.

    Parameters
    ----------
    table : the flows between the industries of the input-output table
    industries : the codes wanted
    concordance : the codes that each industry of the input-output table stands for, in
        the classification of `industries`, as deep as it is known

    Raises
    ------
    FormatError
        Nothing can be placed (`nothing_placed`).
    InputError
        A flow of a table that was not read from a file is unknown (`flow_unknown`).
    """
    wanted = list(industries)
    if concordance is None:
        shares = _by_beginning(table.industries, wanted)
    else:
        shares = _by_concordance(table.industries, wanted, concordance)
    placed = shares.sum(axis=1)
    if not placed.any():
        raise FormatError(
            "nothing_placed",
            gettext_noop(
                "No industry of the input-output table (such as %(found)s) is one of "
                "the table's (such as %(wanted)s). Give --concordance, a table with "
                "both codes."
            ),
            found=listed(table.industries[:3]),
            wanted=listed(wanted[:3]),
        )
    flows = regrouped_flows(table.flows, np.minimum(shares, 1))
    sales, purchases = table.totals()
    found = input_output_linkage(
        flows, sales=sales @ shares, purchases=purchases @ shares
    )
    lacking = shares.sum(axis=0) == 0
    found[lacking], found[:, lacking] = np.nan, np.nan
    notes = _notes(table, wanted, placed, lacking, concordance is not None)
    return Linkage(tuple(wanted), found, notes)


def read_concordance(
    path: str | Path, found: Sequence[str], wanted: Sequence[str]
) -> dict[str, list[str]]:
    """The codes that each industry of an input-output table stands for.

    Parameters
    ----------
    path : a table with a column of the codes of the input-output table and one of those
        of the classification, found by what is in them
    found : codes of the input-output table
    wanted : codes of the table of regions

    Raises
    ------
    FormatError
        No column has the codes of the one, or of the other.
    """
    table = read_table(path)
    columns = {
        column: table.frame.select(key(column, table)).collect().to_series()
        for column in table.columns
    }
    fit = {
        column: len(set(found) & set(values.drop_nulls()))
        for column, values in columns.items()
    }
    ours = max(fit, key=lambda column: fit[column])
    covers = {
        column: _covered(set(values.drop_nulls()), wanted)
        for column, values in columns.items()
        if column != ours
    }
    theirs = max(covers, key=lambda column: covers[column], default="")
    if not fit[ours] or not covers.get(theirs):
        raise FormatError(
            "no_concordance",
            gettext_noop(
                "“%(file)s” has no two columns with the codes of the input-output "
                "table (such as %(found)s) and of the table (such as %(wanted)s). It "
                "has: %(columns)s."
            ),
            file=table.path.name,
            found=listed(list(found)[:3]),
            wanted=listed(list(wanted)[:3]),
            columns=listed(table.columns),
        )
    pairs = defaultdict(set)
    for code, other in zip(columns[ours], columns[theirs], strict=True):
        if code is not None and other is not None:
            pairs[code].add(other)
    return {code: sorted(others) for code, others in pairs.items()}


def _covered(values: set[str], wanted: Iterable[str]) -> int:
    """How many of the codes are among the values, or have parts among them."""
    beginnings = {bare(each)[:length] for each in values for length in range(1, 9)}
    return sum(bare(each) in beginnings for each in wanted)


def _by_concordance(
    codes: Sequence[str], wanted: list[str], concordance: Mapping[str, Sequence[str]]
) -> Floats:
    shares = np.zeros((len(codes), len(wanted)))
    plain = [bare(each) for each in wanted]
    for row, code in enumerate(codes):
        leaves = _leaves([bare(each) for each in concordance.get(code, ())])
        for leaf in leaves:
            places = _places(leaf, plain)
            for place in places:
                shares[row, place] += 1 / len(leaves) / len(places)
    return shares


def _leaves(codes: list[str]) -> list[str]:
    """Those that no other is a part of."""
    return [
        code
        for code in codes
        if not any(other != code and other.startswith(code) for other in codes)
    ]


def _places(leaf: str, plain: list[str]) -> list[int]:
    """The one code that holds the leaf, the nearest; or those that it holds."""
    above = [place for place, each in enumerate(plain) if leaf.startswith(each)]
    if above:
        return [max(above, key=lambda place: len(plain[place]))]
    return [place for place, each in enumerate(plain) if each.startswith(leaf)]


def _by_beginning(codes: Sequence[str], wanted: list[str]) -> Floats:
    """By codes that begin alike; what a longer code has is not shared by a shorter."""
    plain = [bare(each) for each in wanted]
    known = set(plain)
    leaves = [_root(bare(code), known) for code in codes]
    places = [_places(leaf, plain) if leaf else [] for leaf in leaves]
    one = {each[0] for each in places if len(each) == 1}
    shares = np.zeros((len(codes), len(wanted)))
    for row, here in enumerate(places):
        left = here if len(here) == 1 else [each for each in here if each not in one]
        for place in left:
            shares[row, place] = 1 / len(left)
    return shares


def _root(code: str, wanted: set[str]) -> str:
    """What a code begins with: 3252 of 3252A0, 31411 of 314110; empty of a word."""
    if code in wanted:
        return code
    begins = ROOT.match(code.upper())
    if not begins:
        return ""
    letters = len(code) - len(code.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
    stripped = begins[0].rstrip("0")
    return begins[0][: max(len(stripped), letters + 2)]


def _notes(
    table: InputOutput,
    wanted: list[str],
    placed: Floats,
    lacking: "np.typing.NDArray[np.bool_]",
    told: bool,
) -> tuple[Note, ...]:
    notes = [*table.notes, Note(_TOLD if told else _BEGINNING)]
    nowhere = [
        code for code, share in zip(table.industries, placed, strict=True) if not share
    ]
    if nowhere:
        sales, _ = table.totals()
        share = float(sales[placed == 0].sum() / sales.sum())
        notes.append(
            Note(
                _NOWHERE,
                count=len(nowhere),
                share=percentage(share),
                names=quoted(nowhere, NAMED),
            )
        )
    without = [
        code for code, is_lacking in zip(wanted, lacking, strict=True) if is_lacking
    ]
    if without:
        notes.append(Note(_WITHOUT, count=len(without), names=quoted(without, NAMED)))
    return tuple(notes)


_TOLD = gettext_noop(
    "Industries of the input-output table are placed by the concordance; one that is "
    "several of the table's is split evenly over them."
)
_BEGINNING = gettext_noop(
    "Industries of the input-output table are placed by codes that begin alike; one "
    "that is several of the table's is split evenly over them. A concordance is surer."
)
_NOWHERE = ngettext_noop(
    "%(count)s industry of the input-output table, with %(share)s of its sales, is "
    "none of the table's and was left out: %(names)s.",
    "%(count)s industries of the input-output table, with %(share)s of its sales, are "
    "none of the table's and were left out: %(names)s.",
)
_WITHOUT = ngettext_noop(
    "%(count)s industry of the table is not in the input-output table, so that its "
    "linkage is unknown: %(names)s.",
    "%(count)s industries of the table are not in the input-output table, so that "
    "their linkage is unknown: %(names)s.",
)
