"""Industries of a table in cluster categories, as commands show them."""

from collections.abc import Collection

import numpy as np
import polars as pl

from distretto.analysis.selection.cluster_source import Source, read
from distretto.analysis.selection.measured import Measured, own_shares, settings_of
from distretto.analysis.selection.relatedness.categories import (
    METHODS,
    ClusterCategories,
    cluster_categories,
)
from distretto.analysis.selection.relatedness.category_tables import (
    alternatives_of,
    categories_of,
    members_of,
)
from distretto.analysis.selection.relatedness.linkages import profile_similarity
from distretto.analysis.selection.relatedness.matrices import Floats
from distretto.analysis.selection.relatedness.related import Linkage
from distretto.analysis.selection.table import RegionIndustryTable
from distretto.errors import InputError, gettext_noop, ngettext_noop
from distretto.notes import Note, quoted

# What co-location is measured of; jobs first.
VALUES = ("employment", "establishments")
LINKAGE = "linkage"
# Candidates whose score is within so much of the best are as good: ours.
NEAR_TIE = 0.01


def industries_by_category(
    table: RegionIndustryTable,
    *,
    linkage: Linkage | None = None,
    values: Collection[str] = VALUES,
    base: str | Collection[str] | None = None,
    year: int | None = None,
    minimum_known_share: float = 0.5,
    numbers: Collection[int] | None = None,
    methods: Collection[str] = METHODS,
    move: bool = True,
    seed: int = 1,
) -> Measured:
    """Which industries belong together, in cluster categories [delgado2016].

    It has the formulas of `profile_similarity` over regions (co-location of jobs and
    of establishments), `input_output_linkage`, `cluster_categories` and
    `validation_scores`.

    Parameters
    ----------
    table : RegionIndustryTable
        Cells, with the totals that were published.
    linkage : Linkage, optional
        Who buys from whom. Default: by regions only.
    values : collection of "employment", "establishments"
        What co-location is measured of; what the table does not have is passed over.
    base, year
        As for `industries_by_concentration`.
    minimum_known_share : float
        Share (0 to 1) of an industry that must be in visible cells for its co-location
        to be known.
    numbers : collection of int, optional
        Numbers of categories to try. Default: seven from a tenth to a fifth of the
        industries, at most 30 to 60.
    methods, move, seed
        As for `cluster_categories`.

    Returns
    -------
    Measured
        A row for each category, the one most related inside first: `within` (WCR) and
        `between` (mean BCR) in standard deviations over all pairs, counts of
        industries. Further tables: “members”, a row for each industry, and
        “alternatives”, all that were tried with their scores (shares from 0 to 1).

    Raises
    ------
    InputError
        The table cannot be measured, or lacks the year; the base fits nothing; no
        measure is left; or no such categories can be made.
    """
    sources = {each: read(table, each, base, year) for each in values}
    source = next(iter(sources.values()))
    industries = sorted(source.cells["industry"].unique())
    measures, notes = _measures(sources, industries, linkage, minimum_known_share)
    tried = _numbers(len(industries)) if numbers is None else numbers
    found = cluster_categories(
        measures, industries, numbers=tried, methods=methods, move=move, seed=seed
    )
    members = members_of(found, source)
    rows = categories_of(found, members)
    order = rows["code"].to_list()
    members = members.sort(
        pl.col("category").replace_strict(order, range(len(order)), default=len(order)),
        pl.col("within"),
        "code",
        descending=[False, True, False],
        nulls_last=True,
    )
    best = found.candidates[0]
    settings = settings_of(
        source,
        industries=len(industries),
        categories=rows.height,
        measures=list(measures),
        similarity=best.similarity,
        method=best.method,
        score=best.score,
        score_after_moves=found.after_moves.score,
        tried=len(found.candidates),
        moves=len(found.moves),
        seed=seed,
        minimum_known_share=minimum_known_share,
    )
    further = (
        Measured("alternatives", alternatives_of(found), settings, ()),
        Measured("members", members, settings, ()),
    )
    notes += [*_notes(found), *(linkage.notes if linkage else ()), *table.notes]
    return Measured("categories", rows, settings, tuple(notes), further)


