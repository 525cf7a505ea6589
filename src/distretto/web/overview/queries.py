"""How far a programme is, in one query."""

from dataclasses import dataclass

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from distretto.web.accounts.models import Programme
from distretto.web.register.models import Cluster, Dataset, Place
from distretto.web.selection.models import ClusterMap, Round


@dataclass(frozen=True)
class State:
    """What a programme has, counted."""

    places: int
    datasets_waiting: int
    datasets: int
    maps: int
    rounds: int
    rounds_announced: int
    clusters: int
    latest_round: str | None = None
    latest_stage: str | None = None
    latest_is_fixed: bool = False
    latest_is_closed: bool = False

    @property
    def in_short(self) -> str:
        """The state of the selection in a few words, for the rail."""
        if self.latest_stage is not None:
            return str(Round.Stage(self.latest_stage).label)
        if self.maps:
            return ngettext("%(maps)s map", "%(maps)s maps", self.maps) % {
                "maps": self.maps
            }
        return _("not begun")


def state_of(programme: Programme) -> State:
    """The state of a programme, in one query."""
    row = (
        Programme.objects.filter(pk=programme.pk)
        .annotate(
            n_places=_count(Place.objects.current()),
            n_waiting=_count(
                Dataset.objects.current().filter(status=Dataset.Status.UNDERSTOOD)
            ),
            n_datasets=_count(
                Dataset.objects.current().filter(status=Dataset.Status.ACCEPTED)
            ),
            n_maps=_count(ClusterMap.objects.current()),
            n_rounds=_count(Round.objects.current()),
            n_announced=_count(
                Round.objects.current().filter(stage=Round.Stage.ANNOUNCED)
            ),
            n_clusters=_count(Cluster.objects.current()),
            round_pk=_latest_round("pk"),
            round_stage=_latest_round("stage"),
            round_fixed=_latest_round("weights_fixed_at"),
            round_closed=_latest_round("scoring_closed_at"),
        )
        .values_list(
            "n_places",
            "n_waiting",
            "n_datasets",
            "n_maps",
            "n_rounds",
            "n_announced",
            "n_clusters",
            "round_pk",
            "round_stage",
            "round_fixed",
            "round_closed",
        )
        .get()
    )
    *counts, pk, stage, fixed, closed = row
    return State(
        *counts,
        latest_round=str(pk) if pk else None,
        latest_stage=stage,
        latest_is_fixed=fixed is not None,
        latest_is_closed=closed is not None,
    )


def _count(records: QuerySet) -> Coalesce:
    """How many records of the programme there are."""
    counted = (
        records.filter(programme=OuterRef("pk"))
        .order_by()
        .values("programme")
        .annotate(n=Count("pk"))
        .values("n")
    )
    return Coalesce(Subquery(counted), 0)


def _latest_round(field: str) -> Subquery:
    rounds = Round.objects.current().filter(programme=OuterRef("pk"))
    return Subquery(rounds.order_by("-created_at").values(field)[:1])
