"""What each firm does with knowledge: brings it in, passes it on, or stands apart."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from distretto.analysis.checks import check_at_least_zero
from distretto.analysis.diagnosis.linkages.centrality import degrees
from distretto.analysis.diagnosis.linkages.graph import Floats, Graph
from distretto.errors import InputError, gettext_noop

ROLES = (
    "gatekeeper",
    "active_exchanger",
    "weak_exchanger",
    "external_star",
    "isolated",
)


@dataclass(frozen=True)
class KnowledgeRoles:
    """The role of each firm, and where the lines were drawn.

    Attributes
    ----------
    table : DataFrame
        `actor`, `role`, `external_sources`, `given` and `received` (numbers of ties).
    open_from : float
        External sources from which a firm is open to the outside.
    active_from : float
        Local ties from which it is active.
    few : float
        Local ties below which it is hardly tied at all.
    """

    table: pl.DataFrame
    open_from: float
    active_from: float
    few: float


def knowledge_roles(
    graph: Graph,
    external_sources: Sequence[float | None],
    *,
    toward: str = "giver",
    open_from: float | None = None,
    active_from: float | None = None,
    few: float | None = None,
) -> KnowledgeRoles:
    """Five roles of firms in the knowledge of a cluster [giuliani2005].

    Fewer than `few` local ties: external star if open to the outside, else isolated.
    From `active_from` local ties on: gatekeeper if open to the outside and giving more
    than receiving, else active mutual exchanger. Between: weak mutual exchanger.

    Parameters
    ----------
    graph : Graph
        Directed: who asks whom, or who tells whom.
    external_sources : sequence of shape (n_actors,)
        A number of sources outside the cluster; None or NaN where it is unknown.
    toward : str
        Whom ties point to: the “giver” of knowledge (whom did you ask?) or the
        “receiver” (who asked you?).
    open_from, active_from : float, optional
        Numbers of sources and of local ties; the mean of all firms if not given.
    few : float, optional
        Half of `active_from` if not given.

    Returns
    -------
    KnowledgeRoles
        Null as `role` where external sources are unknown and it hangs on them. All
        else are numbers of ties.

    Raises
    ------
    InputError
        Sources are negative or not one for each actor, or a cut-off is no number.
    """
    sources = _sources(external_sources, len(graph))
    given, received = _flows(graph, toward)
    local = given + received
    open_line = _line(open_from, sources, "open_from")
    active_line = _line(active_from, local, "active_from")
    few_line = active_line / 2 if few is None else check_at_least_zero(few, "few")
    is_known = ~np.isnan(sources)
    is_open = is_known & (sources > 0) & (sources >= open_line)
    is_active, is_apart = local >= active_line, local < few_line
    role = np.select(
        [
            is_apart & is_open,
            is_apart & is_known,
            is_apart,
            is_active & is_open & (given > received),
            is_active & (is_known | (given <= received)),
            is_active,
        ],
        ["external_star", "isolated", "", "gatekeeper", "active_exchanger", ""],
        default="weak_exchanger",
    )
    table = pl.DataFrame(
        {
            "actor": graph.actors,
            "role": [str(each) or None for each in role],
            "external_sources": sources,
            "given": given.astype(np.int64),
            "received": received.astype(np.int64),
        },
        schema_overrides={"actor": pl.String, "role": pl.String},
    ).with_columns(pl.col("external_sources").fill_nan(None))
    return KnowledgeRoles(table, open_line, active_line, few_line)


def _sources(told: Sequence[float | None], count: int) -> Floats:
    try:
        found = np.array(
            [np.nan if each is None else each for each in told], dtype=np.float64
        )
        is_fine = len(found) == count and not (found < 0).any()
        is_fine = is_fine and not np.isinf(found).any()
    except (TypeError, ValueError):
        is_fine = False
    if not is_fine:
        raise InputError(
            "not_sources",
            gettext_noop(
                "External sources are to be numbers of zero or more, one for each of "
                "the %(actors)s actors; None where it is unknown."
            ),
            actors=count,
        )
    return found


def _flows(graph: Graph, toward: str) -> tuple[Floats, Floats]:
    """What each firm gives and receives."""
    if toward not in ("giver", "receiver"):
        raise InputError(
            "not_toward",
            gettext_noop(
                "Ties point to the “giver” or to the “receiver” of knowledge, not to "
                "“%(found)s”."
            ),
            found=toward,
        )
    held = degrees(graph)
    told, named = (
        held.given.astype(np.float64),
        held.received.astype(np.float64),
    )
    return (named, told) if toward == "giver" else (told, named)


def _line(told: float | None, values: Floats, name: str) -> float:
    if told is not None:
        return check_at_least_zero(told, name)
    known = values[~np.isnan(values)]
    return float(known.mean()) if len(known) else 0.0
