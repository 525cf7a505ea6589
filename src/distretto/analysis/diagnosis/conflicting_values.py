"""Figures of one indicator that do not agree: who says what, and which is used."""

import polars as pl
from narwhals.typing import IntoFrame

from distretto.analysis.checks import (
    check_columns,
    check_finite,
    check_table,
    polars_of,
)

KEYS = ("indicator", "unit")


def conflicting_values(figures: IntoFrame) -> pl.DataFrame:
    """What several sources say of each indicator, side by side [unido2001].

        spread         = highest - lowest
        relative_spread = spread / |middle|,  middle the median of the values

    Parameters
    ----------
    figures : table of shape (n_figures, 5)
        `indicator`, `unit`, `source`, `value` (in its unit; null is unknown) and
        `is_used`, whether this is the one that counts.

    Returns
    -------
    DataFrame of shape (n_indicators, 11)
        A row for each indicator and unit, in their order: `indicator`, `unit`;
        `values`, the number of known ones; `lowest`, `lowest_source`, `highest`,
        `highest_source`, `spread`, in the unit; `relative_spread`, dimensionless, null
        where the middle is 0; `used`, the value in use, null where none is marked;
        `is_conflict`, whether known values differ.

    Raises
    ------
    InputError
        A column is missing, an indicator or unit is blank, or a value is no finite
        number.
    """
    frame = check_table(figures, keys=KEYS, name="figures")
    check_columns(frame, ["source", "value", "is_used"], "figures")
    check_finite(frame, "value", "figures")
    value, source = pl.col("value"), pl.col("source")
    told = polars_of(figures).with_columns(value.cast(pl.Float64).fill_nan(None))
    middle = value.median().abs()
    return (
        told.group_by(KEYS, maintain_order=True)
        .agg(
            values=value.count(),
            lowest=value.min(),
            lowest_source=source.sort_by(value, nulls_last=True).first(),
            highest=value.max(),
            highest_source=source.sort_by(
                value, descending=True, nulls_last=True
            ).first(),
            spread=value.max() - value.min(),
            relative_spread=pl.when(middle > 0).then(
                (value.max() - value.min()) / middle
            ),
            used=value.filter(pl.col("is_used")).first(),
        )
        .with_columns(is_conflict=(pl.col("spread") > 0).fill_null(False))
    )
