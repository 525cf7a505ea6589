"""Which cells of a result are hidden: each subject over all tables that show it.

A subject is what a figure is of, such as the scores in a category or what firms say of
it: each has its own firms, those who answered.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import repeat

import numpy as np
from numpy.typing import NDArray

from distretto.analysis.diagnosis.bottlenecks.hidden import (
    hidden_cells,
    told_firms,
)

Bools = NDArray[np.bool_]
Members = Mapping[str, frozenset[str]]
Text = tuple[str | None, ...]
# Between the parts of the name of a cell, and before the name where it is known which
# of several earlier results it is of.
_BETWEEN = " | "
_NUMBER = re.compile(r"^\d+ ")


@dataclass(frozen=True)
class Cells:
    """A table of cells that part the firms: the whole, by a variable, or by two.

    Attributes
    ----------
    texts : sequence of tuple
        Variables and groups of each cell, such as `("size", "micro")`; one empty
        tuple for the whole.
    members : array of bool, cells x firms
    shape : tuple of int
        How many cells, or rows and columns.
    """

    texts: Sequence[Text]
    members: Bools
    shape: tuple[int, ...]

    @cached_property
    def packed(self) -> NDArray[np.uint8]:
        """The members of each cell, eight firms to a byte."""
        return np.packbits(self.members, axis=1, bitorder="little")

    def firms(self, known: Bools) -> list[int]:
        """Those of each cell who answered, a bit for each firm."""
        answered = self.packed & np.packbits(known, bitorder="little")
        return [int.from_bytes(line.tobytes(), "little") for line in answered]


@dataclass(frozen=True)
class Guard:
    """What figures are held against: so few firms, and what was shown before."""

    keys: NDArray[np.object_]
    released: Members
    fewest: int

    @cached_property
    def earlier(self) -> Mapping[str, list[frozenset[str]]]:
        """Cells that were shown, by subject: the first part of their name."""
        found: dict[str, list[frozenset[str]]] = {}
        for cell, firms in self.released.items():
            subject = _NUMBER.sub("", cell).split(_BETWEEN)[0]
            found.setdefault(subject, []).append(firms)
        return found

    @cached_property
    def place(self) -> Mapping[str, int]:
        """The bit of each firm: those of earlier results alone come last."""
        once: frozenset[str] = frozenset().union(*self.released.values())
        every = dict.fromkeys([*self.keys, *once])
        return {key: number for number, key in enumerate(every)}

    def bits(self, firms: frozenset[str]) -> int:
        """The firms of an earlier cell, as `Cells.firms` has those of this result."""
        is_there = np.zeros(len(self.place), dtype=bool)
        places = map(self.place.__getitem__, firms)
        is_there[np.fromiter(places, dtype=np.int64, count=len(firms))] = True
        packed = np.packbits(is_there, bitorder="little")
        return int.from_bytes(packed.tobytes(), "little")


def cell_name(subject: str, text: Text) -> str:
    """The name by which a cell is kept for the next time."""
    return _BETWEEN.join([subject, *(part or "" for part in text)])


def hidden_of(
    subject: str,
    known: Bools,
    tables: Sequence[Cells],
    guard: Guard,
    *,
    less: tuple[Bools, Bools] | None = None,
) -> list[Bools]:
    """Which cells of each table are hidden, for one subject; the whole comes first.

    Hidden are cells of few firms, those that tell a few beside earlier results or
    beside each other, and whatever would give a hidden cell back. Of a figure that is
    one less another, `less` are the firms of the two, who may tell a few beside it.
    """
    firms = [one for each in tables for one in each.firms(known)]
    counts = np.array([one.bit_count() for one in firms], dtype=float)
    hidden = _told_before(firms, counts, guard.earlier.get(subject, []), guard)
    if less is not None:
        hidden |= _told_by_terms(tables, *less, guard.fewest)
    ends = np.cumsum([len(each.texts) for each in tables])[:-1]
    # Views: what is hidden in a part is hidden in all.
    parts, sizes = np.split(hidden, ends), np.split(counts, ends)
    while True:
        before = int(hidden.sum())
        if parts[0].any():
            # Groups, or cells, of all firms would sum to the whole.
            hidden[:] = True
        _hide_bare(tables, parts)
        for each, part, size in zip(tables, parts, sizes, strict=True):
            part[:] = hidden_cells(
                size.reshape(each.shape),
                fewest=guard.fewest,
                also=part.reshape(each.shape),
            ).ravel()
        _hide_told(firms, counts, hidden, guard.fewest)
        if int(hidden.sum()) == before:
            return parts


def _told_before(
    firms: Sequence[int],
    counts: NDArray[np.float64],
    earlier: Sequence[frozenset[str]],
    guard: Guard,
) -> Bools:
    """Cells that tell a few firms beside what was shown before; the whole is first."""
    told = np.zeros(len(firms), dtype=bool)
    for each in earlier:
        if told[0]:  # The whole takes all its groups along.
            break
        # Where the counts are further apart, so are the firms.
        near = (np.abs(counts - len(each)) < guard.fewest) & (counts > 0) & ~told
        if not near.any():
            continue
        there = guard.bits(each)
        for cell in np.flatnonzero(near).tolist():
            told[cell] = told_firms(firms[cell], there, guard.fewest) > 0
    return told


def _told_by_terms(
    tables: Sequence[Cells], one: Bools, other: Bools, fewest: int
) -> Bools:
    """Tables where a difference tells a few firms beside the two it is of.

    The one less the other less their difference is of those who gave one of the two
    alone. In a table with such a cell all are told: hidden cells that the whole less
    the shown ones gives back together would tell the same few.
    """
    told = (
        any(map(told_firms, each.firms(one), each.firms(other), repeat(fewest)))
        for each in tables
    )
    sizes = [len(each.texts) for each in tables]
    return np.repeat(np.fromiter(told, dtype=bool, count=len(tables)), sizes)


def _hide_told(
    firms: Sequence[int], counts: NDArray[np.float64], hidden: Bools, fewest: int
) -> None:
    """Hide the smallest cell that tells a few firms beside a larger one.

    Only one: what protects it may hide the others that tell.
    """
    shown = np.flatnonzero(~hidden & (counts > 0))
    order = shown[np.argsort(counts[shown], kind="stable")].tolist()
    for number, small in enumerate(order):
        for large in order[number + 1 :]:
            if counts[large] - counts[small] >= fewest:
                break
            if told_firms(firms[small], firms[large], fewest):
                hidden[small] = True
                return


def _hide_bare(tables: Sequence[Cells], parts: Sequence[Bools]) -> None:
    """Hide the cells of a group whose own figure is hidden: they would sum to it."""
    groups = {
        text
        for each, part in zip(tables, parts, strict=True)
        if len(each.shape) == 1
        for text, is_hidden in zip(each.texts, part, strict=True)
        if is_hidden
    }
    for each, part in zip(tables, parts, strict=True):
        if len(each.shape) == 2:
            part |= [text[:2] in groups or text[2:] in groups for text in each.texts]
