"""How firms are tied to the institutions that are to support them."""

import math
from dataclasses import dataclass

import numpy as np
import polars as pl

from distretto.analysis.diagnosis.linkages.graph import linkage_graph
from distretto.analysis.diagnosis.linkages.survey import FIRM, INSTITUTION, Linkages


@dataclass(frozen=True)
class InstitutionTies:
    """Ties between firms and institutions.

    Attributes
    ----------
    firms : int
        Firms whose ties are known: the surveyed ones.
    tied_share : float
        Share of them with at least one tie to an institution.
    mean_ties : float
        Institutions of a firm on average.
    concentration : float
        Herfindahl index of the ties over institutions: 1 / their number where all
        have as many, 1 where one has all.
    several_types_share : float
        Share of firms tied to three or more types of institution.
    by_institution : DataFrame
        `institution`, `type`, `firms` (number tied), `firm_share`.
    """

    firms: int
    tied_share: float
    mean_ties: float
    concentration: float
    several_types_share: float
    by_institution: pl.DataFrame


def institution_ties(
    linkages: Linkages, *, relation: str | None = None, several: int = 3
) -> InstitutionTies:
    """Two-mode figures of firms and institutions [borgatti1997].

    Parameters
    ----------
    linkages : Linkages
        A tie counts whichever of the two told it. The type of an institution is its
        `group`.
    relation : str, optional
        The kind of linkage; all together if not given.
    several : int
        A number of types from which on a firm is tied to several.

    Returns
    -------
    InstitutionTies
        Shares from 0 to 1 and numbers of ties. NaN where there are no firms, no
        institutions or, for the concentration, no ties; the share of several types is
        NaN where the type of no institution is known.

    Raises
    ------
    InputError
        There is no such relation.
    """
    graph = linkage_graph(linkages, relation=relation, among=(FIRM, INSTITUTION))
    actors = linkages.actors.filter(pl.col("kind").is_in([FIRM, INSTITUTION]))
    is_firm = (actors["kind"] == FIRM).to_numpy()
    held = actors.filter(pl.col("kind") == INSTITUTION)
    firms = np.flatnonzero(is_firm & graph.surveyed)
    ties = graph.ties[firms][:, np.flatnonzero(~is_firm)].toarray()
    count = len(firms)
    is_measured = bool(count and held.height)
    by_institution = ties.sum(axis=0)
    all_ties = by_institution.sum()
    per_firm = ties.sum(axis=1)
    shares = by_institution / all_ties if all_ties else np.array([])
    return InstitutionTies(
        firms=count,
        tied_share=float((per_firm > 0).mean()) if is_measured else math.nan,
        mean_ties=float(per_firm.mean()) if is_measured else math.nan,
        concentration=float((shares**2).sum()) if all_ties else math.nan,
        several_types_share=_several(ties, held["group"], several),
        by_institution=pl.DataFrame(
            {
                "institution": held["actor"],
                "type": held["group"],
                "firms": by_institution.astype(np.int64),
            }
        ).with_columns(firm_share=pl.col("firms") / count if count else None),
    )


def _several(ties: np.ndarray, types: pl.Series, several: int) -> float:
    """Share of the firms that are tied to so many types."""
    names = types.drop_nulls().unique().to_list()
    if not names or not len(ties):
        return math.nan
    found = sum(
        ties[:, (types == name).fill_null(False).to_numpy()].any(axis=1)
        for name in names
    )
    return float((np.asarray(found) >= several).mean())
