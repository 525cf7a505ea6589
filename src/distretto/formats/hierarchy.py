"""Codes within codes: levels, totals among details, and what adds up to what.

A table of industries often lists a branch and its parts in one column. Counting
both would count the same people twice, so one level is used and the others serve
as published totals.
"""

import re
from collections import Counter
from collections.abc import Iterable

import polars as pl

from distretto.formats.words import is_total

RANGE = re.compile(r"^([A-Z]?)(\d{1,3})\s?[-–_]\s?([A-Z]?)(\d{1,3})$")
CODE = re.compile(r"^[A-Z]{0,2}\d[\d.\-–_ ]*[A-Z]?$")
# Codes of a total that are no words; used only where they lead the column's values.
TOTAL_CODES = (
    "TOTAL",
    "_T",
    "T",
    "00",
    "0",
    "000",
    "0000",
    "00000",
    "000000",
    "--",
    "------",
)


def bare(code: str) -> str:
    """A code without dots, spaces and dashes: "14.31" and "1431" are one."""
    return re.sub(r"[.\s\-–/_]", "", code)


def range_of(code: str) -> list[str]:
    """The two-digit codes that a range such as "31-33" or "C10-C12" stands for."""
    found = RANGE.match(code.strip())
    if not found or len(found[2]) != len(found[4]) or found[2] >= found[4]:
        return []
    width = len(found[2])
    return [
        f"{found[1]}{number:0{width}d}"
        for number in range(int(found[2]), int(found[4]) + 1)
    ]


def digits_of(code: str) -> int | None:
    """The level of a code: its digits; "31-33" has 2, a letter alone 1."""
    if re.fullmatch(r"[A-Z]", code.strip()):
        return 1
    if range_of(code):
        return len(range_of(code)[0].lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
    if CODE.match(code.strip()):
        return sum(letter.isdigit() for letter in code)
    return None


def are_codes(labels: Iterable[str]) -> bool:
    """Whether labels are codes of a classification and not titles."""
    labels = list(labels)
    coded = sum(digits_of(label) is not None for label in labels)
    return bool(labels) and coded >= 0.9 * len(labels)


def levels_of(codes: Iterable[str]) -> dict[int, int]:
    """How many different codes there are of each level."""
    found = Counter(digits_of(code) for code in set(codes))
    return {level: found[level] for level in sorted(filter(None, found))}


def parents_of(codes: Iterable[str]) -> dict[str, str]:
    """For each code the closest other code of the column that it is part of."""
    codes = set(codes)
    # "31-33" is not 3133, which is a code of its own.
    names = {bare(code): code for code in codes if not range_of(code)}
    for code in codes:
        for part in range_of(code):
            names.setdefault(part, code)
    parents = {}
    for code in codes:
        whole = range_of(code)[0] if range_of(code) else bare(code)
        for length in range(len(whole) - 1, 0, -1):
            parent = names.get(whole[:length])
            if parent is not None and parent != code:
                parents[code] = parent
                break
    return parents


def at_level(code: str, level: int, ranges: dict[str, str]) -> str | None:
    """The code of a level that a deeper one belongs to: 314110 at 4 is 3141."""
    have = digits_of(code)
    if have is None or have < level:
        return None
    if have == level:
        return code
    whole = bare(code)
    letters = len(whole) - len(whole.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
    cut = whole[: letters + level]
    return ranges.get(cut, cut)


def ranges_of(codes: Iterable[str]) -> dict[str, str]:
    """For each two-digit part the range code that stands for it: 32 is in 31-33."""
    return {part: code for code in codes for part in range_of(code)}


def total_labels(labels: Iterable[str], others: int = 2) -> list[str]:
    """Labels that say they are totals, by word or by a code that only totals have."""
    labels = list(labels)
    if len(labels) <= others:
        return [label for label in labels if is_total(label)]
    by_word = [label for label in labels if is_total(label)]
    if by_word:
        return by_word
    return [code for code in TOTAL_CODES if code in labels][:1]


def total_by_sums(
    cells: pl.DataFrame, key: str, other: str, measure: str
) -> str | None:
    """The label whose figures are the sums of all others', if there is one.

    It is looked for only where at least three cells can be compared and all parts
    are known; nine in ten must agree.
    """
    by = [other, "year"] if "year" in cells.columns else [other]
    known = cells.select(key, *by, pl.col(measure).alias("value"))
    largest = (
        known.group_by(key)
        .agg(pl.col("value").sum())
        .sort("value", descending=True)
        .head(1)
    )
    if largest.is_empty() or known[key].n_unique() < 4:
        return None
    candidate = largest[key].item()
    rest = (
        known.filter(pl.col(key) != candidate)
        .group_by(by)
        .agg(
            pl.col("value").sum().alias("parts"),
            pl.col("value").is_null().any().alias("hidden"),
            pl.len().alias("count"),
        )
        .filter(~pl.col("hidden"), pl.col("count") > 1, pl.col("parts") > 0)
    )
    both = known.filter(pl.col(key) == candidate).join(rest, on=by).drop_nulls()
    close = (both["value"] - both["parts"]).abs() <= 0.005 * both["value"] + 1
    if both.height < 3 or close.sum() < 0.9 * both.height:
        return None
    return str(candidate)


def dominant(cells: pl.DataFrame, key: str, other: str, measure: str) -> str | None:
    """The label with the largest figure throughout, and a third of all; else None.

    Codes that have their parts beside them are left out of “all”.

    Asked only where there are four labels and three comparable figures or more.
    """
    known = cells.group_by(key, other).agg(pl.col(measure).sum().alias("value"))
    sums = known.group_by(key).agg(pl.col("value").sum()).sort("value")
    if sums.height < 4 or known[other].n_unique() < 3:
        return None
    label = sums[key][-1]
    groups = set(parents_of(sums[key]).values())  # counted again in their parts
    single = sums.filter((pl.col(key) == label) | ~pl.col(key).is_in(list(groups)))
    rest = known.filter(pl.col(key) != label).group_by(other).agg(pl.max("value"))
    both = known.filter(pl.col(key) == label).join(rest, on=other, suffix="_rest")
    both = both.filter(pl.col("value_rest") > 0, pl.col("value") > 0)
    large = sums["value"][-1] > single["value"].sum() / 3
    if both.height < 3 or not large or (both["value"] < both["value_rest"]).any():
        return None
    return str(label)


def nested_share(
    cells: pl.DataFrame, parents: dict[str, str], measure: str
) -> float | None:
    """How often a parent is at least the sum of its known parts; None if untested."""
    if not parents:
        return None
    links = pl.DataFrame(
        {"industry": list(parents), "parent": list(parents.values())},
        schema={"industry": pl.String, "parent": pl.String},
    )
    parts = (
        cells.join(links, on="industry")
        .group_by("region", "parent")
        .agg(pl.col(measure).sum().alias("parts"))
    )
    both = parts.join(
        cells.select("region", pl.col("industry").alias("parent"), measure),
        on=["region", "parent"],
    ).drop_nulls()
    both = both.filter((pl.col("parts") > 0) | (pl.col(measure) > 0))
    if both.is_empty():
        return None
    holds = pl.col("parts") <= pl.col(measure) * 1.001 + 1
    return float(both.select(holds.mean()).item())
