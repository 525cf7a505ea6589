"""What became of a cluster's linkages between two waves."""

from collections.abc import Collection
from dataclasses import dataclass, field

import numpy as np
import polars as pl

from distretto.analysis.diagnosis.linkages.change_measures import changed_measures
from distretto.analysis.diagnosis.linkages.graph import Graph, linkage_graph
from distretto.analysis.diagnosis.linkages.qap import QapCorrelation, qap_correlation
from distretto.analysis.diagnosis.linkages.same_kinds import kinds_in_both
from distretto.analysis.diagnosis.linkages.survey import WITHIN, Linkages
from distretto.analysis.diagnosis.linkages.tie_changes import (
    KEPT,
    LOST,
    NEW,
    tie_changes,
)
from distretto.errors import InputError, gettext_noop


@dataclass(frozen=True)
class Change:
    """Two waves of one relation compared.

    Attributes
    ----------
    panel : tuple of str
        Actors who are in both waves and, where that is known, answered in both.
    entries, exits : tuple of str
        Actors of the later or the earlier wave only.
    unheard : tuple of str
        Actors of both waves who did not answer in both, and are not compared.
    ties : DataFrame
        `from`, `to`, `status` (kept, new, lost) of ties among the panel; with their
        direction, where they are compared so.
    kept, new, lost : int
        Rows of `ties`: with direction, a tie that both tell of is two.
    pairs_kept, pairs_new, pairs_lost : int
        By pairs: actors who are tied, whichever of the two told it. The same where
        ties have no direction.
    jaccard : float
        kept / (kept + new + lost).
    entry_ties, exit_ties : int
        Ties of those who came, in the later wave, and of those who left, in the
        earlier; with their direction, as `kept`.
    qap : QapCorrelation
        Of the two waves, over the panel; with direction, as `kept`.
    measures : DataFrame
        `measure`, `before`, `after`, `change`, and, where they are known, `low`, `high`
        and `p_value`, of the panel alone. Measures are named as in `measure_linkages`:
        those that begin with `directed_` count ties with their direction, `density`,
        `mean_degree` and all others but `reciprocity`, `given_centralisation` and
        `received_centralisation` count pairs.
    graphs : (Graph, Graph)
        The panel in each wave.
    is_wish : bool
        Whether the second wave is what is wished for: kept ties are there and wished
        for, new ones wished for and not there, lost ones there and not wished for.
    """

    panel: tuple[str, ...]
    entries: tuple[str, ...]
    exits: tuple[str, ...]
    unheard: tuple[str, ...]
    ties: pl.DataFrame
    kept: int
    new: int
    lost: int
    pairs_kept: int
    pairs_new: int
    pairs_lost: int
    jaccard: float
    entry_ties: int
    exit_ties: int
    qap: QapCorrelation
    measures: pl.DataFrame
    graphs: tuple[Graph, Graph] = field(repr=False, compare=False)
    is_wish: bool = False

    @property
    def is_directed(self) -> bool:
        """Whether ties are compared with their direction."""
        return self.graphs[0].is_directed


def compare_linkages(
    before: Linkages,
    after: Linkages,
    *,
    relation: str | None = None,
    directed: bool = False,
    among: Collection[str] = WITHIN,
    permutations: int = 999,
    level: float = 0.95,
    seed: int = 1,
) -> Change:
    """Linkages of two waves, on the same actors [snijders1999, krackhardt1987].

    Jaccard = kept / (kept + new + lost)

    Where ties have a direction they are counted twice: with it, each as it was told,
    and by pairs, as sociograms are drawn.

    Chance, for p: each pair that changed might as well have changed the other way
    round. It passes over that the ties of one actor hang together; the interval of the
    change of density, from actors drawn anew, does not.

    A wave that is wished for is compared with one that is there, and comes second.
    Nothing has changed between the two, so that there is no test: p and the interval
    are unknown.

    Parameters
    ----------
    before, after : Linkages
    relation, directed, among
        As for `linkage_graph`.
    permutations : int
        A number of permutations, and of draws for the interval.
    level : float
        Share (0 to 1) of intervals that hold the change.
    seed : int
        Makes the draws repeatable.

    Returns
    -------
    Change
        Numbers of ties and shares. Who came or left is told apart and in no measure.

    Raises
    ------
    InputError
        There is no such relation in one of the waves, or no kind that is in both; or
        the first is a wish and the second is none.
    """
    _check_order(before, after)
    if relation is None:
        kinds_in_both(before, after)
    is_wish = after.is_desired and not before.is_desired
    draws = 0 if is_wish else permutations
    asked = {"relation": relation, "directed": directed, "among": among}
    graphs = [linkage_graph(each, **asked) for each in (before, after)]  # type: ignore[arg-type]
    panel, unheard = _panel(*graphs)
    first, second = (_of(graph, panel) for graph in graphs)
    changes = tie_changes(first, second)
    pairs = tie_changes(first.both_ways, second.both_ways)
    entries, exits = (_only(graphs[1], graphs[0]), _only(graphs[0], graphs[1]))
    return Change(
        panel=panel,
        entries=entries,
        exits=exits,
        unheard=unheard,
        ties=changes.table(panel),
        kept=changes.count(KEPT),
        new=changes.count(NEW),
        lost=changes.count(LOST),
        pairs_kept=pairs.count(KEPT),
        pairs_new=pairs.count(NEW),
        pairs_lost=pairs.count(LOST),
        jaccard=changes.kept_share,
        entry_ties=_ties_of(graphs[1], entries),
        exit_ties=_ties_of(graphs[0], exits),
        qap=qap_correlation(first, second, permutations=draws, seed=seed),
        measures=changed_measures(first, second, draws, level, seed),
        graphs=(first, second),
        is_wish=is_wish,
    )


def _check_order(before: Linkages, after: Linkages) -> None:
    if before.is_desired and not after.is_desired:
        raise InputError(
            "wish_before_what_is",
            gettext_noop(
                "“%(wave)s” is what is wished for, and stands before “%(other)s”, "
                "which is there. Give the wave that is there first."
            ),
            wave=before.wave,
            other=after.wave,
        )


def _panel(before: Graph, after: Graph) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Who is compared, and who is in both waves but did not answer in both."""
    told = dict(zip(after.actors, after.surveyed, strict=True))
    both = [
        (actor, answered and told[actor])
        for actor, answered in zip(before.actors, before.surveyed, strict=True)
        if actor in told
    ]
    return (
        tuple(actor for actor, answered in both if answered),
        tuple(actor for actor, answered in both if not answered),
    )


def _of(graph: Graph, panel: tuple[str, ...]) -> Graph:
    places = {actor: place for place, actor in enumerate(graph.actors)}
    return graph.part(np.array([places[actor] for actor in panel], dtype=np.int64))


def _only(graph: Graph, other: Graph) -> tuple[str, ...]:
    there = set(other.actors)
    return tuple(actor for actor in graph.actors if actor not in there)


def _ties_of(graph: Graph, actors: tuple[str, ...]) -> int:
    """Ties that one of these has."""
    is_one = np.isin(np.array(graph.actors, dtype=object), list(actors))
    others = graph.part(~is_one)
    return graph.count - others.count
