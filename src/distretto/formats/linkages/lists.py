"""Ties as a list that `read_linkages` reads back, and the actors beside them."""

from collections.abc import Sequence

import polars as pl

from distretto.analysis.diagnosis.linkages.survey import Linkages
from distretto.formats.linkages.names import UNANSWERED
from distretto.formats.result_files import csv_of

TIE_COLUMNS = ("from", "to", "relation", "strength", "formal", "wave")


def list_of_ties(waves: Sequence[Linkages]) -> pl.DataFrame:
    """A row for each tie of each wave; “unanswered” stands where nobody answered.

    A blank strength is a tie of unknown strength. Columns that say nothing are not
    there.
    """
    parts = []
    for linkages in waves:
        strengths = pl.col("strength").cast(pl.Float64).cast(pl.String)
        ties = linkages.ties.with_columns(strengths.str.strip_suffix(".0"))
        open_ = linkages.unanswered.with_columns(strength=pl.lit(UNANSWERED))
        both = pl.concat([ties, open_], how="diagonal")
        parts.append(both.with_columns(wave=pl.lit(linkages.wave)))
    held = pl.concat(parts, how="diagonal")
    first = [name for name in TIE_COLUMNS if name in held.columns]
    others = [name for name in held.columns if name not in first]
    said = [
        name
        for name in (*first, *others)
        if name in ("from", "to") or not _is_blank(held[name])
    ]
    return held.select(said)


def list_of_actors(waves: Sequence[Linkages]) -> pl.DataFrame:
    """Every actor once, or once a wave where the waves differ in what they say."""
    frames = [linkages.actors for linkages in waves]
    if all(frame.equals(frames[0]) for frame in frames[1:]):
        held = frames[0]
    else:
        held = pl.concat(
            [
                frame.with_columns(wave=pl.lit(linkages.wave))
                for frame, linkages in zip(frames, waves, strict=True)
            ],
            how="diagonal_relaxed",
        )
    return held.select(
        name
        for name in held.columns
        if name in ("actor", "kind") or not _is_blank(held[name])
    )


def to_csv(waves: Sequence[Linkages]) -> bytes:
    """The list of ties as CSV; actors without ties are not in it."""
    return csv_of(list_of_ties(waves))


def _is_blank(column: pl.Series) -> bool:
    texts = column.cast(pl.String).fill_null("")
    return bool((texts == "").all())
