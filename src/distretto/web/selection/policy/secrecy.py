"""Firms are competitors: who is not of the staff sees no figure of too few firms.

One gate for every way out. Pages, pictures, downloads and the JSON interface take a
cluster map from `seen_map`, and the figures of candidates from `seen_figures`; versions
of records in the history leave `figures` out. What fewer firms stand behind than the
programme allows, or nobody knows how many, is masked, and so is what would give it away
by a difference. Sums are taken before anything is masked: they are true, or unknown.

A dataset that says that its figures are published has been through this already.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import polars as pl

from distretto.analysis.selection.cluster_map import ClusterMap as FoundMap
from distretto.analysis.selection.disclosure import disclosure
from distretto.errors import gettext_noop, ngettext_noop
from distretto.formats.charts.cluster_sheet import sums_in_clusters
from distretto.formats.signs import AT_LEAST
from distretto.notes import Note
from distretto.web.accounts.models import Role
from distretto.web.accounts.policy import STAFF
from distretto.web.register.models import Dataset
from distretto.web.selection.figures import KNOWN, sign_of, title_of, value_of
from distretto.web.selection.models import Candidate, ClusterMap, Round
from distretto.web.selection.policy.masking import (
    masked_cells,
    masked_clusters,
    masked_sums,
)
from distretto.web.selection.queries import maps
from distretto.web.selection.queries.maps import Measured

MASKED = ngettext_noop(
    "The figures of %(count)s industry in a region are not shown to your role, because "
    "fewer than %(least)s firms stand behind them, nobody knows how many do, or a "
    "difference would give others away; shares and totals count them in, and are "
    "unknown where they would tell them.",
    "The figures of %(count)s industries in regions are not shown to your role, "
    "because fewer than %(least)s firms stand behind them, nobody knows how many do, "
    "or a difference would give others away; shares and totals count them in, and are "
    "unknown where they would tell them.",
)
MASKED_FIGURES = gettext_noop(
    "Figures of candidates are not shown to your role (%(names)s) where fewer than "
    "%(least)s firms stand behind them, nobody knows how many do, or they would give "
    "others away."
)
# Figures of candidates that say nothing of single firms.
OPEN_FIGURES = frozenset({"establishments", "stars", "known_share"})


@dataclass(frozen=True)
class SeenMap:
    """A cluster map as a role may see it; `note` says what is masked, if anything."""

    found: FoundMap
    note: Note | None = None


@dataclass(frozen=True)
class SeenFigures:
    """Figures of a candidate as a role may see them, and the keys that are masked."""

    figures: dict[str, Any]
    masked: tuple[str, ...] = ()


def sees_all(role: Role | None) -> bool:
    """Whether a role may see figures of single firms."""
    return role is not None and role.kind in STAFF


def seen_by(role: Role, dataset: Dataset) -> int:
    """Least number of firms behind a figure of a dataset that the role sees."""
    is_open = sees_all(role) or dataset.is_published
    return 0 if is_open else role.programme.smallest_cell


def seen_map(role: Role, result: Measured | ClusterMap, dataset: Dataset) -> SeenMap:
    """A measured map as the library knows it, with what the role may see."""
    found = maps.as_analysis(result)
    fewest = seen_by(role, dataset)
    if not fewest:
        return SeenMap(found)
    value = str(found.settings.get("value") or "employment")
    cells, groups = _with_other_maps(found, result, dataset)
    kept = disclosure(_confidential(cells, value), fewest=fewest, groups=groups)
    note = Note(MASKED, count=kept.masked_count, least=fewest)
    notes = (note,) if kept.masked_count else ()
    shown = replace(
        found,
        clusters=masked_clusters(found, kept, fewest),
        cells=masked_cells(found.cells, kept),
        region_sums=masked_sums(sums_in_clusters(found.cells, value), kept),
        notes=(*found.notes, *notes),
    )
    return SeenMap(shown, *notes)


def _with_other_maps(
    found: FoundMap, result: Measured | ClusterMap, dataset: Dataset
) -> tuple[pl.DataFrame, list[str]]:
    """The cells with their clusters on every map of the same table, in one order.

    So the same cells are masked on all of them, and none tells what another masks.
    """
    cells, groups = found.cells, []
    own = getattr(result, "pk", None)
    for other in ClusterMap.objects.current().filter(dataset=dataset).order_by("pk"):
        if other.pk == own:
            groups.append("cluster")
        elif _asked(other.settings, dataset) == _asked(result.settings, dataset):
            groups.append(f"map {other.pk}")
            clusters = maps.cells_of(other).select(
                "region", "industry", pl.col("cluster").alias(groups[-1])
            )
            pair = ["region", "industry"]
            cells = cells.join(clusters, on=pair, how="left", maintain_order="left")
    return cells, groups if "cluster" in groups else [*groups, "cluster"]


def _asked(settings: Mapping[str, Any], dataset: Dataset) -> list[Any]:
    """What decides which table a map is of: its clusters may differ.

    Not what was measured: a map by firms tells whose jobs another one adds up.
    """
    level = settings.get("level") or dataset.findings.get("level")
    return [level, *(settings.get(name) for name in ("base", "year"))]


def _confidential(cells: pl.DataFrame, value: str) -> pl.DataFrame:
    """The cells with their persons, or where they are unknown what was measured."""
    return cells.with_columns(employment=pl.coalesce("employment", value))


def reader_of(round_: Round) -> Role | None:
    """The role in which a round is read; None where no loader has attached one."""
    return getattr(round_.programme, "my_role", None)


def seen_figures(
    role: Role | None, candidates: Iterable[Candidate]
) -> dict[Any, SeenFigures]:
    """Per candidate its figures as the role may see them.

    A figure from a map is seen where its cluster is on that very map; another where
    enough firms are known to stand behind the candidate.
    """
    listed = list(candidates)
    if role is None:
        return {each.pk: _seen(each, 0, {}) for each in listed}
    if sees_all(role):
        return {each.pk: SeenFigures(each.figures) for each in listed}
    open_on = _open_clusters(role, {pk for each in listed for pk in _maps_of(each)})
    fewest = role.programme.smallest_cell
    return {each.pk: _seen(each, fewest, open_on) for each in listed}


def said_of(round_: Round, seen: Iterable[SeenFigures]) -> Note | None:
    """The sentence that says which figures of candidates are masked, if any are."""
    keys = {key for each in seen for key in each.masked}
    if not keys:
        return None
    names = tuple(str(title_of(key)) for key in _in_order(keys))
    return Note(MASKED_FIGURES, names=names, least=round_.programme.smallest_cell)


def _in_order(keys: set[str]) -> list[str]:
    known = [key for key in KNOWN if key in keys]
    return [*known, *sorted(keys - set(KNOWN))]


# Industry and regions of the clusters on a map whose figures a role may see.
Open = frozenset[tuple[str, frozenset[str]]]


def _maps_of(candidate: Candidate) -> set[str]:
    """The maps that figures of a candidate were taken from."""
    ids = {
        _map_of(candidate, row) for rows in candidate.figures.values() for row in rows
    }
    return ids - {""}


def _map_of(candidate: Candidate, row: Mapping[str, Any]) -> str:
    """The map of a figure; of one kept before figures named it, the candidate's own."""
    return str(row.get("map_id") or candidate.cluster_map_id or "")


