"""Which pairs of records are worth comparing: never all of them.

Names that share rare groups of three letters are found by one sparse product, and
records that share a number, an address of mail or the web by sorting.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

Ints = NDArray[np.int64]
GRAM = 3
MOST_SHARING = 2_000  # names with the same three letters; commoner ones tell nothing
FEWEST_SHARING = 60  # of a short list
LEAST_ALIKE = 0.45  # cosine of two names
NEAREST = 15  # names compared with each one
ROWS_AT_ONCE = 2_000
BESIDE = 8  # records compared with each of a large block, beside it in order


@dataclass(frozen=True)
class Grams:
    """Names as rows of weighted groups of letters, each of length 1.

    `rare` has the same rows without the groups that are in very many names.
    """

    rows: sparse.csr_matrix
    rare: sparse.csr_matrix


def grams_of(names: Sequence[str]) -> Grams:
    """TF-IDF of groups of three letters, the ends of words among them."""
    places: dict[str, int] = {}
    columns: list[int] = []
    ends = [0]
    for name in names:
        padded = f"  {name} "
        found = {padded[at : at + GRAM] for at in range(len(padded) - GRAM + 1)}
        columns += [places.setdefault(gram, len(places)) for gram in sorted(found)]
        ends.append(len(columns))
    shape = (len(names), len(places))
    rows = sparse.csr_matrix((np.ones(len(columns)), columns, ends), shape=shape)
    shared = np.bincount(columns, minlength=len(places))
    weights = np.log((1 + len(names)) / (1 + shared)) + 1
    rows = rows @ sparse.diags(weights)
    length = np.sqrt(np.asarray(rows.multiply(rows).sum(axis=1))).ravel()
    rows = sparse.csr_matrix(sparse.diags(1 / np.maximum(length, 1e-12)) @ rows)
    most = max(FEWEST_SHARING, min(MOST_SHARING, len(names) // 10))
    return Grams(rows, sparse.csr_matrix(rows @ sparse.diags((shared <= most) * 1.0)))


def alike_names(grams: Grams, new: int | None = None) -> Ints:
    """Pairs of names that are alike, shape (n, 2), the smaller row first.

    With `new`, the first `new` rows are compared with the others only.
    """
    count = grams.rare.shape[0]
    first = count if new is None else new
    others = grams.rare if new is None else grams.rare[new:]
    turned = sparse.csr_matrix(others.T)
    found = []
    for start in range(0, first, ROWS_AT_ONCE):
        part = grams.rare[start : min(start + ROWS_AT_ONCE, first)]
        found.append(_nearest(part @ turned, start, new))
    pairs = np.concatenate(found) if found else np.empty((0, 2), np.int64)
    return unique_pairs([pairs])


def _nearest(alike: sparse.csr_matrix, start: int, new: int | None) -> Ints:
    """The few names most alike to each; alike counts what is shared of rare letters."""
    alike = alike.tocoo()
    left, right, cosine = alike.row + start, alike.col + (new or 0), alike.data
    kept = (cosine >= LEAST_ALIKE / 2) & (left != right)
    left, right, cosine = left[kept], right[kept], cosine[kept]
    order = np.lexsort((-cosine, left))
    left, right = left[order], right[order]
    begins = np.append(True, left[1:] != left[:-1])[: len(left)]
    firsts = np.flatnonzero(begins)
    place = np.arange(len(left)) - np.repeat(firsts, np.diff([*firsts, len(left)]))
    return np.column_stack([left, right])[place < NEAREST].astype(np.int64)


def cosines(grams: Grams, pairs: Ints) -> NDArray[np.float64]:
    """How alike the names of each pair are by all their letters, from 0 to 1."""
    out = np.empty(len(pairs))
    for start in range(0, len(pairs), 50_000):
        part = pairs[start : start + 50_000]
        product = grams.rows[part[:, 0]].multiply(grams.rows[part[:, 1]])
        out[start : start + len(part)] = np.asarray(product.sum(axis=1)).ravel()
    return np.clip(out, 0, 1)


def sharing(values: Sequence[str], order: Sequence[str], new: int | None) -> Ints:
    """Pairs of records with the same value; blank ones share nothing.

    Of a block, each is compared with those beside it when sorted by `order`, so that a
    value that very many share does not make pairs of all of them.
    """
    filled = [at for at, value in enumerate(values) if value]
    filled.sort(key=lambda at: (values[at], order[at]))
    rows = np.array(filled, np.int64)
    keys = np.unique([values[at] for at in filled], return_inverse=True)[1]
    found = []
    for step in range(1, BESIDE + 1):
        same = keys[step:] == keys[:-step]
        found.append(np.column_stack([rows[:-step][same], rows[step:][same]]))
    pairs = unique_pairs(found)
    if new is not None:
        pairs = pairs[(pairs[:, 0] < new) & (pairs[:, 1] >= new)]
    return pairs


def unique_pairs(parts: Iterable[Ints]) -> Ints:
    """Pairs once each, the smaller row first."""
    parts = [part for part in parts if len(part)]
    if not parts:
        return np.empty((0, 2), np.int64)
    return np.unique(np.sort(np.concatenate(parts), axis=1), axis=0)