def _numbers(industries: int) -> list[int]:
    """Seven numbers of categories from a tenth to a fifth of the industries."""
    least = min(30, max(2, industries // 10))
    most = min(60, max(3, industries // 5))
    return sorted({round(each) for each in np.linspace(least, most, 7)})


def _measures(
    sources: dict[str, Source],
    industries: list[str],
    linkage: Linkage | None,
    least: float,
) -> tuple[dict[str, Floats], list[Note]]:
    """The measures of relatedness that are known of any pair."""
    measures, notes = {}, list[Note]()
    for value, source in sources.items():
        if source.cells[value].count() == 0:
            continue
        counts = _counts(source, industries)
        shares = dict(own_shares(source, "industry").iter_rows())
        hidden = [each for each in industries if _is_hidden(shares.get(each), least)]
        counts[np.isin(industries, hidden)] = np.nan
        near = profile_similarity(counts)
        if np.isnan(near[~np.eye(len(near), dtype=bool)]).all():
            notes.append(Note(_NO_COLOCATION[value]))
            continue
        measures[value] = near
        if hidden:
            notes.append(Note(_HIDDEN[value], count=len(hidden), all=len(industries)))
    if linkage is not None:
        measures[LINKAGE] = linkage.among(industries)
    if not measures:
        raise InputError(
            "no_relatedness",
            gettext_noop(
                "Too much of the table is hidden to tell which industries are in the "
                "same regions. Count establishments, or ask for less to be known."
            ),
        )
    return measures, notes


def _is_hidden(share: float | None, least: float) -> bool:
    return share is not None and share < least


def _counts(source: Source, industries: list[str]) -> Floats:
    """Industries by regions: 0 where a pair is not listed, NaN where hidden."""
    regions = source.cells["region"].unique().sort()
    counts = np.zeros((len(industries), len(regions)))
    place = pl.Series(industries, dtype=pl.String)
    rows = place.search_sorted(source.cells["industry"]).to_numpy()
    columns = regions.search_sorted(source.cells["region"]).to_numpy()
    counts[rows, columns] = source.cells[source.value].to_numpy()
    return counts


def _notes(found: ClusterCategories) -> list[Note]:
    notes = []
    best = found.candidates[0]
    ties = sum(one.score > best.score - NEAR_TIE for one in found.candidates[1:])
    if ties:
        notes.append(Note(_TIES, count=ties, within=NEAR_TIE))
    if found.moves:
        before, after = found.before_moves.score, found.after_moves.score
        notes.append(
            Note(
                _MOVES,
                count=len(found.moves),
                before=round(before, 2),
                after=round(after, 2),
            )
        )
    if found.unrelated:
        count = len(found.unrelated)
        notes.append(Note(_UNRELATED, count=count, names=quoted(found.unrelated)))
    return notes


_HIDDEN = {
    "employment": ngettext_noop(
        "Of %(count)s industry (of %(all)s), too much employment is hidden for its "
        "co-location by jobs to be known; it is placed by the other measures.",
        "Of %(count)s industries (of %(all)s), too much employment is hidden for their "
        "co-location by jobs to be known; they are placed by the other measures.",
    ),
    "establishments": ngettext_noop(
        "Of %(count)s industry (of %(all)s), too many establishments are hidden for "
        "its co-location by them to be known; it is placed by the other measures.",
        "Of %(count)s industries (of %(all)s), too many establishments are hidden for "
        "their co-location by them to be known; they are placed by the other measures.",
    ),
}
_NO_COLOCATION = {
    "employment": gettext_noop("Employment is hidden too often to tell co-location."),
    "establishments": gettext_noop(
        "Establishments are hidden too often to tell co-location."
    ),
}
_TIES = ngettext_noop(
    "%(count)s other way of grouping scores within %(within)s of the best: it is about "
    "as good, and the number of categories is not a finding.",
    "%(count)s other ways of grouping score within %(within)s of the best: they are "
    "about as good, and the number of categories is not a finding.",
)
_MOVES = ngettext_noop(
    "%(count)s industry, nearer to another category than to its own, was moved there: "
    "the score by the mean of the measures went from %(before)s to %(after)s.",
    "%(count)s industries, nearer to another category than to their own, were moved "
    "there: the score by the mean of the measures went from %(before)s to %(after)s.",
)
_UNRELATED = ngettext_noop(
    "%(count)s industry is in no category, for nothing is known of what it is related "
    "to: %(names)s.",
    "%(count)s industries are in no category, for nothing is known of what they are "
    "related to: %(names)s.",
)
