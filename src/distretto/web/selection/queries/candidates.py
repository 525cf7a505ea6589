"""Candidates of a round: listed, filtered, sorted; and the whole story of one."""

from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from distretto.web.history.models import Deed
from distretto.web.selection.models import Candidate, Choice, Round, Veto
from distretto.web.selection.policy import secrecy

PAGE = 50
STATES = {
    "in": _("still in"),
    "left": _("has left"),
    "vetoed": _("ruled out"),
    "chosen": _("chosen"),
}
ORIGINS = {"map": _("from a map"), "nominated": _("nominated")}
FIGURE_SORTS = frozenset({"establishments", "employment", "lq", "stars"})


@dataclass(frozen=True)
class Wanted:
    """What the reader of the list asked for."""

    q: str = ""
    stage: str = ""
    state: str = ""
    origin: str = ""
    industry: str = ""
    sort: str = "name"


def sorts_of(round_: Round) -> frozenset[str]:
    """What the list can be sorted by: an order by masked figures would tell them.

    Whether a figure is masked differs by candidate (of a published dataset it is
    not), and an order is of all of them: so who is not of the staff has only orders
    by figures that are never masked.
    """
    sees_all = secrecy.sees_all(secrecy.reader_of(round_))
    figures = FIGURE_SORTS if sees_all else FIGURE_SORTS & secrecy.OPEN_FIGURES
    return figures | {"name", "stage"}


def given_order(round_: Round, wanted: Wanted) -> Wanted:
    """What was asked for, by name in place of an order that is not to be had."""
    key, down = wanted.sort.removeprefix("-"), wanted.sort.startswith("-")
    if key in sorts_of(round_):
        return wanted
    return replace(wanted, sort="-name" if down else "name")


def listed(round_: Round, wanted: Wanted) -> QuerySet[Candidate]:
    """The candidates asked for, in the order asked for, if it is to be had."""
    found = round_.candidates.current().select_related("cluster_map")
    found = found.filter(_words(wanted) & _where(wanted))
    # Asked of the rows of a page alone: to count vetoes would group the whole round.
    standing = Veto.objects.current().filter(candidate=OuterRef("pk"))
    found = found.annotate(is_ruled_out=Exists(standing))
    if wanted.state == "vetoed":
        found = found.filter(is_ruled_out=True)
    if wanted.state == "chosen":
        chosen = Choice.objects.current().filter(
            candidate=OuterRef("pk"), is_chosen=True, decision__retired_at=None
        )
        found = found.filter(Exists(chosen))
    return _sorted(found, given_order(round_, wanted).sort)


def _words(wanted: Wanted) -> Q:
    said = Q()
    for word in wanted.q.split():
        said &= (
            Q(name__icontains=word)
            | Q(products__icontains=word)
            | Q(nominated_by__icontains=word)
            | Q(left_because__icontains=word)
        )
    if wanted.industry:
        said &= Q(industries__icontains=f'"{wanted.industry}')
    return said


def _where(wanted: Wanted) -> Q:
    asked = Q()
    if wanted.stage:
        asked &= Q(stage=wanted.stage)
    if wanted.state in {"in", "left"}:
        asked &= Q(left_at="") if wanted.state == "in" else ~Q(left_at="")
    if wanted.origin:
        asked &= Q(cluster_map__isnull=wanted.origin == "nominated")
    return asked


def _sorted(found: Any, sort: str) -> Any:
    key, down = sort.removeprefix("-"), sort.startswith("-")
    if key in FIGURE_SORTS:
        # Unknown figures come last either way: they are neither large nor small.
        path = F(f"figures__{key}__0__value")
        order = path.desc(nulls_last=True) if down else path.asc(nulls_last=True)
        return found.order_by(order, "name")
    return found.order_by(sort) if key == "name" else found.order_by(sort, "name")


def vetoes_of(candidates: list[Candidate]) -> dict[Any, list[Veto]]:
    """The standing vetoes of each candidate."""
    found: dict[Any, list[Veto]] = {}
    standing = Veto.objects.current().filter(candidate__in=[c.pk for c in candidates])
    for veto in standing.select_related("raised_by", "criterion"):
        found.setdefault(veto.candidate_id, []).append(veto)
    return found


def story(candidate: Candidate) -> list[Deed]:
    """What was done with a candidate, newest first; scores are left out of it."""
    related = [candidate.pk]
    for parts in (candidate.answers, candidate.vetoes, candidate.choices):
        related += parts.values_list("pk", flat=True)
    deeds = Deed.objects.filter(changes__object_id__in=related)
    return list(deeds.select_related("who").distinct().order_by("-at", "-id")[:30])


def choice_of(candidate: Candidate) -> Choice | None:
    """What a validated decision says of a candidate; drafts stay with the committee."""
    if not candidate.round.has_reached(Round.Stage.VALIDATED):
        return None
    choices = candidate.choices.current().filter(decision__retired_at=None)
    return choices.select_related("decision").first()
