"""Neighbours from a file: a row for each pair, and how much a neighbour counts."""

from collections.abc import Collection

import polars as pl

from distretto.errors import FormatError, gettext_noop
from distretto.formats.layouts.columns import listed
from distretto.formats.layouts.long import key
from distretto.formats.numbers import count_problems, number, number_styles
from distretto.formats.tables import Table, read_table
from distretto.formats.words import plain

NEIGHBOUR = ("neighbour", "neighbor", "voisin", "vecino", "vizinho")
WEIGHT = ("weight", "poids", "peso")


def read_neighbours(path: str, regions: Collection[str]) -> pl.DataFrame:
    """Read pairs of neighbours; each counts for the region in its own row only.

    Parameters
    ----------
    path : path of a table: a region, its neighbour and, if wanted, a weight; columns
        called otherwise are taken in this order
    regions : the codes of the regions that are looked at

    Returns
    -------
    DataFrame with the columns `region`, `neighbour` and `weight`

    Raises
    ------
    FormatError
        There are fewer than two columns, a weight is no number of zero or more, a pair
        comes twice, or no pair is of the table's regions.
    """
    table = read_table(path)
    region, neighbour, weight = _columns(table)
    columns = [
        key(region, table).alias("region"),
        key(neighbour, table).alias("neighbour"),
        pl.lit(1.0).alias("weight") if weight is None else _weights(table, weight),
    ]
    pairs = table.frame.select(columns).drop_nulls(["region", "neighbour"]).collect()
    known = pairs.filter(
        pl.col("region").is_in(list(regions)), pl.col("neighbour").is_in(list(regions))
    )
    if known.is_empty():
        raise FormatError(
            "no_known_neighbours",
            gettext_noop(
                "No pair of “%(file)s” is of regions of the table. It begins with "
                "%(found)s; the table has regions such as %(example)s."
            ),
            file=table.path.name,
            found=listed(pairs.row(0)[:2]) if pairs.height else "nothing",
            example=listed(sorted(regions)[:2]),
        )
    return known


def both_ways_if_once(pairs: pl.DataFrame) -> pl.DataFrame:
    """The pairs, also turned round where none is: a list that has each pair once.

    Only pairs that all count alike are turned: a weight is that of its own row.
    """
    turned = pairs.select(
        region="neighbour", neighbour="region", weight=pl.col("weight")
    )
    keys = ["region", "neighbour"]
    is_weighted = pairs["weight"].n_unique() > 1 or pairs["weight"].null_count()
    if is_weighted or pairs.join(turned, on=keys, how="semi").height:
        return pairs
    return pl.concat([pairs, turned.select(pairs.columns)])


def _columns(table: Table) -> tuple[str, str, str | None]:
    if len(table.columns) < 2:
        raise FormatError(
            "no_pairs",
            gettext_noop(
                "“%(file)s” has one column. Neighbours need two: a region and its "
                "neighbour, and a weight if wanted."
            ),
            file=table.path.name,
        )
    named = {plain(column): column for column in table.columns}
    neighbour = next((named[word] for word in NEIGHBOUR if word in named), None)
    weight = next((named[word] for word in WEIGHT if word in named), None)
    rest = [each for each in table.columns if each not in (neighbour, weight)]
    if not rest:
        rest, neighbour, weight = list(table.columns), None, None
    region = rest[0]
    return region, neighbour or rest[1], weight


def _weights(table: Table, column: str) -> pl.Expr:
    styles = number_styles(table.frame, [column])
    problems, _ = count_problems(table.numbered(), [column], styles, limit=1)
    if problems:
        raise FormatError(
            "bad_weight",
            gettext_noop("The neighbours in “%(file)s” cannot be used. %(problem)s"),
            file=table.path.name,
            problem=str(problems[0]),
        )
    is_text = table.frame.collect_schema()[column] == pl.String
    return number(column, styles[column], text=is_text).alias("weight")
