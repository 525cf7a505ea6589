"""Graphs for other programs: GraphML and GEXF, with attributes, places and waves."""

import math
from collections.abc import Mapping, Sequence
from typing import Any
from xml.etree import ElementTree

import polars as pl

from distretto.analysis.diagnosis.linkages.survey import Linkages
from distretto.formats.linkages.lists import list_of_actors, list_of_ties
from distretto.formats.linkages.names import UNANSWERED

Positions = Mapping[str, tuple[float, float]]
TYPES = {"int": "int", "long": "long", "float": "double", "bool": "boolean"}
VIZ = "http://gexf.net/1.3/viz"
SHAPES = {
    "firm": "disc",
    "institution": "square",
    "team": "diamond",
    "outside": "triangle",
}


def to_graphml(waves: Sequence[Linkages], positions: Positions | None = None) -> bytes:
    """All waves and relations as one GraphML graph of parallel ties."""
    root = ElementTree.Element(
        "graphml", {"xmlns": "http://graphml.graphdrawing.org/xmlns"}
    )
    nodes, edges = _nodes(waves, positions), _edges(waves)
    keys: dict[tuple[str, str], str] = {}
    for domain, rows in (("node", nodes), ("edge", edges)):
        for name, kind in _attributes(rows).items():
            keys[domain, name] = f"{domain[0]}{len(keys)}"
            ElementTree.SubElement(
                root,
                "key",
                {
                    "id": keys[domain, name],
                    "for": domain,
                    "attr.name": name,
                    "attr.type": TYPES.get(kind, "string"),
                },
            )
    graph = ElementTree.SubElement(root, "graph", {"edgedefault": "directed"})
    for row in nodes:
        node = ElementTree.SubElement(graph, "node", {"id": row["label"]})
        _data(node, "node", row, keys)
    for number, row in enumerate(edges):
        ends = {"source": row.pop("from"), "target": row.pop("to")}
        edge = ElementTree.SubElement(graph, "edge", {"id": f"e{number}", **ends})
        _data(edge, "edge", row, keys)
    return _bytes(root)


def to_gexf(waves: Sequence[Linkages], positions: Positions | None = None) -> bytes:
    """All waves and relations as GEXF 1.3, which Gephi opens where we left it."""
    ElementTree.register_namespace("viz", VIZ)
    root = ElementTree.Element(
        "gexf", {"xmlns": "http://gexf.net/1.3", "version": "1.3"}
    )
    graph = ElementTree.SubElement(
        root, "graph", {"defaultedgetype": "directed", "mode": "static"}
    )
    nodes, edges = _nodes(waves, positions), _edges(waves)
    ids = {
        domain: _declared(graph, domain, rows)
        for domain, rows in (("node", nodes), ("edge", edges))
    }
    held = ElementTree.SubElement(graph, "nodes")
    for row in nodes:
        name = row["label"]
        node = ElementTree.SubElement(held, "node", {"id": name, "label": name})
        _values(node, row, ids["node"])
        if "x" in row:
            # The page counts downwards, Gephi upwards.
            place = {"x": f"{row['x']:.2f}", "y": f"{-row['y']:.2f}", "z": "0"}
            ElementTree.SubElement(node, f"{{{VIZ}}}position", place)
        shape = SHAPES.get(row.get("kind") or "", "disc")
        ElementTree.SubElement(node, f"{{{VIZ}}}shape", {"value": shape})
    held = ElementTree.SubElement(graph, "edges")
    for number, row in enumerate(edges):
        told = {
            "id": str(number),
            "source": row.pop("from"),
            "target": row.pop("to"),
            "kind": " ".join(filter(None, (row.get("relation"), row.get("wave")))),
        }
        edge = ElementTree.SubElement(
            held, "edge", {key: value for key, value in told.items() if value}
        )
        _values(edge, row, ids["edge"])
    return _bytes(root)


def _nodes(
    waves: Sequence[Linkages], positions: Positions | None
) -> list[dict[str, Any]]:
    """Each actor once, with what any wave knows of it, the later wave first."""
    found: dict[str, dict[str, Any]] = {}
    for row in list_of_actors(waves).to_dicts():
        name = row.pop("actor")
        kept = found.setdefault(name, {"label": name})
        kept |= {key: value for key, value in row.items() if value is not None}
        kept.pop("wave", None)
    for name, (x, y) in (positions or {}).items():
        if name in found:
            found[name] |= {"x": float(x), "y": float(y)}
    return list(found.values())


def _edges(waves: Sequence[Linkages]) -> list[dict[str, Any]]:
    """Ties and conflicts; “none” and unanswered are no edges."""
    held = list_of_ties(waves)
    if "strength" in held.columns:
        is_none = pl.col("strength").is_in(["0", UNANSWERED]).fill_null(False)
        held = held.filter(~is_none).with_columns(pl.col("strength").cast(pl.Float64))
    return [
        {key: value for key, value in row.items() if not _is_unknown(value)}
        for row in held.to_dicts()
    ]


def _is_unknown(value: Any) -> bool:
    return value is None or (isinstance(value, float) and math.isnan(value))


def _attributes(rows: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """Names and types of what is told; a name of several types is text."""
    found: dict[str, str] = {}
    for row in rows:
        for name, value in row.items():
            if name in ("from", "to"):
                continue
            kind = type(value).__name__
            found[name] = kind if found.get(name, kind) == kind else "str"
    return found


def _declared(
    graph: ElementTree.Element, domain: str, rows: Sequence[Mapping[str, Any]]
) -> dict[str, str]:
    held = ElementTree.SubElement(graph, "attributes", {"class": domain})
    ids: dict[str, str] = {}
    for name, kind in _attributes(rows).items():
        if name in ("label", "x", "y"):
            continue
        ids[name] = str(len(ids))
        told = {"id": ids[name], "title": name, "type": TYPES.get(kind, "string")}
        ElementTree.SubElement(held, "attribute", told)
    return ids


def _values(
    element: ElementTree.Element, row: Mapping[str, Any], ids: Mapping[str, str]
) -> None:
    held = ElementTree.SubElement(element, "attvalues")
    for name, value in row.items():
        if name in ids:
            told = {"for": ids[name], "value": _text(value)}
            ElementTree.SubElement(held, "attvalue", told)


def _data(
    element: ElementTree.Element,
    domain: str,
    row: Mapping[str, Any],
    keys: Mapping[tuple[str, str], str],
) -> None:
    for name, value in row.items():
        data = ElementTree.SubElement(element, "data", {"key": keys[domain, name]})
        data.text = _text(value)


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else _printable(str(value))


def _printable(text: str) -> str:
    """Without control characters, which XML does not allow."""
    return "".join(mark for mark in text if mark >= " " or mark in "\t\n")


def _bytes(root: ElementTree.Element) -> bytes:
    ElementTree.indent(root)
    told: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return told + b"\n"
