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
from distretto.analysis.selection.disclosure import Disclosure, disclosure
from distretto.errors import gettext_noop, ngettext_noop
from distretto.formats.charts.cluster_sheet import sums_in_clusters
from distretto.formats.signs import AT_LEAST
from distretto.notes import Note
from distretto.web.accounts.models import Role
from distretto.web.accounts.policy import STAFF
from distretto.web.register.models import Dataset
from distretto.web.selection.figures import KNOWN, sign_of, title_of, value_of
from distretto.web.selection.models import Candidate, ClusterMap, Round
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
# What a row tells of its firms; how many they are, and stars, may be known.
_OF_FIRMS = (
    *("employment", "employment_known", "value"),
    *("lq", "focus", "size", "growth", "strength"),
)
# Made of all cells of an industry: with the visible ones they tell the others.
_OF_WHOLE_INDUSTRY = ("lq_low", "lq_high", "lq_shrunken")
_OF_REGION = ("region_total", "region_known_share")
_OF_INDUSTRY = (
    *("industry_total", "industry_known_share", "known_share"),
    *("reference_industry_total", "reference_share"),
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
        clusters=_clusters(found, kept, fewest),
        cells=_cells(found.cells, kept),
        region_sums=_sums(sums_in_clusters(found.cells, value), kept),
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


def _unless(masked: pl.Expr, names: Iterable[str], table: pl.DataFrame) -> list[Any]:
    return [
        pl.when(masked).then(None).otherwise(pl.col(name)).alias(name)
        for name in names
        if name in table.columns
    ]


def _of_sums(table: pl.DataFrame, kept: Disclosure, in_region: pl.Expr) -> list[Any]:
    """Columns of the sums, masked where the sum is."""
    in_industry = pl.col("industry").is_in(kept.industries)
    return [
        *_unless(in_region, _OF_REGION, table),
        *_unless(in_industry, _OF_INDUSTRY, table),
        *_unless(pl.lit(kept.total), ("reference_total",), table),
    ]


def _cells(cells: pl.DataFrame, kept: Disclosure) -> pl.DataFrame:
    pair = ["region", "industry"]
    marked = cells.join(kept.cells, on=pair, how="left", maintain_order="left")
    masked = (pl.col("is_masked") | pl.col("is_few")).fill_null(True)
    in_region = pl.col("region").is_in(kept.regions)
    columns = [
        *_unless(masked, _OF_FIRMS, cells),
        *_unless(_is_told(kept), _OF_WHOLE_INDUSTRY, cells),
        *_of_sums(cells, kept, in_region),
    ]
    return marked.with_columns(columns).drop("is_masked", "is_few")


def _is_told(kept: Disclosure) -> pl.Expr:
    """Whether a figure of a whole industry would tell one of its masked cells."""
    masked = kept.cells.filter("is_masked")["industry"].unique()
    return pl.col("industry").is_in(masked.implode())


def _clusters(found: FoundMap, kept: Disclosure, fewest: int) -> pl.DataFrame:
    clusters = found.clusters
    masked = pl.col("rank").is_in(kept.clusters)
    shown = clusters.with_columns(
        *_unless(masked, _OF_FIRMS, clusters),
        *_unless(_is_told(kept), _OF_WHOLE_INDUSTRY, clusters),
        *_of_sums(clusters, kept, masked),
    )
    if "growth_firms" in clusters.columns:  # maps of an earlier version lack it
        enough = (pl.col("growth_firms") >= fewest).fill_null(False) & ~masked
        shown = shown.with_columns(*_unless(~enough, ("growth",), shown))
    else:
        shown = shown.with_columns(growth=pl.lit(None, pl.Float64))
    return _without_bars(shown, found.cells, kept)


def _without_bars(
    clusters: pl.DataFrame, cells: pl.DataFrame, kept: Disclosure
) -> pl.DataFrame:
    """The bars of the stars are figures of single cells: masked where these are."""
    masked = cells.join(
        kept.cells.filter("is_masked"), on=["region", "industry"], how="semi"
    )
    sizes = masked.filter(pl.col("size_star") == 1)
    focuses = masked.filter(pl.col("focus_star") == 1)["focus"]
    at_size = pl.struct("industry", "size_bar").is_in(
        sizes.select(pl.struct("industry", size_bar="size")).to_series().implode()
    )
    at_focus = pl.col("focus_bar").is_in(focuses.implode())
    return clusters.with_columns(
        *_unless(at_size, ("size_bar",), clusters),
        *_unless(at_focus, ("focus_bar",), clusters),
    )


def _sums(sums: pl.DataFrame, kept: Disclosure) -> pl.DataFrame:
    """What of each region is in clusters: true, or unknown."""
    of_part = pl.col("region").is_in(kept.parts)
    of_region = pl.col("region").is_in(kept.regions)
    return sums.with_columns(
        *_unless(of_part, ("inside", "share"), sums),
        *_unless(of_region, ("region_total", "known"), sums),
    )


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