def _open_clusters(role: Role, pks: Iterable[Any]) -> dict[str, Open]:
    found = ClusterMap.objects.filter(pk__in=list(pks)).select_related("dataset")
    return {str(each.pk): _open_on(role, each) for each in found}


def _open_on(role: Role, saved: ClusterMap) -> Open:
    clusters = seen_map(role, saved, saved.dataset).found.clusters
    shown = clusters.filter(pl.col("value").is_not_null())
    return frozenset(
        (row["industry"], frozenset(row["regions"])) for row in shown.to_dicts()
    )


def _seen(
    candidate: Candidate, fewest: int, open_on: Mapping[str, Open]
) -> SeenFigures:
    """The figures of a candidate; one that others contradict is masked with them."""
    by_firms = bool(fewest) and _firms(candidate.figures) >= fewest

    def is_shown(place: int, row: Mapping[str, Any]) -> bool:
        if not _is_of_map(row) or not _map_of(candidate, row):
            return by_firms
        # A further figure that does not name its map may be of any.
        is_named = bool(row.get("map_id")) or place == 0
        open_there = open_on.get(_map_of(candidate, row), frozenset())
        return is_named and _is_on(candidate, open_there)

    shown = {
        key: rows
        for key, rows in candidate.figures.items()
        if key in OPEN_FIGURES
        or all(is_shown(place, row) for place, row in enumerate(rows))
    }
    # Sorted, because PostgreSQL keeps the keys of JSON in an order of its own.
    masked = tuple(sorted(candidate.figures.keys() - shown.keys()))
    return SeenFigures(shown, masked)


def _is_on(candidate: Candidate, open_on: Open) -> bool:
    return len(candidate.industries) == 1 and (
        (candidate.industries[0], frozenset(candidate.regions)) in open_on
    )


def _is_of_map(row: Mapping[str, Any]) -> bool:
    return row.get("method") == "calculated"


def _firms(figures: dict[str, Any]) -> float:
    """How many firms stand behind a candidate for certain; 0 where nobody knows."""
    is_certain = sign_of(figures, "establishments") in ("", AT_LEAST)
    return (value_of(figures, "establishments") or 0) if is_certain else 0
