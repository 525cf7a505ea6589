"""Linkages as a graph: sparse arrays, with what is unknown kept apart from no tie."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy import sparse

from distretto.analysis.diagnosis.linkages.survey import CONFLICT, WITHIN, Linkages
from distretto.errors import InputError, gettext_noop

Booleans = NDArray[np.bool_]
Integers = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Graph:
    """Actors and the ties among them, of one relation or of several together.

    Attributes
    ----------
    actors : tuple of str
    ties : sparse array of shape (actors, actors)
        1 where there is a tie, from row to column; both ways if not `is_directed`.
        Its diagonal is empty.
    strength : sparse array, as `ties`
        1 to 3 (points); NaN where a tie's strength is unknown.
    conflicts : sparse array
        1 where there is a conflict, which is never a tie.
    unanswered : sparse array
        1 where the row was asked about the column and gave no answer.
    surveyed : array of bool
        Whose own answers are there. All, where nobody said.
    is_directed : bool
    is_coverage_known : bool
        Whether anybody said who was surveyed.
    """

    actors: tuple[str, ...]
    ties: sparse.csr_array
    strength: sparse.csr_array
    conflicts: sparse.csr_array
    unanswered: sparse.csr_array
    surveyed: Booleans
    is_directed: bool
    is_coverage_known: bool

    def __len__(self) -> int:
        return len(self.actors)

    @property
    def count(self) -> int:
        """Ties; those between two actors count once if undirected."""
        return int(self.ties.nnz) if self.is_directed else int(self.ties.nnz) // 2

    @cached_property
    def possible(self) -> int:
        """Pairs of actors of whom it is known whether they are tied.

        Undirected, one of the two reports is enough.
        """
        n, silent = len(self), ~self.surveyed
        untied = _without(self.unanswered, self.ties)
        asked = untied[self.surveyed]
        if self.is_directed:
            heard = self.ties[silent].nnz
            return int(self.surveyed.sum() * (n - 1) - asked.nnz + heard)
        m = int(silent.sum())
        of_silent = int(asked[:, silent].nnz)
        among = asked[:, self.surveyed]
        both = int(among.multiply(among.T).nnz) // 2
        heard = int(self.ties[silent][:, silent].nnz) // 2
        return n * (n - 1) // 2 - m * (m - 1) // 2 - of_silent - both + heard

    @cached_property
    def both_ways(self) -> "Graph":
        """The union of both reports: a tie where either of the two told one."""
        if not self.is_directed:
            return self
        strength = _union(self.strength)
        return Graph(
            self.actors,
            _ones(strength),
            strength,
            _ones(_union(self.conflicts)),
            self.unanswered,
            self.surveyed,
            False,
            self.is_coverage_known,
        )

    def part(self, kept: Booleans | Integers) -> "Graph":
        """The actors kept (in the order given, where they are numbers)."""
        places = np.arange(len(self))[kept]

        def cut(held: sparse.csr_array) -> sparse.csr_array:
            found = sparse.csr_array(held[places][:, places])
            found.sort_indices()
            return found

        return Graph(
            tuple(self.actors[place] for place in places),
            cut(self.ties),
            cut(self.strength),
            cut(self.conflicts),
            cut(self.unanswered),
            self.surveyed[places],
            self.is_directed,
            self.is_coverage_known,
        )


def linkage_graph(
    linkages: Linkages,
    *,
    relation: str | None = None,
    directed: bool = False,
    among: Collection[str] = WITHIN,
    weakest: float = 0.0,
) -> Graph:
    """The graph of the ties of a survey, ready to be measured [wasserman1994].

    Several relations together have a tie where one of them has, as strong as the
    strongest. Undirected, there is a tie where either of the two told one.

    Parameters
    ----------
    linkages : Linkages
    relation : str, optional
        The kind of linkage; all together if not given.
    directed : bool
        Whether ties go from who told them to whom was named.
    among : collection of str
        Kinds of actors that are kept.
    weakest : float
        The least strength (points) that counts as a tie; at 0, the default, every
        strength above 0, and unknown ones too. Else a tie of unknown strength is
        unanswered.

    Returns
    -------
    Graph
        Ties (a number for each pair, 0 or 1) with strengths in points; conflicts and
        unanswered pairs stand apart.

    Raises
    ------
    InputError
        There is no such relation.
    """
    _check_relation(linkages, relation)
    actors = linkages.actors.filter(pl.col("kind").is_in(list(among)))
    rows = _numbered(linkages.ties, actors, relation).with_columns(
        pl.col("strength").cast(pl.Float64).fill_nan(None)
    )
    n, strength = actors.height, pl.col("strength")
    is_tie = (strength > 0) & (strength >= weakest)
    if not weakest:
        is_tie |= strength.is_null()
    # A known strength wins over an unknown one of another relation.
    tied = rows.filter(is_tie.fill_null(False)).group_by("i", "j", maintain_order=True)
    tied_rows = tied.agg(pl.col("strength").max())
    open_ = _numbered(linkages.unanswered, actors, relation).select("i", "j")
    if weakest:
        open_ = pl.concat([open_, rows.filter(strength.is_null()).select("i", "j")])
    strengths = _matrix(
        tied_rows, n, tied_rows["strength"].fill_null(np.nan).to_numpy()
    )
    ties = _ones(strengths)
    conflicts = _ones(_matrix(rows.filter(strength == CONFLICT).unique(["i", "j"]), n))
    surveyed = actors["surveyed"]
    graph = Graph(
        tuple(actors["actor"]),
        ties,
        strengths,
        conflicts,
        _without(_ones(_matrix(open_.unique(), n)), ties),
        surveyed.fill_null(surveyed.is_null().all()).to_numpy().astype(bool),
        True,
        bool(n) and not surveyed.is_null().all(),
    )
    return graph if directed else graph.both_ways


def _check_relation(linkages: Linkages, relation: str | None) -> None:
    if relation is None or relation in linkages.relations:
        return
    raise InputError(
        "no_such_relation",
        gettext_noop("There are no ties of the kind “%(relation)s”, only: %(known)s."),
        relation=relation,
        known=", ".join(f"“{each}”" for each in linkages.relations) or "none",
    )


def _numbered(
    pairs: pl.DataFrame, actors: pl.DataFrame, relation: str | None
) -> pl.DataFrame:
    """The pairs among these actors, by their places `i` and `j`."""
    if relation is not None:
        pairs = pairs.filter(pl.col("relation") == relation)
    place = actors.select("actor").with_row_index("i").with_columns(j="i")
    return pairs.join(
        place.select("actor", "i"), left_on="from", right_on="actor"
    ).join(place.select("actor", "j"), left_on="to", right_on="actor")


def _matrix(
    rows: pl.DataFrame, n: int, values: Floats | None = None
) -> sparse.csr_array:
    held = np.ones(rows.height) if values is None else values
    places = (rows["i"].to_numpy(), rows["j"].to_numpy())
    found = sparse.csr_array((held, places), shape=(n, n))
    found.sort_indices()
    return found


def _ones(held: sparse.csr_array) -> sparse.csr_array:
    """1 wherever something stands, unknown numbers too."""
    return sparse.csr_array(
        (np.ones(held.nnz), held.indices, held.indptr), shape=held.shape
    )


def _union(held: sparse.csr_array) -> sparse.csr_array:
    """The larger of both ways; a known number wins over an unknown one."""
    both = sparse.coo_array(held)
    i = np.concatenate([both.row, both.col]).astype(np.int64)
    j = np.concatenate([both.col, both.row]).astype(np.int64)
    values = np.concatenate([both.data, both.data])
    known = np.where(np.isnan(values), -np.inf, values)
    order = np.lexsort((known, j, i))
    i, j, values = i[order], j[order], values[order]
    is_last = np.ones(len(i), dtype=bool)
    is_last[:-1] = (i[1:] != i[:-1]) | (j[1:] != j[:-1])
    places = (i[is_last], j[is_last])
    found = sparse.csr_array((values[is_last], places), shape=held.shape)
    found.sort_indices()
    return found


def _without(held: sparse.csr_array, other: sparse.csr_array) -> sparse.csr_array:
    """What is in one and not in the other."""
    left = sparse.csr_array(held - held.multiply(other))
    left.eliminate_zeros()
    return left
