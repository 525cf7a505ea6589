"""Rounds and their funnel: how many are where, who left and why, what comes next."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from distretto.web.accounts.models import Programme
from distretto.web.selection.figures import base_kept, base_of
from distretto.web.selection.models import Assessor, Candidate, ClusterMap, Round
from distretto.web.selection.policy import rounds as policy

STAGES = Round.Stage.values
NAMES_SHOWN = 8
REASONS_SHOWN = 50  # candidates on the page that closes the long list


def rounds_of(programme: Programme, user: Any) -> list[Round]:
    """The rounds of a programme that its reader may see, newest first."""
    seats = {
        seat.round_id: seat
        for seat in Assessor.objects.current().filter(
            user=user, round__programme=programme
        )
    }
    left = ~Q(candidates__left_at="")
    there = Q(candidates__retired_at=None)
    found = (
        programme.rounds.current()
        .annotate(
            candidate_count=Count("candidates", filter=there),
            left_count=Count("candidates", filter=there & left),
        )
        .order_by("-created_at")
    )
    visible = []
    for each in found:
        each.programme, each.my_assessor = programme, seats.get(each.pk)
        if policy.may_see(each):
            visible.append(each)
    return visible


@dataclass(frozen=True)
class FunnelStage:
    """One stage: how many reached it, are still at it, and left from it."""

    stage: str
    title: Any
    reached: int
    here: int
    left: int
    leavers: tuple[Candidate, ...] = ()

    @property
    def more_left(self) -> int:
        """How many of those that left are not listed by name."""
        return self.left - len(self.leavers)


@dataclass(frozen=True)
class Universe:
    """What one of several cluster maps looked at."""

    map_name: str  # empty: as the settings of the round say it
    base: str  # in words
    count: int


@dataclass(frozen=True)
class Funnel:
    """The round as a funnel. reached = here + left + reached of the next stage.

    The universe is counted in combinations of region and industry, and a candidate may
    join several of them or none: the one is never subtracted from the other.
    """

    universe: int | None
    from_maps: int  # candidates that a cluster map found; the others were nominated
    stages: tuple[FunnelStage, ...]
    # Of each map that brought candidates, where they looked at different things.
    universes: tuple[Universe, ...] = ()

    @property
    def nominated(self) -> int:
        """Candidates that were put on the long list by hand."""
        return self.stages[0].reached - self.from_maps

    @property
    def can_close_long_list(self) -> bool:
        """Whether somebody is on the short list, so that the long one may end."""
        return any(
            each.here for each in self.stages if each.stage == Round.Stage.SHORT_LIST
        )

    def reached(self, stage: str) -> int:
        """How many reached a stage."""
        return next(each.reached for each in self.stages if each.stage == stage)


def funnel(round_: Round, *, names_leavers: bool = True) -> Funnel:
    """How many candidates reached each stage, and those that left it with reasons.

    A page that shows numbers alone spares the queries for the names.
    """
    counts = _counts(round_)
    leavers = _leavers(round_) if names_leavers else {}
    stages = []
    for place, (stage, title) in enumerate(Round.Stage.choices):
        later = STAGES[place:]
        stages.append(
            FunnelStage(
                stage=stage,
                title=title,
                reached=sum(n for (at, _left), n in counts.items() if at in later),
                here=counts.get((stage, False), 0),
                left=counts.get((stage, True), 0),
                leavers=tuple(leavers.get(stage, ())),
            )
        )
    by_map = _by_map(round_)
    return Funnel(
        universe=round_.universe_count,
        from_maps=sum(by_map.values()),
        stages=tuple(stages),
        universes=_universes(round_, by_map) if len(by_map) > 1 else (),
    )


def _by_map(round_: Round) -> dict[Any, int]:
    found = round_.candidates.current().filter(cluster_map__isnull=False)
    counted = found.order_by().values_list("cluster_map").annotate(Count("pk"))
    return dict(counted)


def _universes(round_: Round, maps: Iterable[Any]) -> tuple[Universe, ...]:
    """The universe of each map; none where all looked at the same number and base."""
    listed = [
        Universe(each.name, base.words if base else "", each.funnel["listed"])
        for each in ClusterMap.objects.filter(pk__in=maps).order_by("created_at")
        if each.funnel.get("listed") is not None
        for base in [base_of(base_kept(each.settings.get("base")))]
    ]
    if len({(each.base, each.count) for each in listed}) < 2:
        return ()
    said = round_.universe_count
    if said is not None and said not in {each.count for each in listed}:
        listed.insert(0, Universe("", "", said))
    return tuple(listed)


def _counts(round_: Round) -> Mapping[tuple[str, bool], int]:
    rows = (
        round_.candidates.current().values("stage", "left_at").annotate(n=Count("pk"))
    )
    counts: dict[tuple[str, bool], int] = {}
    for row in rows.order_by():
        key = (row["stage"], bool(row["left_at"]))
        counts[key] = counts.get(key, 0) + row["n"]
    return counts


def _leavers(round_: Round) -> dict[str, list[Candidate]]:
    """The first few that left at each stage: constant work however many there are."""
    found = {}
    for stage in STAGES:
        left = round_.candidates.current().filter(left_at=stage)
        fields = left.only("name", "left_because", "left_at", "stage")
        found[stage] = list(fields.order_by("name")[:NAMES_SHOWN])
    return found


def left_behind(round_: Round) -> list[Candidate]:
    """The first of those that leave when the long list closes, by name."""
    waiting = round_.candidates.current().filter(
        stage=Round.Stage.LONG_LIST, left_at=""
    )
    return list(waiting.order_by("name")[:REASONS_SHOWN])


@dataclass(frozen=True)
class NextStep:
    """What to do next: one sentence with one button, and at times another way."""

    sentence: Any
    action: Any
    url_name: str
    other_action: Any = ""
    other_url_name: str = ""
    is_of_programme: bool = False  # the first address has no round in it


def next_step(round_: Any, numbers: Funnel) -> NextStep | None:
    """The next thing that this reader of the round can do, or None."""
    if round_.my_assessor and _awaits_scores(round_):
        return NextStep(
            _("Your scores are awaited. Nobody else sees them before the end."),
            _("Score the candidates"),
            "selection:sheet",
        )
    if policy.may(round_, "manage"):
        return _managers_step(round_, numbers)
    if policy.may(round_, "help") and round_.stage == Round.Stage.LONG_LIST:
        return _helpers_step(numbers)
    return _readers_step(round_)


def _readers_step(round_: Round) -> NextStep | None:
    if round_.is_decided:
        return NextStep(
            _("The choice is announced. Read what was chosen, and why.")
            if round_.is_announced
            else _("The decision is validated. Read what was chosen, and why."),
            _("Open the decision"),
            "selection:decision",
        )
    if round_.is_scoring_closed:
        return NextStep(
            _("The scores are in. See how the candidates compare."),
            _("See the ranking"),
            "selection:ranking",
        )
    return None


def _awaits_scores(round_: Any) -> bool:
    return (
        round_.stage == Round.Stage.SHORT_LIST
        and round_.my_assessor.handed_in_at is None
    )


def _helpers_step(numbers: Funnel) -> NextStep:
    if not numbers.reached(Round.Stage.LONG_LIST):
        return NextStep(
            _("There is no candidate yet. Nominate one, or take some from a map."),
            _("Take some from a map"),
            "selection:maps",
            _("Nominate a candidate"),
            "selection:nominate-candidate",
            is_of_programme=True,
        )
    return NextStep(
        _("Say of each candidate whether it is a cluster at all, with evidence."),
        _("Answer the tests"),
        "selection:identification",
    )


def _managers_step(round_: Round, numbers: Funnel) -> NextStep | None:
    stage = round_.stage
    if stage == Round.Stage.LONG_LIST:
        if not numbers.can_close_long_list:
            return _helpers_step(numbers)
        return NextStep(
            _("The short list has begun. When it is complete, close the long list."),
            _("Close the long list"),
            "selection:close-long-list",
            _("Work on the candidates"),
            "selection:candidates",
        )
    if stage == Round.Stage.SHORT_LIST and not round_.has_fixed_weights:
        return NextStep(
            _("Agree the criteria and weights, and fix them before scores are seen."),
            _("Agree the weights"),
            "selection:criteria",
        )
    if stage == Round.Stage.SHORT_LIST:
        return NextStep(
            _("Invite assessors, wait for their scores, then close the scoring."),
            _("Follow the scoring"),
            "selection:scoring",
        )
    if stage in {Round.Stage.SCORED, Round.Stage.VALIDATED}:
        return NextStep(
            _("The ranking is there for the committee. Write down what it decides.")
            if stage == Round.Stage.SCORED
            else _("The decision is validated. Announce it when all have been told."),
            _("Open the decision"),
            "selection:decision",
        )
    return NextStep(
        _("The choice is announced. Write to those that were not chosen."),
        _("Open the letters"),
        "selection:letters",
    )
