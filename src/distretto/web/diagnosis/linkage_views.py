"""Who may be counted side by side for readers who may not be told of few firms."""

from collections.abc import Collection

import polars as pl

from distretto.analysis.diagnosis.linkages.graph import linkage_graph
from distretto.analysis.diagnosis.linkages.survey import FIRM, Linkages
from distretto.analysis.diagnosis.linkages.views import views_of
from distretto.web.diagnosis.few_firms import tells_of_few


def views_withheld(linkages: Linkages, relation: str, fewest: int) -> set[str]:
    """The views that beside a narrower one would tell of few firms.

    Their difference is how many ties firms have with those whom the wider one has more:
    with institutions, with the team. Firms alone are told, as the matrix tells them.
    """
    if not fewest:
        return set()
    views = views_of(linkages)
    told: list[str] = []
    for view in reversed(views):
        more = [set(views[view]).difference(views[each]) for each in told]
        if not any(_few_tied(linkages, relation, kinds, fewest) for kinds in more):
            told.append(view)
    return set(views).difference(told)


def _few_tied(
    linkages: Linkages, relation: str, kinds: Collection[str], fewest: int
) -> bool:
    """Whether few firms have ties with actors of these kinds, or all but few."""
    graph = linkage_graph(linkages, relation=relation or None, among=(FIRM, *kinds))
    people = linkages.actors.filter(pl.col("kind").is_in([FIRM, *kinds]))
    is_firm = (people["kind"] == FIRM).to_numpy()
    ties = graph.ties.toarray()[is_firm][:, ~is_firm]
    return tells_of_few(int(ties.any(axis=1).sum()), len(ties), fewest)
