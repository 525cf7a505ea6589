"""Labels that may hold all others of a table: what their codes say, what figures say.

A total that is counted as one more region or industry doubles the whole table, so
that it is looked for by everything that gives it away.
"""

from collections.abc import Collection

import polars as pl

ZEROS = 3  # at the end of a code that stands for all codes that begin alike
FEWEST_CELLS = 3  # in which a label is compared with the others, at least
HOLDING = 0.9  # of them in which it must be as much as the others together
ROUNDING = 0.005
EXPLAINED = 0.5  # of a probable total by the known figures of the others


def official_wholes(labels: Collection[str]) -> dict[str, list[str]]:
    """Codes such as 13000, with the codes of the same length that they stand for.

    The state of Georgia is 13000 among its counties 13001 to 13321 (FIPS), Hebei
    130000 among 130100 and others (GB/T 2260).
    """
    found = {}
    for label in labels:
        zeros = len(label) - len(label.rstrip("0"))
        if not label[:1].isalnum() or not ZEROS <= zeros < len(label):
            continue
        for end in range(ZEROS, zeros + 1):
            parts = [
                other
                for other in labels
                if other != label
                and len(other) == len(label)
                and other.startswith(label[:-end])
            ]
            if len(parts) > 1:
                found[label] = parts
                break
    return found


def holding_share(
    cells: pl.DataFrame,
    label: str,
    parts: Collection[str],
    keys: tuple[str, str],
    measure: str,
) -> float | None:
    """In what share of cells a label is at least the sum of the known parts.

    Parameters
    ----------
    cells : frame of the two keys, perhaps `year`, and the measure
    label : the one of the first key that may be a total
    parts : those of the first key that it may be the total of
    keys : the key of the label, and the other one
    measure : column of the figures, null where unknown

    Returns
    -------
    float or None
        0 to 1; None where fewer than three cells can be compared, or the known parts
        are less than half of the label altogether: then the figures tell nothing.
    """
    both = _beside(cells, label, parts, keys, measure)
    if both.height < FEWEST_CELLS:
        return None
    known, whole = both.select(pl.sum("parts", "value")).row(0)
    if known < EXPLAINED * whole:
        return None
    holds = pl.col("parts") <= pl.col("value") * (1 + ROUNDING) + 1
    return float(both.select(holds.mean()).item())


def _beside(
    cells: pl.DataFrame,
    label: str,
    parts: Collection[str],
    keys: tuple[str, str],
    measure: str,
) -> pl.DataFrame:
    """The label's known figures (`value`) beside the sums of the known `parts`."""
    key, *by = keys if "year" not in cells.columns else (*keys, "year")
    sums = (
        cells.filter(pl.col(key).is_in(list(parts)))
        .group_by(by)
        .agg(pl.col(measure).sum().alias("parts"))
        .filter(pl.col("parts") > 0)
    )
    own = cells.filter(pl.col(key) == label).select(*by, pl.col(measure).alias("value"))
    return own.drop_nulls("value").join(sums, on=by)
