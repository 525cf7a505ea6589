"""Regions, industries or pairs of them with their measures, as commands show them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher, get_close_matches
from itertools import takewhile
from typing import Any

import polars as pl

from distretto.analysis.selection.cluster_source import Source, establishment_share
from distretto.errors import InputError, gettext_noop, ngettext_noop
from distretto.notes import Note

COUNTS = ("employment", "establishments")


@dataclass(frozen=True)
class Measured:
    """A table of measures, the row that matters most first.

    Attributes
    ----------
    kind : str
        Of industries “concentration”, “complexities”, “categories” and, with hot
        spots, “hot_industries”; “pairs” of industries; of regions “specialisation” and
        “complexity”; of one industry “related” (others) and “hot_spots” (regions); of
        one region “region” (its industries) and “prospects”; “density_clusters” of
        plants. Further tables: “held” (what a region could lose), “members” (of
        categories) and “alternatives” (other ways of grouping).
    rows : DataFrame
        `code`, `name` and the measures; null is unknown.
    settings : dict
        What was asked for, and what it was measured on.
    notes : tuple of Note
        What a reader should know.
    further : tuple of Measured
        Other tables of the same result, such as what a region could lose.
    """

    kind: str
    rows: pl.DataFrame
    settings: dict[str, Any]
    notes: tuple[Note, ...]
    further: "tuple[Measured, ...]" = ()

    def listing(self) -> pl.DataFrame:
        """All there is to list in a file that holds one table.

        Categories are listed by their industries, and what a region is specialised in
        follows what it is not.
        """
        further = {each.kind: each.rows for each in self.further}
        if "members" in further:
            return further["members"]
        if "held" in further:
            return pl.concat([self.rows, further["held"]], how="diagonal")
        return self.rows

    def to_dict(self, top: int | None = None) -> dict[str, Any]:
        """Plain data for JSON."""
        rows = self.rows if top is None else self.rows.head(top)
        return {
            "kind": self.kind,
            "settings": self.settings,
            "rows": rows.to_dicts(),
            **{each.kind: each.rows.to_dicts() for each in self.further},
            "notes": [str(note) for note in self.notes],
        }


def sizes(source: Source, key: str) -> pl.DataFrame:
    """Jobs and establishments of each region or industry, published or summed.

    A sum that lacks hidden cells is the least that it can be; `{count}_is_minimum`
    says so. Null where nothing is known.
    """
    sums = source.cells.group_by(key).agg(
        *(
            pl.when(pl.col(each).count() > 0).then(pl.col(each).sum()).alias(each)
            for each in COUNTS
        ),
        *(
            (pl.col(each).is_null().any() & pl.col(each).is_not_null().any()).alias(
                f"{each}_is_minimum"
            )
            for each in COUNTS
        ),
    )
    totals = source.region_totals if key == "region" else source.industry_totals
    if totals is None:
        return sums
    value, least = source.value, f"{source.value}_is_minimum"
    told = sums.join(totals.select(key, _told=value), on=key, how="left")
    return told.with_columns(
        pl.coalesce("_told", value).alias(value),
        (pl.col(least) & pl.col("_told").is_null()).alias(least),
    ).drop("_told")


def own_shares(source: Source, key: str) -> pl.DataFrame:
    """`own_share`: how much of each region or industry is in visible cells.

    An industry that is in three regions and hidden in two is hardly known, though
    all the other regions, where it is not, are. Of the published total; without one,
    of the establishments; null where nobody knows.
    """
    value = source.value
    shares = source.cells.group_by(key).agg(
        pl.col(value).sum().alias("_visible"),
        establishment_share(value).alias("own_share"),
    )
    totals = source.region_totals if key == "region" else source.industry_totals
    if totals is None:
        return shares.select(key, "own_share")
    told = shares.join(totals.select(key, _told=value), on=key, how="left")
    of_total = pl.when(pl.col("_told") > 0).then(pl.col("_visible") / pl.col("_told"))
    return told.select(
        key, pl.coalesce(of_total.clip(upper_bound=1.0), "own_share").alias("own_share")
    )


def withheld(
    rows: pl.DataFrame, source: Source, key: str, least: float, measures: Sequence[str]
) -> pl.DataFrame:
    """The rows without measures where too little of the row itself is visible.

    `known_share` becomes the smaller of the two shares: of the whole, and its own.
    """
    both = rows.join(own_shares(source, key), on=key, how="left")
    enough = (pl.col("own_share") >= least).fill_null(True)
    known = pl.when(pl.col("known_share").is_not_null()).then(
        pl.min_horizontal("known_share", "own_share")
    )
    return both.with_columns(
        known.alias("known_share"),
        *(pl.when(enough).then(pl.col(name)).alias(name) for name in measures),
    ).drop("own_share")


def named(rows: pl.DataFrame, key: str, names: dict[str, str]) -> pl.DataFrame:
    """The rows with `code` and `name` in place of the key, in front."""
    titles = pl.Series("name", [names.get(each) for each in rows[key]], pl.String)
    return (
        rows.rename({key: "code"})
        .with_columns(titles)
        .select("code", "name", pl.exclude("code", "name"))
    )


def settings_of(source: Source, **more: Any) -> dict[str, Any]:
    """What every measure was asked for."""
    base = source.base
    listed = base if base is None or isinstance(base, str) else sorted(base)
    return {"value": source.value, "base": listed, "year": source.year, **more}


def check_code(
    codes: Collection[str],
    kind: str,
    code: str,
    names: Mapping[str, str] | None = None,
) -> None:
    """Refuse a region or industry that a table does not have, and offer the nearest.

    Parameters
    ----------
    codes : codes of the table
    kind : “region” or “industry”
    code : the one that was asked for, or a name given in its stead
    names : dict of code to name, optional

    Returns
    -------
    None
        Where the code is one of them (dimensionless).

    Raises
    ------
    InputError
        It is none: names the codes whose name is meant, else the one most alike.
    """
    if code in codes:
        return
    titles = {each: title for each, title in (names or {}).items() if each in codes}
    if meant := _titled(titles, code):
        raise InputError(
            "no_such_code",
            gettext_noop(
                "The table has no %(kind)s “%(found)s”. Give its code: %(codes)s."
            ),
            kind=kind,
            found=code,
            codes=", ".join(f"“{each}” ({titles[each]})" for each in meant),
        )
    raise InputError(
        "no_such_code",
        gettext_noop(
            "The table has no %(kind)s “%(found)s”. Give its code as the table "
            "has it, such as “%(example)s”."
        ),
        kind=kind,
        found=code,
        example=_nearest(codes, code),
    )


def _titled(titles: Mapping[str, str], told: str) -> list[str]:
    """The codes of the first few titles that have a text in them, or nearly are it."""
    wanted = told.strip().casefold()
    plain = {code: title.casefold() for code, title in titles.items()}
    if not wanted or wanted.isdigit():
        return []
    close = get_close_matches(wanted, plain.values(), cutoff=0.8)
    meant = [code for code, title in plain.items() if wanted in title]
    return sorted(meant or [code for code in plain if plain[code] in close])[:3]


def _nearest(codes: Collection[str], told: str) -> str:
    """The code that begins most alike; of several, the one that is most alike."""

    def alike(code: str) -> tuple[int, float]:
        letters = zip(code, told, strict=False)
        begins = takewhile(lambda pair: pair[0] == pair[1], letters)
        return len(list(begins)), SequenceMatcher(None, code, told).ratio()

    return max(sorted(codes), key=alike, default="")


def shortage_notes(
    rows: pl.DataFrame,
    measure: str,
    source: Source,
    *,
    estimate: Sequence[Note] = (),
) -> list[Note]:
    """How many indices are unknown as too much is hidden, and whether some err.

    `estimate` says why they err, where the whole is not just a sum that lacks cells.
    """
    notes = []
    hidden = pl.col("known_share").is_null() | (pl.col("known_share") < 1)
    count = rows.filter(pl.col(measure).is_null() & hidden).height
    if count:
        notes.append(Note(_TOO_LITTLE, count=count, all=rows.height))
        notes += way_out(source)
    if rows["is_estimate"].any():
        notes += estimate or [Note(ESTIMATE)]
    return notes


def way_out(source: Source) -> list[Note]:
    """What to measure instead of jobs that are hidden, where there is something."""
    if source.value == "employment" and _all_known(source, "establishments"):
        return [Note(_COUNT_ESTABLISHMENTS)]
    return []


def _all_known(source: Source, value: str) -> bool:
    return source.cells.height > 0 and not source.cells[value].null_count()


_TOO_LITTLE = ngettext_noop(
    "Of %(all)s rows, %(count)s has no index, because too much is hidden.",
    "Of %(all)s rows, %(count)s have no index, because too much is hidden.",
)
_COUNT_ESTABLISHMENTS = gettext_noop(
    "The number of establishments is known of every cell: measured on them instead of "
    "on jobs, nothing is hidden."
)
ESTIMATE = gettext_noop(
    "The whole that is compared with is a sum that lacks hidden cells, so that every "
    "index is an estimate."
)
