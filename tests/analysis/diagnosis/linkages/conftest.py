"""Published networks as surveys of linkages, and as graphs of networkx."""

from collections.abc import Callable
from dataclasses import dataclass

import networkx as nx
import numpy as np
import polars as pl
import pytest

from distretto.analysis.diagnosis.linkages.graph import Graph, linkage_graph
from distretto.analysis.diagnosis.linkages.survey import Linkages, survey_of_linkages


@dataclass(frozen=True)
class Network:
    """One network, as we have it and as networkx has it."""

    linkages: Linkages
    matrix: np.ndarray

    @property
    def directed(self) -> Graph:
        return linkage_graph(self.linkages, directed=True)

    @property
    def undirected(self) -> Graph:
        return linkage_graph(self.linkages)

    @property
    def peer(self) -> nx.DiGraph:
        return nx.from_numpy_array(self.matrix, create_using=nx.DiGraph)

    @property
    def undirected_peer(self) -> nx.Graph:
        return nx.from_numpy_array(np.maximum(self.matrix, self.matrix.T))


def of_matrix(matrix: np.ndarray, names: list[str], **actors: list) -> Network:
    """A network of zeros and ones."""
    i, j = np.nonzero(matrix)
    ties = pl.DataFrame(
        {"from": [names[k] for k in i], "to": [names[k] for k in j]},
        schema={"from": pl.String, "to": pl.String},
    )
    listed = pl.DataFrame({"actor": names, **actors})
    return Network(survey_of_linkages(ties, listed), matrix)


@pytest.fixture(scope="session")
def network(shared_data) -> Callable[[str], Network]:
    """Krackhardt, Padgett, Kapferer and Lazega, as their files have them."""

    def read(name: str) -> Network:
        held = pl.read_csv(shared_data / "networks" / f"{name}.csv")
        names = held.columns[1:]
        assert held[:, 0].to_list() == names
        return of_matrix(held[:, 1:].to_numpy(), names)

    return read
