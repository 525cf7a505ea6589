"""Who names each category as the biggest obstacle, or among the biggest."""

from collections.abc import Sequence

import numpy as np
import polars as pl

from distretto.analysis.diagnosis.bottlenecks.disclosure import Members, hidden_of
from distretto.analysis.diagnosis.bottlenecks.estimated import Study
from distretto.analysis.diagnosis.bottlenecks.estimates import weighted_means
from distretto.analysis.diagnosis.bottlenecks.grouping import whole_of

_BIGGEST = "biggest obstacles"


def named_biggest(
    table: pl.DataFrame, biggest: Sequence[str], study: Study
) -> tuple[pl.DataFrame, Members]:
    """Share of firms that name each category first, and among all they name."""
    if not biggest:
        nothing = pl.lit(None, pl.Float64)
        names = pl.Series("category", study.names, dtype=pl.String)
        none = {"first_share": nothing, "named_share": nothing}
        return pl.DataFrame([names]).with_columns(**none), {}
    place = {name: number for number, name in enumerate(study.names)}
    given = table.select(
        pl.col(name).replace_strict(place, default=-1, return_dtype=pl.Int64)
        for name in biggest
    ).to_numpy()
    answered = table[biggest[0]].is_not_null().to_numpy()
    number = np.arange(len(study.names))
    firsts = given[:, :1] == number
    everys = (given[:, :, None] == number).any(axis=1)
    silent = ~answered[:, None]
    matrix = np.where(silent, np.nan, np.hstack([firsts, everys]).astype(float))
    _, shares = weighted_means(matrix, study.design)
    (is_hidden,) = hidden_of(_BIGGEST, answered, [whole_of(table)], study.guard)
    if is_hidden.any():
        shares = np.full(shares.shape, np.nan)
    cut = len(study.names)
    found = pl.DataFrame(
        {
            "category": study.names,
            "first_share": shares[:cut],
            "named_share": shares[cut:],
        },
        schema_overrides={"category": pl.String},
    ).with_columns(pl.col(pl.Float64).fill_nan(None))
    who = {} if is_hidden.any() else {_BIGGEST: frozenset(study.keys[answered])}
    return found, who
