"""Cluster maps: saving a measured dataset, renaming it, retiring it."""

from dataclasses import asdict
from typing import Any

import polars as pl
from django.utils import timezone

from distretto.errors import RuleError, gettext_noop
from distretto.web.history.rules import deed
from distretto.web.register.models import Dataset
from distretto.web.selection.models import ClusterMap, Round
from distretto.web.selection.queries import maps as queries
from distretto.web.selection.queries.maps import Settings
from distretto.web.selection.rules import candidates


def save_map(dataset: Dataset, settings: Settings, *, name: str, by: Any) -> ClusterMap:
    """Measure a dataset and keep the result under a name."""
    result = queries.measured(dataset, settings)
    saved = ClusterMap(
        programme=dataset.programme, dataset=dataset, name=name, **asdict(result)
    )
    saved.full_clean()
    with deed("map.saved", by=by, programme=dataset.programme, about=name):
        saved.save()
    return saved


def rename_map(saved: ClusterMap, *, name: str, by: Any) -> ClusterMap:
    """Give a map another name."""
    saved.name = name
    saved.full_clean()
    with deed("map.renamed", by=by, programme=saved.programme, about=name):
        saved.save(update_fields=["name"])
    return saved


def retire_map(saved: ClusterMap, *, by: Any, reason: str = "") -> ClusterMap:
    """Take a map out of use; candidates made of it keep their figures."""
    with deed(
        "map.retired", by=by, programme=saved.programme, about=saved, reason=reason
    ):
        saved.retired_at = timezone.now()
        saved.save(update_fields=["retired_at"])
    return saved


def add_candidates(
    saved: ClusterMap, ranks: list[int], *, to_round: Round, by: Any
) -> candidates.Added:
    """Turn rows of a map into candidates of a round: which are new, and which not."""
    return candidates.add_from_map(to_round, saved, _rows(saved, ranks), by=by)


def add_figures(
    saved: ClusterMap, ranks: list[int], *, to_round: Round, by: Any
) -> int:
    """Add figures of a map to the candidates that its rows are already; to how many."""
    rows = _rows(saved, ranks)
    return len(candidates.add_map_figures(to_round, saved, rows, by=by))


def _rows(saved: ClusterMap, ranks: list[int]) -> list[dict[str, Any]]:
    wanted = queries.clusters_of(saved).filter(pl.col("rank").is_in(ranks))
    if not wanted.height:
        raise RuleError(
            "no_rows_chosen",
            gettext_noop("Tick at least one cluster, then add it to the round."),
        )
    return wanted.to_dicts()
