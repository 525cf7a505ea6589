"""Groups that stand among their own parts, found by what adds up to what.

Codes do not always nest by digits: in BEA's list of industries 10 is the total,
500 manufacturing, 510 durable goods and 511 wood products. Offices list groups just
before or just after what they are made of, so that consecutive rows are compared.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import polars as pl

from distretto.formats.wholes import EXPLAINED, FEWEST_CELLS, HOLDING

MOST_LABELS = 2000  # a longer list is no list of industries
LIKE_CODED = 3  # groups proven by sums, before their codes speak for hidden sums
MOST_CELLS = 400  # of each label that are compared: more prove nothing more
ROUNDING = 0.001  # of published figures, beside half a unit for each part
DIGITS = 6.0  # that must agree, over all cells, before a sum is no coincidence
SAME_SHARE = 0.01  # of a part in all cells: figures in proportion prove nothing
Figures: TypeAlias = "np.ndarray[tuple[int, int], np.dtype[np.float64]]"
Row: TypeAlias = "np.ndarray[tuple[int], np.dtype[np.float64]]"
Mask: TypeAlias = "np.ndarray[tuple[int], np.dtype[np.bool_]]"


@dataclass(frozen=True)
class Subtotals:
    """Labels that hold others of the list.

    Attributes
    ----------
    parts : dict of label to list of labels
        The groups that the figures prove, each with the finest list of its parts.
    again : tuple of str
        Labels that divide a group a second time, in another way, with what is in
        them: wages and own account beside farms and others.
    """

    parts: dict[str, list[str]]
    again: tuple[str, ...]

    def doubled(self) -> list[str]:
        """All labels that count people whom other labels count."""
        return list(dict.fromkeys((*self.parts, *self.again)))

    def within(self, label: str) -> set[str]:
        """The labels that a group holds, with all that these hold."""
        found: set[str] = set()
        waiting = list(self.parts.get(label, ()))
        while waiting:
            part = waiting.pop()
            found.add(part)
            waiting += self.parts.get(part, ())
        return found


def find_subtotals(
    cells: pl.DataFrame, key: str, other: str, measure: str
) -> Subtotals:
    """The labels whose figures are the sums of consecutive others nearly everywhere.

    Compared are the cells of the other key (and year) in which a label and all of the
    parts are known: three at least, nine in ten must agree, with so many digits that
    it is no coincidence. Figures that are in proportion everywhere prove nothing.

    Parameters
    ----------
    cells : frame of the two keys, perhaps `year`, and the measure, as published
    key, other : the key of the labels, and the other one
    measure : column of the figures, null where unknown

    Returns
    -------
    Subtotals
        Empty where nothing adds up. Of the orders tried (of the file and of the
        numbers in the codes, groups first or last) the one that explains most.
    """
    if not 4 <= cells[key].n_unique() <= MOST_LABELS:
        return Subtotals({}, ())
    labels, figures = _matrix(cells, key, other, measure)
    found = [_outlined(labels, figures, order) for order in _orders(labels)]
    return max(found, key=lambda each: len(each.doubled()))


def _orders(labels: Sequence[str]) -> list[list[int]]:
    """Places in the order of the file and of the codes, and both from the end."""
    places = list(range(len(labels)))
    by_number = sorted(places, key=lambda place: _natural(labels[place]))
    ways = [places] if by_number == places else [places, by_number]
    return [order for way in ways for order in (way, way[::-1])]


def _outlined(
    labels: Sequence[str], figures: Figures, order: Sequence[int]
) -> Subtotals:
    """What one order shows; codes may speak where sums have shown what they say."""
    proven = _Outline(labels, figures).read(order)
    coded = sum(
        all(part.startswith(_stem(label, parts)) for part in parts)
        for label, parts in proven.parts.items()
        if _stem(label, parts)
    )
    if coded < LIKE_CODED:
        return proven
    return _Outline(labels, figures, by_code=True).read(order)


def _stem(label: str, others: Collection[str]) -> str:
    """What the codes of parts begin with where 900 has 901, 902 ...; "" if none do."""
    for end in range(len(label) - 1, len(label.rstrip("0")) - 1, -1):
        stem = label[:end]
        alike = (len(each) == len(label) and each.startswith(stem) for each in others)
        if stem and any(alike):
            return stem
    return ""


def _natural(label: str) -> list[tuple[int, int, str]]:
    """A key that sorts 90 before 100, as the office does."""
    pieces = re.findall(r"\d+|\D+", label)
    return [(0, int(each), "") if each.isdecimal() else (1, 0, each) for each in pieces]


def _matrix(
    cells: pl.DataFrame, key: str, other: str, measure: str
) -> tuple[list[str], Figures]:
    """Labels as they first stand, and their figures; NaN where unknown."""
    by = [other, "year"] if "year" in cells.columns else [other]
    labels = cells[key].unique(maintain_order=True).to_list()
    # Those in which most labels are known: sums of all parts can be compared there.
    fullest = (
        cells.group_by(by)
        .agg(pl.col(measure).is_not_null().sum().alias("known"))
        .sort("known", *by, descending=[True] + [False] * len(by))
        .head(MOST_CELLS)
        .with_row_index("column")
    )
    figures = np.full((len(labels), fullest.height), np.nan)
    places = pl.DataFrame({key: labels, "place": range(len(labels))})
    known = (
        cells.join(fullest, on=by)
        .join(places, on=key)
        .drop_nulls(measure)
        .select("place", "column", pl.col(measure).cast(pl.Float64))
    )
    figures[known["place"].to_numpy(), known["column"].to_numpy()] = known[
        measure
    ].to_numpy()
    return labels, figures


class _Outline:
    """Reads a list from its end: what stands below a label may be what is in it."""

    def __init__(
        self, labels: Sequence[str], figures: Figures, *, by_code: bool = False
    ) -> None:
        self.labels, self.figures, self.by_code = labels, figures, by_code
        self.parts: dict[int, list[int]] = {}
        self.again: list[int] = []

    def read(self, order: Sequence[int]) -> Subtotals:
        """What the list shows where groups stand before their parts in `order`."""
        open_: list[int] = []  # the last one is the nearest below
        for place in reversed(order):
            divisions = []
            while block := self._block(place, open_):
                divisions.append(block)
                del open_[-len(block) :]
            if not divisions and self.by_code:
                block = self._coded(place, open_)
                divisions += [block] if block else []
                del open_[len(open_) - len(block) :]
            if divisions:
                divisions.sort(key=lambda block: len(self._all(block)))
                self.parts[place] = divisions.pop()
                for block in divisions:
                    self.again += self._all(block)
            open_.append(place)
        again = set(self.again)
        return Subtotals(
            {
                self.labels[place]: [self.labels[part] for part in block]
                for place, block in sorted(self.parts.items())
                if place not in again
            },
            tuple(self.labels[place] for place in sorted(again)),
        )

    def _all(self, block: Sequence[int]) -> list[int]:
        """A block with everything below it."""
        return [
            each
            for place in block
            for each in (place, *self._all(self.parts.get(place, ())))
        ]

    def _block(self, place: int, below: Sequence[int]) -> list[int]:
        """The nearest of those below that add up to a label; empty where none do."""
        whole = self.figures[place]
        total, least = np.zeros_like(whole), np.zeros_like(whole)
        block: list[int] = []
        for part in reversed(below):
            block.append(part)
            total = total + self.figures[part]
            least = least + np.nan_to_num(self.figures[part])
            slack = ROUNDING * whole + 0.5 * len(block)
            compared = ~np.isnan(whole) & (least > 0)
            over = (least > whole + slack) & compared
            if over.sum() > (1 - HOLDING) * max(compared.sum(), 1):
                return []
            known = ~np.isnan(whole) & ~np.isnan(total)
            if known.sum() < FEWEST_CELLS:
                return []
            if len(block) > 1 and self._agree(whole, total, slack, known, block):
                return block
        return []

    def _coded(self, place: int, below: Sequence[int]) -> list[int]:
        """Those below whose codes are parts of a label's, where no figure objects.

        A part that is hidden in nearly every cell leaves no sum to compare.
        """
        label = self.labels[place]
        stem = _stem(label, [self.labels[part] for part in below])
        block: list[int] = []
        for part in reversed(below):
            other = self.labels[part]
            if not stem or len(other) != len(label) or not other.startswith(stem):
                break
            block.append(part)
        if len(block) < 2:
            return []
        whole, least = self.figures[place], np.nansum(self.figures[block], axis=0)
        filled = ~np.isnan(whole) & (least > 0)
        if filled.sum() < FEWEST_CELLS:
            return []
        holds = least <= whole + ROUNDING * whole + 0.5 * len(block)
        known = least[filled].sum() >= EXPLAINED * whole[filled].sum()
        return block if known and holds[filled].mean() >= HOLDING else []

    def _agree(
        self, whole: Row, total: Row, slack: Row, known: Mask, block: Sequence[int]
    ) -> bool:
        filled = known & (whole > 0)
        if filled.sum() < FEWEST_CELLS:
            return False
        same = np.abs(whole - total)[filled] <= slack[filled]
        if same.mean() < HOLDING:
            return False
        digits = np.log10(np.maximum(whole / (1 + 2 * slack), 1))[filled][same]
        if digits.sum() < DIGITS:
            return False
        shares = self.figures[block][:, filled] / whole[filled]
        return bool(np.ptp(shares, axis=1).max() > SAME_SHARE)
