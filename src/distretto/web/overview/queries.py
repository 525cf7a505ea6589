"""How far a programme is, in one query."""

from dataclasses import dataclass

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from distretto.web.accounts.models import Programme
from distretto.web.diagnosis.models import Study, Wave
from distretto.web.register.models import Cluster, Dataset, Organisation, Place
from distretto.web.selection.models import ClusterMap, Round


@dataclass(frozen=True)
class State:
    """What a programme has, counted."""

    places: int = 0
    datasets_waiting: int = 0
    datasets: int = 0
    maps: int = 0
    rounds: int = 0
    rounds_announced: int = 0
    clusters: int = 0
    organisations: int = 0
    waves: int = 0
    studies: int = 0
    latest_stage: str | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nobody has entered anything that leads on."""
        return not any(
            (
                self.places,
                self.datasets_waiting,
                self.datasets,
                self.maps,
                self.rounds,
                self.clusters,
            )
        )

    @property
    def is_selecting(self) -> bool:
        """Whether anything of step 1 is there."""
        return bool(self.datasets_waiting or self.datasets or self.maps or self.rounds)

    def in_short(self, *, sees_rounds: bool) -> str:
        """The selection in a few words, for the rail.

        Those who do not see a round before its announcement hear nothing of it.
        """
        if self.latest_stage is not None and sees_rounds:
            return str(Round.Stage(self.latest_stage).label)
        if self.rounds_announced:
            return str(Round.Stage.ANNOUNCED.label)
        if self.maps:
            sentence = ngettext("%(maps)s map", "%(maps)s maps", self.maps)
            return sentence % {"maps": self.maps}
        return _("not begun")


def state_of(programme: Programme) -> State:
    """The state of a programme, in one query."""
    datasets = Dataset.objects.current()
    rounds = Round.objects.current()
    # In the order of the fields of State.
    asked: tuple[Combinable, ...] = (
        _count(Place.objects.current()),
        _count(datasets.filter(status=Dataset.Status.UNDERSTOOD)),
        _count(datasets.filter(status=Dataset.Status.ACCEPTED)),
        _count(ClusterMap.objects.current()),
        _count(rounds),
        _count(rounds.filter(stage=Round.Stage.ANNOUNCED)),
        _count(Cluster.objects.current()),
        _count(Organisation.objects.current()),
        _count(Wave.objects.current(), by="cluster__programme"),
        _count(Study.objects.current(), by="cluster__programme"),
        _of_latest(rounds, "stage"),
    )
    return State(*Programme.objects.filter(pk=programme.pk).values_list(*asked).get())


def _count(records: QuerySet, by: str = "programme") -> Coalesce:
    """How many records of the programme there are."""
    counted = (
        records.filter(**{by: OuterRef("pk")})
        .order_by()
        .values(by)
        .annotate(n=Count("pk"))
        .values("n")
    )
    return Coalesce(Subquery(counted), 0)


def _of_latest(records: QuerySet, field: str) -> Subquery:
    """A field of the newest record of the programme."""
    newest = records.filter(programme=OuterRef("pk")).order_by("-created_at")
    return Subquery(newest.values(field)[:1])
